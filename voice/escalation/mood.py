"""The mood of a sentence: anger, distress, and whether it asks for a person, each with its evidence.

Graded rules and a small model look at the same words. What a rule finds counts by its strength; the model
adds what no rule names. Swearing counts little in cheerful company, figures of speech ("my order is killing
me") and denied words ("I'm not angry") not at all, other people's words a third.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import prod

import numpy as np

from voice.escalation.mood_model import FEELINGS, Feeling, MoodModel, mood_model
from voice.escalation.mood_words import CHEERFUL, FIGURES, NEGATED, REPORTED, RULES, Rule
from voice.turn import Language
from voice.understanding.asking import person_asked
from voice.words import fold

BELIEVED = {"anger": 0.6, "distress": 0.5}
"""How far the model may go without a word that a rule knows."""
TOLD = 0.35
"""Share of the model from which it gives evidence of its own."""
MOST_READ = 5000
"""Letters of a sentence; what is said beyond is not read. No caller says as many in one go."""
_CHEERFUL_SWEARING = 0.1
_SOMEBODY_ELSE = 0.35
_EXPLAINED = 0.35
"""Share of the model that remains when all it can have seen was denied, cheerful or somebody else's."""


@dataclass(frozen=True, slots=True)
class Mood:
    """What a sentence shows, each from 0 to 1, and the words that show it."""

    anger: float
    distress: float
    demand: float
    """How surely a person is asked for."""
    evidence: tuple[str, ...] = ()
    """Words of the sentence, folded, each once, those of the strongest feeling first."""


@dataclass(frozen=True, slots=True)
class _Hit:
    feeling: Feeling
    strength: float
    words: str
    explained: bool = False
    """Denied, cheerful, a figure of speech or somebody else's: what the model sees in it counts less."""


def mood(text: str, language: Language) -> Mood:
    """The mood of one sentence."""
    return moods([text], language)[0]


def moods(texts: Sequence[str], language: Language, model: MoodModel | None = None) -> list[Mood]:
    """The mood of each sentence."""
    if not texts:
        return []
    texts = [text[:MOST_READ] for text in texts]
    model = model or mood_model()
    told = 1 / (1 + np.exp(-np.clip(model.scores(texts), -30, 30)))
    return [_mood(text, language, model, row) for text, row in zip(texts, told, strict=True)]


def _mood(text: str, language: Language, model: MoodModel, told: Sequence[float]) -> Mood:
    hits = list(_hits(fold(text), language))
    asking = person_asked(text, language)
    evidence = [(hit.strength, hit.words) for hit in hits if hit.strength]
    if asking.strength:
        evidence.append((asking.strength, asking.words))
    found = {}
    for feeling, share in zip(FEELINGS, told, strict=True):
        own = [hit for hit in hits if hit.feeling == feeling]
        by_rule = 1 - prod(1 - hit.strength for hit in own)
        by_model = BELIEVED[feeling] * float(share) if text.strip() else 0.0
        if own and all(hit.explained for hit in own):
            by_model *= _EXPLAINED
        found[feeling] = round(1 - (1 - by_rule) * (1 - by_model), 3)
        if by_model >= TOLD and by_rule < by_model:
            evidence += [(by_model, word) for word in model.telling_words(text, feeling)]
    words = dict.fromkeys(words for _, words in sorted(evidence, key=lambda pair: -pair[0]))
    return Mood(found["anger"], found["distress"], asking.strength, tuple(words))


def _hits(words: str, language: Language) -> Iterator[_Hit]:
    """What the rules find, graded by what stands around it; figures of speech are found to be nothing."""
    plain = FIGURES[language].sub(lambda figure: "·" * len(figure.group(0)), words)
    cheerful = bool(CHEERFUL[language].search(plain))
    if plain != words:
        yield from (_Hit(feeling, 0.0, "", explained=True) for feeling in FEELINGS)
    taken: list[tuple[int, int]] = []
    for rule in sorted(RULES[language], key=lambda rule: -rule.strength):
        for match in rule.pattern.finditer(plain):
            start, end = match.span()
            if any(start < last and first < end for first, last in taken):
                continue
            taken.append((start, end))
            yield _graded(rule, match, language, cheerful)


def _graded(rule: Rule, match: re.Match[str], language: Language, cheerful: bool) -> _Hit:
    before = match.string[: match.start()].rstrip()
    if NEGATED[language].search(before):
        return _Hit(rule.feeling, 0.0, match.group(0).strip(), explained=True)
    if REPORTED[language].search(before):
        return _Hit(rule.feeling, rule.strength * _SOMEBODY_ELSE, match.group(0).strip(), explained=True)
    if rule.swearing and cheerful:
        return _Hit(rule.feeling, _CHEERFUL_SWEARING, match.group(0).strip(), explained=True)
    return _Hit(rule.feeling, rule.strength, match.group(0).strip())
