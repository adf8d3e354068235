"""Earlier calls in a summary, and the sentence to begin with."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.handoff.calls import CREATED, PLAN, bot, found, order_call, started, turn
from voice.events import CallEnded, CallEvent, HandoffAccepted, HandoffStarted, VoicemailLeft
from voice.handoff.brief import HandoffBrief, make_brief
from voice.handoff.earlier import is_number, past_calls
from voice.turn import EndReason, Language, Outcome, TransferReason

LONG_AGO = CREATED - timedelta(days=3)


def before(
    call_id: str, *, request: str = "order_status", emotion: float = 0.0, plan: str = "retail"
) -> list[CallEvent]:
    """A call that was handed over."""
    start = started().model_copy(update={"call_id": call_id, "started": LONG_AGO, "plan": plan})
    return [
        start,
        turn(1, "where is it", 5, intents=(request,), emotion=emotion),
        turn(2, "thank you", 9, outcome=Outcome.NO_MATCH),
        HandoffStarted(at=10, handoff_id="h0", reason=TransferReason.CALLER_ASKED),
        HandoffAccepted(at=12, handoff_id="h0", target="desk"),
        CallEnded(at=60, reason=EndReason.AGENT_HUNG_UP),
    ]


def brief(
    events: list[CallEvent],
    earlier: list[list[CallEvent]],
    *,
    reason: TransferReason = TransferReason.CALLER_ASKED,
    language: Language = "en",
    agent: Language = "en",
) -> HandoffBrief:
    return make_brief(
        handoff_id="h1",
        plan=PLAN,
        events=events,
        reason=reason,
        language=language,
        agent_language=agent,
        created=CREATED,
        earlier=earlier,
    )


def test_when_why_how_they_ended_and_the_mood() -> None:
    made = brief(
        order_call(), [before("c9", emotion=0.8), before("c8", plan="bank", request="card_lost")], agent="fr"
    )
    last, other = made.earlier
    assert (last.call_id, last.started, last.plan) == ("c9", LONG_AGO, "retail")
    assert [request.title for request in last.requests] == ["le suivi d'une commande"]
    assert (last.reason, last.taken, last.ended) == (
        TransferReason.CALLER_ASKED,
        True,
        EndReason.AGENT_HUNG_UP,
    )
    assert (last.mood, last.emotion) == ("upset", 0.8)
    assert ([request.title for request in other.requests], other.mood) == (["card lost"], "calm")
    assert made.summary[-2:] == (
        "A déjà appelé ; la dernière fois pour : le suivi d'une commande.",
        "La personne était alors mécontente.",
    )
    assert brief(order_call(), []).earlier == ()


def test_a_call_that_was_cut_short_or_is_damaged() -> None:
    (past,) = past_calls([before("c9")[:2], before("c8")[1:], []])
    assert (past.ended, past.taken, past.reason) == (None, False, None)


@pytest.mark.parametrize("caller", ["+33612345678", "06 12 34 56 78", "+1 (202) 555-0143", "1004"])
def test_numbers(caller: str) -> None:
    assert is_number(caller)


@pytest.mark.parametrize(
    "caller", ["", " ", "anonymous", "Anonymous", "unavailable", "0000000000", "12", "sip:x@y", "<b>1234</b>"]
)
def test_hidden_and_absent_numbers(caller: str) -> None:
    assert not is_number(caller)


def first(made: HandoffBrief) -> tuple[str, str]:
    assert made.first_sentence is not None
    return made.first_sentence.text, made.first_sentence.meaning


def test_the_first_sentence_is_the_callers_language_with_its_meaning_for_the_agent() -> None:
    assert first(brief(order_call("…", "fr"), [], language="fr", agent="en")) == (
        "Bonjour, je prends la suite. Je sais de quoi il s'agit : le suivi d'une commande. "
        "J'ai bien votre numéro de commande, A1042.",
        "Hello, I am taking over. I know what it is about: tracking an order. "
        "I have your order number, A1042.",
    )
    assert first(brief(order_call(), []))[1] == ""


def test_what_is_not_sure_is_asked() -> None:
    assert first(brief(order_call()[:5], []))[0].endswith(
        "Let me make sure of one thing: order number A1042, is that right?"
    )
    nothing = [*order_call()[:-3], found(12, rows=0), bot("I found nothing.", 13)]
    assert first(brief(nothing, []))[0].endswith("order number A1042, is that right?")


def test_feelings_come_first() -> None:
    upset = brief(order_call(), [], reason=TransferReason.EMOTION)
    assert "I am sorry about the trouble you have had. I know what it is about" in first(upset)[0]
    loss = brief(order_call(), [], reason=TransferReason.SENSITIVE)
    assert "I am sorry for your loss." in first(loss)[0]
    danger = brief(order_call(), [], reason=TransferReason.DANGER)
    assert first(danger)[0] == "Hello, I am taking over. Is anybody in danger right now?"


def test_nothing_is_known() -> None:
    assert first(brief([started()], []))[0] == "Hello, I am taking over. What can I do for you?"
    message: list[CallEvent] = [started(), VoicemailLeft(at=5, ended=9)]
    assert first(brief(message, []))[0] == "Hello, I am taking over. I have your message."


def test_a_sensitive_value_is_not_in_the_first_sentence() -> None:
    events: list[CallEvent] = [
        started(),
        turn(1, "x", 5, intents=("order_status",), slots={"birth": "1981-06-03", "name": "Ada Lovelace"}),
    ]
    text = first(brief(events, []))[0]
    assert text.startswith("Hello Ada Lovelace, I am taking over.")
    assert "1981" not in text and "June" not in text


def test_how_sure_we_are_is_told() -> None:
    (slot,) = brief(order_call(), []).slots
    assert (slot.sure, slot.turn, slot.confirmed) == (0.9, 2, True)
    (request,) = brief(order_call(), []).requests
    assert request.sure == 0.9
    (menu,) = brief([started(), turn(1, "", 4, digits="2", step="return_number")], []).requests
    assert menu.sure is None
