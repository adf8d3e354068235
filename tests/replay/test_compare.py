"""The first decision that differs, and what it is counted under."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from voice.events import (
    BotSpoke,
    CallEnded,
    CallEvent,
    HandoffAccepted,
    HandoffFailed,
    HandoffOffered,
    HandoffStarted,
    LookedUp,
    RequestNoted,
    TurnTaken,
)
from voice.replay.compare import Change, compare, total
from voice.replay.moments import moments
from voice.turn import (
    Assessment,
    EndReason,
    HandoffFailure,
    Heard,
    Intent,
    Outcome,
    Thresholds,
    TransferReason,
    Turn,
    Understanding,
)


def said(text: str, *, cut: bool = False, at: float = 0.0) -> BotSpoke:
    return BotSpoke(at=at, step="s", text=text, language="en", seconds=1, cut=cut)


def turn(number: int, words: str | None = "hello", *, step: str = "next", emotion: float = 0.1, **more: Any
         ) -> TurnTaken:  # fmt: skip
    slots, intents = more.get("slots", {}), more.get("intents", ("order",))
    heard = (
        None if words is None else Heard(words, more.get("confidence", 0.9), barged_in=more.get("cut", False))
    )
    understood = Understanding(tuple(Intent(name, 0.9) for name in intents), slots)
    return TurnTaken(
        at=more.get("at", 1.0),
        turn=Turn(number, "s", heard, understood, more.get("outcome", Outcome.MATCHED)),
        assessment=Assessment(emotion, 0.0, Thresholds(0.6, 0.6)),
        step=step,
        why="",
    )


COMPLETED = CallEnded(at=2, reason=EndReason.COMPLETED)
LEFT: tuple[CallEvent, ...] = (
    HandoffStarted(at=3, handoff_id="a", reason=TransferReason.EMOTION),
    HandoffOffered(at=3, handoff_id="a", target="support", attempt=1),
    HandoffAccepted(at=9, handoff_id="a", target="support"),
    CallEnded(at=60, reason=EndReason.AGENT_HUNG_UP),
)
OVER = (CallEnded(at=9, reason=EndReason.CALLER_HUNG_UP),)
PLAIN: tuple[CallEvent, ...] = (said("Hello."), turn(1), said("Well."), *OVER)


def changes(then: Sequence[CallEvent], now: Sequence[CallEvent]) -> tuple[Change, ...]:
    return compare(then, now).changes


def test_a_call_is_the_same_as_itself_whatever_the_times_ids_and_confidences() -> None:
    later = (said("Hello.", at=0.3), turn(1, at=4.0, confidence=0.5), said("Well.", at=5), *OVER)
    assert compare(PLAIN, later).same
    other_id = tuple(
        event.model_copy(update={"handoff_id": "b"}) if hasattr(event, "handoff_id") else event
        for event in LEFT
    )
    assert compare((said("Hello."), turn(1), *LEFT), (said("Hello."), turn(1), *other_id)).same


def test_what_a_person_and_a_caller_say_after_the_transfer_is_no_decision() -> None:
    ended = (*LEFT[:-1], CallEnded(at=12, reason=EndReason.CALLER_HUNG_UP))
    assert compare((turn(1), *LEFT), (turn(1), *ended)).same


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ((said("Hello."), turn(1), said("Well."), *LEFT), Change.NOW_TRANSFERRED),
        ((said("Hello."), turn(1, step="elsewhere"), said("Well."), *OVER), Change.OTHER_STEP),
        ((said("Hello."), turn(1, outcome=Outcome.NO_MATCH), said("Well."), *OVER), Change.OTHER_STEP),
        ((said("Hello."), turn(1, slots={"order": "12"}), said("Well."), *OVER), Change.OTHER_SLOT),
        ((said("Hello."), turn(1, intents=("refund",)), said("Well."), *OVER), Change.OTHER_REQUEST),
        ((said("Hello."), turn(1), said("Ill."), *OVER), Change.OTHER_WORDS),
        ((said("Hello."), turn(1), said("Well."), COMPLETED), Change.OTHER_END),
        ((said("Hello."), turn(1, None), said("Well."), *OVER), Change.OTHER_TURNS),
        ((said("Hello."), turn(1), said("Well."), turn(2), *OVER), Change.OTHER_END),
    ],
)  # fmt: skip
def test_each_kind_of_change(now: Sequence[CallEvent], expected: Change) -> None:
    assert expected in changes(PLAIN, now)


def test_data_promises_and_persons_are_decisions_too() -> None:
    looked = LookedUp(at=1, name="order", ok=True, rows=1, seconds=0.1, found={"state": "sent"})
    lost = looked.model_copy(update={"found": {"state": "lost"}})
    assert changes((turn(1), looked, *OVER), (turn(1), lost, *OVER)) == (Change.OTHER_DATA,)
    noted = RequestNoted(at=1, title={"en": "call"}, values={"number": "1"})
    assert changes((turn(1), *OVER), (turn(1), noted, *OVER)) == (Change.OTHER_PROMISE,)
    other = LEFT[0].model_copy(update={"reason": TransferReason.COMPLEXITY})
    assert changes((turn(1), *LEFT), (turn(1), other, *LEFT[1:])) == (Change.OTHER_PERSON,)


def test_the_first_difference_has_both_sides_and_what_follows_is_counterfactual() -> None:
    then = (said("Hello."), turn(1), turn(2), turn(3), *OVER)
    now = (said("Hello."), turn(1), turn(2, step="other", emotion=0.7), turn(3, step="third"), *LEFT)
    found = compare(then, now)
    assert found.first is not None
    assert found.first.turn == 2
    assert (found.first.then and found.first.then.step, found.first.now and found.first.now.step) == (
        "next",
        "other",
    )
    assert found.counterfactual_from == 3
    assert found.outcome is Change.NOW_TRANSFERRED
    assert found.changes[0] is Change.NOW_TRANSFERRED


def test_other_ears_or_scores_with_the_same_decision_are_told_and_no_change() -> None:
    found = compare((turn(1, "hallo"), turn(2), *OVER), (turn(1, "hello"), turn(2, emotion=0.3), *OVER))
    assert found.same
    assert found.heard == (1,)
    assert found.scores == (2,)


def test_a_sentence_that_the_caller_cut_off_hides_those_behind_it() -> None:
    then = (said("One.", cut=True), turn(1, cut=True), *OVER)
    now = (said("One."), said("Two."), turn(1), *OVER)
    assert compare(then, now).same
    assert not compare((said("One."), turn(1), *OVER), now).same


def test_what_is_said_again_after_a_noise_and_while_waiting_is_not_counted() -> None:
    once = moments((said("One.", cut=True), said("One."), turn(1), *OVER))
    assert once[0].said == ["One."]
    failed = HandoffFailed(at=9, handoff_id="a", target="support", failure=HandoffFailure.BUSY)
    waiting = moments((turn(1), *LEFT[:2], said("Still trying."), failed, said("Nobody."), *OVER))
    assert waiting[1].said == ["Nobody."]


def test_a_kind_of_change_can_be_ignored() -> None:
    now = (said("Good day."), *PLAIN[1:])
    assert not compare(PLAIN, now).same
    assert compare(PLAIN, now, ignoring={Change.OTHER_WORDS}).same


def test_what_a_call_would_have_become_that_the_gateway_stopped_is_no_change() -> None:
    went_on = (*PLAIN[:-1], turn(2), said("Well."), *OVER)
    stopped = (*PLAIN[:-1], CallEnded(at=9, reason=EndReason.DRAINED))
    assert compare(stopped, went_on).same
    assert not compare(PLAIN, went_on).same
    assert not compare(stopped, (said("Good day."), *went_on[1:])).same


def test_totals_list_each_call_under_what_changed() -> None:
    left = (said("Hello."), turn(1), said("Well."), *LEFT)
    calls = [("a", compare(PLAIN, PLAIN)), ("b", compare(PLAIN, left)), ("c", compare(left, PLAIN))]
    totals = total(calls, ["d"])
    assert (totals.calls, totals.same, totals.failed) == (4, 1, ("d",))
    by_change = dict(totals.changed)
    assert by_change[Change.NOW_TRANSFERRED] == ("b",)
    assert by_change[Change.NO_LONGER_TRANSFERRED] == ("c",)
