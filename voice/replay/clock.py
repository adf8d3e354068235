"""An event loop whose clock jumps when nothing is due, and stands still while there is work.

A recorded call of minutes takes seconds, and takes the same decisions at the same times whatever the machine
is busy with: waiting costs nothing, and thinking takes no time on this clock. What is meant for a thread is
done on the spot, so that no two threads can finish in another order the next time.
"""

from __future__ import annotations

import asyncio
import contextlib
import selectors
import time
from collections.abc import Awaitable, Callable, Coroutine, Iterator, Mapping
from concurrent.futures import Executor
from typing import Any, TypeVar
from unittest import mock

T = TypeVar("T")

EPOCH = 1_700_000_000.0
"""What time.time() says when the clock starts."""


class _JumpingSelector(selectors.BaseSelector):
    """Instead of waiting until the next timer is due, it is made due."""

    def __init__(self) -> None:
        self.now = 0.0
        self.working = 0
        self._real = selectors.DefaultSelector()

    def register(self, fileobj: Any, events: int, data: Any = None) -> selectors.SelectorKey:
        return self._real.register(fileobj, events, data)

    def unregister(self, fileobj: Any) -> selectors.SelectorKey:
        return self._real.unregister(fileobj)

    def modify(self, fileobj: Any, events: int, data: Any = None) -> selectors.SelectorKey:
        return self._real.modify(fileobj, events, data)

    def get_map(self) -> Mapping[Any, selectors.SelectorKey]:
        return self._real.get_map()

    def close(self) -> None:
        self._real.close()

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        due = timeout is not None and timeout <= 0
        if self.working:
            return self._real.select(0 if due else None)
        if due:
            return []
        ready = self._real.select(0)
        if ready or timeout is None:
            return ready or self._real.select(None)
        self.now += timeout
        return []


class JumpingLoop(asyncio.SelectorEventLoop):
    """See the module."""

    def __init__(self) -> None:
        self._jumping = _JumpingSelector()
        super().__init__(self._jumping)
        self._clock_resolution = 1e-9

    def time(self) -> float:
        """Seconds on the jumping clock."""
        return self._jumping.now

    def run_in_executor(  # type: ignore[override]
        self, executor: Executor | None, func: Callable[..., T], *args: Any
    ) -> asyncio.Future[T]:
        """Do it now, in this thread: the future is done when it is returned."""
        future: asyncio.Future[T] = self.create_future()
        try:
            future.set_result(func(*args))
        except Exception as error:
            future.set_exception(error)
        return future

    @contextlib.contextmanager
    def standing_still(self) -> Iterator[None]:
        """The clock stands still inside: for work that others do, a database for one."""
        self._jumping.working += 1
        try:
            yield
        finally:
            self._jumping.working -= 1


async def stand_still(work: Awaitable[T]) -> T:
    """Await this with the clock standing still; on an ordinary loop, just await it."""
    loop = asyncio.get_running_loop()
    if isinstance(loop, JumpingLoop):
        with loop.standing_still():
            return await work
    return await work


def run(main: Coroutine[Any, Any, T]) -> T:
    """Run a coroutine on a jumping clock, with time.time() and time.monotonic() following it."""
    loop = JumpingLoop()
    with (
        mock.patch.object(time, "time", lambda: EPOCH + loop.time()),
        mock.patch.object(time, "monotonic", lambda: 1000 + loop.time()),
        mock.patch.object(time, "monotonic_ns", lambda: int((1000 + loop.time()) * 1e9)),
    ):
        try:
            asyncio.set_event_loop(loop)
            return loop.run_until_complete(main)
        finally:
            try:
                _finish(loop)
            finally:
                asyncio.set_event_loop(None)
                loop.close()


def _finish(loop: JumpingLoop) -> None:
    tasks = asyncio.all_tasks(loop)
    for task in tasks:
        task.cancel()
    loop.run_until_complete(asyncio.gather(*tasks, return_exceptions=True))
    loop.run_until_complete(loop.shutdown_asyncgens())
