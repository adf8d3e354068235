"""Which requests a sentence makes: the port of classifiers, and the one that learns from examples."""

from __future__ import annotations

import hashlib
import threading
from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Protocol
from weakref import WeakValueDictionary

import numpy as np
import numpy.typing as npt
from sklearn.linear_model import LogisticRegression

from voice.turn import Intent, Language
from voice.understanding.background import BACKGROUND
from voice.understanding.encoder import KEPT, MOST_LETTERS, Matrix, encode
from voice.understanding.kernel import LikenessModel, Scores, normal


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

    def classify_all(self, texts: Sequence[str]) -> Sequence[Reading]:
        """Read some sentences, each by itself."""
        ...


_BACKGROUND = "background"
_OUTSIDE = "outside"
_REQUEST = "request "
_SAME = 0.6
"""A background sentence this near (cosine) to an example is what the plan serves: it is left out."""
MOST_EXAMPLES = 20_000
"""Learning takes memory as the square, and time as the cube, of their number."""
_SHARPNESS = tuple(range(2, 21))
FIRST_OPINION, SECOND_OPINION = 0.5, 0.8
"""Weights of the scores and of a logistic regression on meaning alone, as logits, when examples are few."""
FEW = 30
"""Examples of a request, on average, up to which it is asked."""
_BY_KEYWORD = 0.95
_OUT_BY_KEYWORD = 0.1


class ExampleClassifier:
    """Learns from examples of each request, and optionally of what is outside, in one or more languages.

    The probability of each request is the softmax of its scores, as sharp as makes the examples most likely
    when each is left out of the learning in turn; with few examples, a second opinion is blended in. Out of
    scope is logistic in the best score, the nearest example, how well the examples themselves are told when
    left out, and the score of what was given as outside; see docs/understanding.md for its coefficients.
    """

    def __init__(
        self,
        examples: Mapping[str, Sequence[str]],
        outside: Sequence[str] = (),
        keywords: Sequence[tuple[str, str]] = (),
        background: Sequence[str] = (),
    ) -> None:
        """Learn; `keywords` are pairs of request and words that settle it."""
        self._remember()
        self._keywords = [(name, normal(words)) for name, words in keywords if normal(words)]
        requests = {(text, _REQUEST + name) for name, texts in examples.items() for text in texts}
        pairs = set(_at_most(MOST_EXAMPLES, list(requests)))
        served = sorted({text for text, _ in pairs if normal(text)})
        pairs |= {(text, _OUTSIDE) for text in outside} | {
            (text, _BACKGROUND) for text in _unlike(background, served)
        }
        rows = _at_most(MOST_EXAMPLES, [pair for pair in pairs if normal(pair[0])])
        self._model = None
        if served:
            model = LikenessModel([text for text, _ in rows], [label for _, label in rows])
            self._model = model
            inside = np.char.startswith(model.labels, _REQUEST)
            self._inside = np.flatnonzero(inside)
            self._outside = np.flatnonzero(model.labels == _OUTSIDE)
            self._names = [str(label).removeprefix(_REQUEST) for label in model.labels[inside]]
            self._told, self._sharpness = _left_out(model, self._inside)
            self._by_meaning = _second_opinion(model, len(self._names))

    def _remember(self) -> None:
        self._once = lru_cache(maxsize=KEPT)(lambda text: self.classify_all([text])[0])

    def __getstate__(self) -> dict[str, Any]:
        return {name: value for name, value in self.__dict__.items() if name != "_once"}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__dict__.update(state)
        self._remember()

    def classify(self, text: str) -> Reading:
        """Read one sentence; what callers say again and again is read once."""
        return self._once(text)

    def classify_all(self, texts: Sequence[str]) -> list[Reading]:
        """Read some sentences, each by itself; together they take less time."""
        empty = Reading((), 1.0)
        folded = [normal(text[:MOST_LETTERS]) for text in texts]
        said = [index for index, words in enumerate(folded) if words]
        readings = [empty] * len(texts)
        if self._model is None or not said:
            return readings
        scores = self._model.score([texts[index][:MOST_LETTERS] for index in said])
        logits = scores.labels[:, self._inside] * self._sharpness
        if self._by_meaning is not None:
            other = self._by_meaning.predict_log_proba(scores.points)
            logits = FIRST_OPINION * logits + SECOND_OPINION * other
        sure = _softmax(logits)
        out = self._out_of_scope(scores)
        for row, index in enumerate(said):
            readings[index] = self._reading(folded[index], sure[row], float(out[row]))
        return readings

    def evidence(self, texts: Sequence[str]) -> Matrix:
        """What out of scope is judged by, (sentences, 3): best score, nearest, how examples are told."""
        if self._model is None:
            raise ValueError("nothing was learned")
        return self._evidence(self._model.score(texts))

    def _evidence(self, scores: Scores) -> Matrix:
        best = scores.labels[:, self._inside].max(axis=1)
        nearest = scores.nearest[:, self._inside].max(axis=1)
        return np.stack([best, nearest, np.full_like(best, self._told)], axis=1)

    def _out_of_scope(self, scores: Scores) -> Matrix:
        weights = np.array([OUT_OF_SCOPE.best, OUT_OF_SCOPE.nearest, OUT_OF_SCOPE.told])
        logit = OUT_OF_SCOPE.constant + self._evidence(scores) @ weights
        if len(self._outside):
            logit = logit + OUT_OF_SCOPE.outside * scores.labels[:, self._outside[0]]
        return np.asarray(1 / (1 + np.exp(-np.clip(logit, -30, 30))), dtype=np.float32)

    def _reading(self, folded: str, sure: Matrix, out: float) -> Reading:
        by_name = dict(zip(self._names, sure.tolist(), strict=True))
        settled = {name for name, words in self._keywords if f" {words} " in f" {folded} "} & by_name.keys()
        if settled:
            out = min(out, _OUT_BY_KEYWORD)
            by_name = {
                name: (1 - _BY_KEYWORD) * share + (_BY_KEYWORD / len(settled) if name in settled else 0.0)
                for name, share in by_name.items()
            }
        intents = [Intent(name, round(share * (1 - out), 4)) for name, share in by_name.items()]
        ordered = sorted(intents, key=lambda intent: (-intent.confidence, intent.name))
        return Reading(tuple(ordered), round(out, 4))


