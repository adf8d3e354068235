"""Find the coefficients with which voice/understanding/intents.py tells what is out of scope.

    python -m benchmarks.out_of_scope_fit --data FOLDER

Many plans are drawn by chance from the `train` rows of CLINC150, BANKING77 and HWU64: 4 to 150 requests, 5 to
60 examples each. What is asked is kept out of the learning: other sentences of those requests (65 % of the
weight), sentences of the set's other requests (13 %), of the other sets (10 %), and the out-of-scope rows of
CLINC150 (12 %): about one sentence in three is outside. The logistic regression that fits best is printed.
The weight of what a plan gives as outside is not fitted but set: it was the best of a few on held-out train
rows of CLINC150 and BANKING77-OOS.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from scipy.optimize import minimize
from threadpoolctl import threadpool_limits

from benchmarks.intent_rows import Row, part, read
from voice.turn import LANGUAGES
from voice.understanding.intents import OUT_OF_SCOPE, ExampleClassifier, general_background

SETS = ("clinc150_en", "banking77_en", "hwu64_en")
REQUESTS = (4, 8, 15, 40, 150)
EXAMPLES = (5, 10, 20, 60)
MOST_EXAMPLES = 2600
DRAWS = 2
WEIGHTS = {"in scope": 0.65, "other requests": 0.13, "other sets": 0.10, "out of scope": 0.12}


@dataclass(frozen=True, slots=True)
class Drawn:
    """One plan drawn by chance, and what is asked of it: kind of sentence → sentences."""

    examples: dict[str, list[str]]
    asked: dict[str, list[str]]


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--data", type=Path, required=True)
    args = parser.parse_args()
    sets = {name: part(read(args.data / "intents", name), "train") for name in SETS}
    with threadpool_limits(1):
        found = fit(draw_all(sets))
    print("in use:", OUT_OF_SCOPE)
    print("fitted:", {name: round(float(value), 2) for name, value in found.items()})


def draw_all(sets: dict[str, list[Row]]) -> Iterator[Drawn]:
    """All plans; the same ones each time."""
    chance = np.random.default_rng(7)
    for _ in range(DRAWS):
        for name in sets:
            for requests in REQUESTS:
                for examples in EXAMPLES:
                    if requests * examples <= MOST_EXAMPLES:
                        yield draw(sets, name, requests, examples, chance)


def draw(
    sets: dict[str, list[Row]], name: str, requests: int, examples: int, chance: np.random.Generator
) -> Drawn:
    """One plan."""

    def some(texts: Sequence[str], count: int) -> list[str]:
        return [texts[index] for index in chance.permutation(len(texts))[:count]]

    pool: dict[str, list[str]] = {}
    for row in sets[name]:
        if row.intent:
            pool.setdefault(row.intent, []).append(row.text)
    enough = sorted(intent for intent, texts in pool.items() if len(texts) > examples + 5)
    chosen = set(some(enough, requests))
    learned, inside = {}, []
    for intent in sorted(chosen):
        texts = some(pool[intent], len(pool[intent]))
        learned[intent] = texts[:examples]
        inside += texts[examples : examples + max(3, 300 // len(chosen))]
    others = [text for intent in enough if intent not in chosen for text in pool[intent]]
    far = [row.text for other, rows in sets.items() if other != name for row in rows if row.intent]
    outside = [row.text for row in sets["clinc150_en"] if row.intent is None]
    asked = {
        "in scope": inside,
        "other requests": some(others, 150),
        "other sets": some(far, 100),
        "out of scope": outside,
    }
    return Drawn(learned, asked)


def fit(plans: Iterator[Drawn]) -> dict[str, Any]:
    """The coefficients that make what was seen most likely."""
    seen, outside, weight = [], [], []
    for plan in plans:
        model = ExampleClassifier(plan.examples, background=general_background(LANGUAGES))
        for kind, texts in plan.asked.items():
            if texts:
                seen.append(model.evidence(texts))
                outside.append(np.full(len(texts), kind != "in scope"))
                weight.append(np.full(len(texts), WEIGHTS[kind] / len(texts)))
    features, wanted, weights = np.concatenate(seen), np.concatenate(outside), np.concatenate(weight)
    weights /= weights.sum()

    def loss(coefficients: Any) -> float:
        logits = coefficients[0] + features @ coefficients[1:]
        return float((weights * np.logaddexp(0, np.where(wanted, -logits, logits))).sum())

    found = minimize(loss, [1.0, -9.0, -4.0, 6.0]).x
    return dict(zip(("constant", "best", "nearest", "told"), found, strict=True))


if __name__ == "__main__":
    main()
