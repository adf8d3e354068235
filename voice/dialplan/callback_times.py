"""When callers can be called back: stretches of the opening hours, and how they are said."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from voice.dialplan.model import Dialplan
from voice.dialplan.spoken import spoken
from voice.turn import CallbackTime, Language

NOTICE = timedelta(minutes=30)
"""A time begins at the earliest so much later: what is sooner is as soon as somebody is free."""
SHORTEST = timedelta(minutes=30)
"""What is left of the hours after whole stretches is a time too from this length on."""


class Part(StrEnum):
    """A part of the day."""

    MORNING = "morning"
    AFTERNOON = "afternoon"
    EVENING = "evening"


_TODAY = {
    "en": {"morning": "this morning", "afternoon": "this afternoon", "evening": "this evening"},
    "fr": {"morning": "ce matin", "afternoon": "cet après-midi", "evening": "ce soir"},
}
_TOMORROW = {
    "en": {"morning": "tomorrow morning", "afternoon": "tomorrow afternoon", "evening": "tomorrow evening"},
    "fr": {"morning": "demain matin", "afternoon": "demain après-midi", "evening": "demain soir"},
}
_ON_DAY = {
    "en": {"morning": " in the morning", "afternoon": " in the afternoon", "evening": " in the evening"},
    "fr": {"morning": " dans la matinée", "afternoon": " dans l'après-midi", "evening": " dans la soirée"},
}
_BETWEEN = {"en": "{day} between {start} and {end}", "fr": "{day} entre {start} et {end}"}
_ROUND = {
    "en": {"12:00": "noon", "00:00": "midnight"},
    "fr": {"12:00": "midi", "00:00": "minuit"},
}


def callback_times(plan: Dialplan, now: datetime) -> Iterator[CallbackTime]:
    """Every time that can be agreed on at `now`, soonest first; none where the plan has no hours for it."""
    staffed = plan.hours_of(plan.handoff.hours)
    hours = plan.hours_of(plan.callback.hours) or staffed
    if hours is None or not plan.callback.offer:
        return
    zone, length = ZoneInfo(hours.timezone), timedelta(minutes=plan.callback.minutes)
    now = now if now.tzinfo else now.replace(tzinfo=zone)
    today = now.astimezone(zone).date()
    for ahead in range(plan.callback.days + 1):
        for span in hours.spans_on(today + timedelta(days=ahead)):
            for start, end in _cut(*span, length):
                if start >= now + NOTICE and (staffed is None or staffed.open_at(start)):
                    yield CallbackTime(start.astimezone(zone), end.astimezone(zone))


def _cut(start: datetime, end: datetime, length: timedelta) -> Iterator[tuple[datetime, datetime]]:
    while end - start >= min(SHORTEST, length):
        yield start, min(start + length, end)
        start += length


def part_of(time: CallbackTime) -> Part:
    """The part of the day in which it begins."""
    hour = time.start.hour
    return Part.MORNING if hour < 12 else Part.AFTERNOON if hour < 18 else Part.EVENING


def said(time: CallbackTime, now: datetime, language: Language) -> str:
    """As it is said aloud to who hears it at `now`: tomorrow morning between 9 a.m. and 11 a.m."""
    today = (now.astimezone(time.start.tzinfo) if now.tzinfo else now).date()
    near = {0: _TODAY, 1: _TOMORROW}.get((time.start.date() - today).days)
    return _between(time, near[language][part_of(time)] if near else _date(time, language), language)


def dated(time: CallbackTime, language: Language) -> str:
    """As it is told to who may read it on any day: Thursday the 5th of March in the morning between …"""
    return _between(time, _date(time, language), language)


def _date(time: CallbackTime, language: Language) -> str:
    return spoken(time.start.date().isoformat(), "date", language) + _ON_DAY[language][part_of(time)]


def _between(time: CallbackTime, day: str, language: Language) -> str:
    return _BETWEEN[language].format(
        day=day, start=_clock(time.start, language), end=_clock(time.end, language)
    )


def _clock(moment: datetime, language: Language) -> str:
    clock = moment.strftime("%H:%M")
    return _ROUND[language].get(clock) or spoken(clock, "time", language)
