"""Why something was decided, in one sentence of the reader's language."""

from __future__ import annotations

from typing import get_args

import pytest

from voice.console.quality.why import because, in_words
from voice.console.story import Told
from voice.console.words import Words
from voice.conversation.reasons import _WHY, reason_of, why
from voice.turn import LANGUAGES, Assessment, Language, Side, Signal, Thresholds

EN, FR = Words("en"), Words("fr")


@pytest.mark.parametrize("name", _WHY)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_reason_is_told_in_the_other_language(name: str, language: Language) -> None:
    what = 'a "quoted" {what} (x)?\nline' if "{what}" in _WHY[name][language] else ""
    assert reason_of(why(name, language, what)) == (name, what)
    other: Language = "fr" if language == "en" else "en"
    assert in_words(Words(other), why(name, language, what)) == why(name, other, what)


def test_a_sentence_of_nobody_is_left_as_it_is() -> None:
    assert in_words(FR, "emotion 64 % ≥ 60 %") == "emotion 64 % ≥ 60 %"


def _judged(decided_by: str | None, *signals: Signal) -> Told:
    judged = Assessment(0.64, 0.31, Thresholds(0.6, 0.7), signals, decided_by)
    return Told(3.0, "caller", "words", why="The caller says yes.", assessment=judged)


def test_a_score_is_told_with_its_threshold_and_what_counted_most() -> None:
    told = _judged(
        "emotion",
        Signal("irony", Side.EMOTION, 0.1, 0.5, 1, ""),
        Signal("anger", Side.EMOTION, 0.9, 0.5, 1, ""),
        Signal("anger", Side.EMOTION, 0.8, 0.5, 2, ""),
        Signal("repeats", Side.COMPLEXITY, 1.0, 1.0, 2, ""),
    )
    assert because(EN, told) == (
        "To a person: emotion came to 64 %, and the plan’s threshold is 60 %;"
        " what counted most was anger, irony."
    )
    assert because(FR, told) == (
        "Vers une personne : émotion à 64 %, et le seuil du plan est 60 % ;"
        " ce qui a le plus compté : colère, ironie."
    )
    assert because(EN, _judged("emotion")).endswith("threshold is 60 %.")


def test_a_demand_needs_no_score() -> None:
    assert "whatever the scores" in because(EN, _judged("danger"))
    assert "une personne frail" not in because(FR, _judged("vulnerable"))
    assert "ma-demande" in because(FR, _judged("ma-demande"))


def test_without_a_decision_for_a_person_the_plan_s_own_reason_is_told() -> None:
    assert because(FR, _judged(None)) == "L'appelant dit oui."
    assert because(FR, Told(1.0, "bot", "words")) == ""
    assert get_args(Language) == LANGUAGES
