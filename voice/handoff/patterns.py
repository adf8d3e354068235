"""Numbers and addresses that can be told by their shape: payment cards, IBANs, telephone numbers, e-mail."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

_CARD = re.compile(r"(?<![\dA-Za-z])\d(?:[ .-]?\d){11,18}(?![\dA-Za-z])")
_IBAN = re.compile(r"(?<![\dA-Za-z])[A-Z]{2}\d{2}(?: ?[A-Z0-9]){11,30}(?![A-Za-z0-9])", re.IGNORECASE)
_EMAIL = re.compile(
    r"[\w.+-]+\s?@\s?[\w-]+(?:\.[\w-]+)+|[\w.+-]+ (?:at|arobase) [\w-]+(?: ?(?:dot|point|\.) ?[a-z]{2,})+",
    re.IGNORECASE,
)
_PHONE = re.compile(
    r"(?<![\dA-Za-z])(?:(?:\+|00)\s?[1-9]\d{0,2}[\s.-]?(?:\(0\))?|0)[\s.-]?\d(?:[\s.-]?\d){7,10}(?![\dA-Za-z])"
)


@dataclass(frozen=True, slots=True)
class Found:
    """One of them in a text."""

    kind: str
    """card, iban, email or phone."""
    start: int
    end: int


def find_patterns(text: str) -> list[Found]:
    """All of them in the order of the text, none inside another.

    A card number passes the Luhn check (ISO/IEC 7812-1), an IBAN the remainder check (ISO 13616).
    """
    kinds: tuple[tuple[str, re.Pattern[str], Callable[[str], bool]], ...] = (
        ("iban", _IBAN, _is_iban),
        ("card", _CARD, _is_card),
        ("email", _EMAIL, bool),
        ("phone", _PHONE, bool),
    )
    found: list[Found] = []
    for kind, pattern, holds in kinds:
        for match in pattern.finditer(text):
            if holds(match[0]) and not any(
                one.start < match.end() and match.start() < one.end for one in found
            ):
                found.append(Found(kind, match.start(), match.end()))
    return sorted(found, key=lambda one: one.start)


def spelled(value: str) -> re.Pattern[str]:
    """Finds a value however it is spelled: whole, in groups, by the digit, with blanks and signs between."""
    characters = [re.escape(char) for char in value if char.isalnum()]
    return re.compile(r"(?<![^\W_])" + r"[\W_]*".join(characters) + r"(?![^\W_])", re.IGNORECASE)


def without_patterns(text: str, hidden: str) -> str:
    """The text with `hidden` in the place of each of them."""
    return "".join(_pieces(text, hidden))


def _pieces(text: str, hidden: str) -> Iterator[str]:
    place = 0
    for one in find_patterns(text):
        yield text[place : one.start]
        yield hidden
        place = one.end
    yield text[place:]


def _is_card(text: str) -> bool:
    digits = [int(char) for char in text if char.isdigit()]
    doubled = [2 * digit - 9 * (digit > 4) for digit in digits[-2::-2]]
    return (sum(digits[-1::-2]) + sum(doubled)) % 10 == 0


def _is_iban(text: str) -> bool:
    bare = re.sub(r"\W", "", text).upper()
    return int("".join(str(int(char, 36)) for char in bare[4:] + bare[:4])) % 97 == 1
