"""Values in what was said or keyed, in canonical form.

Digits are digits, identifiers are in capitals, dates are ISO 8601, amounts are 42 or 42.50 euros.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Protocol

from voice.turn import Language
from voice.understanding import dates
from voice.understanding.amounts import read_amount
from voice.understanding.characters import clear, digits_said
from voice.understanding.emails import read_email
from voice.understanding.identifiers import (
    digits_alone,
    keyed_identifier,
    read_identifier,
    volunteered_identifier,
    with_letters,
)
from voice.understanding.names import read_name
from voice.understanding.numbers import expected_digits, to_digits
from voice.understanding.phones import canonical_phone, find_phone, read_phone
from voice.understanding.postcodes import read_postcode
from voice.understanding.reading import Reading
from voice.understanding.yes_no import yes_or_no
from voice.words import fold, without_fillers

__all__ = [
    "SlotShape",
    "add_letter",
    "canonical_phone",
    "digits_without_letter",
    "find_phone",
    "find_slots",
    "find_value",
    "from_keys",
    "needs_letter",
    "read_value",
]

FEWEST_VOLUNTEERED = 4
"""Characters of the shortest identifier that is taken when nobody asked for it."""


class SlotShape(Protocol):
    """What must be known of a slot to find its value."""

    @property
    def type(self) -> str:
        """A ValueType."""
        ...

    @property
    def pattern(self) -> tuple[str, ...]:
        """Shapes: 9 a digit, A a letter, anything else itself."""
        ...

    @property
    def least(self) -> int:
        """Fewest digits."""
        ...

    @property
    def most(self) -> int:
        """Most digits."""
        ...

    @property
    def choices(self) -> Mapping[str, Mapping[Language, tuple[str, ...]]]:
        """Value to the words for it."""
        ...

    @property
    def toward(self) -> dates.Toward:
        """Of a date without a year or month: which way it lies."""
        ...


def find_slots(
    text: str,
    slots: Mapping[str, SlotShape],
    language: Language,
    expecting: str | None = None,
    today: date | None = None,
) -> dict[str, str]:
    """Values of the plan's slots in one utterance, by name.

    The slot that was asked for is matched leniently; the others only where nothing else can be meant. One
    number can stand under several names when slots share a shape; what it is for then decides. `today` is the
    day of the call: "tomorrow" means nothing without it.
    """
    found: dict[str, str] = {}
    if expecting and (value := find_value(text, slots[expecting], language, today)):
        found[expecting] = value
    for name, slot in slots.items():
        if name == expecting or not (value := _volunteered(text, slot, language, today)):
            continue
        if value != found.get(expecting or ""):
            found[name] = value
    return found


def find_value(text: str, slot: SlotShape, language: Language, today: date | None = None) -> str | None:
    """The value of a slot that was asked for, sure or not; None when there is none."""
    found = read_value(text, slot, language, today)
    return found.value if found else None


def read_value(text: str, slot: SlotShape, language: Language, today: date | None = None) -> Reading | None:
    """The value of a slot that was asked for, and whether the words leave a doubt."""
    if slot.type in ("identifier", "digits") and slot.pattern:
        return read_identifier(text, slot.pattern, language)
    if slot.type in _READ:
        return _READ[slot.type](text, language)
    match slot.type:
        case "digits":
            return _digits(text, slot.least, slot.most, language)
        case "date":
            return dates.read_date(text, language, today, slot.toward, asked=True)
        case "choice":
            return _choice(text, slot.choices, language)
        case _:
            return None


def from_keys(digits: str, slot: SlotShape, today: date | None = None) -> str | None:
    """The value that keys give for a slot; None when they do not fit. In an amount * stands for the point."""
    match slot.type:
        case "identifier" | "digits" if slot.pattern:
            return keyed_identifier(digits, slot.pattern)
        case "digits":
            return digits if digits.isdigit() and slot.least <= len(digits) <= slot.most else None
        case "phone":
            return canonical_phone(digits)
        case "number":
            return digits if digits.isdigit() else None
        case "amount":
            found = read_amount(digits.replace("*", ".") + " euros", "en")
            return found.value if found and digits[:1].isdigit() else None
        case "postcode":
            return digits if digits.isdigit() and len(digits) == 5 else None
        case "yes_no":
            return {"1": "yes", "2": "no"}.get(digits)
        case "choice":
            names = list(slot.choices)
            return names[int(digits) - 1] if digits.isdigit() and 0 < int(digits) <= len(names) else None
        case "date":
            return dates.from_keys(digits, today, slot.toward)
        case _:
            return None


def needs_letter(digits: str, slot: SlotShape) -> bool:
    """True when keys alone cannot give the value because letters are missing."""
    return any("A" in mask and sum(char == "9" for char in mask) == len(digits) for mask in slot.pattern)


def digits_without_letter(text: str, slot: SlotShape, language: Language) -> str | None:
    """The digits of a value whose letter was not said; None when it was, or needs none."""
    return digits_alone(text, slot.pattern, language) if slot.pattern else None


def add_letter(text: str, digits: str, slot: SlotShape, language: Language) -> Reading | None:
    """The value once its letter is told after its digits."""
    return with_letters(text, digits, slot.pattern, language)


def _volunteered(text: str, slot: SlotShape, language: Language, today: date | None) -> str | None:
    found: Reading | None = None
    match slot.type:
        case "identifier" | "digits" if slot.pattern:
            if all(len(mask) >= FEWEST_VOLUNTEERED for mask in slot.pattern):
                return volunteered_identifier(text, slot.pattern, language)
        case "date":
            found = dates.read_date(text, language, today, slot.toward)
        case "name":
            named = read_name(text, language, asked=False)
            return named.value if named else None
        case "email":
            found = read_email(text, language)
        case "choice":
            found = _choice(text, slot.choices, language)
    return found.value if found and found.sure else None


def _yes_no(text: str, language: Language) -> Reading | None:
    answer = yes_or_no(text)
    return None if answer is None else Reading("yes" if answer else "no")


def _text(text: str, language: Language) -> Reading | None:
    return Reading(" ".join(text.split())) if text.strip() else None


def _digits(text: str, least: int, most: int, language: Language) -> Reading | None:
    best, sure = clear(
        digits_said(text, language, lambda digits: 0.0 if least <= len(digits) <= most else None)
    )
    return Reading(best.text, sure) if best else None


def _number(text: str, language: Language) -> Reading | None:
    words = to_digits(text, language)
    found, sure = [word for word in words if word.isdigit()], True
    if not found:
        found, sure = [word for word in expected_digits(words, language) if word.isdigit()], len(words) == 1
    return Reading(str(int(found[-1])), sure and len(found) == 1) if found else None


def _choice(
    text: str, choices: Mapping[str, Mapping[Language, tuple[str, ...]]], language: Language
) -> Reading | None:
    """The choice whose longest words were said; several apart from each other leave a doubt."""
    words = f" {_singular(without_fillers(fold(text)))} "
    hits = sorted(
        (
            (len(folded), name, folded)
            for name, by_language in choices.items()
            for said in by_language.get(language, ())
            if (folded := _singular(fold(said))) and f" {folded} " in words
        ),
        reverse=True,
    )
    if not hits:
        return None
    _, name, longest = hits[0]
    rest = words.replace(f" {longest} ", " ")
    return Reading(name, all(other == name or f" {said} " not in rest for _, other, said in hits))


def _singular(folded: str) -> str:
    """Words of four letters and more without the ending of a plural, so that "leaks" is a leak."""
    return re.sub(r"\b(\w{3,}[^\W_s])[sx]\b", r"\1", folded)


_READ: Mapping[str, Callable[[str, Language], Reading | None]] = {
    "phone": read_phone,
    "number": _number,
    "amount": read_amount,
    "postcode": read_postcode,
    "name": read_name,
    "email": read_email,
    "yes_no": _yes_no,
    "text": _text,
}
"""Reads the types that need nothing but the words."""