@dataclass(frozen=True, slots=True)
class OutOfScope:
    """Coefficients of the logit of out of scope."""

    constant: float
    best: float
    """Of the best score of a request."""
    nearest: float
    """Of the cosine to the nearest example of a request."""
    told: float
    """Of the mean score of the plan's own examples when left out: how much a good score is worth here."""
    outside: float
    """Of the score of the sentences given as outside."""


OUT_OF_SCOPE = OutOfScope(constant=1.41, best=-9.41, nearest=-3.85, told=6.39, outside=6.0)
_TOLD_RANGE = (0.3, 0.9)


def _left_out(model: LikenessModel, inside: npt.NDArray[np.intp]) -> tuple[float, float]:
    """How well the examples are told when left out: their mean score, and the sharpness that suits them."""
    mine = np.isin(model.left_out_labels, inside)
    own = np.searchsorted(inside, model.left_out_labels[mine])
    scores = model.left_out[mine][:, inside]
    rows = np.arange(len(own))
    losses = [-np.log(_softmax(scores * sharp)[rows, own] + 1e-9).mean() for sharp in _SHARPNESS]
    told = float(np.clip(scores[rows, own].mean(), *_TOLD_RANGE))
    return told, float(_SHARPNESS[int(np.argmin(losses))])


def _second_opinion(model: LikenessModel, requests: int) -> LogisticRegression | None:
    inside = np.char.startswith(model.examples, _REQUEST)
    if requests < 2 or inside.sum() > FEW * requests:
        return None
    opinion = LogisticRegression(C=30.0, max_iter=500, tol=1e-6)
    opinion.fit(model.points[inside], model.examples[inside])
    return opinion


