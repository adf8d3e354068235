"""The tuned network: it is the encoder's own, moved; each sentence is read alone, in its order."""

from __future__ import annotations

import numpy as np
import pytest

from voice.escalation.mood_model import FEELINGS, mood_model
from voice.escalation.mood_network import (
    EDGE,
    MoodNetwork,
    encoder_weights,
    mood_network,
    pieces_of,
    summed,
    written_form,
)
from voice.understanding.encoder import Matrix, encode

SAID = [
    "où est ma commande",
    "you promised me a refund three weeks ago",
    "merci",
    "my card was stolen yesterday",
]


def meaning(network: MoodNetwork, text: str) -> Matrix:
    states = network.states(pieces_of([text]))[EDGE:-EDGE]
    return summed(states, network.weights)[1]


def test_before_it_was_tuned_it_gives_the_encoders_own_points() -> None:
    untuned = MoodNetwork(encoder_weights())
    assert np.allclose([meaning(untuned, text) for text in SAID], encode(SAID), atol=1e-5)


def test_tuning_moved_it_a_little() -> None:
    untuned, tuned = MoodNetwork(encoder_weights()), mood_network()
    for text in SAID:
        assert 0.05 < float(meaning(untuned, text) @ meaning(tuned, text)) < 0.999


def test_sentences_together_are_read_like_each_alone() -> None:
    network = mood_network()
    together = network.scores([*SAID, "", "!", *SAID * 10])
    alone = np.concatenate([network.scores([text]) for text in [*SAID, "", "!"]])
    assert together.shape == (len(SAID) * 11 + 2, len(FEELINGS))
    assert np.allclose(together[: len(alone)], alone, atol=1e-4)


@pytest.mark.parametrize(
    ("calm", "angry"),
    [
        ("the driver was very helpful", "the driver was not helpful at all"),
        ("could you tell me when it comes", "you could have told me that it never comes"),
        ("le livreur a été très aimable", "le livreur n'a pas été aimable du tout"),
        ("vous m'avez bien aidé", "vous ne m'avez pas aidé du tout"),
    ],
)
def test_the_order_of_common_words_tells_displeasure(calm: str, angry: str) -> None:
    told = mood_network().scores([calm, angry])[:, FEELINGS.index("anger")]
    assert told[1] > told[0] + 0.5


def test_both_models_have_a_say() -> None:
    model = mood_model()
    share = mood_network().weights["share"]
    assert share.shape == (3, len(FEELINGS)) and (share[:2] > 0.1).all()
    both, linear = model.scores(SAID), model.by_pieces(SAID)
    network = mood_network().scores(SAID)
    assert np.allclose(both, share[0] * linear + share[1] * network + share[2], atol=1e-5)


@pytest.mark.parametrize(
    ("raw", "written"),
    [
        ("- You did n't call , [NAME] !", "You didn't call, Name!"),
        ("  Où   êtes-vous ?", "Où êtes-vous?"),
        ("", ""),
    ],
)
def test_marks_of_subtitles_are_no_part_of_what_is_written(raw: str, written: str) -> None:
    assert written_form(raw) == written
