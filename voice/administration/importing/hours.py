"""The times of GotoIfTime as opening hours."""

from __future__ import annotations

import re
from typing import Any

_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_TIME = re.compile(r"(\d{1,2}):(\d{2})")


class NotHours(ValueError):
    """Times that are no weekly hours; the message says why."""


def weekly(times: str, days: str, dates: str, months: str) -> dict[str, list[str]]:
    """Day or days to spans, as opening hours have it. Raises NotHours."""
    if dates.strip() not in ("*", "") or months.strip() not in ("*", ""):
        raise NotHours("dates of the year are no weekly hours")
    spans = [span for part in (times.strip() or "*").split("&") for span in _spans(part.strip())]
    return {_days(part.strip().lower()): spans for part in (days.strip() or "*").split("&")}


def _spans(text: str) -> list[str]:
    if text == "*":
        return ["00:00-24:00"]
    ends = [_clock(part.strip()) for part in text.split("-")]
    if len(ends) != 2:
        raise NotHours(f"{text} is no span of time")
    first, last = ends
    if first == last:
        return ["00:00-24:00"]
    if last in ("23:59", "24:00"):
        last = "24:00"
    if first < last:
        return [f"{first}-{last}"]
    return [f"{first}-24:00", *([f"00:00-{last}"] if last != "00:00" else [])]


def _clock(text: str) -> str:
    found = _TIME.fullmatch(text)
    if not found or int(found[1]) > 24 or int(found[2]) > 59 or (int(found[1]) == 24 and int(found[2])):
        raise NotHours(f"{text} is no time of the day")
    return f"{int(found[1]):02}:{found[2]}"


def _days(text: str) -> str:
    if text == "*":
        return "mon-sun"
    ends = text.split("-")
    if len(ends) > 2 or any(end.strip()[:3] not in _DAYS for end in ends):
        raise NotHours(f"{text} is no day of the week")
    return "-".join(end.strip()[:3] for end in ends)


def merged(all_: list[dict[str, list[str]]]) -> dict[str, Any]:
    """Several hours as one."""
    days: dict[str, list[str]] = {}
    for one in all_:
        for day, spans in one.items():
            known = days.setdefault(day, [])
            known += [span for span in spans if span not in known]
    return {day: ", ".join(sorted(spans)) for day, spans in days.items()}
