"""Dates with day, month and year, as they are said: "le 12 mars 1984", "March 12th, 1984", "12/03/1984"."""

from __future__ import annotations

import re
from datetime import date

from text_to_num import alpha2digit

from voice.turn import Language
from voice.words import fold

_MONTHS = {
    name: number
    for names in (
        "janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre",
        "january february march april may june july august september october november december",
    )
    for number, name in enumerate(names.split(), start=1)
}
_NAMED = re.compile(
    rf"\b(\d{{1,2}})(?:er|st|nd|rd|th)? (?:of |de )?({'|'.join(_MONTHS)}) (\d{{4}}|19 \d\d|20 \d\d)\b"
)
_MONTH_FIRST = re.compile(
    rf"\b({'|'.join(_MONTHS)}) (?:the )?(\d{{1,2}})(?:st|nd|rd|th)? (\d{{4}}|19 \d\d|20 \d\d)\b"
)
_FIGURES = re.compile(r"\b(\d{1,2})\s*[/.\-]\s*(\d{1,2})\s*[/.\-]\s*(\d{4})\b")


def find_date(text: str, language: Language) -> str | None:
    """A full date in ISO 8601; None when day, month or year is missing or impossible."""
    if found := _FIGURES.search(text):
        return _iso(found[3], int(found[2]), found[1])
    words = fold(alpha2digit(text.replace("premier", "1er"), language, 0))
    if found := _NAMED.search(words):
        return _iso(found[3], _MONTHS[found[2]], found[1])
    if found := _MONTH_FIRST.search(words):
        return _iso(found[3], _MONTHS[found[1]], found[2])
    return None


def _iso(year: str, month: int, day: str) -> str | None:
    try:
        return date(int(year.replace(" ", "")), month, int(day)).isoformat()
    except ValueError:
        return None
