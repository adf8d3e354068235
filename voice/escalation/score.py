"""Signals to an assessment: evidence adds up, and no single weak signal decides."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from math import prod

from voice.escalation.signals import HEARD_ONLY, History, observe
from voice.turn import Assessment, Side, Signal, Thresholds

ASKED_FOR_PERSON = "asked_for_person"
DANGER = "danger"


def score(signals: Iterable[Signal], side: Side) -> float:
    """One side's score: 1 - prod(1 - weight * strength), 0 to 1."""
    return round(
        1 - prod(1 - signal.weight * signal.strength for signal in signals if signal.side is side), 3
    )


def assess(
    history: History, weights: Mapping[str, float], thresholds: Thresholds, demand: Signal | None = None
) -> Assessment:
    """How the call stands; a demand decides by itself, then emotion, then complexity."""
    signals = observe(history, weights)
    if demand:
        signals = (*signals, demand)
    emotion, complexity = score(signals, Side.EMOTION), score(signals, Side.COMPLEXITY)
    decided: str | None = None
    if demand:
        decided = demand.name
    elif emotion >= thresholds.emotion and _said(signals):
        decided = Side.EMOTION.value
    elif complexity >= thresholds.complexity:
        decided = Side.COMPLEXITY.value
    return Assessment(emotion, complexity, thresholds, signals, decided)


def _said(signals: Iterable[Signal]) -> bool:
    """True when something that was said shows emotion: a sound alone never decides."""
    return any(signal.side is Side.EMOTION and signal.name not in HEARD_ONLY for signal in signals)


def demand(name: str, turn: int, evidence: str) -> Signal:
    """A signal that needs no score."""
    return Signal(name, Side.DEMAND, 1.0, 1.0, turn, evidence)
