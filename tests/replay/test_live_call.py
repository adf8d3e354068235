"""A call with the real recognizer and voices in real time, and its replay on the jumping clock."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.fakes import ListRecording
from voice.call.pipeline import run_call
from voice.call.services import CallRecords, CallServices
from voice.connectors.lookups import look_up
from voice.conversation import prepare
from voice.dialplan.load import load_plan
from voice.handoff.brief import HandoffBrief
from voice.records.journal import Journal, dump_event
from voice.replay.cache import Cache
from voice.replay.compare import compare
from voice.replay.engines import LazyEngines
from voice.replay.people import PeopleThen
from voice.replay.recorded import Recorded
from voice.replay.runner import Caller, replay_call
from voice.replay.tape import Tape, TapeLine, write_stereo
from voice.settings import CallSettings, HandoffSettings, ModelsSettings, SpeechSettings
from voice.speech.engines import Engines, load_engines
from voice.telephony.port import CallInfo, IncomingCall

pytestmark = pytest.mark.weights
NOW = datetime(2026, 3, 4, 10, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def engines() -> Iterator[Engines]:
    loaded = load_engines(ModelsSettings(), SpeechSettings())
    yield loaded
    loaded.close()


class Watch:
    def gap(self, seconds: float) -> None:
        pass

    def handoff(self, outcome: str) -> None:
        pass

    def waited(self, *_: Any, **__: Any) -> None:
        pass


async def speech(engines: Engines) -> Tape:
    sound: list[Any] = []
    lines = (
        ("Hello, where is my order?", 9.0),
        ("A ten forty two.", 8.0),
        ("I want to speak to a person.", 12.0),
    )
    for text, pause in lines:
        sound += [np.zeros(int(pause * 8000), np.int16)]
        sound += [np.frombuffer(await engines.voices.speak(text, "en", 8000), np.int16)]
    return Tape(np.concatenate([*sound, np.zeros(8000, np.int16)]), 8000, keys=())


async def live(tape: Tape, engines: Engines) -> tuple[Journal, bytes]:
    plan = load_plan(Path("dialplans/retail"))
    prepare(plan)
    journal, recording = Journal("live"), ListRecording()

    async def keep(brief: HandoffBrief, status: str) -> None:
        pass

    services = CallServices(
        recognizer=engines.recognizer,
        voices=engines.voices,
        look_up=look_up,
        keep_brief=keep,
        watch=Watch(),
        call=CallSettings(),
        handoff=HandoffSettings(),
        now=lambda: NOW,
        models=engines.models,
    )
    info = CallInfo(id="live", door="tape", caller="", dialled="retail", answered=NOW)
    incoming = IncomingCall(info, TapeLine(tape), PeopleThen(lambda _: None))
    await run_call(incoming, plan, services, CallRecords(journal, recording))
    return journal, bytes(recording.stereo)


def test_the_replay_of_a_live_call_decides_as_it_was_decided(engines: Engines, tmp_path: Path) -> None:
    async def call() -> tuple[Journal, bytes]:
        return await live(await speech(engines), engines)

    journal, stereo = asyncio.run(call())
    write_stereo(tmp_path / "live.wav", stereo, 8000)
    recorded = Recorded(
        id="live",
        name="live",
        sound=tmp_path / "live.wav",
        at=NOW,
        dialled="retail",
        plan="retail",
        events=journal.events,
    )
    plan = load_plan(Path("dialplans/retail"))
    lazy = LazyEngines(ModelsSettings(), SpeechSettings(), Cache(tmp_path / "kept"))
    logs = []
    try:
        for _ in range(3):
            caller = Caller("live", "", "retail", NOW)
            replayed = replay_call(recorded.tape(), plan, lazy.means(), caller, recorded.events)
            found = compare(journal.events, replayed.events)
            assert found.same, found.first
            assert not found.heard
            logs.append(b"\n".join(dump_event(event) for event in replayed.events))
        assert len(set(logs)) == 1, "with and without the cache, every byte is the same"
        assert "_engines" in vars(lazy)
        again = LazyEngines(ModelsSettings(), SpeechSettings(), Cache(tmp_path / "kept"))
        replayed = replay_call(recorded.tape(), plan, again.means(), caller, recorded.events)
        assert "_engines" not in vars(again), "what is known needs no engine"
    finally:
        lazy.close()
