"""The person's phone: what is asked of it before the call is joined, and what comes out of it afterwards."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable

from loguru import logger

from voice.call.tones import frames
from voice.errors import LineClosed
from voice.telephony.port import HungUp, Key, Line, Sound
from voice.turn import HandoffFailure

ACCEPT, DECLINE, REPEAT = "1", "2", "3"
MOST_REPEATS = 5


class AgentLeg:
    """One answered phone of a person. Reads it from the first moment, so that no key is missed."""

    def __init__(self, line: Line) -> None:
        self.line = line
        self.on_sound: Callable[[bytes], None] | None = None
        """Gets every 20 ms frame from the person, once joined."""
        self.gone = asyncio.Event()
        self.lost = False
        """True when the line broke rather than was hung up."""
        self._keys: asyncio.Queue[str] = asyncio.Queue()
        self._reader = asyncio.create_task(self._read())

    async def offer(self, summary: bytes, *, accept_seconds: float) -> HandoffFailure | None:
        """Speak the summary and wait for a key: 1 takes the call, 2 declines, 3 hears it again.

        None when the person took it. A phone that answers and never presses 1, as voicemails do, is nobody.
        """
        for _ in range(MOST_REPEATS):
            key = await self._play_until_key(summary, accept_seconds)
            if key == ACCEPT:
                return None
            if key == DECLINE:
                return HandoffFailure.DECLINED
            if key is None:
                break
        return HandoffFailure.AGENT_HUNG_UP if self.gone.is_set() else HandoffFailure.AGENT_VOICEMAIL

    async def pressed(self, key: str) -> None:
        """Until the person presses this key; what was pressed before does not count."""
        while not self._keys.empty():
            self._keys.get_nowait()
        while await self._keys.get() != key:
            pass

    def press(self, key: str) -> None:
        """As if the person had pressed this key: the page's button."""
        self._keys.put_nowait(key)

    async def tell(self, sentence: bytes) -> None:
        """Play something to the person alone; nothing once he is gone."""
        await self._play(sentence)

    async def hang_up(self) -> None:
        """End it; safe to call twice."""
        await self.line.hang_up()
        self._reader.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await self._reader

    async def _read(self) -> None:
        try:
            async for event in self.line.events():
                match event:
                    case Sound(pcm) if self.on_sound is not None:
                        self.on_sound(pcm)
                    case Key(key):
                        self._keys.put_nowait(key)
                    case HungUp(lost):
                        self.lost = lost
                        break
        except Exception as error:
            logger.error("an agent's line broke: {}", type(error).__name__)
            self.lost = True
        finally:
            self.gone.set()

    async def _play_until_key(self, summary: bytes, accept_seconds: float) -> str | None:
        """The first of 1, 2, 3 pressed during or after the summary; None: hung up, or nothing in time."""
        playing = asyncio.create_task(self._play(summary))
        key = asyncio.create_task(self._next_key())
        gone = asyncio.create_task(self.gone.wait())
        try:
            await asyncio.wait({playing, key, gone}, return_when=asyncio.FIRST_COMPLETED)
            if not key.done() and not gone.done():
                await asyncio.wait({key, gone}, timeout=accept_seconds, return_when=asyncio.FIRST_COMPLETED)
            return key.result() if key.done() else None
        finally:
            for task in (playing, key, gone):
                task.cancel()
            await asyncio.gather(playing, key, gone, return_exceptions=True)
            await self.line.clear()

    async def _play(self, pcm: bytes) -> None:
        with contextlib.suppress(LineClosed):
            for frame in frames(pcm, self.line.rate):
                await self.line.send(frame)

    async def _next_key(self) -> str:
        while (key := await self._keys.get()) not in (ACCEPT, DECLINE, REPEAT):
            pass
        return key
