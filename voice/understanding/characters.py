"""Words as the characters they spell: the cheapest way through their readings that gives the wanted shape."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from voice.turn import Language
from voice.understanding.lattice import FIGURE, Lattice, lattice

BEAM = 32
"""Readings kept at each point."""
SURE = 0.5
"""A reading that costs more than this is read back."""
APART = 0.2
"""Two different readings closer than this are too close to choose between."""
MOST = 1.0
"""A reading that costs more than this is none."""
_TWIN = {"O": "0", "I": "1", "L": "1", "S": "5", "Z": "2", "B": "8"}
_TWIN_BACK = {"8": "A", "0": "O", "1": "I", "5": "S", "2": "D", "3": "E", "4": "F"}
"""Characters that are heard for one another."""


@dataclass(frozen=True, slots=True)
class Spelling:
    """Characters and how dear their reading was."""

    text: str
    cost: float


def fit(text: str, masks: Sequence[str], language: Language) -> list[Spelling]:
    """What the text spells in one of the shapes, cheapest first; each text once.

    In a shape 9 is a digit, A a letter, and anything else itself.
    """
    seen = lattice(text, language)
    found: list[Spelling] = []
    for mask in masks:
        shape = re.sub(r"[^A-Za-z0-9]", "", mask).upper()
        found.extend(_through(seen, partial(_into, shape=shape), len(shape)))
    return _distinct(found)


def digits_said(text: str, language: Language, penalty: Callable[[str], float | None]) -> list[Spelling]:
    """All digits of a text in one, cheapest first; `penalty` adds to the cost, None refuses."""
    seen = lattice(text, language)
    return _distinct(
        [
            Spelling(spelling.text, spelling.cost + more)
            for spelling in _through(seen, _digits_only, 0)
            if (more := penalty(spelling.text)) is not None
        ]
    )


def clear(found: Sequence[Spelling]) -> tuple[Spelling | None, bool]:
    """The best of several readings, and whether it needs no confirmation; None when none is near enough."""
    if not found or found[0].cost > MOST:
        return None, False
    close = len(found) > 1 and found[1].cost - found[0].cost < APART
    if close and found[0].cost > SURE:
        return None, False
    return found[0], found[0].cost <= SURE and not close


# -- from arcs to characters --

Accept = Callable[[str], list[tuple[str, float]]]
"""From characters so far to those they may stand for, with what that costs; empty when they do not fit."""


def _through(seen: Lattice, accept: Accept, size: int) -> list[Spelling]:
    """The cheapest ways through the words; `size` 0: of any length."""
    count = len(seen.words)
    states: list[dict[str, float]] = [{} for _ in range(count + 1)]
    states[0][""] = 0.0
    for at in range(count):
        kept = sorted(states[at].items(), key=lambda item: item[1])
        for text, cost in kept[:BEAM]:
            inside = bool(text) and len(text) != size if size else seen.inside[at] >= FIGURE
            _add(states[at + 1], text, cost + (seen.inside if inside else seen.outside)[at])
            if size and len(text) >= size:
                continue
            for arc in seen.arcs[at]:
                beside = _surplus(seen, at - 1) if size and not text else 0.0
                for after, more in accept(text + arc.text):
                    if len(after) == size:
                        more += _surplus(seen, arc.end)
                    _add(states[arc.end], after, cost + arc.cost + beside + more)
    done = [Spelling(text, cost) for text, cost in states[count].items() if len(text) >= max(size, 1)]
    return sorted(done, key=lambda spelling: spelling.cost)


def _surplus(seen: Lattice, at: int) -> float:
    """What it costs to leave out a figure right beside the value."""
    return 0.4 if 0 <= at < len(seen.words) and seen.inside[at] >= FIGURE else 0.0


def _add(states: dict[str, float], text: str, cost: float) -> None:
    if cost <= MOST + SURE and cost < states.get(text, 99.0):
        states[text] = cost


def _digits_only(text: str) -> list[tuple[str, float]]:
    return [(text, 0.0)] if text.isdigit() else []


def _into(text: str, shape: str) -> list[tuple[str, float]]:
    """How characters fit the beginning of a shape; letters that it spells out may be left unsaid."""
    readings = [("", 0.0)]
    for char in text:
        readings = [
            (known + placed, cost + more)
            for known, cost in readings
            for placed, more in _place(char, shape[len(known) :])
        ]
    return readings


def _place(char: str, shape: str) -> Iterator[tuple[str, float]]:
    if not shape:
        return
    want = shape[0]
    if want == "9":
        if char.isdigit():
            yield char, 0.0
        elif char in _TWIN:
            yield _TWIN[char], 0.4
    elif want == "A":
        if char.isalpha():
            yield char, 0.0
        elif char in _TWIN_BACK:
            yield _TWIN_BACK[char], 0.4
    elif char == want:
        yield char, 0.0
    else:
        if _TWIN.get(char) == want or _TWIN_BACK.get(char) == want:
            yield want, 0.4
        for placed, more in _place(char, shape[1:]):
            yield want + placed, more + 0.15


def _distinct(found: Sequence[Spelling]) -> list[Spelling]:
    best: dict[str, Spelling] = {}
    for spelling in sorted(found, key=lambda spelling: spelling.cost):
        best.setdefault(spelling.text, spelling)
    return list(best.values())
