"""How many have agreed on a time, across the records and what is not there yet."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

from voice.call.agreed_times import AgreedTimes
from voice.turn import CallbackTime

NINE = datetime(2026, 3, 5, 9, 0, tzinfo=timezone(timedelta(hours=1)))
TIME = CallbackTime(NINE, NINE + timedelta(hours=2))
NOW = datetime(2026, 3, 4, 10, 0, tzinfo=UTC)


def test_each_counts_once_whether_stored_or_not() -> None:
    times = AgreedTimes()
    assert times("shop", NINE) == 0
    times.agree("c1", "shop", TIME)
    assert times("shop", NINE) == times("shop", NINE.astimezone(UTC)) == 1
    assert times("other", NINE) == 0
    times.load([("c2", "shop", NINE.astimezone(UTC))], NOW)
    assert times("shop", NINE) == 2
    times.load([("c1", "shop", NINE.astimezone(UTC)), ("c2", "shop", NINE.astimezone(UTC))], NOW)
    assert times("shop", NINE) == 2


def test_what_is_called_or_over_counts_no_more() -> None:
    times = AgreedTimes()
    times.agree("c1", "shop", TIME)
    times.load([("c1", "shop", NINE)], NOW)
    times.load([], NOW)
    assert times("shop", NINE) == 0
    times.agree("c2", "shop", TIME)
    times.load([], TIME.end)
    assert times("shop", NINE) == 0
