"""Speech to words: one Whisper for all calls of a process, built from the parts of faster-whisper.

Faster-whisper always shows the encoder 30 seconds. Utterances on the telephone last three, so they are shown
a context of their own length here, which takes a quarter of the time. Short contexts can make a decoder
repeat itself: a cap on tokens, a mild repetition penalty and a guard that tries again with longer contexts
stand against that.
"""

from __future__ import annotations

import asyncio
import math
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import soxr
from faster_whisper import WhisperModel
from faster_whisper.audio import pad_or_trim
from faster_whisper.tokenizer import Tokenizer
from faster_whisper.transcribe import get_suppressed_tokens
from numpy.typing import NDArray

from voice.errors import EngineFailed, WeightsError
from voice.speech.guard import FEW_WORDS, Expects, Refusal, is_loop, refusal
from voice.speech.manifest import read_manifest
from voice.speech.threads import give_way
from voice.speech.weights import model_path, model_sha
from voice.turn import Language

RATE = 16000
FRAMES_PER_SECOND = 100
SHORTEST_CONTEXT = 800
"""Frames; with fewer the decoder loops far more often."""
LONGER_CONTEXTS = (1500, 3000)
LOST_SECONDS = 2.5
"""So much speech without words is decoded once more: on some beginnings the decoder gives up."""
SURELY_SAID = 0.6
"""Confidence from which the second answer is believed; noise stays below, or loops."""
LONGEST_SECONDS = 28.0
"""Longer stretches are cut at a quiet place."""
LEAST_SECONDS = 0.1
LANGUAGE_SECONDS = 1.2
"""Less speech than this says too little about its language."""
CLEARLY_ANOTHER = 0.9
"""Probability at which a short stretch is still decoded in another language than the first asked for."""

Samples = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Transcript:
    """What was recognized in one stretch of sound."""

    text: str
    confidence: float
    """Geometric mean of the token probabilities, 0 to 1."""
    language: Language
    """Language it was decoded in."""
    language_probability: float | None
    """How sure that is among those asked for; None when one was given, or too little was said to tell."""
    refused: Refusal | None
    """Why these words are hardly the caller's; None when they are to be believed."""
    seconds: float
    """Length of the sound."""


@dataclass(frozen=True, slots=True)
class _Guess:
    """One decoding."""

    text: str
    confidence: float
    no_speech: float
    looped: bool


