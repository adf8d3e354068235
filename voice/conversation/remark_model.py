"""How likely a sentence asks for nothing, told from its meaning as a whole.

Trained by benchmarks/remarks.py on our own sentences, with requests of CLINC150 (CC BY 3.0) and BANKING77
(CC BY 4.0) and commands of Home Assistant's tests (CC BY 4.0) as what is none.
"""

from __future__ import annotations

from functools import cache, lru_cache

from voice.understanding.sentence_model import SentenceModel, load

KEPT = 256
"""Sentences whose reading is kept."""


@cache
def remark_model() -> SentenceModel:
    """The model that comes with the gateway."""
    return load("voice.conversation", "remarks")


@lru_cache(maxsize=KEPT)
def likely_remark(text: str) -> float:
    """Probability, 0 to 1, that the caller only comments on what he was told."""
    return remark_model().told(text)["remark"]
