"""Many recorded calls against a plan, on several cores; what is finished stays finished.

Every call's result is kept under a hash of all that it depends on: sound, keys, time, plan, data, weights and
code. A run that was interrupted goes on where it was, and one that is repeated costs nothing.
"""

from __future__ import annotations

import gzip
import json
import os
import signal
from collections.abc import Generator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from urllib.parse import unquote

from pydantic import TypeAdapter

from voice.conversation import prepare
from voice.dialplan.model import Dialplan
from voice.errors import VoiceError
from voice.events import CallEvent
from voice.logs import set_up_logs
from voice.replay.cache import Cache, code_sha, key_of
from voice.replay.engines import LazyEngines, Means
from voice.replay.recorded import Recorded
from voice.replay.runner import Caller, replay_call
from voice.replay.words import replay_words
from voice.settings import CallSettings, HandoffSettings, ModelsSettings, SpeechSettings

RESULTS = "results"
_EVENTS: TypeAdapter[list[CallEvent]] = TypeAdapter(list[CallEvent])
_FILE = "sqlite+aiosqlite:///file:"


@dataclass(frozen=True, slots=True)
class Setting:
    """What all calls of a run share."""

    models: ModelsSettings
    speech: SpeechSettings
    call: CallSettings
    handoff: HandoffSettings
    cache: Path
    words_only: bool = False
    """True: without sound, see `voice.replay.words`."""


@dataclass(frozen=True, slots=True)
class Job:
    """One call against one plan."""

    recorded: Recorded
    plan: Dialplan
    plans: Mapping[str, Dialplan] = field(default_factory=dict)
    """Those that a step can go on with, by name."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a job."""

    job: Job
    events: tuple[CallEvent, ...] = ()
    error: str = ""
    """Why the call could not be replayed; empty when it was."""
    kept: bool = False
    """True when an earlier run had done it."""
    lasting: bool = True
    """False when data was asked for that may be another tomorrow: such a result is not kept."""


class Worker:
    """Does jobs one after the other, in this process."""

    def __init__(self, setting: Setting, means: Means | None = None) -> None:
        """`means` stand in for the engines of the settings."""
        self._setting = setting
        self._cache = Cache(setting.cache)
        self._engines = LazyEngines(setting.models, setting.speech, self._cache)
        self._means = means
        self._plans: dict[tuple[str, str], Dialplan] = {}

    def _learned(self, plan: Dialplan) -> Dialplan:
        """The plan whose requests were learned: each process learns each plan once."""
        known = self._plans.get((plan.name, plan.sha))
        if known is None:
            known = self._plans[plan.name, plan.sha] = plan
            prepare(plan)
        return known

    def do(self, job: Job) -> Outcome:
        """Replay one call, or read what came of it before; an error is an outcome, not raised."""
        key, outcome = self.look(job)
        if outcome is None:
            outcome = self.replay(job)
            self.keep(key, outcome)
        return outcome

    def look(self, job: Job) -> tuple[str, Outcome | None]:
        """What the result is kept under, and what an earlier run kept there, or why it cannot be done."""
        try:
            key = self._key(job)
        except VoiceError as error:
            return "", Outcome(job, error=error.message)
        if (kept := self._cache.read(RESULTS, key)) is not None:
            with suppress(OSError, ValueError):
                return key, Outcome(job, tuple(_EVENTS.validate_json(gzip.decompress(kept))), kept=True)
        return key, None

    def replay(self, job: Job) -> Outcome:
        """Replay one call, whatever is kept; an error is an outcome, not raised."""
        try:
            events, asked = self._replay(job)
        except VoiceError as error:
            return Outcome(job, error=error.message)
        except Exception as error:
            # Its text might quote the caller.
            return Outcome(job, error=f"the replay broke: {type(error).__name__}")
        return Outcome(job, tuple(events), lasting=not (asked and _is_elsewhere(job.plan)))

    def keep(self, key: str, outcome: Outcome) -> None:
        """Keep a result for the next run."""
        if outcome.lasting and not outcome.error:
            self._cache.write(RESULTS, key, gzip.compress(_EVENTS.dump_json(list(outcome.events)), mtime=0))

    def close(self) -> None:
        """Let the engines go."""
        self._engines.close()

    def _replay(self, job: Job) -> tuple[Sequence[CallEvent], bool]:
        recorded, plan = job.recorded, self._learned(job.plan)
        if self._setting.words_only:
            return replay_words(recorded, plan, self._beside(job))
        replayed = replay_call(
            recorded.tape(),
            plan,
            self._with(),
            Caller(recorded.id, recorded.caller, recorded.dialled or plan.name, recorded.at),
            recorded.events,
            call=self._setting.call,
            handoff=self._setting.handoff,
            plans=self._beside(job),
        )
        return replayed.events, replayed.asked

    def _beside(self, job: Job) -> Mapping[str, Dialplan]:
        return {name: self._learned(plan) for name, plan in job.plans.items()}

    def _with(self) -> Means:
        if self._means is None:
            self._means = self._engines.means()
        return self._means

    def _key(self, job: Job) -> str:
        setting = self._setting
        words = setting.words_only
        what = job.recorded.key(sound=not words)  # before the engines are asked for: it may be gone
        return key_of(
            "words" if words else json.dumps(dict(self._with().models), sort_keys=True),
            what,
            job.plan.name,
            job.plan.sha,
            *(plan.sha for plan in self._beside(job).values()),
            _data_sha(job.plan),
            setting.call.model_dump_json(),
            str(setting.handoff.accept_seconds),
            code_sha(),
        )


