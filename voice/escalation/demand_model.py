"""Demands told from the meaning of whole sentences, where no rule knows the words.

Learned by benchmarks/demands.py from our own sentences, with requests of CLINC150 (CC BY 3.0) and BANKING77
(CC BY 4.0), commands of Home Assistant's tests (CC BY 4.0) and calm comments of GoEmotions (Apache-2.0) as
what is none.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, lru_cache

from voice.escalation.likeness_table import LikenessTable, load
from voice.escalation.score import ASKED_FOR_PERSON

FEWEST_WORDS = 3
"""A shorter sentence says too little to be judged as a whole."""
FEWEST_FOR_A_PERSON = 5
"""Words from which asking for a person is judged as a whole: shorter requests are known by their words."""
TOGETHER = 0.7
"""Where all demands together are this probable there is one, though it is not clear which."""
GOES_ON = 0.15
"""What the second of them must show by itself."""
MORE_OF_TWO = 0.15
"""How much more two sentences must show of a demand than one."""
KEPT = 256
"""Sentences whose reading is kept."""


@cache
def demand_model() -> LikenessTable:
    """The model that comes with the gateway."""
    return load("voice.escalation", "demands")


@lru_cache(maxsize=KEPT)
def likely_demand(text: str) -> tuple[str, float] | None:
    """The demand that a sentence most likely makes, and its probability; None when none is likely enough."""
    told = _told(text)
    return _likeliest(told, told, 0.0)


def likely_together(before: str, text: str) -> tuple[str, float] | None:
    """The demand that two sentences in a row most likely make; None when none is likely enough.

    What they show of it adds up, and must be more than one sentence by itself would need. What the first
    told by itself was judged with it.
    """
    first, least = _told(before), _thresholds()
    goes_on = {name: told for name, told in _told(text).items() if told >= GOES_ON}
    second = {name: told for name, told in goes_on.items() if first.get(name, 0.0) < least[name]}
    added = {name: first.get(name, 0.0) + told for name, told in second.items()}
    either = {name: 1 - (1 - first.get(name, 0.0)) * (1 - told) for name, told in second.items()}
    return _likeliest(added, either, MORE_OF_TWO)


def _told(text: str) -> dict[str, float]:
    """How probable each demand is; nothing for what is too short to be judged."""
    count = len(text.split())
    told = demand_model().told(text) if count >= FEWEST_WORDS else {}
    return {name: told[name] for name in told if name != ASKED_FOR_PERSON or count >= FEWEST_FOR_A_PERSON}


def _likeliest(
    weight: Mapping[str, float], told: Mapping[str, float], more: float
) -> tuple[str, float] | None:
    least = _thresholds()
    over = [name for name in weight if weight[name] >= least[name] + more]
    likely = over or (list(weight) if sum(weight.values()) >= TOGETHER + more else [])
    best = max(likely, key=lambda name: weight[name], default=None)
    return (best, round(told[best], 2)) if best else None


@cache
def _thresholds() -> dict[str, float]:
    model = demand_model()
    return dict(zip(model.names, model.thresholds.tolist(), strict=True))
