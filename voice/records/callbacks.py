"""Who is to be called back by the gateway: taken by one gateway at a time, and never lost with it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from voice.events import CallbackAgreed, PlanEntered
from voice.records.database import Connections
from voice.records.journal import load_events
from voice.records.rows import Callback, CallRow
from voice.records.tables import CALLBACKS, CALLS, EVENTS
from voice.turn import CallbackOutcome
from voice.understanding.phones import canonical_phone

_CUT_OFF: dict[str, Any] = {
    "state": "by_hand",
    "outcome": CallbackOutcome.CUT_OFF.value,
    "done": None,
    "due": None,
    "leased": None,
}
MOST = 100
"""As many are looked at in one go."""


class Callbacks:
    """All wishes to be called back. `Store.callings` makes one; methods raise RecordsError."""

    def __init__(self, reading: Connections, writing: Connections) -> None:
        self._reading = reading
        self._writing = writing

    async def due(self, now: datetime) -> list[Callback]:
        """Those that may be tried now and that no gateway has, in the order in which they were asked for.

        Whoever is still in the call in which he asked for it is not among them.
        """
        over = sa.select(CALLS.c.id).where(CALLS.c.id == CALLBACKS.c.call_id, CALLS.c.ended.is_not(None))
        query = sa.select(CALLBACKS).where(_open(), _free(now), _due(now), over.exists())
        return await self._found(query.order_by(CALLBACKS.c.requested, CALLBACKS.c.id).limit(MOST))

    async def agreed(self) -> list[tuple[str, str, datetime]]:
        """Call, plan and beginning of every time that is agreed with somebody who is still to be called."""
        query = sa.select(CALLBACKS.c.call_id, CALLBACKS.c.plan, CALLBACKS.c.agreed_start)
        query = query.where(CALLBACKS.c.done.is_(None), CALLBACKS.c.agreed_start.is_not(None))
        async with self._reading() as connection:
            return [(row[0], row[1], row[2]) for row in await connection.execute(query)]

    async def planned(self, now: datetime) -> list[Callback]:
        """Those whose agreed time has not begun, soonest first."""
        query = sa.select(CALLBACKS).where(_open(), CALLBACKS.c.agreed_start > now)
        return await self._found(query.order_by(*in_turn()).limit(MOST))

    async def by_hand(self) -> list[Callback]:
        """Those that a person has to see to, in the order in which they are to be called."""
        mine = sa.and_(CALLBACKS.c.done.is_(None), CALLBACKS.c.state == "by_hand")
        return await self._found(sa.select(CALLBACKS).where(mine).order_by(*in_turn()).limit(MOST))

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

    async def talk_cut_off(self, callback_id: int) -> None:
        """Who was called back was cut off in the talk: a person is to call him."""
        talked = sa.and_(CALLBACKS.c.id == callback_id, CALLBACKS.c.outcome == CallbackOutcome.REACHED.value)
        await self._change(talked, **_CUT_OFF)

    async def cut_off(self, call: CallRow) -> None:
        """A caller was cut off while he waited: a person is to call him. Saying it twice does no harm."""
        number, known = canonical_phone(call.caller), sa.select(CALLBACKS.c.id)
        async with self._writing() as connection:
            await connection.execute(CALLBACKS.update().where(_withdrawn(call.id)).values(_CUT_OFF))
            if number is None:
                return
            if (await connection.execute(known.where(CALLBACKS.c.call_id == call.id))).first() is None:
                plan = await _plan_of(connection, call)
                values = {"call_id": call.id, "number": number, "plan": plan, "state": "by_hand"}
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


def in_turn() -> tuple[sa.ColumnElement[Any], ...]:
    """By the agreed time, else by when it was asked for."""
    return sa.func.coalesce(CALLBACKS.c.agreed_start, CALLBACKS.c.requested), CALLBACKS.c.id


async def wished(connection: AsyncConnection, call: CallRow, number: str, at: float) -> None:
    """A caller wants to be called back, at any time; who asks again in the same call means the same wish."""
    requested = (call.started or datetime.now(UTC)) + timedelta(seconds=at)
    plan = await _plan_of(connection, call)
    values: dict[str, Any] = {"number": number, "plan": plan, "requested": requested}
    values |= {"agreed_start": None, "agreed_end": None, "due": None}
    changed = CALLBACKS.update().where(CALLBACKS.c.call_id == call.id, _open()).values(values)
    if not (await connection.execute(changed)).rowcount:
        await connection.execute(CALLBACKS.insert().values(values | {"call_id": call.id}))


async def agreed(connection: AsyncConnection, call_id: str, event: CallbackAgreed) -> None:
    """He has chosen a time: nobody rings him before."""
    values = {"agreed_start": event.start, "agreed_end": event.end, "due": event.start}
    await connection.execute(CALLBACKS.update().where(CALLBACKS.c.call_id == call_id, _open()).values(values))


async def not_needed(connection: AsyncConnection, call_id: str) -> None:
    """A person has taken the very call in which it was asked for."""
    values = {"done": datetime.now(UTC), "outcome": CallbackOutcome.WITHDRAWN.value, "leased": None}
    await connection.execute(CALLBACKS.update().where(CALLBACKS.c.call_id == call_id, _open()).values(values))


async def _plan_of(connection: AsyncConnection, call: CallRow) -> str | None:
    """The plan that the call is in now; whose people call back."""
    entered = sa.select(EVENTS.c.body).where(EVENTS.c.call_id == call.id, EVENTS.c.kind == "plan_entered")
    body = await connection.scalar(entered.order_by(EVENTS.c.number.desc()).limit(1))
    found = [event.plan for event in load_events([body] if body else []) if isinstance(event, PlanEntered)]
    return found[-1] if found else call.plan


async def needed_again(connection: AsyncConnection, call_id: str) -> None:
    """That person was lost again."""
    values = {"done": None, "outcome": ""}
    await connection.execute(CALLBACKS.update().where(_withdrawn(call_id)).values(values))


def _withdrawn(call_id: str) -> sa.ColumnElement[bool]:
    withdrawn = CALLBACKS.c.outcome == CallbackOutcome.WITHDRAWN.value
    return sa.and_(CALLBACKS.c.call_id == call_id, withdrawn)


def _open() -> sa.ColumnElement[bool]:
    return sa.and_(CALLBACKS.c.done.is_(None), CALLBACKS.c.state == "open")


def _free(now: datetime) -> sa.ColumnElement[bool]:
    return sa.or_(CALLBACKS.c.leased.is_(None), CALLBACKS.c.leased < now)


def _due(now: datetime) -> sa.ColumnElement[bool]:
    return sa.or_(CALLBACKS.c.due.is_(None), CALLBACKS.c.due <= now)
