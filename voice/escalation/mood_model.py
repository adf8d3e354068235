"""Feelings told from whole sentences: a linear model over pieces and meaning, beside a tuned network.

Trained by benchmarks/mood.py and benchmarks/mood_network.py on GoEmotions (Apache-2.0), XED (CC BY 4.0) and
calm requests of CLINC150 (CC BY 3.0) and BANKING77 (CC BY 4.0). The meaning of a sentence, and the network
before it was tuned, come from the multilingual encoder that the understanding uses, so that French profits
from English labels.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import as_file, files
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray
from sklearn.feature_extraction.text import HashingVectorizer

from voice.escalation.mood_network import MoodNetwork, mood_network
from voice.understanding.encoder import encode

Feeling = Literal["anger", "distress"]
FEELINGS: tuple[Feeling, ...] = ("anger", "distress")
BUCKETS = 2**16
MEANING = 2.0
"""How much the 512 numbers of the sentence's meaning weigh beside its pieces."""

_words = HashingVectorizer(
    n_features=BUCKETS, ngram_range=(1, 2), tokenizer=str.split, token_pattern=None, alternate_sign=False,
    norm="l2", binary=True,
)  # fmt: skip
_letters = HashingVectorizer(
    n_features=BUCKETS, analyzer="char_wb", ngram_range=(3, 5), alternate_sign=False, norm="l2", binary=True
)


@dataclass(frozen=True, slots=True)
class MoodModel:
    """Weights per feeling over words, letters and meaning, in this order, and the network beside them."""

    weights: NDArray[np.float32]
    """(2 * BUCKETS + 512, feelings)"""
    bias: NDArray[np.float32]
    network: MoodNetwork | None = None
    """Reads the same sentence in its order; without one the linear model judges alone."""

    def scores(self, texts: Sequence[str]) -> NDArray[np.float64]:
        """(texts, feelings): log odds."""
        alone = self.by_pieces(texts)
        return alone if self.network is None else self.network.weighed(alone, self.network.scores(texts))

    def by_pieces(self, texts: Sequence[str]) -> NDArray[np.float64]:
        """(texts, feelings): log odds by the linear model alone."""
        words, letters, meaning = features(texts)
        told = words @ self.weights[:BUCKETS] + letters @ self.weights[BUCKETS : 2 * BUCKETS]
        return np.asarray(told + meaning @ self.weights[2 * BUCKETS :] + self.bias, np.float64)

    def telling_words(self, text: str, feeling: Feeling) -> list[str]:
        """The words that speak most for the feeling, first the strongest; none when none stands out."""
        words = list(dict.fromkeys(folded(text).split()))
        if not words:
            return []
        weights = self.weights[:, FEELINGS.index(feeling)]
        told = _words.transform(words) @ weights[:BUCKETS]
        told = told + _letters.transform(words) @ weights[BUCKETS : 2 * BUCKETS]
        ranked = sorted(zip(told, words, strict=True), reverse=True)
        return [word for value, word in ranked[:2] if value > 0.5 and len(word) > 2]


def folded(text: str) -> str:
    """Small letters, no accents, of punctuation only ! and ? kept."""
    plain = unicodedata.normalize("NFKD", text.casefold().replace("’", "'"))
    plain = "".join(char for char in plain if not unicodedata.combining(char))
    return re.sub(r"[^a-z0-9!?]+", " ", plain)


def features(texts: Sequence[str]) -> tuple[Any, Any, NDArray[np.float32]]:
    """What the model sees of each text: sparse words and letters (texts, BUCKETS), meaning (texts, 512)."""
    plain = [folded(text) for text in texts]
    meaning = np.asarray(MEANING * encode(list(texts)), np.float32)
    return _words.transform(plain), _letters.transform(plain), meaning


@cache
def mood_model() -> MoodModel:
    """The model that comes with the gateway."""
    with as_file(files("voice.escalation").joinpath("data/mood.npz")) as path, np.load(path) as table:
        weights = table["steps"].astype(np.float32) * table["scale"]
        weights = np.concatenate([weights, table["meaning"].astype(np.float32)])
        return MoodModel(weights, table["bias"].astype(np.float32), mood_network())
