"""How long a caller will wait, from how long talks took lately; nothing is said that is not known."""

from __future__ import annotations

import math
from collections import deque

FEWEST_TALKS = 3
"""Fewer talks than this say nothing about the next."""
MOST_TALKS = 20
"""As many of the latest are looked at."""
MOST_MINUTES = 30
"""More than this is not told as a number."""


class Pace:
    """How fast a queue moves."""

    def __init__(self) -> None:
        self._talks: deque[float] = deque(maxlen=MOST_TALKS)

    def talked(self, seconds: float) -> None:
        """An agent was taken up by one call for this long, wrap-up included."""
        self._talks.append(seconds)

    def expected(self, position: int, agents: int) -> float | None:
        """Seconds until the caller at this position (from 1) is served by so many agents.

        None when that cannot be told: too few talks so far, or nobody serves.
        """
        if len(self._talks) < FEWEST_TALKS or agents < 1:
            return None
        return sum(self._talks) / len(self._talks) * position / agents


def minutes(seconds: float | None) -> int | None:
    """Whole minutes to tell a caller, never less than he will wait; None when nothing can be told."""
    if seconds is None:
        return None
    whole = max(1, math.ceil(seconds / 60))
    return whole if whole <= MOST_MINUTES else None
