"""Values of somebody else's system as the dialogue keeps them: text in canonical form, checked by type."""

from __future__ import annotations

import re
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation

MOST_CHARACTERS = 500
"""A longer text is cut: it is meant to be said."""
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]+")
_YES_NO = {"yes": "yes", "true": "yes", "1": "yes", "no": "no", "false": "no", "0": "no"}


def canonical(raw: object, kind: str) -> str:
    """A value of JSON as text; empty for null. `kind` is a ValueType.

    Raises ValueError when it does not have the form of its kind; the message does not quote it.
    """
    if raw is None:
        return ""
    if isinstance(raw, (dict, list)):
        raise ValueError("a list or an object, not a value")
    text = _plain(raw)
    if not text:
        return ""
    match kind:
        case "yes_no":
            return _yes_no(text)
        case "number" | "amount":
            return _number(text, cents=kind == "amount")
        case "date":
            return _date(text)
        case "time":
            return _time(text)
        case "phone":
            return _phone(text)
        case _:
            return text


def _plain(raw: object) -> str:
    """One line of text without control characters."""
    if isinstance(raw, bool):
        return "yes" if raw else "no"
    return " ".join(_CONTROL.sub(" ", str(raw)).split())[:MOST_CHARACTERS]


def _yes_no(text: str) -> str:
    if text.casefold() not in _YES_NO:
        raise ValueError("neither yes nor no")
    return _YES_NO[text.casefold()]


def _number(text: str, *, cents: bool) -> str:
    try:
        number = Decimal(text)
    except InvalidOperation:
        raise ValueError("no number") from None
    if not number.is_finite() or abs(number) >= 10**15:
        raise ValueError("no number that can be said")
    if number == number.to_integral_value():
        return f"{number:.0f}"
    return f"{number:.2f}" if cents else f"{number:f}"


def _date(text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        pass
    try:
        return datetime.fromisoformat(text).date().isoformat()
    except ValueError:
        raise ValueError("no date in the form of ISO 8601") from None


def _time(text: str) -> str:
    try:
        return time.fromisoformat(text).isoformat("minutes")[:5]
    except ValueError:
        pass
    try:
        return datetime.fromisoformat(text).time().isoformat("minutes")
    except ValueError:
        raise ValueError("no time in the form of ISO 8601") from None


def _phone(text: str) -> str:
    digits = re.sub(r"[\s().\-/]", "", text)
    if not re.fullmatch(r"\+?[0-9]{2,15}", digits):
        raise ValueError("no telephone number")
    return digits
