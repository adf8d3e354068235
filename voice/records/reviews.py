"""What quality people write about calls: remarks, and marks on a scorecard whose criteria are theirs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Literal

import sqlalchemy as sa

from voice.records.database import Connections
from voice.records.tables import CALLS, COMMENTS, CRITERIA, MARKS

Scale = Literal["yes_no", "one_to_five"]
BOUNDS: Mapping[Scale, tuple[int, int]] = {"yes_no": (0, 1), "one_to_five": (1, 5)}
"""Lowest and highest mark of each scale."""


@dataclass(frozen=True, slots=True)
class Comment:
    """One remark on one call."""

    call_id: str
    rater: str
    text: str
    at: float | None = None
    """Seconds since the call was answered; None: on the whole call."""
    written: datetime | None = None
    id: int = 0
    """Given by the store."""


@dataclass(frozen=True, slots=True)
class Criterion:
    """One thing that calls are marked for."""

    id: int
    """0: not stored yet."""
    title: str
    scale: Scale = "yes_no"
    weight: int = 1
    """How much it counts in the total, 0 to 10."""
    retired: bool = False
    """Not marked any more; the marks it has stay."""

    @property
    def marks(self) -> range:
        """All marks of its scale, lowest first."""
        lowest, highest = BOUNDS[self.scale]
        return range(lowest, highest + 1)


@dataclass(frozen=True, slots=True)
class Mark:
    """How one person marks one call for one criterion."""

    call_id: str
    rater: str
    criterion: int
    mark: int
    given: datetime


class Reviews:
    """Comments, criteria and marks. `Store.reviews` makes one.

    Methods raise RecordsError when the database does not answer or refuses.
    """

    def __init__(self, reading: Connections, writing: Connections) -> None:
        self._reading = reading
        self._writing = writing

    async def comment(self, comment: Comment) -> None:
        """Keep a new remark."""
        values = asdict(comment) | {"written": comment.written or datetime.now(UTC)}
        del values["id"]
        async with self._writing() as connection:
            await connection.execute(COMMENTS.insert().values(values))

    async def remove_comment(self, comment_id: int, call_id: str, rater: str) -> bool:
        """Take one's own remark back; False when there is no such one."""
        mine = sa.and_(COMMENTS.c.id == comment_id, COMMENTS.c.call_id == call_id, COMMENTS.c.rater == rater)
        async with self._writing() as connection:
            return (await connection.execute(COMMENTS.delete().where(mine))).rowcount > 0

    async def comments(self, call_ids: Sequence[str]) -> list[Comment]:
        """The remarks on these calls, first one first."""
        query = sa.select(COMMENTS).where(COMMENTS.c.call_id.in_(call_ids))
        async with self._reading() as connection:
            found = await connection.execute(query.order_by(COMMENTS.c.written, COMMENTS.c.id))
            return [Comment(**row) for row in found.mappings()]

    async def criteria(self) -> list[Criterion]:
        """All criteria, retired ones too, in the order they were made."""
        async with self._reading() as connection:
            found = await connection.execute(sa.select(CRITERIA).order_by(CRITERIA.c.id))
            return [Criterion(**row) for row in found.mappings()]

    async def save_criterion(self, criterion: Criterion) -> bool:
        """Add a criterion (id 0) or change one; False when it is gone, or has marks of another scale."""
        values = asdict(criterion)
        del values["id"]
        marked = sa.select(MARKS.c.mark).where(MARKS.c.criterion == criterion.id).exists()
        async with self._writing() as connection:
            if not criterion.id:
                await connection.execute(CRITERIA.insert().values(values))
                return True
            this = sa.and_(
                CRITERIA.c.id == criterion.id, sa.or_(CRITERIA.c.scale == criterion.scale, ~marked)
            )
            return (await connection.execute(CRITERIA.update().where(this).values(values))).rowcount > 0

    async def mark(self, call_id: str, rater: str, marks: Mapping[int, int | None]) -> None:
        """Keep a rater's marks by criterion, in the place of earlier ones; None takes one back."""
        now = datetime.now(UTC)
        about = {"call_id": call_id, "rater": rater}
        mine = sa.and_(MARKS.c.call_id == call_id, MARKS.c.rater == rater)
        rows = [
            about | {"criterion": criterion, "mark": mark, "given": now}
            for criterion, mark in marks.items()
            if mark is not None
        ]
        async with self._writing() as connection:
            await connection.execute(MARKS.delete().where(mine, MARKS.c.criterion.in_(list(marks))))
            if rows:
                await connection.execute(MARKS.insert(), rows)

    async def marks(self, call_ids: Sequence[str]) -> list[Mark]:
        """All marks of these calls, by call, rater and criterion."""
        return await self._marks(MARKS.c.call_id.in_(call_ids))

    async def marks_of_plan(self, plan: str) -> list[Mark]:
        """All marks of the calls that a plan served."""
        return await self._marks(MARKS.c.call_id.in_(sa.select(CALLS.c.id).where(CALLS.c.plan == plan)))

    async def _marks(self, condition: sa.ColumnElement[bool]) -> list[Mark]:
        query = sa.select(MARKS).where(condition)
        async with self._reading() as connection:
            found = await connection.execute(
                query.order_by(MARKS.c.call_id, MARKS.c.rater, MARKS.c.criterion)
            )
            return [Mark(**row) for row in found.mappings()]
