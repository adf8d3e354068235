"""All that an agent is shown at one moment, and what of it is new in the call's record."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from voice.assist.actions import actions
from voice.assist.reminders import reminders
from voice.assist.replies import replies
from voice.assist.situation import Situation
from voice.assist.suggestions import Assist
from voice.assist.warnings import warnings
from voice.events import AssistOffered, AssistUsed, CallEvent
from voice.turn import TransferReason


def assist(here: Situation, reason: TransferReason, now: float) -> Assist:
    """`reason` is why the call went to a person, `now` is on the call's clock. Nothing before the talk."""
    if here.began is None:
        return Assist()
    lines, heard = reminders(here)
    return Assist(replies(here, reason), actions(here), lines, warnings(here, now), heard)


def news(
    shown: Assist, events: Sequence[CallEvent], handoff_id: str, agent: str, now: float
) -> Iterator[AssistOffered | AssistUsed]:
    """What this agent is offered for the first time, and reminders that have been heard, once in a call."""
    offered = {event.id for event in events if isinstance(event, AssistOffered) and event.agent == agent}
    used = {event.id for event in events if isinstance(event, AssistUsed)}
    for suggestion in shown.suggested:
        if suggestion.id not in offered:
            offered.add(suggestion.id)
            yield AssistOffered(
                at=now,
                handoff_id=handoff_id,
                agent=agent,
                id=suggestion.id,
                what=suggestion.what,
                text=suggestion.text,
                source=suggestion.source,
            )
    for line in shown.heard:
        if line.id not in used:
            yield AssistUsed(
                at=now,
                handoff_id=handoff_id,
                agent=agent,
                id=line.id,
                what="reminder",
                did="heard",
                text=line.text,
            )
