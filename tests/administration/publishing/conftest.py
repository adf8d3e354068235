"""A folder of dialplans and a store."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.administration.publishing.shop import write
from voice.records.store import Store


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Dialplans with one plan."""
    return write(tmp_path / "dialplans")


@pytest.fixture
def url(tmp_path: Path) -> str:
    """The address of an empty database."""
    return f"sqlite+aiosqlite:///{tmp_path}/voice.db"


@pytest.fixture
async def store(url: str) -> AsyncIterator[Store]:
    """A store with its tables."""
    store = await Store.open(url)
    await store.migrate()
    yield store
    await store.close()
