"""Callers who waited for an agent as the gateway died: a person finds them among those to call back."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.records.calls import callback_call, started
from voice.events import (
    CallbackAnswered,
    CallbackBegan,
    CallbackRequested,
    CallEnded,
    CallEvent,
    HandoffAccepted,
    QueueJoined,
    QueueLeft,
)
from voice.records.journal import SUFFIX, dump_event
from voice.records.spool import store_orphan
from voice.records.store import Store
from voice.turn import EndReason

JOINED = QueueJoined(at=5, handoff_id="h1", queue="support", position=1)
TAKEN = QueueLeft(at=9, handoff_id="h1", queue="support", why="taken", waited=4)
GAVE_UP = QueueLeft(at=9, handoff_id="h1", queue="support", why="caller_left", waited=4)
TALKING = HandoffAccepted(at=9, handoff_id="h1", target="support", agent="Marie")


def left_behind(folder: Path, events: Sequence[CallEvent], call_id: str = "c1") -> Path:
    path = folder / f"{call_id}{SUFFIX}"
    path.write_bytes(b"".join(dump_event(event) + b"\n" for event in events))
    return path


@pytest.mark.parametrize(
    ("events", "found"),
    [
        ([JOINED], ["cut_off"]),
        ([JOINED, TAKEN, TALKING], ["cut_off"]),
        ([JOINED, TAKEN, JOINED], ["cut_off"]),
        ([JOINED, GAVE_UP], []),
        ([JOINED, CallEnded(at=8, reason=EndReason.CALLER_HUNG_UP)], []),
        ([], []),
        ([CallbackBegan(at=0, callback=1, wanted_in="c0", attempt=1), JOINED], []),
        ([JOINED, GAVE_UP, CallbackRequested(at=12, number="+33687654321")], []),
    ],
)
async def test_who_waited_or_talked_is_to_be_called_by_a_person(
    store: Store, tmp_path: Path, events: list[CallEvent], found: list[str]
) -> None:
    told: list[CallEvent] = [started("c1"), *events]
    await store_orphan(left_behind(tmp_path, told), store, deliver=False)
    await store_orphan(left_behind(tmp_path, told), store, deliver=False)  # as after a second crash
    rows = await store.callings.by_hand()
    assert [row.outcome for row in rows] == found
    assert all((row.number, row.call_id, row.rung) == ("+33612345678", "c1", 0) for row in rows)
    record = await store.call("c1")
    assert record is not None and record.row.ended is not None


async def test_who_was_to_be_called_and_talked_instead_is_to_be_called_when_that_is_cut_off(
    store: Store, tmp_path: Path
) -> None:
    told: list[CallEvent] = [
        started("c1"),
        JOINED,
        GAVE_UP,
        CallbackRequested(at=12, number="+33687654321"),
        JOINED,
        TAKEN,
        TALKING,
    ]
    await store_orphan(left_behind(tmp_path, told), store, deliver=False)
    (row,) = await store.callings.by_hand()
    assert (row.number, row.outcome) == ("+33687654321", "cut_off")


async def test_who_was_called_back_is_to_be_called_when_that_talk_is_cut_off(
    store: Store, tmp_path: Path
) -> None:
    await store.save_events("c0", callback_call("c0"))
    (row,) = await store.callbacks()
    began = CallbackBegan(at=0, callback=row.id, wanted_in="c0", attempt=1)
    path = left_behind(tmp_path, [started("c1"), began, JOINED, TAKEN])
    await store_orphan(path, store, deliver=False)
    assert await store.callings.by_hand() == [], "he was not reached: it is tried again"
    await store.callings.reached(row.id, "reached")
    answered = CallbackAnswered(at=12, handoff_id="h1")
    path = left_behind(tmp_path, [started("c2"), began, JOINED, TAKEN, answered, TALKING], "c2")
    await store_orphan(path, store, deliver=False)
    (row,) = await store.callings.by_hand()
    assert row.outcome == "cut_off"
