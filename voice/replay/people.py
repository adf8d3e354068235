"""The persons a replayed call reaches: they do as they did then; who was not rung then takes the call."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping

from voice.errors import DialFailed, LineClosed
from voice.replay.then import Attempt
from voice.telephony.port import FRAME_SECONDS, HungUp, Key, Line, LineEvent, Sound
from voice.turn import HandoffFailure, Target

RING_SECONDS = 2.0
TALK_SECONDS = 2.0
"""How long a person stays who takes the call: long enough to have taken it."""
_AFTER_SUMMARY = 0.5
_ACCEPT, _DECLINE = "1", "2"


class Person:
    """A person's phone that hears the summary, presses a key and is gone: what follows is not on the tape."""

    def __init__(
        self,
        key: str | None = _ACCEPT,
        after: float | None = None,
        *,
        stays: float = TALK_SECONDS,
        lost: bool = False,
    ) -> None:
        """Press `key`, or hang up when it is None, `after` seconds; left out: once the summary is over.

        Who has pressed `stays` so long; `lost`: then the line breaks.
        """
        self._key = key
        self._after = after
        self._stays = stays
        self._lost = lost
        self._heard_until = 0.0
        self._hung_up = asyncio.Event()

    @property
    def rate(self) -> int:
        """Samples per second, both ways."""
        return 8000

    async def events(self) -> AsyncIterator[LineEvent]:
        """Wait, press, hang up."""
        loop = asyncio.get_running_loop()
        began = loop.time()
        while not self._hung_up.is_set():
            await asyncio.sleep(FRAME_SECONDS)
            yield Sound(bytes(int(self.rate * FRAME_SECONDS) * 2))
            if self._is_time(loop.time(), began):
                if self._key is not None:
                    yield Key(self._key)
                    async for silence in self._silence(loop.time() + self._stays):
                        yield silence
                break
        yield HungUp(self._lost)

    async def _silence(self, until: float) -> AsyncIterator[Sound]:
        loop = asyncio.get_running_loop()
        while not self._hung_up.is_set() and loop.time() < until:
            await asyncio.sleep(FRAME_SECONDS)
            yield Sound(bytes(int(self.rate * FRAME_SECONDS) * 2))

    def _is_time(self, now: float, began: float) -> bool:
        if self._after is not None:
            return now - began >= self._after
        return bool(self._heard_until) and now > self._heard_until + _AFTER_SUMMARY

    async def send(self, pcm: bytes) -> None:
        """Listen."""
        if self._hung_up.is_set():
            raise LineClosed("The person has hung up.")
        loop = asyncio.get_running_loop()
        self._heard_until = max(self._heard_until, loop.time()) + len(pcm) / 2 / self.rate
        await asyncio.sleep(max(0.0, self._heard_until - loop.time() - 0.1))

    async def clear(self) -> None:
        """Nothing to forget."""

    async def hang_up(self) -> None:
        """End the call."""
        self._hung_up.set()


class PeopleThen:
    """Rings people with the outcome that each attempt had in the recorded call."""

    def __init__(self, attempt: Callable[[str], Attempt | None]) -> None:
        """`attempt` tells how the next attempt to reach a target went then; None when there was none."""
        self._attempt = attempt

    async def dial(self, target: Target, *, headers: Mapping[str, str]) -> Line:
        """Ring as long as it rang then. Raises DialFailed when it failed then."""
        attempt = self._attempt(target.name)
        if attempt is None:
            await asyncio.sleep(RING_SECONDS)
            return Person()
        if attempt.failure is HandoffFailure.CALLER_HUNG_UP and attempt.answered is None:
            await asyncio.sleep(target.ring_seconds)
            raise DialFailed(HandoffFailure.NO_ANSWER, "The caller was gone before anybody answered.")
        await asyncio.sleep(attempt.rang)
        if attempt.answered is None:
            raise DialFailed(attempt.failure or HandoffFailure.UNREACHABLE, "As it was then.")
        stays = TALK_SECONDS if attempt.stayed is None else attempt.stayed
        return Person(*_key(attempt), stays=stays, lost=attempt.lost)


def _key(attempt: Attempt) -> tuple[str | None, float | None]:
    """What the person pressed then, and after how long."""
    if attempt.failure is None:
        return _ACCEPT, attempt.thought
    if attempt.failure is HandoffFailure.DECLINED:
        return _DECLINE, attempt.thought
    if attempt.failure is HandoffFailure.CALLER_HUNG_UP:
        return _ACCEPT, None
    return None, attempt.thought
