"""Telephone numbers as they are said, in French pairs and British groups."""

from __future__ import annotations

import re

from voice.turn import Language
from voice.understanding.characters import clear, digits_said
from voice.understanding.reading import Reading
from voice.words import fold

_NATIONAL = {
    "fr": re.compile(r"0[1-9]\d{8}|(?:00)?330?[1-9]\d{8}"),
    "en": re.compile(r"(?:0|(?:00)?440?)(?:[1-9]\d{9}|1\d{8})"),
}
_WHOLE = 8
"""Digits below which a number is more likely a part of one."""
_PLUS = re.compile(r"^\D*\bplus (?=\w)")


def read_phone(text: str, language: Language) -> Reading | None:
    """A phone number, digits and a leading + only; None when there is none of 6 to 15 digits."""
    words = fold(text.replace("+", " plus "))
    plus = bool(_PLUS.match(words))

    def penalty(digits: str) -> float | None:
        if canonical_phone(digits) is None:
            return None
        shapes = _NATIONAL if plus or digits.startswith("00") else {language: _NATIONAL[language]}
        if any(shape.fullmatch(digits) for shape in shapes.values()):
            return 0.0
        return 0.4 if len(digits) >= _WHOLE else 1.0

    best, sure = clear(digits_said(_PLUS.sub("", words) if plus else text, language, penalty))
    value = canonical_phone(("+" if plus else "") + best.text) if best else None
    return Reading(value, sure) if value else None


def find_phone(text: str, language: Language) -> str | None:
    """The number of `read_phone`, sure or not."""
    found = read_phone(text, language)
    return found.value if found else None


def canonical_phone(text: str) -> str | None:
    """Digits and a leading + only; None when it cannot be a number that can be called."""
    number = re.sub(r"[\s.\-()/]", "", text)
    if number.startswith("00") and len(number) > 8:
        number = "+" + number[2:]
    if number.startswith("+330") and len(number) == 13:
        number = "+33" + number[4:]
    return number if re.fullmatch(r"\+?[0-9]{6,15}", number) and len(set(number.lstrip("+"))) > 1 else None
