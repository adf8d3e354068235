"""What the pages read of the records, and the little they change."""

from __future__ import annotations

from typing import Any, Protocol

from voice.records.rows import Callback, CallRecord, CallRow, Note, Outcome


class Store(Protocol):
    """As much of the records as the pages use. Every method may raise RecordsError."""

    async def recent_calls(self, limit: int = 20) -> list[CallRow]:
        """The latest calls, latest first."""

    async def call(self, call_id: str, /) -> CallRecord | None:
        """One call with all its events; None when there is none."""

    async def handoff(self, handoff_id: str) -> dict[str, Any] | None:
        """One written summary with its `status`; None when there is none."""

    async def recent_handoffs(self, limit: int = 20) -> list[dict[str, Any]]:
        """The latest written summaries, latest first."""

    async def callbacks(self) -> list[Callback]:
        """Callers who still want to be called back."""

    async def notes(self) -> list[Note]:
        """What was promised to callers and is still to be done."""

    async def finish_note(self, note_id: int) -> bool:
        """Mark a note as done; False when there is no such open one."""

    async def finish_callback(self, callback_id: int) -> bool:
        """Mark a callback as done; False when there is no such open one."""

    async def save_outcome(self, outcome: Outcome) -> None:
        """Keep what an agent says became of a call."""

    async def outcomes(self, handoff_id: str) -> list[Outcome]:
        """What agents say became of one hand-over."""
