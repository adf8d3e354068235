"""The one timer of a conversation: what happens when the caller does nothing for a while."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

StartTask = Callable[[Coroutine[Any, Any, None]], "asyncio.Task[None]"]


class Timer:
    """At most one thing waits at a time; starting it anew forgets what waited before."""

    def __init__(self, start_task: StartTask) -> None:
        self._start_task = start_task
        self._task: asyncio.Task[None] | None = None

    def start(self, seconds: float, then: Callable[[], Awaitable[None]]) -> None:
        """Do `then` after `seconds`, unless stopped or started anew before."""
        self.stop()

        async def wait() -> None:
            await asyncio.sleep(seconds)
            self._task = None
            await then()

        self._task = self._start_task(wait())

    def stop(self) -> None:
        """Forget what waits."""
        if self._task is not None:
            self._task.cancel()
            self._task = None
