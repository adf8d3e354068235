"""Lookups in SQL databases: SQLite, PostgreSQL, and whatever else SQLAlchemy speaks asynchronously."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from datetime import date, datetime, time
from functools import lru_cache
from pathlib import Path
from time import monotonic
from urllib.parse import unquote

import aiosqlite
from sqlalchemy import text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine
from sqlalchemy.pool import NullPool

from voice.dialplan.model import LookupSpec
from voice.errors import LookupFailed

GRACE_SECONDS = 0.5
"""How long a database may take to notice that its time is over."""
MOST_ROWS = 20
"""Rows read at most; a dialogue speaks of one."""


async def look_up(address: str, spec: LookupSpec, parameters: Mapping[str, str]) -> list[dict[str, str]]:
    """Run one SELECT with bound parameters, reading only. Values come as text, dates as ISO 8601.

    Raises LookupFailed when it takes longer than `spec.timeout` seconds or the database refuses.
    """
    _check_file(address)
    deadline = monotonic() + spec.timeout
    try:
        async with asyncio.timeout(spec.timeout + GRACE_SECONDS):
            return await _rows(address, spec, parameters, deadline)
    except (SQLAlchemyError, OSError, TimeoutError) as error:
        if monotonic() >= deadline:
            raise LookupFailed(f"the database did not answer within {spec.timeout:g} s") from None
        # The error's text holds the parameters, which are the caller's.
        raise LookupFailed(f"the database refused: {type(error).__name__}") from None


async def _rows(
    address: str, spec: LookupSpec, parameters: Mapping[str, str], deadline: float
) -> list[dict[str, str]]:
    bound = {name: parameters.get(name, "") for name in spec.parameters}
    async with _engine(address).connect() as connection:
        if connection.dialect.name == "postgresql":
            await connection.execute(text("SET TRANSACTION READ ONLY"))
        elif connection.dialect.name == "sqlite":
            await _restrict_sqlite(connection, deadline)
        result = await connection.execute(text(spec.sql), bound)
        rows = result.mappings().fetchmany(MOST_ROWS)
        return [{str(name): _as_text(value) for name, value in row.items()} for row in rows]


async def _restrict_sqlite(connection: AsyncConnection, deadline: float) -> None:
    """Reading only, and not for too long: SQLite runs in a thread, where cancelling does not reach it."""
    await connection.execute(text("PRAGMA query_only = ON"))
    driver = (await connection.get_raw_connection()).driver_connection
    assert isinstance(driver, aiosqlite.Connection)  # noqa: S101  # the driver that _engine() picks
    await driver.set_progress_handler(lambda: int(monotonic() > deadline), 10_000)


def _as_text(value: object) -> str:
    match value:
        case None:
            return ""
        case datetime() | date() | time():
            return value.isoformat()
        case bool():
            return "yes" if value else "no"
        case _:
            return str(value)


def _check_file(address: str) -> None:
    """A SQLite file that is gone has a plain name for it."""
    engine = _engine(address)
    file = unquote((engine.url.database or "").removeprefix("file:"))
    if engine.dialect.name == "sqlite" and file and file != ":memory:" and not Path(file).is_file():
        raise LookupFailed("the database file is gone; see data: in the plan")


@lru_cache(maxsize=32)
def _engine(address: str) -> AsyncEngine:
    """One engine a database; no pool, since a connection belongs to the event loop that opened it."""
    try:
        url = make_url(address)
    except ArgumentError:
        raise LookupFailed("the database address is not a URL; see data: in the plan") from None
    drivers = {
        "sqlite": "sqlite+aiosqlite",
        "postgresql": "postgresql+asyncpg",
        "postgres": "postgresql+asyncpg",
    }
    try:
        return create_async_engine(
            url.set(drivername=drivers.get(url.drivername, url.drivername)), poolclass=NullPool
        )
    except (SQLAlchemyError, ImportError):
        raise LookupFailed(f"no driver for {url.drivername} here; SQLite and PostgreSQL work") from None
