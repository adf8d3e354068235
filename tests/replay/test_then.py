"""When the bot's sentences began in the recorded call, and how the people did whom it was handed to."""

from __future__ import annotations

import pytest

from voice.events import (
    AgentLost,
    BotSpoke,
    CallEvent,
    HandoffAccepted,
    HandoffAnswered,
    HandoffFailed,
    HandoffOffered,
    HandoffStarted,
    QueueJoined,
    QueueLeft,
)
from voice.replay.then import Then
from voice.turn import HandoffFailure, TransferReason


def sentence(at: float, text: str, seconds: float) -> BotSpoke:
    return BotSpoke(at=at, step="welcome", text=text, language="en", seconds=seconds, cut=False)


@pytest.mark.parametrize(
    ("next_at", "due"),
    [(8.0, 1.1), (8.02, 1.1), (9.5, 9.46)],
    ids=["waited for the long one", "with the line's jitter", "came late by itself"],
)
def test_a_sentence_that_only_waited_for_the_one_before_is_there_at_once(next_at: float, due: float) -> None:
    """A voice that seems to take as long as the sentence before would be taken for a broken one."""
    then = Then([sentence(1.0, "a long one", 7.0), sentence(next_at, "the next", 2.0)])
    assert then.spoken_at(0.9, "a long one") == pytest.approx(0.96)
    assert then.spoken_at(1.1, "the next") == pytest.approx(due)


# -- people in a queue: the replay rings the queue once, and knows how waiting ended --

OF: dict[str, str] = {"handoff_id": "a"}
STARTED = HandoffStarted(at=6.0, reason=TransferReason.CALLER_ASKED, **OF)
JOINED = QueueJoined(at=6.0, queue="support", position=1, expected=None, **OF)


def offered(at: float, agent: str, attempt: int = 1) -> HandoffOffered:
    return HandoffOffered(at=at, target="support", attempt=attempt, agent=agent, **OF)


def test_who_takes_a_waiting_caller_on_the_page_takes_him_at_once() -> None:
    declined = HandoffFailed(at=9.0, target="support", failure=HandoffFailure.DECLINED, agent="Marie", **OF)
    then = Then(
        (
            STARTED,
            JOINED,
            offered(6.0, "Marie"),
            HandoffAnswered(at=7.5, target="support", agent="Marie", **OF),
            declined,
            offered(9.0, "Paul", 2),
            QueueLeft(at=9.5, queue="support", why="taken", waited=3.5, **OF),
            HandoffAccepted(at=9.5, target="support", agent="Paul", **OF),
            AgentLost(at=17.0, agent="Paul", **OF),
        )
    )
    attempt = then.attempt("support")
    assert attempt is not None
    assert (attempt.rang, attempt.answered, attempt.thought, attempt.failure) == (3.5, 9.5, 0.0, None)
    assert not attempt.lost, "another agent of the queue had him then: that is no decision of the bot's"


@pytest.mark.parametrize("rung", [(), (offered(6.0, "Marie"),)], ids=["nobody there", "somebody was rung"])
def test_who_would_not_wait_any_longer_does_not_now(rung: tuple[CallEvent, ...]) -> None:
    left = HandoffFailed(at=13.5, target="support", failure=HandoffFailure.CALLER_LEFT, **OF)
    attempt = Then((STARTED, JOINED, *rung, left)).attempt("support")
    assert attempt is not None
    assert attempt.failure is HandoffFailure.CALLER_LEFT
    assert attempt.answered is None
    assert attempt.rang == pytest.approx(7.6), "after the key, which is no answer to what is asked next"
