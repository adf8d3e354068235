"""Many dialplans are read and learned in a process beside, so that the calls of this one go on undisturbed.

Reading is work for the interpreter, which threads of one process share: in a thread, two hundred plans would
hold up every frame of every call a little for minutes.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context
from pathlib import Path

from loguru import logger

from voice.conversation import prepare
from voice.dialplan.load import PLAN, Dialplans, load_all
from voice.errors import PlanError, Problem
from voice.logs import set_up_logs
from voice.turn import Language
from voice.understanding.intents import ExampleClassifier, IntentShape, adopt, is_learned, learn

MANY = 5
"""So many plans are worth a process, which takes seconds and some 400 MB while it runs."""
NICE = 10


def load(folder: Path) -> Dialplans:
    """All plans of a folder, ready for calls; to be called in a thread. Raises PlanError."""
    if sum(1 for _ in folder.glob(f"*/{PLAN}")) < MANY:
        return _here(folder)
    try:
        with ProcessPoolExecutor(1, mp_context=get_context("spawn"), initializer=_begin) as pool:
            read = pool.submit(_read, folder).result()
            if not isinstance(read, Dialplans):
                raise PlanError(read)
            _learn(pool, read)
            return read
    except (BrokenProcessPool, OSError) as error:
        logger.warning(
            "the process that reads dialplans has failed, they are read here: {}", type(error).__name__
        )
        return _here(folder)


def _here(folder: Path) -> Dialplans:
    plans = load_all(folder)
    for plan in plans.every:
        prepare(plan)
    return plans


def _learn(pool: ProcessPoolExecutor, plans: Dialplans) -> None:
    for plan in plans.every:
        if not is_learned(plan.intents, plan.languages):
            learned = pool.submit(_learned, plan.intents, plan.languages).result()
            adopt(plan.intents, plan.languages, learned)
        prepare(plan)


# -- in the process beside --


def _begin() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    os.nice(NICE)
    set_up_logs()


def _read(folder: Path) -> Dialplans | tuple[Problem, ...]:
    try:
        return load_all(folder)
    except PlanError as error:
        return error.problems


def _learned(intents: Mapping[str, IntentShape], languages: Sequence[Language]) -> ExampleClassifier:
    return learn(intents, languages)
