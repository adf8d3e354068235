"""How the dialogue takes what is no request: comments, waiting, half answers, values given unasked."""

from __future__ import annotations

import pytest

from tests.conversation.talk import Talk
from voice.turn import HangUp, Language, Listen, Outcome, Transfer, TransferReason


@pytest.mark.parametrize(
    ("language", "order", "comment", "thanks"),
    [
        ("fr", "où est ma commande A1042", "jeudi donc parfait", "merci bien"),
        ("en", "where is my order A1042", "oh lovely thursday then", "cheers"),
    ],
)
def test_a_comment_is_no_failure_and_the_second_one_ends(
    language: str, order: str, comment: str, thanks: str
) -> None:
    talk = Talk("retail")
    talk.say(order)
    decision = talk.say(comment)
    assert decision.turn and decision.turn.outcome is Outcome.MATCHED
    assert len(talk.said) < 40 and isinstance(talk.waiting, Listen)
    talk.say(thanks)
    assert isinstance(talk.waiting, HangUp)


@pytest.mark.parametrize(
    "said",
    [
        "no but that's not what I asked you",
        "no the other one was with a different shop I think",
        "i don't know what I am supposed to tell her",
        "I'll just go somewhere else that's all",
        "right well could I get a bit of money back for the trouble",
        "yes but why does it take that long for a lamp",
    ],
)
def test_a_sentence_with_content_never_ends_the_call(said: str) -> None:
    talk = Talk("retail", language="en")
    talk.say("where is my order A1042")
    talk.say(said)
    assert not isinstance(talk.waiting, HangUp)
    assert "Go ahead" not in talk.said


def test_what_the_bot_cannot_do_is_offered_to_a_person_at_once() -> None:
    talk = Talk("retail", language="en")
    talk.say("do you sponsor the local football club")
    assert "someone" in talk.said and isinstance(talk.waiting, Listen)
    decision = talk.say("yes please")
    assert isinstance(talk.waiting, Transfer) and talk.waiting.reason is TransferReason.CALLER_ASKED
    assert decision.assessment and decision.assessment.decided_by == "asked_for_person"


def test_a_person_who_is_not_wanted_is_not_called() -> None:
    talk = Talk("retail", language="fr")
    talk.say("est-ce que vous sponsorisez le club de foot")
    talk.say("non merci")
    assert isinstance(talk.waiting, Listen) and "D'accord" in talk.said
    talk.say("où est ma commande")
    assert talk.conversation.step == "order_number"


@pytest.mark.parametrize(
    ("name", "opening", "answer", "asked"),
    [
        ("retail", "où est ma commande", "attendez je cherche le papier", "order_number"),
        ("hospital", "what time is my appointment", "hold on let me find the letter", "file_number"),
    ],
)
def test_a_caller_who_looks_for_something_gets_time(name: str, opening: str, answer: str, asked: str) -> None:
    talk = Talk(name)
    talk.say(opening)
    decision = talk.say(answer)
    assert decision.turn and decision.turn.outcome is Outcome.COMMAND
    assert isinstance(talk.waiting, Listen) and talk.waiting.no_input_after >= 30 and talk.waiting.digits
    assert talk.conversation.step == asked


def test_a_caller_without_the_number_is_offered_a_person() -> None:
    talk = Talk("retail", language="en")
    talk.say("where is my order")
    talk.say("i don't have the number")
    assert "someone" in talk.said
    talk.say("yes")
    assert isinstance(talk.waiting, Transfer)


def test_keys_at_the_beginning_find_the_only_request_they_fit() -> None:
    talk = Talk("insurance", language="en")
    assert isinstance(talk.waiting, Listen) and talk.waiting.digits and talk.waiting.digits.most == 6
    talk.say("#730152")
    assert "send the certificate" in talk.said


def test_a_number_for_two_requests_is_asked_about() -> None:
    talk = Talk("hospital", language="fr")
    talk.say("#81450")
    assert "rendez-vous" in talk.said and "facture" in talk.said
    talk.say("la facture")
    assert "62 euros et 40 centimes" in talk.said


def test_a_number_given_with_its_purpose_is_not_asked_about() -> None:
    talk = Talk("hospital", language="fr")
    talk.say("bonjour c'est pour ma facture numéro 81450")
    assert "62 euros et 40 centimes" in talk.said


def test_whether_this_is_the_right_house_gets_a_yes() -> None:
    talk = Talk("hospital", language="en")
    talk.say("hello is this the hospital")
    assert talk.said.startswith("Yes") and "tram" not in talk.said.lower()


@pytest.mark.parametrize(
    "said", ["there's water everywhere in the kitchen right now", "she broke the glass of water"]
)
def test_a_word_in_passing_is_no_question_of_cover(said: str) -> None:
    talk = Talk("insurance", language="en")
    talk.say(said)
    assert "excess" not in talk.said


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ("hello how are you", "How can I help?"),
        ("who is this", "This is the Lumen shop."),
        ("are you a robot", "automated assistant"),
        ("can you hear me", "Yes, I can hear you."),
        ("I can't hear you very well speak up", "How can I help?"),
    ],
)
def test_questions_about_the_voice_are_answered_and_cost_nothing(said: str, answer: str) -> None:
    talk = Talk("retail", language="en")
    decision = talk.say(said)
    assert answer in talk.said and isinstance(talk.waiting, Listen)
    assert decision.turn and decision.turn.outcome is Outcome.COMMAND


def test_a_number_found_after_all_fills_the_question_it_was_asked_at() -> None:
    talk = Talk("retail", language="fr")
    talk.say("je voudrais retourner un article")
    talk.say("je n'ai pas le numéro")
    talk.say("ah si attendez je regarde sur le papier")
    talk.say("B2001")
    assert "point relais" in talk.said


def test_no_at_a_question_leaves_the_request() -> None:
    talk = Talk("retail", language="en")
    talk.say("where is my order")
    talk.say("no thanks")
    assert talk.conversation.step == "anything_else"


def test_an_upset_opening_is_met_with_a_word_and_a_long_one_is_searched_for_a_request() -> None:
    talk = Talk("retail", language="en")
    talk.say(
        "good afternoon I hope you can help me my husband and I were in your lovely shop on our anniversary "
        "with the grandchildren and the thing is where is my parcel"
    )
    assert "order" in talk.said


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("fr", "bonjour ma femme est décédée et je ne sais pas par où commencer"),
        ("en", "my brother died last month and I am sorting through his things"),
        ("en", "I think somebody committed fraud with my name"),
    ],
)
def test_grief_and_fraud_are_never_told_what_the_bot_cannot_do(language: Language, said: str) -> None:
    talk = Talk("retail", language=language)
    talk.say(said)
    assert isinstance(talk.waiting, Transfer)
    assert "can't do" not in talk.said and "ne sais pas" not in talk.said
