"""Postcodes: French ones of five digits, and British ones as in the Post Office's guide (BS 7666)."""

from __future__ import annotations

from voice.turn import Language
from voice.understanding.characters import Spelling, clear, fit
from voice.understanding.reading import Reading

FRENCH = ("99999",)
BRITISH = ("A99AA", "A999AA", "AA99AA", "AA999AA", "A9A9AA", "AA9A9AA")
_NEVER_INWARD = frozenset("CIKMOV")
"""Letters that the last two places of a British postcode do not have."""
_NO_DEPARTMENT = frozenset({"00", "96", "99"})
_FOREIGN = 0.3
"""What it costs to take the shape of the other country."""


def read_postcode(text: str, language: Language) -> Reading | None:
    """A postcode, a British one with its blank: 75011, SW1A 1AA. None when there is none.

    A British one is never sure: on the telephone B, D, P, T and V sound alike, and so do F and S.
    """
    french = [_dearer(found, found.text[:2] in _NO_DEPARTMENT) for found in fit(text, FRENCH, language)]
    british = [
        _dearer(found, bool(set(found.text[-2:]) & _NEVER_INWARD)) for found in fit(text, BRITISH, language)
    ]
    foreign = british if language == "fr" else french
    native = french if language == "fr" else british
    every = [*native, *(Spelling(found.text, found.cost + _FOREIGN) for found in foreign)]
    best, sure = clear(sorted(every, key=lambda found: found.cost))
    if best is None:
        return None
    if best.text.isdigit():
        return Reading(best.text, sure and language == "fr")
    return Reading(f"{best.text[:-3]} {best.text[-3:]}", False)


def _dearer(found: Spelling, odd: bool) -> Spelling:
    return Spelling(found.text, found.cost + 0.3) if odd else found
