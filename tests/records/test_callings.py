"""Who is to be called back: by one gateway at a time, and never lost."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from tests.records.calls import started
from voice.events import (
    AgentLost,
    CallbackAgreed,
    CallbackRequested,
    CallEnded,
    CallEvent,
    HandoffAccepted,
    HandoffFailed,
    PlanEntered,
)
from voice.records.store import Store
from voice.turn import EndReason, HandoffFailure

NOW = datetime(2026, 3, 14, 10, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


async def wish(store: Store, call_id: str = "c1", number: str = "+33612345678") -> int:
    ended = CallEnded(at=9, reason=EndReason.CALLBACK)
    await store.save_events(call_id, [started(call_id), CallbackRequested(at=1, number=number), ended])
    return next(row.id for row in await store.callbacks() if row.call_id == call_id)


async def test_one_gateway_has_it_until_its_time_is_over(store: Store) -> None:
    number, book = await wish(store), store.callings
    assert [row.id for row in await book.due(NOW)] == [number]
    assert await book.claim(number, NOW, NOW + MINUTE)
    assert not await book.claim(number, NOW, NOW + MINUTE)
    assert await book.due(NOW + MINUTE / 2) == []
    assert await book.renew(number, NOW + 2 * MINUTE)
    assert await book.due(NOW + 1.5 * MINUTE) == []
    # The gateway that had it has died: another takes it up.
    assert [row.id for row in await book.due(NOW + 3 * MINUTE)] == [number]
    await book.release(number)
    assert await book.claim(number, NOW, NOW + MINUTE)


async def test_a_failed_attempt_is_tried_again_when_its_time_comes_and_then_left_to_a_person(
    store: Store,
) -> None:
    number, book = await wish(store), store.callings
    await book.claim(number, NOW, NOW + MINUTE)
    assert await book.rings(number)
    await book.settle(number, "busy", due=NOW + 10 * MINUTE)
    assert await book.due(NOW + 9 * MINUTE) == []
    (row,) = await book.due(NOW + 10 * MINUTE)
    assert (row.rung, row.outcome, row.state, row.leased) == (1, "busy", "open", None)
    assert await book.by_hand() == []
    await book.rings(number)
    await book.settle(number, "no_answer", by_hand=True)
    assert await book.due(NOW + 90 * MINUTE) == []
    (row,) = await book.by_hand()
    assert (row.rung, row.outcome) == (2, "no_answer")
    assert [row.id for row in await store.callbacks()] == [number]
    assert await store.finish_callback(number)
    assert await book.by_hand() == []


async def test_who_was_reached_is_done_and_can_be_opened_again(store: Store) -> None:
    number, book = await wish(store), store.callings
    await book.reached(number, "reached")
    assert await store.callbacks() == [] and await book.due(NOW) == []
    await book.settle(number, "dropped", due=NOW)
    assert [row.outcome for row in await book.due(NOW)] == ["dropped"]


async def test_what_was_done_by_hand_meanwhile_is_not_rung(store: Store) -> None:
    number, book = await wish(store), store.callings
    await book.claim(number, NOW, NOW + MINUTE)
    assert await store.finish_callback(number)
    assert not await book.renew(number, NOW + MINUTE)
    assert not await book.rings(number)


async def test_the_first_who_asked_is_the_first(store: Store) -> None:
    first, second = await wish(store, "c1"), await wish(store, "c2", "+33687654321")
    assert [row.id for row in await store.callings.due(NOW)] == [first, second]


PARIS = timezone(timedelta(hours=1))
NINE = datetime(2026, 3, 15, 9, 0, tzinfo=PARIS)
AGREED = CallbackAgreed(at=3, start=NINE, end=NINE + 120 * MINUTE)
ENDED = CallEnded(at=9, reason=EndReason.CALLBACK)


async def keep(store: Store, *events: CallEvent, call_id: str = "c1") -> None:
    await store.save_events(call_id, [started(call_id), CallbackRequested(at=1, number="+331"), *events])


async def test_nobody_is_rung_before_the_time_that_was_agreed(store: Store) -> None:
    await keep(store, AGREED, ENDED)
    book = store.callings
    assert await book.due(NINE - MINUTE) == [] and not await book.claim(1, NINE - MINUTE, NINE)
    assert [row.agreed_start for row in await book.planned(NINE - MINUTE)] == [NINE]
    (row,) = await book.due(NINE)
    assert (row.agreed_start, row.agreed_end) == (NINE, AGREED.end)
    assert await book.planned(NINE) == []
    # What is over is not forgotten.
    assert len(await book.due(NINE + timedelta(days=1))) == 1


async def test_which_times_are_agreed_is_known_until_they_are_called(store: Store) -> None:
    await keep(store, AGREED, ENDED)
    await keep(store, ENDED, call_id="c2")
    (kept,) = await store.callings.agreed()
    assert kept == ("c1", started("c1").plan, NINE)
    await store.callings.reached(1, "reached")
    assert await store.callings.agreed() == []


async def test_a_caller_who_is_still_choosing_is_not_called(store: Store) -> None:
    await keep(store)
    assert await store.callings.due(NOW) == []
    await store.save_events("c1", [ENDED], first=2)
    assert len(await store.callings.due(NOW)) == 1


async def test_who_asks_twice_in_a_call_is_called_once(store: Store) -> None:
    await keep(store, CallbackRequested(at=5, number="+332"), AGREED, ENDED)
    assert [(row.number, row.agreed_start) for row in await store.callbacks()] == [("+332", NINE)]


async def test_the_people_of_the_plan_call_in_which_it_was_asked_for(store: Store) -> None:
    entered = [PlanEntered(at=1, plan=name, plan_sha="") for name in ("front", "repairs")]
    await store.save_events("c1", [started("c1"), *entered])
    await store.save_events("c1", [CallbackRequested(at=2, number="+331"), AGREED], first=3)
    assert await store.callings.agreed() == [("c1", "repairs", NINE)]


async def test_what_is_wanted_last_counts(store: Store) -> None:
    """He agreed on a time, asked for a person over the goodbye, and then for as soon as possible."""
    await keep(store, AGREED, CallbackRequested(at=5, number="+332"), ENDED)
    (row,) = await store.callings.due(NOW)
    assert (row.number, row.agreed_start, row.agreed_end, row.due) == ("+332", None, None, None)
    assert await store.callings.agreed() == []


LOST = [AgentLost(at=8, handoff_id="h", agent="Marie")]
FAILED = [HandoffFailed(at=8, handoff_id="h", target="support", failure=HandoffFailure.AGENT_HUNG_UP)]
TAKEN = HandoffAccepted(at=7, handoff_id="h", target="support")


@pytest.mark.parametrize("lost", [LOST, FAILED])
async def test_who_loses_that_person_is_called_after_all(store: Store, lost: list[CallEvent]) -> None:
    await keep(store, AGREED, TAKEN, *lost, ENDED)
    (row,) = await store.callbacks()
    assert (row.agreed_start, row.outcome, row.done) == (NINE, "", None)
    await keep(store, AGREED, TAKEN, *lost, TAKEN, ENDED, call_id="c2")
    assert len(await store.callbacks()) == 1, "he has another person"


async def test_what_somebody_has_done_is_not_opened_again_by_a_lost_person(store: Store) -> None:
    await keep(store)
    (row,) = await store.callbacks()
    assert await store.finish_callback(row.id)
    await store.save_events("c1", [TAKEN, *LOST, ENDED], first=2)
    assert await store.callbacks() == []


async def test_who_has_a_person_after_all_is_not_called(store: Store) -> None:
    await keep(store, HandoffAccepted(at=7, handoff_id="h", target="support"), ENDED)
    assert await store.callbacks() == [] and await store.callings.due(NOW) == []


async def test_agreed_times_come_in_their_turn_among_those_to_be_called_by_hand(store: Store) -> None:
    await keep(store, AGREED, ENDED)
    await keep(store, ENDED, call_id="c2")
    for row in await store.callbacks():
        await store.callings.settle(row.id, "not_allowed", by_hand=True)
    assert [row.call_id for row in await store.callings.by_hand()] == ["c2", "c1"]
