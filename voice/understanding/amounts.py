"""Sums of money as they are said: "quarante-deux euros cinquante", "forty two fifty", "€42.50"."""

from __future__ import annotations

import re

from text_to_num import alpha2digit

from voice.turn import Language
from voice.understanding.reading import Reading

_OURS = r"(?:€|euros?|eur\b)"
_OTHERS = r"(?:£|\$|pounds?|quid|dollars?|livres?|francs?)"
_CENTS = r"(?:centimes?|cents?|pence|p\b)"
_MONEY = re.compile(
    rf"(?P<before>[€£$])?\s*(?P<whole>\d{{1,3}}(?:[ \u00a0\u202f]\d{{3}})+(?!\d)"
    rf"|\d+)(?:[.,](?P<tenths>\d{{1,2}})(?!\d))?\s*"
    rf"(?:(?P<unit>{_OURS}|{_OTHERS})\s*)?"
    rf"(?:(?:et |and |virgule |point )?(?P<part>\d{{1,2}})(?!\d)\s*(?:{_CENTS})?|(?P<half>et demie?"
    rf"|and a half))?",
)
_PART_ONLY = re.compile(rf"(?P<part>\d{{1,2}})\s*{_CENTS}")


def read_amount(text: str, language: Language) -> Reading | None:
    """The sum in euros, as 42 or 42.50; None when there is none.

    Unsure without a unit where cents were perhaps meant, in another currency, or when several were named.
    """
    words = _words(text, language)
    if found := _PART_ONLY.fullmatch(words.strip(" .!?")):
        return Reading(f"0.{int(found['part']):02}")
    sums = [_sum(match) for match in _MONEY.finditer(words)]
    if not sums:
        return None
    value, sure = sums[-1]
    return Reading(value, sure and len({value for value, _ in sums}) == 1)


def _words(text: str, language: Language) -> str:
    text = re.sub(r"(?<=\d),(?=\d{3}\b)", "" if language == "en" else " ", text.casefold())
    text = re.sub(r"(?<=thousand),", "", re.sub(r"\b(?:a|an) (?=hundred|thousand)", "one ", text))
    text = re.sub(r"[-‐–](?=\w)", " ", text)
    return str(alpha2digit(text, language, 0)).casefold()


def _sum(found: re.Match[str]) -> tuple[str, bool]:
    whole = int(re.sub(r"\D", "", found["whole"]))
    unit = found["before"] or found["unit"] or ""
    cents = (
        found["tenths"].ljust(2, "0")
        if found["tenths"]
        else f"{int(found['part']):02}"
        if found["part"]
        else ""
    )
    if found["half"]:
        cents = "50"
    guessed = bool(found["part"]) and not unit
    sure = not guessed and not re.fullmatch(_OTHERS, unit)
    return (f"{whole}.{cents}" if cents and int(cents) else str(whole)), sure
