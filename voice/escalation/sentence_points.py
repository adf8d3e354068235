"""Whole sentences as points: what the encoder says they mean, beside the sum over places it was made from.

The sum still holds words that the meaning has smoothed away; the two together tell a demand from what only
sounds like one better than either does.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import numpy as np

from voice.escalation.mood_network import EDGE, MoodNetwork, encoder_weights, pieces_of, summed
from voice.understanding.encoder import DIMENSIONS, Matrix, spoken_form

POINT = 2 * DIMENSIONS


def points(texts: Sequence[str]) -> Matrix:
    """(texts, POINT): meaning and sum, each a unit vector; a text without a word is the zero vector."""
    found = np.zeros((len(texts), POINT), np.float32)
    for place, text in enumerate(map(spoken_form, texts)):
        if text:
            found[place] = _point(text)
    return found


def _point(spoken: str) -> Matrix:
    network = _network()
    pieces = pieces_of([spoken])
    states = network.states(pieces)[EDGE : EDGE + len(pieces[0])]
    total, meaning = summed(states, network.weights)
    return np.concatenate([meaning, total / max(float(np.linalg.norm(total)), 1e-6)])


@cache
def _network() -> MoodNetwork:
    return MoodNetwork(encoder_weights())
