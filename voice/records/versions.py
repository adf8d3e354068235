"""Published versions of the dialplans in the database of records: every query about them."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from voice.dialplan.versions import SHORT, Tree
from voice.errors import PublishConflict, VersionError
from voice.records.database import Connections
from voice.records.tables import FILES, PUBLICATIONS, VERSIONS

LEAST_PREFIX = 6
"""Fewest digits that name a version; shorter ones are a publication's number."""
_BATCH = 200
"""Contents asked for at once."""

Kind = Literal["publish", "rollback"]


@dataclass(frozen=True, slots=True)
class Publication:
    """One line of the history."""

    number: int
    """From 1; the highest is in use."""
    version: str
    kind: Kind
    author: str
    message: str
    published: datetime

    @property
    def short(self) -> str:
        """The beginning of the version, as it is shown."""
        return self.version[:SHORT]

    def as_json(self) -> dict[str, Any]:
        """Plain values, the date as ISO 8601."""
        return {
            "number": self.number,
            "version": self.version,
            "kind": self.kind,
            "author": self.author,
            "message": self.message,
            "published": self.published.isoformat(),
        }


class Versions:
    """Versions and the history of their publication. `Store.versions` makes one.

    Methods raise RecordsError when the database does not answer or refuses.
    """

    def __init__(self, reading: Connections, writing: Connections) -> None:
        self._reading = reading
        self._writing = writing

    async def latest(self) -> Publication | None:
        """What is in use; None while nothing was published."""
        found = await self.history(1)
        return found[0] if found else None

    async def history(self, limit: int | None = None) -> list[Publication]:
        """What was published, latest first."""
        query = sa.select(PUBLICATIONS).order_by(PUBLICATIONS.c.number.desc()).limit(limit)
        async with self._reading() as connection:
            return [Publication(**row) for row in (await connection.execute(query)).mappings()]

    async def publish(
        self, tree: Tree, *, after: int, kind: Kind, author: str, message: str, now: datetime | None = None
    ) -> Publication:
        """Keep this tree and put it in use, wholly or not at all; `after` is the number it follows.

        Raises PublishConflict when something else was published after `after`.
        """
        one = Publication(after + 1, tree.version, kind, author, message, now or datetime.now(UTC))
        values = {name: getattr(one, name) for name in Publication.__dataclass_fields__}
        async with self._writing() as connection:
            # First, so that of two who publish at once one waits here for the other, and is told.
            line = _insert(connection, PUBLICATIONS).values(values).on_conflict_do_nothing()
            if (await connection.execute(line)).rowcount != 1:
                raise PublishConflict(await _beaten(connection, after))
            if await _before(connection, after) != after:
                raise PublishConflict(f"there is no publication number {after}; look at `voice history`")
            await _keep(connection, tree)
        return one

    async def find(self, named: str) -> Publication:
        """The latest publication of a version, by its number or the beginning of its hash.

        Raises VersionError when there is none, or several versions begin so.
        """
        lines = await self.history()
        if named.isdecimal() and len(named) < LEAST_PREFIX:
            found = [line for line in lines if line.number == int(named)]
        elif len(named) < LEAST_PREFIX:
            raise VersionError(f"give a number of `voice history`, or {LEAST_PREFIX} digits of a version")
        else:
            found = [line for line in lines if line.version.startswith(named.lower())]
        if not found:
            raise VersionError(f"no version {named} was published; `voice history` lists them")
        if len({line.version for line in found}) > 1:
            raise VersionError(f"more than one version begins with {named}; give more of it")
        return found[0]

    async def tree(self, version: str) -> Tree:
        """All files of a version, byte for byte. Raises VersionError when it is unknown or damaged."""
        wanted = sa.select(VERSIONS.c.path, VERSIONS.c.file).where(VERSIONS.c.version == version)
        async with self._reading() as connection:
            paths = {row[0]: row[1] for row in await connection.execute(wanted)}
            shas = sorted(set(paths.values()))
            bodies: dict[str, bytes] = {}
            for start in range(0, len(shas), _BATCH):
                some = sa.select(FILES).where(FILES.c.sha.in_(shas[start : start + _BATCH]))
                bodies |= {row[0]: bytes(row[1]) for row in await connection.execute(some)}
        if not paths:
            raise VersionError(f"there is no version {version[:SHORT]} in the database")
        missing = [path for path, sha in paths.items() if sha not in bodies]
        tree = Tree({path: bodies[sha] for path, sha in paths.items() if sha in bodies})
        if missing or tree.version != version:
            raise VersionError(f"version {version[:SHORT]} is damaged in the database; it is not used")
        return tree

    async def files(self, versions: Sequence[str]) -> dict[str, dict[str, str]]:
        """Of each of these versions, path to SHA-256 of the content."""
        query = sa.select(VERSIONS).where(VERSIONS.c.version.in_(set(versions)))
        found: dict[str, dict[str, str]] = {}
        async with self._reading() as connection:
            for version, path, sha in await connection.execute(query):
                found.setdefault(version, {})[path] = sha
        return found


async def _before(connection: AsyncConnection, most: int) -> int:
    number = PUBLICATIONS.c.number
    return (await connection.execute(sa.select(sa.func.max(number)).where(number <= most))).scalar() or 0


async def _beaten(connection: AsyncConnection, after: int) -> str:
    query = (
        sa.select(PUBLICATIONS).where(PUBLICATIONS.c.number > after).order_by(PUBLICATIONS.c.number.desc())
    )
    row = (await connection.execute(query.limit(1))).mappings().first()
    if row is None:
        return f"number {after} is not the latest publication; look at `voice history`"
    line = Publication(**row)
    return (
        f"{line.author} published number {line.number} ({line.short}) meanwhile: {line.message}."
        " Nothing of yours was published; look at `voice history`, then publish again"
    )


async def _keep(connection: AsyncConnection, tree: Tree) -> None:
    known = sa.select(VERSIONS.c.path).where(VERSIONS.c.version == tree.version).limit(1)
    if (await connection.execute(known)).first() is not None:
        return  # first published with these bytes; others would differ in line endings alone
    for path, body in tree.files.items():
        sha = hashlib.sha256(body).hexdigest()
        content = _insert(connection, FILES).values(sha=sha, body=body)
        await connection.execute(content.on_conflict_do_nothing())
        await connection.execute(VERSIONS.insert(), {"version": tree.version, "path": path, "file": sha})


def _insert(connection: AsyncConnection, table: sa.Table) -> postgresql.Insert | sqlite.Insert:
    if connection.dialect.name == "postgresql":
        return postgresql.insert(table)
    return sqlite.insert(table)
