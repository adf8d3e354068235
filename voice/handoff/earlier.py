"""Earlier calls of the same number, told from their events."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from voice.events import (
    Assessed,
    CallEnded,
    CallEvent,
    CallStarted,
    HandoffAccepted,
    HandoffStarted,
    TurnTaken,
)
from voice.turn import Assessment, EndReason, Outcome, TransferReason

Mood = Literal["calm", "annoyed", "upset"]

_NUMBER = re.compile(r"\+?[\d ().-]+")
_LEAST_DIGITS = 4
_ANNOYED = 0.3


@dataclass(slots=True)
class Past:
    """One earlier call."""

    call_id: str
    started: datetime
    plan: str
    requests: list[str] = field(default_factory=list)
    """Names of intents, in the order they came up."""
    reason: TransferReason | None = None
    """Why it went to a person; None when it did not."""
    taken: bool = False
    """True when a person had the caller."""
    ended: EndReason | None = None
    """None while it lasts, or when its end is not known."""
    emotion: float = 0.0
    """0 to 1, at its highest."""
    mood: Mood = "calm"


def is_number(caller: str) -> bool:
    """True for what may be a subscriber's number, and not for a hidden or absent one."""
    digits = re.sub(r"\D", "", caller)
    return bool(_NUMBER.fullmatch(caller.strip())) and len(digits) >= _LEAST_DIGITS and len(set(digits)) > 1


def past_calls(calls: Sequence[Sequence[CallEvent]]) -> list[Past]:
    """One for each call whose start is known, in the order given."""
    return [past for past in map(_past, calls) if past is not None]


def mood_of(assessment: Assessment) -> Mood:
    """In a word, against the plan's threshold."""
    emotion, threshold = assessment.emotion, assessment.thresholds.emotion
    if emotion >= threshold and emotion > 0:
        return "upset"
    return "annoyed" if emotion >= max(threshold / 2, _ANNOYED) else "calm"


def _past(events: Sequence[CallEvent]) -> Past | None:
    past: Past | None = None
    for event in events:
        if isinstance(event, CallStarted):
            past = Past(event.call_id, event.started, event.plan)
        elif past is not None:
            _add(past, event)
    return past


def _add(past: Past, event: CallEvent) -> None:
    match event:
        case TurnTaken(turn=turn, assessment=assessment):
            names = (intent.name for intent in turn.understood.intents)
            if turn.outcome is Outcome.MATCHED:
                past.requests.extend(name for name in dict.fromkeys(names) if name not in past.requests)
            _feel(past, assessment)
        case Assessed():
            _feel(past, event.assessment)
        case HandoffStarted():
            past.reason = event.reason
        case HandoffAccepted():
            past.taken = True
        case CallEnded():
            past.ended = event.reason
        case _:
            pass


def _feel(past: Past, assessment: Assessment | None) -> None:
    if assessment is not None and assessment.emotion > past.emotion:
        past.emotion, past.mood = assessment.emotion, mood_of(assessment)
