"""Fetching what a plan looks up, and not leaving the caller in silence meanwhile."""

from __future__ import annotations

import asyncio
import itertools
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any, Protocol

from loguru import logger

from voice.call.services import CallServices, Journal
from voice.call.timer import StartTask
from voice.dialplan.model import Dialplan
from voice.errors import LookupFailed
from voice.events import Broke, LookedUp
from voice.turn import WAITING_SECONDS, Heard, Lookup, Say

Rows = Sequence[Mapping[str, Any]]


class Looker(Protocol):
    """Who waits for what is looked up, and is told."""

    def quiet(self) -> bool:
        """True while nobody speaks."""

    async def also_say(self, say: Say) -> None:
        """Speak while the caller waits."""

    async def found(self, rows: Rows | None, meanwhile: Sequence[Heard]) -> None:
        """What was found, None when the data could not be reached, and what the caller said until then."""


class LookingUp:
    """At most one lookup at a time, and what the caller says while it is made."""

    def __init__(
        self,
        looker: Looker,
        services: CallServices,
        journal: Journal,
        clock: Callable[[], float],
        *,
        start_task: StartTask,
        end_task: Callable[[asyncio.Task[None]], Awaitable[None]],
    ) -> None:
        self._looker = looker
        self._services = services
        self._journal = journal
        self._clock = clock
        self._start_task = start_task
        self._end_task = end_task
        self._task: asyncio.Task[None] | None = None
        self._meanwhile: list[Heard] = []

    def start(self, plan: Dialplan, lookup: Lookup) -> None:
        """Look it up; `found` is told."""
        self._task = self._start_task(self._run(plan, lookup))

    def heard(self, heards: Sequence[Heard]) -> None:
        """Words to be answered once the data is there."""
        self._meanwhile += heards

    async def stop(self) -> None:
        """Nobody waits for the data any more; returns once nothing more is said of it."""
        if (task := self._forget()) is not None:
            await self._end_task(task)

    def drop(self) -> None:
        """The same, at once."""
        if (task := self._forget()) is not None:
            task.cancel()

    def _forget(self) -> asyncio.Task[None] | None:
        task, self._task = self._task, None
        self._meanwhile = []
        return task

    async def _run(self, plan: Dialplan, lookup: Lookup) -> None:
        company = self._start_task(keep_company(lookup, self._looker.quiet, self._looker.also_say))
        try:
            rows = await look_up(plan, lookup, self._services, self._journal, self._clock)
        finally:
            await self._end_task(company)
        meanwhile = self._meanwhile
        self._forget()
        await self._looker.found(rows, meanwhile)


async def look_up(
    plan: Dialplan, lookup: Lookup, services: CallServices, journal: Journal, clock: Callable[[], float]
) -> Rows | None:
    """The rows that were found; None when the data could not be reached. Either way it is written down."""
    began, rows, code = time.monotonic(), [], ""
    try:
        rows = list(await services.look_up(plan, lookup))
    except LookupFailed as error:
        code = error.code
    except Exception as error:
        code = type(error).__name__
    if code:
        logger.error("lookup {} failed: {}", lookup.name, code)
        journal.append(Broke(at=clock(), part="lookup", code=code))
    journal.append(
        LookedUp(
            at=clock(),
            name=lookup.name,
            ok=not code,
            rows=len(rows),
            seconds=round(time.monotonic() - began, 3),
            found=dict(rows[0]) if rows else {},
        )
    )
    return None if code else rows


async def keep_company(
    lookup: Lookup, quiet: Callable[[], bool], say: Callable[[Say], Awaitable[None]]
) -> None:
    """Say what the plan has for callers who wait, each time once nobody speaks; cancelled when it is over.

    The last of it is said again and again.
    """
    words = zip(WAITING_SECONDS, lookup.waiting, strict=False)
    again = zip(itertools.repeat(WAITING_SECONDS[-1]), itertools.cycle(lookup.waiting[-1:]), strict=False)
    for seconds, says in itertools.chain(words, again):
        await asyncio.sleep(seconds)
        while not quiet():  # noqa: ASYNC110 - several change it
            await asyncio.sleep(0.1)
        for each in says:
            await say(each)
