"""One SIP call as a `Line`: 20 ms of sound at a time, keys, hold, and the end.

Keys come from RTP telephone events (RFC 4733) and from SIP INFO; hold is what the far end's SDP says (RFC
3264, section 8.4).
"""

from __future__ import annotations

import asyncio
import contextlib
from collections import deque
from collections.abc import AsyncIterator, Mapping, Sequence

import numpy as np
import soxr
from baresip import (
    AudioInfo,
    AudioNotActive,
    AudioRestarted,
    BaresipError,
    Call,
    Event,
    StackEvent,
)

from voice.errors import LineClosed, LineError
from voice.telephony.port import FRAME_SECONDS, Hold, HungUp, Key, LineEvent, Sound
from voice.telephony.sip_playout import Playout

_QUEUED = 0.08
"""Seconds of sound kept waiting in the stack, so that an interruption is quick."""
_STUCK = 1.0
"""Seconds after which sound that nobody plays is thrown away."""
_FLUSH_LOOKS = 10
"""Quarters of a frame to wait for the stack to empty its queue; it takes four at most."""
_KEYS = frozenset("0123456789*#ABCD")
_LOST = ("rtp", "timed out", "timeout", "unreachable", "refused", "broken pipe")
"""Parts of a close reason that tell a broken line from an ended one."""
_USUAL_RATES = (8000, 16000)


