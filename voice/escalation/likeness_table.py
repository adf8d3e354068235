"""What a sentence says, told by how like it is to sentences that were learned: a table of support vectors.

Made by benchmarks/likeness_fit.py. Support vector machines with a Gaussian kernel (Cortes and Vapnik, 1995),
one per name, share the sentences that they keep; their decisions become probabilities by Platt's logistic
curve (1999). Points are turned to their main axes and kept in steps, so that the table stays small.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.resources import as_file, files

import numpy as np
from numpy.typing import NDArray

from voice.escalation.sentence_points import turned
from voice.understanding.encoder import Matrix


@dataclass(frozen=True, slots=True)
class LikenessTable:
    """Sentences that were learned, and how much each speaks for each name."""

    names: tuple[str, ...]
    learned: Matrix
    """(sentences, axes)"""
    weights: Matrix
    """(sentences, names)"""
    bias: Matrix
    sharpness: float
    """Of the Gaussian: exp(-sharpness * squared distance)."""
    slope: Matrix
    offset: Matrix
    """The logistic curve of each name."""
    thresholds: Matrix
    """Probability from which a name counts."""
    squares: Matrix = field(init=False, repr=False)
    """(sentences,): how far each is from nowhere, squared."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "squares", (self.learned * self.learned).sum(1))

    def decisions(self, at: Matrix) -> Matrix:
        """(texts, names) of points that were turned to the main axes."""
        inner = at @ self.learned.T
        apart = (at * at).sum(1)[:, None] + self.squares[None] - 2 * inner
        return np.asarray(np.exp(-self.sharpness * apart) @ self.weights + self.bias, np.float32)

    def probabilities(self, at: Matrix) -> Matrix:
        """(texts, names), 0 to 1, of points that were turned to the main axes."""
        return np.asarray(1 / (1 + np.exp(-(self.slope * self.decisions(at) + self.offset))), np.float32)

    def told(self, text: str) -> Mapping[str, float]:
        """Probability of each name for one sentence; one without a word says nothing."""
        at = turned(text)
        told = self.probabilities(at)[0] if at.any() else np.zeros(len(self.names), np.float32)
        return dict(zip(self.names, told.tolist(), strict=True))

    def likely(self, text: str) -> Mapping[str, float]:
        """The names that count for one sentence, and how probable each is."""
        told, least = self.told(text), zip(self.names, self.thresholds.tolist(), strict=True)
        return {name: round(told[name], 2) for name, threshold in least if told[name] >= threshold}


def load(package: str, name: str) -> LikenessTable:
    """A table that comes with the gateway: data/NAME.npz of a package."""
    with as_file(files(package).joinpath(f"data/{name}.npz")) as path, np.load(path) as table:
        kept: dict[str, NDArray[np.float32]] = {
            part: table[part].astype(np.float32)
            for part in ("weights", "bias", "slope", "offset", "thresholds")
        }
        return LikenessTable(
            names=tuple(str(each) for each in table["names"]),
            learned=table["learned"].astype(np.float32) * table["step"],
            sharpness=float(table["sharpness"]),
            **kept,
        )
