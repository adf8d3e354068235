"""Which thresholds would have served labelled calls best: containment beside missed and needless transfers.

A call is given by the scores after each of its turns as they would have been had nothing been transferred for
a score. A call counts as transferred at the first turn whose score reaches a threshold, or by a demand of the
caller, which no threshold changes. Pure and deterministic; intervals are Wilson's (1927) for shares and the
bootstrap's (Efron 1979, percentiles, fixed seed) for what thresholds are chosen from the same calls.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from math import sqrt

from voice.escalation.score import score
from voice.escalation.signals import HEARD_ONLY
from voice.turn import Assessment, Side, Thresholds

STEPS = tuple(round(0.2 + 0.05 * number, 2) for number in range(17))
"""Thresholds that are tried: 0.2 to 1.0."""
RESAMPLES = 200
_Z = 1.959964
"""Normal quantile of a 95 % interval."""


@dataclass(frozen=True, slots=True)
class Judged:
    """How a call stood after one turn."""

    turn: int
    assessment: Assessment
    demand: bool
    """True when the call leaves here whatever the thresholds: asked for, a danger, the plan's own way."""


@dataclass(frozen=True, slots=True)
class Labelled:
    """One call with what people say should have become of it."""

    name: str
    should: bool
    """Whether it should have been given to a person."""
    path: tuple[Judged, ...]
    by: int | None = None
    """Turn at which it should have been, at the latest; None when any is right."""


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many, with the 95 % interval of the rate."""

    count: int
    of: int

    @property
    def rate(self) -> float:
        """0 to 1; 0 of none."""
        return self.count / self.of if self.of else 0.0

    @property
    def interval(self) -> tuple[float, float]:
        """Wilson's score interval; everything is possible when there are none."""
        if not self.of:
            return 0.0, 1.0
        n, p, z = self.of, self.rate, _Z
        middle = (p + z * z / (2 * n)) / (1 + z * z / n)
        half = z / (1 + z * z / n) * sqrt(p * (1 - p) / n + z * z / (4 * n * n))
        return max(0.0, middle - half), min(1.0, middle + half)


@dataclass(frozen=True, slots=True)
class Point:
    """What a pair of thresholds would have done."""

    thresholds: Thresholds
    contained: Share
    """Of all calls, those that stayed with the bot."""
    missed: Share
    """Of the calls that should have gone to a person, those that did not, or too late."""
    needless: Share
    """Of the calls that should have stayed, those that went."""

    def cost(self, miss: float) -> float:
        """Needless transfers and misses, one miss being as bad as `miss` needless transfers."""
        return miss * self.missed.count + self.needless.count


def transferred_at(path: Sequence[Judged], thresholds: Thresholds) -> int | None:
    """The turn at which a call goes to a person; None when it stays."""
    for judged in path:
        if judged.demand or reaches(judged.assessment, thresholds):
            return judged.turn
    return None


def reaches(assessment: Assessment, thresholds: Thresholds) -> bool:
    """Whether a score sends the call to a person; a sound alone never does."""
    said = any(signal.side is Side.EMOTION and signal.name not in HEARD_ONLY for signal in assessment.signals)
    return (assessment.emotion >= thresholds.emotion and said) or (
        assessment.complexity >= thresholds.complexity
    )


def point(calls: Sequence[Labelled], thresholds: Thresholds) -> Point:
    """What these thresholds would have done to these calls."""
    left = [(call, transferred_at(call.path, thresholds)) for call in calls]
    should = [(call, turn) for call, turn in left if call.should]
    missed = sum(turn is None or (call.by is not None and turn > call.by) for call, turn in should)
    needless = sum(turn is not None for call, turn in left if not call.should)
    return Point(
        thresholds,
        Share(sum(turn is None for _, turn in left), len(calls)),
        Share(missed, len(should)),
        Share(needless, len(calls) - len(should)),
    )


def grid(calls: Sequence[Labelled]) -> list[Point]:
    """Every pair of thresholds that is tried, in order."""
    return [point(calls, Thresholds(emotion, complexity)) for emotion, complexity in product(STEPS, STEPS)]


def curve(points: Iterable[Point]) -> list[Point]:
    """Those that none beats in both misses and needless transfers; the most contained first, ties once."""
    best: list[Point] = []
    order = sorted(points, key=lambda one: (one.needless.count, one.missed.count, *_furthest(one)))
    for one in order:
        if not best or one.missed.count < best[-1].missed.count:
            best.append(one)
    return best


