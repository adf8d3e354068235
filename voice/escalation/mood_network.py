"""Feelings told from the pieces of a sentence in their order: the multilingual encoder's own network, tuned.

The encoder (voice/understanding/encoder.py) reads pieces of words through three convolutions of width 2, 3
and 5 and adds up what it saw. Here the same network runs with weights moved by benchmarks/mood_network.py,
and also attends to the pieces that tell most. The table holds how far each weight moved, in a few steps.
"""

from __future__ import annotations

import lzma
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from io import BytesIO

import numpy as np
from numpy.typing import NDArray

from voice.understanding.encoder import MOST_LETTERS, Matrix, network

WIDTHS = ((2, 0), (3, 1), (5, 2))
"""Of each convolution: how many pieces it sees, and how many of them stand before the one it is at."""
EDGE = 2
"""Empty places before and after each sentence, so that no convolution reaches into another."""
CHANNELS = 256
HEADS = 4
EPSILON = 1e-12
MOST_PIECES = 100
_TOGETHER = 32
"""Sentences read at once: more would only take more memory."""


@dataclass(frozen=True, slots=True)
class MoodNetwork:
    """The tuned network; see benchmarks/mood_network.py for the shapes of its weights."""

    weights: Mapping[str, Matrix]

    def weighed(self, alone: NDArray[np.float64], told: Matrix) -> NDArray[np.float64]:
        """(texts, feelings): log odds of the linear model and of this network as one."""
        share = self.weights["share"]
        return np.asarray(share[0] * alone + share[1] * told + share[2], np.float64)

    def scores(self, texts: Sequence[str]) -> Matrix:
        """(texts, feelings): log odds. A text without a piece of a word reads as an empty one."""
        parts = [self._read(texts[at : at + _TOGETHER]) for at in range(0, len(texts), _TOGETHER)]
        return np.concatenate(parts)

    def _read(self, texts: Sequence[str]) -> Matrix:
        sentences = pieces_of([written_form(text) for text in texts])
        states = self.states(sentences)
        seen = [self._gathered(part) for part in _apart(states, sentences)]
        told: Matrix = np.stack(seen) @ self.weights["out_W"] + self.weights["out_b"]
        return told

    def states(self, sentences: Sequence[Matrix]) -> Matrix:
        """What is known at each place, (places, 512 + 3 * CHANNELS), sentences EDGE apart."""
        w = self.weights
        places = EDGE + sum(len(part) + EDGE for part in sentences)
        filled = np.zeros((places, 1), np.float32)
        pieces = np.zeros((places, sentences[0].shape[1]), np.float32)
        for part, place in zip(sentences, _starts(sentences), strict=True):
            pieces[place : place + len(part)] = part
            filled[place : place + len(part)] = 1
        narrow = filled * _even(pieces @ w["proj_W"] + w["proj_b"], w["proj_scale"], w["proj_shift"])
        seen = [pieces]
        for number, (width, before) in enumerate(WIDTHS):
            own = narrow[:, number * CHANNELS : (number + 1) * CHANNELS]
            for layer in ("first", "second"):
                name = f"{layer}{width}"
                own = filled * (own + _convolved(own, w[f"{name}_W"], w[f"{name}_b"], width, before))
            seen.append(own)
        return filled * _even(np.concatenate(seen, axis=1), w["state_scale"], w["state_shift"])

    def _gathered(self, states: Matrix) -> Matrix:
        """One sentence's states as one row: the encoder's own sums, what is attended to, and the peaks."""
        w = self.weights
        total, meaning = summed(states, w)
        told = np.maximum(states @ w["look_W"] + w["look_b"], 0)
        attention = np.exp(told @ w["attend_W"] - (told @ w["attend_W"]).max(axis=0))
        attention /= attention.sum(axis=0)
        heads = told.reshape(len(told), HEADS, -1)
        attended = np.einsum("ph,phd->hd", attention, heads).ravel()
        total = 3 * total / max(float(np.linalg.norm(total)), 1e-3)
        return np.concatenate([total, 3 * meaning, attended, told.max(axis=0)])


