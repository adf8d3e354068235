"""Caller and person joined: sound both ways, both still heard and recorded, until one of them hangs up."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
from collections.abc import Awaitable, Callable
from enum import Enum
from typing import Any

import numpy as np
import soxr
from loguru import logger
from pipecat.audio.vad.vad_analyzer import VADState

from voice.call.agent import AgentLeg
from voice.call.services import Journal
from voice.call.tap import TappedLine
from voice.call.tones import frames, waiting
from voice.errors import EngineFailed, LineClosed
from voice.events import AgentSpoke, CallerSpoke
from voice.speech.ports import Hearing
from voice.speech.vad import VAD_PARAMS, WebRtcVad
from voice.turn import Language

MOST_FRAMES_BEHIND = 10
"""Sound older than this many 20 ms frames is dropped rather than let the talk drift apart."""


MOST_STRETCH_SECONDS = 28.0
"""What comes from a person without a pause, as music does, is written down in pieces of this length."""
HOW_IT_ENDED_SECONDS = 1.0
"""A line that takes no more sound soon says whether it was hung up or lost; a caller who goes ends it."""
LENT = "The bot has the caller; take the caller back first."
LAST_WORDS_SECONDS = 5.0
"""How long the writing down of a person's last words may take after the talk."""


class Way:
    """One direction: frames in, resampled when the two lines differ, played on the other line."""

    def __init__(self, from_rate: int, to_rate: int) -> None:
        self._queue: asyncio.Queue[bytes] = asyncio.Queue()
        self._resample = (
            None if from_rate == to_rate else soxr.ResampleStream(from_rate, to_rate, 1, dtype="int16")
        )

    def put(self, pcm: bytes) -> None:
        """One frame of the one side."""
        while self._queue.qsize() >= MOST_FRAMES_BEHIND:
            self._queue.get_nowait()
        self._queue.put_nowait(pcm)

    async def get(self) -> bytes:
        """The next frame for the other side, at its rate."""
        pcm = await self._queue.get()
        if self._resample is None:
            return pcm
        return bytes(self._resample.resample_chunk(np.frombuffer(pcm, dtype="<i2")).tobytes())


class AgentEar:
    """Writes down what the person says, or, as another `event`, the caller.

    Never in the way: what cannot be recognized is left out.
    """

    def __init__(
        self,
        engine: Hearing,
        journal: Journal,
        clock: Callable[[], float],
        rate: int,
        languages: tuple[Language, ...],
        event: type[AgentSpoke] | type[CallerSpoke] = AgentSpoke,
    ) -> None:
        self._event = event
        self._engine = engine
        self._journal = journal
        self._clock = clock
        self._rate = rate
        self._languages = languages
        self._vad = WebRtcVad(params=VAD_PARAMS)
        self._vad.set_sample_rate(rate)
        self._queue: asyncio.Queue[bytes | None] = asyncio.Queue()

    def put(self, pcm: bytes) -> None:
        """One frame from the person."""
        self._queue.put_nowait(pcm)

    def end(self) -> None:
        """No more will come."""
        self._queue.put_nowait(None)

    async def listen(self) -> None:
        """Until the end, the last words included."""
        stretch, began = bytearray(), 0.0
        pre_roll, most = int(self._rate * 0.4) * 2, int(self._rate * MOST_STRETCH_SECONDS) * 2
        try:
            while (pcm := await self._queue.get()) is not None:
                stretch += pcm
                state = await self._vad.analyze_audio(pcm)
                if began and (state is VADState.QUIET or len(stretch) >= most):
                    await self._write_down(bytes(stretch), began)
                    stretch, began = bytearray(), 0.0
                elif state is VADState.QUIET:
                    del stretch[:-pre_roll]
                elif state is VADState.SPEAKING and not began:
                    began = self._clock()
            if began:
                await self._write_down(bytes(stretch), began)
        finally:
            await self._vad.cleanup()

    async def _write_down(self, pcm: bytes, began: float) -> None:
        ended = self._clock()
        try:
            transcript = await self._engine.transcribe(pcm, self._rate, languages=self._languages)
        except EngineFailed as error:
            logger.warning("an agent's words were not written down: {}", error.code)
            return
        if transcript.refused is None:
            self._journal.append(self._event(at=began, text=transcript.text, ended=ended))


class TalkEnd(Enum):
    """How a talk ended, but for the caller's going, which cancels it."""

    AGENT_HUNG_UP = "agent_hung_up"
    AGENT_LOST = "agent_lost"
    """The agent's line broke."""
    PASSED_ON = "passed_on"
    GIVEN_BACK = "given_back"
    """The agent left while the bot had the caller, who waits again."""
    JOINED = "joined"
    """A colleague who was asked has the caller now."""


