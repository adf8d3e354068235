"""The words beside a long number: what is asked for shows in them, not in the digits."""

from __future__ import annotations

from voice.words import fold

LEAST = 3
"""Number words, or digits, in a row from which they are a number to look something up by."""
_NUMBER_WORDS = """
    zero un une deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize vingt
    vingts trente quarante cinquante soixante septante huitante octante nonante cent cents mille
    oh o nought one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen
    sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand
"""
_NUMBERS = frozenset(_NUMBER_WORDS.split())
_BETWEEN = frozenset({"et", "and", "double", "triple", "tiret", "dash"})
"""What may stand within a number."""
_UNITS = frozenset(
    ("an", "ans", "annees", "mois", "jours", "heures", "euro", "euros", "centimes", "pour", "years", "year",
     "months", "days", "hours", "pounds", "quid", "percent")
)  # fmt: skip
"""After these, it is an age, a sum or a time."""


def beside_numbers(text: str) -> str:
    """The text without order, claim and other long numbers; the whole text where nothing else is said."""
    return _left(text) or text


def only_a_number(text: str) -> bool:
    """True when nothing but a long number is said."""
    return bool(text.split()) and not _left(text)


def _left(text: str) -> str:
    words = text.split()
    kept: list[str] = []
    at = 0
    while at < len(words):
        end = _run(words, at)
        if end is None:
            kept.append(words[at])
            at += 1
        else:
            at = end
    return " ".join(kept)


def _run(words: list[str], start: int) -> int | None:
    """Where a long number that begins here ends; None when none does. A letter may stand before and after."""
    at = start + 1 if _letter(words[start]) and start + 1 < len(words) else start
    weight, end = 0, at
    while at < len(words):
        if said := _weight(words[at]):
            weight, end = weight + said, at + 1
        elif fold(words[at]) not in _BETWEEN or at == start:
            break
        at += 1
    if weight < LEAST or (end < len(words) and fold(words[end]) in _UNITS):
        return None
    return end


def _letter(word: str) -> bool:
    folded = fold(word)
    return len(folded) == 1 and folded.isalpha()


def _weight(word: str) -> int:
    """How many digits or number words one written word holds; 0 when it holds anything else."""
    parts = fold(word).split()
    if not parts or any(part not in _NUMBERS and not any(map(str.isdigit, part)) for part in parts):
        return 0
    return sum(sum(map(str.isdigit, part)) or 1 for part in parts)
