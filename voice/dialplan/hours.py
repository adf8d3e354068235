"""When people are there to take calls."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Annotated, Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import BaseModel, BeforeValidator, ConfigDict, field_validator
from pydantic_core import PydanticCustomError

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
        spans.append((start, end))
    return tuple(spans)


Spans = Annotated[tuple[tuple[str, str], ...], BeforeValidator(_spans)]


class Hours(BaseModel):
    """Opening hours by day, in one time zone."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    timezone: str = "Europe/Paris"
    """IANA name."""
    days: Mapping[str, Spans]
    """mon, tue … or a range mon-fri, to spans of local time; a day that is not named is closed."""
    closed_on: tuple[str, ...] = ()
    """Dates (YYYY-MM-DD) on which nobody is there."""

    @field_validator("timezone")
    @classmethod
    def _known_zone(cls, name: str) -> str:
        try:
            ZoneInfo(name)
        except (ZoneInfoNotFoundError, ValueError):
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

    @field_validator("closed_on")
    @classmethod
    def _real_dates(cls, dates: tuple[str, ...]) -> tuple[str, ...]:
        for text in dates:
            try:
                date.fromisoformat(text)
            except ValueError:
                raise PydanticCustomError("hours", "write a date as YYYY-MM-DD") from None
        return dates

    def open_at(self, now: datetime) -> bool:
        """True when somebody is there at `now` (with time zone; else taken as local)."""
        local = now.astimezone(ZoneInfo(self.timezone)) if now.tzinfo else now
        if local.date().isoformat() in self.closed_on:
            return False
        clock = time(local.hour, local.minute).isoformat("minutes")
        return any(
            start <= clock < end
            for name, spans in self.days.items()
            if local.weekday() in _weekdays(name)
            for start, end in spans
        )


def _weekdays(name: str) -> list[int]:
    first, _, last = name.partition("-")
    start, end = DAYS.index(first), DAYS.index(last or first)
    return [(start + step) % 7 for step in range((end - start) % 7 + 1)]
