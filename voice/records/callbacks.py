"""Who is to be called back by the gateway: taken by one gateway at a time, and never lost with it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

from voice.records.database import Connections
from voice.records.rows import Callback, CallRow
from voice.records.tables import CALLBACKS
from voice.turn import CallbackOutcome
from voice.understanding.phones import canonical_phone

MOST = 100
"""As many are looked at in one go."""


class Callbacks:
    """All wishes to be called back. `Store.callings` makes one; methods raise RecordsError."""

    def __init__(self, reading: Connections, writing: Connections) -> None:
        self._reading = reading
        self._writing = writing

    async def due(self, now: datetime) -> list[Callback]:
        """Those that may be tried now and that no gateway has, in the order in which they were asked for."""
        query = sa.select(CALLBACKS).where(_open(), _free(now), _due(now))
        return await self._found(query.order_by(CALLBACKS.c.requested, CALLBACKS.c.id).limit(MOST))

    async def by_hand(self) -> list[Callback]:
        """Those that a person has to see to, in the order in which they were asked for."""
        mine = sa.and_(CALLBACKS.c.done.is_(None), CALLBACKS.c.state == "by_hand")
        order = CALLBACKS.c.requested, CALLBACKS.c.id
        return await self._found(sa.select(CALLBACKS).where(mine).order_by(*order).limit(MOST))

    async def claim(self, callback_id: int, now: datetime, until: datetime) -> bool:
        """Have it for oneself until then; False when another gateway was quicker, or it is done."""
        mine = sa.and_(CALLBACKS.c.id == callback_id, _open(), _free(now), _due(now))
        return await self._change(mine, leased=until)

    async def renew(self, callback_id: int, until: datetime) -> bool:
        """Keep it until then; False when somebody has marked it as done meanwhile."""
        return await self._change(sa.and_(CALLBACKS.c.id == callback_id, _open()), leased=until)

    async def rings(self, callback_id: int) -> bool:
        """The caller's phone is about to be rung; False when somebody has marked it as done."""
        return await self._change(
            sa.and_(CALLBACKS.c.id == callback_id, _open()), rung=CALLBACKS.c.rung + 1, outcome=""
        )

    async def settle(
        self, callback_id: int, outcome: str, *, due: datetime | None = None, by_hand: bool = False
    ) -> None:
        """An attempt failed: it is tried again at `due`, or left to a person. Opens it again if need be."""
        state = "by_hand" if by_hand else "open"
        changed = {"state": state, "outcome": outcome, "due": due, "leased": None, "done": None}
        await self._change(CALLBACKS.c.id == callback_id, **changed)

    async def reached(self, callback_id: int, outcome: str) -> None:
        """Caller and agent are joined."""
        done = datetime.now(UTC)
        await self._change(CALLBACKS.c.id == callback_id, done=done, outcome=outcome, leased=None)

    async def cut_off(self, call: CallRow) -> None:
        """A caller was cut off while he waited: a person is to call him. Saying it twice does no harm."""
        number, known = canonical_phone(call.caller), sa.select(CALLBACKS.c.id)
        if number is None:
            return
        async with self._writing() as connection:
            if (await connection.execute(known.where(CALLBACKS.c.call_id == call.id))).first() is None:
                values = {"call_id": call.id, "number": number, "plan": call.plan, "state": "by_hand"}
                values["outcome"] = CallbackOutcome.CUT_OFF.value
                requested = call.started or datetime.now(UTC)
                await connection.execute(CALLBACKS.insert().values(values | {"requested": requested}))

    async def release(self, callback_id: int) -> None:
        """Another may have it; nothing was tried."""
        await self._change(CALLBACKS.c.id == callback_id, leased=None)

    async def _change(self, which: sa.ColumnElement[bool], **values: Any) -> bool:
        async with self._writing() as connection:
            return (await connection.execute(CALLBACKS.update().where(which).values(values))).rowcount == 1

    async def _found(self, query: sa.Select[Any]) -> list[Callback]:
        async with self._reading() as connection:
            return [Callback(**row) for row in (await connection.execute(query)).mappings()]


def _open() -> sa.ColumnElement[bool]:
    return sa.and_(CALLBACKS.c.done.is_(None), CALLBACKS.c.state == "open")


def _free(now: datetime) -> sa.ColumnElement[bool]:
    return sa.or_(CALLBACKS.c.leased.is_(None), CALLBACKS.c.leased < now)


def _due(now: datetime) -> sa.ColumnElement[bool]:
    return sa.or_(CALLBACKS.c.due.is_(None), CALLBACKS.c.due <= now)
