"""The heavy things, loaded once per process."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from voice.settings import ModelsSettings, SpeechSettings
from voice.speech.threads import give_way
from voice.speech.voices import Voices
from voice.speech.weights import verify
from voice.speech.whisper import WhisperEngine


@dataclass(frozen=True, slots=True)
class Engines:
    """One recognizer and one voice per language, shared by all calls."""

    recognizer: WhisperEngine
    voices: Voices
    models: Mapping[str, str]
    """Name and sha256 of each model in use."""

    def close(self) -> None:
        """Let what runs end, and start nothing more."""
        self.recognizer.close()
        self.voices.close()


def load_engines(models: ModelsSettings, speech: SpeechSettings) -> Engines:
    """Verify the weights and load them. Raises WeightsError."""
    # The libraries' own threads inherit the priority of the thread that loads.
    with ThreadPoolExecutor(1, initializer=give_way) as loader:
        return loader.submit(_load, models, speech).result()


def _load(models: ModelsSettings, speech: SpeechSettings) -> Engines:
    shas = verify(models.folder)
    recognizer = WhisperEngine(models.folder, speech.recognizer_workers)
    voices = Voices(models.folder, speech.voices, speech.voice_threads)
    recognizer.warm()
    voices.warm()
    return Engines(recognizer, voices, shas)
