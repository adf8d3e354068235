"""Matters that no plan settles, told from the meaning of whole sentences, where no rule knows the words.

Learned by benchmarks/matters.py from our own sentences, with requests of CLINC150 (CC BY 3.0) and BANKING77
(CC BY 4.0) and commands of Home Assistant's tests (CC BY 4.0) as what is none.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, lru_cache

from voice.escalation.likeness_table import LikenessTable, load

FEWEST_WORDS = 4
"""A shorter sentence says too little to be judged as a whole."""
KEPT = 512
"""Sentences whose reading is kept."""


@cache
def matter_model() -> LikenessTable:
    """The model that comes with the gateway."""
    return load("voice.escalation", "matters")


@lru_cache(maxsize=KEPT)
def likely_matters(text: str) -> Mapping[str, float]:
    """Signals of complexity that a sentence likely shows, and how probable each is."""
    return matter_model().likely(text) if len(text.split()) >= FEWEST_WORDS else {}
