"""Recorded calls of a gateway, replayed: each is decided as it was live."""

from __future__ import annotations

import json

import pytest

from tests.e2e.gateway import Gateway
from voice.records.store import Store


async def replayed_as_live(gateway: Gateway) -> int:
    """How many calls were replayed. Skips the test when there are none: those that call did not run."""
    store = await Store.open(gateway.records)
    try:
        ended = {row.id for row in await store.recent_calls(1000) if row.ended is not None}
    finally:
        await store.close()
    if not ended:
        pytest.skip("nobody has called: run all tests of this gateway")
    told = gateway.run("replay", "--since", "1d", "--json", seconds=900)
    assert told.returncode == 0, told.stderr
    calls = json.loads(told.stdout)["calls"]
    assert {call["id"] for call in calls} == ended
    assert {call["id"]: call["first"] for call in calls if not call["same"]} == {}
    return len(calls)
