"""Words in the form in which they are compared: small letters, no accents, no punctuation."""

from __future__ import annotations

import re
import unicodedata

_LETTERS = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss", "’": "'", "‘": "'", "`": "'"})
_FILLERS = re.compile(
    r"\b(?:euh+|heu+|hum+|hmm+|mmh?|ben|bah|uh+|um+|er+m?|uhm|ah|oh(?! \w\b| (?:one|two|three|four|five"
    r"|six|seven|eight|nine)))\b"
)
_SPACE = re.compile(r"\s+")
MOST_BETWEEN = 6
"""Words that a * in a phrase stands for at most."""


def fold(text: str) -> str:
    """Small letters without accents; apostrophes and hyphens become blanks, other punctuation goes.

    >>> fold("Où est-ce que c’est, ma commande A 10-42 ?")
    'ou est ce que c est ma commande a 10 42'
    """
    plain = unicodedata.normalize("NFKD", text.translate(_LETTERS).casefold())
    plain = "".join(char for char in plain if not unicodedata.combining(char))
    plain = re.sub(r"(?<=\d)[.,](?=\d)", " ", plain)
    plain = re.sub(r"[^a-z0-9]+", " ", plain)
    return _SPACE.sub(" ", plain).strip()


def without_fillers(folded: str) -> str:
    """Folded words without hesitation sounds."""
    return _SPACE.sub(" ", _FILLERS.sub(" ", folded)).strip()


def phrase_pattern(phrase: str) -> re.Pattern[str]:
    """A phrase as a pattern for folded words: "lampe * feu", "rembours*"."""
    parts = [rf"(?:\w+ ){{0,{MOST_BETWEEN}}}?" if part == "*" else _word(part) for part in phrase.split()]
    text = ""
    for part, raw in zip(parts, phrase.split(), strict=True):
        text += part if raw == "*" else part + " "
    return re.compile(rf"\b{text.strip()}\b")


def _word(part: str) -> str:
    return re.escape(fold(part.removesuffix("*"))) + (r"\w*" if part.endswith("*") else "")