def summed(states: Matrix, w: Mapping[str, Matrix]) -> tuple[Matrix, Matrix]:
    """One sentence's sum, (512,), and its meaning, (512,), a unit vector, as the encoder makes them."""
    total = (states.sum(axis=0) @ w["sum_W"] + len(states) * w["sum_b"]) / np.sqrt(np.float32(len(states)))
    first = np.maximum(total @ w["dense0"], 0)
    second = np.maximum(total @ w["past1"] + first @ w["dense1"], 0)
    third = np.maximum(second @ w["dense2"], 0)
    meaning = np.tanh(second @ w["past3"] + third @ w["dense3"])
    return total, meaning / max(float(np.linalg.norm(meaning)), 1e-6)


def written_form(text: str) -> str:
    """A text as it would be written in a letter: capitals and punctuation kept, marks of subtitles not.

    >>> written_form("- You did n't call , [NAME] !")
    "You didn't call, Name!"
    """
    plain = unicodedata.normalize("NFC", text[:MOST_LETTERS]).replace("’", "'")
    plain = re.sub(r"\[(\w+)\]", lambda match: match.group(1).capitalize(), plain)
    plain = re.sub(r"^[\s*\-–—\"]+", "", plain)
    plain = re.sub(r"\s+([.,!?;:…'])", r"\1", plain)
    return " ".join(re.sub(r"\s+n't", "n't", plain).split())


def _starts(sentences: Sequence[Matrix]) -> Iterator[int]:
    place = EDGE
    for part in sentences:
        yield place
        place += len(part) + EDGE


def _apart(states: Matrix, sentences: Sequence[Matrix]) -> Iterator[Matrix]:
    for part, place in zip(sentences, _starts(sentences), strict=True):
        yield states[place : place + len(part)]


def _even(rows: Matrix, scale: Matrix, shift: Matrix) -> Matrix:
    """Each row with mean 0 and variance 1, scaled and shifted (layer normalization)."""
    rows = rows - rows.mean(axis=1, keepdims=True)
    spread = np.sqrt((rows * rows).mean(axis=1, keepdims=True) + EPSILON)
    even: Matrix = rows / spread * scale + shift
    return even


def _convolved(rows: Matrix, weights: Matrix, bias: Matrix, width: int, before: int) -> Matrix:
    padded = np.zeros((len(rows) + width - 1, rows.shape[1]), np.float32)
    padded[before : before + len(rows)] = rows
    windows = np.concatenate([padded[at : at + len(rows)] for at in range(width)], axis=1)
    seen: Matrix = np.maximum(windows @ weights + bias, 0)
    return seen


def pieces_of(texts: Sequence[str]) -> list[Matrix]:
    """Each text as its pieces of words, (pieces, 512), with the marks of beginning and end around them."""
    encoder = network()
    found = []
    for text in texts:
        numbers = np.array(encoder.sp.encode(text, out_type=int, add_bos=True, add_eos=True))[:MOST_PIECES]
        part = numbers % len(encoder.scale)
        pieces = encoder.table[numbers].astype(np.float32)
        found.append(pieces * encoder.scale[part, None] + encoder.lo[part, None])
    return found


def encoder_weights() -> dict[str, Matrix]:
    """The weights as the encoder's package brings them, by the names used here."""
    encoder = network()
    weights = {
        "proj_W": encoder.proj_W, "proj_b": encoder.proj_b,
        "proj_scale": encoder.ln_g_all, "proj_shift": encoder.ln_b_all,
        "state_scale": encoder.ln_g, "state_shift": encoder.ln_b,
        "sum_W": encoder.cnn_W, "sum_b": encoder.cnn_b,
        "dense0": encoder.d0, "dense1": encoder.d1, "dense2": encoder.d2, "dense3": encoder.d3,
        "past1": encoder.p1, "past3": encoder.p3,
    }  # fmt: skip
    for number, (width, _) in enumerate(WIDTHS):
        weights[f"first{width}_W"], weights[f"first{width}_b"] = encoder.w1[number], encoder.b1[number]
        weights[f"second{width}_W"], weights[f"second{width}_b"] = encoder.w2[number], encoder.b2[number]
    return weights


@cache
def mood_network() -> MoodNetwork:
    """The network that comes with the gateway."""
    packed = files("voice.escalation").joinpath("data/mood_network.npz.xz").read_bytes()
    with np.load(BytesIO(lzma.decompress(packed))) as table:
        weights = encoder_weights()
        for name in (name for name in table.files if not name.endswith(".step")):
            moved = table[name].astype(np.float32)
            if f"{name}.step" in table:
                moved *= table[f"{name}.step"]
            weights[name] = weights[name] + moved if name in weights else moved
        return MoodNetwork(weights)
