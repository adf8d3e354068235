"""A call's events told in the order in which things were said and done. Knows no page and no language."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Literal

from voice.events import (
    AgentSpoke,
    Assessed,
    BotSpoke,
    CallbackAgreed,
    CallerSpoke,
    CallEvent,
    KeyPressed,
    TurnTaken,
    Unheard,
)
from voice.turn import Assessment, EndReason, ErrandOutcome

Who = Literal["bot", "caller", "agent", "note"]


@dataclass(frozen=True, slots=True)
class Told:
    """One line of the conversation, or a note between two."""

    at: float
    """Seconds since the call was answered at which it began."""
    who: Who
    text: str = ""
    step: str = ""
    """Where the bot stood when this was said."""
    cut: bool = False
    """The caller cut in."""
    gap: float | None = None
    """Seconds the caller waited for this."""
    keys: str = ""
    confidence: float | None = None
    outcome: str = ""
    why: str = ""
    assessment: Assessment | None = None
    kind: str = ""
    """Of a note: the event's kind."""
    facts: tuple[tuple[str, str], ...] = ()
    """Of a note: what else the event says, as (kind of value, value)."""
    times: int = 1
    """Of a note: how often the same happened with nothing else in between."""
    until: float | None = None
    """Seconds since the call was answered at which it ended; None when that is not known."""
    turn: int = 0
    """Number of the turn that this opened; 0: none."""
    leads_to: str = ""
    """Step where the conversation went."""


_FACTS = (
    "target",
    "failure",
    "outcome",
    "reason",
    "name",
    "found",
    "language",
    "number",
    "title",
    "values",
    "mark",
    "plan",
    "answer",
    "part",
    "code",
    "why",
    "did",
    "text",
)
_KINDS = {
    "failure": "status",
    "outcome": "callback",
    "reason": "reason",
    "language": "language",
    "did": "did",
}
"""Fields whose values have a name of their own on the pages, and under which kind."""


def tell(events: Iterable[CallEvent]) -> list[Told]:
    """The conversation, first things first."""
    told = sorted((_told(event) for event in events if not isinstance(event, KeyPressed)), key=lambda t: t.at)
    return [_merged(list(same)) for _, same in groupby(told, key=_sameness)]


def _sameness(told: Told) -> object:
    """Equal for notes that need not be told one by one."""
    return (told.kind, told.facts) if told.kind == "unheard" else id(told)


def _merged(same: list[Told]) -> Told:
    return replace(same[0], times=len(same))


def _told(event: CallEvent) -> Told:
    match event:
        case BotSpoke():
            return Told(
                event.at,
                "bot",
                event.text,
                event.step,
                event.cut,
                event.gap,
                until=event.at + event.seconds,
            )
        case TurnTaken(turn=turn):
            heard = turn.heard
            return Told(
                heard.started if heard and heard.ended else event.at,
                "caller",
                heard.text if heard else "",
                turn.step,
                keys=heard.digits if heard else "",
                confidence=heard.confidence if heard and heard.text else None,
                outcome=turn.outcome.value,
                why=event.why,
                assessment=event.assessment,
                until=heard.ended if heard and heard.ended else event.at,
                turn=turn.number,
                leads_to=event.step,
            )
        case Assessed():
            return Told(
                event.at,
                "note",
                why=event.why,
                assessment=event.assessment,
                kind=event.kind,
                facts=tuple(_facts(event)),
                leads_to=event.step,
            )
        case AgentSpoke():
            return Told(event.at, "agent", event.text, until=event.ended)
        case CallerSpoke():
            return Told(event.at, "caller", event.text, until=event.ended)
        case _:
            return Told(event.at, "note", kind=event.kind, facts=tuple(_facts(event)))


def _facts(event: CallEvent) -> Iterable[tuple[str, str]]:
    if isinstance(event, CallbackAgreed):
        yield "", f"{event.start:%Y-%m-%d %H:%M}-{event.end:%H:%M}"
    for name in _FACTS:
        value = getattr(event, name, None)
        if isinstance(value, dict):
            yield from (("", f"{key}: {item}") for key, item in value.items() if item)
        elif value:
            yield _kind(event, name, value), str(value)


def _kind(event: CallEvent, name: str, value: object) -> str:
    if isinstance(value, EndReason):
        return "end"
    if isinstance(value, ErrandOutcome):
        return "errand"
    return event.kind if isinstance(event, Unheard) else _KINDS.get(name, "")
