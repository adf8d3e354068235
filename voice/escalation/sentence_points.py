"""Whole sentences as points: what the encoder says they mean, what that was made from, and their words.

The sum over places still holds words that the meaning has smoothed away; pieces of words and pairs of
words, hashed (Weinberger et al., 2009), hold what the encoder never saw. All of them together tell a demand
from what only sounds like one better than any does alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, lru_cache
from importlib.resources import as_file, files

import numpy as np
from sklearn.feature_extraction.text import HashingVectorizer

from voice.escalation.mood_network import EDGE, MoodNetwork, encoder_weights, pieces_of, summed
from voice.understanding.encoder import DIMENSIONS, Matrix, spoken_form
from voice.words import fold

LETTERS = 1024
WORDS = 1024
POINT = 2 * DIMENSIONS + LETTERS + WORDS
WORDS_WEIGH = 0.7
"""Words and pairs of words beside each of the other parts, whose length is one."""
KEPT = 64
"""Sentences whose place is kept: several tables ask for the same."""

_letters = HashingVectorizer(n_features=LETTERS, analyzer="char_wb", ngram_range=(2, 4), norm="l2")
_words = HashingVectorizer(
    n_features=WORDS, ngram_range=(1, 2), tokenizer=str.split, token_pattern=None, norm="l2"
)


def points(texts: Sequence[str]) -> Matrix:
    """(texts, POINT): meaning, sum, letters and words; a text without a word is the zero vector."""
    found = np.zeros((len(texts), POINT), np.float32)
    spoken = [spoken_form(text) for text in texts]
    for place, text in enumerate(spoken):
        if text:
            found[place, : 2 * DIMENSIONS] = _point(text)
    plain = [fold(text) for text in spoken]
    found[:, 2 * DIMENSIONS : -WORDS] = _letters.transform(plain).toarray()
    found[:, -WORDS:] = WORDS_WEIGH * _words.transform(plain).toarray()
    return found


@lru_cache(maxsize=KEPT)
def turned(text: str) -> Matrix:
    """(1, axes): one sentence's point, turned to the main axes of callers' sentences."""
    return points([text]) @ main_axes()


@cache
def main_axes() -> Matrix:
    """(POINT, axes): learned by benchmarks/demands.py, and shared by all tables."""
    with as_file(files("voice.escalation").joinpath("data/axes.npz")) as path, np.load(path) as table:
        return np.asarray(table["axes"].astype(np.float32) * table["step"])


def _point(spoken: str) -> Matrix:
    network = _network()
    pieces = pieces_of([spoken])
    states = network.states(pieces)[EDGE : EDGE + len(pieces[0])]
    total, meaning = summed(states, network.weights)
    return np.concatenate([meaning, total / max(float(np.linalg.norm(total)), 1e-6)])


@cache
def _network() -> MoodNetwork:
    return MoodNetwork(encoder_weights())
