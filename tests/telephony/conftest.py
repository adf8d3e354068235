"""The door of a file of tests."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from tests.phones import JsonProcess
from tests.telephony.sip_door import door_process


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def shared(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[JsonProcess]:
    async with door_process(tmp_path_factory.mktemp("door")) as door:
        yield door


@pytest_asyncio.fixture(loop_scope="module")
async def door(shared: JsonProcess) -> AsyncIterator[JsonProcess]:
    """The module's door; each test sees what happened in itself, and leaves a door that still works."""
    shared.seen.clear()
    yield shared
    assert not [event for event in shared.seen if event["kind"] == "dead"]
    assert shared.process.returncode is None
