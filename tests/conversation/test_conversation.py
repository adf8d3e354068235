"""The dialogue: requests, values, commands, silence, and the way to a person."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from tests.conversation.talk import NOON, Talk, plan
from voice.conversation import Conversation
from voice.dialplan.hours import Hours
from voice.turn import (
    EndReason,
    HandoffFailure,
    HangUp,
    Heard,
    Listen,
    Lookup,
    Outcome,
    Record,
    RequestCallback,
    Say,
    Side,
    Transfer,
    TransferReason,
)


def transfer(talk: Talk) -> Transfer:
    assert isinstance(talk.waiting, Transfer), talk.decision
    return talk.waiting


def test_the_opening_greets_in_both_languages_and_listens_for_both() -> None:
    talk = Talk("retail")
    assert {action.language for action in talk.decision.actions if isinstance(action, Say)} == {"fr", "en"}
    assert isinstance(talk.waiting, Listen)
    assert talk.waiting.languages == ("fr", "en")


@pytest.mark.parametrize(
    ("first", "language"),
    [
        ("où est ma commande", "fr"),
        ("where is my order", "en"),
        ("bonjour", "fr"),
        ("opening hours please", "en"),
    ],
)
def test_the_language_of_the_first_words_is_kept(first: str, language: str) -> None:
    talk = Talk("retail")
    talk.say(first)
    assert talk.conversation.language == language
    assert {action.language for action in talk.decision.actions if isinstance(action, Say)} == {language}


def test_an_order_is_asked_for_and_found() -> None:
    talk = Talk("retail")
    decision = talk.say("où est ma commande ?")
    assert decision.step == "order_number"
    assert decision.turn and decision.turn.outcome is Outcome.MATCHED
    assert isinstance(talk.waiting, Listen) and talk.waiting.digits and talk.waiting.expects == "number"
    decision = talk.say("A 10 42.")
    assert decision.turn and decision.turn.outcome is Outcome.FILLED
    assert "Chronopost" in talk.said and "jeudi 12 mars" in talk.said
    assert talk.conversation.step == "anything_else"
    assert talk.say("non merci").actions[-1] == HangUp(EndReason.COMPLETED)


def test_a_value_given_early_is_not_asked_for() -> None:
    talk = Talk("retail")
    talk.say("where is my order A1042")
    assert "Chronopost" in talk.said
    assert talk.conversation.slots == {"order_number": "A1042"}


def test_a_second_request_of_the_same_kind_asks_anew() -> None:
    talk = Talk("retail")
    talk.say("where is my order A1042")
    assert talk.say("where is my other order").step == "order_number"
    talk.say("B2001")
    assert "delivered" in talk.said


def test_two_requests_in_one_sentence_are_served_one_after_the_other() -> None:
    talk = Talk("retail")
    talk.say("where is my order A1042 and what are your opening hours")
    assert talk.said.startswith("First, tracking an order.")
    assert "You also mentioned opening hours." in talk.said
    talk.say("yes please")
    assert "Monday to Saturday" in talk.said


def test_a_question_in_passing_is_answered_and_the_bots_own_asked_again() -> None:
    talk = Talk("retail", language="en")
    talk.say("where is my order")
    talk.say("what are your opening hours")
    assert "Monday" in talk.said and "What is your order number?" in talk.said
    assert talk.conversation.step == "order_number"


def test_what_the_bot_serves_comes_before_what_goes_to_a_person() -> None:
    talk = Talk("retail", language="en")
    talk.say("I want a refund and what are your opening hours")
    assert "Monday" in talk.said and "refund" in talk.said and isinstance(talk.waiting, Listen)
    talk.say("yes")
    assert transfer(talk).reason is TransferReason.PLAN


def test_changing_ones_mind_at_a_question_comes_back_to_it() -> None:
    talk = Talk("retail", language="en")
    talk.say("where is my order")
    talk.say("I want to return an item")
    talk.say("B2001")
    assert "pick-up point" in talk.said and "tracking an order" in talk.said
    talk.say("yes")
    assert "delivered" in talk.said


def test_an_unsure_value_is_read_back_once() -> None:
    talk = Talk("retail", language="fr")
    talk.say("où est ma commande")
    talk.say("A 1042", confidence=0.3)
    assert talk.said == "A, 1 0 4 2, c'est bien ça ?"
    talk.say("oui", confidence=0.3)
    assert "Chronopost" in talk.said


@pytest.mark.parametrize("answer", ["non, B2001", "non c'est B 20 01"])
def test_a_correction_replaces_the_value(answer: str) -> None:
    talk = Talk("retail", language="fr")
    talk.say("où est ma commande")
    talk.say("A 1042", confidence=0.3)
    talk.say(answer)
    assert talk.conversation.slots["order_number"] == "B2001"


def test_a_denied_value_is_asked_again() -> None:
    talk = Talk("retail", language="en")
    talk.say("where is my order")
    talk.say("A1042", confidence=0.2)
    talk.say("no")
    assert talk.conversation.step == "order_number"
    assert "order_number" not in talk.conversation.slots
    talk.say("#2")
    assert talk.decision.turn and talk.decision.turn.outcome is Outcome.NO_MATCH


def test_keys_alone_say_that_a_letter_is_missing() -> None:
    talk = Talk("retail", language="fr")
    talk.say("où est ma commande")
    talk.say("#1042")
    assert "lettre" in talk.said


def test_keyed_digits_fill_a_slot() -> None:
    talk = Talk("hospital", language="en")
    talk.say("what time is my appointment")
    talk.say("#52017")
    assert "Monday the 16th of March" in talk.said and "9 30 a.m." in talk.said


def test_re_prompts_differ_and_end_at_a_person() -> None:
    talk = Talk("retail", language="fr")
    heard = [talk.said]
    for words in ("mmh machin", "tralala"):
        talk.say(words)
        heard.append(talk.said)
        assert isinstance(talk.waiting, Listen)
    assert len(set(heard)) == 3
    talk.say("bidule chose")
    assert transfer(talk).reason in (TransferReason.NOT_UNDERSTOOD, TransferReason.COMPLEXITY)


def test_silence_has_its_own_re_prompts_and_ends_at_a_person() -> None:
    talk = Talk("retail", language="en")
    heard = set()
    for _ in range(2):
        decision = talk.say("")
        assert decision.turn and decision.turn.outcome is Outcome.NO_INPUT and decision.turn.heard is None
        heard.add(talk.said)
    assert len(heard) == 2
    talk.say("")
    assert transfer(talk).reason is TransferReason.NOT_UNDERSTOOD


def test_silence_after_a_served_request_ends_politely() -> None:
    talk = Talk("retail", language="en")
    talk.say("what are your opening hours")
    for _ in range(3):
        talk.say("")
    assert talk.waiting == HangUp(EndReason.COMPLETED)


@pytest.mark.parametrize(
    "words", ["#0", "un conseiller", "agent", "I want to speak to a real person", "passez-moi quelqu'un"]
)
def test_a_person_on_demand(words: str) -> None:
    talk = Talk("retail")
    decision = talk.say(words)
    assert transfer(talk) == Transfer(talk.plan.targets["support"], TransferReason.CALLER_ASKED, 1)
    assert talk.said
    assert decision.assessment and decision.assessment.decided_by == "asked_for_person"
    assert decision.assessment.signals[-1].side is Side.DEMAND


def test_a_zero_within_a_number_is_a_digit() -> None:
    talk = Talk("hospital", language="fr")
    talk.say("combien dois-je payer")
    talk.say("#81450")
    assert "62 euros et 40 centimes" in talk.said
    talk.say("une autre facture à payer")
    talk.say("#0")
    assert transfer(talk).reason is TransferReason.CALLER_ASKED


@pytest.mark.parametrize(
    "words", ["je vais mourir", "I have chest pain", "je veux me suicider", "she can't breathe"]
)
def test_danger_goes_to_a_person_with_honest_advice(words: str) -> None:
    talk = Talk("hospital")
    decision = talk.say(words)
    assert transfer(talk).reason is TransferReason.DANGER
    assert "112" in talk.said
    assert decision.assessment and decision.assessment.decided_by == "danger"


def test_repeat_help_restart_and_goodbye() -> None:
    talk = Talk("retail", language="en")
    talk.say("where is my order")
    asked = talk.said
    talk.say("can you repeat that please")
    assert talk.said == asked
    talk.say("help")
    assert "tracking an order" in talk.said and asked.split(".")[0] in talk.said
    talk.say("start again")
    assert talk.conversation.step == "welcome"
    talk.say("goodbye")
    assert talk.waiting == HangUp(EndReason.COMPLETED)


def test_another_language_on_demand() -> None:
    talk = Talk("retail", language="fr")
    talk.say("où est ma commande")
    talk.say("in English please")
    assert talk.conversation.language == "en"
    assert "What is your order number" in talk.said


def test_anger_that_lasts_goes_to_a_person() -> None:
    talk = Talk("retail", language="fr")
    talk.say("c'est scandaleux, où est ma commande")
    assert isinstance(talk.waiting, Listen)
    decision = talk.say("c'est inadmissible, j'en ai marre, vous vous moquez de moi")
    assert transfer(talk).reason is TransferReason.EMOTION
    assert decision.assessment and decision.assessment.decided_by == "emotion"
    assert any("marre" in signal.evidence for signal in decision.assessment.signals)


def test_two_lookups_without_a_result_go_to_a_person() -> None:
    talk = Talk("retail", language="en")
    talk.say("where is my order")
    talk.say("Z9999")
    assert "I can't find order Z, 9 9 9 9." in talk.said
    talk.say("Z9998")
    assert transfer(talk).reason is TransferReason.COMPLEXITY


def test_data_that_cannot_be_reached_goes_to_a_person() -> None:
    conversation = Conversation(plan("retail"), caller="", dialled="100", now=NOON)
    conversation.open()
    decision = conversation.hear(Heard("where is my order A1042", language="en"))
    lookup = decision.actions[-1]
    assert isinstance(lookup, Lookup)
    assert (lookup.name, lookup.parameters) == ("order", {"order_number": "A1042"})
    assert [says[0].text for says in lookup.waiting] == [
        "One moment, I'm looking.",
        "Nearly there, please hold on.",
    ]
    decision = conversation.lookup_failed()
    assert isinstance(decision.actions[-1], Transfer)
    assert decision.actions[-1].reason is TransferReason.LOOKUP_FAILED


def failed(talk: Talk, *failures: HandoffFailure) -> None:
    for failure in failures:
        talk.take(talk.conversation.handoff_failed(failure))


def test_the_next_target_is_tried_and_the_caller_told() -> None:
    talk = Talk("retail", language="fr")
    talk.say("un conseiller")
    failed(talk, HandoffFailure.DECLINED)
    assert transfer(talk).target.name == "backup" and transfer(talk).attempt == 2
    declined = talk.said
    other = Talk("retail", language="fr")
    other.say("un conseiller")
    failed(other, HandoffFailure.BUSY)
    assert declined and other.said and other.said != declined


def to_callback(caller: str = "+33612345678") -> Talk:
    talk = Talk("retail", caller=caller, language="fr")
    talk.say("un conseiller")
    failed(talk, HandoffFailure.NO_ANSWER, HandoffFailure.NO_ANSWER)
    assert talk.conversation.step == "callback"
    return talk


@pytest.mark.parametrize("yes", ["oui", "#1", "oui s'il vous plaît", "d'accord"])
def test_a_callback_at_the_callers_number(yes: str) -> None:
    talk = to_callback()
    assert "0 6, 1 2, 3 4, 5 6, 7 8" in talk.said
    talk.say(yes)
    assert talk.decision.actions[0] == RequestCallback("+33612345678")
    assert talk.waiting == HangUp(EndReason.CALLBACK)


@pytest.mark.parametrize(
    "number", ["#0611223344", "06 11 22 33 44", "zéro six onze vingt-deux trente-trois quarante-quatre"]
)
def test_a_callback_at_another_number_is_read_back(number: str) -> None:
    talk = to_callback()
    talk.say("non, un autre numéro")
    talk.say(number)
    assert "0 6, 1 1, 2 2, 3 3, 4 4" in talk.said
    talk.say("#1")
    assert RequestCallback("0611223344") in talk.decision.actions


def test_a_hidden_number_is_asked_for() -> None:
    talk = to_callback(caller="anonymous")
    assert "À quel numéro" in talk.said


@pytest.mark.parametrize("answers", [["non"], ["laisser un message"], ["bla", "blu", "bli"], ["", "", ""]])
def test_refusing_a_callback_leads_to_a_message(answers: list[str]) -> None:
    talk = to_callback()
    for answer in answers:
        talk.say(answer)
    assert isinstance(talk.waiting, Record)
    assert talk.take(talk.conversation.recorded(8.0)).actions[-1] == HangUp(EndReason.VOICEMAIL)


def test_an_empty_message_is_not_thanked_for() -> None:
    talk = to_callback()
    talk.say("non")
    talk.take(talk.conversation.recorded(0.2))
    assert talk.waiting == HangUp(EndReason.UNREACHABLE_PERSON)


def test_a_person_is_tried_once_more_and_then_no_more() -> None:
    talk = to_callback()
    talk.say("non, un conseiller")
    assert isinstance(talk.waiting, Transfer)
    failed(talk, HandoffFailure.NO_ANSWER, HandoffFailure.NO_ANSWER)
    talk.say("#0")
    assert isinstance(talk.waiting, Listen) and talk.conversation.step == "callback"


def test_the_caller_hanging_up_while_waiting_ends_it() -> None:
    talk = Talk("retail")
    talk.say("agent")
    failed(talk, HandoffFailure.CALLER_HUNG_UP)
    assert talk.waiting == HangUp(EndReason.CALLER_HUNG_UP)


def test_outside_opening_hours_a_callback_is_offered_but_danger_still_rings() -> None:
    hours = Hours.model_validate({"days": {"mon-fri": "09:00-18:00"}})
    closed = plan("retail").model_copy(
        update={"handoff": plan("retail").handoff.model_copy(update={"hours": hours})}
    )
    sunday = datetime(2026, 3, 8, 12, 0, tzinfo=UTC)
    conversation = Conversation(closed, caller="+33612345678", dialled="100", now=sunday)
    conversation.open()
    assert isinstance(conversation.hear(Heard("un conseiller")).actions[-1], Listen)
    assert conversation.step == "callback"
    conversation = Conversation(closed, caller="+33612345678", dialled="100", now=sunday)
    conversation.open()
    assert isinstance(conversation.hear(Heard("je vais mourir")).actions[-1], Transfer)


def test_our_failures_are_said_and_lead_to_a_person() -> None:
    talk = Talk("retail", language="en")
    talk.take(talk.conversation.broke())
    assert transfer(talk).reason is TransferReason.ENGINE_FAILED and talk.said
    talk = Talk("retail", language="en")
    talk.take(talk.conversation.too_long())
    assert isinstance(talk.waiting, Transfer) and talk.said


def test_what_does_not_fit_changes_nothing() -> None:
    talk = Talk("retail")
    for decision in (
        talk.conversation.looked_up([]),
        talk.conversation.recorded(3),
        talk.conversation.lookup_failed(),
    ):
        assert decision.actions == (talk.waiting,)
        assert decision.turn is None
    assert talk.conversation.turns == ()


def test_turns_are_counted_and_carry_times() -> None:
    talk = Talk("retail")
    heard = replace(Heard("where is my order"), started=2.0, ended=3.5, language="en")
    talk.take(talk.conversation.hear(heard))
    talk.say("")
    first, second = talk.conversation.turns
    assert (first.number, first.heard, second.number) == (1, heard, 2)


def test_values_in_texts_are_spoken_and_such_sentences_are_not_kept() -> None:
    talk = Talk("retail", language="en")
    talk.say("where is my order A1042")
    says = [action for action in talk.decision.actions if isinstance(action, Say)]
    assert next(say for say in says if "A, 1 0 4 2" in say.text).fixed is False
    fixed = set(talk.plan.fixed_prompts())
    assert all((say.text, say.language) in fixed for say in says if say.fixed)
