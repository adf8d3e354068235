"""Text that shows what it holds: no control characters, and none that turn the reading direction around."""

from __future__ import annotations

import unicodedata
from enum import Enum
from typing import Any

_TURNING = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Directional formatting characters (Unicode Standard Annex 9, section 2)."""


def plain(text: str) -> str:
    """The text with line ends and tabs as blanks, without other control and directional characters."""
    if text.isprintable():
        return text
    blank = "".join(" " if character in "\n\r\t\v\f\u2028\u2029" else character for character in text)
    return "".join(
        character
        for character in blank
        if character not in _TURNING and unicodedata.category(character) != "Cc"
    )


def plainly(value: Any) -> Any:
    """All texts within dicts, lists and tuples made plain; everything else as it is."""
    match value:
        case Enum():
            return value
        case str():
            return plain(value)
        case dict():
            return {key: plainly(item) for key, item in value.items()}
        case list() | tuple():
            return [plainly(item) for item in value]
        case _:
            return value
