"""The caller's line with a counter on it: the call's clock, its stereo recording, and a second listener."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable

import numpy as np

from voice.telephony.port import FRAME_SECONDS, HungUp, Line, LineEvent, Sound


class TappedLine:
    """The caller's line, as the rest of the call sees it.

    Every 20 ms frame from the caller advances the clock by 20 ms and is written, with what was played to the
    caller in the same 20 ms, as stereo: caller left, bot and agent right. Both sides share that clock.
    Unlike the line itself, `events()` may be taken up again by somebody else when its reader has gone.
    """

    def __init__(self, line: Line, write: Callable[[bytes], None], *, began: float = 0.0) -> None:
        """`began` is what the call's clock shows when the line is first read."""
        self._line = line
        self._began = began
        self._write = write
        self._frames = 0
        self._played = bytearray()
        self._frame_bytes = int(line.rate * FRAME_SECONDS) * 2
        self._events: asyncio.Queue[LineEvent] = asyncio.Queue()
        self.listener: Callable[[bytes], None] | None = None
        """Also gets every frame of the caller: a person's phone."""
        self.ended = False
        """True once the caller is gone."""

    @property
    def rate(self) -> int:
        """Samples per second, both ways."""
        return self._line.rate

    @property
    def seconds(self) -> float:
        """Seconds since the call began."""
        return round(self._began + self._frames * FRAME_SECONDS, 3)

    async def pump(self) -> None:
        """Read the line to its end; runs for as long as the call does."""
        try:
            async for event in self._line.events():
                if isinstance(event, Sound):
                    self._count(event.pcm)
                self.ended = self.ended or isinstance(event, HungUp)
                self._events.put_nowait(event)
        finally:
            if not self.ended:
                self.ended = True
                self._events.put_nowait(HungUp(lost=True))

    async def events(self) -> AsyncIterator[LineEvent]:
        """Everything from the caller not yet taken, in order; ends after HungUp."""
        while True:
            event = await self._events.get()
            yield event
            if isinstance(event, HungUp):
                return

    async def send(self, pcm: bytes) -> None:
        """Play sound to the caller."""
        await self._line.send(pcm)
        self._played += pcm

    async def clear(self) -> None:
        """Forget what was sent and not yet played."""
        self._played.clear()
        await self._line.clear()

    async def hang_up(self) -> None:
        """End the line."""
        await self._line.hang_up()

    def _count(self, pcm: bytes) -> None:
        self._frames += 1
        right = bytes(self._played[: self._frame_bytes])
        del self._played[: self._frame_bytes]
        stereo = np.zeros((self._frame_bytes // 2, 2), dtype="<i2")
        stereo[: len(pcm) // 2, 0] = np.frombuffer(pcm, dtype="<i2")[: self._frame_bytes // 2]
        stereo[: len(right) // 2, 1] = np.frombuffer(right, dtype="<i2")
        self._write(stereo.tobytes())
        if self.listener is not None:
            self.listener(pcm)
