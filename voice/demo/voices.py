"""The caller's and the person's voices: the gateway's own, at another pitch, made before the call begins."""

from __future__ import annotations

import asyncio
import wave
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import soxr

from voice.settings import Settings
from voice.speech.voices import Voices
from voice.turn import Language

RATE = 8000
_MADE_AT = 16000


@dataclass(frozen=True, slots=True)
class Spoken:
    """One line, ready to be played."""

    text: str
    file: Path
    seconds: float


async def speak_all(
    settings: Settings, language: Language, lines: Sequence[tuple[str, float]], folder: Path
) -> list[Spoken]:
    """Each text in a WAV file of its own at RATE, at its pitch; 1 is the voice as it is.

    Raises WeightsError, EngineFailed.
    """
    voices = await asyncio.to_thread(
        Voices, settings.models.folder, settings.speech.voices, settings.speech.voice_threads
    )
    try:
        return [
            await _speak(voices, language, text, pitch, folder / f"line-{number}.wav")
            for number, (text, pitch) in enumerate(lines, 1)
        ]
    finally:
        await asyncio.to_thread(voices.close)


async def _speak(voices: Voices, language: Language, text: str, pitch: float, file: Path) -> Spoken:
    # Spoken slower and played faster by as much: the pitch changes, the length does not.
    pcm = await voices.speak(text, language, _MADE_AT, speed=1 / pitch)
    samples = soxr.resample(np.frombuffer(pcm, np.int16), _MADE_AT * pitch, RATE)
    with wave.open(str(file), "wb") as wav:
        wav.setnchannels(1)
        wav.setsampwidth(2)
        wav.setframerate(RATE)
        wav.writeframes(samples.astype(np.int16).tobytes())
    return Spoken(text, file, len(samples) / RATE)
