"""Real recognizer, real voices: one call in real time and every kind on a slow machine, each with its replay.

The slow machine is the jumping clock with delays that are drawn, so that it is as slow on every machine.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import dataclass, replace
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
from voice.dialplan.model import Dialplan
from voice.events import (
    BargedIn,
    CallEnded,
    CallEvent,
    HandoffAccepted,
    HandoffFailed,
    KeyPressed,
)
from voice.handoff.brief import HandoffBrief
from voice.records.journal import Journal, dump_event
from voice.replay.cache import Cache
from voice.replay.clock import run, stand_still
from voice.replay.compare import compare
from voice.replay.engines import LazyEngines, Means
from voice.replay.people import PeopleThen
from voice.replay.recorded import Recorded
from voice.replay.runner import Caller, replay_call
from voice.replay.tape import Tape, TapeLine, write_stereo
from voice.replay.then import Attempt
from voice.settings import CallSettings, HandoffSettings, ModelsSettings, SpeechSettings
from voice.speech.engines import load_engines
from voice.speech.guard import Expects
from voice.speech.ports import Hearing, Speaking
from voice.speech.whisper import Transcript
from voice.telephony.port import CallInfo, IncomingCall
from voice.turn import EndReason, HandoffFailure, Language

pytestmark = pytest.mark.weights
MORNING = datetime(2026, 3, 4, 10, 0, tzinfo=UTC)
NIGHT = datetime(2026, 3, 4, 21, 0, tzinfo=UTC)
RATE = 8000


@dataclass(frozen=True, slots=True)
class Phoned:
    """One caller: the seconds before each thing that is said or, after "keys ", pressed."""

    plan: str
    language: Language
    lines: Sequence[tuple[float, str]]
    ends: EndReason
    kinds: tuple[type[CallEvent], ...] = ()
    """What has to happen in it, so that the call is the kind of call that it is meant to be."""
    at: datetime = MORNING
    tail: float = 6.0
    busy: int = 0
    """How many people are busy before one takes the call."""
    patient: bool = True


CALLS = {
    "handed over": Phoned(
        "retail", "en",
        ((9, "Hello, where is my order?"), (8, "A ten forty two."), (12, "I want to speak to a person.")),
        EndReason.TRANSFERRED, (HandoffAccepted,),
    ),
    "served in French": Phoned(
        "insurance", "fr",
        ((9, "Bonjour, où en est mon sinistre ?"), (9, "S quarante-huit vingt et un."), (12, "Non merci.")),
        EndReason.COMPLETED,
    ),
    "number on the keypad": Phoned(
        "hospital", "en",
        ((9, "What time is my appointment?"), (8, "keys 52017#"), (16, "No thank you.")),
        EndReason.COMPLETED, (KeyPressed,),
    ),
    "cuts in": Phoned(
        "hospital", "fr",
        ((2, "Bonjour, à quelle heure est mon rendez-vous ?"), (2.5, "keys 52017#"), (16, "Non merci.")),
        EndReason.COMPLETED, (BargedIn, KeyPressed),
    ),
    "shop is closed": Phoned(
        "retail", "en", ((9, "What are your opening hours?"), (14, "No thank you.")),
        EndReason.COMPLETED, at=NIGHT,
    ),
    "says nothing": Phoned("insurance", "fr", (), EndReason.TRANSFERRED, (HandoffAccepted,), tail=50),
    "first person is busy": Phoned(
        "hospital", "fr", ((9, "Je voudrais parler à quelqu'un."),),
        EndReason.TRANSFERRED, (HandoffFailed, HandoffAccepted), tail=20, busy=1,
    ),
    "hangs up amid a sentence": Phoned(
        "retail", "en", ((9, "What are your opening hours?"),),
        EndReason.CALLER_HUNG_UP, tail=3.0, patient=False,
    ),
}  # fmt: skip


class Watch:
    def gap(self, seconds: float) -> None:
        pass

    def handoff(self, outcome: str) -> None:
        pass

    def errand(self, outcome: str) -> None: ...

    def waited(self, *_: Any, **__: Any) -> None:
        pass


async def spoken(phoned: Phoned, voices: Speaking) -> Tape:
    """The caller's side."""
    sound: list[Any] = []
    keys: list[tuple[float, str]] = []
    for pause, text in phoned.lines:
        sound.append(np.zeros(int(pause * RATE), np.int16))
        if text.startswith("keys "):
            at = sum(map(len, sound)) / RATE
            keys += [(at + number * 0.2, key) for number, key in enumerate(text.removeprefix("keys "))]
        else:
            pcm = await voices.speak(text, phoned.language, RATE)
            sound.append(np.frombuffer(pcm, np.int16))
    return Tape(np.concatenate([*sound, np.zeros(int(phoned.tail * RATE), np.int16)]), RATE, tuple(keys))


@dataclass(frozen=True, slots=True)
class Live:
    """A call as it was."""

    events: Sequence[CallEvent]
    stereo: bytes


class SlowHearing:
    """The recognizer of a machine that is now quick, now slow."""

    def __init__(self, engine: Hearing, chance: random.Random) -> None:
        self._engine, self._chance = engine, chance

    async def transcribe(
        self, pcm: bytes, rate: int, *, languages: tuple[Language, ...], expects: Expects = "words"
    ) -> Transcript:
        heard = await self._engine.transcribe(pcm, rate, languages=languages, expects=expects)
        await asyncio.sleep(self._chance.uniform(0.2, 1.5))
        return heard


