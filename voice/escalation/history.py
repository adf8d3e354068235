"""The call so far, as far as the signals look, and what they see in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

from voice.turn import Language, Side, Turn
from voice.words import fold, without_fillers

CREDIBLE = 0.35
"""Words that the recognizer is less sure of prove nothing."""
MOST_QUOTED = 80
"""Characters of the caller's words that an evidence quotes at most."""
KEPT = 512
"""Sentences whose folded words are kept, for all calls of the process."""
DEPTH = 6
"""Exchanges that a request takes where the plan does not say."""


class Mood(Protocol):
    """What a sentence shows, each from 0 to 1."""

    @property
    def anger(self) -> float:
        """How angry."""
        ...

    @property
    def distress(self) -> float:
        """How distressed."""
        ...

    @property
    def evidence(self) -> tuple[str, ...]:
        """Words of the sentence that show it."""
        ...


MoodReader = Callable[[str, Language], Mood]
Alike = Callable[[str, str], float]
"""How much two sentences mean the same, 0 to 1."""


@dataclass(frozen=True, slots=True)
class History:
    """What the signals look at."""

    turns: tuple[Turn, ...]
    language: Language
    """Of the evidence."""
    nothing_found: tuple[int, ...] = ()
    """Number of the turn that led to each lookup without a result."""
    asked: frozenset[int] = frozenset()
    """Turns that answered a question for a value: what does not fit there is not out of scope."""
    begun: int = 1
    """Number of the turn with which the request being served began."""
    depth: int = 0
    """Exchanges that the request being served should take; 0 while none is."""
    mood: MoodReader | None = None
    """Reads the mood of words; None: by the lexicon alone."""
    alike: Alike | None = None
    """Compares sentences by meaning; None: by their words."""


@dataclass(frozen=True, slots=True)
class Sight:
    """A signal before it is weighed."""

    name: str
    side: Side
    strength: float
    turn: int
    evidence: str


Look = Callable[[History], Iterator[Sight]]
"""One signal, looked for over the whole call so far."""


def say(history: History, fr: str, en: str) -> str:
    """The evidence in the language of the call."""
    return fr if history.language == "fr" else en


def quoted(history: History, words: str) -> str:
    """Words of the caller as a quotation, in the language of the call."""
    return quotation(words, history.language)


def quotation(words: str, language: Language) -> str:
    """Words of the caller as an evidence quotes them."""
    said = words.strip()[:MOST_QUOTED]
    return f"« {said} »" if language == "fr" else f'"{said}"'


def said_turns(history: History) -> Iterator[tuple[Turn, str]]:
    """Turns with credible words, and these words folded."""
    for turn in history.turns:
        if turn.heard is None or turn.heard.confidence < CREDIBLE:
            continue
        if words := _folded(turn.heard.text):
            yield turn, words


@lru_cache(maxsize=KEPT)
def _folded(text: str) -> str:
    """Every signal looks at every turn again."""
    return without_fillers(fold(text))
