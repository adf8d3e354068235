"""Events as lines to read."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from voice.events import (
    AgentHeld,
    AgentLookedUp,
    AgentLost,
    AgentMuted,
    AgentSpoke,
    Assessed,
    AssistOffered,
    AssistUsed,
    BargedIn,
    BotSpoke,
    Broke,
    CallbackAgreed,
    CallbackAnswered,
    CallbackBegan,
    CallbackDialled,
    CallbackEnded,
    CallbackRequested,
    CallEnded,
    CallerSpoke,
    CallEvent,
    CallStarted,
    Consulted,
    ConsultEnded,
    ErrandEnded,
    ErrandGiven,
    HandoffAccepted,
    HandoffAnswered,
    HandoffFailed,
    HandoffOffered,
    HandoffStarted,
    Held,
    KeyPressed,
    LanguageFound,
    LookedUp,
    PassedOn,
    PlanEntered,
    QueueJoined,
    QueueLeft,
    RecordingSettled,
    RequestNoted,
    Resumed,
    SurveyAnswered,
    TurnTaken,
    Unheard,
    VoicemailLeft,
)
from voice.turn import Assessment


@dataclass(frozen=True, slots=True)
class Line:
    """One line; nothing in it can move a terminal's cursor."""

    at: float | None
    """Seconds since the call was answered; None: belongs to the line before."""
    who: str
    """caller, bot or agent; empty for what nobody said."""
    text: str


def printable(text: str) -> str:
    """Without control and format characters, which could rewrite a terminal."""
    return "".join(" " if unicodedata.category(char) in ("Cc", "Cf", "Cs") else char for char in text)


def event_line(event: CallEvent) -> Iterator[Line]:
    """The lines of an event, in the order of reading."""
    match event:
        case TurnTaken():
            yield from _turn(event)
        case BotSpoke():
            gap = "" if event.gap is None else f"  (after {event.gap:.2f} s)"
            yield _line(event.at, "bot", event.text + (" …" if event.cut else "") + gap)
        case CallerSpoke():
            yield _line(event.at, "caller", event.text)
        case AgentSpoke():
            yield _line(event.at, "agent", event.text)
        case _:
            yield _line(event.at, "", _happened(event))


def _line(at: float | None, who: str, text: str) -> Line:
    return Line(at, who, printable(text))


def _turn(event: TurnTaken) -> Iterator[Line]:
    turn = event.turn
    if turn.heard is None:
        yield _line(event.at, "caller", "(silence)")
    else:
        keys = f"[keys {turn.heard.digits}]" if turn.heard.digits else ""
        words = " ".join(part for part in (turn.heard.text, keys) if part)
        yield _line(turn.heard.started or event.at, "caller", words)
    parts = [f"{turn.number}.", f"{turn.step} → {event.step}", turn.outcome.value]
    parts += [f"{intent.name} {intent.confidence:.2f}" for intent in turn.understood.intents]
    parts += [f"{name}={value}" for name, value in turn.understood.slots.items()]
    if turn.heard is not None and turn.heard.text:
        parts.append(f"heard {turn.heard.confidence:.2f}")
    if event.assessment is not None:
        parts.append(_scores(event.assessment))
    yield _line(None, "", "  ".join(parts))
    if event.why:
        yield _line(None, "", event.why)
    for signal in event.assessment.signals if event.assessment else ():
        strength = f"{signal.name} {signal.strength:.2f}×{signal.weight:.2f}"
        yield _line(None, "", f"{strength} (turn {signal.turn}): {signal.evidence}")


def _scores(assessment: Assessment) -> str:
    limits = assessment.thresholds
    decided = f", decided by {assessment.decided_by}" if assessment.decided_by else ""
    return (
        f"emotion {assessment.emotion:.2f}/{limits.emotion:.2f}"
        f" complexity {assessment.complexity:.2f}/{limits.complexity:.2f}{decided}"
    )


