"""Engines that take too long count as broken: a caller must not wait in silence for one that hangs."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

from voice.errors import EngineFailed
from voice.speech.guard import Expects
from voice.speech.ports import Hearing, Speaking
from voice.speech.whisper import Transcript
from voice.turn import Language

HEARING_SECONDS = 8.0
"""How long words may take to be recognized, beside half the length of their sound."""
SPEAKING_SECONDS = 6.0
"""How long the next piece of a sentence may take."""


class PatientHearing:
    """A recognizer that is not waited for without end."""

    def __init__(self, engine: Hearing) -> None:
        self._engine = engine

    async def transcribe(
        self, pcm: bytes, rate: int, *, languages: tuple[Language, ...], expects: Expects = "words"
    ) -> Transcript:
        """As the engine does; raises EngineFailed also when it takes too long."""
        try:
            async with asyncio.timeout(HEARING_SECONDS + len(pcm) / rate / 4):
                return await self._engine.transcribe(pcm, rate, languages=languages, expects=expects)
        except TimeoutError:
            raise EngineFailed("the recognizer takes too long") from None


class PatientSpeaking:
    """Voices that are not waited for without end."""

    def __init__(self, voices: Speaking) -> None:
        self._voices = voices

    async def stream(
        self, text: str, language: Language, rate: int, *, speed: float = 1.0, voice: str = ""
    ) -> AsyncIterator[bytes]:
        """As the voices do; raises EngineFailed also when the next piece takes too long."""
        pieces = aiter(self._voices.stream(text, language, rate, speed=speed, voice=voice))
        while True:
            try:
                async with asyncio.timeout(SPEAKING_SECONDS):
                    piece = await anext(pieces)
            except StopAsyncIteration:
                return
            except TimeoutError:
                raise EngineFailed("the voice takes too long") from None
            yield piece

    async def recorded(self, path: str, rate: int) -> bytes | None:
        """As the voices do; None also when reading takes too long."""
        try:
            async with asyncio.timeout(SPEAKING_SECONDS):
                return await self._voices.recorded(path, rate)
        except TimeoutError:
            return None

    async def speak(self, text: str, language: Language, rate: int) -> bytes:
        """All of `stream` in one."""
        return b"".join([piece async for piece in self.stream(text, language, rate)])
