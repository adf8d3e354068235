"""A telephone that a program holds: call, answer, play, press keys, and record what is heard.

It stands on the gateway's own SIP stack, of which a process can have one: a phone needs its own process.
"""

from __future__ import annotations

import asyncio
import contextlib
import time
import wave
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Literal, Self

import numpy as np
import soundfile
import soxr
from baresip import BaresipError

from voice.errors import AudioFileError, LineClosed
from voice.telephony.port import Hold, HungUp, Key, Sound
from voice.telephony.sip_dial import ring
from voice.telephony.sip_line import SipLine
from voice.telephony.sip_stack import CODECS, SipStack
from voice.turn import Target

SAY_RATE = 8000
"""Samples per second of what a `say` function returns."""
USER_TO_USER = "User-to-User"
"""RFC 7433: what the gateway tells an agent's phone about the call it brings."""
_AHEAD = 0.5
"""Seconds of sound handed to the stack before their time: nobody interrupts a phone."""
_LOUD = 200
"""Mean amplitude, of 32768, above which a frame counts as sound."""

Say = Callable[[str], Awaitable[bytes]]
"""Words to mono signed 16-bit sound at SAY_RATE."""


@dataclass(frozen=True, slots=True)
class PhoneEvent:
    """One thing that happened at the phone."""

    at: float
    """Seconds since the phone was switched on."""
    kind: Literal["calling", "ringing", "answered", "key", "held", "resumed", "ended"]
    detail: str = ""
    """The other side's address, the key, or why the call ended."""
    headers: Mapping[str, str] = field(default_factory=dict)
    """Of the INVITE, when it rings."""


