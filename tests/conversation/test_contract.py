"""What the scope contract of a request allows is kept to, whatever the steps say."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conversation.talk import NOON, Talk
from voice.conversation import Conversation
from voice.dialplan.load import load_plan
from voice.dialplan.model import Dialplan
from voice.turn import Heard, Listen, Lookup, Say, Transfer, TransferReason

PLAN = """\
title: the mill
languages: [en]
start: welcome
targets: {desk: "sip:desk@127.0.0.1"}
hours:
  shop: {days: {mon-sun: "09:00-19:00"}, holidays: FR}
intents:
  pay:
    title: paying a bill
    depth: 3
    limits: [{when: amount > 500, reason: more than 500 euros}]
    goto: amount
    examples: {en: [pay a bill, I want to pay, settle my invoice, pay what I owe]}
  advice:
    title: advice
    channel: human
    goto: advice
    examples: {en: [give me some advice, what do you recommend, advise me please, which one is best]}
  repair:
    title: a repair
    channel: human
    examples: {en: [my machine is broken, it needs a repair, can you mend it, the motor has failed]}
  balance:
    title: your balance
    channel: bot_then_human
    limits: [{when: account.owed > 500}]
    goto: balance
    examples: {en: [what do I owe, my balance please, what is my balance, how much is left to pay]}
data: env:DB
lookups:
  account: {sql: "SELECT owed FROM accounts WHERE phone = :caller", gives: {owed: amount}}
slots:
  amount: {type: amount, title: amount}
  when: {type: date, title: day}
steps:
  welcome: {say: "Hello, the mill.", listen: true, help: "Say pay.", menu: {1: amount, 2: hours}, timeout: 9}
  amount: {ask: How much is the bill?, slot: amount, goto: day, retries: 5}
  day: {ask: On which day?, slot: when, goto: paid}
  balance: {lookup: account, goto: balance_found, none: person}
  balance_found: {say: "You owe {account.owed}.", done: true}
  paid: {say: "{amount} will be paid.", done: true}
  advice: {say: Take the blue one., done: true}
  hours:
    if: [{when: shop.open, goto: open_now}]
    else: closed_now
  open_now: {say: We are open., done: true}
  closed_now: {say: We are closed., done: true}
"""


@pytest.fixture
def plan(tmp_path: Path) -> Dialplan:
    folder = tmp_path / "mill"
    folder.mkdir()
    (folder / "plan.yaml").write_text(PLAN, encoding="utf-8")
    return load_plan(folder)


def reason(talk: Talk) -> TransferReason:
    assert isinstance(talk.waiting, Transfer), talk.decision
    return talk.waiting.reason


def test_within_its_limits_the_bot_serves(plan: Dialplan) -> None:
    talk = Talk(plan)
    talk.say("I want to pay")
    talk.say("twenty euros")
    talk.say("tomorrow")
    assert "20 euros will be paid." in talk.said


def test_a_limit_on_an_amount_goes_to_a_person_and_says_why(plan: Dialplan) -> None:
    talk = Talk(plan)
    talk.say("I want to pay")
    decision = talk.say("eight hundred euros")
    assert reason(talk) is TransferReason.LIMIT
    assert "more than 500 euros" in decision.why
    assert "On which day?" not in talk.said


def test_a_limit_on_what_a_lookup_finds(plan: Dialplan) -> None:
    conversation = Conversation(plan, caller="", dialled="100", now=NOON)
    conversation.open()
    decision = conversation.hear(Heard("what do I owe"))
    assert isinstance(decision.actions[-1], Lookup)
    decision = conversation.looked_up([{"owed": "501"}])
    assert isinstance(decision.actions[-1], Transfer), decision
    assert not any("You owe" in action.text for action in decision.actions if isinstance(action, Say))


def test_a_limit_holds_when_the_request_was_chosen_by_key(plan: Dialplan) -> None:
    talk = Talk(plan)
    talk.say("#1")
    talk.say("eight hundred euros")
    assert reason(talk) is TransferReason.LIMIT


def test_one_exchange_more_than_the_depth_goes_to_a_person(plan: Dialplan) -> None:
    talk = Talk(plan)
    talk.say("I want to pay")
    talk.say("well")
    talk.say("well")
    assert isinstance(talk.waiting, Listen)
    talk.say("twenty euros")
    assert reason(talk) is TransferReason.LIMIT
    assert "On which day?" not in talk.said


def test_what_is_for_a_person_goes_to_a_person_even_where_the_steps_end(plan: Dialplan) -> None:
    talk = Talk(plan)
    talk.say("give me some advice")
    assert reason(talk) is TransferReason.PLAN


def test_what_is_for_a_person_is_not_answered_in_passing(plan: Dialplan) -> None:
    talk = Talk(plan)
    talk.say("I want to pay")
    talk.say("what do you recommend")
    assert "Take the blue one." not in talk.said or isinstance(talk.waiting, Transfer)


def test_a_contract_for_a_person_needs_no_step(plan: Dialplan) -> None:
    talk = Talk(plan)
    talk.say("my machine is broken")
    assert reason(talk) is TransferReason.PLAN


def test_help_and_silence_of_a_step(plan: Dialplan) -> None:
    talk = Talk(plan)
    assert isinstance(talk.waiting, Listen) and talk.waiting.no_input_after == 9
    talk.say("help")
    assert talk.said.startswith("Say pay.")


def test_hours_by_name_are_asked_in_conditions(plan: Dialplan) -> None:
    talk = Talk(plan)
    talk.say("#2")
    assert "We are open." in talk.said
    assert not any(isinstance(action, Lookup) for action in talk.decision.actions)
    assert all(isinstance(action, Say | Listen) for action in talk.decision.actions)