class Bridge:
    """Two lines joined. The agent can hold and mute; what he says meanwhile goes nowhere."""

    def __init__(self, caller: TappedLine, agent: AgentLeg, ear: AgentEar | None = None) -> None:
        self._caller = caller
        self._agent = agent
        self._ear = ear
        self._to_agent = Way(caller.rate, agent.line.rate)
        self._to_caller = Way(agent.line.rate, caller.rate)
        self._ended: asyncio.Future[TalkEnd] = asyncio.get_running_loop().create_future()
        self._music: asyncio.Task[None] | None = None
        self._last_words: asyncio.Task[None] | None = None
        self.aside: Callable[[bytes], None] | None = None
        """Where the agent's voice goes instead, while he talks to a colleague."""
        self.held = False
        self.muted = False
        self.lent = False
        """True while the bot has the caller, and the agent waits."""
        self._tone: asyncio.Task[None] | None = None

    def mute(self, on: bool) -> None:
        """The caller does not hear the agent."""
        self.muted = on

    def hold(self, on: bool) -> None:
        """Neither hears the other; the caller hears the waiting tone."""
        if on and self._music is None:
            self._music = asyncio.create_task(self._play_waiting())
        elif not on and self._music is not None:
            self._music.cancel()
            self._music = None
        self.held = on

    def lend(self, on: bool) -> None:
        """The bot has the caller, or the two are together again."""
        self.hold(False)
        self.lent = on
        self.quiet(not on)

    def quiet(self, on: bool = True) -> None:
        """Whether the agent hears nothing of the waiting tone while the bot has the caller."""
        if self._tone is not None:
            self._tone.cancel()
        self._tone = asyncio.create_task(self._play_to_agent()) if self.lent and not on else None

    @property
    def over(self) -> bool:
        """True once the two are being parted."""
        return self._ended.done()

    def end(self, how: TalkEnd) -> None:
        """Part the two; the caller's line stays up."""
        if not self._ended.done():
            self._ended.set_result(how)

    async def run(self) -> TalkEnd:
        """Until the agent is gone or `end` is called; cancel it when the caller is gone."""
        ear, caller, agent = self._ear, self._caller, self._agent
        await caller.clear()
        caller.listener = self._from_caller
        agent.on_sound = self._from_agent
        listening = asyncio.create_task(ear.listen()) if ear is not None else None
        tasks: list[asyncio.Future[Any]] = [
            asyncio.create_task(carry(self._to_caller, caller.send)),
            asyncio.create_task(carry(self._to_agent, agent.line.send)),
            asyncio.create_task(agent.gone.wait()),
        ]
        try:
            await asyncio.wait([*tasks, self._ended], return_when=asyncio.FIRST_COMPLETED)
            if not (tasks[2].done() or self._ended.done()):
                told: set[asyncio.Future[Any]] = {tasks[2], self._ended}
                await asyncio.wait(told, timeout=HOW_IT_ENDED_SECONDS, return_when=asyncio.FIRST_COMPLETED)
            # Where nobody says that he hung up, the caller must not be dropped for it.
            lost = agent.lost or not (agent.gone.is_set() or caller.ended)
            for task in tasks:
                error = task.exception() if task.done() else None
                if error is not None and not isinstance(error, LineClosed):
                    logger.error("a joined call broke: {}", type(error).__name__)
        finally:
            caller.listener = None
            agent.on_sound = None
            self.hold(False)
            self.quiet()
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            if not self.lent:
                await caller.clear()
            await agent.hang_up()
            if ear is not None and listening is not None:
                ear.end()
                self._last_words = asyncio.create_task(_write_out(listening))
        if self._ended.done():
            return self._ended.result()
        return TalkEnd.AGENT_LOST if lost else TalkEnd.AGENT_HUNG_UP

    async def written(self) -> None:
        """Wait until the agent's last words are written down, or it takes too long."""
        if self._last_words is not None:
            await self._last_words

    def _from_caller(self, pcm: bytes) -> None:
        if not (self.held or self.lent):
            self._to_agent.put(pcm)

    def _from_agent(self, pcm: bytes) -> None:
        if self.lent:
            return
        if self.aside is not None and not self.muted:
            self.aside(pcm)
        elif not (self.held or self.muted):
            self._to_caller.put(pcm)
            if self._ear is not None:
                self._ear.put(pcm)

    async def _play_to_agent(self) -> None:
        line = self._agent.line
        with contextlib.suppress(LineClosed):
            for frame in itertools.cycle(frames(waiting(line.rate), line.rate)):
                await line.send(frame)

    async def _play_waiting(self) -> None:
        await self._caller.clear()
        with contextlib.suppress(LineClosed):
            for frame in itertools.cycle(frames(waiting(self._caller.rate), self._caller.rate)):
                await self._caller.send(frame)


async def _write_out(listening: asyncio.Task[None]) -> None:
    await asyncio.wait({listening}, timeout=LAST_WORDS_SECONDS)
    listening.cancel()


async def carry(way: Way, send: Callable[[bytes], Awaitable[None]]) -> None:
    """Until cancelled; raises LineClosed when the other side is gone."""
    while True:
        await send(await way.get())


async def join(caller: TappedLine, agent: AgentLeg, ear: AgentEar | None = None) -> TalkEnd:
    """Join two lines until the person hangs up; cancel it when the caller does."""
    bridge = Bridge(caller, agent, ear)
    try:
        return await bridge.run()
    finally:
        await bridge.written()