class Phone:
    """One telephone, one call at a time; a second caller hears busy. Use it as a context manager.

    `rtp` is the range of media ports, `record` a WAV file for what is heard (the second call goes to a second
    file, `name-2.wav`), `info_keys` sends keys as SIP INFO in place of RFC 4733 events.
    """

    def __init__(
        self,
        *,
        port: int,
        host: str = "127.0.0.1",
        user: str = "phone",
        rtp: tuple[int, int] = (32010, 33998),
        codecs: tuple[str, ...] = CODECS,
        auto_answer: bool = False,
        record: Path | None = None,
        info_keys: bool = False,
        say: Say | None = None,
        on_event: Callable[[PhoneEvent], None] | None = None,
    ) -> None:
        self.events: list[PhoneEvent] = []
        """All that happened so far."""
        self.keys_heard = ""
        """Keys that the other side pressed in this call."""
        self.last_loud = 0.0
        """When sound was last heard in this call, on the loop's clock; 0 when none yet."""
        self._auto_answer, self._record, self._say, self._on_event = auto_answer, record, say, on_event
        self._stack = SipStack(
            host=host,
            port=port,
            user=user,
            rtp=rtp,
            codecs=codecs,
            info_keys=info_keys,
            expose_headers=(USER_TO_USER, "From", "Subject"),
        )
        self._line: SipLine | None = None
        self._arrived = asyncio.Event()
        self._settled = asyncio.Event()
        self._heard = bytearray()
        self._calls = 0
        self._tasks: set[asyncio.Task[None]] = set()
        self._on_since = 0.0

    async def __aenter__(self) -> Self:
        self._on_since = time.monotonic()
        await self._stack.start(self._incoming)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, place: TracebackType | None
    ) -> None:
        await self.hang_up()
        if self._tasks:
            await asyncio.wait(tuple(self._tasks), timeout=5)
        await self._stack.close()

    # -- state ---------------------------------------------------------------------------------------------

    @property
    def in_call(self) -> bool:
        """True from the answer to the end of a call."""
        return self._line is not None and self._line.is_answered and not self._line.over

    @property
    def is_ringing(self) -> bool:
        """True while a call waits to be answered here."""
        return self._line is not None and not self._settled.is_set()

    @property
    def rate(self) -> int:
        """Samples per second of the call and of `heard()`."""
        return self._line.rate if self._line else SAY_RATE

    @property
    def headers(self) -> Mapping[str, str]:
        """User-to-User, From and Subject of the INVITE that rang here last; untrusted."""
        return self._line.headers if self._line else {}

    def heard(self) -> bytes:
        """All sound of this or the last call since its answer, gapless: mono signed 16-bit at `rate`."""
        return bytes(self._heard)

    # -- making and taking calls ---------------------------------------------------------------------------

    async def call(
        self, uri: str, headers: Mapping[str, str] | None = None, *, ring_seconds: float = 30
    ) -> None:
        """Call and wait for the answer. Raises DialFailed when there is none."""
        self._tell("calling", uri)
        line = await ring(self._stack, Target("phone", uri, ring_seconds), headers or {})
        self._line = line
        self._begin(line)

    async def wait_call(self, seconds: float | None = None) -> None:
        """Wait until the phone rings, or with `auto_answer` until it has answered. Raises TimeoutError."""
        async with asyncio.timeout(seconds):
            await self._arrived.wait()
            self._arrived.clear()
            if self._auto_answer:
                await self._settled.wait()

    async def wait_answered(self) -> bool:
        """Wait until the call that rings is answered (True) or given up (False)."""
        await self._settled.wait()
        return self.in_call

    async def answer(self) -> None:
        """Pick up. Raises LineClosed when nothing rings, or not any more."""
        line = self._line
        if line is None or not self.is_ringing:
            raise LineClosed("Nothing rings here: there is no call to answer.")
        with contextlib.suppress(BaresipError):
            await line.answer()
        if not await self.wait_answered():
            raise LineClosed("The caller gave up before the answer.")

    async def decline(self) -> None:
        """Refuse the call that rings, with 486."""
        if self._line is not None and self.is_ringing:
            await self._line.refuse()

    async def hang_up(self) -> None:
        """End the call, ringing or answered; nothing happens without one."""
        if self._line is not None:
            await self._line.hang_up()

    async def wait_end(self, seconds: float | None = None) -> None:
        """Wait until the call is over. Raises TimeoutError."""
        if self._line is not None:
            async with asyncio.timeout(seconds):
                await self._line.ended()
                if self._tasks:
                    await asyncio.wait(tuple(self._tasks))

    # -- in a call -----------------------------------------------------------------------------------------

    async def play(self, sound: Path | bytes, *, rate: int | None = None) -> None:
        """Play an audio file, or mono signed 16-bit sound at `rate` (the call's by default), to its end.

        Raises AudioFileError when the file cannot be read, LineClosed when the call ends meanwhile.
        """
        line = self._in_call()
        if isinstance(sound, Path):
            pcm = load(sound, line.rate)
        else:
            pcm = resampled(sound, rate or line.rate, line.rate)
        await line.send(pcm)
        await line.played()

    async def say(self, text: str) -> None:
        """Speak words with the voice this phone was given. Raises LineClosed, ValueError without a voice."""
        if self._say is None:
            raise ValueError("This phone has no voice: play a file in place of say.")
        await self.play(await self._say(text), rate=SAY_RATE)

    async def keys(self, keys: str) -> None:
        """Press keys. Raises LineClosed."""
        await self._in_call().press(keys)

    async def hold(self, held: bool = True) -> None:
        """Put the other side on hold, or take it back. Raises LineError."""
        await self._in_call().hold(held)

    async def listen(self, seconds: float = 30, *, quiet: float = 1.0) -> bool:
        """Wait until the other side has said something and has been quiet for `quiet` seconds.

        False when that did not happen within `seconds`, or the call ended.
        """
        loop = asyncio.get_running_loop()
        began = loop.time()
        while self.in_call and loop.time() - began < seconds:
            if self.last_loud > began and loop.time() - self.last_loud >= quiet:
                return True
            await asyncio.sleep(0.02)
        return False

    # -- inside --------------------------------------------------------------------------------------------

    def _in_call(self) -> SipLine:
        if self._line is None or not self.in_call:
            raise LineClosed("The phone is in no call.")
        return self._line

    def _tell(self, kind: str, detail: str = "", headers: Mapping[str, str] | None = None) -> None:
        event = PhoneEvent(round(time.monotonic() - self._on_since, 3), kind, detail, dict(headers or {}))  # type: ignore[arg-type]  # a literal at each call
        self.events.append(event)
        if self._on_event is not None:
            self._on_event(event)

    def _spawn(self, work: Awaitable[None]) -> None:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def _incoming(self, line: SipLine) -> None:
        if self._line is not None and not self._line.over:
            self._spawn(line.refuse())
            return
        self._line = line
        self._settled.clear()
        self._arrived.set()
        self._tell("ringing", line.peer, line.headers)
        self._spawn(self._taken(line))

    async def _taken(self, line: SipLine) -> None:
        """Follow a call that rings until it is answered or given up."""
        if self._auto_answer:
            with contextlib.suppress(BaresipError):
                await line.answer()
        if await line.answered():
            self._begin(line)
        else:
            self._tell("ended", line.close_reason or "")
            self._settled.set()

    def _begin(self, line: SipLine) -> None:
        line.ahead = _AHEAD
        self._heard.clear()
        self.keys_heard, self.last_loud = "", 0.0
        self._calls += 1
        self._settled.set()
        self._tell("answered", line.peer)
        self._spawn(self._hear(line))

    async def _hear(self, line: SipLine) -> None:
        with contextlib.ExitStack() as files:
            file = self._file(files, line.rate)
            async for event in line.events():
                match event:
                    case Sound(pcm):
                        self._heard += pcm
                        if file is not None:
                            file.writeframesraw(pcm)
                        if np.abs(np.frombuffer(pcm, np.int16).astype(np.int32)).mean() > _LOUD:
                            self.last_loud = asyncio.get_running_loop().time()
                    case Key(key):
                        self.keys_heard += key
                        self._tell("key", key)
                    case Hold(held):
                        self._tell("held" if held else "resumed")
                    case HungUp():
                        self._tell("ended", line.close_reason or "")

    def _file(self, files: contextlib.ExitStack, rate: int) -> wave.Wave_write | None:
        if self._record is None:
            return None
        path = self._record
        if self._calls > 1:
            path = path.with_stem(f"{path.stem}-{self._calls}")
        file = files.enter_context(wave.open(str(path), "wb"))  # noqa: SIM115 - closed with `files`
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate)
        return file


def load(path: Path, rate: int) -> bytes:
    """An audio file's first channel as mono signed 16-bit sound at `rate`. Raises AudioFileError."""
    try:
        samples, source = soundfile.read(path, dtype="int16", always_2d=True)
    except (soundfile.LibsndfileError, OSError) as error:
        raise AudioFileError(f"{path} cannot be read as audio: give a WAV or FLAC file.") from error
    return resampled(np.ascontiguousarray(samples[:, 0]).tobytes(), source, rate)


def resampled(pcm: bytes, source: int, rate: int) -> bytes:
    """Mono signed 16-bit sound at another rate."""
    if source == rate:
        return pcm
    return bytes(soxr.resample(np.frombuffer(pcm, np.int16), source, rate).tobytes())
