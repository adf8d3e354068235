"""What the gateway wrote down of the demonstration's call, while it lasts."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable
from datetime import datetime
from typing import Any

from voice.errors import RecordsError
from voice.events import CallEvent
from voice.records.rows import CallRecord
from voice.records.store import Store

EVERY = 0.2
"""Seconds between two looks at the records."""


class Follower:
    """Reads one call's events from the records as they come."""

    def __init__(self, store: Store, caller: str, since: datetime, on_event: Callable[[CallEvent], None]):
        self.record: CallRecord | None = None
        """All that is known of the call; None until it is in the records."""
        self._store, self._caller, self._since, self._on_event = store, caller, since, on_event
        self._told = 0
        self._more = asyncio.Condition()

    @property
    def handoff(self) -> dict[str, Any] | None:
        """The written summary; None before there is one."""
        return self.record.handoffs[-1] if self.record and self.record.handoffs else None

    async def run(self) -> None:
        """Follow until cancelled."""
        while True:
            with contextlib.suppress(RecordsError):  # busy for a moment; the next look may find it
                await self._look()
            async with self._more:
                self._more.notify_all()
            await asyncio.sleep(EVERY)

    async def until(self, seconds: float, condition: Callable[[CallRecord], bool]) -> bool:
        """Wait until the records say so; False when they do not in time."""
        try:
            async with asyncio.timeout(seconds), self._more:
                await self._more.wait_for(lambda: self.record is not None and condition(self.record))
        except TimeoutError:
            return False
        return True

    async def _look(self) -> None:
        call_id = self.record.id if self.record else await self._find()
        record = await self._store.call(call_id) if call_id else None
        if record is None:
            return
        self.record = record
        for event in record.events[self._told :]:
            self._on_event(event)
        self._told = len(record.events)

    async def _find(self) -> str | None:
        for row in await self._store.recent_calls(10, since=self._since):
            if row.caller == self._caller:
                return row.id
        return None


def has(kind: str) -> Callable[[CallRecord], bool]:
    """A condition: an event of this kind is on record."""
    return lambda record: any(event.kind == kind for event in record.events)
