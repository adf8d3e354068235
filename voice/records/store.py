"""What is kept of calls, in SQLite or PostgreSQL. Every query of the project is here.

Methods raise RecordsError when the database does not answer or refuses; the caller may try again.
"""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from typing import Any, Protocol

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from voice.errors import RecordsError
from voice.events import (
    AgentLost,
    CallbackAgreed,
    CallbackRequested,
    CallEvent,
    HandoffAccepted,
    HandoffFailed,
    RequestNoted,
)
from voice.records import database, earlier
from voice.records.callbacks import Callbacks, agreed, in_turn, needed_again, not_needed, wished
from voice.records.forgetting import Forgetting
from voice.records.journal import dump_event, load_events
from voice.records.labels import Labels
from voice.records.reviews import Reviews
from voice.records.rows import Callback, CallRecord, CallRow, Delivery, Note, Outcome, fold
from voice.records.search import Search
from voice.records.tables import CALLBACKS, CALLS, EVENTS, HANDOFFS, NOTES, OUTBOX, OUTCOMES
from voice.records.versions import Versions

_STATUS = {
    "handoff_started": "started",
    "handoff_offered": "offered",
    "handoff_answered": "answered",
    "handoff_accepted": "accepted",
    "handoff_failed": "failed",
    "queue_joined": "started",
    "queue_left": "failed",
    "voicemail_left": "message",
}


class Brief(Protocol):
    """As much of a written summary as the store needs."""

    @property
    def id(self) -> str:
        """Opaque."""

    @property
    def call_id(self) -> str:
        """Of the call it is about."""

    @property
    def revision(self) -> int:
        """0 as made for the hand-over; one more whenever an agent has written something down."""

    @property
    def created(self) -> datetime:
        """With time zone."""

    def model_dump_json(self) -> str:
        """The whole of it as JSON."""


