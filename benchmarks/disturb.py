"""Sentences as they may arrive: no capitals, no points, hesitations, a recognizer's mistakes."""

from __future__ import annotations

import random
import re
from collections.abc import Callable

FILLERS = {
    "en": ("um", "uh", "er", "you know", "well", "like"),
    "fr": ("euh", "ben", "bah", "alors", "hum", "voilà"),
}
OPENINGS = {
    "en": ("hi yes hello", "hello um", "yeah so"),
    "fr": ("oui allô bonjour", "bonjour euh", "alors voilà"),
}
SOUND_ALIKE = {
    "en": {
        "to": "two", "for": "four", "their": "there", "there": "their", "your": "you're", "you're": "your",
        "where": "wear", "hear": "here", "here": "hear", "by": "buy", "buy": "by", "mail": "male",
        "know": "no",
        "right": "write", "week": "weak", "rate": "great", "bill": "build", "fee": "free", "card": "cart",
        "pin": "pen", "cash": "catch", "meal": "mill", "flight": "fright", "play": "pay", "what's": "watts",
        "is": "his", "an": "and", "which": "witch", "would": "wood", "one": "won", "road": "rode",
    },
    "fr": {
        "est": "et", "et": "est", "à": "a", "a": "à", "ces": "ses", "ses": "ces", "ce": "se", "mes": "mais",
        "son": "sont", "on": "ont", "ou": "où", "la": "là", "quel": "qu'elle", "quelle": "qu'elle",
        "dans": "d'en",
        "mets": "met", "éteins": "éteint", "allume": "allumes", "ouvre": "ouvres", "ferme": "fermes",
        "les": "l'ai", "il": "île", "c'est": "ses", "sans": "cent", "vers": "verre", "fois": "foi",
    },
}  # fmt: skip
SPOILT = 0.15
"""Share of the words that a recognizer gets wrong."""


def plain(text: str, lang: str, chance: random.Random) -> str:
    """Small letters, no punctuation."""
    return re.sub(r"[^\w\s']", " ", text.lower())


def hesitant(text: str, lang: str, chance: random.Random) -> str:
    """An opening, hesitations between words, a word begun twice."""
    words = [chance.choice(OPENINGS[lang])]
    for word in plain(text, lang, chance).split():
        if chance.random() < 0.15:
            words.append(chance.choice(FILLERS[lang]))
        if chance.random() < 0.05:
            words.append(word)
        words.append(word)
    return " ".join(words)


def misheard(text: str, lang: str, chance: random.Random) -> str:
    """One word in about seven lost, split, or replaced by one that sounds alike; all sound-alikes count."""
    words: list[str] = []
    for word in plain(text, lang, chance).split():
        if word in SOUND_ALIKE[lang] and chance.random() < 0.5:
            words.append(SOUND_ALIKE[lang][word])
        elif chance.random() < SPOILT:
            words += _wrong(word, chance)
        else:
            words.append(word)
    return " ".join(words)


def _wrong(word: str, chance: random.Random) -> list[str]:
    way = chance.randrange(3)
    if way == 0 or len(word) < 4:
        return []
    at = chance.randrange(1, len(word) - 1)
    return [word[:at], word[at:]] if way == 1 else [word[:at] + word[at + 1 :]]


def both(text: str, lang: str, chance: random.Random) -> str:
    """Misheard and hesitant."""
    return hesitant(misheard(text, lang, chance), lang, chance)


DISTURBANCES: dict[str, Callable[[str, str, random.Random], str]] = {
    "as written": lambda text, lang, chance: text,
    "no capitals, no punctuation": plain,
    "hesitant": hesitant,
    "misheard": misheard,
    "misheard and hesitant": both,
}
