"""Removing calls for good: which may go, and their rows. Every query about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from voice.records.database import Connections
from voice.records.tables import CALLBACKS, CALLS, HANDOFFS, NOTES, OUTBOX, OUTCOMES


@dataclass(frozen=True, slots=True)
class Forgettable:
    """A call that may be removed."""

    id: str
    recording: str | None
    """Path of its recording."""


class Forgetting:
    """The rows of calls that are to be gone. `Store.forgetting` makes one.

    Methods raise RecordsError when the database does not answer or refuses.
    """

    def __init__(self, reading: Connections, writing: Connections) -> None:
        self._reading = reading
        self._writing = writing

    async def before(self, moment: datetime, *, limit: int) -> list[Forgettable]:
        """Ended calls from before `moment`, oldest first.

        A call waits while somebody is still to be called back, something promised is still to be done, or its
        summary is on the way to the webhook.
        """
        return await self._found(sa.and_(CALLS.c.started < moment, _free()), limit)

    async def of_caller(self, number: str) -> list[Forgettable]:
        """All ended calls from a number."""
        return await self._found(CALLS.c.caller == number, None)

    async def _found(self, which: sa.ColumnElement[bool], limit: int | None) -> list[Forgettable]:
        query = (
            sa.select(CALLS.c.id, CALLS.c.recording)
            .where(which, CALLS.c.ended.is_not(None))
            .order_by(CALLS.c.started)
            .limit(limit)
        )
        async with self._reading() as connection:
            return [Forgettable(*row) for row in await connection.execute(query)]

    async def forget(self, ids: Sequence[str]) -> None:
        """Remove everything that is kept of these calls."""
        delivered = sa.exists().where(HANDOFFS.c.call_id.in_(ids), _delivers())
        async with self._writing() as connection:
            await connection.execute(OUTBOX.delete().where(delivered))
            await connection.execute(HANDOFFS.delete().where(HANDOFFS.c.call_id.in_(ids)))
            await connection.execute(OUTCOMES.delete().where(OUTCOMES.c.call_id.in_(ids)))
            await connection.execute(CALLS.delete().where(CALLS.c.id.in_(ids)))

    async def recordings_before(self, moment: datetime, *, limit: int) -> list[Forgettable]:
        """Ended calls from before `moment` that still have a recording."""
        return await self._found(sa.and_(CALLS.c.started < moment, CALLS.c.recording.is_not(None)), limit)

    async def forget_recordings(self, ids: Sequence[str]) -> None:
        """The recordings of these calls are gone."""
        change = CALLS.update().where(CALLS.c.id.in_(ids)).values(recording=None)
        async with self._writing() as connection:
            await connection.execute(change)

    async def known(self, ids: Sequence[str]) -> set[str]:
        """Those of these calls that are on record."""
        query = sa.select(CALLS.c.id).where(CALLS.c.id.in_(ids))
        async with self._reading() as connection:
            return set((await connection.execute(query)).scalars())


def _delivers() -> sa.ColumnElement[bool]:
    """A delivery has its summary's id, with the revision behind a point."""
    begin = sa.func.substr(OUTBOX.c.id, 1, sa.func.length(HANDOFFS.c.id) + 1)
    return sa.or_(OUTBOX.c.id == HANDOFFS.c.id, begin == HANDOFFS.c.id.concat("."))


def _free() -> sa.ColumnElement[bool]:
    waiting = (
        sa.select(HANDOFFS.c.call_id)
        .join(OUTBOX, _delivers())
        .where(HANDOFFS.c.call_id == CALLS.c.id, OUTBOX.c.state == "waiting")
    )
    promised = sa.select(NOTES.c.id).where(NOTES.c.call_id == CALLS.c.id, NOTES.c.done.is_(None))
    called = sa.select(CALLBACKS.c.id).where(CALLBACKS.c.call_id == CALLS.c.id, CALLBACKS.c.done.is_(None))
    return ~sa.or_(waiting.exists(), promised.exists(), called.exists())