class SlowVoices:
    """The voices of such a machine."""

    def __init__(self, voices: Speaking, chance: random.Random) -> None:
        self._voices, self._chance = voices, chance

    async def stream(
        self, text: str, language: Language, rate: int, *, speed: float = 1.0, voice: str = ""
    ) -> AsyncIterator[bytes]:
        await asyncio.sleep(self._chance.uniform(0.05, 0.6))
        async for piece in self._voices.stream(text, language, rate, speed=speed, voice=voice):
            yield piece

    async def recorded(self, path: str, rate: int) -> bytes | None:
        return await self._voices.recorded(path, rate)

    async def speak(self, text: str, language: Language, rate: int) -> bytes:
        return await self._voices.speak(text, language, rate)


async def live(name: str, tape: Tape, plan: Dialplan, means: Means) -> Live:
    """One call, at the pace of the loop's clock."""
    phoned, journal, recording = CALLS[name], Journal(name), ListRecording()
    busy = [Attempt("", 1.0, failure=HandoffFailure.BUSY)] * phoned.busy

    async def keep(brief: HandoffBrief, status: str) -> None:
        pass

    services = CallServices(
        recognizer=means.recognizer,
        voices=means.voices,
        look_up=lambda plan, lookup: stand_still(look_up(plan, lookup)),
        keep_brief=keep,
        watch=Watch(),
        call=CallSettings(),
        handoff=HandoffSettings(),
        now=lambda: phoned.at,
        models=means.models,
    )
    info = CallInfo(id=name, door="tape", caller="", dialled=plan.name, answered=phoned.at)
    line = TapeLine(tape, patient=lambda: phoned.patient)
    incoming = IncomingCall(info, line, PeopleThen(lambda _: busy.pop() if busy else None))
    await run_call(incoming, plan, services, CallRecords(journal, recording))
    return Live(journal.events, bytes(recording.stereo))


def replayed_twice(name: str, call: Live, plan: Dialplan, lazy: LazyEngines, folder: Path) -> None:
    """The replay decides as it was decided, and is the same to the byte when everything is known."""
    phoned, events = CALLS[name], tuple(call.events)
    write_stereo(folder / "live.wav", call.stereo, RATE)
    recorded = Recorded(
        name, name, folder / "live.wav", phoned.at, dialled=plan.name, plan=plan.name, events=events
    )
    logs = []
    for _ in range(2):
        caller = Caller(name, "", plan.name, phoned.at)
        replayed = replay_call(recorded.tape(), plan, lazy.means(), caller, events)
        found = compare(events, replayed.events)
        assert found.same, found.first
        assert not found.heard
        logs.append(b"\n".join(dump_event(event) for event in replayed.events))
    assert logs[0] == logs[1], "with and without the cache, every byte is the same"


@pytest.fixture(scope="module")
def plans() -> dict[str, Dialplan]:
    found = {name: load_plan(Path("dialplans") / name) for name in {call.plan for call in CALLS.values()}}
    for plan in found.values():
        prepare(plan)
    return found


@pytest.fixture(scope="module")
def lazy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LazyEngines]:
    engines = LazyEngines(ModelsSettings(), SpeechSettings(), Cache(tmp_path_factory.mktemp("kept")))
    yield engines
    engines.close()


@pytest.mark.parametrize("name", CALLS)
def test_every_kind_of_call_is_replayed_as_it_was_on_a_slow_machine(
    name: str, plans: dict[str, Dialplan], lazy: LazyEngines, tmp_path: Path
) -> None:
    phoned, means, chance = CALLS[name], lazy.means(), random.Random(name)
    slow = replace(
        means,
        recognizer=SlowHearing(means.recognizer, chance),
        voices=SlowVoices(means.voices, chance),
    )

    async def call() -> Live:
        tape = await spoken(phoned, means.voices)
        return await live(name, tape, plans[phoned.plan], slow)

    was = run(call())
    ended = [event.reason for event in was.events if isinstance(event, CallEnded)]
    accepted = any(isinstance(event, HandoffAccepted) for event in was.events)
    assert (EndReason.TRANSFERRED if accepted else ended[-1]) is phoned.ends
    assert {type(event) for event in was.events} >= {*phoned.kinds}
    replayed_twice(name, was, plans[phoned.plan], lazy, tmp_path)


def test_a_call_in_real_time_is_replayed_as_it_was(
    plans: dict[str, Dialplan], lazy: LazyEngines, tmp_path: Path
) -> None:
    engines = load_engines(ModelsSettings(), SpeechSettings())
    means = Means(engines.recognizer, engines.voices, None, engines.models)
    name = "handed over"

    async def call() -> Live:
        return await live(name, await spoken(CALLS[name], engines.voices), plans["retail"], means)

    try:
        was = asyncio.run(call())
    finally:
        engines.close()
    replayed_twice(name, was, plans["retail"], lazy, tmp_path)
    again = LazyEngines(ModelsSettings(), SpeechSettings(), Cache(lazy._cache.folder))
    write_stereo(tmp_path / "live.wav", was.stereo, RATE)
    recorded = Recorded(name, name, tmp_path / "live.wav", MORNING, events=tuple(was.events))
    caller = Caller(name, "", "retail", MORNING)
    replay_call(recorded.tape(), plans["retail"], again.means(), caller, recorded.events)
    assert "_engines" not in vars(again), "what is known needs no engine"
