"""The callers' voices: Piper and Kokoro, at any pitch and rate, the same sound each time."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path

import numpy as np
import soxr
from piper.config import SynthesisConfig
from piper.voice import PiperVoice

from benchmarks.callers.line import RATE, Sound
from benchmarks.callers.takes import SPEAKERS, Speaker
from voice.replay.cache import Cache, key_of
from voice.speech.manifest import read_manifest
from voice.speech.speakable import speakable
from voice.speech.voices import Voice, load_voice
from voice.speech.weights import model_path, model_sha

LINES = "callers"
BABBLE = (
    ("joe", "So I told him that we would meet at the corner of the market square around half past six."),
    ("joe low and slow", "The train was late again, and nobody could say when the next one would come."),
    (
        "joe high and quick",
        "Have you seen the new film yet? My sister says that it is better than the first.",
    ),
    ("siwis", "On est allés se promener au bord de la rivière, il y avait beaucoup de monde."),
    ("siwis low", "Tu peux mettre la table, les enfants ne vont pas tarder à rentrer de l'école."),
    ("siwis high and quick", "Hier soir il a plu toute la nuit et ce matin le jardin était plein d'eau."),
)


def voices_there(models: Path) -> list[str]:
    """Names of the speakers' voices whose weights are in the folder."""
    names = {speaker.voice for speaker in SPEAKERS}
    known = {model.name for model in read_manifest(models).models}
    return sorted(name for name in names & known if (models / name).is_dir())


class Speech:
    """Speaks lines, and keeps what was spoken."""

    def __init__(self, models: Path, cache: Cache) -> None:
        self._models = models
        self._cache = cache
        self._pipers: dict[str, PiperVoice] = {}
        self._kokoros: dict[str, Voice] = {}

    def line(self, text: str, speaker: Speaker) -> Sound:
        """The words, at `RATE`; speech at 0 dBFS by RMS."""
        speed = speaker.rate / speaker.pitch
        key = key_of(model_sha(self._models, speaker.voice), text, repr(speaker.pitch), repr(speed))
        kept = self._cache.read(LINES, key)
        if kept is None:
            made, rate = self._spoken(text, speaker, speed)
            pitched = soxr.resample(made, rate * speaker.pitch, RATE).astype(np.float32)
            kept = np.asarray(pitched / _level(pitched), "<f4").tobytes()
            self._cache.write(LINES, key, kept)
        return np.frombuffer(kept, "<f4")

    @cached_property
    def babble(self) -> Sound:
        """Six people who talk at once, over and over, at `RATE`."""
        speakers = {speaker.name: speaker for speaker in SPEAKERS}
        talks = [self.line(text, speakers[name]) for name, text in BABBLE]
        size = 20 * RATE
        return np.asarray(
            sum(np.resize(np.roll(talk, 7919 * number), size) for number, talk in enumerate(talks)),
            np.float32,
        )

    def _spoken(self, text: str, speaker: Speaker, speed: float) -> tuple[Sound, int]:
        if self._is_piper(speaker.voice):
            voice = self._piper(speaker.voice)
            # Without noise, which would be another one each time.
            config = SynthesisConfig(length_scale=1 / speed, noise_scale=0.0, noise_w_scale=0.0)
            said = speakable(text, speaker.language)
            parts: Sequence[Sound] = [
                chunk.audio_float_array for chunk in voice.synthesize(said, syn_config=config)
            ]
            return np.asarray(np.concatenate(parts), np.float32), voice.config.sample_rate
        kokoro = self._kokoro(speaker)
        pieces = list(kokoro.synthesize(speakable(text, speaker.language), speed))
        return np.asarray(np.concatenate(pieces), np.float32) / np.float32(32768), kokoro.rate

    def _is_piper(self, name: str) -> bool:
        model = read_manifest(self._models).model(name)
        return model is not None and model.engine == "piper"

    def _piper(self, name: str) -> PiperVoice:
        if name not in self._pipers:
            self._pipers[name] = PiperVoice.load(model_path(self._models, name) / f"{name}.onnx")
        return self._pipers[name]

    def _kokoro(self, speaker: Speaker) -> Voice:
        if speaker.voice not in self._kokoros:
            self._kokoros[speaker.voice] = load_voice(self._models, speaker.voice, speaker.language, 1)
        return self._kokoros[speaker.voice]


def _level(sound: Sound) -> float:
    """RMS of what is not silence."""
    frame = RATE // 100
    whole = sound[: len(sound) // frame * frame].reshape(-1, frame)
    levels = np.sqrt(np.mean(whole**2, axis=1))
    spoken = levels[levels > 0.1 * levels.max()]
    return float(np.sqrt(np.mean(spoken**2)))
