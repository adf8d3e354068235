"""Made callers through `run_call`, on so many processes."""

from __future__ import annotations

import os
import random
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from dataclasses import dataclass
from itertools import islice
from multiprocessing import get_context
from pathlib import Path

from pydantic import TypeAdapter

from benchmarks.callers.dialogues import Dialogue
from benchmarks.callers.judging import Outcome, outcome_as_written, outcome_of
from benchmarks.callers.making import Made, Timing, make, timing
from benchmarks.callers.speech import Speech
from benchmarks.callers.takes import Take
from voice.conversation import prepare
from voice.dialplan.load import load_plan
from voice.dialplan.model import Dialplan
from voice.logs import set_up_logs
from voice.replay.cache import Cache, code_sha, key_of
from voice.replay.engines import LazyEngines
from voice.replay.runner import Caller, replay_call
from voice.replay.tape import Tape, read_tape
from voice.settings import ModelsSettings, SpeechSettings

OUTCOMES = "outcomes"
ORDER = 20260304
"""Seed of the order: what a run that is cut short has done is a fair sample."""
_OUTCOME = TypeAdapter(Outcome)


@dataclass(frozen=True, slots=True)
class Place:
    """Where everything is."""

    models: Path
    out: Path
    dialplans: Path = Path("dialplans")


@dataclass(frozen=True, slots=True)
class Held:
    """One caller: the dialogue without sound, and the call."""

    made: Made
    as_written: Outcome
    outcome: Outcome | None
    """None when the caller was only made."""


class Holder:
    """Makes and holds calls, in one process."""

    def __init__(self, place: Place) -> None:
        self._place = place
        self._cache = cache = Cache(place.out / "kept")
        self._engines = LazyEngines(
            ModelsSettings(folder=place.models), SpeechSettings(recognizer_workers=1, voice_threads=1), cache
        )
        self._means = self._engines.means()
        self._speech = Speech(place.models, cache)
        self._plans: dict[str, Dialplan] = {}
        self._timings: dict[str, Timing] = {}

    def make(self, take: Take) -> tuple[Timing, Made]:
        """One caller as a file."""
        times = self._timing(take.dialogue)
        return times, make(take, times.gaps, self._speech, self._place.out)

    def held(self, take: Take, *, make_only: bool = False) -> Held:
        """One caller, made and held."""
        times, made = self.make(take)
        return Held(made, outcome_as_written(times.came), None if make_only else self.hold(made))

    def hold(self, made: Made) -> Outcome:
        """What comes of one caller; known when the same was held before by the same program."""
        plan = self._plan(made.take.dialogue.plan)
        key = key_of(made.sound.read_bytes(), repr(made.keys), plan.sha, repr(self._means.models), code_sha())
        if (kept := self._cache.read(OUTCOMES, key)) is not None:
            return _OUTCOME.validate_json(kept)
        outcome = self._hold(made, plan)
        self._cache.write(OUTCOMES, key, _OUTCOME.dump_json(outcome))
        return outcome

    def _hold(self, made: Made, plan: Dialplan) -> Outcome:
        tape = read_tape(made.sound)
        caller = Caller(made.take.id, "+33612345678", plan.name)
        replayed = replay_call(Tape(tape.pcm, tape.rate, made.keys), plan, self._means, caller, ())
        return outcome_of(replayed.events)

    def close(self) -> None:
        """Let the engines go."""
        self._engines.close()

    def _timing(self, dialogue: Dialogue) -> Timing:
        if dialogue.id not in self._timings:
            self._timings[dialogue.id] = timing(dialogue, self._plan(dialogue.plan), self._means.voices)
        return self._timings[dialogue.id]

    def _plan(self, name: str) -> Dialplan:
        if name not in self._plans:
            self._plans[name] = load_plan(self._place.dialplans / name)
            prepare(self._plans[name])
        return self._plans[name]


def hold_all(
    takes: Sequence[Take],
    place: Place,
    *,
    jobs: int = 1,
    make_only: bool = False,
    seconds: float | None = None,
) -> Iterator[Held]:
    """Every caller, in an order drawn beforehand; after so many seconds no more are begun."""
    order = list(takes)
    random.Random(ORDER).shuffle(order)
    end = None if seconds is None else time.monotonic() + seconds
    upcoming, running = iter(order), set[Future[Held]]()
    with ProcessPoolExecutor(
        jobs, mp_context=get_context("spawn"), initializer=_begin, initargs=(place,)
    ) as pool:
        while True:
            if end is None or time.monotonic() < end:
                for take in islice(upcoming, 2 * jobs - len(running)):
                    running.add(pool.submit(_do, take, make_only))
            if not running:
                return
            done, running = wait(running, return_when=FIRST_COMPLETED)
            yield from (future.result() for future in done)


_holders: list[Holder] = []


def _begin(place: Place) -> None:
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    set_up_logs()
    _holders.append(Holder(place))


def _do(take: Take, make_only: bool) -> Held:
    return _holders[0].held(take, make_only=make_only)
