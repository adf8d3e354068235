"""Stand-ins for what is heavy or far away: a scripted caller, an agent's phone, a recognizer, a voice.

A caller is scripted in one line per event: `[say("where is my order"), quiet(3), press("0")]`. His voice is a
vowel that the real voice detector takes for speech; what the recognizer makes of it is in the script.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np

from voice.errors import DialFailed, EngineFailed, LineClosed
from voice.speech.recorded import Recordings
from voice.speech.whisper import Transcript
from voice.telephony.port import HungUp, Key, Line, LineEvent, Sound
from voice.turn import HandoffFailure, Language, Target

RATE = 8000
FRAME = RATE // 50


@lru_cache(maxsize=256)
def vowel(seconds: float, rate: int = RATE, hertz: float = 130.0) -> bytes:
    """A voiced sound with formants and a syllable rhythm, loud enough for a telephone."""
    t = np.arange(int(seconds * rate)) / rate
    wave = np.zeros_like(t)
    for harmonic in range(1, int(rate / 2 / hertz)):
        f = harmonic * hertz
        weight = sum(np.exp(-(((f - formant) / 180) ** 2)) for formant in (600, 1100, 2500))
        wave += weight * np.sin(2 * np.pi * f * t)
    wave *= 0.6 + 0.4 * np.sin(2 * np.pi * 4 * t)
    wave /= np.abs(wave).max()
    return (wave * 9000).astype("<i2").tobytes()


@dataclass(frozen=True)
class Said:
    """The caller speaks; the recognizer hears `text`, or refuses it for `refused`."""

    text: str
    seconds: float = 1.2
    confidence: float = 0.9
    refused: str | None = None
    broken: bool = False


@dataclass(frozen=True)
class Quiet:
    """The caller says nothing."""

    seconds: float


@dataclass(frozen=True)
class Pressed:
    """The caller presses keys, one every 300 ms."""

    keys: str


def say(text: str, **more: object) -> Said:
    """The caller speaks."""
    return Said(text, **more)  # type: ignore[arg-type]


def noise(seconds: float = 0.6) -> Said:
    """A sound that the voice detector takes for speech and the recognizer does not."""
    return Said("", seconds, 0.1, refused="no_speech")


def quiet(seconds: float) -> Quiet:
    """The caller says nothing."""
    return Quiet(seconds)


def press(keys: str) -> Pressed:
    """The caller presses keys."""
    return Pressed(keys)


@dataclass
class ScriptedLine:
    """A caller who follows a script and then hangs up."""

    script: list[Said | Quiet | Pressed]
    rate: int = RATE
    played: bytearray = field(default_factory=bytearray)
    """Everything that reached the caller's ear."""
    hung_up: bool = False
    _until: float = 0.0

    async def events(self) -> AsyncIterator[LineEvent]:
        """The script in real time of the loop's clock."""
        loop = asyncio.get_running_loop()
        due = loop.time()
        for event in self._timeline():
            if self.hung_up:
                break
            if isinstance(event, Sound):
                due += 0.02
                await asyncio.sleep(max(0.0, due - loop.time()))
            yield event
        self.hung_up = True
        yield HungUp()

    def _timeline(self) -> list[LineEvent]:
        out: list[LineEvent] = []
        for item in self.script:
            match item:
                case Said(seconds=seconds):
                    pcm = vowel(seconds)
                    out += [Sound(pcm[i : i + FRAME * 2]) for i in range(0, len(pcm), FRAME * 2)]
                case Quiet(seconds):
                    out += [Sound(bytes(FRAME * 2))] * round(seconds * 50)
                case Pressed(keys):
                    for key in keys:
                        out += [Key(key), *[Sound(bytes(FRAME * 2))] * 15]
        return out

    async def send(self, pcm: bytes) -> None:
        """Hear, at the pace of sound."""
        if self.hung_up:
            raise LineClosed("gone")
        loop = asyncio.get_running_loop()
        self._until = max(self._until, loop.time()) + len(pcm) / 2 / self.rate
        self.played += pcm
        await asyncio.sleep(max(0.0, self._until - loop.time() - 0.1))

    async def clear(self) -> None:
        """Forget what is queued."""
        self._until = min(self._until, asyncio.get_running_loop().time())

    async def hang_up(self) -> None:
        """End it."""
        self.hung_up = True


class FakeEngine:
    """Hears what the script says was said, in order; takes 0.3 s for it."""

    def __init__(self, script: list[Said | Quiet | Pressed]) -> None:
        self._said = deque(item for item in script if isinstance(item, Said))

    async def transcribe(
        self, pcm: bytes, rate: int, *, languages: tuple[Language, ...], expects: str = "words"
    ) -> Transcript:
        """The next thing said."""
        await asyncio.sleep(0.3)
        said = self._said.popleft() if self._said else Said("", refused="empty")
        if said.broken:
            raise EngineFailed("broken")
        language = languages[0]
        if len(languages) > 1 and any(word in said.text for word in (" the ", "my", "where", "agent")):
            language = "en"
        probability = 0.95 if len(languages) > 1 and said.text else None
        return Transcript(
            said.text,
            said.confidence,
            language,
            probability,
            said.refused,  # type: ignore[arg-type]
            said.seconds,
        )