def best(points: Iterable[Point], miss: float, near: Thresholds) -> Point:
    """The cheapest; of equals the one nearest to the thresholds in use, for a change needs a reason."""

    def order(one: Point) -> tuple[float, float]:
        away = abs(one.thresholds.emotion - near.emotion) + abs(one.thresholds.complexity - near.complexity)
        return one.cost(miss), round(away, 6)

    return min(points, key=order)


@dataclass(frozen=True, slots=True)
class Stability:
    """How much the choice hangs on which calls happened to be labelled: 95 % of the resamples lie between."""

    emotion: tuple[float, float]
    complexity: tuple[float, float]
    saved: tuple[float, float]
    """Cost of the present thresholds less the best's, a call."""


def stability(calls: Sequence[Labelled], miss: float, present: Thresholds) -> Stability:
    """Choose again on calls drawn with replacement. The same calls always give the same answer."""
    draw = random.Random(0)  # noqa: S311 - statistics, no secret
    pairs = [Thresholds(emotion, complexity) for emotion, complexity in product(STEPS, STEPS)]
    pairs.append(present)
    costs = [[_cost(call, pair, miss) for call in calls] for pair in pairs]
    chosen: list[Thresholds] = []
    saved: list[float] = []
    for _ in range(RESAMPLES):
        drawn = draw.choices(range(len(calls)), k=len(calls))
        sums = [sum(row[index] for index in drawn) for row in costs]
        cheapest = min(range(len(pairs)), key=lambda number: (sums[number], _away(pairs[number], present)))
        chosen.append(pairs[cheapest])
        saved.append((sums[-1] - sums[cheapest]) / len(calls))
    return Stability(
        _middle([one.emotion for one in chosen]),
        _middle([one.complexity for one in chosen]),
        _middle(saved),
    )


@dataclass(frozen=True, slots=True)
class Carried:
    """What hangs on one signal at a pair of thresholds."""

    name: str
    rightly: int
    """Calls that go to a person as they should, and would not without it."""
    needlessly: int
    """Calls that should stay and go, and would not without it."""


def carried(calls: Sequence[Labelled], thresholds: Thresholds) -> list[Carried]:
    """Signals whose absence would change what becomes of a call, the weightiest first."""
    rightly: dict[str, int] = {}
    needlessly: dict[str, int] = {}
    for call in calls:
        if transferred_at(call.path, thresholds) is None:
            continue
        counts = rightly if call.should else needlessly
        for name in {signal.name for judged in call.path for signal in judged.assessment.signals}:
            if transferred_at(tuple(_without(call.path, name)), thresholds) is None:
                counts[name] = counts.get(name, 0) + 1
    names = {*rightly, *needlessly}
    found = [Carried(name, rightly.get(name, 0), needlessly.get(name, 0)) for name in names]
    return sorted(found, key=lambda one: (-one.rightly - one.needlessly, one.name))


def kappa(first: Mapping[str, bool], second: Mapping[str, bool]) -> tuple[float | None, int]:
    """Cohen's kappa (1960) of two raters on the calls that both labelled, and how many those are.

    None when chance alone explains all, as when both always say the same.
    """
    common = sorted(first.keys() & second.keys())
    if not common:
        return None, 0
    n = len(common)
    agree = sum(first[name] == second[name] for name in common) / n
    one, other = (sum(side[name] for name in common) / n for side in (first, second))
    chance = one * other + (1 - one) * (1 - other)
    return (None if chance == 1 else (agree - chance) / (1 - chance)), n


def _without(path: Iterable[Judged], name: str) -> Iterator[Judged]:
    for judged in path:
        old = judged.assessment
        signals = tuple(signal for signal in old.signals if signal.name != name)
        emotion, complexity = score(signals, Side.EMOTION), score(signals, Side.COMPLEXITY)
        yield Judged(judged.turn, Assessment(emotion, complexity, old.thresholds, signals), judged.demand)


def _cost(call: Labelled, thresholds: Thresholds, miss: float) -> float:
    turn = transferred_at(call.path, thresholds)
    if not call.should:
        return float(turn is not None)
    return miss * (turn is None or (call.by is not None and turn > call.by))


def _furthest(one: Point) -> tuple[float, float]:
    return -one.thresholds.emotion, -one.thresholds.complexity


def _away(one: Thresholds, other: Thresholds) -> float:
    return round(abs(one.emotion - other.emotion) + abs(one.complexity - other.complexity), 6)


def _middle(values: list[float]) -> tuple[float, float]:
    ordered = sorted(values)
    tail = int(0.025 * len(ordered))
    return ordered[tail], ordered[-1 - tail]
