"""Values as they are said aloud on a telephone line."""

from __future__ import annotations

import re
from datetime import date

from voice.turn import Language

_DAYS = {
    "fr": ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
_MONTHS = {
    "fr": (
        "janvier", "février", "mars", "avril", "mai", "juin",
        "juillet", "août", "septembre", "octobre", "novembre", "décembre",
    ),
    "en": (
        "January", "February", "March", "April", "May", "June",
        "July", "August", "September", "October", "November", "December",
    ),
}  # fmt: skip


def spoken(value: str, kind: str, language: Language, *, year: bool = False) -> str:
    """A canonical value in words for the ear.

    `kind` is a ValueType: identifiers, digits and postcodes come one by one, dates with their weekday or with
    their `year`, amounts in euros; what does not have the form of its kind is said as it is.
    """
    match kind:
        case "identifier" | "digits" | "postcode":
            return one_by_one(value)
        case "email":
            return _email(value, language)
        case "phone":
            return phone(value, language)
        case "date":
            return _date(value, language, year)
        case "time":
            return _time(value, language)
        case "amount":
            return _amount(value, language)
        case "yes_no":
            words = {"fr": {"yes": "oui", "no": "non"}, "en": {"yes": "yes", "no": "no"}}
            return words[language].get(value, value)
        case "number" if language == "fr":
            return value.replace(".", ",")
        case _:
            return value


def one_by_one(value: str) -> str:
    """Letters and digits each by itself; the comma after letters keeps an A from being read as an article."""
    groups = re.findall(r"[A-Za-z]+|[0-9]+", value)
    return ", ".join(" ".join(group.upper()) for group in groups)


def phone(value: str, language: Language) -> str:
    """A phone number digit by digit, in the groups that people of the language expect."""
    if language == "fr" and value.startswith("+33"):
        value = "0" + value[3:]
    digits = re.sub(r"[^0-9]", "", value)
    size = 2 if language == "fr" else 3
    groups = [" ".join(digits[start : start + size]) for start in range(0, len(digits), size)]
    return ("plus " if value.startswith("+") else "") + ", ".join(groups)


def _email(value: str, language: Language) -> str:
    words = {
        "fr": {"@": " arobase ", ".": " point ", "-": " tiret ", "_": " tiret bas "},
        "en": {"@": " at ", ".": " dot ", "-": " dash ", "_": " underscore "},
    }[language]
    return "".join(words.get(char, char) for char in value)


def _date(value: str, language: Language, year: bool) -> str:
    try:
        day = date.fromisoformat(value[:10])
    except ValueError:
        return value
    weekday, month = _DAYS[language][day.weekday()], _MONTHS[language][day.month - 1]
    if language == "fr":
        which = f"{'1er' if day.day == 1 else day.day} {month}"
        return f"le {which} {day.year}" if year else f"{weekday} {which}"
    which = f"the {day.day}{_ordinal(day.day)} of {month}"
    return f"{which} {day.year}" if year else f"{weekday} {which}"


def _ordinal(number: int) -> str:
    if number in (11, 12, 13):
        return "th"
    return {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")


def _time(value: str, language: Language) -> str:
    found = re.match(r"(\d{1,2}):(\d{2})", value)
    if not found:
        return value
    hour, minute = int(found[1]), int(found[2])
    if language == "fr":
        return f"{hour} heure{'s' if hour > 1 else ''}" + (f" {minute}" if minute else "")
    minutes = "" if not minute else f" oh {minute}" if minute < 10 else f" {minute}"
    return f"{hour % 12 or 12}{minutes} {'a.m.' if hour < 12 else 'p.m.'}"


def _amount(value: str, language: Language) -> str:
    found = re.fullmatch(r"(-?\d+)(?:[.,](\d{1,2}))?", value)
    if not found:
        return value
    euros, cents = int(found[1]), int((found[2] or "0").ljust(2, "0"))
    plural = "s" if abs(euros) > 1 or (language == "en" and euros != 1) else ""
    if not cents:
        return f"{euros} euro{plural}"
    joined = " et {} centimes" if language == "fr" else " and {} cents"
    return f"{euros} euro{plural}" + joined.format(cents)
