"""Calling back: which numbers, how often, and what follows."""

from __future__ import annotations

import pytest

from voice.desk.agents import Agent, Status
from voice.desk.callbacks import CallbackRules, Next
from voice.desk.callers import Caller
from voice.desk.desk import Desk
from voice.turn import CallbackOutcome, TransferReason

RULES = CallbackRules(("+33", "0", "+44800"), ("+3389", "089", "+"), attempts=3, again=600)
DAY = 24 * 3600.0


@pytest.mark.parametrize(
    ("number", "allowed"),
    [
        ("+33612345678", True),
        ("+33891234567", False),
        ("0612345678", True),
        ("0891234567", False),
        ("+44800123456", True),
        ("+44201234567", False),
        ("123456", False),
        ("", False),
    ],
)
def test_the_longest_beginning_that_fits_decides(number: str, allowed: bool) -> None:
    assert RULES.may_dial(number) is allowed


def test_without_numbers_nobody_is_called_back() -> None:
    assert not CallbackRules().may_dial("+33612345678")


@pytest.mark.parametrize(
    ("number", "age", "hindrance"),
    [
        ("+33612345678", 60, None),
        ("+33612345678", 4 * DAY, CallbackOutcome.TOO_OLD),
        ("+1900123456", 4 * DAY, CallbackOutcome.NOT_ALLOWED),
    ],
)
def test_what_keeps_a_number_from_being_called(
    number: str, age: float, hindrance: CallbackOutcome | None
) -> None:
    assert RULES.hindrance(number, age) is hindrance


@pytest.mark.parametrize(
    ("outcome", "rung", "follows"),
    [
        (CallbackOutcome.REACHED, 1, Next("done")),
        (CallbackOutcome.WITHDRAWN, 0, Next("done")),
        (CallbackOutcome.BUSY, 1, Next("again", 600)),
        (CallbackOutcome.NO_ANSWER, 2, Next("again", 600)),
        (CallbackOutcome.NO_ANSWER, 3, Next("by_hand")),
        (CallbackOutcome.DECLINED, 3, Next("by_hand")),
        (CallbackOutcome.UNREACHABLE, 1, Next("again", 600)),
        (CallbackOutcome.AGENT_HUNG_UP, 1, Next("again", 600)),
        (CallbackOutcome.DROPPED, 1, Next("again", 600)),
        (CallbackOutcome.NO_AGENT, 0, Next("again", 30)),
        (CallbackOutcome.NO_AGENT, 2, Next("again", 30)),
        (CallbackOutcome.STOPPED, 0, Next("again", 0)),
        (CallbackOutcome.NOT_ALLOWED, 0, Next("by_hand")),
        (CallbackOutcome.NO_QUEUE, 0, Next("by_hand")),
        (CallbackOutcome.TOO_OLD, 0, Next("by_hand")),
    ],
)
def test_what_follows_an_attempt(outcome: CallbackOutcome, rung: int, follows: Next) -> None:
    assert RULES.following(outcome, rung) == follows


def test_every_outcome_is_followed_by_something() -> None:
    for outcome in CallbackOutcome:
        assert RULES.following(outcome, 3).then in ("done", "by_hand")


def test_an_agent_whose_talk_did_not_come_about_is_free_at_once() -> None:
    desk = Desk()
    desk.sign_in(Agent("marie"), 0)
    desk.set_status("marie", Status.AVAILABLE, 0)
    for name in ("a", "b"):
        desk.join(Caller(name, "support", "en", TransferReason.PLAN, since=1, callback=True), 1)
    desk.accept("marie", "a", 2)
    assert desk.offer_of("b") is None
    desk.nothing("a", 3)
    assert desk.agent("marie").status is Status.AVAILABLE
    assert desk.wrapping("marie") is None
    offer = desk.offer_of("b")
    assert offer is not None and offer.agent == "marie"
