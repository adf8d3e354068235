"""Anger and distress told from whole sentences, in words that neither rules nor training sentences have."""

from __future__ import annotations

import pytest

from tests.conversation.talk import Talk
from voice.escalation.feeling_model import feeling_model, likely_feelings
from voice.escalation.mood import mood
from voice.escalation.mood_model import FEELINGS
from voice.escalation.readers import mood_of
from voice.turn import Language

TOLD: list[tuple[str, Language, str]] = [
    ("anger", "en", "you have been stringing me along and i'm having no more of it"),
    ("anger", "fr", "vous me baladez depuis des mois et ça commence à bien faire"),
    ("distress", "en", "i've nobody left to ask and i can't face it any longer"),
    ("distress", "fr", "je n'ai plus personne et je n'en peux plus de tout ça"),
]
NOTHING = [
    "where is my parcel", "quels sont vos horaires le samedi", "it's chucking it down out there",
    "mince j'ai encore perdu mes lunettes", "my boss is cross with me but never mind that",
]  # fmt: skip


@pytest.mark.parametrize(("name", "language", "text"), TOLD)
def test_a_feeling_is_told_from_the_whole_sentence(name: str, language: Language, text: str) -> None:
    assert name in likely_feelings(text)
    assert getattr(mood_of(text, language), name) >= 0.35
    assert mood_of(text, language).evidence


@pytest.mark.parametrize("text", NOTHING)
def test_what_only_sounds_like_it_is_none(text: str) -> None:
    assert not likely_feelings(text)


def test_it_only_ever_adds_to_the_mood_of_the_words() -> None:
    for _, language, text in TOLD:
        plain, read = mood(text, language), mood_of(text, language)
        assert read.anger >= plain.anger and read.distress >= plain.distress


def test_few_words_say_too_little() -> None:
    assert likely_feelings("i'm furious") == {}


def test_the_model_knows_both_feelings() -> None:
    assert feeling_model().names == FEELINGS


def test_it_weighs_and_does_not_decide_alone() -> None:
    talk = Talk("retail", language="en")
    talk.say(TOLD[0][2], language="en")
    state = talk.decision.assessment
    assert state and state.decided_by is None and state.emotion > 0
