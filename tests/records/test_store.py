"""What is saved comes back, on SQLite and on PostgreSQL."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import create_async_engine

from tests.records.calls import STARTED, Brief, callback_call, started, whole_call
from voice.errors import RecordsError
from voice.events import (
    BotSpoke,
    CallEnded,
    CallerSpoke,
    CallEvent,
    HandoffStarted,
    LanguageFound,
    QueueJoined,
    QueueLeft,
    RequestNoted,
    VoicemailLeft,
)
from voice.handoff.earlier import past_calls
from voice.records.rows import Outcome
from voice.records.store import Store
from voice.turn import TransferReason


async def test_a_call_comes_back_as_it_was(store: Store) -> None:
    events = whole_call()
    await store.save_events("c1", events[:4])
    await store.save_events("c1", events[4:], first=4, recording="/calls/c1.wav")
    record = await store.call("c1")
    assert record is not None
    assert record.events == events
    row = record.row
    assert row.started == STARTED
    assert row.started is not None and row.started.utcoffset() == timedelta(0)
    assert (row.plan, row.caller, row.dialled, row.door) == ("retail", "+33612345678", "100", "sip")
    assert (row.language, row.turns, row.seconds, row.ended) == ("fr", 2, 75.5, "caller_hung_up")
    assert (row.handoff, row.handoff_id, row.recording) == ("accepted", "h1", "/calls/c1.wav")


async def test_the_language_is_known_from_what_the_caller_said(store: Store) -> None:
    events = [event for event in whole_call() if not isinstance(event, LanguageFound)]
    assert (await store.save_events("c1", events[:2])).language is None
    assert (await store.save_events("c1", events)).language == "fr"


async def test_saving_again_adds_nothing(store: Store) -> None:
    events = whole_call()
    await store.save_events("c1", events[:6])
    row = await store.save_events("c1", events[2:], first=2)
    assert row.events == len(events)
    record = await store.call("c1")
    assert record is not None and record.events == events and record.row.turns == 2


async def test_a_hole_is_refused(store: Store) -> None:
    await store.save_events("c1", whole_call()[:2])
    with pytest.raises(RecordsError, match="lacks the events from 2 to 4"):
        await store.save_events("c1", whole_call()[5:], first=5)
    record = await store.call("c1")
    assert record is not None and record.row.events == 2


async def test_a_call_is_found_by_the_beginning_of_its_id(store: Store) -> None:
    for call_id in ("abc1", "abd2", "x%y"):
        await store.save_events(call_id, [started(call_id)])
    found = await store.call("abd")
    assert found is not None and found.id == "abd2"
    assert await store.call("zzz") is None
    assert await store.call("%") is None
    assert await store.call("") is None
    with pytest.raises(RecordsError, match="more than one call"):
        await store.call("ab")


async def test_the_last_three_calls_of_a_number(store: Store) -> None:
    days = [STARTED + timedelta(days=n) for n in range(6)]
    for number, day in enumerate(days):
        plan = "hospital" if number == 2 else "retail"
        await store.save_events(f"c{number}", whole_call(f"c{number}", at=day, plan=plan))
    stranger = started("other", at=days[0]).model_copy(update={"caller": "+33600000001"})
    await store.save_events("other", [stranger])

    async def ids(call_id: str, before: datetime, plan: str | None = None) -> list[str]:
        calls = await store.earlier_calls("+33612345678", call_id=call_id, before=before, plan=plan)
        assert all(isinstance(events[-1], CallEnded) for events in calls)
        assert not any(isinstance(event, BotSpoke) for events in calls for event in events)
        return [past.call_id for past in past_calls(calls)]

    assert await ids("c5", days[5]) == ["c4", "c3", "c2"]
    assert await ids("c5", days[5], "retail") == ["c4", "c3", "c1"]
    assert await ids("c1", days[1] + timedelta(seconds=1)) == ["c0"]
    assert await ids("c0", days[0]) == []
    assert await store.earlier_calls("", call_id="c5", before=days[5]) == []


async def test_recent_calls_latest_first(store: Store) -> None:
    for day in range(4):
        at = STARTED + timedelta(days=day)
        plan = "retail" if day % 2 else "hospital"
        await store.save_events(f"c{day}", [started(f"c{day}", plan=plan, at=at)])
    assert [row.id for row in await store.recent_calls(3)] == ["c3", "c2", "c1"]
    assert [row.id for row in await store.recent_calls(9, plan="hospital")] == ["c2", "c0"]
    since = STARTED + timedelta(days=1, hours=12)
    assert [row.id for row in await store.recent_calls(9, since=since)] == ["c3", "c2"]


async def test_text_that_a_database_cannot_hold(store: Store) -> None:
    first = started().model_copy(update={"caller": "a\0\udce9", "dialled": "<b>'; DROP TABLE calls"})
    spoken = CallerSpoke(at=1, text="\0\udce9 « ça va ? » 🙂", ended=2)
    await store.save_events("c1", [first, spoken])
    record = await store.call("c1")
    assert record is not None and len(record.events) == 2
    assert record.row.caller == "a?"
    assert record.row.dialled == "<b>'; DROP TABLE calls"
    assert isinstance(record.events[1], CallerSpoke)
    assert record.events[1].text == "\0? « ça va ? » 🙂"


async def test_a_summary_has_the_status_of_its_events(store: Store) -> None:
    await store.save_handoff(Brief())
    waiting = await store.handoff("h1")
    assert waiting is not None and waiting["status"] == "started"
    events = whole_call()
    await store.save_events("c1", events[:8])
    declined = await store.handoff("h1")
    assert declined is not None and declined["status"] == "failed"
    await store.save_events("c1", events)
    accepted = await store.handoff("h1")
    assert accepted is not None
    assert (accepted["status"], accepted["spoken"], accepted["call_id"]) == ("accepted", "é", "c1")
    assert await store.handoff("nobody") is None
    record = await store.call("c1")
    assert record is not None and [brief["status"] for brief in record.handoffs] == ["accepted"]


async def test_recent_summaries_latest_first(store: Store) -> None:
    now = datetime.now(UTC)
    for minute in range(3):
        await store.save_handoff(Brief(f"h{minute}", f"c{minute}", now + timedelta(minutes=minute)))
    assert [brief["id"] for brief in await store.recent_handoffs(2)] == ["h2", "h1"]


async def test_a_promise_is_kept_once_and_can_be_done(store: Store) -> None:
    noted = RequestNoted(at=5, title={"fr": "envoyer", "en": "send"}, values={"contrat": "730152"})
    for _ in range(2):
        await store.save_events("c3", [started("c3"), noted])
    (note,) = await store.notes()
    assert (note.call_id, note.title["en"], note.details) == ("c3", "send", {"contrat": "730152"})
    assert note.requested == STARTED + timedelta(seconds=5)
    assert await store.finish_note(note.id)
    assert not await store.finish_note(note.id)
    assert await store.notes() == []
    (done,) = await store.notes(open_only=False)
    assert done.done is not None


async def test_a_callback_is_kept_once_and_can_be_done(store: Store) -> None:
    for _ in range(2):
        await store.save_events("c2", callback_call())
    (callback,) = await store.callbacks()
    assert (callback.call_id, callback.number, callback.plan) == ("c2", "+33611223344", "retail")
    assert callback.requested == STARTED + timedelta(seconds=60)
    assert await store.finish_callback(callback.id)
    assert not await store.finish_callback(callback.id)
    assert await store.callbacks() == []
    (done,) = await store.callbacks(open_only=False)
    assert done.done is not None and done.done.tzinfo is not None


async def test_the_outbox(store: Store) -> None:
    now = datetime.now(UTC)
    brief = Brief(created=now)
    for _ in range(2):
        await store.save_handoff(brief, deliver=True)
    (delivery,) = await store.due_deliveries(now)
    assert (delivery.id, delivery.attempts) == ("h1", 0)
    assert delivery.body == brief.model_dump_json().encode()
    assert await store.due_deliveries(now) == [], "leased to the first who asked"
    later = now + timedelta(seconds=5)
    await store.delivery_failed("h1", "HTTP 503", due=later)
    assert await store.due_deliveries(now) == []
    (again,) = await store.due_deliveries(later)
    assert again.attempts == 1
    await store.delivered("h1")
    assert await store.due_deliveries(now + timedelta(days=1)) == []
    assert await store.outbox() == {"sent": 1}


async def test_each_revision_is_delivered_once(store: Store) -> None:
    now = datetime.now(UTC)
    for revision in (0, 1, 1, 2):
        await store.save_handoff(Brief(created=now, revision=revision), deliver=True)
    assert {delivery.id for delivery in await store.due_deliveries(now)} == {"h1", "h1.1", "h1.2"}


async def test_a_delivery_can_be_given_up(store: Store) -> None:
    brief = Brief()
    await store.save_handoff(brief, deliver=True)
    await store.delivery_failed("h1", "HTTP 410", due=None)
    assert await store.due_deliveries(brief.created + timedelta(days=1)) == []
    assert await store.outbox() == {"given_up": 1}


async def test_migrating_twice_does_nothing(store: Store) -> None:
    await store.save_events("c1", whole_call())
    await store.migrate()
    assert len(await store.recent_calls(5)) == 1


async def test_the_migrations_build_the_tables_that_the_code_knows(url: str, store: Store) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    from voice.records.tables import METADATA

    def differences(connection: sa.Connection) -> list[object]:
        return list(compare_metadata(MigrationContext.configure(connection), METADATA))

    engine = create_async_engine(url)
    async with engine.connect() as connection:
        assert await connection.run_sync(differences) == []
    await engine.dispose()


async def test_a_newer_schema_is_refused(url: str, store: Store) -> None:
    engine = create_async_engine(url)
    async with engine.begin() as connection:
        await connection.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
    await engine.dispose()
    with pytest.raises(RecordsError, match=r"newer version \(schema 9999\); install that version"):
        await store.migrate()


@pytest.mark.parametrize(
    ("bad", "says"),
    [
        ("nonsense", "not a database address"),
        ("mysql://host/x", "names mysql"),
        ("sqlite+aiosqlite://", "names no file"),
        ("sqlite+aiosqlite:////proc/nowhere/voice.db", "cannot be made"),
        ("postgresql+asyncpg://voice@127.0.0.1:25999/voice", "check records.url"),
    ],
)
async def test_a_url_that_cannot_be_used(bad: str, says: str) -> None:
    with pytest.raises(RecordsError, match=says):
        await Store.open(bad)


async def test_a_file_that_is_no_database(tmp_path: Path) -> None:
    (tmp_path / "voice.db").write_bytes(b"no database at all" * 100)
    with pytest.raises(RecordsError, match="not a database"):
        await Store.open(f"sqlite+aiosqlite:///{tmp_path}/voice.db")


async def test_a_database_file_is_for_its_owner_alone(tmp_path: Path) -> None:
    store = await Store.open(f"sqlite+aiosqlite:///{tmp_path}/made/voice.db")
    await store.migrate()
    made = [tmp_path / "made", *(tmp_path / "made").iterdir()]
    await store.close()
    assert made[1:] and not any(path.stat().st_mode & 0o077 for path in made if path.exists())


async def test_a_call_that_is_forgotten_leaves_the_others(store: Store) -> None:
    await store.save_events("c2", callback_call())
    await store.save_events("c1", whole_call())
    await store.save_handoff(Brief("h2", "c2"), deliver=True)
    await store.forgetting.forget(["c2"])
    assert [row.id for row in await store.recent_calls()] == ["c1"]
    assert await store.callbacks() == [] and await store.outbox() == {}
    assert await store.handoff("h2") is None and await store.call("c2") is None


async def test_a_query_on_missing_tables_is_a_records_error(tmp_path: Path) -> None:
    store = await Store.open(f"sqlite+aiosqlite:///{tmp_path}/voice.db")
    with pytest.raises(RecordsError, match="no such table"):
        await store.recent_calls(1)
    await store.close()


async def test_what_an_agent_says_became_of_a_call_is_kept_and_may_be_corrected(store: Store) -> None:
    first = Outcome("h1", "c1", "Marie", "solved", "sent again", ("order_status",), STARTED)
    await store.save_outcome(first)
    await store.save_outcome(replace(first, agent="Paul", outcome="follow_up"))
    await store.save_outcome(replace(first, outcome="wrong_department"))
    assert {(o.agent, o.outcome, o.understood) for o in await store.outcomes("h1")} == {
        ("Marie", "wrong_department", ("order_status",)),
        ("Paul", "follow_up", ("order_status",)),
    }
    assert await store.outcomes("h2") == []


async def test_a_call_in_a_queue_is_waiting_and_not_for_ever(store: Store) -> None:
    began: list[CallEvent] = [
        started("c3"),
        HandoffStarted(at=1, handoff_id="h3", reason=TransferReason.PLAN),
    ]
    joined = QueueJoined(at=2, handoff_id="h3", queue="support", position=1)
    row = await store.save_events("c3", [*began, joined])
    assert row.handoff == "started"
    left = QueueLeft(at=30, handoff_id="h3", queue="support", why="caller_hung_up", waited=28)
    row = await store.save_events("c3", [left], first=3)
    assert row.handoff == "caller_hung_up"
    await store.save_handoff(Brief("h3", "c3"))
    assert (await store.handoff("h3") or {})["status"] == "failed"
    await store.save_events("c3", [VoicemailLeft(at=40, ended=50)], first=4)
    assert (await store.handoff("h3") or {})["status"] == "message"
