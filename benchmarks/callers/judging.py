"""What came of a call beside what was expected of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks.callers.dialogues import Expected
from voice.administration.rehearsal.came import Came
from voice.events import BargedIn, BotSpoke, CallEvent, HandoffAccepted, HandoffStarted, TurnTaken
from voice.events import CallEnded as Ended
from voice.turn import EndReason, TransferReason


@dataclass(frozen=True, slots=True)
class Outcome:
    """What is looked at."""

    ends: EndReason | None
    reason: TransferReason | None
    requests: tuple[str, ...]
    slots: tuple[tuple[str, str], ...]
    said: str
    barged_in: bool
    heard: tuple[str, ...] = ()
    """Words of each turn, as they were recognized."""


def outcome_of(events: Sequence[CallEvent]) -> Outcome:
    """Of a call."""
    turns = [event.turn for event in events if isinstance(event, TurnTaken)]
    accepted = any(isinstance(event, HandoffAccepted) for event in events)
    ended = [event.reason for event in events if isinstance(event, Ended)]
    return Outcome(
        ends=EndReason.TRANSFERRED if accepted else ended[-1] if ended else None,
        reason=next((event.reason for event in events if isinstance(event, HandoffStarted)), None),
        requests=tuple(turn.understood.intents[0].name for turn in turns if turn.understood.intents),
        slots=tuple(pair for turn in turns for pair in turn.understood.slots.items()),
        said=" ".join(event.text for event in events if isinstance(event, BotSpoke)),
        barged_in=any(isinstance(event, BargedIn) for event in events),
        heard=tuple(turn.heard.text or turn.heard.digits if turn.heard else "" for turn in turns),
    )


def outcome_as_written(came: Sequence[Came]) -> Outcome:
    """Of a dialogue held without sound: a person who is rung takes the call, and nobody can cut in."""
    turns = [one.turn for one in came if one.turn]
    transfer = next((one.transfer for one in came if one.transfer), None)
    ends = next((one.ends for one in came if one.ends), None)
    return Outcome(
        ends=EndReason.TRANSFERRED if transfer else ends,
        reason=transfer.reason if transfer else None,
        requests=tuple(turn.understood.intents[0].name for turn in turns if turn.understood.intents),
        slots=tuple(pair for turn in turns for pair in turn.understood.slots.items()),
        said=" ".join(one.said for one in came),
        barged_in=True,
    )


def misses(expected: Expected, outcome: Outcome) -> list[str]:
    """Which expectations did not come true, by name; the first is the gravest."""
    found: list[str] = []
    if outcome.ends is not expected.ends:
        found.append(f"ended {outcome.ends.value if outcome.ends else 'never'}, not {expected.ends.value}")
    elif expected.reason not in (None, outcome.reason):
        found.append(f"reason {outcome.reason.value if outcome.reason else 'none'}, not {expected.reason}")
    if expected.request and expected.request not in outcome.requests:
        found.append(f"request {expected.request} not understood")
    found += [
        f"slot {pair[0]} not understood" for pair in expected.slots.items() if pair not in outcome.slots
    ]
    if any(words.lower() not in outcome.said.lower() for words in expected.hears):
        found.append("answer not given")
    if expected.barged_in and not outcome.barged_in:
        found.append("cutting in not noticed")
    return found
