"""Recorded calls on a Ray cluster, for archives that one machine would take too long for.

Each worker is a process of the cluster with engines of its own. Sound and plans travel with the calls; every
node needs this program, the weights and the plans' data under the same paths. Results are kept where the run
was started, so that it can be interrupted and goes on where it was.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Generator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from importlib import import_module
from itertools import islice
from pathlib import Path
from typing import Any

from voice.dialplan.model import Dialplan
from voice.errors import ClusterError
from voice.events import CallEvent
from voice.logs import set_up_logs
from voice.replay.batch import Job, Outcome, Setting, Worker
from voice.replay.recorded import Recorded

_RESTARTS = 3
"""How often a worker is started anew that died, with the call that it was at."""
_LAST_SECONDS = 120.0
"""How long running calls may take to end when the run is interrupted."""

Plans = tuple[Dialplan, Mapping[str, Dialplan]]
Result = tuple[tuple[CallEvent, ...], str, bool]


class Remote:
    """What runs on the cluster, one a core."""

    def __init__(self, setting: Setting) -> None:
        os.environ.setdefault("OMP_NUM_THREADS", "1")
        set_up_logs()
        self._worker = Worker(setting)
        self._folder = tempfile.TemporaryDirectory(prefix="voice-replay-")

    def do(self, recorded: Recorded, plans: Plans, sound: bytes | None) -> Result:
        """Events, error, and whether the result lasts, of one call; `sound` is the file's content."""
        if sound is None or recorded.sound is None:
            return self._done(Job(recorded, *plans))
        path = Path(self._folder.name) / f"call{recorded.sound.suffix}"
        path.write_bytes(sound)
        try:
            return self._done(Job(replace(recorded, sound=path), *plans))
        finally:
            path.unlink(missing_ok=True)

    def _done(self, job: Job) -> Result:
        outcome = self._worker.replay(job)
        return outcome.events, outcome.error, outcome.lasting


def run_on_ray(
    jobs: Sequence[Job], setting: Setting, *, workers: int | None = None
) -> Generator[Outcome, None, None]:
    """Do all jobs on so many workers of the cluster, or on all its cores; outcomes come as they are done.

    Closing the iterator, as an interrupt does, lets what is running end, keeps it and starts nothing more.
    Raises ClusterError.
    """
    local = Worker(setting)
    try:
        keys: dict[str, str] = {}
        unknown: list[Job] = []
        for job in jobs:
            keys[job.recorded.id], outcome = local.look(job)
            if outcome is None:
                unknown.append(job)
            else:
                yield outcome
        if unknown:
            yield from _on_cluster(unknown, setting, local, keys, workers)
    finally:
        local.close()


def _on_cluster(
    jobs: Sequence[Job], setting: Setting, local: Worker, keys: Mapping[str, str], workers: int | None
) -> Generator[Outcome, None, None]:
    ray = _connected()
    try:
        cores = int(ray.cluster_resources().get("CPU", 1))
        number = max(1, min(workers or cores, cores, len(jobs)))
        yield from _Run(ray, setting, local, keys).through(jobs, number)
    finally:
        ray.shutdown()


class _Run:
    """Calls on their way through the cluster."""

    def __init__(self, ray: Any, setting: Setting, local: Worker, keys: Mapping[str, str]) -> None:
        self._ray = ray
        self._local = local
        self._keys = keys
        self._setting = _everywhere(setting)
        self._plans: dict[tuple[tuple[str, str], ...], Any] = {}
        self._running: dict[Any, tuple[Any, Job]] = {}

    def through(self, jobs: Sequence[Job], workers: int) -> Generator[Outcome, None, None]:
        """Every job; each worker has one call at a time."""
        remote = self._ray.remote(num_cpus=1, max_restarts=_RESTARTS, max_task_retries=_RESTARTS)(Remote)
        free = [remote.remote(self._setting) for _ in range(workers)]
        upcoming = iter(jobs)
        try:
            while True:
                for job in islice(upcoming, len(free)):
                    self._begin(free.pop(), job)
                if not self._running:
                    return
                done, _ = self._ray.wait(list(self._running), num_returns=1)
                worker, outcome = self._end(done[0])
                free.append(worker)
                yield outcome
        finally:
            self._let_end()

    def _begin(self, worker: Any, job: Job) -> None:
        recorded = job.recorded
        sound = None if self._setting.words_only or recorded.sound is None else recorded.sound.read_bytes()
        self._running[worker.do.remote(recorded, self._sent(job), sound)] = worker, job

    def _sent(self, job: Job) -> Any:
        """The job's plans in the cluster's memory; each is sent once."""
        key = tuple((plan.name, plan.sha) for plan in (job.plan, *job.plans.values()))
        if key not in self._plans:
            self._plans[key] = self._ray.put((job.plan, dict(job.plans)))
        return self._plans[key]

    def _end(self, reference: Any) -> tuple[Any, Outcome]:
        worker, job = self._running.pop(reference)
        try:
            events, error, lasting = self._ray.get(reference)
        except self._ray.exceptions.RayError as lost:
            raise ClusterError(
                f"a worker of the Ray cluster was lost ({type(lost).__name__}); every node needs this"
                f" program, the weights in {self._setting.models.folder} and the plans' data. Start the run"
                " again: what is finished is kept"
            ) from lost
        outcome = Outcome(job, events, error, lasting=lasting)
        self._local.keep(self._keys[job.recorded.id], outcome)
        return worker, outcome

    def _let_end(self) -> None:
        if self._running:
            done, _ = self._ray.wait(
                list(self._running), num_returns=len(self._running), timeout=_LAST_SECONDS
            )
            for reference in done:
                with suppress(ClusterError):
                    self._end(reference)


def _everywhere(setting: Setting) -> Setting:
    """With paths that mean the same in every working directory."""
    models = setting.models.model_copy(update={"folder": setting.models.folder.absolute()})
    return replace(setting, models=models, cache=setting.cache.absolute())


def _connected() -> Any:
    """Ray, connected to a cluster. Raises ClusterError when it is not installed or none is running."""
    try:
        ray: Any = import_module("ray")
    except ImportError:
        raise ClusterError(
            "--on ray needs Ray, which is not installed; on every node:"
            " .venv/bin/pip install --requirement requirements-ray.lock"
        ) from None
    try:
        ray.init(address=os.environ.get("RAY_ADDRESS") or "auto", log_to_driver=False, logging_level="ERROR")
    except (ConnectionError, ValueError, RuntimeError) as error:
        raise ClusterError(
            "no Ray cluster can be reached: `ray start --head` starts one on this machine, or give the"
            f" address of another in RAY_ADDRESS ({type(error).__name__})"
        ) from error
    return ray
