"""Spoken numbers to digits, in French and English: one by one, in pairs, as whole numbers, with "double"."""

from __future__ import annotations

import re

from text_to_num import alpha2digit

from voice.turn import Language
from voice.words import fold

_TIMES = {"double": 2, "triple": 3, "triples": 3, "doubles": 2}
_SOUNDS_LIKE: dict[Language, dict[str, str]] = {
    "fr": {
        "set": "7", "cet": "7", "cette": "7", "sept": "7", "dis": "10", "dit": "10", "ouse": "11",
        "ouze": "11",
        "oui t": "8", "ouit": "8", "oui": "8", "neuve": "9", "nerf": "9", "oeuf": "9", "six": "6", "si": "6",
        "cis": "6", "sis": "6", "de": "2", "deu": "2", "troie": "3", "trois": "3", "cat": "4", "quatre": "4",
        "katre": "4", "cinque": "5", "saint": "5", "hein": "1", "une": "1", "un": "1", "treze": "13",
        "sans": "100",
    },
    "en": {
        "oh": "0", "o": "0", "nought": "0", "naught": "0", "nil": "0", "won": "1", "to": "2", "too": "2",
        "tree": "3",
        "for": "4", "fore": "4", "fife": "5", "sex": "6", "ate": "8", "niner": "9", "nein": "9", "one": "1",
    },
}  # fmt: skip
"""What a recognizer writes for a digit said by itself. Only used where digits are expected."""


def to_digits(text: str, language: Language) -> list[str]:
    """Folded words of a text with every spoken number as digits: "a ten forty two" gives a, 10, 42.

    Digits that stand next to each other stay apart, so that the caller decides what belongs together.
    """
    words = fold(alpha2digit(_hyphens(text), language, 0)).split()
    return [word for word in _multiplied(words) if word]


def expected_digits(words: list[str], language: Language) -> list[str]:
    """The same words with homophones of digits as digits, for places where digits are expected."""
    sounds = _SOUNDS_LIKE[language]
    return _multiplied([sounds.get(word, word) for word in words])


def joined(words: list[str]) -> str:
    """All words in one, in capitals: what an identifier is compared with."""
    return "".join(words).upper()


def _hyphens(text: str) -> str:
    return re.sub(r"(?<=\d)\s*[-–—]\s*(?=\d)", " ", text)


def _multiplied(words: list[str]) -> list[str]:
    out: list[str] = []
    times = 1
    for word in words:
        if word in _TIMES:
            times = _TIMES[word]
            continue
        if times > 1 and word.isdigit():
            out.extend([word[0] * times + word[1:]])
        else:
            out.append(word)
        times = 1
    return out
