"""A call's events told in the order in which things were said and done. Knows no page and no language."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from voice.events import AgentSpoke, BotSpoke, CallerSpoke, CallEvent, KeyPressed, TurnTaken
from voice.turn import Assessment, EndReason

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


_FACTS = ("target", "failure", "reason", "name", "found", "language", "number", "part", "code", "why")
_KINDS = {"failure": "status", "reason": "reason", "language": "language"}
"""Fields whose values have a name of their own on the pages, and under which kind."""


def tell(events: Iterable[CallEvent]) -> list[Told]:
    """The conversation, first things first."""
    return sorted((_told(event) for event in events if not isinstance(event, KeyPressed)), key=lambda t: t.at)


def _told(event: CallEvent) -> Told:
    match event:
        case BotSpoke():
            return Told(event.at, "bot", event.text, event.step, event.cut, event.gap)
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
            )
        case AgentSpoke():
            return Told(event.at, "agent", event.text)
        case CallerSpoke():
            return Told(event.at, "caller", event.text)
        case _:
            return Told(event.at, "note", kind=event.kind, facts=tuple(_facts(event)))


def _facts(event: CallEvent) -> Iterable[tuple[str, str]]:
    for name in _FACTS:
        value = getattr(event, name, None)
        if isinstance(value, dict):
            yield from (("", f"{key}: {item}") for key, item in value.items())
        elif value:
            kind = "end" if isinstance(value, EndReason) else _KINDS.get(name, "")
            yield kind, str(value)
