"""What the store keeps of a call besides its events, and how one event changes it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from typing import Any

from voice.events import (
    CallEnded,
    CallEvent,
    CallStarted,
    HandoffAccepted,
    HandoffAnswered,
    HandoffFailed,
    HandoffOffered,
    HandoffStarted,
    LanguageFound,
    QueueJoined,
    QueueLeft,
    TurnTaken,
)
from voice.turn import CallbackTime


@dataclass(frozen=True, slots=True)
class CallRow:
    """One call in a list of calls; all of it follows from the call's events."""

    id: str
    started: datetime | None = None
    """When it was answered, with time zone."""
    plan: str = ""
    plan_sha: str = ""
    plan_version: str = ""
    """Published version that the plan came from; empty when it came from a folder."""
    caller: str = ""
    dialled: str = ""
    door: str = ""
    language: str | None = None
    """The caller's, as far as it is known."""
    turns: int = 0
    seconds: float | None = None
    """Length of the call; None while it lasts."""
    ended: str | None = None
    """An EndReason; None while it lasts."""
    handoff: str | None = None
    """started, offered, answered, accepted, or the HandoffFailure of the last attempt; None without one."""
    handoff_id: str | None = None
    recording: str | None = None
    """Path of the stereo WAV; None without one."""
    events: int = 0
    """How many events the store holds."""

    def as_json(self) -> dict[str, Any]:
        """Plain values, dates as ISO 8601."""
        row = asdict(self)
        row["started"] = self.started.isoformat() if self.started else None
        return row


@dataclass(frozen=True, slots=True)
class CallRecord:
    """Everything that is kept of one call."""

    row: CallRow
    events: list[CallEvent]
    handoffs: list[dict[str, Any]] = field(default_factory=list)
    """The written summaries, first one first, each with its `status`."""

    @property
    def id(self) -> str:
        """The call's id."""
        return self.row.id


@dataclass(frozen=True, slots=True)
class Note:
    """Something that was promised to a caller and that a colleague is to do."""

    id: int
    call_id: str
    title: dict[str, str]
    """In a few words, by language."""
    details: dict[str, str]
    """What is needed for it, by its title."""
    caller: str
    plan: str
    requested: datetime
    done: datetime | None = None
    """When somebody marked it as done; None while it is open."""


@dataclass(frozen=True, slots=True)
class Callback:
    """A caller who wants to be called back."""

    id: int
    call_id: str
    number: str
    plan: str
    requested: datetime
    done: datetime | None = None
    """When caller and agent were joined, or somebody marked it as done; None while it is open."""
    state: str = "open"
    """open; or by_hand, when the gateway does not try it any more."""
    rung: int = 0
    """How often the caller's phone was rung."""
    outcome: str = ""
    """The CallbackOutcome of the last attempt; empty before the first."""
    due: datetime | None = None
    """When it may be tried again; None: as soon as an agent is free."""
    leased: datetime | None = None
    """Until when one gateway has it for itself; None when none has."""
    agreed_start: datetime | None = None
    """When the time begins that the caller has chosen; None: as soon as somebody is free."""
    agreed_end: datetime | None = None

    @property
    def agreed(self) -> CallbackTime | None:
        """The time that the caller has chosen; None: as soon as somebody is free."""
        if self.agreed_start is None or self.agreed_end is None:
            return None
        return CallbackTime(self.agreed_start, self.agreed_end)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an agent says became of a call he had."""

    handoff_id: str
    call_id: str
    agent: str
    """As colleagues read it."""
    outcome: str
    """solved, follow_up or wrong_department."""
    note: str
    understood: tuple[str, ...]
    """Requests that the bot took the call to be about: what was wrong, when the department was."""
    given: datetime


@dataclass(frozen=True, slots=True)
class Delivery:
    """A written summary on its way to the webhook."""

    id: str
    """The summary's id, and the request's Idempotency-Key."""
    body: bytes
    """JSON, exactly as signed and posted."""
    attempts: int
    created: datetime
    due: datetime


def apply(row: CallRow, event: CallEvent) -> CallRow:
    """The row after one more event."""
    row = replace(row, events=row.events + 1)
    match event:
        case CallStarted():
            return replace(
                row,
                started=event.started,
                plan=event.plan,
                plan_sha=event.plan_sha,
                plan_version=event.plan_version,
                caller=event.caller,
                dialled=event.dialled,
                door=event.door,
                language=event.languages[0] if len(event.languages) == 1 else None,
            )
        case LanguageFound():
            return replace(row, language=event.language)
        case TurnTaken(turn=turn):
            spoken = turn.heard.language if turn.heard is not None and turn.heard.text else None
            return replace(row, turns=turn.number, language=spoken or row.language)
        case HandoffStarted() | HandoffOffered() | HandoffAnswered() | HandoffAccepted():
            status = event.kind.removeprefix("handoff_")
            return replace(row, handoff=status, handoff_id=event.handoff_id)
        case QueueJoined():
            return replace(row, handoff="started", handoff_id=event.handoff_id)
        case QueueLeft() if event.why != "taken":
            return replace(row, handoff=event.why, handoff_id=event.handoff_id)
        case HandoffFailed():
            return replace(row, handoff=event.failure.value, handoff_id=event.handoff_id)
        case CallEnded():
            return replace(row, ended=event.reason.value, seconds=event.at)
        case _:
            return row


def fold(row: CallRow, events: Iterable[CallEvent]) -> CallRow:
    """The row after these events."""
    for event in events:
        row = apply(row, event)
    return row
