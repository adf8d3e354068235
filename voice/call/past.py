"""Earlier calls of the caller's number, for the summary: asked for once a call, and never waited for long."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from loguru import logger

from voice.call.services import CallServices, Journal
from voice.events import CallEvent, CallStarted
from voice.handoff.earlier import is_number

MOST_SECONDS = 1.0
"""How long a hand-over waits for the store; what comes later is in the call's later summaries."""


class EarlierCalls:
    """What is known of one number's earlier calls."""

    def __init__(self, journal: Journal, services: CallServices) -> None:
        self._journal = journal
        self._services = services
        self._asking: asyncio.Task[None] | None = None
        self.known: Sequence[Sequence[CallEvent]] = ()
        """Events of each, latest call first; empty until they are known."""

    async def ask(self) -> None:
        """Returns when they are known, when they cannot be known, or after a second."""
        if self._asking is None:
            self._asking = asyncio.create_task(self._ask())
            await asyncio.wait({self._asking}, timeout=MOST_SECONDS)

    def forget(self) -> None:
        """The call is over: wait for nothing any more."""
        if self._asking is not None:
            self._asking.cancel()

    async def _ask(self) -> None:
        earlier, which = self._services.earlier, self._services.handoff.earlier_calls
        call = next((event for event in self._journal.events if isinstance(event, CallStarted)), None)
        if earlier is None or which == "none" or call is None or not is_number(call.caller):
            return
        try:
            self.known = await earlier(
                call.caller,
                call_id=call.call_id,
                before=call.started,
                plan=call.plan if which == "plan" else None,
            )
        except Exception as error:
            logger.warning(
                "call {}: earlier calls are left out of the summary: {}", call.call_id, type(error).__name__
            )
