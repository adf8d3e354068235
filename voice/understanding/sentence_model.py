"""What a whole sentence says by its meaning: one logistic regression per name over the sentence's point.

The tables are small (512 numbers a name) and trained by the programs in benchmarks/; see models/README.md.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import as_file, files

import numpy as np
from numpy.typing import NDArray

from voice.understanding.encoder import Matrix, encode


@dataclass(frozen=True, slots=True)
class SentenceModel:
    """Weights per name over the 512 numbers of a sentence's point."""

    names: tuple[str, ...]
    weights: NDArray[np.float32]
    """(512, names)"""
    bias: NDArray[np.float32]
    thresholds: NDArray[np.float32]
    """Probability from which a name counts."""

    def probabilities(self, points: Matrix) -> Matrix:
        """(sentences, names), 0 to 1, for encoded sentences."""
        return np.asarray(1 / (1 + np.exp(-(points @ self.weights + self.bias))), dtype=np.float32)

    def told(self, text: str) -> Mapping[str, float]:
        """Probability of each name for one sentence."""
        return dict(zip(self.names, self.probabilities(encode([text]))[0].tolist(), strict=True))


def load(package: str, name: str) -> SentenceModel:
    """A table that comes with the gateway: data/NAME.npz of a package."""
    with as_file(files(package).joinpath(f"data/{name}.npz")) as path, np.load(path) as table:
        return SentenceModel(
            tuple(str(each) for each in table["names"]),
            table["weights"].astype(np.float32),
            table["bias"].astype(np.float32),
            table["thresholds"].astype(np.float32),
        )
