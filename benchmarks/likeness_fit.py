"""How the tables of voice/escalation/likeness_table.py are learned, and judged on authors left out.

A fold's models have seen nothing of the authors whose sentences they judge. Sentences that nobody wrote for
this (plans, corpora) are grouped into themes by their points (k-means) instead, and no theme stands on both
sides of a fold.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from sklearn.cluster import MiniBatchKMeans
from sklearn.linear_model import LogisticRegression
from sklearn.metrics.pairwise import rbf_kernel
from sklearn.model_selection import GroupKFold
from sklearn.svm import SVC

from benchmarks.sentence_rows import FOLDS, OF_A_CALL, ROOT, SEED, Row
from voice.escalation.sentence_points import main_axes, points
from voice.understanding.encoder import Matrix

AXES = 384
SHARPNESS = 0.4
PENALTY = 10.0
THEMES = 300
LEAST = 0.5
"""No threshold stands lower."""
STEPS = 127
"""Of the axes, on each side of zero."""
STEPS_OF_A_POINT = 40
"""Of a learned sentence's place among them; a table is half as large as with as many as the axes have."""
AXES_TABLE = ROOT / "voice" / "escalation" / "data" / "axes.npz"

Labels = npt.NDArray[Any]
Decisions = npt.NDArray[np.float64]
Weigh = Callable[[Labels, str], npt.NDArray[np.float64]]
"""How much each row counts when a name is learned; one that counts nothing is left out."""


def against_ordinary(labels: Labels, name: str) -> npt.NDArray[np.float64]:
    """A name against what is ordinary or far; all other names, which resemble it, do not count."""
    return np.select([labels == name, labels == "ordinary", labels == "far"], [4.0, 2.0, 2.0], 0.0)


@dataclass(frozen=True, slots=True)
class Learned:
    """One name's support vectors, as places among the rows that it was learned from."""

    kept: npt.NDArray[np.intp]
    weights: npt.NDArray[np.float64]
    bias: float

    def decisions(self, gram: Matrix) -> Decisions:
        """Of rows whose likeness to all learned rows is `gram`."""
        return np.asarray(gram[:, self.kept] @ self.weights + self.bias, np.float64)


def points_of(rows: Sequence[Row]) -> Matrix:
    """All sentences as points."""
    return points([text for _, text, _ in rows])


def learn_axes(rows: Sequence[tuple[str, Row]]) -> None:
    """Learn the directions in which these sentences differ most, and keep them for all tables."""
    points = points_of([row for _, row in rows])
    _, _, right = np.linalg.svd(points.T @ points)
    axes, step = stepped(right[:AXES].T, STEPS)
    np.savez_compressed(AXES_TABLE, axes=axes, step=np.float32(step))
    main_axes.cache_clear()


def stepped(turned: Matrix, steps: int) -> tuple[npt.NDArray[np.int8], float]:
    """The same in whole steps, and how long a step is."""
    step = float(np.abs(turned).max()) / steps
    return np.round(turned / step).astype(np.int8), step


def gram_of(turned: Matrix) -> Matrix:
    """(rows, rows): how alike each two sentences are."""
    return likeness(turned, turned)


def likeness(some: Matrix, others: Matrix) -> Matrix:
    """(some, others): how alike they are."""
    return np.asarray(rbf_kernel(some, others, gamma=SHARPNESS))


def fit(gram: Matrix, labels: Labels, name: str, weigh: Weigh) -> Learned:
    """One name against all others."""
    counts = weigh(labels, name)
    counting = np.flatnonzero(counts)
    model = SVC(C=PENALTY, kernel="precomputed")
    model.fit(gram[np.ix_(counting, counting)], labels[counting] == name, sample_weight=counts[counting])
    return Learned(counting[model.support_], model.dual_coef_[0], float(model.intercept_[0]))


def groups_of(turned: Matrix, authors: Labels) -> npt.NDArray[np.intp]:
    """What each row may not be parted from: its author's rows, or its theme where it has no author."""
    themes = MiniBatchKMeans(THEMES, random_state=SEED, n_init=3, batch_size=2048).fit_predict(turned)
    _, author = np.unique(authors, return_inverse=True)
    return np.where(authors == "", themes, THEMES + author)


