"""Is somebody speaking: WebRTC's detector in the shape that the pipeline wants, above the noise."""

from __future__ import annotations

import math
from collections import deque

import numpy as np
import webrtcvad
from pipecat.audio.vad.vad_analyzer import VADAnalyzer, VADParams, VADState

VAD_PARAMS = VADParams(confidence=0.5, start_secs=0.1, stop_secs=0.2, min_volume=0.0)
"""Five frames of voice begin an utterance, ten without end it; loudness is left to the detector."""

FRAME_SECONDS = 0.02
AGGRESSIVENESS = 2
"""Of 0 to 3. Less takes noise for voice, more hears the beginning of words later."""
QUIETEST = -55.0
"""dBFS below which a frame is line noise, whatever its shape."""
ABOVE_NOISE = 6.0
"""dB by which a voice is louder than the noise behind it: without them a street never falls silent."""
NOISE_SECONDS = 3.0
NOISE_SHARE = 0.2
"""So much of the last seconds is taken to be no voice: the pauses between words, at the least."""
FIRST_SECONDS = 0.3
"""Before so much was heard nothing is known of the noise."""
RATES = (8000, 16000, 32000, 48000)


class NoiseFloor:
    """How loud a line is when nobody speaks, told from the quietest part of its last seconds.

    After the minimum statistics of R. Martin ("Noise power spectral density estimation based on optimal
    smoothing and minimum statistics", IEEE Trans. Speech and Audio Processing, 2001), with a quantile.
    """

    def __init__(self) -> None:
        self._levels: deque[float] = deque(maxlen=round(NOISE_SECONDS / FRAME_SECONDS))

    def heard(self, level: float) -> float:
        """The noise in dBFS after one more frame of this level; minus infinity while it is unknown."""
        self._levels.append(level)
        if len(self._levels) < FIRST_SECONDS / FRAME_SECONDS:
            return -math.inf
        return sorted(self._levels)[int(NOISE_SHARE * (len(self._levels) - 1))]


class WebRtcVad(VADAnalyzer):
    """Voice activity in 20 ms frames of 16-bit mono PCM. One per call: the detector adapts to its line."""

    def __init__(self, *, sample_rate: int | None = None, params: VADParams | None = None) -> None:
        super().__init__(sample_rate=sample_rate, params=params or VAD_PARAMS)
        self._noise = NoiseFloor()
        self._detector = webrtcvad.Vad(AGGRESSIVENESS)  # type: ignore[no-untyped-call]  # it has no types

    def set_sample_rate(self, sample_rate: int) -> None:
        """Use the rate of the pipeline; raises ValueError when the detector does not know it."""
        if (self._init_sample_rate or sample_rate) not in RATES:
            raise ValueError(f"voice detection works at {RATES} Hz, not at {sample_rate}")
        super().set_sample_rate(sample_rate)

    def num_frames_required(self) -> int:
        """Samples in 20 ms."""
        return int(self.sample_rate * FRAME_SECONDS)

    async def analyze_audio(self, buffer: bytes) -> VADState:
        """Whether voice is heard after this sound; the way to a thread and back would take longer."""
        return self._run_analyzer(buffer)

    def _get_smoothed_volume(self, audio: bytes) -> float:
        """Loud enough: pipecat's loudness by EBU R 128 takes ten times as long as all else here."""
        return 1.0

    def voice_confidence(self, buffer: bytes) -> float:
        """1.0 for voice and 0.0 for anything else."""
        level = _dbfs(buffer)
        noise = self._noise.heard(level)
        if level < max(QUIETEST, noise + ABOVE_NOISE):
            return 0.0
        return float(self._detector.is_speech(buffer, self.sample_rate))  # type: ignore[no-untyped-call]


def _dbfs(pcm: bytes) -> float:
    """RMS level of 16-bit samples; minus infinity for digital silence."""
    samples = np.frombuffer(pcm, np.int16).astype(np.int64)
    energy = int(samples @ samples)
    return 10 * math.log10(energy / len(samples) / 32768**2) if energy else -math.inf
