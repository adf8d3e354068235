"""When people are there to take calls."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Annotated, Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import holidays
from pydantic import BeforeValidator, field_validator
from pydantic_core import PydanticCustomError

from voice.dialplan.base import Model

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_SPAN = re.compile(r"([01]\d|2[0-3]):([0-5]\d)-((?:[01]\d|2[0-3]):[0-5]\d|24:00)")


def _spans(raw: Any) -> Any:
    if not isinstance(raw, str):
        return raw
    if raw.strip() == "closed":
        return ()
    spans = []
    for part in raw.split(","):
        if not _SPAN.fullmatch(part.strip()):
            raise PydanticCustomError("hours", 'write opening hours as "09:00-12:00, 13:30-18:00" or closed')
        start, end = part.strip().split("-")
        if end <= start:
            raise PydanticCustomError(
                "hours",
                "{span} ends before it begins; a night is two spans, as 20:00-24:00 and 00:00-06:00",
                {"span": part.strip()},
            )
        spans.append((start, end))
    return tuple(spans)


Spans = Annotated[tuple[tuple[str, str], ...], BeforeValidator(_spans, json_schema_input_type=str)]


class Hours(Model):
    """Opening hours by day, in one time zone."""

    timezone: str = "Europe/Paris"
    """IANA name."""
    days: Mapping[str, Spans]
    """mon, tue … or a range mon-fri, to spans of local time; a day that is not named is closed."""
    holidays: str = ""
    """Closed on the public holidays of a country (FR) or of a part of it (FR-57, GB-ENG, DE-BY)."""
    closed_on: tuple[str, ...] = ()
    """Dates (YYYY-MM-DD) on which nobody is there."""
    open_on: Mapping[str, Spans] = {}
    """Dates with hours of their own, which win over everything else."""

    @field_validator("timezone")
    @classmethod
    def _known_zone(cls, name: str) -> str:
        try:
            ZoneInfo(name)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            raise PydanticCustomError("hours", "no such time zone; write for example Europe/Paris") from None
        return name

    @field_validator("days")
    @classmethod
    def _known_days(cls, days: Mapping[str, Spans]) -> Mapping[str, Spans]:
        for name in days:
            ends = name.split("-")
            if len(ends) > 2 or any(end not in DAYS for end in ends):
                raise PydanticCustomError("hours", "{name} is no day; write mon or mon-fri", {"name": name})
        return days

    @field_validator("holidays")
    @classmethod
    def _known_country(cls, code: str) -> str:
        if code:
            country, _, part = code.partition("-")
            known = holidays.list_supported_countries(include_aliases=True)
            if country not in known:
                raise PydanticCustomError(
                    "hours", "no holidays known for {code}; write for example FR or GB-ENG", {"code": code}
                )
            if part and part not in known[country]:
                raise PydanticCustomError(
                    "hours",
                    "{country} has no part {part}; there are {parts}",
                    {"country": country, "part": part, "parts": ", ".join(sorted(known[country])) or "none"},
                )
        return code

    @field_validator("closed_on", "open_on")
    @classmethod
    def _real_dates(cls, dates: Any) -> Any:
        for text in dates:
            try:
                if len(text) != 10:
                    raise ValueError
                date.fromisoformat(text)
            except ValueError:
                raise PydanticCustomError("hours", "write a date as YYYY-MM-DD") from None
        return dates

    @property
    def never(self) -> bool:
        """True when nobody is ever there."""
        return not any([*self.days.values(), *self.open_on.values()])

    def open_at(self, now: datetime) -> bool:
        """True when somebody is there at `now` (with time zone; else taken as local)."""
        local = now.astimezone(ZoneInfo(self.timezone)) if now.tzinfo else now
        clock = time(local.hour, local.minute).isoformat("minutes")
        return any(start <= clock < end for start, end in self._on(local.date()))

    def spans_on(self, day: date) -> Iterator[tuple[datetime, datetime]]:
        """When somebody is there on one day of the zone, as UTC, first things first."""
        zone = ZoneInfo(self.timezone)
        for span in sorted(self._on(day)):
            start, end = (_moment(day, clock, zone) for clock in span)
            if start < end:
                yield start, end

    def _on(self, day: date) -> tuple[tuple[str, str], ...]:
        """The spans of one day."""
        written = day.isoformat()
        if written in self.open_on:
            return self.open_on[written]
        if written in self.closed_on or (self.holidays and day in _holidays(self.holidays)):
            return ()
        return tuple(
            span for name, spans in self.days.items() if day.weekday() in _weekdays(name) for span in spans
        )


def _moment(day: date, clock: str, zone: ZoneInfo) -> datetime:
    """Local time of a day as UTC; 24:00 is the beginning of the next day."""
    hour, minute = (int(part) for part in clock.split(":"))
    start = datetime.combine(day, time(), zone)
    local = (start + timedelta(days=hour // 24)).replace(hour=hour % 24, minute=minute)
    return local.astimezone(UTC)


@lru_cache(maxsize=64)
def _holidays(code: str) -> holidays.HolidayBase:
    """Public holidays; years are worked out when they are asked for."""
    country, _, part = code.partition("-")
    return holidays.country_holidays(country, subdiv=part or None)


def _weekdays(name: str) -> list[int]:
    first, _, last = name.partition("-")
    start, end = DAYS.index(first), DAYS.index(last or first)
    return [(start + step) % 7 for step in range((end - start) % 7 + 1)]
