"""Who is to be called back: by one gateway at a time, and never lost."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from tests.records.calls import started
from voice.events import CallbackRequested
from voice.records.store import Store

NOW = datetime(2026, 3, 14, 10, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


async def wish(store: Store, call_id: str = "c1", number: str = "+33612345678") -> int:
    await store.save_events(call_id, [started(call_id), CallbackRequested(at=1, number=number)])
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