def _softmax(logits: Matrix) -> Matrix:
    raised = np.exp(logits - logits.max(axis=1, keepdims=True))
    return np.asarray(raised / raised.sum(axis=1, keepdims=True))


def _at_most(most: int, rows: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """So many rows (text, label), the longest lists of examples cut first; always the same ones."""
    by_chance = sorted(rows, key=lambda row: hashlib.sha256(row[0].encode("utf-8", "replace")).digest())
    seen: dict[str, int] = {}
    ranked = []
    for text, label in by_chance:
        seen[label] = seen.get(label, 0) + 1
        ranked.append((seen[label], label, text))
    return sorted((text, label) for _, label, text in sorted(ranked)[:most])


def _unlike(background: Sequence[str], served: Sequence[str]) -> list[str]:
    """The background sentences that are nothing like what is served."""
    if not background or not served:
        return list(background)
    nearest = (encode(background) @ encode(served).T).max(axis=1)
    return [text for text, near in zip(background, nearest.tolist(), strict=True) if near < _SAME]


def general_background(languages: Sequence[Language]) -> list[str]:
    """Sentences that no plan serves, in these languages."""
    return [sentence for language in languages for sentence in BACKGROUND[language]]


_MOST_KEPT = 32
_learned: WeakValueDictionary[str, ExampleClassifier] = WeakValueDictionary()
"""Everything learned that somebody still uses."""
_recent: deque[ExampleClassifier] = deque(maxlen=_MOST_KEPT)
"""Kept also while nobody uses it."""
_learning: dict[str, threading.Lock] = {}
"""One lock for each content that is being learned."""
_lock = threading.Lock()
"""Held for as long as it takes to look, never while something is learned."""


def classifier(intents: Mapping[str, IntentShape], languages: Sequence[Language]) -> IntentClassifier:
    """The classifier for these examples; learned once per content, and shared for as long as it is used.

    Thread-safe: who asks for a content that another thread is learning waits for that one, others do not.
    """
    key = _key(intents, languages)
    with _lock:
        if (known := _learned.get(key)) is not None:
            return known
        learning = _learning.setdefault(key, threading.Lock())
    with learning:
        with _lock:
            if (known := _learned.get(key)) is not None:
                return known
        made = learn(intents, languages)
        with _lock:
            _learned[key] = made
            _recent.append(made)
            _learning.pop(key, None)
        return made


def is_learned(intents: Mapping[str, IntentShape], languages: Sequence[Language]) -> bool:
    """True when `classifier` has it at once."""
    with _lock:
        return _key(intents, languages) in _learned


def adopt(
    intents: Mapping[str, IntentShape], languages: Sequence[Language], learned: ExampleClassifier
) -> None:
    """Share what another process has learned of these examples."""
    with _lock:
        _learned[_key(intents, languages)] = learned
        _recent.append(learned)


def _key(intents: Mapping[str, IntentShape], languages: Sequence[Language]) -> str:
    content = [
        (name, sorted(intent.examples.items()), sorted(intent.keywords.items()))
        for name, intent in sorted(intents.items())
    ]
    return hashlib.sha256(repr((list(languages), content)).encode("utf-8", "replace")).hexdigest()


def learn(intents: Mapping[str, IntentShape], languages: Sequence[Language]) -> ExampleClassifier:
    """Learn these examples anew, here and now."""
    return ExampleClassifier(
        {
            name: [text for language in languages for text in intent.examples.get(language, ())]
            for name, intent in intents.items()
        },
        keywords=[
            (name, word)
            for name, intent in intents.items()
            for words in intent.keywords.values()
            for word in words
        ],
        background=general_background(languages),
    )
