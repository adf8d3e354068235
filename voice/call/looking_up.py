"""Fetching what a plan looks up, and not leaving the caller in silence meanwhile."""

from __future__ import annotations

import asyncio
import itertools
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

from loguru import logger

from voice.call.services import CallServices, Journal
from voice.dialplan.model import Dialplan
from voice.errors import LookupFailed
from voice.events import Broke, LookedUp
from voice.turn import WAITING_SECONDS, Lookup, Say


async def look_up(
    plan: Dialplan, lookup: Lookup, services: CallServices, journal: Journal, clock: Callable[[], float]
) -> Sequence[Mapping[str, Any]] | None:
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
