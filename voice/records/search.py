"""Finding calls on record by when, how they ended, what was judged, scored and said; latest first."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from voice.records.database import Connections
from voice.records.query import Judged, Query, said_in
from voice.records.rows import CallRow
from voice.records.tables import CALLS, EVENTS, LABELS

_BATCH = 50
"""Calls whose events are read at once."""
_MOST = 5000
"""Calls that one search looks through before it says how far it came."""
_JUDGED = ("turn_taken", "assessed")
_SPOKEN = ("turn_taken", "bot_spoke", "caller_spoke", "agent_spoke", "recording_settled")

Cursor = tuple[datetime, str]
"""Start and id of the call that the next ones are older than."""


@dataclass(frozen=True, slots=True)
class Hit:
    """One call that was found."""

    row: CallRow
    emotion: float | None = None
    """Highest score of the call, 0 to 1; None when nothing was judged."""
    complexity: float | None = None
    raters: tuple[str, ...] = ()
    """Who has labelled it."""


@dataclass(frozen=True, slots=True)
class Hits:
    """What a search found."""

    calls: tuple[Hit, ...]
    next: Cursor | None = None
    """Where to go on; None when there are no older ones."""
    cut: bool = False
    """True when it stopped for having looked through many, and there may be more."""


class Search:
    """`Store.search` makes one; raises RecordsError when the database does not answer."""

    def __init__(self, reading: Connections) -> None:
        self._reading = reading

    async def find(self, query: Query, *, before: Cursor | None = None, limit: int = _BATCH) -> Hits:
        """At most `limit` ended calls that the query means; `query.limit` is not looked at."""
        found: list[Hit] = []
        seen = 0
        while seen < _MOST:
            rows = await self._rows(query, before)
            if not rows:
                return Hits(tuple(found))
            hits = await self._hits(rows, query)
            for hit in hits:
                if hit is None:
                    continue
                if len(found) == limit:
                    last = found[-1].row
                    return Hits(tuple(found), _cursor(last))
                found.append(hit)
            before, seen = _cursor(rows[-1]), seen + len(rows)
        return Hits(tuple(found), before, cut=True)

    async def plans(self) -> list[str]:
        """Names of all plans that have served a call."""
        async with self._reading() as connection:
            found = await connection.execute(sa.select(CALLS.c.plan).distinct().order_by(CALLS.c.plan))
            return list(found.scalars())

    async def _rows(self, query: Query, before: Cursor | None) -> list[CallRow]:
        wanted = sa.select(CALLS).where(*_conditions(query, before))
        async with self._reading() as connection:
            ordered = wanted.order_by(CALLS.c.started.desc(), CALLS.c.id.desc()).limit(_BATCH)
            return [CallRow(**row) for row in (await connection.execute(ordered)).mappings()]

    async def _hits(self, rows: Sequence[CallRow], query: Query) -> list[Hit | None]:
        ids = [row.id for row in rows]
        kinds = {*_JUDGED, *(_SPOKEN if query.words else ())}
        bodies = sa.select(EVENTS.c.call_id, EVENTS.c.body).where(
            EVENTS.c.call_id.in_(ids), EVENTS.c.kind.in_(kinds)
        )
        labels = sa.select(LABELS.c.call_id, LABELS.c.rater).where(LABELS.c.call_id.in_(ids))
        async with self._reading() as connection:
            events = [(row[0], row[1]) for row in await connection.execute(bodies)]
            said = [(row[0], row[1]) for row in await connection.execute(labels.order_by(LABELS.c.rater))]
        # In a thread: calls are served on this loop.
        return await asyncio.to_thread(_judge, rows, events, said, query)


def _cursor(row: CallRow) -> Cursor | None:
    return (row.started, row.id) if row.started else None


def _conditions(query: Query, before: Cursor | None) -> list[sa.ColumnElement[bool]]:
    conditions: list[sa.ColumnElement[bool]] = [CALLS.c.ended.is_not(None), CALLS.c.started.is_not(None)]
    if query.since is not None:
        conditions.append(CALLS.c.started >= query.since)
    if query.until is not None:
        conditions.append(CALLS.c.started < query.until)
    if query.plan is not None:
        conditions.append(CALLS.c.plan == query.plan)
    if query.ended == "transferred":
        conditions.append(CALLS.c.handoff == "accepted")
    elif query.ended is not None:
        kept = sa.or_(CALLS.c.handoff.is_(None), CALLS.c.handoff != "accepted")
        conditions += [CALLS.c.ended == query.ended, kept]
    if query.judged is not None:
        conditions += _said(query.judged)
    if before is not None:
        started, call_id = before
        older = sa.and_(CALLS.c.started == started, CALLS.c.id < call_id)
        conditions.append(sa.or_(CALLS.c.started < started, older))
    return conditions


def _said(judged: Judged) -> list[sa.ColumnElement[bool]]:
    mine = sa.select(LABELS.c.rater).where(LABELS.c.call_id == CALLS.c.id)
    yes = mine.where(LABELS.c.transfer.is_(True)).exists()
    no = mine.where(LABELS.c.transfer.is_(False)).exists()
    by: dict[Judged, list[sa.ColumnElement[bool]]] = {
        "nobody": [~mine.exists()],
        "somebody": [mine.exists()],
        "to_person": [yes],
        "with_bot": [no],
        "disputed": [yes, no],
    }
    return by[judged]


def _judge(
    rows: Sequence[CallRow],
    events: Iterable[tuple[str, str]],
    labels: Iterable[tuple[str, str]],
    query: Query,
) -> list[Hit | None]:
    gathered = {row.id: _Gathered() for row in rows}
    # One event at a time: thousands of them at once would wake the garbage collector, which stops the calls.
    for call_id, body in events:
        gathered[call_id].take(json.loads(body), query.words)
    for call_id, rater in labels:
        gathered[call_id].raters.append(rater)
    return [_hit(row, gathered[row.id], query) for row in rows]


@dataclass(slots=True)
class _Gathered:
    """What the events and labels of one call say."""

    emotion: float | None = None
    complexity: float | None = None
    refused: bool = False
    said: bool = False
    """The words looked for were said."""
    raters: list[str] = field(default_factory=list)

    def take(self, event: dict[str, Any], words: str) -> None:
        """One more event."""
        judged = event.get("assessment")
        if judged:
            self.emotion = max(judged["emotion"], self.emotion or 0.0)
            self.complexity = max(judged["complexity"], self.complexity or 0.0)
        if event["kind"] == "recording_settled":
            self.refused = self.refused or event["answer"] == "refused"
        elif words and not self.said:
            self.said = said_in(words, [_sentence(event)])


def _hit(row: CallRow, gathered: _Gathered, query: Query) -> Hit | None:
    hit = Hit(row, gathered.emotion, gathered.complexity, tuple(gathered.raters))
    if query.score is not None and not query.score.allows(getattr(hit, query.score.side)):
        return None
    if query.words and (gathered.refused or not gathered.said):
        return None
    return hit


def _sentence(event: dict[str, Any]) -> str:
    if event["kind"] == "turn_taken":
        return (event["turn"].get("heard") or {}).get("text") or ""
    return event.get("text") or ""
