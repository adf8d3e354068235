"""What becomes of a caller whom an agent has given back to the bot: whatever he says, he reaches a person."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import pytest

from tests.conversation.talk import Talk
from voice.dialplan.load import load_plan
from voice.dialplan.model import Dialplan
from voice.turn import BackToAgent, Decision, EndReason, HandoffFailure, HangUp, Listen, Lookup, Transfer

FOLDER = Path(__file__).parents[1] / "call" / "errands"


@lru_cache
def shop() -> Dialplan:
    return load_plan(FOLDER)


def with_an_agent(before: str = "I want to talk to a person") -> Talk:
    """A call in which a person has the caller."""
    talk = Talk(shop(), language="en")
    talk.say(before)
    assert isinstance(talk.decision.actions[-1], Transfer)
    return talk


def given(errand: str, before: str = "I want to talk to a person") -> Talk:
    """The agent has given the caller back to the bot."""
    talk = with_an_agent(before)
    talk.decision = talk.conversation.give_back(errand)
    return talk


def ended(talk: Talk) -> tuple[str, str]:
    """How the errand ended, and why a person was needed."""
    back = talk.decision.actions[-1]
    assert isinstance(back, BackToAgent), talk.decision
    assert not talk.conversation.on_errand
    return back.outcome.value, back.reason.value if back.reason else ""


def test_a_value_is_taken_and_the_caller_goes_back() -> None:
    talk = given("order")
    assert talk.said == (
        "My colleague has asked me to take over for a moment. You'll be back together right after."
        " Key in your order number."
    )
    talk.decision = talk.conversation.keys("1234")
    assert ended(talk) == ("done", "")
    assert talk.said.startswith("I have noted") and talk.said.endswith("back through to my colleague.")
    assert talk.conversation.slots == {"order": "1234"}


def test_what_is_known_is_asked_again_because_the_agent_wants_it_anew() -> None:
    talk = Talk(shop(), language="en")
    talk.say("where is my order 4711")
    talk.say("I want to talk to a person")
    talk.decision = talk.conversation.give_back("order")
    assert isinstance(talk.decision.actions[-1], Listen)
    talk.decision = talk.conversation.keys("1234")
    assert ended(talk) == ("done", "") and talk.conversation.slots["order"] == "1234"


@pytest.mark.parametrize(
    ("errand", "answers", "how"),
    [
        ("order", ["", ""], ("silent", "")),
        ("order", ["a blue one", "the green thing"], ("person", "not_understood")),
        ("order", ["a person please"], ("person", "caller_asked")),
        ("order", ["#0"], ("person", "caller_asked")),
        ("order", ["someone is dying here, I need an ambulance"], ("person", "danger")),
        ("order", ["goodbye"], ("stopped", "")),
        ("order", ["stop"], ("stopped", "")),
        ("order", ["no"], ("stopped", "")),
        ("order", ["I don't have it"], ("without", "")),
        ("opinion", ["a person please"], ("person", "caller_asked")),
        ("opinion", ["where is my order, I want to track my parcel"], ("other_request", "")),
        ("choice", ["#2"], ("person", "plan")),
        ("choice", ["#7", "#7"], ("person", "not_understood")),
        ("choice", ["where is my order, I want to track my parcel"], ("other_request", "")),
    ],
)
def test_every_other_way_leads_back_to_the_person(
    errand: str, answers: list[str], how: tuple[str, str]
) -> None:
    talk = given(errand)
    for answer in answers:
        assert isinstance(talk.decision.actions[-1], Listen), talk.decision
        talk.decision = talk.conversation.silence(9) if not answer else say(talk, answer)
    assert ended(talk) == how
    assert talk.said  # never a silent hand-over


def say(talk: Talk, text: str) -> Decision:
    return talk.conversation.keys(text[1:]) if text.startswith("#") else talk.say(text)


def test_a_lookup_that_fails_brings_the_caller_back() -> None:
    talk = given("payment")
    assert isinstance(talk.decision.actions[-1], Lookup)
    talk.decision = talk.conversation.lookup_failed()
    assert ended(talk) == ("person", "lookup_failed")


def test_something_of_ours_that_breaks_brings_the_caller_back() -> None:
    talk = given("order")
    talk.decision = talk.conversation.broke()
    assert ended(talk) == ("person", "engine_failed")


def test_an_opinion_ends_the_call() -> None:
    talk = given("opinion")
    assert "finish the call" in talk.said
    talk.decision = talk.conversation.keys("4")
    assert talk.decision.actions[-1] == HangUp(EndReason.COMPLETED)
    assert talk.said.endswith("Goodbye.")


def test_the_agent_takes_the_caller_back_at_any_time() -> None:
    talk = given("order")
    talk.decision = talk.conversation.take_back()
    assert ended(talk) == ("taken_back", "")
    assert talk.said == "Here is my colleague again."
    assert talk.conversation.take_back().actions == talk.decision.actions[-1:]


def test_who_was_angry_before_the_talk_is_not_sent_back_for_it() -> None:
    angry = "this is a disgrace, you are all incompetent idiots, I am absolutely furious"
    talk = given("order", angry)
    assert isinstance(talk.decision.actions[-1], Listen)
    talk.decision = talk.conversation.keys("1234")
    assert ended(talk) == ("done", "")
    assert talk.decision.assessment is not None and talk.decision.assessment.emotion == 0
    again = given("order", angry)
    again.say(angry)
    assert ended(again) == ("person", "emotion")


def test_going_back_and_starting_again_stay_within_the_errand() -> None:
    talk = Talk(shop(), language="en")
    talk.say("where is my order")
    talk.say("I want to talk to a person")
    talk.decision = talk.conversation.give_back("order")
    for command in ("go back", "start again", "help", "repeat that"):
        talk.say(command)
        assert isinstance(talk.decision.actions[-1], Listen)
        assert talk.conversation.step == "take_order", command
        assert "Key in your order number." in talk.said


def test_who_comes_next_is_not_promised_once_the_agent_is_gone() -> None:
    talk = given("order")
    talk.conversation.agent_gone()
    talk.decision = talk.conversation.keys("1234")
    assert ended(talk) == ("done", "")
    assert "colleague" not in talk.said


def test_after_it_nobody_free_is_handled_as_ever_and_it_can_be_given_again() -> None:
    talk = given("order")
    talk.decision = talk.conversation.keys("1234")
    again = talk.conversation.give_back("order")
    assert isinstance(again.actions[-1], Listen)
    talk.decision = talk.conversation.take_back()
    talk.decision = talk.conversation.handoff_failed(HandoffFailure.NO_ANSWER)
    assert talk.conversation.step == "callback"


def test_nobody_free_is_handled_as_ever_also_when_the_errand_broke_off() -> None:
    talk = given("order")
    talk.conversation.leave_errand()
    assert not talk.conversation.on_errand
    talk.decision = talk.conversation.handoff_failed(HandoffFailure.NO_ANSWER)
    assert talk.conversation.step == "callback"
