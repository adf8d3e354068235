"""Made callers through `run_call`, on so many processes."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
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
_OUTCOME = TypeAdapter(Outcome)


@dataclass(frozen=True, slots=True)
class Place:
    """Where everything is."""

    models: Path
    out: Path
    dialplans: Path = Path("dialplans")


@dataclass(frozen=True, slots=True)
class Held:
    """One dialogue: without sound, and by each of its callers."""

    dialogue: Dialogue
    as_written: Outcome
    callers: tuple[tuple[Made, Outcome | None], ...]
    """None where the call was only made."""


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

    def make(self, takes: Sequence[Take]) -> tuple[Timing, list[Made]]:
        """The callers of one dialogue, as files."""
        dialogue = takes[0].dialogue
        times = timing(dialogue, self._plan(dialogue.plan), self._means.voices)
        return times, [make(take, times.gaps, self._speech, self._place.out) for take in takes]

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

    def _plan(self, name: str) -> Dialplan:
        if name not in self._plans:
            self._plans[name] = load_plan(self._place.dialplans / name)
            prepare(self._plans[name])
        return self._plans[name]


def hold_all(
    takes: Sequence[Take], place: Place, *, jobs: int = 1, make_only: bool = False
) -> Iterator[Held]:
    """Each dialogue with its callers, as they are done."""
    groups: dict[str, list[Take]] = {}
    for take in takes:
        groups.setdefault(take.dialogue.id, []).append(take)
    with ProcessPoolExecutor(
        jobs, mp_context=get_context("spawn"), initializer=_begin, initargs=(place,)
    ) as pool:
        yield from pool.map(_do, groups.values(), [make_only] * len(groups))


_holders: list[Holder] = []


def _begin(place: Place) -> None:
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    set_up_logs()
    _holders.append(Holder(place))


def _do(takes: Sequence[Take], make_only: bool) -> Held:
    return held(_holders[0], takes, make_only=make_only)


def held(holder: Holder, takes: Sequence[Take], *, make_only: bool = False) -> Held:
    """One dialogue with its callers."""
    times, made = holder.make(takes)
    callers = tuple((one, None if make_only else holder.hold(one)) for one in made)
    return Held(takes[0].dialogue, outcome_as_written(times.came), callers)
