"""Which calls of the records are meant: a query as it is typed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal, get_args

from voice.events import Assessed, CallEvent, TurnTaken
from voice.records.rows import CallRow
from voice.turn import EndReason, HandoffFailure

_SCORE = re.compile(r"\s*(emotion|complexity)\s*(>=|<=|>|<)\s*([01](?:\.\d+)?|\.\d+)\s*")
_AGO = re.compile(r"(\d+)\s*([hdw])")
_UNITS = {"h": "hours", "d": "days", "w": "weeks"}
ENDED = ("transferred", *(reason.value for reason in EndReason if reason is not EndReason.TRANSFERRED))
"""What `--ended` takes: `transferred` means that a person took the call, whoever hung up in the end."""

Judged = Literal["nobody", "somebody", "to_person", "with_bot", "disputed"]
"""What raters say: nothing; anything; that a person should have had the call; that the bot should; both."""
JUDGED: tuple[Judged, ...] = get_args(Judged)


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
        return self.allows(max((getattr(assessment, self.side) for assessment in judged), default=None))

    def allows(self, highest: float | None) -> bool:
        """Whether a call with this highest score is meant; None: nothing was judged."""
        if highest is None:
            return False
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
    until: datetime | None = None
    """Before this moment."""
    judged: Judged | None = None
    words: str = ""
    """All of these within one sentence of caller, bot or person, whatever their case and accents; a call
    whose recording the caller refused is never found so."""


def score_test(text: str) -> ScoreTest:
    """`emotion>0.6` as a test. Raises ValueError."""
    found = _SCORE.fullmatch(text)
    if found is None:
        raise ValueError(f"{text}: write emotion>0.6 or complexity<=0.3, in quotes")
    return ScoreTest(found[1], found[2], float(found[3]))


def moment(text: str) -> datetime:
    """A date, a time, or how long ago as in 36h, 7d, 2w. Raises ValueError."""
    if found := _AGO.fullmatch(text.strip()):
        try:
            return datetime.now(UTC) - timedelta(**{_UNITS[found[2]]: int(found[1])})
        except OverflowError:
            raise ValueError(f"{text}: that is before all calls") from None
    try:
        when = datetime.fromisoformat(text)
    except ValueError:
        raise ValueError(f"{text}: write a day, 2026-03-01, or how long ago: 36h, 7d, 2w") from None
    return when if when.tzinfo else when.astimezone()


def ended_so(row: CallRow, ended: str | None) -> bool:
    """Whether a call ended in this way: one of `ENDED`, or how its hand-over failed."""
    if ended is None:
        return True
    if ended == "transferred":
        return row.handoff == "accepted"
    if ended in set(HandoffFailure):
        return row.handoff == ended
    return row.ended == ended and row.handoff != "accepted"


def said_in(words: str, sentences: Iterable[str]) -> bool:
    """Whether all these words are in one of the sentences, whatever their case and accents."""
    wanted = _bare(words).split()
    return any(all(word in bare for word in wanted) for bare in map(_bare, sentences))


def _bare(text: str) -> str:
    split = unicodedata.normalize("NFKD", text.replace("’", "'"))
    return "".join(char for char in split if not unicodedata.combining(char)).casefold()
