"""Demands told from the meaning of whole sentences, where no rule knows the words.

Learned by benchmarks/demands.py from our own sentences, with requests of CLINC150 (CC BY 3.0) and BANKING77
(CC BY 4.0), commands of Home Assistant's tests (CC BY 4.0) and calm comments of GoEmotions (Apache-2.0) as
what is none.
"""

from __future__ import annotations

from functools import cache, lru_cache

from voice.escalation.likeness_table import LikenessTable, load
from voice.escalation.score import ASKED_FOR_PERSON

FEWEST_WORDS = 3
"""A shorter sentence says too little to be judged as a whole."""
FEWEST_FOR_A_PERSON = 5
"""Words from which asking for a person is judged as a whole: shorter requests are known by their words."""
TOGETHER = 0.7
"""Where all demands together are this probable there is one, though it is not clear which."""
KEPT = 256
"""Sentences whose reading is kept."""


@cache
def demand_model() -> LikenessTable:
    """The model that comes with the gateway."""
    return load("voice.escalation", "demands")


@lru_cache(maxsize=KEPT)
def likely_demand(text: str) -> tuple[str, float] | None:
    """The demand that a sentence most likely makes, and its probability; None when none is likely enough."""
    if len(text.split()) < FEWEST_WORDS:
        return None
    model = demand_model()
    told = model.told(text)
    least = dict(zip(model.names, model.thresholds.tolist(), strict=True))
    if len(text.split()) < FEWEST_FOR_A_PERSON:
        del least[ASKED_FOR_PERSON]
    best = max(least, key=lambda name: told[name] - least[name])
    if told[best] >= least[best] or sum(told[name] for name in least) >= TOGETHER:
        return best, round(told[best], 2)
    return None
