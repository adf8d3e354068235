"""Every call that the tests before this one have made with real phones, replayed: decided as it was live."""

from __future__ import annotations

import json

import pytest

from tests.e2e.gateway import Gateway
from voice.records.store import Store


async def test_every_recorded_call_is_replayed_as_it_was(gateway: Gateway, figures: list[str]) -> None:
    store = await Store.open(gateway.records)
    try:
        ended = {row.id for row in await store.recent_calls(1000) if row.ended is not None}
    finally:
        await store.close()
    if not ended:
        pytest.skip("nobody has called: run the whole folder")
    told = gateway.run("replay", "--since", "1d", "--json", seconds=900)
    assert told.returncode == 0, told.stderr
    calls = json.loads(told.stdout)["calls"]
    assert {call["id"] for call in calls} == ended
    assert {call["id"]: call["changes"] for call in calls if call["changes"]} == {}
    figures.append(f"calls replayed as they were live: {len(calls)}")
