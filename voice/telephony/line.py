"""Any telephone line as a pipecat transport: frames in and out, at the line's own rate and pace."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from pipecat.audio.dtmf.types import KeypadEntry
from pipecat.frames.frames import (
    Frame,
    InputAudioRawFrame,
    InputDTMFFrame,
    InterruptionFrame,
    OutputAudioRawFrame,
    StartFrame,
)
from pipecat.processors.frame_processor import FrameDirection, FrameProcessor
from pipecat.transports.base_input import BaseInputTransport
from pipecat.transports.base_output import BaseOutputTransport
from pipecat.transports.base_transport import BaseTransport, TransportParams

from voice.errors import LineClosed
from voice.telephony.port import Hold, HungUp, Key, Line, Sound

_KEYPAD = {entry.value: entry for entry in KeypadEntry}


class LineInput(BaseInputTransport):
    """What the far end says and presses, as frames."""

    def __init__(
        self,
        line: Line,
        params: TransportParams,
        *,
        on_hold: Callable[[bool], Awaitable[None]],
        on_hung_up: Callable[[bool], Awaitable[None]],
    ) -> None:
        super().__init__(params)
        self._line = line
        self._on_hold = on_hold
        self._on_hung_up = on_hung_up
        self._listening: asyncio.Task[None] | None = None

    async def start(self, frame: StartFrame) -> None:
        """Begin to listen to the line."""
        await super().start(frame)
        await self.set_transport_ready(frame)
        self._listening = self.create_task(self._listen())

    async def cleanup(self) -> None:
        """Stop listening."""
        await super().cleanup()
        if self._listening is not None:
            await self.cancel_task(self._listening)
            self._listening = None

    async def _listen(self) -> None:
        async for event in self._line.events():
            match event:
                case Sound(pcm):
                    await self.push_frame(
                        InputAudioRawFrame(audio=pcm, sample_rate=self._line.rate, num_channels=1)
                    )
                case Key(key) if key in _KEYPAD:
                    await self.push_frame(InputDTMFFrame(button=_KEYPAD[key]))
                case Hold(held):
                    await self._on_hold(held)
                case HungUp(lost):
                    await self._on_hung_up(lost)
                    return


class LineOutput(BaseOutputTransport):
    """What the bot says, played at the line's pace."""

    def __init__(self, line: Line, params: TransportParams) -> None:
        super().__init__(params)
        self._line = line

    async def start(self, frame: StartFrame) -> None:
        """Begin to take frames."""
        await super().start(frame)
        await self.set_transport_ready(frame)

    async def write_audio_frame(self, frame: OutputAudioRawFrame) -> bool:
        """Play one frame; False when the far end is gone."""
        try:
            await self._line.send(frame.audio)
        except LineClosed:
            return False
        return True

    async def process_frame(self, frame: Frame, direction: FrameDirection) -> None:
        """Also silence the line at once when the bot is interrupted."""
        await super().process_frame(frame, direction)
        if isinstance(frame, InterruptionFrame):
            await self._line.clear()


class LineTransport(BaseTransport):
    """A line's two directions as pipecat processors."""

    def __init__(
        self,
        line: Line,
        *,
        on_hold: Callable[[bool], Awaitable[None]],
        on_hung_up: Callable[[bool], Awaitable[None]],
    ) -> None:
        super().__init__()
        params = TransportParams(
            audio_in_enabled=False,  # pipecat's own queue and timer for it: the line comes at its pace
            audio_out_enabled=True,
            audio_in_sample_rate=line.rate,
            audio_out_sample_rate=line.rate,
            audio_out_10ms_chunks=2,
            audio_out_end_silence_secs=0,
        )
        self._input = LineInput(line, params, on_hold=on_hold, on_hung_up=on_hung_up)
        self._output = LineOutput(line, params)

    def input(self) -> FrameProcessor:
        """The processor that the caller's frames come from."""
        return self._input

    def output(self) -> FrameProcessor:
        """The processor that plays frames to the caller."""
        return self._output
