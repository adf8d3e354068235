"""Thresholds tried on labelled calls: what each would have done, and which serves best."""

from __future__ import annotations

import pytest

from voice.escalation.score import score
from voice.escalation.tune import (
    Judged,
    Labelled,
    Share,
    best,
    carried,
    curve,
    grid,
    kappa,
    point,
    stability,
    transferred_at,
)
from voice.turn import Assessment, Side, Signal, Thresholds

NEVER = Thresholds(1.0, 1.0)


def judged(turn: int, *signals: tuple[str, Side, float], demand: bool = False) -> Judged:
    made = tuple(Signal(name, side, strength, 1.0, turn, "") for name, side, strength in signals)
    assessment = Assessment(score(made, Side.EMOTION), score(made, Side.COMPLEXITY), NEVER, made)
    return Judged(turn, assessment, demand)


def anger(turn: int, strength: float) -> Judged:
    return judged(turn, ("anger", Side.EMOTION, strength))


def call(name: str, should: bool, *path: Judged, by: int | None = None) -> Labelled:
    return Labelled(name, should, path, by)


CALLS = [
    call("furious", True, anger(1, 0.2), anger(2, 0.9)),
    call("cross", True, anger(1, 0.62)),
    call("grumbling", False, anger(1, 0.4)),
    call("calm", False, anger(1, 0.0)),
    call("asks", True, judged(1, demand=True)),
]


def test_a_call_leaves_at_the_first_turn_that_reaches_a_threshold_or_by_a_demand() -> None:
    assert transferred_at(CALLS[0].path, Thresholds(0.7, 0.7)) == 2
    assert transferred_at(CALLS[0].path, Thresholds(0.2, 0.7)) == 1
    assert transferred_at(CALLS[1].path, Thresholds(0.7, 0.7)) is None
    assert transferred_at(CALLS[4].path, NEVER) == 1


def test_a_sound_alone_never_sends_a_call_to_a_person() -> None:
    loud = judged(1, ("shouting", Side.EMOTION, 0.95))
    assert transferred_at((loud,), Thresholds(0.5, 0.5)) is None
    said = judged(1, ("shouting", Side.EMOTION, 0.95), ("anger", Side.EMOTION, 0.1))
    assert transferred_at((said,), Thresholds(0.5, 0.5)) == 1


def test_what_thresholds_would_have_done_is_counted() -> None:
    found = point(CALLS, Thresholds(0.7, 0.7))
    assert (found.contained.count, found.contained.of) == (3, 5)
    assert (found.missed.count, found.missed.of) == (1, 3)
    assert (found.needless.count, found.needless.of) == (0, 2)
    assert found.cost(5) == 5
    assert point(CALLS, Thresholds(0.3, 0.7)).needless.count == 1


def test_too_late_is_missed() -> None:
    late = [call("late", True, anger(1, 0.2), anger(2, 0.9), by=1)]
    assert point(late, Thresholds(0.7, 0.7)).missed.count == 1
    assert point(late, Thresholds(0.2, 0.7)).missed.count == 0


def test_the_best_point_depends_on_what_a_miss_costs_and_stays_near_the_present() -> None:
    points = grid(CALLS)
    chosen = best(points, 5, Thresholds(0.7, 0.7))
    assert (chosen.missed.count, chosen.needless.count) == (0, 0)
    assert 0.4 < chosen.thresholds.emotion <= 0.62
    assert chosen.thresholds.complexity == 0.7
    torn = [*CALLS, call("muttering", True, anger(1, 0.35))]
    assert best(grid(torn), 0.1, Thresholds(0.7, 0.7)).needless.count == 0
    assert best(grid(torn), 50, Thresholds(0.7, 0.7)).missed.count == 0


def test_no_point_of_the_curve_is_beaten_by_another() -> None:
    torn = [*CALLS, call("muttering", True, anger(1, 0.35))]
    points = curve(grid(torn))
    assert len(points) == 2
    for one in points:
        assert not [
            other
            for other in grid(torn)
            if other.missed.count < one.missed.count and other.needless.count <= one.needless.count
        ]


def test_an_interval_holds_the_rate_and_narrows_with_more_calls() -> None:
    few, many = Share(1, 10), Share(100, 1000)
    for share in (few, many):
        low, high = share.interval
        assert 0 <= low < share.rate < high <= 1
    assert few.interval[1] - few.interval[0] > 4 * (many.interval[1] - many.interval[0])
    assert Share(0, 10).interval[0] == 0
    assert Share(0, 10).interval[1] == pytest.approx(0.2775, abs=1e-3), "Wilson's published figure"
    assert Share(0, 0).interval == (0, 1)


def test_the_choice_on_other_calls_is_the_same_each_time_and_saves_nothing_less_than_nothing() -> None:
    once = stability(CALLS, 5, Thresholds(0.7, 0.7))
    assert once == stability(CALLS, 5, Thresholds(0.7, 0.7))
    assert once.saved[0] >= 0
    assert once.emotion[0] <= once.emotion[1]


def test_signals_that_carry_a_decision_are_named() -> None:
    two = judged(1, ("anger", Side.EMOTION, 0.6), ("insult", Side.EMOTION, 0.05))
    found = carried([call("a", True, two), call("b", False, two)], Thresholds(0.6, 0.9))
    assert [(one.name, one.rightly, one.needlessly) for one in found] == [("anger", 1, 1)]


def test_agreement_of_raters_is_corrected_for_chance() -> None:
    one = {str(number): number < 25 for number in range(50)}
    same, chance_only = dict(one), dict.fromkeys(one, True)
    assert kappa(one, same) == (1.0, 50)
    assert kappa(one, chance_only) == (0.0, 50)
    assert kappa(chance_only, chance_only) == (None, 50)
    assert kappa(one, {}) == (None, 0)
    # 20 both yes, 5 yes/no, 10 no/yes, 15 both no: 0.4, the textbook's example.
    first = {str(number): number < 25 for number in range(50)}
    second = {str(number): number < 20 or 25 <= number < 35 for number in range(50)}
    assert kappa(first, second)[0] == pytest.approx(0.4)
