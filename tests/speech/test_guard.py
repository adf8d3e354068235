"""Which recognized words are believed."""

import pytest

from voice.speech.guard import Expects, is_loop, refusal


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("please enter your please enter your please enter your number", 4.0),
        ("one two three four five six seven eight nine ten", 1.0),
        ("AAAAAAAAAAAAAAH", 3.0),
        ("F-F-F-F-F-F-F-F-F-F", 3.0),
        ("please please please please please please please please", 4.0),
        ("la la la la la la la la la la", 5.0),
    ],
)
def test_loops(text: str, seconds: float) -> None:
    assert is_loop(text, seconds)


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("nine nine nine one two one two", 4.0),
        ("9 9 9 9 9 9", 3.0),
        ("nine nine nine nine nine nine", 3.0),
        ("no no no I want a person", 3.0),
        ("je voudrais suivre ma commande s'il vous plaît", 2.5),
        ("00000000", 4.0),
    ],
)
def test_what_people_do_say_is_no_loop(text: str, seconds: float) -> None:
    assert not is_loop(text, seconds)


@pytest.mark.parametrize("text", ["Thank you.", "Merci d'avoir regardé cette vidéo !", "you", "Au revoir"])
def test_known_inventions_need_more_evidence_than_other_words(text: str) -> None:
    assert refusal(text, confidence=0.55, no_speech=0.1, speech_seconds=1.0) == "invented"
    assert refusal("track my order", confidence=0.55, no_speech=0.1, speech_seconds=1.0) is None
    assert refusal(text, confidence=0.8, no_speech=0.1, speech_seconds=1.0) is None


@pytest.mark.parametrize(
    ("text", "confidence", "no_speech", "expects", "why"),
    [
        ("", 0.9, 0.0, "words", "empty"),
        ("... !", 0.9, 0.0, "words", "empty"),
        ("I want to be there", 0.31, 0.6, "words", "no_speech"),
        ("I want to be there", 0.25, 0.1, "words", "low_confidence"),
        ("I want to be there", 0.5, 0.1, "words", None),
        ("seven", 0.3, 0.5, "words", "low_confidence"),
        ("seven", 0.3, 0.5, "number", None),
        ("two", 0.1, 0.1, "number", "low_confidence"),
    ],
)
def test_evidence(text: str, confidence: float, no_speech: float, expects: Expects, why: str | None) -> None:
    found = refusal(text, confidence=confidence, no_speech=no_speech, speech_seconds=1.0, expects=expects)
    assert found == why
