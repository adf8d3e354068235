"""A browser's call as a `Line`: sound both ways over one WebRTC connection, keys over its data channel.

What the page sends on the data channel, one JSON object a message:
`{"type": "key", "key": "5"}` and `{"type": "hangup"}`.
What it is told at the end: `{"type": "ended", "failed": …}`, true when the gateway is at fault.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from fractions import Fraction
from typing import Any

import numpy as np
from aiortc.mediastreams import MediaStreamError, MediaStreamTrack
from av import AudioFrame, AudioResampler
from loguru import logger
from pipecat.transports.smallwebrtc.connection import SmallWebRTCConnection

from voice.errors import LineClosed
from voice.telephony.port import FRAME_SECONDS, HungUp, Key, LineEvent, Sound

RATE = 16000
"""Samples per second on a browser's line, both ways."""

_FRAME = int(RATE * FRAME_SECONDS)
_SILENCE = bytes(2 * _FRAME)
_KEYS = frozenset("0123456789*#ABCD")
_UNPLAYED = 0.1
"""Seconds of sound that `send` leaves queued."""
_LOST_AFTER = 10.0
"""Seconds without a single packet of sound after which the browser counts as gone."""
_LOST_FRAMES = 25
"""Frames in a row that were missed as well: a process that was held up has not lost anybody."""
_BACKLOG = 250
"""Events kept for a reader that does not read; sound beyond it is dropped."""
_LINGER = 0.3
"""Seconds between telling the page that the call is over and closing the connection under it."""
CLOSING_SECONDS = 5.0
"""How long the library may take to close; a connection that never came about keeps it that long."""


class Pace:
    """Keeps a line's clock at 50 frames a second, whatever the network does. Time is an argument."""

    EARLY = 3
    """Frames that may run ahead of the clock; more than that were already replaced by silence."""
    LATE = 5
    """Frames the clock may run ahead of the sound before silence takes its place."""

    def __init__(self, now: float) -> None:
        self._origin = now
        self._count = 0

    def _lag(self, now: float) -> float:
        return (now - self._origin) / FRAME_SECONDS - self._count

    def take(self, now: float) -> bool:
        """Count one received frame in; False when it came too late and must be dropped."""
        if self._lag(now) < -self.EARLY:
            return False
        self._count += 1
        return True

    def fill(self) -> None:
        """Count one frame of silence in."""
        self._count += 1

    def patience(self, now: float) -> float:
        """Seconds to wait for sound before one frame of silence is due; never below a quarter frame."""
        return max(FRAME_SECONDS / 4, (self.LATE + 1 - self._lag(now)) * FRAME_SECONDS)


class Playout(MediaStreamTrack):
    """What the browser hears: queued sound, paced to real time, silence when there is none."""

    kind = "audio"

    def __init__(self) -> None:
        super().__init__()
        self._queued = bytearray()
        self._room = asyncio.Event()
        self._room.set()
        self._origin = 0.0
        self._frames = 0

    def write(self, pcm: bytes) -> None:
        """Queue mono signed 16-bit sound at `RATE`."""
        self._queued += pcm
        self._mark()

    def clear(self) -> None:
        """Forget everything queued."""
        self._queued.clear()
        self._mark()

    def release(self) -> None:
        """Let every waiting writer go on, for good: the line is over."""
        self.clear()

    async def room(self) -> None:
        """Return when no more than about 100 ms is queued."""
        await self._room.wait()

    def _mark(self) -> None:
        if len(self._queued) <= 2 * RATE * _UNPLAYED:
            self._room.set()
        else:
            self._room.clear()

    async def recv(self) -> AudioFrame:
        """The next 20 ms, when they are due."""
        if self.readyState != "live":
            raise MediaStreamError
        await self._wait_for_turn()
        chunk = bytes(self._queued[: len(_SILENCE)]).ljust(len(_SILENCE), b"\0")
        del self._queued[: len(_SILENCE)]
        self._mark()
        frame = AudioFrame.from_ndarray(np.frombuffer(chunk, np.int16)[None, :], layout="mono")
        frame.sample_rate = RATE
        frame.pts = self._frames * _FRAME
        frame.time_base = Fraction(1, RATE)
        self._frames += 1
        return frame

    async def _wait_for_turn(self) -> None:
        now = asyncio.get_running_loop().time()
        due = self._origin + self._frames * FRAME_SECONDS
        if not self._frames or now - due > 1.0:
            self._origin = now - self._frames * FRAME_SECONDS
        elif due > now:
            await asyncio.sleep(due - now)


class _Frames:
    """Decoded packets of any rate and layout in, 20 ms mono frames at `RATE` out."""

    def __init__(self) -> None:
        self._shape: tuple[str, str, int] | None = None
        self._resampler: AudioResampler | None = None

    def feed(self, frame: AudioFrame) -> list[bytes]:
        shape = (frame.format.name, frame.layout.name, frame.sample_rate)
        if self._resampler is None or shape != self._shape:
            self._shape = shape
            self._resampler = AudioResampler("s16", "mono", RATE, frame_size=_FRAME)
        return [bytes(out.to_ndarray().astype(np.int16).tobytes()) for out in self._resampler.resample(frame)]