def crossed(turned: Matrix, labels: Labels, authors: Labels, names: Sequence[str], weigh: Weigh) -> Decisions:
    """(rows, names): decisions of models that have seen nothing of the row's author or theme."""
    gram = gram_of(turned)
    told = np.zeros((len(labels), len(names)))
    for train, test in _folds(turned, authors):
        within, across = gram[np.ix_(train, train)], gram[np.ix_(test, train)]
        for column, name in enumerate(names):
            told[test, column] = fit(within, labels[train], name, weigh).decisions(across)
    return told


def _folds(turned: Matrix, authors: Labels) -> Iterator[tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]]:
    yield from GroupKFold(FOLDS).split(turned, groups=groups_of(turned, authors))


def curve(decisions: Decisions, mine: Labels, counts: Labels) -> tuple[float, float]:
    """Slope and offset of the logistic curve that makes decisions probabilities."""
    model = LogisticRegression(C=1e6).fit(decisions[:, None], mine, sample_weight=counts)
    return float(model.coef_[0, 0]), float(model.intercept_[0])


def sure(slope: float, offset: float, decisions: Decisions) -> Decisions:
    """Probabilities."""
    return np.asarray(1 / (1 + np.exp(-(slope * decisions + offset))))


def save(
    table: Path,
    turned: npt.NDArray[np.int8],
    step: float,
    models: Sequence[Learned],
    names: Sequence[str],
    curves: Sequence[tuple[float, float]],
    thresholds: Sequence[float],
) -> None:
    """The table as voice.escalation.likeness_table loads it: only sentences that a model keeps."""
    weights = np.zeros((len(turned), len(models)), np.float32)
    for column, model in enumerate(models):
        weights[model.kept, column] = model.weights
    kept = np.flatnonzero(np.abs(weights).sum(axis=1))
    np.savez_compressed(
        table,
        names=np.array(names),
        learned=turned[kept],
        step=np.float32(step),
        weights=weights[kept].astype(np.float16),
        bias=np.array([model.bias for model in models], np.float32),
        sharpness=np.float32(SHARPNESS),
        slope=np.array([slope for slope, _ in curves], np.float32),
        offset=np.array([offset for _, offset in curves], np.float32),
        thresholds=np.array(thresholds, np.float32),
    )


@dataclass(frozen=True, slots=True)
class Material:
    """Sentences with their labels and authors, and where they stand."""

    rows: Sequence[Row]
    authors: Labels
    """Empty where nobody wrote the row for this."""
    steps: npt.NDArray[np.int8]
    step: float

    @property
    def labels(self) -> Labels:
        """What each row is."""
        return np.array([label for label, _, _ in self.rows])

    @property
    def turned(self) -> Matrix:
        """(rows, AXES), as the table will hold them."""
        return self.steps.astype(np.float32) * self.step

    @property
    def writers(self) -> int:
        """How many authors wrote for this; the labelled calls are grouped by situations instead."""
        return len({author for author in self.authors if author and not author.startswith(OF_A_CALL)})


def material(rows: Sequence[tuple[str, Row]]) -> Material:
    """Of rows with their authors."""
    sentences = [row for _, row in rows]
    authors = np.array([author for author, _ in rows])
    return Material(sentences, authors, *stepped(points_of(sentences) @ main_axes(), STEPS_OF_A_POINT))


@dataclass(frozen=True, slots=True)
class Judged:
    """How sure models are of rows whose authors they do not know, and the curves that say so."""

    told: Decisions
    """(rows, names): probabilities"""
    curves: Sequence[tuple[float, float]]


def judged(of: Material, names: Sequence[str], weigh: Weigh) -> Judged:
    """By cross-validation over authors."""
    decisions, labels = crossed(of.turned, of.labels, of.authors, names, weigh), of.labels
    curves = []
    for at, name in enumerate(names):
        counts = weigh(labels, name)
        counting = np.flatnonzero(counts)
        curves.append(curve(decisions[counting, at], labels[counting] == name, counts[counting]))
    told = np.stack([sure(*curves[at], decisions[:, at]) for at in range(len(names))], axis=1)
    return Judged(told, curves)


def threshold(harmless: Decisions, passes: float) -> float:
    """The probability that this share of what is harmless exceeds."""
    return max(LEAST, round(float(np.quantile(harmless, 1 - passes)), 2))


def write(
    table: Path, of: Material, found: Judged, names: Sequence[str], weigh: Weigh, thresholds: Sequence[float]
) -> None:
    """Learn from all rows, and keep that."""
    gram = gram_of(of.turned)
    models = [fit(gram, of.labels, name, weigh) for name in names]
    save(table, of.steps, of.step, models, names, found.curves, thresholds)
