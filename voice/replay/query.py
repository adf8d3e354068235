"""Which calls of the records are meant: a query as it is typed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from voice.events import Assessed, CallEvent, TurnTaken
from voice.turn import EndReason

_SCORE = re.compile(r"\s*(emotion|complexity)\s*(>=|<=|>|<)\s*([01](?:\.\d+)?|\.\d+)\s*")
_AGO = re.compile(r"(\d+)\s*([hdw])")
_UNITS = {"h": "hours", "d": "days", "w": "weeks"}
ENDED = ("transferred", *(reason.value for reason in EndReason if reason is not EndReason.TRANSFERRED))
"""What `--ended` takes: `transferred` means that a person took the call, whoever hung up in the end."""


@dataclass(frozen=True, slots=True)
class ScoreTest:
    """A bound on the highest score that a call reached."""

    side: str
    sign: str
    bound: float

    def holds(self, events: Sequence[CallEvent]) -> bool:
        """Whether a call is meant; one in which nothing was judged is not."""
        judged = [
            event.assessment
            for event in events
            if isinstance(event, TurnTaken | Assessed) and event.assessment is not None
        ]
        if not judged:
            return False
        highest: float = max(getattr(assessment, self.side) for assessment in judged)
        return {
            ">": highest > self.bound,
            "<": highest < self.bound,
            ">=": highest >= self.bound,
            "<=": highest <= self.bound,
        }[self.sign]


@dataclass(frozen=True, slots=True)
class Query:
    """Which calls of the records are meant; all that is given must hold."""

    since: datetime | None = None
    plan: str | None = None
    """Name of the plan that served the call."""
    ended: str | None = None
    score: ScoreTest | None = None
    limit: int | None = None
    """The latest so many."""


def score_test(text: str) -> ScoreTest:
    """`emotion>0.6` as a test. Raises ValueError."""
    found = _SCORE.fullmatch(text)
    if found is None:
        raise ValueError(f"{text}: write emotion>0.6 or complexity<=0.3, in quotes")
    return ScoreTest(found[1], found[2], float(found[3]))


def moment(text: str) -> datetime:
    """A date, a time, or how long ago as in 36h, 7d, 2w. Raises ValueError."""
    if found := _AGO.fullmatch(text.strip()):
        return datetime.now(UTC) - timedelta(**{_UNITS[found[2]]: int(found[1])})
    when = datetime.fromisoformat(text)
    return when if when.tzinfo else when.astimezone()
