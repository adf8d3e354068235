"""After the loudspeaker: what has really been played, and what happens once it has.

Stands behind the transport's output, so a frame arrives here when all sound before it was played.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

from pipecat.frames.frames import (
    Frame,
    InterruptionFrame,
    TTSAudioRawFrame,
    TTSStartedFrame,
    TTSStoppedFrame,
)
from pipecat.processors.frame_processor import FrameDirection, FrameProcessor

from voice.call.dialog_stage import DialogStage
from voice.call.frames import BackFrame, HangUpFrame, ListenFrame, RecordFrame, TransferFrame
from voice.call.services import Journal
from voice.events import BotSpoke
from voice.speech.synthesizer import SayFrame
from voice.turn import EndReason, HangUp, Record

TAIL_SECONDS = 0.15
"""What may still be on its way to the caller's ear when a frame arrives here."""
LAST_WORDS_SECONDS = 6.0
"""How long a caller who speaks over a goodbye that his voice does not stop is heard before the call ends."""


class Switchboard(FrameProcessor):
    """Tells the dialogue what was played, and executes what leaves the dialogue."""

    def __init__(
        self,
        dialog: DialogStage,
        journal: Journal,
        clock: Callable[[], float],
        *,
        sentence: Callable[[str | None], SayFrame | None],
        hand_over: Callable[[TransferFrame], Coroutine[Any, Any, None]],
        take_message: Callable[[Record], Coroutine[Any, Any, None]],
        over: Callable[[EndReason], Awaitable[None]],
    ) -> None:
        super().__init__()
        self._dialog = dialog
        self._journal = journal
        self._clock = clock
        self._sentence = sentence
        self._hand_over = hand_over
        self._take_message = take_message
        self._over = over
        self._saying: SayFrame | None = None
        self._began: float | None = None
        self._gap: float | None = None
        self._seconds = 0.0
        self._leaving: asyncio.Task[None] | None = None

    async def process_frame(self, frame: Frame, direction: FrameDirection) -> None:
        """Follow the sound; execute what it led up to."""
        await super().process_frame(frame, direction)
        await self.push_frame(frame, direction)
        if direction is not FrameDirection.DOWNSTREAM:
            return
        match frame:
            case TTSStartedFrame():
                self._saying = self._sentence(frame.context_id)
            case TTSAudioRawFrame():
                self._played(frame)
            case TTSStoppedFrame():
                self._finish(cut=False)
            case InterruptionFrame():
                self._finish(cut=True)
                if self._leaving is not None:
                    self._leaving.cancel()
                    self._leaving = None
            case ListenFrame(listen=listen):
                await self._dialog.listening(listen)
            case TransferFrame():
                self.create_task(self._hand_over(frame))
            case BackFrame(back=back):
                self._dialog.errand_ended(back)
            case RecordFrame(record=record):
                self.create_task(self._take_message(record))
            case HangUpFrame(hang_up=hang_up):
                self._leaving = self.create_task(self._hang_up(hang_up))

    def _played(self, frame: TTSAudioRawFrame) -> None:
        if self._saying is None:
            return
        if self._began is None:
            self._began = self._clock()
            self._gap = self._dialog.sentence_began(self._saying.say)
        self._seconds += len(frame.audio) / 2 / frame.sample_rate

    def _finish(self, *, cut: bool) -> None:
        saying, began = self._saying, self._began
        if saying is not None and (began is not None or not cut):
            say = saying.say
            if began is not None:
                self._journal.append(
                    BotSpoke(
                        at=began,
                        step=saying.step,
                        text=say.text,
                        language=say.language,
                        seconds=round(self._seconds, 2),
                        cut=cut,
                        gap=self._gap,
                    )
                )
            self._dialog.sentence_ended(say, cut=cut)
        self._saying, self._began, self._gap, self._seconds = None, None, None, 0.0

    async def _hang_up(self, hang_up: HangUp) -> None:
        await asyncio.sleep(TAIL_SECONDS + 0.3)
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(LAST_WORDS_SECONDS):
                while self._dialog.caller_is_speaking():  # noqa: ASYNC110 - the caller changes it
                    await asyncio.sleep(0.1)
        if self._dialog.still_ends(hang_up):
            await self._over(hang_up.reason)