class BrowserLine:
    """One browser's call; implements `voice.telephony.port.Line`. Must be made inside the event loop."""

    def __init__(
        self,
        connection: SmallWebRTCConnection,
        call_id: str,
        *,
        lost_after: float | None = None,
        goodbye_needed: bool = False,
    ) -> None:
        """`lost_after`: seconds without a packet after which the browser counts as gone; None: ten.

        `goodbye_needed`: a connection that closes without the page's `hangup` was lost, not ended.
        """
        self._connection = connection
        self._id = call_id
        self._lost_after = _LOST_AFTER if lost_after is None else lost_after
        self._goodbye_needed = goodbye_needed
        self._playout = Playout()
        self._events: asyncio.Queue[LineEvent] = asyncio.Queue()
        self._connected = asyncio.Event()
        self._over = asyncio.Event()
        self._reader: asyncio.Task[None] | None = None
        self._closer: asyncio.Task[None] | None = None
        self._pace = Pace(0.0)
        self._heard_at = 0.0
        connection.add_event_handler("connected", self._on_connected)
        connection.add_event_handler("app-message", self._on_message)
        connection.add_event_handler("closed", self._on_closed)
        connection.add_event_handler("failed", self._on_failed)

    @property
    def rate(self) -> int:
        """16000 samples per second."""
        return RATE

    async def connect(self, seconds: float) -> bool:
        """Wait until sound can flow; False when it cannot within `seconds`."""
        await self._connection.connect()  # type: ignore[no-untyped-call]
        waits = [asyncio.ensure_future(flag.wait()) for flag in (self._connected, self._over)]
        try:
            await asyncio.wait(waits, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for wait in waits:
                wait.cancel()
        return self._connected.is_set() and not self._over.is_set()

    async def events(self) -> AsyncIterator[LineEvent]:
        """Sound at 50 frames a second, keys, one HungUp; silence where the network delivers nothing."""
        clock, missed = asyncio.get_running_loop().time, 0
        while True:
            try:
                async with asyncio.timeout(self._pace.patience(clock())):
                    event = await self._events.get()
            except TimeoutError:
                missed += 1
                if clock() - self._heard_at > self._lost_after and missed >= _LOST_FRAMES:
                    logger.warning(
                        "browser call {}: no sound for {} s, line lost", self._id, self._lost_after
                    )
                    self._finish(lost=True)
                self._pace.fill()
                yield Sound(_SILENCE)
                continue
            missed = 0
            if isinstance(event, Sound) and not self._pace.take(clock()):
                continue
            yield event
            if isinstance(event, HungUp):
                return

    async def send(self, pcm: bytes) -> None:
        """Play sound; returns when no more than about 100 ms of it is unplayed, or it was cleared."""
        if not self._over.is_set():
            self._playout.write(pcm)
            await self._playout.room()
        if self._over.is_set():
            raise LineClosed("The browser's call is over; nothing more can be played on it.")

    async def clear(self) -> None:
        """Forget what was sent and not yet played."""
        self._playout.clear()

    async def hang_up(self) -> None:
        """End the call and tell the page so."""
        self.end(failed=False)

    def end(self, *, failed: bool) -> None:
        """End the call; `failed` lets the page say that it was the gateway's fault."""
        if not self._over.is_set():
            try:
                self._connection.send_app_message({"type": "ended", "failed": failed})
            except Exception as error:  # a page that cannot be told is gone all the same
                logger.warning("browser call {}: the page was not told ({})", self._id, type(error).__name__)
            finally:
                self._finish(lost=False)

    async def over(self) -> None:
        """Return when the call is over."""
        await self._over.wait()

    async def closed(self) -> None:
        """Return when the connection is gone and nothing of the line runs any more."""
        self._finish(lost=False)
        if self._closer is not None:
            await asyncio.shield(self._closer)

    def _finish(self, *, lost: bool) -> None:
        if self._over.is_set():
            return
        self._over.set()
        self._playout.release()
        self._events.put_nowait(HungUp(lost))
        self._closer = asyncio.create_task(self._close())

    async def _close(self) -> None:
        await asyncio.sleep(_LINGER)
        if self._reader is not None:
            self._reader.cancel()
            await asyncio.gather(self._reader, return_exceptions=True)
        try:
            async with asyncio.timeout(CLOSING_SECONDS):
                await self._connection.disconnect()  # type: ignore[no-untyped-call]
                await self._connection.cleanup()  # type: ignore[no-untyped-call]
        except Exception as error:  # whatever breaks in closing must not reach the next call
            logger.warning("browser call {}: closing failed ({})", self._id, type(error).__name__)
        self._playout.stop()

    async def _read(self, track: MediaStreamTrack) -> None:
        frames = _Frames()
        clock = asyncio.get_running_loop().time
        while True:
            try:
                frame = await track.recv()
            except MediaStreamError:
                return
            self._heard_at = clock()
            if isinstance(frame, AudioFrame) and self._events.qsize() < _BACKLOG:
                for pcm in frames.feed(frame):
                    self._events.put_nowait(Sound(pcm))

    def _on_connected(self, connection: SmallWebRTCConnection) -> None:
        if self._connected.is_set() or self._over.is_set():
            return
        audio = next(part for part in connection.pc.getTransceivers() if part.kind == "audio")
        audio.sender.replaceTrack(self._playout)
        self._heard_at = asyncio.get_running_loop().time()
        self._pace = Pace(self._heard_at)
        self._reader = asyncio.create_task(self._read(audio.receiver.track))
        self._connected.set()

    def _on_message(self, connection: SmallWebRTCConnection, message: Any) -> None:
        match message:
            case {"type": "key", "key": str(key)} if key in _KEYS and not self._over.is_set():
                if self._events.qsize() < 2 * _BACKLOG:
                    self._events.put_nowait(Key(key))
            case {"type": "hangup"}:
                self._finish(lost=False)
            case _:
                logger.debug("browser call {}: a message that means nothing here", self._id)

    def _on_closed(self, connection: SmallWebRTCConnection) -> None:
        self._finish(lost=self._goodbye_needed)

    def _on_failed(self, connection: SmallWebRTCConnection) -> None:
        self._finish(lost=True)
