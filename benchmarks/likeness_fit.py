"""How the tables of voice/escalation/likeness_table.py are learned, and judged on themes left out.

Sentences are grouped into themes by their points (k-means), and no theme stands on both sides of a fold: the
same thing said in both languages would otherwise be tested by its own translation.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from sklearn.cluster import MiniBatchKMeans
from sklearn.linear_model import LogisticRegression
from sklearn.metrics.pairwise import rbf_kernel
from sklearn.model_selection import GroupKFold
from sklearn.svm import SVC

from benchmarks.sentence_rows import FOLDS, SEED, Row
from voice.escalation.sentence_points import points
from voice.understanding.encoder import Matrix

AXES = 256
SHARPNESS = 0.5
PENALTY = 10.0
THEMES = 300
STEPS = 127

Labels = npt.NDArray[Any]
Weigh = Callable[[Labels, str], npt.NDArray[np.float64]]
"""How much each row counts when a name is learned."""


def points_of(rows: Sequence[Row]) -> Matrix:
    """All sentences as points."""
    return points([text for _, text, _ in rows])


def main_axes(rows: Matrix) -> Matrix:
    """(POINT, AXES): the directions in which the sentences differ most."""
    _, _, right = np.linalg.svd(rows.T @ rows)
    return np.asarray(right[:AXES].T.astype(np.float16), np.float32)


def stepped(turned: Matrix) -> tuple[npt.NDArray[np.int8], float]:
    """The same in whole steps, and how long a step is."""
    step = float(np.abs(turned).max()) / STEPS
    return np.round(turned / step).astype(np.int8), step


def gram_of(turned: Matrix) -> Matrix:
    """(rows, rows): how alike each two sentences are."""
    return np.asarray(rbf_kernel(turned, gamma=SHARPNESS))


def fit(gram: Matrix, labels: Labels, name: str, weigh: Weigh) -> SVC:
    """One name against all others."""
    model = SVC(C=PENALTY, kernel="precomputed")
    model.fit(gram, labels == name, sample_weight=weigh(labels, name))
    return model


def crossed(turned: Matrix, labels: Labels, names: Sequence[str], weigh: Weigh) -> npt.NDArray[np.float64]:
    """(rows, names): decisions of models that have seen nothing of the row's theme."""
    themes = MiniBatchKMeans(THEMES, random_state=SEED, n_init=3, batch_size=2048).fit_predict(turned)
    gram = gram_of(turned)
    told = np.zeros((len(labels), len(names)))
    for train, test in GroupKFold(FOLDS).split(turned, labels, themes):
        for column, name in enumerate(names):
            model = fit(gram[np.ix_(train, train)], labels[train], name, weigh)
            told[test, column] = model.decision_function(gram[np.ix_(test, train)])
    return told


def curve(decisions: npt.NDArray[np.float64], mine: Labels, counts: Labels) -> tuple[float, float]:
    """Slope and offset of the logistic curve that makes decisions probabilities."""
    model = LogisticRegression(C=1e6).fit(decisions[:, None], mine, sample_weight=counts)
    return float(model.coef_[0, 0]), float(model.intercept_[0])


def sure(slope: float, offset: float, decisions: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Probabilities."""
    return np.asarray(1 / (1 + np.exp(-(slope * decisions + offset))))


def save(
    table: Path,
    axes: Matrix,
    turned: npt.NDArray[np.int8],
    step: float,
    models: Sequence[SVC],
    names: Sequence[str],
    curves: Sequence[tuple[float, float]],
    thresholds: Sequence[float],
) -> None:
    """The table as voice.escalation.likeness_table loads it: only sentences that a model keeps."""
    weights = np.zeros((len(turned), len(models)), np.float32)
    for column, model in enumerate(models):
        weights[model.support_, column] = model.dual_coef_[0]
    kept = np.flatnonzero(np.abs(weights).sum(axis=1))
    np.savez_compressed(
        table,
        names=np.array(names),
        axes=axes.astype(np.float16),
        learned=turned[kept],
        step=np.float32(step),
        weights=weights[kept].astype(np.float16),
        bias=np.array([model.intercept_[0] for model in models], np.float32),
        sharpness=np.float32(SHARPNESS),
        slope=np.array([slope for slope, _ in curves], np.float32),
        offset=np.array([offset for _, offset in curves], np.float32),
        thresholds=np.array(thresholds, np.float32),
    )
