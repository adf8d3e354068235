"""Finding calls, and what quality people write about them, in both databases."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.records.calls import STARTED, started
from voice.events import (
    AgentSpoke,
    BotSpoke,
    CallEnded,
    CallEvent,
    HandoffAccepted,
    RecordingSettled,
    TurnTaken,
)
from voice.records.labels import Label
from voice.records.query import Query, ScoreTest
from voice.records.reviews import Comment, Criterion
from voice.records.store import Store
from voice.turn import Assessment, EndReason, Heard, Outcome, Thresholds, Turn, Understanding


def _call(
    number: int,
    *,
    plan: str = "retail",
    emotion: float | None = None,
    said: str = "",
    more: tuple[CallEvent, ...] = (),
) -> tuple[str, list[CallEvent]]:
    call_id = f"call-{number:03}"
    judged = None if emotion is None else Assessment(emotion, 0.1, Thresholds(0.6, 0.7))
    turn = Turn(1, "welcome", Heard(said), Understanding(), Outcome.MATCHED)
    return call_id, [
        started(call_id, plan=plan, at=STARTED + timedelta(hours=number)),
        TurnTaken(at=2, turn=turn, assessment=judged, step="next", why=""),
        *more,
        CallEnded(at=9, reason=EndReason.CALLER_HUNG_UP),
    ]


async def _keep(store: Store, *calls: tuple[str, list[CallEvent]]) -> None:
    for call_id, events in calls:
        await store.save_events(call_id, events)


async def _found(store: Store, query: Query) -> list[int]:
    return [int(hit.row.id[-3:]) for hit in (await store.search.find(query)).calls]


async def test_each_filter_finds_its_calls_latest_first(store: Store) -> None:
    accepted = HandoffAccepted(at=5, handoff_id="h", target="service")
    await _keep(
        store,
        _call(1, emotion=0.8),
        _call(2, plan="hospital", emotion=0.2),
        _call(3, more=(accepted,)),
        ("call-004", [started("call-004", at=STARTED + timedelta(hours=4))]),  # still going on
    )
    assert await _found(store, Query()) == [3, 2, 1]
    assert await _found(store, Query(since=STARTED + timedelta(hours=2))) == [3, 2]
    assert await _found(store, Query(until=STARTED + timedelta(hours=2))) == [1]
    assert await _found(store, Query(plan="hospital")) == [2]
    assert await _found(store, Query(ended="transferred")) == [3]
    assert await _found(store, Query(ended="caller_hung_up")) == [2, 1]
    assert await _found(store, Query(score=ScoreTest("emotion", ">=", 0.5))) == [1]
    assert await _found(store, Query(score=ScoreTest("emotion", "<", 0.5))) == [2]
    assert await store.search.plans() == ["hospital", "retail"]


async def test_a_hit_tells_its_highest_scores_and_who_judged_it(store: Store) -> None:
    await _keep(store, _call(1, emotion=0.8), _call(2))
    await store.labels.put(Label("call-001", "bob", True))
    await store.labels.put(Label("call-001", "ana", False))
    silent, loud = (await store.search.find(Query())).calls
    assert (loud.emotion, loud.complexity, loud.raters) == (0.8, 0.1, ("ana", "bob"))
    assert (silent.emotion, silent.raters) == (None, ())


async def test_calls_are_found_by_what_raters_say(store: Store) -> None:
    await _keep(store, *(_call(number) for number in range(1, 5)))
    for call_id, rater, transfer in (
        ("call-001", "ana", True),
        ("call-002", "ana", False),
        ("call-003", "ana", True),
    ):
        await store.labels.put(Label(call_id, rater, transfer))
    await store.labels.put(Label("call-003", "bob", False))
    assert await _found(store, Query(judged="nobody")) == [4]
    assert await _found(store, Query(judged="somebody")) == [3, 2, 1]
    assert await _found(store, Query(judged="to_person")) == [3, 1]
    assert await _found(store, Query(judged="with_bot")) == [3, 2]
    assert await _found(store, Query(judged="disputed")) == [3]


async def test_words_are_found_whoever_said_them_unless_the_recording_was_refused(store: Store) -> None:
    bot = BotSpoke(at=3, step="x", text="Votre colis est à l’entrepôt", language="fr", seconds=1)
    agent = AgentSpoke(at=4, text="I'll refund the parcel", ended=5)
    refused = RecordingSettled(at=1, answer="refused", recorded=False)
    await _keep(
        store,
        _call(1, said="Où est mon COLIS ?"),
        _call(2, more=(bot,)),
        _call(3, more=(agent,)),
        _call(4, said="où est mon colis", more=(refused,)),
    )
    assert await _found(store, Query(words="colis")) == [2, 1]
    assert await _found(store, Query(words="ou colis")) == [1]
    assert await _found(store, Query(words="l'entrepot")) == [2]
    assert await _found(store, Query(words="Refund Parcel")) == [3]
    assert await _found(store, Query(words="welcome")) == []  # a step's name was not said


async def test_pages_follow_each_other_without_a_gap_also_at_the_same_moment(store: Store) -> None:
    for number in range(7):
        call_id, events = _call(number)
        same = [
            event.model_copy(update={"started": STARTED}) if event.kind == "call_started" else event
            for event in events
        ]
        await store.save_events(call_id, same)
    seen: list[str] = []
    hits = await store.search.find(Query(), limit=3)
    seen += [hit.row.id for hit in hits.calls]
    while hits.next is not None:
        hits = await store.search.find(Query(), before=hits.next, limit=3)
        seen += [hit.row.id for hit in hits.calls]
    assert seen == [f"call-{number:03}" for number in reversed(range(7))]


async def test_a_search_that_looks_through_many_says_how_far_it_came(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("voice.records.search._MOST", 2)
    monkeypatch.setattr("voice.records.search._BATCH", 1)
    await _keep(store, _call(1, emotion=0.9), _call(2), _call(3))
    query = Query(score=ScoreTest("emotion", ">", 0.5))
    hits = await store.search.find(query)
    assert hits.calls == () and hits.cut and hits.next is not None
    rest = await store.search.find(query, before=hits.next)
    assert [hit.row.id for hit in rest.calls] == ["call-001"]


async def test_criteria_and_marks(store: Store) -> None:
    await _keep(store, _call(1), _call(2, plan="hospital"))
    reviews = store.reviews
    assert await reviews.save_criterion(Criterion(0, "Greeted"))
    assert await reviews.save_criterion(Criterion(0, "Clear", "one_to_five", 2))
    greeted, clear = await reviews.criteria()
    await reviews.mark("call-001", "ana", {greeted.id: 1, clear.id: 4})
    await reviews.mark("call-001", "ana", {clear.id: 2})
    await reviews.mark("call-002", "bob", {greeted.id: 0})
    assert [(m.rater, m.criterion, m.mark) for m in await reviews.marks(["call-001"])] == [
        ("ana", greeted.id, 1),
        ("ana", clear.id, 2),
    ]
    assert [m.call_id for m in await reviews.marks_of_plan("hospital")] == ["call-002"]
    await reviews.mark("call-001", "ana", {greeted.id: None})
    assert [m.criterion for m in await reviews.marks(["call-001"])] == [clear.id]
    # A scale that has marks stays, a title need not.
    assert not await reviews.save_criterion(Criterion(clear.id, "Clear", "yes_no"))
    assert await reviews.save_criterion(Criterion(clear.id, "Plain", "one_to_five", 0, retired=True))
    assert not await reviews.save_criterion(Criterion(99, "Nobody's"))
    assert (await reviews.criteria())[1] == Criterion(clear.id, "Plain", "one_to_five", 0, True)


async def test_a_remark_is_its_writer_s_own(store: Store) -> None:
    await _keep(store, _call(1))
    await store.reviews.comment(Comment("call-001", "ana", "slow", 3.5))
    await store.reviews.comment(Comment("call-001", "bob", "fine"))
    slow, fine = await store.reviews.comments(["call-001"])
    assert (slow.text, slow.at, fine.at) == ("slow", 3.5, None)
    assert slow.written is not None and slow.written.tzinfo is not None
    assert not await store.reviews.remove_comment(slow.id, "call-001", "bob")
    assert await store.reviews.remove_comment(slow.id, "call-001", "ana")
    assert [one.text for one in await store.reviews.comments(["call-001"])] == ["fine"]


async def test_a_judgement_can_be_replaced_whole_and_taken_back(store: Store) -> None:
    await _keep(store, _call(1))
    await store.labels.replace(Label("call-001", "ana", True, 1, "upset", "solved"))
    await store.labels.replace(Label("call-001", "ana", None, None, "calm", None))
    (label,) = await store.labels.of_calls(["call-001"])
    assert (label.transfer, label.turn, label.mood, label.outcome) == (None, None, "calm", None)
    await store.labels.replace(Label("call-001", "ana"))
    assert await store.labels.of_calls(["call-001"]) == []


async def test_what_was_written_about_a_call_goes_with_it(store: Store) -> None:
    await _keep(store, _call(1))
    await store.reviews.save_criterion(Criterion(0, "Greeted"))
    (greeted,) = await store.reviews.criteria()
    await store.reviews.mark("call-001", "ana", {greeted.id: 1})
    await store.reviews.comment(Comment("call-001", "ana", "slow"))
    await store.forgetting.forget(["call-001"])
    assert await store.reviews.marks(["call-001"]) == []
    assert await store.reviews.comments(["call-001"]) == []
