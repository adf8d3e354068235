"""What reads mood and meaning for the signals; each sentence is read once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

import numpy as np

from voice.escalation.demand_model import likely_demand
from voice.escalation.feeling_model import likely_feelings
from voice.escalation.history import Mood
from voice.escalation.matter_model import likely_matters
from voice.escalation.mood import mood
from voice.turn import Language
from voice.understanding.encoder import Matrix, encode
from voice.words import fold

KEPT = 512
"""Sentences whose reading is kept, for all calls of the process."""
_FELT_IN_ALL = 0.7
"""Share of a feeling's probability that counts where only the whole sentence tells it."""


def warm(languages: Sequence[Language]) -> None:
    """Load the models, so that no caller waits for them. Raises OSError when one is missing."""
    for language in languages:
        mood_of("bonjour hello", language)
    alike("bonjour", "hello")
    likely_demand("bonjour je voudrais un renseignement")
    likely_matters("bonjour je voudrais un renseignement")


@lru_cache(maxsize=KEPT)
def mood_of(text: str, language: Language) -> Mood:
    """Anger and distress in a sentence."""
    found, told = mood(text, language), likely_feelings(text)
    anger, distress = (_FELT_IN_ALL * told.get(name, 0.0) for name in ("anger", "distress"))
    if anger <= found.anger and distress <= found.distress:
        return found
    evidence = found.evidence or (fold(text),)
    return replace(
        found, anger=max(found.anger, anger), distress=max(found.distress, distress), evidence=evidence
    )


def alike(one: str, other: str) -> float:
    """How much two sentences mean the same: the cosine of their points, 0 to 1."""
    return max(0.0, float(np.dot(_point(one), _point(other))))


@lru_cache(maxsize=KEPT)
def _point(text: str) -> Matrix:
    point: Matrix = encode([text])[0]
    return point
