"""Regression on the likeness of sentences: learned at once, in closed form, from few examples or many.

Two sentences are alike by their meaning (a Gaussian of the distance of their points, see `encoder`) and by
their letters (TF-IDF of words and of pieces of words). Least squares on that kernel (Rasmussen and Williams,
*Gaussian Processes for Machine Learning*, 2006, chapters 2 and 6.5) give one score per label, near 1 for a
sentence like its examples and near 0 for one like none: that is what tells the unknown from the known. The
score that each example would get from all the others comes for free (ibid., 5.4.2).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import scipy.linalg
from scipy import sparse
from sklearn.feature_extraction.text import TfidfVectorizer

from voice.understanding.encoder import Matrix, encode
from voice.words import fold, without_fillers

MEANING = 2.0
"""Sharpness of the Gaussian: exp(-MEANING (1 - cosine))."""
LETTERS = 0.2
"""Weight of each of the two likenesses of letters beside that of meaning."""
SMOOTHING = 0.2
"""Ridge: how little a single example is believed."""
MOST_LEFT_OUT = 1000
"""Examples whose leave-one-out scores are worked out."""
_WORD = r"\S+"
_BLOCK = 1000
_DOUBLE_UP_TO = 3000


@dataclass(frozen=True, slots=True)
class Scores:
    """How a batch of sentences looks to the model, one row each."""

    labels: Matrix
    """(sentences, labels): near 1 for one like the label's examples, near 0 for one like none."""
    nearest: Matrix
    """(sentences, labels): cosine to the nearest example of the label, -1 to 1."""
    points: Matrix
    """(sentences, 512): the encoded sentences."""


class LikenessModel:
    """Scores of sentences for labels, learned from labelled sentences; the order of these does not matter.

    `labels` are the names, sorted; `examples` the label of each example and `points` where it lies, in the
    order learned; `left_out` scores of (some of) the examples as if they had not been learned, (examples,
    labels), and `left_out_labels` the index of the label of each.
    """

    def __init__(self, texts: Sequence[str], labels: Sequence[str], points: Matrix | None = None) -> None:
        """Learn; `points` are the encoded texts where the caller has them already."""
        order = sorted(range(len(texts)), key=lambda index: (labels[index], texts[index]))
        rows = np.array([labels[index] for index in order])
        self.examples = rows
        ordered = [texts[index] for index in order]
        self.labels, which = np.unique(rows, return_inverse=True)
        self._starts = np.searchsorted(rows, self.labels)
        self.points = encode(ordered) if points is None else np.ascontiguousarray(points[order])
        self._words = TfidfVectorizer(
            ngram_range=(1, 2), sublinear_tf=True, token_pattern=_WORD, dtype=np.float32
        )
        self._pieces = TfidfVectorizer(
            analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True, dtype=np.float32
        )
        folded = [normal(text) or "#" for text in ordered]
        letters = _side_by_side(self._words.fit_transform(folded), self._pieces.fit_transform(folded))
        self._letters = letters.T.tocsr()
        wanted = np.eye(len(self.labels), dtype=np.float32)[which]
        factor = scipy.linalg.cholesky(self._gram(letters), lower=True, overwrite_a=True, check_finite=False)
        weights = scipy.linalg.cho_solve((factor, True), wanted.astype(factor.dtype), check_finite=False)
        self._weights = weights.astype(np.float32)
        self.left_out, self.left_out_labels = _left_out(factor, weights, wanted, which)

    def score(self, texts: Sequence[str]) -> Scores:
        """Read some sentences."""
        points = encode(texts)
        cosines = points @ self.points.T
        folded = [normal(text) for text in texts]
        letters = _side_by_side(self._words.transform(folded), self._pieces.transform(folded))
        alike = _gaussian(cosines) + (letters @ self._letters).toarray()
        nearest = np.maximum.reduceat(cosines, self._starts, axis=1)
        return Scores(alike @ self._weights, nearest, points)

    def _gram(self, letters: Any) -> Any:
        """The smoothed likeness of every example with every other: (examples, examples), lower half."""
        count = len(self.points)
        gram = np.zeros((count, count), dtype=np.float64 if count <= _DOUBLE_UP_TO else np.float32)
        for start in range(0, count, _BLOCK):
            stop = min(start + _BLOCK, count)
            cosines = self.points[start:stop] @ self.points[:stop].T
            gram[start:stop, :stop] = _gaussian(cosines)
            gram[start:stop, :stop] += (letters[start:stop] @ self._letters[:, :stop]).toarray()
        gram[np.diag_indices(count)] += SMOOTHING
        return gram


def normal(text: str) -> str:
    """A sentence as its letters are compared: folded, without fillers, digits as one sign."""
    return " ".join(
        "#" if any(c.isdigit() for c in word) else word for word in without_fillers(fold(text)).split()
    )


def _gaussian(cosines: Matrix) -> Matrix:
    return np.asarray(np.exp(-MEANING * (1 - cosines)), dtype=np.float32)


def _side_by_side(words: Any, pieces: Any) -> Any:
    return (sparse.hstack([words, pieces]) * np.float32(LETTERS**0.5)).tocsr()


def _left_out(factor: Any, weights: Any, wanted: Any, which: Any) -> tuple[Matrix, Any]:
    """What examples would score had they not been learned:"
    " (examples, labels), and the index of each label."""
    count = len(which)
    chosen = np.arange(count)
    if count > MOST_LEFT_OUT:
        chosen = np.sort(np.random.default_rng(0).choice(count, MOST_LEFT_OUT, replace=False))
    units = np.zeros((count, len(chosen)), dtype=factor.dtype)
    units[chosen, np.arange(len(chosen))] = 1
    solved = scipy.linalg.solve_triangular(factor, units, lower=True, overwrite_b=True, check_finite=False)
    diagonal = np.einsum("ij,ij->j", solved, solved)
    scores = wanted[chosen] - weights[chosen] / diagonal[:, None]
    return scores.astype(np.float32), which[chosen]
