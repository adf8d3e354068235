"""When callers can be called back, and how that is said."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from voice.dialplan.callback_times import callback_times, dated, part_of, said
from voice.dialplan.load import load_plan
from voice.dialplan.model import Dialplan
from voice.errors import PlanError
from voice.turn import CallbackTime, Language

HOURS = '{timezone: Europe/Paris, days: {mon-fri: "09:00-12:00, 14:00-18:00"}}'
TUESDAY = datetime(2026, 3, 10, 9, 0, tzinfo=UTC)
"""Ten in Paris."""


@cache
def shop(hours: str = HOURS, callback: str = "{}") -> Dialplan:
    text = f"""
title: {{en: the shop, fr: la boutique}}
languages: [en, fr]
start: welcome
{"handoff: {hours: " + hours + "}" if hours else ""}
callback: {callback}
targets: {{desk: "100"}}
steps:
  welcome: {{say: {{en: Hello., fr: Bonjour.}}, listen: true}}
"""
    with TemporaryDirectory() as folder:
        (Path(folder) / "plan.yaml").write_text(text, encoding="utf-8")
        return load_plan(Path(folder))


def times(plan: Dialplan, now: datetime = TUESDAY) -> list[str]:
    return [f"{time.start:%a %H:%M}-{time.end:%H:%M}" for time in callback_times(plan, now)]


def test_the_hours_are_cut_into_stretches_from_half_an_hour_from_now_on() -> None:
    assert times(shop())[:5] == [
        "Tue 11:00-12:00", "Tue 14:00-16:00", "Tue 16:00-18:00", "Wed 09:00-11:00", "Wed 11:00-12:00",
    ]  # fmt: skip
    assert times(shop(), TUESDAY + timedelta(minutes=31))[0] == "Tue 14:00-16:00"
    assert times(shop(), TUESDAY.replace(hour=3))[0] == "Tue 09:00-11:00"


def test_when_closed_they_are_those_of_the_next_opening() -> None:
    saturday = TUESDAY + timedelta(days=4)
    assert times(shop(), saturday)[0] == "Mon 09:00-11:00"
    assert times(shop(), TUESDAY.replace(hour=20))[0] == "Wed 09:00-11:00"


def test_holidays_and_days_of_their_own_count() -> None:
    hours = HOURS.replace("{timezone", '{holidays: FR, open_on: {"2026-05-02": "10:00-12:00"}, timezone')
    before_labour_day = datetime(2026, 4, 30, 18, 0, tzinfo=UTC)
    assert times(shop(hours), before_labour_day)[:2] == ["Sat 10:00-12:00", "Mon 09:00-11:00"]


def test_a_plan_without_hours_or_that_offers_none_has_none() -> None:
    assert times(shop("")) == [] and times(shop(callback="{offer: 0}")) == []


def test_hours_of_their_own_lie_within_those_in_which_somebody_is_there() -> None:
    callback = '{hours: {timezone: Europe/Paris, days: {mon-sat: "17:00-20:00"}}, minutes: 60}'
    assert times(shop(callback=callback))[:2] == ["Tue 17:00-18:00", "Wed 17:00-18:00"]


def test_they_go_as_far_as_the_plan_says() -> None:
    assert times(shop(callback="{days: 1}"))[-1] == "Wed 16:00-18:00"


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (datetime(2026, 3, 29, tzinfo=UTC), ["00:00-03:00", "03:00-05:00"]),
        (datetime(2026, 10, 25, tzinfo=UTC), ["00:00-02:00", "02:00-03:00", "03:00-05:00"]),
    ],
)
def test_stretches_are_as_long_as_they_say_when_the_clocks_change(day: datetime, expected: list[str]) -> None:
    night = shop('{timezone: Europe/Paris, days: {sun: "00:00-05:00"}}')
    found = list(callback_times(night, day - timedelta(days=1)))[: len(expected)]
    assert [f"{time.start:%H:%M}-{time.end:%H:%M}" for time in found] == expected
    spans = [(time.start.astimezone(UTC), time.end.astimezone(UTC)) for time in found]
    assert all(end - start <= timedelta(hours=2) for start, end in spans)
    assert all(one[1] == two[0] for one, two in pairwise(spans))


def test_midnight_at_the_end_of_a_day_is_the_beginning_of_the_next() -> None:
    late = shop('{timezone: Europe/Paris, days: {tue: "22:00-24:00"}}')
    (time, *_) = callback_times(late, TUESDAY)
    assert (time.end - time.start, time.end.day) == (timedelta(hours=2), 11)
    assert said(time, TUESDAY, "fr") == "ce soir entre 22 heures et minuit"


@pytest.mark.parametrize(
    ("days", "hour", "english", "french"),
    [
        (0, 14, "this afternoon between 2 p.m. and 4 p.m.", "cet après-midi entre 14 heures et 16 heures"),
        (1, 9, "tomorrow morning between 9 a.m. and 11 a.m.", "demain matin entre 9 heures et 11 heures"),
        (1, 18, "tomorrow evening between 6 p.m. and 8 p.m.", "demain soir entre 18 heures et 20 heures"),
        (3, 10, "Friday the 13th of March in the morning between 10 a.m. and noon",
         "vendredi 13 mars dans la matinée entre 10 heures et midi"),
    ],
)  # fmt: skip
def test_how_a_time_is_said(days: int, hour: int, english: str, french: str) -> None:
    zone = next(iter(callback_times(shop(), TUESDAY))).start.tzinfo
    start = datetime(2026, 3, 10 + days, hour, tzinfo=zone)
    time = CallbackTime(start, start + timedelta(hours=2))
    told: dict[Language, str] = {"en": english, "fr": french}
    assert {language: said(time, TUESDAY, language) for language in told} == told
    assert "2026" not in dated(time, "en") and "the 1" in dated(time, "en")
    assert part_of(time).value in ("morning", "afternoon", "evening")


def test_hours_that_are_not_there_are_a_problem_of_the_plan() -> None:
    with pytest.raises(PlanError, match="nights"):
        shop(callback="{hours: nights}")
