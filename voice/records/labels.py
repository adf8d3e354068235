"""What people say about calls: should a person have had it, how the caller felt, what came of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

from voice.records.database import Connections
from voice.records.tables import CALLS, LABELS

MOODS = ("calm", "upset", "angry", "distressed")
OUTCOMES = ("solved", "partly", "unsolved")


@dataclass(frozen=True, slots=True)
class Label:
    """One person's judgement of one call."""

    call_id: str
    rater: str
    transfer: bool | None = None
    """Whether it should have been given to a person; None when the rater does not say."""
    turn: int | None = None
    """At which turn, at the latest."""
    mood: str | None = None
    """One of `MOODS`."""
    outcome: str | None = None
    """One of `OUTCOMES`."""
    labelled: datetime | None = None

    def as_json(self) -> dict[str, Any]:
        """Plain values, the date as ISO 8601."""
        return asdict(self) | {"labelled": self.labelled.isoformat() if self.labelled else None}


class Labels:
    """All labels. `Store.labels` makes one; methods raise RecordsError when the database refuses."""

    def __init__(self, reading: Connections, writing: Connections) -> None:
        self._reading = reading
        self._writing = writing

    async def put(self, label: Label) -> Label:
        """Keep a rater's judgement of a call in the place of an earlier one; what it leaves out stays."""
        mine = sa.and_(LABELS.c.call_id == label.call_id, LABELS.c.rater == label.rater)
        given = {name: value for name, value in asdict(label).items() if value is not None}
        given["labelled"] = label.labelled or datetime.now(UTC)
        if label.transfer is not None:
            given["turn"] = label.turn
        async with self._writing() as connection:
            changed = (await connection.execute(LABELS.update().where(mine).values(given))).rowcount
            if not changed:
                await connection.execute(LABELS.insert().values(given))
            row = (await connection.execute(sa.select(LABELS).where(mine))).mappings().one()
        return Label(**row)

    async def replace(self, label: Label) -> None:
        """Keep a rater's judgement with nothing of an earlier one; one that says nothing takes it back."""
        mine = sa.and_(LABELS.c.call_id == label.call_id, LABELS.c.rater == label.rater)
        async with self._writing() as connection:
            await connection.execute(LABELS.delete().where(mine))
            if label.transfer is not None or label.mood or label.outcome:
                values = asdict(label) | {"labelled": label.labelled or datetime.now(UTC)}
                await connection.execute(LABELS.insert().values(values))

    async def remove(self, call_id: str, rater: str) -> bool:
        """Take a judgement back; False when there was none."""
        mine = sa.and_(LABELS.c.call_id == call_id, LABELS.c.rater == rater)
        async with self._writing() as connection:
            return (await connection.execute(LABELS.delete().where(mine))).rowcount > 0

    async def of_call(self, call_id: str) -> list[Label]:
        """What was said about a call, by rater."""
        return await self._select(LABELS.c.call_id == call_id)

    async def of_calls(self, call_ids: Sequence[str]) -> list[Label]:
        """What was said about these calls, by call and rater."""
        return await self._select(LABELS.c.call_id.in_(call_ids))

    async def of_plan(self, plan: str) -> list[Label]:
        """What was said about the calls that a plan served, by call and rater."""
        calls = sa.select(CALLS.c.id).where(CALLS.c.plan == plan)
        return await self._select(LABELS.c.call_id.in_(calls))

    async def _select(self, condition: sa.ColumnElement[bool]) -> list[Label]:
        query = sa.select(LABELS).where(condition).order_by(LABELS.c.call_id, LABELS.c.rater)
        async with self._reading() as connection:
            rows: Sequence[Any] = (await connection.execute(query)).mappings().all()
        return [Label(**row) for row in rows]