class FakeVoices:
    """Speaks in a hum, 60 ms a letter; remembers what it said, how, and which recordings it really played."""

    def __init__(self, *, broken: bool = False) -> None:
        self.said: list[str] = []
        self.manner: list[tuple[str, float]] = []
        """Voice and speed of each."""
        self.played: list[str] = []
        self._recordings = Recordings()
        self._broken = broken

    async def stream(
        self, text: str, language: Language, rate: int, *, speed: float = 1.0, voice: str = ""
    ) -> AsyncIterator[bytes]:
        """The hum, piece by piece."""
        if self._broken:
            raise EngineFailed("broken")
        self.said.append(text)
        self.manner.append((voice, speed))
        pcm = vowel(0.06 * len(text), rate, 210.0)
        for start in range(0, len(pcm), rate // 5):
            await asyncio.sleep(0)
            yield pcm[start : start + rate // 5]

    async def recorded(self, path: str, rate: int) -> bytes | None:
        """A recorded prompt, as the real voices read it."""
        pcm = self._recordings.load(path, rate)
        if pcm is not None:
            self.played.append(path)
        return pcm

    async def speak(
        self, text: str, language: Language, rate: int, *, speed: float = 1.0, voice: str = ""
    ) -> bytes:
        """The whole hum."""
        return b"".join(
            [piece async for piece in self.stream(text, language, rate, speed=speed, voice=voice)]
        )


@dataclass
class FakeAgent:
    """A person's phone: presses `keys` after hearing the summary, talks, hangs up."""

    keys: str = "1"
    talk_seconds: float = 3.0
    pause_seconds: float = 0.0
    """Silence after the talk, before hanging up."""
    lost: bool = False
    """The line breaks after the talk rather than being hung up."""
    rate: int = RATE
    heard: bytearray = field(default_factory=bytearray)
    hung_up: bool = False
    _until: float = 0.0

    async def events(self) -> AsyncIterator[LineEvent]:
        """Wait for the summary's end, press, talk."""
        loop = asyncio.get_running_loop()
        keys, pressed_at, voice, number = deque(self.keys), None, vowel(1.0), 0
        while not self.hung_up:
            await asyncio.sleep(0.02)
            since = loop.time() - pressed_at if pressed_at is not None else 0.0
            talking = 0.5 < since < self.talk_seconds and not keys
            yield Sound(voice[number % 50 * FRAME * 2 :][: FRAME * 2] if talking else bytes(FRAME * 2))
            number += 1
            summary_over = bool(self._until) and loop.time() > self._until + 0.3
            if keys and summary_over:
                yield Key(keys.popleft())
                self._until = 0.0
                pressed_at = loop.time()
            if not keys and since > self.talk_seconds + self.pause_seconds:
                break
        self.hung_up = True
        if self.lost:
            await asyncio.sleep(0.1)  # as a real line, it takes no more sound before it tells why
        yield HungUp(self.lost)

    async def send(self, pcm: bytes) -> None:
        """Hear, at the pace of sound."""
        if self.hung_up:
            raise LineClosed("gone")
        loop = asyncio.get_running_loop()
        self._until = max(self._until, loop.time()) + len(pcm) / 2 / self.rate
        self.heard += pcm
        await asyncio.sleep(max(0.0, self._until - loop.time() - 0.1))

    async def clear(self) -> None:
        """Forget what is queued."""

    async def hang_up(self) -> None:
        """End it."""
        self.hung_up = True


@dataclass
class FakeDialer:
    """Reaches the agents it was given, by target name; a failure stands for one who cannot be reached."""

    answers: Mapping[str, FakeAgent | HandoffFailure]
    rang: list[str] = field(default_factory=list)
    headers: list[Mapping[str, str]] = field(default_factory=list)
    ringing_stopped: bool = False

    async def dial(self, target: Target, *, headers: Mapping[str, str]) -> Line:
        """Ring for a second."""
        self.rang.append(target.name)
        self.headers.append(headers)
        answer = self.answers.get(target.name, HandoffFailure.UNREACHABLE)
        try:
            await asyncio.sleep(target.ring_seconds if answer is HandoffFailure.NO_ANSWER else 1.0)
        except asyncio.CancelledError:
            self.ringing_stopped = True
            raise
        if isinstance(answer, HandoffFailure):
            raise DialFailed(answer, "no")
        return answer


@dataclass
class ListJournal:
    """Events in memory."""

    events: list[object] = field(default_factory=list)

    def append(self, event: object) -> None:
        """Keep one."""
        self.events.append(event)


@dataclass
class ListRecording:
    """The stereo recording in memory."""

    stereo: bytearray = field(default_factory=bytearray)

    def write(self, pcm: bytes) -> None:
        """Keep sound."""
        self.stereo += pcm

    def skip(self, size: int) -> None:
        """Keep silence."""
        self.stereo += bytes(size)

    def discard(self) -> int:
        """Forget all."""
        forgotten = len(self.stereo)
        self.stereo.clear()
        return forgotten
