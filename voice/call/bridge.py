"""Caller and person joined: sound both ways, both still heard and recorded, until one of them hangs up."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import numpy as np
import soxr
from loguru import logger
from pipecat.audio.vad.vad_analyzer import VADState

from voice.call.agent import AgentLeg
from voice.call.services import Journal
from voice.call.tap import TappedLine
from voice.errors import EngineFailed, LineClosed
from voice.events import AgentSpoke
from voice.speech.vad import VAD_PARAMS, WebRtcVad
from voice.speech.whisper import WhisperEngine
from voice.turn import Language

MOST_FRAMES_BEHIND = 10
"""Sound older than this many 20 ms frames is dropped rather than let the talk drift apart."""


LAST_WORDS_SECONDS = 5.0
"""How long the writing down of a person's last words may take after the talk."""


class _Way:
    """One direction: frames in, resampled when the two lines differ, played on the other line."""

    def __init__(self, from_rate: int, to_rate: int) -> None:
        self._queue: asyncio.Queue[bytes] = asyncio.Queue()
        self._resample = (
            None if from_rate == to_rate else soxr.ResampleStream(from_rate, to_rate, 1, dtype="int16")
        )

    def put(self, pcm: bytes) -> None:
        while self._queue.qsize() >= MOST_FRAMES_BEHIND:
            self._queue.get_nowait()
        self._queue.put_nowait(pcm)

    async def get(self) -> bytes:
        pcm = await self._queue.get()
        if self._resample is None:
            return pcm
        return bytes(self._resample.resample_chunk(np.frombuffer(pcm, dtype="<i2")).tobytes())


class AgentEar:
    """Writes down what the person says. Never in the way: what cannot be recognized is left out."""

    def __init__(
        self,
        engine: WhisperEngine,
        journal: Journal,
        clock: Callable[[], float],
        rate: int,
        languages: tuple[Language, ...],
    ) -> None:
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
        pre_roll = int(self._rate * 0.4) * 2
        try:
            while (pcm := await self._queue.get()) is not None:
                stretch += pcm
                state = await self._vad.analyze_audio(pcm)
                if state is VADState.QUIET and began:
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
            self._journal.append(AgentSpoke(at=began, text=transcript.text, ended=ended))


async def join(caller: TappedLine, agent: AgentLeg, ear: AgentEar | None = None) -> None:
    """Join two lines until the person hangs up; cancel it when the caller does."""
    to_agent = _Way(caller.rate, agent.line.rate)
    to_caller = _Way(agent.line.rate, caller.rate)

    def from_agent(pcm: bytes) -> None:
        to_caller.put(pcm)
        if ear is not None:
            ear.put(pcm)

    async def carry(way: _Way, send: Callable[[bytes], Awaitable[None]]) -> None:
        while True:
            await send(await way.get())

    await caller.clear()
    caller.listener = to_agent.put
    agent.on_sound = from_agent
    listening = asyncio.create_task(ear.listen()) if ear is not None else None
    tasks = [
        asyncio.create_task(carry(to_caller, caller.send)),
        asyncio.create_task(carry(to_agent, agent.line.send)),
        asyncio.create_task(agent.gone.wait()),
    ]
    try:
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            error = task.exception()
            if error is not None and not isinstance(error, LineClosed):
                logger.error("a joined call broke: {}", type(error).__name__)
    finally:
        caller.listener = None
        agent.on_sound = None
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await agent.hang_up()
        if ear is not None and listening is not None:
            ear.end()
            await asyncio.wait({listening}, timeout=LAST_WORDS_SECONDS)
            listening.cancel()
