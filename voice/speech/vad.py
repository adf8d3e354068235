"""Is somebody speaking: WebRTC's detector in the shape that the pipeline wants."""

from __future__ import annotations

import numpy as np
import webrtcvad
from pipecat.audio.vad.vad_analyzer import VADAnalyzer, VADParams

VAD_PARAMS = VADParams(confidence=0.5, start_secs=0.1, stop_secs=0.2, min_volume=0.0)
"""Five frames of voice begin an utterance, ten without end it; loudness is left to the detector."""

FRAME_SECONDS = 0.02
AGGRESSIVENESS = 2
"""Of 0 to 3. Less takes noise for voice, more hears the beginning of words later."""
QUIETEST = 10 ** (-55 / 20) * 32768
"""RMS below which a frame is line noise, whatever its shape."""
RATES = (8000, 16000, 32000, 48000)


class WebRtcVad(VADAnalyzer):
    """Voice activity in 20 ms frames of 16-bit mono PCM. One per call: the detector adapts to its line."""

    def __init__(self, *, sample_rate: int | None = None, params: VADParams | None = None) -> None:
        super().__init__(sample_rate=sample_rate, params=params or VAD_PARAMS)
        self._detector = webrtcvad.Vad(AGGRESSIVENESS)  # type: ignore[no-untyped-call]  # it has no types

    def set_sample_rate(self, sample_rate: int) -> None:
        """Use the rate of the pipeline; raises ValueError when the detector does not know it."""
        if (self._init_sample_rate or sample_rate) not in RATES:
            raise ValueError(f"voice detection works at {RATES} Hz, not at {sample_rate}")
        super().set_sample_rate(sample_rate)

    def num_frames_required(self) -> int:
        """Samples in 20 ms."""
        return int(self.sample_rate * FRAME_SECONDS)

    def voice_confidence(self, buffer: bytes) -> float:
        """1.0 for voice and 0.0 for anything else."""
        level = np.sqrt(np.mean(np.square(np.frombuffer(buffer, np.int16), dtype=np.float64)))
        if level < QUIETEST:
            return 0.0
        return float(self._detector.is_speech(buffer, self.sample_rate))  # type: ignore[no-untyped-call]
