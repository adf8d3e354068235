"""Text in boxes: how wide it is, and where its lines break."""

from __future__ import annotations

import re

_NARROW = frozenset("iIjl.,:;'’|!()[]{}·` ")
_SMALL = frozenset('frtJ-"“”/*')
_WIDE = frozenset("mwMWOQ@%—…→«»ŒœÆæ")

_BEFORE_SIGN = re.compile(r"\s+(?=[?!:;»](?:\s|$))")
"""A French blank before a sign, at which no line breaks."""


def width(text: str, size: float) -> float:
    """About how wide a text is in a sans-serif of this size, in the same unit; wide fonts set the measure."""
    return size * sum(map(_share, text))


def _share(char: str) -> float:
    if char in _NARROW:
        return 0.34
    if char in _SMALL:
        return 0.46
    if char in _WIDE:
        return 0.95
    return 0.72 if char.isupper() else 0.63


def wrapped(text: str, most: float, size: float, lines: int) -> list[str]:
    """A text in lines no wider than `most`; what is beyond the last line gives way to three dots."""
    text = _BEFORE_SIGN.sub("\N{NO-BREAK SPACE}", " ".join(text.split()))
    made: list[str] = [""]
    words = [part for word in text.split(" ") for part in _pieces(word, most, size)]
    for word in words:
        longer = f"{made[-1]} {word}".strip()
        if width(longer, size) <= most:
            made[-1] = longer
        elif len(made) < lines:
            made.append(word)
        else:
            made[-1] = _with_dots(made[-1], most, size)
            break
    return [line for line in made if line]


def _pieces(word: str, most: float, size: float) -> list[str]:
    """A word that fits no line, in pieces that do."""
    pieces = [""]
    for char in word:
        if pieces[-1] and width(pieces[-1] + char, size) > most:
            pieces.append("")
        pieces[-1] += char
    return pieces


def _with_dots(line: str, most: float, size: float) -> str:
    while " " in line and width(f"{line} …", size) > most:
        line = line.rpartition(" ")[0]
    return f"{line} …"
