"""The example calls are what the bot does today: run `python -m tests.replay.examples` when it changed."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.replay.examples import CALLS, FOLDER
from voice.dialplan.load import load_plan
from voice.exchange.vcon import events_of, read_vcon
from voice.records.rows import CallRecord, CallRow
from voice.replay.compare import compare
from voice.replay.recorded import recorded_call
from voice.replay.words import replay_words


@pytest.mark.parametrize("call_id", CALLS)
def test_an_example_is_decided_as_it_is_written(call_id: str) -> None:
    events = events_of(read_vcon((FOLDER / "calls" / f"{call_id}.vcon").read_bytes()))
    call = recorded_call(CallRecord(CallRow(call_id), events), Path())
    now, _ = replay_words(call, load_plan(FOLDER / "shop"))
    found = compare(events, now)
    assert found.same, f"run `python -m tests.replay.examples`: {found.first}"
