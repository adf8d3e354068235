"""What is done to synthesized sound before it is heard: trimming, level, pauses."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Samples = NDArray[np.float32]
Pcm = NDArray[np.int16]

SPEECH_LEVEL = 10 ** (-20 / 20)
"""RMS of the parts that are speech, of full scale: -20 dBFS."""
HIGHEST_PEAK = 10 ** (-1 / 20)
FRAME_SECONDS = 0.01
EDGE_SECONDS = 0.005
"""Fade at both ends, against clicks."""


def levelled(samples: Samples, rate: int) -> Pcm:
    """Bring speech to SPEECH_LEVEL without clipping; silence stays silence."""
    if not len(samples):
        return np.zeros(0, np.int16)
    levels = _levels(samples, rate)
    loudest = float(levels.max(initial=0.0))
    if loudest < 1e-4:
        return np.zeros(len(samples), np.int16)
    speech = float(np.sqrt(np.mean(levels[levels > 0.1 * loudest] ** 2)))
    gain = min(SPEECH_LEVEL / speech, HIGHEST_PEAK / float(np.abs(samples).max()))
    scaled = samples * np.float32(gain * 32767)
    edge = min(int(rate * EDGE_SECONDS), len(scaled) // 2)
    ramp = np.linspace(0, 1, edge, dtype=np.float32)
    scaled[:edge] *= ramp
    scaled[len(scaled) - edge :] *= ramp[::-1]
    return np.asarray(scaled.round(), np.int16)


def trimmed(samples: Samples, rate: int, *, margin: float = 0.04, floor: float = 0.02) -> Samples:
    """Without the silence at both ends; `floor` is what counts as silence beside the loudest 10 ms."""
    levels = _levels(samples, rate)
    heard = np.flatnonzero(levels > floor * levels.max(initial=0.0))
    if not len(heard):
        return samples
    frame = int(rate * FRAME_SECONDS)
    first = max(0, int(heard[0] * frame - margin * rate))
    last = min(len(samples), int((heard[-1] + 1) * frame + margin * rate))
    return samples[first:last]


def silence(seconds: float, rate: int) -> Pcm:
    """Nothing, for so long."""
    return np.zeros(int(seconds * rate), np.int16)


def _levels(samples: Samples, rate: int) -> Samples:
    """RMS of each 10 ms."""
    frame = int(rate * FRAME_SECONDS)
    whole = len(samples) // frame * frame
    if not whole:
        return np.asarray(np.sqrt(np.mean(samples**2, keepdims=True)), np.float32)
    return np.asarray(np.sqrt(np.mean(samples[:whole].reshape(-1, frame) ** 2, axis=1)), np.float32)
