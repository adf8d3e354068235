"""The dialplans of a running gateway, and how new ones come in use while people phone.

What cannot be loaded is told of and never used; calls keep the plan they began with.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress

from loguru import logger

from voice.administration.publishing.sources import PlanSource
from voice.dialplan.load import Dialplans
from voice.dialplan.versions import SHORT
from voice.errors import PlanError, RecordsError, VoiceError

STOP_SECONDS = 10.0


class RunningPlans:
    """The dialplans in use, and the task that follows their source."""

    def __init__(
        self,
        source: PlanSource,
        plans: Dialplans,
        *,
        look_every: float,
        on_new: Callable[[], None] = lambda: None,
    ) -> None:
        self._source = source
        self._look_every = look_every
        self._on_new = on_new
        self._look = asyncio.Event()
        self._lost = False
        self._stopping = False
        self._following: asyncio.Task[None] | None = None
        self.current = plans
        """What the next call is answered with."""

    def look_now(self) -> None:
        """Do not wait for the next look."""
        self._look.set()

    def start(self) -> None:
        """Begin to follow the source."""
        self._following = asyncio.create_task(self._follow())

    async def stop(self) -> None:
        """Follow no longer; a look in progress may end, so that no query of it is torn apart."""
        self._stopping = True
        self._look.set()
        if self._following is not None:
            await asyncio.wait([self._following], timeout=STOP_SECONDS)
            self._following.cancel()

    async def _follow(self) -> None:
        while True:
            with suppress(TimeoutError):
                async with asyncio.timeout(self._look_every):
                    await self._look.wait()
            self._look.clear()
            if self._stopping:
                break
            await self._take_over()

    async def _take_over(self) -> None:
        try:
            plans = await self._source.newer()
            self._lost = False
        except RecordsError as error:
            if not self._lost:
                logger.error("newer dialplans cannot be looked for: {}", error.message)
            self._lost = True
            return
        except PlanError as error:
            logger.error("the changed dialplans are not used:\n{}", error)
            return
        except VoiceError as error:
            logger.error("the changed dialplans are not used: {}", error.message)
            return
        except Exception as error:  # a mistake of ours must not end the following
            logger.opt(exception=True).error(
                "the changed dialplans are not used: a failure of the program's own, {}", type(error).__name__
            )
            return
        if plans is not None:
            self.current = plans
            self._on_new()
            logger.info("new dialplans are in use: {}", (plans.version or plans.sha)[:SHORT])
