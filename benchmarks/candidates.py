"""Ways to tell requests apart, side by side: what benchmarks/understanding.py compares."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import FeatureUnion

from voice.turn import LANGUAGES
from voice.understanding.background import BACKGROUND
from voice.understanding.encoder import encode
from voice.understanding.intents import ExampleClassifier, general_background
from voice.understanding.kernel import normal

Array = npt.NDArray[np.float64]
OUT = ""


class Candidate(Protocol):
    """Learned from examples; gives (names, probabilities of each, out of scope) of a batch of sentences."""

    def read(self, texts: Sequence[str]) -> tuple[list[str], Array, Array]:
        """Probabilities are (sentences, names), given that a sentence is in scope."""
        ...


class Linear:
    """Logistic regression on some features, with the outside as one more class."""

    def __init__(self, texts: Sequence[str], labels: Sequence[str], outside: Sequence[str]) -> None:
        rows = [*texts, *(outside or [line for lines in BACKGROUND.values() for line in lines])]
        wanted = [*labels, *[OUT] * (len(rows) - len(texts))]
        matrix = self.learn_features(rows)
        self._model = LogisticRegression(C=20.0, class_weight="balanced", max_iter=300, tol=1e-6)
        self._model.fit(matrix, wanted)

    def learn_features(self, texts: Sequence[str]) -> Any:
        """Features of the examples."""
        raise NotImplementedError

    def features(self, texts: Sequence[str]) -> Any:
        """Features of what is to be read."""
        raise NotImplementedError

    def read(self, texts: Sequence[str]) -> tuple[list[str], Array, Array]:
        """Out of scope is the outside class and what the best request leaves."""
        shares = np.asarray(self._model.predict_proba(self.features(texts)))
        inside = np.array([label != OUT for label in self._model.classes_])
        out = shares[:, ~inside].sum(axis=1)
        requests = shares[:, inside] / np.maximum(shares[:, inside].sum(axis=1, keepdims=True), 1e-9)
        return list(self._model.classes_[inside]), requests, 1 - (1 - out) * requests.max(axis=1)


class Letters(Linear):
    """TF-IDF of words and pieces of words."""

    def learn_features(self, texts: Sequence[str]) -> Any:
        """Learn the vocabulary, too."""
        self._vectorizer = FeatureUnion(
            [
                ("words", TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, dtype=np.float32)),
                (
                    "pieces",
                    TfidfVectorizer(
                        analyzer="char_wb", ngram_range=(3, 5), sublinear_tf=True, min_df=2, dtype=np.float32
                    ),
                ),
            ]
        )
        return self._vectorizer.fit_transform([normal(text) for text in texts])

    def features(self, texts: Sequence[str]) -> Any:
        """Sparse rows."""
        return self._vectorizer.transform([normal(text) for text in texts])


class Meaning(Linear):
    """Points of the sentence encoder."""

    def learn_features(self, texts: Sequence[str]) -> Any:
        """Nothing to learn."""
        return encode(texts)

    features = learn_features


class Neighbours:
    """The label of the nearest example by meaning; out of scope is the distance to it."""

    def __init__(self, texts: Sequence[str], labels: Sequence[str], outside: Sequence[str]) -> None:
        self._names = sorted(set(labels))
        self._points = {name: encode([t for t, label in zip(texts, labels, strict=True) if label == name])
                        for name in self._names}  # fmt: skip
        self._outside = encode(outside) if outside else None

    def read(self, texts: Sequence[str]) -> tuple[list[str], Array, Array]:
        """A softmax of ten times the cosines."""
        points = encode(texts)
        near = np.stack([(points @ self._points[name].T).max(axis=1) for name in self._names], axis=1)
        far = 0 if self._outside is None else (points @ self._outside.T).max(axis=1)
        raised = np.exp(10 * near)
        return self._names, raised / raised.sum(axis=1, keepdims=True), (1 - near.max(axis=1) + far) / 2


class Blend:
    """The mean of letters and meaning."""

    def __init__(self, texts: Sequence[str], labels: Sequence[str], outside: Sequence[str]) -> None:
        self._parts = [Letters(texts, labels, outside), Meaning(texts, labels, outside)]

    def read(self, texts: Sequence[str]) -> tuple[list[str], Array, Array]:
        """Means of both."""
        (names, first, out), (_, second, out_too) = (part.read(texts) for part in self._parts)
        return names, (first + second) / 2, (out + out_too) / 2


class Likeness:
    """What the gateway uses: least squares on the likeness of meaning and letters together."""

    def __init__(self, texts: Sequence[str], labels: Sequence[str], outside: Sequence[str]) -> None:
        examples: dict[str, list[str]] = {}
        for text, label in zip(texts, labels, strict=True):
            examples.setdefault(label, []).append(text)
        self._names = sorted(examples)
        background = general_background(LANGUAGES)
        self._classifier = ExampleClassifier(examples, outside=outside, background=background)

    def read(self, texts: Sequence[str]) -> tuple[list[str], Array, Array]:
        """As `voice understand` gives them."""
        place = {name: index for index, name in enumerate(self._names)}
        shares = np.zeros((len(texts), len(self._names)))
        out = np.ones(len(texts))
        readings = [
            reading
            for start in range(0, len(texts), 100)
            for reading in self._classifier.classify_all(texts[start : start + 100])
        ]
        for row, reading in enumerate(readings):
            out[row] = reading.out_of_scope
            for intent in reading.intents:
                shares[row, place[intent.name]] = intent.confidence
        return self._names, shares / np.maximum(shares.sum(axis=1, keepdims=True), 1e-9), out


CANDIDATES: dict[str, Callable[[Sequence[str], Sequence[str], Sequence[str]], Candidate]] = {
    "letters (TF-IDF, logistic regression)": Letters,
    "meaning (USE-m3, logistic regression)": Meaning,
    "meaning (USE-m3, nearest example)": Neighbours,
    "letters + meaning (mean of both)": Blend,
    "likeness (in use)": Likeness,
}
