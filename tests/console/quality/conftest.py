"""A gateway with four ended calls, and somebody who asks its pages."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from tests.console.quality.house import House, client, house


@pytest.fixture
async def at(tmp_path: Path) -> AsyncIterator[House]:
    """The gateway."""
    async with house(tmp_path) as built:
        yield built


@pytest.fixture
async def web(at: House) -> AsyncIterator[httpx.AsyncClient]:
    """Who asks."""
    async with client(at) as asking:
        yield asking
