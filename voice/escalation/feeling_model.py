"""Anger and distress of callers told from whole sentences, where no rule knows the words.

Learned by benchmarks/feelings.py from our own sentences, with requests of CLINC150 (CC BY 3.0) and BANKING77
(CC BY 4.0) and commands of Home Assistant's tests (CC BY 4.0) as what is calm. The model of
voice/escalation/mood_model.py learned from comments and films; this one knows how people complain to a
service.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, lru_cache

from voice.escalation.likeness_table import LikenessTable, load

FEWEST_WORDS = 3
"""A shorter sentence says too little to be judged as a whole."""
KEPT = 512
"""Sentences whose reading is kept."""


@cache
def feeling_model() -> LikenessTable:
    """The model that comes with the gateway."""
    return load("voice.escalation", "feelings")


@lru_cache(maxsize=KEPT)
def likely_feelings(text: str) -> Mapping[str, float]:
    """Anger and distress that a sentence likely shows, and how probable each is."""
    return feeling_model().likely(text) if len(text.split()) >= FEWEST_WORDS else {}
