"""Words as sound: what callers say, and ears that know what was said."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from tests.e2e.gateway import ROOT
from tests.phones import Samples
from voice.speech.guard import plain
from voice.speech.voices import Voices
from voice.speech.whisper import WhisperEngine
from voice.turn import Language

MODELS = ROOT / "models"


class Speech:
    """What callers say: each text is synthesized once."""

    def __init__(self, folder: Path) -> None:
        self._voices = Voices(MODELS, {}, 2, kept=folder)
        self._made: dict[tuple[str, str, int], Samples] = {}

    async def __call__(self, text: str, language: Language = "en", rate: int = 8000) -> Samples:
        key = (text, language, rate)
        if key not in self._made:
            pcm = await self._voices.speak(text, language, rate)
            self._made[key] = np.frombuffer(pcm, np.int16)
        return self._made[key]

    def close(self) -> None:
        self._voices.close()


class Ears:
    """Knows the words in what reached a phone."""

    def __init__(self) -> None:
        self._engine = WhisperEngine(MODELS, 1)

    async def words(self, samples: Samples, rate: int = 8000, language: Language = "en") -> str:
        """Small letters, without punctuation; empty when nothing was said."""
        if not len(samples):
            return ""
        heard = await self._engine.transcribe(samples.tobytes(), rate, languages=(language,))
        return "" if heard.refused else plain(heard.text)

    def close(self) -> None:
        self._engine.close()