class WhisperEngine:
    """One per process, shared by all calls; at most `workers` recognitions run at once, each on one core."""

    def __init__(self, folder: Path, workers: int) -> None:
        """Load the manifest's recognizer from the models folder; raises WeightsError."""
        name = _recognizer(folder)
        path = model_path(folder, name)
        self.sha = model_sha(folder, name)
        """Hash of the weights, for the record of a call."""
        self._model = WhisperModel(
            str(path),
            device="cpu",
            compute_type="int8",
            cpu_threads=1,
            num_workers=workers,
            local_files_only=True,
        )
        self._tokenizers: dict[Language, Tokenizer] = {}
        self._pool = ThreadPoolExecutor(workers, "whisper", initializer=give_way)

    def warm(self) -> None:
        """Recognize a second of silence, so that the first caller does not wait for memory."""
        for language in ("en", "fr"):
            self._recognize(np.zeros(RATE, np.float32), (language,), "words")

    def close(self) -> None:
        """Let running recognitions end and start no more."""
        self._pool.shutdown(wait=True, cancel_futures=True)

    async def transcribe(
        self, pcm: bytes, rate: int, *, languages: tuple[Language, ...], expects: Expects = "words"
    ) -> Transcript:
        """Recognize 16-bit mono PCM; the same sound always gives the same words.

        Of several `languages` the one spoken is found out; the first wins when too little was said to tell.
        Raises EngineFailed.
        """
        loop = asyncio.get_running_loop()
        try:
            return await loop.run_in_executor(self._pool, self._transcribe, pcm, rate, languages, expects)
        except Exception as error:
            raise EngineFailed(f"the recognizer broke down: {type(error).__name__}") from error

    def _transcribe(
        self, pcm: bytes, rate: int, languages: tuple[Language, ...], expects: Expects
    ) -> Transcript:
        samples = np.asarray(np.frombuffer(pcm[: len(pcm) & ~1], np.int16) / 32768, np.float32)
        if rate != RATE:
            samples = np.asarray(soxr.resample(samples, rate, RATE, "HQ"), np.float32)
        parts = [self._recognize(part, languages or ("en", "fr"), expects) for part in _cut(samples)]
        return _joined(parts)

    def _recognize(self, samples: Samples, languages: tuple[Language, ...], expects: Expects) -> Transcript:
        seconds = len(samples) / RATE
        if seconds < LEAST_SECONDS:
            return Transcript("", 0.0, languages[0], None, "empty", seconds)
        frames = min(3000, max(SHORTEST_CONTEXT, math.ceil((seconds + 1) * 2) * FRAMES_PER_SECOND // 2))
        features = self._model.feature_extractor(samples)[..., :-1]
        encoded = self._encode(features, frames)
        speech = speech_seconds(samples)
        language, probability = self._language(encoded, languages, speech)
        guess = self._decode(encoded, language, seconds, expects)
        if speech >= LOST_SECONDS and _refusal(guess, speech, expects) is not None:
            guess = self._once_more(guess, features, frames, language, seconds, expects)
        for longer in LONGER_CONTEXTS:
            if not guess.looped or longer <= frames or _refusal(guess, speech, expects) is not None:
                break
            guess = self._decode(self._encode(features, longer), language, seconds, expects)
        refused = _refusal(guess, speech, expects) or ("loop" if guess.looped else None)
        return Transcript(guess.text, guess.confidence, language, probability, refused, seconds)

    def _once_more(
        self,
        guess: _Guess,
        features: Samples,
        frames: int,
        language: Language,
        seconds: float,
        expects: Expects,
    ) -> _Guess:
        """A sure answer of a longer context, if there is one; the longest takes too long for mere noise."""
        for longer in LONGER_CONTEXTS if len(guess.text.split()) <= FEW_WORDS else LONGER_CONTEXTS[:1]:
            if longer > frames:
                again = self._decode(self._encode(features, longer), language, seconds, expects)
                if again.confidence >= SURELY_SAID and not again.looped:
                    return again
        return guess

    def _encode(self, features: Samples, frames: int) -> Any:
        return self._model.encode(np.ascontiguousarray(pad_or_trim(features, frames)))

    def _language(
        self, encoded: Any, languages: tuple[Language, ...], speech: float
    ) -> tuple[Language, float | None]:
        if len(languages) == 1:
            return languages[0], None
        found = {token.strip("<|>"): value for token, value in self._model.model.detect_language(encoded)[0]}
        total = sum(found[language] for language in languages) or 1.0
        best = max(languages, key=lambda language: found[language])
        probability = found[best] / total
        if speech >= LANGUAGE_SECONDS:
            return best, probability
        return (best if probability >= CLEARLY_ANOTHER else languages[0]), None

    def _decode(self, encoded: Any, language: Language, seconds: float, expects: Expects) -> _Guess:
        tokenizer = self._tokenizer(language)
        prompt = self._model.get_prompt(tokenizer, [], without_timestamps=True)
        most = int(16 + 10 * seconds)
        result = self._model.model.generate(
            encoded,
            [prompt],
            beam_size=1,
            max_length=min(self._model.max_length, len(prompt) + most),
            repetition_penalty=1.0 if expects == "number" else 1.05,
            suppress_blank=True,
            suppress_tokens=get_suppressed_tokens(tokenizer, [-1]),  # type: ignore[arg-type]  # a list is wanted
            return_scores=True,
            return_no_speech_prob=True,
        )[0]
        tokens = result.sequences_ids[0]
        text = tokenizer.decode([token for token in tokens if token < tokenizer.eot]).strip()
        confidence = math.exp(result.scores[0] * len(tokens) / (len(tokens) + 1))
        looped = len(tokens) >= most or is_loop(text, seconds)
        return _Guess(text, min(1.0, confidence), result.no_speech_prob, looped)

    def _tokenizer(self, language: Language) -> Tokenizer:
        if language not in self._tokenizers:
            self._tokenizers[language] = Tokenizer(
                self._model.hf_tokenizer,
                self._model.model.is_multilingual,
                task="transcribe",
                language=language,
            )
        return self._tokenizers[language]


def recognizer_sha(folder: Path) -> str:
    """Hash of the weights of the manifest's recognizer, without loading it; raises WeightsError."""
    return model_sha(folder, _recognizer(folder))


def _recognizer(folder: Path) -> str:
    for model in read_manifest(folder).models:
        if model.kind == "recognizer":
            return model.name
    raise WeightsError(f"{folder / 'manifest.toml'} lists no recognizer")


def speech_seconds(samples: Samples) -> float:
    """Time from the first to the last 20 ms that is loud beside the loudest; 16 kHz."""
    whole = len(samples) // 320 * 320
    if not whole:
        return 0.0
    levels = np.sqrt(np.mean(samples[:whole].reshape(-1, 320) ** 2, axis=1))
    loud = np.flatnonzero(levels > max(0.1 * float(levels.max()), 10 ** (-60 / 20)))
    return float(loud[-1] - loud[0] + 1) * 0.02 if len(loud) else 0.0


def _refusal(guess: _Guess, speech: float, expects: Expects) -> Refusal | None:
    return refusal(
        guess.text,
        confidence=guess.confidence,
        no_speech=guess.no_speech,
        speech_seconds=speech,
        expects=expects,
    )


def _cut(samples: Samples) -> list[Samples]:
    """Pieces that fit the longest context, cut where it is quietest in the last ten seconds."""
    parts = []
    most, back, step = int(LONGEST_SECONDS * RATE), 10 * RATE, RATE // 10
    while len(samples) > most:
        tail = samples[most - back : most].reshape(-1, step)
        place = most - back + int(np.argmin(np.mean(tail**2, axis=1))) * step + step // 2
        parts.append(samples[:place])
        samples = samples[place:]
    return [*parts, samples]


def _joined(parts: list[Transcript]) -> Transcript:
    """One transcript of all pieces; pieces that were refused add no words."""
    if len(parts) == 1:
        return parts[0]
    kept = [part for part in parts if part.refused is None] or parts[:1]
    return Transcript(
        " ".join(part.text for part in kept),
        math.exp(sum(math.log(max(part.confidence, 1e-6)) for part in kept) / len(kept)),
        kept[0].language,
        kept[0].language_probability,
        kept[0].refused,
        sum(part.seconds for part in parts),
    )
