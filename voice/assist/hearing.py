"""Whether something was said: by the phrases that tell it, or by most of its own words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from voice.turn import Language
from voice.words import fold, phrase_pattern

MOST = 0.75
"""Share of a text's telling words that must have been heard."""
_SHORTEST = 4
"""Characters of a word that tells something; numbers always do."""


def said_by(text: str, heard: Iterable[str]) -> bool:
    """True when most telling words of a text stand in what was heard."""
    telling = {word for word in fold(text).split() if len(word) >= _SHORTEST or word.isdigit()}
    words = {word for sentence in heard for word in fold(sentence).split()}
    return bool(telling) and len(telling & words) >= MOST * len(telling)


def said_in_phrases(phrases: Mapping[Language, Iterable[str]], heard: Iterable[str]) -> bool:
    """True when one of the phrases, of any language, stands in what was heard."""
    patterns = [phrase_pattern(phrase) for several in phrases.values() for phrase in several]
    folded = [fold(sentence) for sentence in heard]
    return any(pattern.search(sentence) for pattern in patterns for sentence in folded)
