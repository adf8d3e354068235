"""Earlier calls of a number: the query, and which of their events tell how they went."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from voice.events import CallEvent
from voice.records.journal import load_events
from voice.records.tables import CALLS, EVENTS

TELLING = (
    "call_started", "turn_taken", "assessed", "handoff_started", "handoff_accepted", "call_ended",
)  # fmt: skip
"""Kinds of events that say when and why somebody called, how it ended, and the mood."""


async def earlier_calls(
    connection: AsyncConnection,
    caller: str,
    *,
    call_id: str,
    before: datetime,
    plan: str | None = None,
    limit: int = 3,
) -> list[list[CallEvent]]:
    """The telling events of the last calls of this number, latest call first.

    `plan` keeps to calls that began in that plan; the call `call_id` itself is never among them.
    """
    query = (
        sa.select(CALLS.c.id)
        .where(CALLS.c.caller == caller, CALLS.c.started < before, CALLS.c.id != call_id)
        .order_by(CALLS.c.started.desc(), CALLS.c.id)
        .limit(limit)
    )
    if plan is not None:
        query = query.where(CALLS.c.plan == plan)
    calls: dict[str, list[str]] = {found: [] for found in (await connection.execute(query)).scalars()}
    if not calls:
        return []
    events = (
        sa.select(EVENTS.c.call_id, EVENTS.c.body)
        .where(EVENTS.c.call_id.in_(list(calls)), EVENTS.c.kind.in_(TELLING))
        .order_by(EVENTS.c.call_id, EVENTS.c.number)
    )
    for found, body in await connection.execute(events):
        calls[found].append(body)
    return [load_events(bodies) for bodies in calls.values()]
