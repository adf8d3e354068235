"""What a call asks of a recognizer and of voices: engines offer it, and so does what stands in for them."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from typing import TYPE_CHECKING, Protocol

from voice.speech.guard import Expects
from voice.turn import Language, Tone

if TYPE_CHECKING:
    from voice.speech.whisper import Transcript

ReadTone = Callable[[bytes, int], Tone]
"""How a stretch of 16-bit mono PCM at a rate sounds; takes a while, so it runs in a thread."""


class Hearing(Protocol):
    """Speech to words."""

    async def transcribe(
        self, pcm: bytes, rate: int, *, languages: tuple[Language, ...], expects: Expects = "words"
    ) -> Transcript:
        """Recognize 16-bit mono PCM; of several languages find out the one spoken. Raises EngineFailed."""


class Speaking(Protocol):
    """Words to speech."""

    def stream(
        self, text: str, language: Language, rate: int, *, speed: float = 1.0, voice: str = ""
    ) -> AsyncIterator[bytes]:
        """Speak a text: 16-bit mono PCM at `rate`, in pieces. Raises EngineFailed.

        `voice` names another than the language's own.
        """

    async def recorded(self, path: str, rate: int) -> bytes | None:
        """A recorded prompt: 16-bit mono PCM at `rate`; None when it cannot be played."""

    async def speak(self, text: str, language: Language, rate: int) -> bytes:
        """All of `stream` in one."""
