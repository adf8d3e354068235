"""Opening the database and bringing its tables up to date."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine
from sqlalchemy.pool import ConnectionPoolEntry

from voice.errors import RecordsError

WRITES = "voice_writes"
"""Execution option of connections that will write: SQLite then waits for the write lock at the start."""

Connections = Callable[[], AbstractAsyncContextManager[AsyncConnection]]
"""Opens a connection for as long as a query takes; raises RecordsError when the database is away."""
_MIGRATIONS = Path(__file__).parent / "migrations"
_BUSY_SECONDS = 15.0
_LOCK = 0x766F6963  # "voic": one process at a time migrates a PostgreSQL database


def open_engine(url: str) -> AsyncEngine:
    """An engine for SQLite or PostgreSQL; connects later. Raises RecordsError for any other URL."""
    try:
        parsed = sa.make_url(url)
    except sa.exc.ArgumentError:
        raise RecordsError(
            "records.url is not a database address; write sqlite+aiosqlite:///path/to/file.db or"
            " postgresql+asyncpg://user@host/name"
        ) from None
    if parsed.drivername == "postgresql+asyncpg":
        return create_async_engine(parsed, pool_pre_ping=True, pool_size=5, connect_args={"timeout": 10})
    if parsed.drivername != "sqlite+aiosqlite":
        raise RecordsError(
            f"records.url names {parsed.drivername}; use sqlite+aiosqlite:///… or postgresql+asyncpg://…"
        )
    if not parsed.database or parsed.database == ":memory:":
        raise RecordsError("records.url names no file; write sqlite+aiosqlite:///path/to/file.db")
    try:
        Path(parsed.database).parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        Path(parsed.database).touch(mode=0o600)
    except OSError as error:
        raise RecordsError(
            f"{parsed.database} cannot be made: {error.strerror}; change records.url"
        ) from error
    engine = create_async_engine(parsed, connect_args={"timeout": _BUSY_SECONDS})
    sa.event.listen(engine.sync_engine, "connect", _prepare_sqlite)
    sa.event.listen(engine.sync_engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _: ConnectionPoolEntry) -> None:
    # Transactions begin in _begin_sqlite, not where the driver guesses.
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: sa.Connection) -> None:
    writes = connection.get_execution_options().get(WRITES)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def migrate(connection: sa.Connection) -> None:
    """Bring the tables up to date, inside the connection's transaction.

    Raises RecordsError for a database that a newer version made.
    """
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    if connection.dialect.name == "postgresql":
        connection.execute(sa.text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
    scripts = ScriptDirectory.from_config(config)
    current = MigrationContext.configure(connection).get_current_revision()
    if current == scripts.get_current_head():
        return
    if current is not None and current not in {script.revision for script in scripts.walk_revisions()}:
        raise RecordsError(
            f"the database was made by a newer version (schema {current}); install that version, or point"
            " records.url at another database"
        )
    command.upgrade(config, "head")


def describe(error: BaseException) -> str:
    """What a database error means, without the values of the statement that met it."""
    cause = error.__cause__ if isinstance(error, sa.exc.DBAPIError) else error
    if isinstance(cause, sqlite3.Error):
        return str(cause)
    if isinstance(cause, OSError):
        return cause.strerror or type(cause).__name__
    return type(cause).__name__
