"""What speaks for a person taking over: every signal, weighed."""

from __future__ import annotations

from collections.abc import Mapping

from voice.escalation.difficulties import DIFFICULTIES
from voice.escalation.feelings import FEELINGS, HEARD_ONLY
from voice.escalation.history import History
from voice.turn import Signal

__all__ = ["HEARD_ONLY", "LOOKS", "History", "observe"]

LOOKS = (*FEELINGS, *DIFFICULTIES)


def observe(history: History, weights: Mapping[str, float]) -> tuple[Signal, ...]:
    """All signals of a call so far, weighed, in the order of their turns."""
    sights = [sight for look in LOOKS for sight in look(history)]
    signals = [
        Signal(s.name, s.side, round(min(s.strength, 1.0), 2), weights.get(s.name, 0.0), s.turn, s.evidence)
        for s in sights
    ]
    return tuple(sorted((s for s in signals if s.weight > 0), key=lambda s: (s.turn, s.name)))
