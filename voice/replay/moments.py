"""A call's events as the decisions they hold: one moment a turn, with what was heard, decided, said and done.

Pure. Times and ids are left out, for they are nobody's decision.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from voice.events import (
    Assessed,
    BotSpoke,
    CallbackAgreed,
    CallbackRequested,
    CallEnded,
    CallEvent,
    HandoffAccepted,
    HandoffFailed,
    HandoffOffered,
    HandoffStarted,
    LookedUp,
    QueueJoined,
    RequestNoted,
    TurnTaken,
    VoicemailLeft,
)
from voice.turn import Assessment, EndReason


@dataclass(slots=True)
class Moment:
    """One turn, or the opening, and all that followed from it until the next."""

    turn: int
    """0 is the opening."""
    at: float = 0.0
    """Seconds since the call was answered; no part of the decision."""
    heard: str | None = None
    """The caller's words or [keys]; None for silence and at the opening."""
    barged_in: bool = False
    outcome: str = ""
    requests: tuple[str, ...] = ()
    """Names of the intents found, best first."""
    slots: dict[str, str] = field(default_factory=dict)
    step: str = ""
    """Where the conversation went; of the last decision of the moment."""
    why: str = ""
    said: list[str] = field(default_factory=list)
    cut: bool = False
    """True when the last sentence was cut in upon."""
    lookups: list[tuple[str, bool, tuple[tuple[str, str], ...]]] = field(default_factory=list)
    """Name, whether it worked, and what it found."""
    transfer: str | None = None
    """Why the call left for a person here; None when it did not."""
    targets: list[str] = field(default_factory=list)
    """Who was rung, in order."""
    queued: bool = False
    """True when the caller waited for whoever of a queue was free: that is chance, not the bot's decision."""
    promises: list[str] = field(default_factory=list)
    """Callbacks, notes and messages."""
    assessment: Assessment | None = None
    ended: str | None = None
    """How the call ended, when it did so here."""


def moments(events: Sequence[CallEvent]) -> list[Moment]:  # noqa: C901 - one case an event
    """The decisions of a call in order; never empty. What follows a person's taking the call is not ours."""
    found = [Moment(0)]
    waiting = False
    for event in events:
        now = found[-1]
        match event:
            case TurnTaken():
                found.append(_turn(event))
                waiting = False
            case Assessed():
                now.assessment, now.step, now.why = event.assessment, event.step, event.why
            case BotSpoke() if not waiting:
                _said(now, event)
            case HandoffStarted():
                now.transfer = event.reason.value
            case QueueJoined():
                now.queued = waiting = True
            case HandoffOffered():
                if now.targets[-1:] != [event.target]:
                    now.targets.append(event.target)
                waiting = True
            case HandoffFailed() if not event.agent:
                waiting = False
            case HandoffAccepted():
                now.ended = EndReason.TRANSFERRED.value
                break
            case CallEnded():
                now.ended = event.reason.value
            case LookedUp() | CallbackRequested() | CallbackAgreed() | RequestNoted() | VoicemailLeft():
                _done(now, event)
            case _:
                pass
    return found


def _turn(event: TurnTaken) -> Moment:
    turn = event.turn
    heard = turn.heard
    words = None
    if heard is not None:
        words = heard.text or f"[{heard.digits}]"
    return Moment(
        turn=turn.number,
        at=event.at,
        heard=words,
        barged_in=heard is not None and (heard.barged_in or bool(heard.digits)),
        outcome=turn.outcome.value,
        requests=tuple(intent.name for intent in turn.understood.intents),
        slots=dict(turn.understood.slots),
        step=event.step,
        why=event.why,
        assessment=event.assessment,
    )


def _said(moment: Moment, event: BotSpoke) -> None:
    if moment.cut and moment.said and moment.said[-1] == event.text:
        moment.said.pop()  # said again, since a noise had cut it off
    moment.said.append(event.text)
    moment.cut = event.cut
    moment.step = moment.step or event.step


_Done = LookedUp | CallbackRequested | CallbackAgreed | RequestNoted | VoicemailLeft


def _done(moment: Moment, event: _Done) -> None:
    match event:
        case LookedUp():
            moment.lookups.append((event.name, event.ok, tuple(sorted(event.found.items()))))
        case CallbackRequested():
            moment.promises.append(f"callback: {event.number}")
        case CallbackAgreed():
            moment.promises.append(f"callback at {event.start:%Y-%m-%d %H:%M}")
        case RequestNoted():
            title = next(iter(event.title.values()), "")
            given = ", ".join(f"{name}: {value}" for name, value in event.values.items())
            moment.promises.append(f"note: {title} ({given})")
        case VoicemailLeft():
            moment.promises.append("message")


def transferred(call: Sequence[Moment]) -> bool:
    """Whether the bot gave the call to a person."""
    return any(moment.transfer for moment in call)
