"""The recognizer in the pipeline: one per call, on the engine that all calls share."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncGenerator, Callable
from typing import Protocol

from loguru import logger
from pipecat.frames.frames import (
    Frame,
    InputAudioRawFrame,
    TranscriptionFrame,
    VADUserStartedSpeakingFrame,
    VADUserStoppedSpeakingFrame,
)
from pipecat.processors.frame_processor import FrameDirection, FrameProcessorSetup
from pipecat.services.settings import STTSettings
from pipecat.services.stt_service import SegmentedSTTService
from pipecat.utils.time import time_now_iso8601

from voice.errors import EngineFailed
from voice.speech.ports import Hearing, ReadTone
from voice.speech.tone import tone_of_pcm
from voice.speech.whisper import Transcript
from voice.turn import Heard, Listen, Tone

PRE_ROLL_SECONDS = 0.4
"""Sound kept from before the voice detector was sure."""
MOST_SECONDS = 60.0
"""Sound kept of one stretch of voice; of a longer one, as music is, the end is recognized."""


TONE_SECONDS = 0.1
"""How long words that are ready wait for their tone, which is far quicker to compute than they are."""


class Ear(Protocol):
    """Who is told what was heard."""

    def listening_for(self) -> Listen:
        """What the dialogue waits for: languages and expectation."""

    def speech_began(self) -> bool:
        """The caller began to speak; True when that was while the bot was speaking."""

    def heard(self, heard: Heard, transcript: Transcript) -> None:
        """Words worth a turn."""

    def unheard(self, transcript: Transcript) -> None:
        """A sound without words worth a turn."""

    def recognizer_broke(self, error: EngineFailed) -> None:
        """The engine failed on this stretch."""


class Recognizer(SegmentedSTTService):
    """Turns stretches of voice into words; tells the ear before the frame travels on."""

    def __init__(
        self,
        engine: Hearing,
        ear: Ear,
        *,
        rate: int,
        clock: Callable[[], float],
        tone: ReadTone | None = None,
    ) -> None:
        super().__init__(
            sample_rate=rate,
            audio_passthrough=False,  # nobody behind the recognizer listens
            ttfs_p99_latency=1.0,
            trailing_silence_secs=0.3,
            settings=STTSettings(model="whisper", language=None),
        )
        self._engine = engine
        self._ear = ear
        self._clock = clock
        self._read_tone = tone
        self._began = (0.0, False)
        self._segments: deque[tuple[float, float, bool]] = deque()

    @property
    def wants_wav_segments(self) -> bool:
        """The engine takes plain PCM."""
        return False

    async def setup(self, setup: FrameProcessorSetup) -> None:  # type: ignore[override]  # as pipecat's own do
        """Keep only a short stretch of sound from before the voice."""
        await super().setup(setup)
        self._audio_buffer_size_1s = int(self.sample_rate * 2 * PRE_ROLL_SECONDS) & ~1

    async def _handle_user_started_speaking(self, frame: VADUserStartedSpeakingFrame) -> None:
        self._began = (max(0.0, self._clock() - frame.start_secs), self._ear.speech_began())
        await super()._handle_user_started_speaking(frame)

    async def _handle_user_stopped_speaking(self, frame: VADUserStoppedSpeakingFrame) -> None:
        started, barged_in = self._began
        self._segments.append((started, max(started, self._clock() - frame.stop_secs), barged_in))
        await super()._handle_user_stopped_speaking(frame)

    async def process_audio_frame(self, frame: InputAudioRawFrame, direction: FrameDirection) -> None:
        """Keep sound for the stretch of voice that it belongs to."""
        await super().process_audio_frame(frame, direction)
        excess = len(self._audio_buffer) - int(self.sample_rate * MOST_SECONDS) * 2
        if excess > 0:
            del self._audio_buffer[:excess]

    async def run_stt(self, audio: bytes) -> AsyncGenerator[Frame | None, None]:
        """Recognize one stretch; always ends in exactly one frame, so that the turn can end."""
        started, ended, barged_in = self._segments.popleft()
        listen = self._ear.listening_for()
        text = ""
        tone = asyncio.get_running_loop().run_in_executor(
            None, _tone, audio, self.sample_rate, self._read_tone
        )
        try:
            transcript = await self._engine.transcribe(
                audio, self.sample_rate, languages=listen.languages, expects=listen.expects
            )
        except EngineFailed as error:
            logger.error("recognizer failed: {}", error.code)
            self._ear.recognizer_broke(error)
        else:
            if transcript.refused is None:
                text = transcript.text
                heard = Heard(
                    text=transcript.text,
                    confidence=round(transcript.confidence, 3),
                    language=transcript.language,
                    started=round(started, 2),
                    ended=round(ended, 2),
                    barged_in=barged_in,
                    tone=await _if_ready(tone),
                )
                self._ear.heard(heard, transcript)
            else:
                self._ear.unheard(transcript)
        yield TranscriptionFrame(text, "", time_now_iso8601())


def _tone(audio: bytes, rate: int, read: ReadTone | None = None) -> Tone | None:
    """How it sounds; None when that cannot be told: words without it are better than none."""
    try:
        return (read or tone_of_pcm)(audio, rate)
    except Exception as error:
        logger.error("tone of voice failed: {}", type(error).__name__)
        return None


async def _if_ready(tone: asyncio.Future[Tone | None]) -> Tone | None:
    """The tone, if it is there in time."""
    done, _ = await asyncio.wait([tone], timeout=TONE_SECONDS)
    return tone.result() if done else None
