"""Who asks for a person, and who only mentions one."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.understanding.test_commands import NOT_PERSON, PERSON
from voice.turn import LANGUAGES, Language
from voice.understanding.asking import person_asked
from voice.understanding.language import guess_language

ROWS = [json.loads(line) for line in Path(__file__).with_name("asking.jsonl").read_text("utf-8").splitlines()]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["text"])
def test_asking_and_mentioning(row: dict[str, Any]) -> None:
    language: Language = "fr" if row["lang"] == "fr" else "en"
    asking = person_asked(row["text"], language)
    assert (asking.strength >= 0.5) == row["asks"], asking
    assert bool(asking.words) == (asking.strength > 0)


@pytest.mark.parametrize("text", PERSON)
def test_what_the_command_knows_is_known_here(text: str) -> None:
    assert any(person_asked(text, language).strength >= 0.4 for language in LANGUAGES)


@pytest.mark.parametrize("text", NOT_PERSON)
def test_what_is_no_command_is_no_request(text: str) -> None:
    language: Language = guess_language(text, LANGUAGES) or "en"
    assert person_asked(text, language).strength < 0.5


def test_an_office_is_asked_for_less_surely_than_a_person() -> None:
    office = person_asked("I want to talk to customer support", "en")
    person = person_asked("I want to talk to a human in customer support", "en")
    assert 0 < office.strength < 0.5 <= person.strength


@pytest.mark.parametrize(
    "text", ["spaek to someone", "I want to talk to an agnet", "connect me to an opertor"]
)
def test_mistyped_words_are_read(text: str) -> None:
    assert person_asked(text, "en").strength >= 0.5


@given(st.text(max_size=200), st.sampled_from(LANGUAGES))
def test_any_text_can_be_asked_about(text: str, language: Language) -> None:
    assert 0 <= person_asked(text, language).strength <= 1
