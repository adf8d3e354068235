"""One side of the demonstration's call: a telephone, in a process of its own since a process can hold one."""

from __future__ import annotations

import asyncio
import contextlib
import json
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from voice.demo.failed import DemoFailed

STARTING = 20.0
"""Seconds a telephone has to be ready."""
CLOSING = 8.0
"""Seconds it has to hang up and end before it is killed."""
SLACK = 10.0
"""Seconds beyond its own limit after which a command counts as lost."""


class Actor:
    """Use it as a context manager; every wait in it is bounded. Methods raise DemoFailed."""

    def __init__(
        self,
        name: str,
        *,
        user: str,
        address: tuple[str, int],
        rtp: tuple[int, int],
        recording: Path,
        on_event: Callable[[str, str], None],
    ) -> None:
        self.name = name
        self.over = asyncio.Event()
        """Set when its call has ended, or the phone itself."""
        self._command = [
            *(sys.executable, "-m", "voice.demo.puppet"),
            *(user, address[0], str(address[1]), f"{rtp[0]}-{rtp[1]}", str(recording)),
        ]
        self._on_event = on_event
        self._seen: dict[str, asyncio.Event] = {}
        self._done: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self._process: Process | None = None
        self._reader: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        # A session of its own: Ctrl-C is the demonstration's to handle, so that the call is hung up.
        self._process = process = await asyncio.create_subprocess_exec(
            *self._command, stdin=PIPE, stdout=PIPE, stderr=DEVNULL, start_new_session=True
        )
        if process.stdout is not None:
            self._reader = asyncio.create_task(self._read(process.stdout))
        started = False
        try:
            started = await self.wait("on", STARTING)
        finally:
            if not started:
                await self._close()
        if not started:
            raise DemoFailed(f"The {self.name}'s phone could not be switched on.")
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, place: TracebackType | None
    ) -> None:
        await self._close()

    async def wait(self, kind: str, seconds: float, *unless: asyncio.Event) -> bool:
        """Wait until something has happened at the phone, now or before.

        False when it did not in time, or when the phone, or one of `unless`, was over first.
        """
        happened = self._event(kind)
        waits = [asyncio.ensure_future(event.wait()) for event in (happened, self.over, *unless)]
        try:
            await asyncio.wait(waits, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for wait in waits:
                wait.cancel()
        return happened.is_set()

    async def call(self, uri: str, seconds: float) -> None:
        """Ring, and wait for the answer."""
        done = await self._do(seconds, do="call", uri=uri, seconds=seconds)
        if not done["ok"]:
            raise DemoFailed(f"The gateway did not take the call. {done.get('why', '')}".strip())

    async def answer(self) -> bool:
        """Pick up; False when the other side gave up before."""
        return bool((await self._do(SLACK, do="answer"))["ok"])

    async def listen(self, seconds: float, *, quiet: float) -> bool:
        """Until the other side has spoken and is quiet again; False when that did not happen in time."""
        return bool((await self._do(seconds, do="listen", seconds=seconds, quiet=quiet))["ok"])

    async def play(self, file: Path, seconds: float) -> bool:
        """Play a file of this length to its end; False when the call ended meanwhile."""
        return bool((await self._do(seconds, do="play", file=str(file)))["ok"])

    async def keys(self, keys: str) -> bool:
        """Press keys; False when the call is over."""
        return bool((await self._do(len(keys), do="keys", keys=keys))["ok"])

    async def hang_up(self) -> None:
        """End the call."""
        await self._do(CLOSING, do="hang_up")

    async def _do(self, limit: float, /, **command: Any) -> dict[str, Any]:
        if self._process is None or self._process.stdin is None or self._process.returncode is not None:
            raise DemoFailed(f"The {self.name}'s phone is gone.")
        with contextlib.suppress(ConnectionError):
            self._process.stdin.write(json.dumps(command).encode() + b"\n")
            await self._process.stdin.drain()
        try:
            return await asyncio.wait_for(self._done.get(), limit + SLACK)
        except TimeoutError:
            raise DemoFailed(f"The {self.name}'s phone does not answer any more.") from None

    def _event(self, kind: str) -> asyncio.Event:
        return self._seen.setdefault(kind, asyncio.Event())

    async def _read(self, stdout: asyncio.StreamReader) -> None:
        async for line in stdout:
            if not line.startswith(b"{"):
                continue
            told = json.loads(line)
            if told["kind"] == "done":
                self._done.put_nowait(told)
                continue
            if told["kind"] == "ended":
                self.over.set()
            self._event(told["kind"]).set()
            self._on_event(told["kind"], told.get("detail", ""))
        self.over.set()
        self._done.put_nowait({"ok": False, "why": f"The {self.name}'s phone broke down."})

    async def _close(self) -> None:
        """Switch off: hang up, wait, and end the process whatever it does."""
        process = self._process
        if process is None or process.stdin is None:
            return
        process.stdin.close()
        try:
            await asyncio.wait_for(process.wait(), CLOSING)
        except TimeoutError:
            process.kill()
            await process.wait()
        if self._reader is not None:
            await self._reader
