"""How likely a sentence asks for nothing, told from its meaning as a whole.

Learned by benchmarks/remarks.py from our own sentences, with requests of CLINC150 (CC BY 3.0) and BANKING77
(CC BY 4.0) and commands of Home Assistant's tests (CC BY 4.0) as what is none.
"""

from __future__ import annotations

from functools import cache, lru_cache

from voice.escalation.likeness_table import LikenessTable, load

KEPT = 256
"""Sentences whose reading is kept."""


@cache
def remark_model() -> LikenessTable:
    """The model that comes with the gateway."""
    return load("voice.conversation", "remarks")


@lru_cache(maxsize=KEPT)
def likely_remark(text: str) -> float:
    """Probability, 0 to 1, that the caller only comments on what he was told."""
    return remark_model().told(text)["remark"]
