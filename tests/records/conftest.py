"""A store on SQLite and one on PostgreSQL, for every test that asks for `store`."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import NoReturn

import asyncpg
import pytest

from voice.records.store import Store

PORT = 25432


def _newest_postgres() -> Path | None:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: float(path.parent.name))
    return found[-1] if found else None


def _lacking(reason: str) -> NoReturn:
    if os.environ.get("VOICE_TEST_ALL") == "1":
        pytest.fail(reason, pytrace=False)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def postgres() -> Iterator[Path]:
    """A private PostgreSQL server; its socket's folder."""
    binaries = _newest_postgres()
    if binaries is None:
        _lacking("PostgreSQL is not installed (apt-get install postgresql)")
    user = None
    if os.geteuid() == 0:
        try:
            user = pwd.getpwnam("postgres").pw_name
        except KeyError:
            _lacking("PostgreSQL refuses to run as root and there is no user postgres")
    folder = Path(tempfile.mkdtemp(prefix="voice-pg-"))
    if user is not None:
        shutil.chown(folder, user)
    data = folder / "data"
    options = f"-p {PORT} -k {folder} -c listen_addresses= -c fsync=off -c shared_buffers=16MB"

    def run(*command: object) -> None:
        done = subprocess.run(
            [str(part) for part in command], user=user, cwd=folder, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stdout + done.stderr

    try:
        run(
            binaries / "initdb",
            *("-D", data, "-U", "voice", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"),
        )
        run(binaries / "pg_ctl", "-D", data, "-l", folder / "log", "-o", options, "-w", "start")
        try:
            yield folder
        finally:
            run(binaries / "pg_ctl", "-D", data, "-m", "immediate", "-w", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


async def _fresh_database(folder: Path) -> str:
    connection = await asyncpg.connect(host=str(folder), port=PORT, user="voice", database="postgres")  # type: ignore[no-untyped-call]
    try:
        await connection.execute("DROP DATABASE IF EXISTS calls WITH (FORCE)")
        await connection.execute("CREATE DATABASE calls")
    finally:
        await connection.close()
    return f"postgresql+asyncpg://voice@/calls?host={folder}&port={PORT}"


@pytest.fixture(params=["sqlite", "postgresql"])
async def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty database."""
    if request.param == "sqlite":
        return f"sqlite+aiosqlite:///{tmp_path}/voice.db"
    return await _fresh_database(request.getfixturevalue("postgres"))


@pytest.fixture
async def store(url: str) -> AsyncIterator[Store]:
    """A store with its tables."""
    store = await Store.open(url)
    await store.migrate()
    yield store
    await store.close()
