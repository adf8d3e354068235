"""Which requests a sentence makes: the port of classifiers, and a linear one learned from examples."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import FeatureUnion

from voice.turn import Intent, Language
from voice.understanding.background import BACKGROUND
from voice.words import fold, without_fillers

_WORD = r"\S+"
OUT = ""
"""Class of the sentences that no request of the plan explains."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a classifier makes of one sentence."""

    intents: tuple[Intent, ...]
    """Every request of the plan with its probability, best first."""
    out_of_scope: float
    """Probability, 0 to 1, that the plan serves nothing of the kind."""


class IntentShape(Protocol):
    """What must be known of a request to recognize it."""

    @property
    def examples(self) -> Mapping[Language, tuple[str, ...]]:
        """What callers say."""
        ...

    @property
    def keywords(self) -> Mapping[Language, tuple[str, ...]]:
        """Words that settle it."""
        ...


class IntentClassifier(Protocol):
    """Tells which request a sentence makes. Pure: no state between calls."""

    def classify(self, text: str) -> Reading:
        """Read one sentence, in any of the plan's languages."""
        ...


class LinearClassifier:
    """Words and pieces of words, weighed by logistic regression; below 5 ms a sentence.

    Out of scope is the product of two views: the background class, and how unlike the nearest example it is.
    """

    def __init__(self, intents: Mapping[str, IntentShape], languages: Sequence[Language]) -> None:
        self._names = sorted(intents)
        self._keywords = _keywords(intents)
        texts, labels = _training(intents, languages)
        self._learned = bool(self._names)
        if not self._learned:
            return
        self._features = FeatureUnion(
            [
                ("words", TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, token_pattern=_WORD)),
                ("pieces", TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5), sublinear_tf=True)),
            ]
        )
        matrix = self._features.fit_transform(texts)
        self._model = LogisticRegression(C=20.0, class_weight="balanced", max_iter=1000).fit(matrix, labels)
        inside = np.array([label != OUT for label in labels])
        self._examples = matrix[inside]

    def classify(self, text: str) -> Reading:
        """Read one sentence, in any of the plan's languages."""
        folded = normal(text)
        if not self._learned or not folded:
            return Reading((), 1.0)
        vector = self._features.transform([folded])
        probabilities: Any = self._model.predict_proba(vector)[0]
        by_name = dict(zip(self._model.classes_, probabilities.tolist(), strict=True))
        nearest = float((self._examples @ vector.T).max()) / 2  # two unit vectors side by side
        for name, words in self._keywords:
            if f" {words} " in f" {folded} ":
                by_name[name], nearest = max(by_name[name], 0.95), max(nearest, 0.8)
        return self._reading(by_name, nearest)

    def _reading(self, by_name: dict[str, float], nearest: float) -> Reading:
        background = by_name.get(OUT, 0.0)
        unlike = float(np.clip((0.45 - nearest) / 0.35, 0.0, 1.0))
        out = max(background, 1 - (1 - background) * (1 - unlike)) if nearest < 0.45 else background
        inside = sum(by_name[name] for name in self._names) or 1.0
        sure = (1 - out) / inside
        intents = [Intent(name, round(min(by_name[name] * sure, 1.0), 4)) for name in self._names]
        ordered = sorted(intents, key=lambda intent: (-intent.confidence, intent.name))
        return Reading(tuple(ordered), round(float(out), 4))


def normal(text: str) -> str:
    """A sentence as the classifier sees it: folded, without fillers, digits as one sign."""
    return " ".join(
        "#" if any(c.isdigit() for c in word) else word for word in without_fillers(fold(text)).split()
    )


def _keywords(intents: Mapping[str, IntentShape]) -> list[tuple[str, str]]:
    return [
        (name, normal(word))
        for name, intent in intents.items()
        for words in intent.keywords.values()
        for word in words
        if normal(word)
    ]


def _training(
    intents: Mapping[str, IntentShape], languages: Sequence[Language]
) -> tuple[list[str], list[str]]:
    texts, labels = [], []
    for name, intent in sorted(intents.items()):
        for language in languages:
            for example in intent.examples.get(language, ()):
                texts.append(normal(example))
                labels.append(name)
    for language in languages:
        for sentence in BACKGROUND[language]:
            texts.append(normal(sentence))
            labels.append(OUT)
    return texts, labels


_learned: dict[str, LinearClassifier] = {}
_lock = threading.Lock()
_MOST_KEPT = 32


def classifier(intents: Mapping[str, IntentShape], languages: Sequence[Language]) -> IntentClassifier:
    """The classifier for these examples; learned once per content and shared by all calls."""
    content = repr(
        (
            list(languages),
            sorted(
                (name, sorted(i.examples.items()), sorted(i.keywords.items())) for name, i in intents.items()
            ),
        )
    )
    key = hashlib.sha256(content.encode()).hexdigest()
    with _lock:
        if key not in _learned:
            while len(_learned) >= _MOST_KEPT:
                _learned.pop(next(iter(_learned)))
            _learned[key] = LinearClassifier(intents, languages)
        return _learned[key]
