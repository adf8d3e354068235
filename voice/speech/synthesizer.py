"""The voice in the pipeline: one per call, on the engines and kept prompts that all calls share."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable
from dataclasses import dataclass, field

from loguru import logger
from pipecat.frames.frames import Frame, TTSAudioRawFrame, TTSSpeakFrame
from pipecat.processors.frame_processor import FrameDirection
from pipecat.services.settings import TTSSettings
from pipecat.services.tts_service import TTSService

from voice.errors import EngineFailed
from voice.speech.ports import Speaking
from voice.turn import Say


@dataclass
class SayFrame(TTSSpeakFrame):
    """Speak one sentence in its language."""

    say: Say = field(default_factory=lambda: Say("", "en"))
    step: str = ""
    """The step of the dialogue that says it."""

    @classmethod
    def of(cls, say: Say, step: str) -> SayFrame:
        """The frame for an action."""
        return cls(text=say.text, append_to_context=False, say=say, step=step)


class Synthesizer(TTSService):
    """Speaks sentences in their language; remembers which sentence is which in the stream of sound."""

    def __init__(
        self,
        voices: Speaking,
        *,
        rate: int,
        on_broke: Callable[[EngineFailed], None],
    ) -> None:
        super().__init__(
            push_start_frame=True,
            push_stop_frames=True,
            push_text_frames=False,
            stop_frame_timeout_s=60.0,
            max_consecutive_zero_audio_contexts=0,
            sample_rate=rate,
            settings=TTSSettings(model=None, voice=None, language=None),
        )
        self._voices = voices
        self._on_broke = on_broke
        self._upcoming: SayFrame | None = None
        self._says: dict[str, SayFrame] = {}

    def sentence(self, context_id: str | None) -> SayFrame | None:
        """The sentence that a started or stopped frame belongs to; None when it could not be spoken."""
        return self._says.get(context_id or "")

    async def process_frame(self, frame: Frame, direction: FrameDirection) -> None:
        """Note whose turn it is before speaking."""
        if isinstance(frame, SayFrame):
            self._upcoming = frame
        await super().process_frame(frame, direction)

    def create_context_id(self) -> str:
        """A fresh id that leads back to the sentence."""
        context_id = super().create_context_id()
        if self._upcoming is not None:
            self._says[context_id] = self._upcoming
            self._upcoming = None
        return context_id

    async def run_tts(self, text: str, context_id: str) -> AsyncGenerator[Frame | None, None]:
        """Speak one sentence, from the kept prompts when it is there."""
        say, silent = self._says[context_id].say, True
        try:
            stream = self._sound(say)
            async for frame in self._stream_audio_frames_from_iterator(
                stream, in_sample_rate=self.sample_rate, context_id=context_id
            ):
                silent = False
                yield frame
        except EngineFailed as error:
            logger.error("voice failed: {}", error.code)
            self._says.pop(context_id, None)
            self._on_broke(error)
        if silent:
            # A sentence without any sound would hold up all that comes after it.
            yield TTSAudioRawFrame(
                bytes(self.sample_rate // 50 * 2), self.sample_rate, 1, context_id=context_id
            )

    async def _sound(self, say: Say) -> AsyncGenerator[bytes, None]:
        """What was recorded of a sentence, else the voice."""
        recorded = await self._voices.recorded(say.recording, self.sample_rate) if say.recording else None
        if recorded is not None:
            yield recorded
            return
        stream = self._voices.stream(
            say.text, say.language, self.sample_rate, speed=say.speed, voice=say.voice
        )
        async for piece in stream:
            yield piece
