"""What stands in the address is what is looked for."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qsl

import pytest

from voice.console.quality.filters import read
from voice.records.query import ScoreTest


def test_every_filter_is_read_and_written_back() -> None:
    given = {
        "since": "2026-03-01",
        "until": "2026-03-31T12:00+00:00",
        "plan": "retail & co",
        "ended": "transferred",
        "score": "emotion>0.6",
        "label": "disputed",
        "words": "where is my order",
    }
    asked = read(given | {"unknown": "x"}, words=True)
    assert not asked.problems
    assert dict(parse_qsl(asked.address.removeprefix("?"))) == given
    query = asked.query
    assert (query.plan, query.ended, query.judged) == ("retail & co", "transferred", "disputed")
    assert query.score == ScoreTest("emotion", ">", 0.6)
    assert query.until == datetime(2026, 3, 31, 12, tzinfo=UTC)


def test_a_whole_day_counts_to_its_end() -> None:
    query = read({"since": "2026-03-01", "until": "2026-03-01"}, words=True).query
    assert query.since and query.until and query.until - query.since == timedelta(days=1)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("since", "yesterday"),
        ("since", "99999999999w"),
        ("until", "2026-13-01"),
        ("ended", "badly"),
        ("score", "mood>1"),
        ("label", "good"),
    ],
)
def test_what_cannot_be_understood_is_said_and_kept(name: str, value: str) -> None:
    asked = read({name: value, "plan": "retail"}, words=True)
    assert set(asked.problems) == {name}
    assert asked.given == {name: value, "plan": "retail"}


def test_scores_may_be_typed_as_they_are_written_in_french() -> None:
    assert read({"score": "complexity ≥ 0,5"}, words=True).query.score == ScoreTest("complexity", ">=", 0.5)


def test_words_are_left_out_where_they_may_not_be_searched() -> None:
    asked = read({"words": "secret"}, words=False)
    assert (asked.query.words, asked.address) == ("", "")


def test_the_next_page_goes_on_where_this_one_ended() -> None:
    asked = read({"plan": "retail"}, words=True)
    cursor = (datetime(2026, 3, 1, tzinfo=UTC), "a b&c")
    again = read(dict(parse_qsl(asked.older_than(cursor).removeprefix("?"))), words=True)
    assert (again.before, again.query.plan) == (cursor, "retail")
    assert read({"before": "nonsense"}, words=True).before is None