class SipLine:
    """A SIP call, from its first event on; a `Line` once `answered()` has returned.

    Made in the very step in which the call becomes known; `before` are the events that came even earlier.
    """

    def __init__(self, call: Call, before: Sequence[StackEvent] = ()) -> None:
        self._call = call
        self._control: deque[LineEvent] = deque()
        self._established = asyncio.Event()
        self._over = asyncio.Event()
        self._rate = 8000
        self.ahead = _QUEUED
        """Seconds of sound kept waiting in the stack; more rides out a busy machine."""
        self.lost_after = 0.0
        """Seconds without media after which the far end counts as gone, unless it holds us; 0: never."""
        self._farewell: asyncio.Task[None] | None = None
        self._held = False
        self._ending = False
        self._turn = 0
        self._flushing = False
        self._resampling_in: soxr.ResampleStream | None = None
        self._resampling_out: soxr.ResampleStream | None = None
        self._native = (0, 0)
        self.rang = False
        """The far end said that it is ringing or at work (a provisional answer)."""
        self.close_reason: str | None = None
        """Why the call ended, in the stack's words; None while it lives."""
        call.on(self._on_stack_event)
        for event in before:
            self._on_stack_event(event)

    @property
    def rate(self) -> int:
        """Samples per second, both ways: 16000 for G.722, else 8000."""
        return self._rate

    @property
    def over(self) -> bool:
        """True once the call has ended."""
        return self._over.is_set()

    @property
    def is_answered(self) -> bool:
        """True once the call was answered, also after it ended."""
        return self._established.is_set()

    @property
    def peer(self) -> str:
        """The far end's SIP URI, as it names itself; untrusted."""
        return self._call.peer or ""

    @property
    def headers(self) -> Mapping[str, str]:
        """Of an incoming call's INVITE, the headers that the stack was told to expose; untrusted."""
        return dict(self._call.headers)

    async def answer(self) -> None:
        """Accept an incoming call with 200 OK. Raises BaresipError when it is gone already."""
        await self._call.answer()

    async def refuse(self) -> None:
        """Refuse an incoming call with 486 Busy Here."""
        self._ending = True
        with contextlib.suppress(BaresipError):
            await self._call.reject()

    async def answered(self) -> bool:
        """Wait until sound can flow (True) or the call is over without having been answered (False)."""
        waits = [asyncio.ensure_future(event.wait()) for event in (self._established, self._over)]
        try:
            await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for wait in waits:
                wait.cancel()
        if self.over:
            return False
        await self._settle_rate()
        return not self.over

    async def ended(self) -> None:
        """Wait until the call is over."""
        await self._over.wait()

    async def events(self) -> AsyncIterator[LineEvent]:
        """Everything from the far end: a frame each 20 ms whatever arrives, so that the clock goes on."""
        loop = asyncio.get_running_loop()
        playout = Playout(int(self._rate * FRAME_SECONDS) * 2)
        self._receive()
        started, given = loop.time(), 0
        heard_at = started
        while True:
            await asyncio.sleep(max(0.0, started + (given + 1) * FRAME_SECONDS - loop.time()))
            while self._control:
                event = self._control.popleft()
                yield event
                if isinstance(event, HungUp):
                    return
            owed = int((loop.time() - started) / FRAME_SECONDS) - given
            received = self._receive()
            heard_at = loop.time() if received or self._held else heard_at
            if self.lost_after and loop.time() - heard_at > self.lost_after:
                self._close("no media", lost=True)
                self._farewell = asyncio.create_task(self._say_goodbye())
            playout.push(received, owed)
            for _ in range(owed):
                given += 1
                yield Sound(playout.pull())

    async def send(self, pcm: bytes) -> None:
        """Play sound at `rate`, at the far end's pace; at most about 100 ms of it wait when this returns.

        Sound for a far end that holds us, or that is renegotiating, is dropped at the pace at which it would
        have been played. Raises LineClosed when the far end is gone.
        """
        frame = int(self._rate * FRAME_SECONDS) * 2
        turn = self._turn
        for start in range(0, len(pcm), frame):
            piece = pcm[start : start + frame]
            playing = await self._room(len(piece) / (2 * self._rate))
            if turn != self._turn:
                return
            if playing:
                self._transmit(piece)

    async def played(self) -> None:
        """Wait until all that was sent has been played, or the call is over."""
        for _ in range(round((self.ahead + _STUCK) / FRAME_SECONDS)):
            if not self._queued() or self.over or self._held:
                return
            await asyncio.sleep(FRAME_SECONDS)

    async def clear(self) -> None:
        """Forget what was sent and not yet played, and what a `send` in progress still holds."""
        self._turn += 1
        self._resampling_out = None
        self._flushing = True
        try:
            await self._flush()
        finally:
            self._flushing = False

    async def hang_up(self) -> None:
        """End the call: BYE, CANCEL or a refusal, whichever fits; safe at any moment and twice."""
        if self.over or self._ending:
            return
        self._ending = True
        with contextlib.suppress(BaresipError):
            await self._call.hangup()

    async def press(self, keys: str) -> None:
        """Press keys (0-9 * # A-D), each for 100 ms. Raises LineClosed when the call is over, ValueError."""
        try:
            await self._call.send_dtmf(keys)
        except BaresipError as error:
            raise LineClosed("The call is over: no key can be pressed on it.") from error

    async def hold(self, held: bool = True) -> None:
        """Put the far end on hold with a re-INVITE, or take it back. Raises LineError when refused."""
        try:
            await (self._call.hold() if held else self._call.resume())
        except BaresipError as error:
            raise LineError("The call could not be put on hold or taken back just now: try again.") from error

    async def _say_goodbye(self) -> None:
        """Tell the far end that the call is over, should it be there after all."""
        with contextlib.suppress(BaresipError):
            await self._call.hangup()

    def lose(self, reason: str) -> None:
        """The stack is gone, and the call with it."""
        self._close(reason, lost=True)

    # -- sound ---------------------------------------------------------------------------------------------

    def _info(self) -> AudioInfo | None:
        try:
            return self._call.audio.info()
        except AudioNotActive:
            return None

    async def _settle_rate(self) -> None:
        """The codec's rate, known a moment after the answer."""
        for _ in range(50):
            info = self._info()
            if info is not None and info.tx_ready and info.tx_sample_rate in _USUAL_RATES:
                self._rate = info.tx_sample_rate
                return
            if self.over:
                return
            await asyncio.sleep(FRAME_SECONDS)

    def _receive(self) -> bytes:
        """All that arrived since the last time, at `rate`."""
        info = self._info()
        if info is None or not info.rx_ready or not info.rx_buffered:
            return b""
        try:
            pcm: bytes = self._call.audio.read(info.rx_buffered)
        except (AudioNotActive, AudioRestarted):
            return b""
        if info.rx_sample_rate == self._rate:
            return pcm
        if self._resampling_in is None or self._native[0] != info.rx_sample_rate:
            self._resampling_in = soxr.ResampleStream(info.rx_sample_rate, self._rate, 1, dtype="int16")
            self._native = (info.rx_sample_rate, self._native[1])
        return _resampled(self._resampling_in, pcm)

    def _transmit(self, pcm: bytes) -> None:
        info = self._info()
        if info is None or not info.tx_ready:
            return
        if info.tx_sample_rate != self._rate:
            if self._resampling_out is None or self._native[1] != info.tx_sample_rate:
                self._resampling_out = soxr.ResampleStream(self._rate, info.tx_sample_rate, 1, dtype="int16")
                self._native = (self._native[0], info.tx_sample_rate)
            pcm = _resampled(self._resampling_out, pcm)
        try:
            self._call.audio.write(pcm)
        except AudioRestarted:
            with contextlib.suppress(AudioNotActive, AudioRestarted):
                self._call.audio.write(pcm)
        except AudioNotActive:
            return

    async def _flush(self) -> None:
        """Empty the stack's queue, and wait for it: until its next tick it would take new sound along."""
        if not self._queued():
            return
        with contextlib.suppress(AudioNotActive, AudioRestarted):
            self._call.audio.flush_tx()
        for _ in range(_FLUSH_LOOKS):
            if not self._queued():
                return
            await asyncio.sleep(FRAME_SECONDS / 4)

    def _queued(self) -> int:
        info = self._info()
        return info.tx_buffered if info is not None and info.tx_ready else 0

    async def _room(self, seconds: float) -> bool:
        """Wait until `seconds` more may be queued; False when it passed and nothing could be played."""
        waited = 0.0
        turn = self._turn
        while turn == self._turn:
            if self.over:
                raise LineClosed("The call is over: nothing more can be played on it.")
            info = self._info()
            if info is None or not info.tx_ready or self._held:
                await asyncio.sleep(seconds)
                return False
            if self._flushing:
                await asyncio.sleep(FRAME_SECONDS / 4)
                continue
            excess = info.tx_buffered / (2 * info.tx_sample_rate) - self.ahead
            if excess <= 0:
                return True
            if waited > _STUCK:
                with contextlib.suppress(AudioNotActive, AudioRestarted):
                    self._call.audio.flush_tx()
                return False
            pause = max(0.005, min(excess, FRAME_SECONDS))
            waited += pause
            await asyncio.sleep(pause)
        return False

    # -- signalling ----------------------------------------------------------------------------------------

    def _on_stack_event(self, event: StackEvent) -> None:
        match event.event:
            case Event.CALL_RINGING | Event.CALL_PROGRESS:
                self.rang = True
            case Event.CALL_ESTABLISHED:
                self._established.set()
            case Event.CALL_DTMF_START if event.text and event.text.upper() in _KEYS:
                self._control.append(Key(event.text.upper()))
            case Event.CALL_HOLD | Event.CALL_RESUME:
                self._set_held(event.event is Event.CALL_HOLD)
            case Event.CALL_CLOSED:
                reason = event.text or ""
                lost = not self._ending and any(part in reason.lower() for part in _LOST)
                self._close(reason, lost=lost)
            case _:
                pass

    def _set_held(self, held: bool) -> None:
        if held != self._held:
            self._held = held
            self._control.append(Hold(held))

    def _close(self, reason: str, *, lost: bool) -> None:
        if not self.over:
            self.close_reason = reason
            self._over.set()
            self._control.append(HungUp(lost))


def _resampled(stream: soxr.ResampleStream, pcm: bytes) -> bytes:
    return bytes(stream.resample_chunk(np.frombuffer(pcm, dtype=np.int16)).tobytes())
