"""Which calls are looked for: what stands in the page's address, read and written."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar
from urllib.parse import urlencode

from voice.records.query import ENDED, JUDGED, Judged, Query, ScoreTest, moment, score_test
from voice.records.search import Cursor

FIELDS = ("since", "until", "plan", "ended", "score", "label", "words")
"""Names in the address, in the order of the form."""
_LONGEST = 200
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Filters:
    """What was asked for, as it was typed and as it was understood."""

    given: Mapping[str, str]
    """By `FIELDS`, as typed; empty ones are left out."""
    query: Query
    problems: Mapping[str, str]
    """By field, the sentence that says what to write instead; the query then stands for nothing."""
    before: Cursor | None = None
    """Only calls older than this one."""

    @property
    def address(self) -> str:
        """The filters as a query string with its question mark; empty without filters."""
        return address(self.given)

    def older_than(self, cursor: Cursor) -> str:
        """The query string of the next page."""
        started, call_id = cursor
        return address({**self.given, "before": f"{started.isoformat()} {call_id}"})


def address(values: Mapping[str, str]) -> str:
    """A query string with its question mark; empty for no values."""
    return f"?{urlencode(values)}" if values else ""


def read(parameters: Mapping[str, str], *, words: bool) -> Filters:
    """The filters of an address. Never raises: what cannot be understood is in `problems`.

    `words`: whether this gateway lets calls be found by what was said in them.
    """
    given = {
        name: value
        for name in FIELDS
        if (value := parameters.get(name, "").strip()[:_LONGEST]) and (words or name != "words")
    }
    problems: dict[str, str] = {}

    def field(name: str, understand: Callable[[str], T], otherwise: str) -> T | None:
        if name not in given:
            return None
        try:
            return understand(given[name])
        except (ValueError, OverflowError):
            problems[name] = otherwise
            return None

    when = "Write a date such as 2026-03-01, or how long ago: 36h, 7d, 2w."
    query = Query(
        since=field("since", moment, when),
        until=field("until", _end, when),
        plan=given.get("plan"),
        ended=field("ended", _one_of_the_ends, "There is no such end of a call."),
        score=field("score", _score, "Write emotion>0.6 or complexity<=0.3; scores go from 0 to 1."),
        judged=field("label", _judged, "There is no such judgement."),
        words=given.get("words", ""),
    )
    return Filters(given, query, problems, _cursor(parameters.get("before", "")))


def _end(text: str) -> datetime:
    """A whole day counts to its end."""
    return moment(text) + timedelta(days=1 if len(text.strip()) == len("2026-03-01") else 0)


def _score(text: str) -> ScoreTest:
    return score_test(text.replace("≥", ">=").replace("≤", "<=").replace(",", "."))


def _one_of_the_ends(text: str) -> str:
    if text not in ENDED:
        raise ValueError(text)
    return text


def _judged(text: str) -> Judged:
    for judged in JUDGED:
        if judged == text:
            return judged
    raise ValueError(text)


def _cursor(text: str) -> Cursor | None:
    started, _, call_id = text.partition(" ")
    try:
        when = datetime.fromisoformat(started)
    except ValueError:
        return None
    return (when, call_id) if when.tzinfo else None