class Store:
    """The database of records. Make one with `Store.open`."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    @classmethod
    async def open(cls, url: str) -> Store:
        """A store on this database, which must answer. Raises RecordsError. `migrate` comes next."""
        store = cls(database.open_engine(url))
        try:
            async with store._reading() as connection:
                await connection.execute(sa.select(1))
        except RecordsError as error:
            await store.close()
            raise RecordsError(f"{error.message}; check records.url and that the database runs") from error
        return store

    async def migrate(self) -> None:
        """Bring the tables up to date; does nothing when they are. Raises RecordsError for a newer schema."""
        async with self._writing() as connection:
            await connection.run_sync(database.migrate)

    async def close(self) -> None:
        """Let all connections go."""
        await self._engine.dispose()

    @property
    def versions(self) -> Versions:
        """Published versions of the dialplans."""
        return Versions(self._reading, self._writing)

    @property
    def labels(self) -> Labels:
        """What people say about calls."""
        return Labels(self._reading, self._writing)

    @property
    def reviews(self) -> Reviews:
        """Remarks on calls, and scorecards."""
        return Reviews(self._reading, self._writing)

    @property
    def search(self) -> Search:
        """What finds calls."""
        return Search(self._reading)

    @property
    def callings(self) -> Callbacks:
        """What the gateway does about those who want to be called back."""
        return Callbacks(self._reading, self._writing)

    @property
    def forgetting(self) -> Forgetting:
        """What removes calls for good."""
        return Forgetting(self._reading, self._writing)

    # Calls

    async def save_events(
        self, call_id: str, events: Sequence[CallEvent], *, first: int = 0, recording: str | None = None
    ) -> CallRow:
        """Add a call's events; `first` is the number of the first of them in the call.

        Events that are stored already are passed over, so saving twice does no harm. Raises RecordsError when
        events before `first` are missing.
        """
        async with self._writing() as connection:
            row = await _row(connection, call_id)
            known = row.events if row else 0
            if first > known:
                raise RecordsError(f"call {call_id} lacks the events from {known} to {first - 1}")
            new = events[known - first :]
            after = fold(row or CallRow(call_id), new)
            values = {name: _storable(getattr(after, name)) for name in CallRow.__dataclass_fields__}
            values["recording"] = recording or after.recording
            if row is None:
                await connection.execute(CALLS.insert(), values)
            else:
                await connection.execute(CALLS.update().where(CALLS.c.id == call_id), values)
            if new:
                await connection.execute(EVENTS.insert(), _event_rows(call_id, new, known))
            for event in new:
                if isinstance(event, CallbackRequested):
                    await wished(connection, after, _storable(event.number), event.at)
                elif isinstance(event, CallbackAgreed):
                    await agreed(connection, call_id, event)
                elif isinstance(event, HandoffAccepted):
                    await not_needed(connection, call_id)
                elif isinstance(event, AgentLost | HandoffFailed):
                    await needed_again(connection, call_id)
                elif isinstance(event, RequestNoted):
                    await connection.execute(NOTES.insert(), _note_row(after, event))
        return CallRow(**values)

    async def recent_calls(
        self, limit: int = 20, *, plan: str | None = None, since: datetime | None = None
    ) -> list[CallRow]:
        """The latest calls, latest first."""
        query = sa.select(CALLS).order_by(CALLS.c.started.desc(), CALLS.c.id).limit(limit)
        if plan is not None:
            query = query.where(CALLS.c.plan == plan)
        if since is not None:
            query = query.where(CALLS.c.started >= since)
        async with self._reading() as connection:
            return [CallRow(**row) for row in (await connection.execute(query)).mappings()]

    async def earlier_calls(
        self, caller: str, *, call_id: str, before: datetime, plan: str | None = None
    ) -> list[list[CallEvent]]:
        """What tells of the last three calls of this number before that time, latest call first."""
        async with self._reading() as connection:
            return await earlier.earlier_calls(connection, caller, call_id=call_id, before=before, plan=plan)

    async def call(self, id_or_prefix: str) -> CallRecord | None:
        """The call with this id, or whose id alone begins so; None when there is none.

        Raises RecordsError when several calls begin so.
        """
        async with self._reading() as connection:
            row = await _row(connection, id_or_prefix)
            if row is None and id_or_prefix:
                begins = CALLS.c.id.startswith(id_or_prefix, autoescape=True)
                found = (await connection.execute(sa.select(CALLS).where(begins).limit(2))).mappings().all()
                if len(found) > 1:
                    raise RecordsError(f"more than one call begins with {id_or_prefix}; give more of its id")
                row = CallRow(**found[0]) if found else None
            if row is None:
                return None
            bodies = sa.select(EVENTS.c.body).where(EVENTS.c.call_id == row.id).order_by(EVENTS.c.number)
            events = load_events((await connection.execute(bodies)).scalars())
            briefs = sa.select(HANDOFFS.c.body).where(HANDOFFS.c.call_id == row.id)
            found_briefs = (await connection.execute(briefs.order_by(HANDOFFS.c.created))).scalars()
            handoffs = [_with_status(json.loads(body), events) for body in found_briefs]
        return CallRecord(row, events, handoffs)

    # Hand-overs

    async def save_handoff(self, brief: Brief, *, deliver: bool = False) -> None:
        """Keep a written summary or its newer form.

        `deliver` puts the first, and each revision, in the webhook's outbox.
        """
        body = brief.model_dump_json()
        created = brief.created
        handoff = {"id": brief.id, "call_id": brief.call_id, "created": created, "body": body}
        async with self._writing() as connection:
            insert = _insert(connection, HANDOFFS).values(handoff)
            await connection.execute(insert.on_conflict_do_update(index_elements=["id"], set_={"body": body}))
            if deliver:
                name = f"{brief.id}.{brief.revision}" if brief.revision else brief.id
                delivery = {"id": name, "body": body, "created": created, "attempts": 0, "due": created}
                posted = _insert(connection, OUTBOX).values(delivery | {"state": "waiting", "error": ""})
                await connection.execute(posted.on_conflict_do_nothing())

    async def handoff(self, handoff_id: str) -> dict[str, Any] | None:
        """The written summary, with its `status`: started, offered, answered, accepted or failed."""
        found = await self._handoffs(sa.select(HANDOFFS).where(HANDOFFS.c.id == handoff_id))
        return found[0] if found else None

    async def recent_handoffs(self, limit: int = 20) -> list[dict[str, Any]]:
        """The latest written summaries, latest first, each with its `status`."""
        return await self._handoffs(sa.select(HANDOFFS).order_by(HANDOFFS.c.created.desc()).limit(limit))

    async def _handoffs(self, query: sa.Select[Any]) -> list[dict[str, Any]]:
        async with self._reading() as connection:
            rows = (await connection.execute(query)).mappings().all()
            calls = [row["call_id"] for row in rows]
            progress = (
                sa.select(EVENTS.c.call_id, EVENTS.c.body)
                .where(EVENTS.c.call_id.in_(calls), EVENTS.c.kind.in_(list(_STATUS)))
                .order_by(EVENTS.c.call_id, EVENTS.c.number)
            )
            events: dict[str, list[CallEvent]] = {}
            for call_id, body in await connection.execute(progress):
                events.setdefault(call_id, []).extend(load_events([body]))
        return [_with_status(json.loads(row["body"]), events.get(row["call_id"], [])) for row in rows]

    # Callbacks

    async def callbacks(self, *, open_only: bool = True, limit: int = 100) -> list[Callback]:
        """Callers who want to be called back, in the order they asked."""
        query = sa.select(CALLBACKS).order_by(*in_turn()).limit(limit)
        if open_only:
            query = query.where(CALLBACKS.c.done.is_(None))
        async with self._reading() as connection:
            return [Callback(**row) for row in (await connection.execute(query)).mappings()]

    async def finish_callback(self, callback_id: int) -> bool:
        """Mark a callback as done; False when there is no such open one."""
        change = CALLBACKS.update().where(CALLBACKS.c.id == callback_id, CALLBACKS.c.done.is_(None))
        async with self._writing() as connection:
            return (await connection.execute(change.values(done=datetime.now(UTC)))).rowcount == 1

    # What colleagues are to do

    async def notes(self, *, open_only: bool = True, limit: int = 100) -> list[Note]:
        """What was promised to callers, oldest first."""
        query = sa.select(NOTES).order_by(NOTES.c.requested, NOTES.c.id).limit(limit)
        if open_only:
            query = query.where(NOTES.c.done.is_(None))
        async with self._reading() as connection:
            return [Note(**row) for row in (await connection.execute(query)).mappings()]

    async def finish_note(self, note_id: int) -> bool:
        """Mark a note as done; False when there is no such open one."""
        change = NOTES.update().where(NOTES.c.id == note_id, NOTES.c.done.is_(None))
        async with self._writing() as connection:
            return (await connection.execute(change.values(done=datetime.now(UTC)))).rowcount == 1

    # What agents say became of calls

    async def save_outcome(self, outcome: Outcome) -> None:
        """Keep what an agent says; saying it again replaces it."""
        values = asdict(outcome) | {"understood": list(outcome.understood)}
        async with self._writing() as connection:
            same = OUTCOMES.c.handoff_id == outcome.handoff_id, OUTCOMES.c.agent == outcome.agent
            await connection.execute(OUTCOMES.delete().where(*same))
            await connection.execute(OUTCOMES.insert().values(values))

    async def outcomes(self, handoff_id: str) -> list[Outcome]:
        """What was said of one hand-over, first one first."""
        query = sa.select(OUTCOMES).where(OUTCOMES.c.handoff_id == handoff_id).order_by(OUTCOMES.c.given)
        async with self._reading() as connection:
            rows = (await connection.execute(query)).mappings()
            return [Outcome(**{**row, "understood": tuple(row["understood"])}) for row in rows]

    # The webhook's outbox

    async def due_deliveries(
        self, now: datetime, *, limit: int = 20, lease_seconds: float = 60
    ) -> list[Delivery]:
        """Deliveries whose time has come, oldest first; nobody else is given them for `lease_seconds`."""
        due = (
            sa.select(OUTBOX.c.id, OUTBOX.c.body, OUTBOX.c.attempts, OUTBOX.c.created, OUTBOX.c.due)
            .where(OUTBOX.c.state == "waiting", OUTBOX.c.due <= now)
            .order_by(OUTBOX.c.due)
            .limit(limit)
            .with_for_update(skip_locked=True)
        )
        async with self._writing() as connection:
            rows = (await connection.execute(due)).mappings().all()
            leased = OUTBOX.update().where(OUTBOX.c.id.in_([row["id"] for row in rows]))
            if rows:
                await connection.execute(leased.values(due=now + timedelta(seconds=lease_seconds)))
        return [Delivery(**(dict(row) | {"body": row["body"].encode()})) for row in rows]

    async def delivered(self, delivery_id: str) -> None:
        """The receiver took it; its text is not kept here any longer."""
        done = OUTBOX.update().where(OUTBOX.c.id == delivery_id).values(state="sent", error="", body="")
        async with self._writing() as connection:
            await connection.execute(done)

    async def delivery_failed(self, delivery_id: str, error: str, *, due: datetime | None) -> None:
        """It was not taken; try again at `due`, or never when None."""
        values = {"attempts": OUTBOX.c.attempts + 1, "error": error}
        values |= {"due": due} if due is not None else {"state": "given_up"}
        async with self._writing() as connection:
            await connection.execute(OUTBOX.update().where(OUTBOX.c.id == delivery_id).values(values))

    async def outbox(self) -> dict[str, int]:
        """How many deliveries are waiting, sent and given_up."""
        query = sa.select(OUTBOX.c.state, sa.func.count()).group_by(OUTBOX.c.state)
        async with self._reading() as connection:
            return {row[0]: row[1] for row in await connection.execute(query)}

    # Connections

    @asynccontextmanager
    async def _reading(self) -> AsyncIterator[AsyncConnection]:
        try:
            async with self._engine.connect() as connection:
                yield connection
        except (sa.exc.SQLAlchemyError, OSError) as error:
            raise RecordsError(f"the database of records failed: {database.describe(error)}") from error

    @asynccontextmanager
    async def _writing(self) -> AsyncIterator[AsyncConnection]:
        try:
            async with self._engine.connect() as connection:
                await connection.execution_options(**{database.WRITES: True})
                async with connection.begin():
                    yield connection
        except (sa.exc.SQLAlchemyError, OSError) as error:
            raise RecordsError(f"the database of records failed: {database.describe(error)}") from error


async def _row(connection: AsyncConnection, call_id: str) -> CallRow | None:
    query = sa.select(CALLS).where(CALLS.c.id == call_id)
    found = (await connection.execute(query)).mappings().first()
    return CallRow(**found) if found else None


def _insert(connection: AsyncConnection, table: sa.Table) -> postgresql.Insert | sqlite.Insert:
    if connection.dialect.name == "postgresql":
        return postgresql.insert(table)
    return sqlite.insert(table)


def _storable(value: Any) -> Any:
    # PostgreSQL's text holds no NUL, UTF-8 no lone surrogates; both can come in a SIP header.
    if isinstance(value, str):
        return value.replace("\0", "").encode("utf-8", "replace").decode()
    return value


def _event_rows(call_id: str, events: Sequence[CallEvent], first: int) -> list[dict[str, Any]]:
    return [
        {
            "call_id": call_id,
            "number": number,
            "at": event.at,
            "kind": event.kind,
            "body": dump_event(event).decode(),
        }
        for number, event in enumerate(events, first)
    ]


def _note_row(row: CallRow, event: RequestNoted) -> dict[str, Any]:
    requested = (row.started or datetime.now(UTC)) + timedelta(seconds=event.at)
    details = {_storable(name): _storable(value) for name, value in event.values.items()}
    return {
        "call_id": row.id,
        "title": dict(event.title),
        "details": details,
        "caller": row.caller,
        "plan": row.plan,
        "requested": requested,
    }


def _with_status(brief: dict[str, Any], events: Sequence[CallEvent]) -> dict[str, Any]:
    of_the_call = "voicemail_left"  # a message belongs to the one hand-over of its call
    kinds = [
        event.kind
        for event in events
        if event.kind == of_the_call or getattr(event, "handoff_id", None) == brief.get("id")
    ]
    return brief | {"status": next((_STATUS[kind] for kind in reversed(kinds) if kind in _STATUS), "started")}
