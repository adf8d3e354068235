"""Kokoro voices: natural but slow and one-shot, so a sentence is synthesized clause by clause."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from onnxruntime.capi.onnxruntime_inference_collection import InferenceSession
from onnxruntime.capi.onnxruntime_pybind11_state import SessionOptions

from voice.errors import WeightsError
from voice.speech.phonemes import phonemes
from voice.speech.sound import Pcm, levelled, silence, trimmed
from voice.turn import Language

RATE = 24000
STYLES = 510
"""Rows of a voice file: one style per number of tokens."""
MOST_TOKENS = 508
LONG_FIRST = 45
"""Characters of a first clause above which it is cut again, so that the caller hears something soon."""
SHORT = 8
"""Characters of a clause too short to stand alone."""
COMFORTABLE = 60
"""Characters up to which later clauses of a sentence are joined."""
AFTER_CLAUSE, AFTER_SENTENCE = 0.1, 0.28
"""Seconds of silence."""

_ESPEAK: dict[Language, str] = {"fr": "fr", "en": "en-us"}
_SYMBOLS: dict[Language, tuple[tuple[str, str], ...]] = {
    "fr": (("dʒ", "ʤ"), ("tʃ", "ʧ"), ("-", "")),
    "en": (
        *(("aɪ", "I"), ("aʊ", "W"), ("dʒ", "ʤ"), ("eɪ", "A"), ("oʊ", "O"), ("əʊ", "Q"), ("tʃ", "ʧ")),
        *(("ɔɪ", "Y"), ("ɜːɹ", "ɜɹ"), ("ɝ", "ɜɹ"), ("ɚ", "əɹ"), ("ː", ""), ("r", "ɹ"), ("ɐ", "ə"), ("-", "")),
    ),
}  # fmt: skip
_BEFORE: dict[Language, str] = {
    "fr": r"et|ou|mais|pour|avec|que|qui|afin|si|quand|car|donc",
    "en": r"and|or|but|for|with|that|which|who|if|when|because|so",
}
"""Words before which a voice may draw breath."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text that is synthesized at once."""

    text: str
    pause: float
    """Seconds of silence after it."""


class Kokoro:
    """One Kokoro voice; see `Voice`. The same text always gives the same sound."""

    def __init__(self, name: str, folder: Path, language: Language, sha: str, threads: int) -> None:
        """Load the network and the voice's styles; raises WeightsError if they are not that."""
        options = SessionOptions()
        options.intra_op_num_threads, options.inter_op_num_threads = threads, 1
        try:
            self._session = InferenceSession(
                str(folder / "kokoro-v1.0.int8.onnx"), options, providers=["CPUExecutionProvider"]
            )
            self._numbers: dict[str, int] = json.loads((folder / "vocab.json").read_text("utf-8"))["vocab"]
            self._styles = np.fromfile(folder / f"{name}.bin", np.float32).reshape(STYLES, 1, 256)
        except Exception as error:  # onnxruntime has exceptions of its own for each kind of bad file
            raise WeightsError(f"{folder} is not a Kokoro voice: {type(error).__name__}: {error}") from error
        self.name = name
        self.sha = sha
        self.language = language
        self.rate = RATE

    def synthesize(self, text: str, speed: float = 1.0) -> Iterator[Pcm]:
        """Sound of each clause, 16-bit at `rate`; the first comes soon."""
        for piece in pieces(text, self.language):
            tokens = self._tokens(piece.text)
            if not tokens:
                continue
            sound = levelled(trimmed(self._run(tokens, speed), RATE), RATE)
            yield np.concatenate([sound, silence(piece.pause / speed, RATE)])

    def _tokens(self, text: str) -> list[int]:
        said = " ".join("".join(sentence) for sentence in phonemes(text, _ESPEAK[self.language]))
        said = unicodedata.normalize("NFD", said)
        for written, symbol in _SYMBOLS[self.language]:
            said = said.replace(written, symbol)
        return [self._numbers[symbol] for symbol in said if symbol in self._numbers][:MOST_TOKENS]

    def _run(self, tokens: list[int], speed: float) -> np.ndarray[tuple[int], np.dtype[np.float32]]:
        inputs = {
            "tokens": np.array([[0, *tokens, 0]], np.int64),
            "style": self._styles[min(len(tokens), STYLES - 1)],
            "speed": np.array([speed], np.float32),
        }
        return np.asarray(self._session.run(None, inputs)[0], np.float32).ravel()


def pieces(text: str, language: Language) -> list[Piece]:
    """Clauses to synthesize in turn: a short first one, then longer ones, never across sentences."""
    found: list[Piece] = []
    for sentence in re.split(r"(?<=[.!?…])\s+", text.strip()):
        clauses = _joined([clause for clause in re.split(r"(?<=[,;:])\s+|\s+[—–]\s+", sentence) if clause])
        if not found and clauses:
            clauses[:1] = _shortened(clauses[0], language)
        found += [Piece(clause, AFTER_CLAUSE if clause[-1] in ",;:" else 0.0) for clause in clauses[:-1]]
        found += [Piece(clause, AFTER_SENTENCE) for clause in clauses[-1:]]
    if found:
        found[-1] = Piece(found[-1].text, 0.0)
    return found


def _joined(clauses: list[str]) -> list[str]:
    joined: list[str] = []
    for number, clause in enumerate(clauses):
        too_short = bool(joined) and (len(joined[-1]) < SHORT or len(clause) < SHORT)
        later = number > 1 and bool(joined) and len(joined) > 1
        if too_short or (later and len(joined[-1]) + len(clause) < COMFORTABLE):
            joined[-1] += " " + clause
        else:
            joined.append(clause)
    return joined


def _shortened(clause: str, language: Language) -> list[str]:
    """A long first clause in two, where a speaker might draw breath."""
    if len(clause) <= LONG_FIRST:
        return [clause]
    places = [match.start() for match in re.finditer(rf" (?:{_BEFORE[language]}) ", clause)]
    near = [place for place in places if 14 <= place <= LONG_FIRST and len(clause) - place >= SHORT * 2]
    return [clause[: near[0]] + ",", clause[near[0] + 1 :]] if near else [clause]