def _happened(event: CallEvent) -> str:  # noqa: C901 - one case an event
    match event:
        case CallStarted():
            version = f", version {event.plan_version[:8]}" if event.plan_version else ""
            return f"answered, plan {event.plan} {event.plan_sha[:8]}{version}"
        case KeyPressed():
            return f"key {event.key}"
        case BargedIn():
            return "the caller cut in"
        case Unheard():
            return f"{event.seconds:.1f} s of sound without words ({event.why})"
        case LanguageFound():
            return f"language: {event.language} ({event.probability:.2f})"
        case Assessed():
            return f"{_scores(event.assessment)}  {event.why}".rstrip()
        case LookedUp():
            return f"lookup {event.name}: {_fetched(event)}"
        case HandoffStarted():
            return f"hand-over: {event.reason.value}"
        case HandoffOffered():
            return f"ringing {event.agent or event.target} (attempt {event.attempt})"
        case HandoffAnswered():
            return f"{event.agent or event.target} answered and hears the summary"
        case HandoffAccepted():
            return f"{event.agent or event.target} took the call"
        case HandoffFailed():
            note = f" ({event.note})" if event.note else ""
            return f"{event.agent or event.target}: {event.failure.value}{note}"
        case CallbackRequested():
            return f"to be called back at {event.number}"
        case CallbackAgreed():
            return f"between {event.start:%Y-%m-%d %H:%M} and {event.end:%H:%M}"
        case RequestNoted():
            given = ", ".join(f"{name}: {value}" for name, value in event.values.items())
            return f"noted for a colleague: {next(iter(event.title.values()), '')} ({given})"
        case SurveyAnswered():
            given = "no answer" if event.mark is None else f"{event.mark} of {event.least} to {event.most}"
            return f"opinion, {next(iter(event.title.values()), event.survey)}: {given}"
        case PlanEntered():
            version = f", version {event.plan_version[:8]}" if event.plan_version else ""
            return f"goes on with plan {event.plan} {event.plan_sha[:8]}{version}"
        case RecordingSettled():
            return f"recording {event.answer}: {'kept' if event.recorded else 'not kept'}"
        case VoicemailLeft():
            return f"message of {event.ended - event.at:.0f} s"
        case Held():
            return "put on hold"
        case Resumed():
            return "back from hold"
        case Broke():
            return f"{event.part} failed: {event.code}"
        case CallEnded():
            return f"ended: {event.reason.value}"
        case _:
            return _at_the_desk(event)


def _fetched(event: LookedUp | AgentLookedUp) -> str:
    found = "  ".join(f"{name}={value}" for name, value in event.found.items())
    rows = f"{event.rows} found" if event.ok else "failed"
    return f"{rows} in {event.seconds:.2f} s  {found}".rstrip()


def _at_the_desk(event: CallEvent) -> str:
    match event:
        case QueueJoined():
            wait = "" if event.expected is None else f", about {event.expected:.0f} s to wait"
            return f"waits in queue {event.queue} at position {event.position}{wait}"
        case QueueLeft():
            return f"left queue {event.queue} after {event.waited:.0f} s: {event.why}"
        case AgentLost():
            return f"{event.agent} was lost; the caller waits again"
        case PassedOn():
            note = f": {event.note}" if event.note else ""
            return f"{event.agent} passed the call on to {event.to or event.queue}{note}"
        case AgentHeld():
            return "the agent put the caller on hold" if event.held else "the agent is back"
        case AgentMuted():
            return "the agent muted himself" if event.muted else "the agent can be heard again"
        case AssistOffered():
            return f"suggested to {event.agent}, {event.what} {event.id}: {event.text}"
        case AssistUsed():
            return f"{event.agent}: {event.what} {event.id} {event.did}: {event.text}".removesuffix(": ")
        case AgentLookedUp():
            given = ", ".join(f"{name}={value}" for name, value in event.given.items())
            return f"{event.agent} looked up {event.name} ({given}): {_fetched(event)}"
        case _:
            return _called_back(event)


def _called_back(event: CallEvent) -> str:
    match event:
        case Consulted():
            note = f": {event.note}" if event.note else ""
            return f"{event.agent} asks {event.to or event.queue}{note}"
        case ConsultEnded():
            return f"{event.agent} asked {event.to or 'nobody'}: {event.outcome.value}"
        case ErrandGiven():
            return f"{event.agent} gives the caller back to the bot: {next(iter(event.title.values()), '')}"
        case ErrandEnded():
            why = f" ({event.reason.value})" if event.reason else ""
            there = f"{event.agent} has the caller" if event.agent_there else f"{event.agent} is gone"
            return f"the bot's step is over: {event.outcome.value}{why}; {there}"
        case CallbackBegan():
            return f"calling back for call {event.wanted_in[:8]}, attempt {event.attempt}"
        case CallbackDialled():
            return f"{event.agent} took it; ringing the caller"
        case CallbackAnswered():
            return "the caller picked up; agent and caller are joined"
        case CallbackEnded():
            then = {"done": "", "again": "; tried again later", "by_hand": "; to be called by hand"}
            return f"called back: {event.outcome.value}{then[event.then]}"
        case _:
            return event.kind