def run_all(
    jobs: Sequence[Job], setting: Setting, *, processes: int = 1, means: Means | None = None
) -> Generator[Outcome, None, None]:
    """Do all jobs on so many processes; outcomes come as they are done.

    Closing the iterator, as an interrupt does, lets what is running end and starts nothing more.
    """
    if processes <= 1 or len(jobs) <= 1 or means is not None:
        worker = Worker(setting, means)
        try:
            yield from (worker.do(job) for job in jobs)
        finally:
            worker.close()
        return
    yield from _on_processes(jobs, setting, min(processes, len(jobs)))


def _on_processes(jobs: Sequence[Job], setting: Setting, processes: int) -> Generator[Outcome, None, None]:
    upcoming = iter(jobs)
    running: dict[Future[Outcome], Job] = {}
    with ProcessPoolExecutor(
        processes, mp_context=get_context("spawn"), initializer=_begin, initargs=(setting,)
    ) as pool:
        try:
            while True:
                for job in islice(upcoming, 2 * processes - len(running)):
                    running[pool.submit(_do, job)] = job
                if not running:
                    return
                done, _ = wait(running, return_when=FIRST_COMPLETED)
                for future in done:
                    job = running.pop(future)
                    try:
                        yield future.result()
                    except BrokenProcessPool as error:
                        raise VoiceError(
                            "a process of the replay died, perhaps for want of memory; start it again with"
                            " fewer --jobs: what is finished is kept"
                        ) from error
        finally:
            pool.shutdown(wait=True, cancel_futures=True)


_workers: list[Worker] = []


def _begin(setting: Setting) -> None:
    # An interrupt is the parent's to handle: it lets the running calls end.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    set_up_logs()
    _workers.append(Worker(setting))


def _do(job: Job) -> Outcome:
    return _workers[0].do(job)


def _files(plan: Dialplan) -> list[str | None]:
    """The database file of each lookup of the plan; None for one that is elsewhere."""
    data = (str(getattr(lookup, "data", "")) for lookup in plan.lookups.values())
    places = {place for place in data if place}
    return [
        unquote(unquote(place.removeprefix(_FILE).partition("?")[0])) if place.startswith(_FILE) else None
        for place in sorted(places)
    ]


def _is_elsewhere(plan: Dialplan) -> bool:
    return None in _files(plan)


def _data_sha(plan: Dialplan) -> str:
    parts: list[bytes] = []
    for file in _files(plan):
        if file is not None:
            with suppress(OSError):
                parts.append(Path(file).read_bytes())
    return key_of(*parts)
