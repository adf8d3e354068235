"""Who may speak when: what starts a caller's turn, what interrupts the bot, and what ends the turn."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from pipecat.frames.frames import (
    Frame,
    TranscriptionFrame,
    VADUserStartedSpeakingFrame,
    VADUserStoppedSpeakingFrame,
)
from pipecat.turns.types import ProcessFrameResult
from pipecat.turns.user_start import BaseUserTurnStartStrategy
from pipecat.turns.user_stop import BaseUserTurnStopStrategy
from pipecat.turns.user_turn_processor import UserTurnProcessor
from pipecat.turns.user_turn_strategies import UserTurnStrategies

from voice.turn import Listen

PAUSE_SECONDS = {"words": 0.45, "number": 0.9, "yes_no": 0.25}
"""Silence, beyond the voice detector's own 0.2 s, that ends a turn: people pause between digits."""


class BargeIn(BaseUserTurnStartStrategy):
    """The caller's turn starts with his voice; it stops the bot unless the sentence may not be stopped."""

    def __init__(self, may_interrupt: Callable[[], bool]) -> None:
        super().__init__()
        self._may_interrupt = may_interrupt

    async def process_frame(self, frame: Frame) -> ProcessFrameResult:
        """Start a turn on voice."""
        if isinstance(frame, VADUserStartedSpeakingFrame):
            await self.trigger_user_turn_started(enable_interruptions=self._may_interrupt())
            return ProcessFrameResult.STOP
        return ProcessFrameResult.CONTINUE


class Endpointing(BaseUserTurnStopStrategy):
    """The caller's turn ends after a pause, once every stretch of voice in it has been recognized.

    Each stretch is recognized while the pause is still being waited out, so waiting costs little.
    """

    def __init__(self, listening_for: Callable[[], Listen]) -> None:
        super().__init__()
        self._listening_for = listening_for
        self._pending = 0
        self._speaking = False
        self._paused = False
        self._timer: asyncio.Task[None] | None = None

    async def cleanup(self) -> None:
        """Stop waiting."""
        await super().cleanup()
        await self._cancel_timer()

    async def process_frame(self, frame: Frame) -> ProcessFrameResult:
        """Follow voice and recognition."""
        if isinstance(frame, VADUserStartedSpeakingFrame):
            self._speaking, self._paused = True, False
            await self._cancel_timer()
        elif isinstance(frame, VADUserStoppedSpeakingFrame):
            self._speaking = False
            self._pending += 1
            await self._cancel_timer()
            pause = PAUSE_SECONDS[self._listening_for().expects]
            self._timer = self.task_manager.create_task(self._wait(pause), f"{self}::pause")
        elif isinstance(frame, TranscriptionFrame):
            self._pending = max(0, self._pending - 1)
            await self._end_if_over()
        return ProcessFrameResult.CONTINUE

    async def _wait(self, seconds: float) -> None:
        await asyncio.sleep(seconds)
        self._timer = None
        self._paused = True
        await self._end_if_over()

    async def _end_if_over(self) -> None:
        if self._paused and not self._speaking and not self._pending:
            self._paused = False
            await self.trigger_user_turn_stopped()

    async def _cancel_timer(self) -> None:
        if self._timer is not None:
            await self.task_manager.cancel_task(self._timer)
            self._timer = None


def turn_processor(
    may_interrupt: Callable[[], bool], listening_for: Callable[[], Listen]
) -> UserTurnProcessor:
    """The pipeline's turn taking."""
    return UserTurnProcessor(
        user_turn_strategies=UserTurnStrategies(
            start=[BargeIn(may_interrupt)], stop=[Endpointing(listening_for)]
        ),
        user_turn_stop_timeout=10.0,
    )
