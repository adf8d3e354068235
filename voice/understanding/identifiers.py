"""Order, claim and file numbers in the shapes that the plan gives, also where nobody asked for one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import takewhile

from voice.turn import Language
from voice.understanding.characters import clear, fit
from voice.understanding.numbers import joined, to_digits
from voice.understanding.reading import Reading
from voice.words import fold

CLEAR = 0.3
"""Digits that cost more to read than this are not sure enough to ask for their letter."""
MISSING = 0.24
"""A letter that makes the reading this much dearer was not said."""
_LITTLE_WORDS = frozenset({"a", "c", "d", "i", "l", "m", "n", "s", "t", "y"})
_CUES = frozenset(
    ("commande", "numero", "dossier", "reference", "sinistre", "facture", "contrat", "colis", "order",
     "number", "claim", "invoice", "policy", "parcel", "is")
)  # fmt: skip
_BEFORE_A_VERB = frozenset(("il", "elle", "on", "en", "y", "qui", "ca", "l", "m", "n", "for", "of", "about"))
"""After these, "a" is no letter: "il en a 2000"."""
_OH = ("o", "oh")
FEW_WORDS = 3
"""In a longer answer only a letter by itself is one, no word that sounds like it."""
_PRONOUN = re.compile(r"\bi(?:'\w+)? (?!(?:as|for|like)\b)(?=\w)")
"""The English word, not the letter."""
_AS_IN = re.compile(r"\b([a-z]) (?:comme|as in|like|for) ([a-z])[a-z]*\b")


def read_identifier(text: str, masks: Sequence[str], language: Language) -> Reading | None:
    """The value that was asked for: homophones, alphabets and slips of the recognizer are allowed for."""
    if digits_alone(text, masks, language):
        return None
    best, sure = clear(fit(text, masks, language))
    return Reading(best.text, sure) if best else None


def digits_alone(text: str, masks: Sequence[str], language: Language) -> str | None:
    """The digits of a value whose letters were not said; None when they were, or when digits are unclear."""
    lettered = [mask for mask in masks if "A" in mask]
    if not lettered or len(lettered) < len(masks):
        return None
    bare = fit(text, [mask.replace("A", "") for mask in lettered], language)
    if not bare or bare[0].cost > CLEAR:
        return None
    whole = fit(text, lettered, language)
    return None if whole and whole[0].cost - bare[0].cost < MISSING else bare[0].text


def with_letters(text: str, digits: str, masks: Sequence[str], language: Language) -> Reading | None:
    """The value once its letters are told after its digits."""
    if len(text.split()) > FEW_WORDS and not _AS_IN.search(fold(text)):
        letters = re.findall(r"(?<!['’])\b[a-z]\b(?!['’])", _PRONOUN.sub(" ", text.casefold()))
        if not letters:
            return None
        text = letters[-1]
    best, sure = clear(fit(f"{text} {' '.join(digits)}", masks, language))
    return Reading(best.text, sure) if best else None


def volunteered_identifier(text: str, masks: Sequence[str], language: Language) -> str | None:
    """A value that nobody asked for: only where nothing else can be meant."""
    raw = _AS_IN.sub(lambda match: match[1] if match[1] == match[2] else match[0], fold(text))
    words = _with_zeros(to_digits(raw if raw != fold(text) else text, language))
    if not _letters_meant(text, words):
        masks = [mask for mask in masks if "A" not in mask]
    return next((value for mask in masks if (value := _last_run(words, mask))), None)


def keyed_identifier(digits: str, masks: Sequence[str]) -> str | None:
    """Keys put in the places of digits; letters that the pattern spells out need no key."""
    return next((value for mask in masks if (value := _keyed(digits, mask))), None)


def _keyed(digits: str, mask: str) -> str | None:
    if "A" in mask or sum(char == "9" for char in mask) != len(digits) or not digits.isdigit():
        return None
    keys = iter(digits)
    return "".join(next(keys) if char == "9" else char.upper() for char in mask if char.isalnum())


def _with_zeros(words: list[str]) -> list[str]:
    """The same with "oh" between digits, or after two that were said one by one, as the digit."""
    found: list[str] = []
    for word, after in zip(words, [*words[1:], ""], strict=False):
        one_by_one = len(found) > 1 and all(before.isdigit() and len(before) == 1 for before in found[-2:])
        goes_on = after.isdigit() or after in _OH or one_by_one
        meant = bool(found) and found[-1].isdigit() and goes_on
        found.append("0" if word in _OH and meant else word)
    return found


def _letters_meant(text: str, words: list[str]) -> bool:
    """False when a letter before digits is more likely a little word, as in "a 2000 euro bill".

    It is none where the digits are said one by one, or are the last that is said.
    """
    for at, (before, letter, after) in enumerate(zip(["", *words], words, words[1:], strict=False)):
        if letter in _LITTLE_WORDS and after.isdigit() and before not in _CUES:
            digits = list(takewhile(str.isdigit, words[at + 1 :]))
            last = (
                at + 1 + len(digits) == len(words)
                and before not in _BEFORE_A_VERB
                and _last_little(text) != "à"
            )
            spelled = len(digits) > 2 and all(len(digit) == 1 for digit in digits)
            return last or spelled or re.search(rf"\S\s+{letter.upper()}\b", text) is not None
    return True


def _last_little(text: str) -> str:
    return next(iter(reversed(re.findall(r"\b[aà]\b", text.casefold()))), "")


def _last_run(words: list[str], mask: str) -> str | None:
    """The last run of words whose characters are the mask's: callers correct themselves at the end."""
    shape = re.sub(r"[^A-Za-z0-9]", "", mask)
    for start in range(len(words) - 1, -1, -1):
        for end in range(start + 1, len(words) + 1):
            text = joined(words[start:end])
            if len(text) > len(shape):
                break
            if _exact(text, shape):
                return text
    return None


def _exact(text: str, shape: str) -> bool:
    if len(text) != len(shape):
        return False
    return all(
        char.isdigit() if want == "9" else char.isalpha() if want == "A" else char == want.upper()
        for char, want in zip(text, shape, strict=True)
    )
