"""Piper voices: fast, one sentence after the other."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from onnxruntime.capi.onnxruntime_inference_collection import InferenceSession
from onnxruntime.capi.onnxruntime_pybind11_state import SessionOptions
from piper.config import PiperConfig, SynthesisConfig
from piper.voice import PiperVoice

from voice.errors import WeightsError
from voice.speech.phonemes import phonemes
from voice.speech.sound import Pcm, levelled, silence
from voice.turn import LANGUAGES, Language

BETWEEN_SENTENCES = 0.2
"""Seconds."""


class Piper:
    """One Piper voice; see `Voice`. The same text always takes the same time."""

    def __init__(self, name: str, model: Path, sha: str, threads: int) -> None:
        """Load `model` and the settings beside it; raises WeightsError when they are no Piper voice."""
        try:
            config = json.loads(model.with_name(model.name + ".json").read_text("utf-8"))
            options = SessionOptions()
            options.intra_op_num_threads, options.inter_op_num_threads = threads, 1
            session = InferenceSession(str(model), options, providers=["CPUExecutionProvider"])
            self._piper = PiperVoice(session=session, config=PiperConfig.from_dict(config))
        except Exception as error:  # onnxruntime has exceptions of its own for each kind of bad file
            raise WeightsError(f"{model} is not a Piper voice: {type(error).__name__}: {error}") from error
        self.name = name
        self.sha = sha
        self.language = _language(self._piper.config.espeak_voice, model)
        self.rate = int(self._piper.config.sample_rate)

    def synthesize(self, text: str, speed: float = 1.0) -> Iterator[Pcm]:
        """Sound of each sentence, 16-bit at `rate`."""
        config = SynthesisConfig(length_scale=self._piper.config.length_scale / speed, noise_w_scale=0.0)
        sentences = phonemes(text, self._piper.config.espeak_voice)
        for number, sentence in enumerate(sentences, start=1):
            ids = self._piper.phonemes_to_ids(sentence)
            sound = levelled(np.asarray(self._piper.phoneme_ids_to_audio(ids, config), np.float32), self.rate)
            pause = silence(BETWEEN_SENTENCES if number < len(sentences) else 0.0, self.rate)
            yield np.concatenate([sound, pause])


def find_piper(folder: Path, name: str) -> tuple[Path, str] | None:
    """A Piper voice that was put into the models folder by hand: its .onnx, and the hash of its two files."""
    for model in (folder / f"{name}.onnx", folder / name / f"{name}.onnx"):
        config = model.with_name(model.name + ".json")
        if model.is_file() and config.is_file():
            sha = hashlib.sha256()
            for file in (model, config):
                sha.update(hashlib.sha256(file.read_bytes()).digest())
            return model, sha.hexdigest()
    return None


def _language(espeak_voice: str, model: Path) -> Language:
    for language in LANGUAGES:
        if espeak_voice.split("-")[0] == language:
            return language
    raise WeightsError(f"{model} speaks {espeak_voice}; only {' and '.join(LANGUAGES)} are spoken here")
