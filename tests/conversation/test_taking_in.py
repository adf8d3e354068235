"""Callers who only take in what they were told, and values told in pieces."""

from __future__ import annotations

import pytest

from tests.conversation.talk import Talk
from voice.conversation.remark_model import likely_remark
from voice.conversation.taking_in import echoes, takes_in
from voice.turn import Intent, Language, Listen

SAID: dict[Language, str] = {
    "fr": "Votre commande est en route. Elle doit arriver jeudi 12 mars. Puis-je faire autre chose ?",
    "en": "Your order is on its way. It should arrive on Thursday the 12th of March. Is there anything else?",
}
TAKEN: dict[Language, list[str]] = {
    "fr": ["jeudi le bureau sera fermé je préviens la gardienne", "le douze mon père sera là pour ouvrir",
           "bon je vais guetter le camion"],
    "en": ["the twelfth my dad will be in to open up", "thursday my sister's home so she can sign",
           "right i'll keep an eye out for the van"],
}  # fmt: skip
NOT_TAKEN: dict[Language, list[str]] = {
    "fr": ["jeudi c'est trop tard", "et pour le remboursement c'est quand",
           "le douze mais il me le faut avant",
           "c'est une honte", "vous m'aviez promis lundi"],
    "en": ["thursday is too late for us", "and when do i get my refund", "the twelfth but i need it before",
           "that's a disgrace", "i was promised monday"],
}  # fmt: skip
LANGUAGES: tuple[Language, ...] = ("fr", "en")


@pytest.mark.parametrize(
    ("language", "text"), [(tongue, text) for tongue in LANGUAGES for text in TAKEN[tongue]]
)
def test_a_remark_on_the_answer_asks_for_nothing(language: Language, text: str) -> None:
    assert takes_in(text, SAID[language], language, (), given=False)


@pytest.mark.parametrize(
    ("language", "text"), [(tongue, text) for tongue in LANGUAGES for text in NOT_TAKEN[tongue]]
)
def test_objections_and_questions_are_no_remarks(language: Language, text: str) -> None:
    assert not takes_in(text, SAID[language], language, (), given=False)


def test_a_sure_request_or_a_value_is_no_remark() -> None:
    text = "right i'll keep an eye out for the van"
    assert not takes_in(text, SAID["en"], "en", (Intent("order_status", 0.9),), given=False)
    assert not takes_in(text, SAID["en"], "en", (), given=True)


def test_days_and_numbers_are_the_same_in_words_and_figures() -> None:
    assert echoes("le premier avril", "mercredi 1er avril à 11 heures", "fr")
    assert echoes("the eighteenth", "on Wednesday the 18th of March", "en")
    assert not echoes("the nineteenth", "on Wednesday the 18th of March", "en")


def test_the_model_tells_remarks_from_requests() -> None:
    remarks = ["i'll let my neighbour know", "je le dirai à ma voisine", "that's settled then"]
    requests = ["where is my parcel", "je veux une attestation", "can you cancel my order"]
    assert min(map(likely_remark, remarks)) > max(map(likely_remark, requests))


def at_the_number(language: Language) -> Talk:
    talk = Talk("retail", language=language)
    talk.say("où est ma commande" if language == "fr" else "where is my order", language=language)
    return talk


def test_after_the_answer_a_remark_is_met_with_a_word() -> None:
    talk = at_the_number("en")
    talk.say("a ten forty two", language="en")
    talk.say("thursday my sister's home so she can sign", language="en")
    assert talk.said == "Good. Anything else?" and isinstance(talk.waiting, Listen)


def test_digits_are_kept_and_their_letter_asked_for() -> None:
    talk = at_the_number("fr")
    talk.say("mille quarante-deux", language="fr")
    assert "1 0 4 2" in talk.said and "lettre" in talk.said
    talk.say("a comme anatole", language="fr")
    assert "A, 1 0 4 2" in talk.said and "Chronopost" in talk.said


def test_keyed_digits_are_completed_by_a_letter_said() -> None:
    talk = at_the_number("en")
    talk.take(talk.conversation.keys("1042"))
    assert "letter" in talk.said
    talk.say("a", language="en")
    assert "Chronopost" in talk.said


def test_another_letter_corrects_the_value_read_back() -> None:
    talk = at_the_number("en")
    talk.say("d one zero four two", confidence=0.3, language="en")
    assert "D, 1 0 4 2" in talk.said
    talk.say("a for apple", language="en")
    assert "A, 1 0 4 2" in talk.said


def test_digits_said_twice_without_a_letter_do_not_go_round_in_circles() -> None:
    talk = at_the_number("en")
    steps = []
    for _ in range(5):
        if isinstance(talk.waiting, Listen):
            talk.say("one zero four two", language="en")
            steps.append(talk.conversation.step)
    assert steps[-1] == "handoff"
