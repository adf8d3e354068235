"""Sentences as points, and the table that tells what they say by likeness to learned ones."""

from __future__ import annotations

import numpy as np
import pytest

from voice.escalation.likeness_table import LikenessTable, load
from voice.escalation.sentence_points import (
    LETTERS,
    POINT,
    WORDS,
    WORDS_WEIGH,
    main_axes,
    points,
    turned,
)
from voice.understanding.encoder import DIMENSIONS, encode

ONE = "someone has been shopping with my card number"
TWO = "je voudrais savoir où est mon colis"


def test_a_point_is_meaning_sum_letters_and_words_each_of_its_length() -> None:
    found = points([ONE, TWO, "", "?!"])
    assert found.shape == (4, POINT) and found.dtype == np.float32
    np.testing.assert_allclose(found[:2, :DIMENSIONS], encode([ONE, TWO]), atol=1e-5)
    parts = np.split(found[:2], [DIMENSIONS, 2 * DIMENSIONS, 2 * DIMENSIONS + LETTERS], axis=1)
    for part, length in zip(parts, (1, 1, 1, WORDS_WEIGH), strict=True):
        np.testing.assert_allclose(np.linalg.norm(part, axis=1), length, atol=1e-5)
    assert parts[-1].shape == (2, WORDS)
    assert not found[2:].any()


def test_how_a_sentence_is_written_does_not_move_its_point() -> None:
    np.testing.assert_array_equal(points(["Euh, où est MON colis ?"]), points(["où est mon colis"]))


def table(**changed: object) -> LikenessTable:
    parts: dict[str, object] = {
        "names": ("left", "right"),
        "learned": np.array([[-1, 0], [1, 0]], np.float32),
        "weights": np.array([[1, -1], [-1, 1]], np.float32),
        "bias": np.array([0, 0.5], np.float32),
        "sharpness": 0.5,
        "slope": np.array([2, 1], np.float32),
        "offset": np.array([0, -0.5], np.float32),
        "thresholds": np.array([0.5, 0.5], np.float32),
    }
    return LikenessTable(**(parts | changed))  # type: ignore[arg-type]


def test_decisions_are_the_weighed_likenesses_and_probabilities_their_curve() -> None:
    at = np.array([[-1, 0], [0, 0], [1, 0]], np.float32)
    far = np.exp(-0.5 * 4)
    np.testing.assert_allclose(table().decisions(at)[:, 0], [1 - far, 0, far - 1], atol=1e-6)
    np.testing.assert_allclose(table().probabilities(at)[1], [0.5, 0.5], atol=1e-6)
    flat = table(slope=np.zeros(2, np.float32), offset=np.zeros(2, np.float32))
    np.testing.assert_allclose(flat.probabilities(at), 0.5)


TABLES = [("voice.escalation", name) for name in ("demands", "matters", "feelings")]


def test_a_place_is_the_point_turned_to_the_main_axes() -> None:
    np.testing.assert_allclose(turned(ONE), points([ONE]) @ main_axes(), atol=1e-6)


@pytest.mark.parametrize(("package", "name"), [*TABLES, ("voice.conversation", "remarks")])
def test_what_ships_is_small_whole_and_knows_what_is_no_sentence(package: str, name: str) -> None:
    shipped = load(package, name)
    assert shipped.learned.shape == (len(shipped.weights), main_axes().shape[1])
    assert len(shipped.learned) < 10_000
    assert shipped.weights.shape[1] == len(shipped.names) == len(shipped.bias) == len(shipped.slope)
    assert (shipped.slope > 0).all() and ((shipped.thresholds >= 0.5) & (shipped.thresholds < 0.95)).all()
    assert max(shipped.told("").values()) < 0.5


@pytest.mark.parametrize("text", [ONE, TWO])
def test_a_sentence_reads_the_same_each_time(text: str) -> None:
    shipped = load("voice.escalation", "demands")
    assert shipped.told(text) == shipped.told(text)
