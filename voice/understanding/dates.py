"""Days as they are said: "le 12 mars 1984", "mardi prochain", "in two weeks", "03/05", "the 3rd"."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Literal

from text_to_num import alpha2digit

from voice.turn import Language
from voice.understanding.characters import clear, digits_said
from voice.understanding.reading import Reading
from voice.words import fold

Toward = Literal["future", "past"]
"""Which way a day without a year or month lies."""

_RUN = 0.34
"""A run of figures that costs more leaves some of them out."""
FAR = 270
"""Days from which a day without a year is more likely meant in the other direction."""
_MONTHS = {
    name: number
    for names in (
        "janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre",
        "january february march april may june july august september october november december",
        "janv fevr mar avr _ _ juil _ sept oct nov dec",
        "jan feb _ apr _ jun jul aug sep _ _ _",
    )
    for number, name in enumerate(names.split(), start=1)
    if name != "_"
}
_DAYS = {
    name: number
    for names in (
        "lundi mardi mercredi jeudi vendredi samedi dimanche",
        "monday tuesday wednesday thursday friday saturday sunday",
    )
    for number, name in enumerate(names.split())
}
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_WEEKDAY = "|".join(_DAYS)
_NTH = r"(\d{1,2})(?:er|eme|e|st|nd|rd|th)?"
_YEAR = (
    r"(?:,? (?:in |en |de l annee )?(\d{4}(?: \d)?|\d\d (?:oh? |o )?\d{1,2}|\d\d cents? \d{1,2}|\d\d)"
    r"(?! (?:heures?|h|euros?|oclock|o clock|am|pm|minutes?)\b))?"
)
_NAMED = re.compile(rf"\b{_NTH} (?:of |de |du mois de )?({_MONTH})\b{_YEAR}")
_MONTH_FIRST = re.compile(rf"\b({_MONTH}) (?:the )?{_NTH}\b{_YEAR}")
_NUMBERED = re.compile(rf"\b{_NTH} (?:du|of the|of|slash|point) {_NTH}\b(?: du| of| slash| point)?{_YEAR}")
_ISO = re.compile(r"\b(\d{4})-(\d{1,2})-(\d{1,2})\b")
_FIGURES = re.compile(r"\b(\d{1,2})\s*[/.\-]\s*(\d{1,2})(?:\s*[/.\-]\s*(\d{4}|\d{2}))?\b")
_COUNTED = re.compile(
    r"\b(dans|d ici|in|il y a|ca fait)? ?(?:une? |a )?(\d{1,3}|quinzaine|couple of|fortnight)? ?(?:de )?"
    r"(jours?|semaines?|mois|ans?|annees?|days?|weeks?|months?|years?|quinzaine|fortnight)\b"
    r"(?: (ago|from now|from today|time|plus tard|auparavant))?"
)
_NEAR = (
    (re.compile(r"\b(?:apres demain|(?:the )?day after tomorrow)\b"), 2),
    (re.compile(r"\b(?:avant hier|(?:the )?day before yesterday)\b"), -2),
    (re.compile(r"\b(?:demain|tomorrow)\b"), 1),
    (re.compile(r"\b(?:hier|yesterday|last night)\b"), -1),
    (re.compile(r"\b(?:aujourd hui|ce (?:soir|matin|midi)|cet apres midi|today|tonight"
        r"|this (?:morning|evening|afternoon))\b"), 0),
)  # fmt: skip
_ON_DAY = re.compile(
    rf"\b(?:(next|last|this|coming|ce|[a1] week on|[a1] week from) )?({_WEEKDAY})\b"
    r"(?: (prochaine?|derniere?|suivant|qui vient|passee?|en (?:huit|8)|en (?:quinze|15)|week|next week"
    r"|last week|de la semaine prochaine"
    r"|(?:de )?la semaine prochaine|de la semaine derniere|la semaine derniere))?"
)
_NEXT_WEEK = re.compile(rf"\b(?:la semaine prochaine|next week)\b(?= (?:on )?(?:le )?(?:{_WEEKDAY}))")
_MONTH_END = re.compile(r"\b(?:(?:a la )?fin (?:du|de ce) mois|(?:the )?end of (?:the|this) month)\b")
_DAY_ONLY = re.compile(
    r"\b(?:(?:pour |depuis |from )?(?:le|the|on the|du|au) (\d{1,2})(?:er|eme|st|nd|rd|th)?|(\d{1,2})(?:er"
    r"|st|nd|rd|th))\b"
    r"(?! (?:heures?|h|euros?|o clock|am|pm|fois|times))"
)
_CORRECTED = re.compile(
    r"\b(?:non|no|pardon|sorry|plutot|rather|correction|i mean|je veux dire|enfin)\b[ ,.]*"
)

Find = Callable[[str, Language, "date | None", Toward], "Reading | None"]


def read_date(
    text: str,
    language: Language,
    today: date | None = None,
    toward: Toward = "future",
    *,
    asked: bool = False,
) -> Reading | None:
    """The day that is meant, in ISO 8601; None when there is none, or when it is impossible.

    Days relative to `today` need it. `asked`: the caller was asked for a date, so figures alone are one.
    """
    parts = [part for part in _CORRECTED.split(text) if part.strip()]
    for part in (*reversed(parts[1:]), text):
        if found := _read(part, language, today, toward):
            return found
    return _run_of_digits(text, language, today, toward) if asked else None


def _read(text: str, language: Language, today: date | None, toward: Toward) -> Reading | None:
    words = " " + _words(text, language)
    for find in (_in_figures, _named, _numbered, _relative, _on_weekday, _counted, _day_only):
        if found := find(text if find is _in_figures else words, language, today, toward):
            return found
    return None


def _words(text: str, language: Language) -> str:
    text = re.sub(r"\bpremier\b", "1er", text, flags=re.IGNORECASE)
    if language == "fr":
        # "second" and "secondes" are no figures here
        text = re.sub(r"\bune (?=semaine|quinzaine)", "1 ", text, flags=re.IGNORECASE)
    else:
        text = re.sub(r"\ba (?=week|month|day|year|fortnight)", "1 ", text, flags=re.IGNORECASE)
    return fold(alpha2digit(text, language, 0))


# -- days with their month --


def _in_figures(text: str, language: Language, today: date | None, toward: Toward) -> Reading | None:
    if found := _ISO.search(text):
        return _reading(found[1], int(found[2]), int(found[3]), today, toward)
    for found in _FIGURES.finditer(text):
        day, month = int(found[1]), int(found[2])
        if (found[3] or today) and (read := _day_and_month(day, month, found[3], language, today, toward)):
            return read
    return None


def _day_and_month(
    day: int, month: int, year: str | None, language: Language, today: date | None, toward: Toward
) -> Reading | None:
    """Day first; month first only where nothing else is possible. English speakers differ."""
    if read := _reading(year, month, day, today, toward):
        swapped = language == "en" and day <= 12 and day != month
        return Reading(read.value, read.sure and not swapped)
    if read := _reading(year, day, month, today, toward):
        return Reading(read.value, False)
    return None


def _named(words: str, language: Language, today: date | None, toward: Toward) -> Reading | None:
    for found in _NAMED.finditer(words):
        if read := _reading(found[3], _MONTHS[found[2]], int(found[1]), today, toward):
            return read
    for found in _MONTH_FIRST.finditer(words):
        if read := _reading(found[3], _MONTHS[found[1]], int(found[2]), today, toward):
            return read
    return None


def _numbered(words: str, language: Language, today: date | None, toward: Toward) -> Reading | None:
    for found in _NUMBERED.finditer(words):
        if read := _reading(found[3], int(found[2]), int(found[1]), today, toward):
            return read
    return None


def _run_of_digits(text: str, language: Language, today: date | None, toward: Toward) -> Reading | None:
    """ "Zero seven zero four nineteen ninety six": day, month and year in one."""

    def penalty(digits: str) -> float | None:
        read = _from_run(digits, today, toward)
        return None if read is None else 0.0 if len(digits) == 8 else 0.2

    best, sure = clear(digits_said(text, language, penalty))
    if best is None or best.cost > _RUN or (read := _from_run(best.text, today, toward)) is None:
        return None
    return Reading(read.value, read.sure and sure)


def _from_run(digits: str, today: date | None, toward: Toward) -> Reading | None:
    """DDMMYYYY, DDMYYYY or DMMYYYY where only one is possible, DDMMYY, and DDMM where today is known."""
    splits = {8: ((2, 4),), 7: ((2, 3), (1, 3)), 6: ((2, 4), (1, 2)), 4: ((2, 4),) if today else ()}
    found: dict[str, Reading] = {}
    for first, second in splits.get(len(digits), ()):
        year = digits[second:] or None
        if year and len(year) == 4 and not "1900" <= year <= "2099":
            continue
        if read := _reading(year, int(digits[first:second]), int(digits[:first]), today, toward):
            found.setdefault(read.value, read)
    if not found:
        return None
    best = next(iter(found.values()))
    return Reading(best.value, best.sure and len(found) == 1 and len(digits) == 8)


def from_keys(digits: str, today: date | None, toward: Toward) -> str | None:
    """DDMMYYYY, DDMMYY or DDMM as keyed."""
    read = _from_run(digits, today, toward) if digits.isdigit() and len(digits) in (4, 6, 8) else None
    return read.value if read else None


# -- days told from today --


def _relative(words: str, language: Language, today: date | None, toward: Toward) -> Reading | None:
    if today is None:
        return None
    for pattern, days in _NEAR:
        if pattern.search(words):
            return Reading((today + timedelta(days)).isoformat())
    if _MONTH_END.search(words):
        return Reading(today.replace(day=monthrange(today.year, today.month)[1]).isoformat(), False)
    return None


def _on_weekday(words: str, language: Language, today: date | None, toward: Toward) -> Reading | None:
    found = list(_ON_DAY.finditer(words))
    if today is None or not found:
        return None
    last = found[-1]
    before, after = last[1] or "", last[3] or ""
    if _NEXT_WEEK.search(words):
        after = "next week"
    ahead = (_DAYS[last[2]] - today.weekday()) % 7
    if after.startswith(("dernier", "passe")) or before == "last":
        return Reading((today - timedelta((-ahead) % 7 or 7)).isoformat())
    monday = today - timedelta(today.weekday())
    if "semaine" in after or after.endswith("next week") or after == "last week":
        weeks = -1 if after.endswith(("derniere", "last week")) else 1
        return Reading((monday + timedelta(7 * weeks + _DAYS[last[2]])).isoformat())
    if after in ("en huit", "en 8", "week") or "week" in before:
        return Reading((today + timedelta((ahead or 7) + 7)).isoformat())
    if after in ("en quinze", "en 15"):
        return Reading((today + timedelta((ahead or 7) + 14)).isoformat())
    if before == "next" or after.startswith("prochain"):
        same_week = today.weekday() < _DAYS[last[2]]
        day = today + timedelta((ahead or 7) + (7 if same_week and before == "next" else 0))
        return Reading(day.isoformat(), not same_week)
    if toward == "past" and not before and after != "qui vient":
        return Reading((today - timedelta((-ahead) % 7)).isoformat(), ahead != 0)
    return Reading((today + timedelta(ahead)).isoformat(), ahead != 0)


def _counted(words: str, language: Language, today: date | None, toward: Toward) -> Reading | None:
    if today is None:
        return None
    for found in _COUNTED.finditer(words):
        before, number, unit, after = found[1], found[2], found[3], found[4]
        back = before in ("il y a", "ca fait") or after in ("ago", "auparavant")
        if (
            not back
            and before not in ("dans", "d ici", "in")
            and after not in ("from now", "from today", "time", "plus tard")
        ):
            continue
        count = {None: 1, "quinzaine": 1, "couple of": 2, "fortnight": 1}.get(number) or int(number)
        if unit in ("quinzaine", "fortnight"):
            unit, count = "weeks", 2 * count
        return _moved(today, -count if back else count, "weeks" if number == "quinzaine" else unit, language)
    return None


def _moved(today: date, count: int, unit: str, language: Language) -> Reading | None:
    if unit.startswith(("jour", "day")):
        days = {15: 14, 8: 7}.get(abs(count), abs(count)) if language == "fr" else abs(count)
        return Reading((today + timedelta(days if count > 0 else -days)).isoformat())
    if unit.startswith(("semaine", "week")):
        return Reading((today + timedelta(7 * count)).isoformat())
    months = count if unit.startswith(("mois", "month")) else 12 * count
    if abs(months) > 1200:
        return None
    year, month = divmod(today.year * 12 + today.month - 1 + months, 12)
    return Reading(date(year, month + 1, min(today.day, monthrange(year, month + 1)[1])).isoformat(), False)


def _day_only(words: str, language: Language, today: date | None, toward: Toward) -> Reading | None:
    found = list(_DAY_ONLY.finditer(words))
    if today is None or not found:
        return None
    day = int(found[-1][1] or found[-1][2])
    for months in range(4):
        year, month = divmod(
            today.year * 12 + today.month - 1 + (months if toward == "future" else -months), 12
        )
        if 1 <= day <= monthrange(year, month + 1)[1]:
            there = date(year, month + 1, day)
            if (there >= today) if toward == "future" else (there <= today):
                return Reading(there.isoformat(), there != today)
    return None


# -- years --


def _reading(year: str | None, month: int, day: int, today: date | None, toward: Toward) -> Reading | None:
    if year is None:
        return _nearest(month, day, today, toward)
    days = [there for each in _years(year, today, toward) if (there := _date(each, month, day))]
    return Reading(days[0].isoformat()) if days else None


def _years(year: str, today: date | None, toward: Toward) -> Iterator[int]:
    """Years that are meant: "1984", "84", "19 84", "19 oh 4", "19 cent 84", and "1920 9" for 1929."""
    parts = [part for part in year.split() if part.isdigit()]
    if len(parts) == 2:
        first, second = parts
        yield int(first[:3] + second) if len(first) == 4 else int(first) * 100 + int(second)
    elif len(year) == 4:
        yield int(year)
    elif toward == "past" and today:
        yield max(
            (100 * c + int(year) for c in (19, 20) if 100 * c + int(year) <= today.year),
            default=1900 + int(year),
        )
    else:
        recent = int(year) <= ((today.year if today else 2020) - 2000) + 20
        yield (2000 if recent else 1900) + int(year)


def _nearest(month: int, day: int, today: date | None, toward: Toward) -> Reading | None:
    if today is None:
        return None
    years = (today.year, today.year + 1, today.year + 2, today.year + 3, today.year + 4)
    if toward == "past":
        years = (today.year, today.year - 1, today.year - 2, today.year - 3, today.year - 4)
    for year in years:
        there = _date(year, month, day)
        if there and ((there >= today) if toward == "future" else (there <= today)):
            return Reading(there.isoformat(), abs((there - today).days) < FAR)
    return None


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
