"""How loud each side of a recording is over time, to draw it."""

from __future__ import annotations

import math
import wave
from dataclasses import dataclass
from pathlib import Path

import numpy as np

_FULL = 32768.0
_STEP_SECONDS = 20.0
"""Sound read at once."""


@dataclass(frozen=True, slots=True)
class Loudness:
    """Peaks of both sides, one for each equal part of the recording."""

    seconds: float
    """Length of the recording."""
    caller: tuple[float, ...]
    """0 to 1 of full scale: the left channel."""
    bot: tuple[float, ...]
    """The right channel: the bot, then the person."""


def loudness(path: Path, parts: int = 900) -> Loudness:
    """Peaks of a 16-bit stereo WAV. Blocks; for a thread. Raises OSError, EOFError or wave.Error."""
    with wave.open(str(path), "rb") as file:
        if file.getnchannels() != 2 or file.getsampwidth() != 2:
            raise wave.Error("not 16-bit stereo")
        frames, rate = file.getnframes(), file.getframerate()
        peaks = np.zeros((parts, 2))
        width = max(1, math.ceil(frames / parts))
        at_once = max(1, int(_STEP_SECONDS * rate) // width) * width
        for first in range(0, frames, at_once):
            sound = np.frombuffer(file.readframes(at_once), "<i2").reshape(-1, 2)
            if not len(sound):
                break
            loud = np.abs(sound.astype(np.int32))
            starts = np.arange(0, len(loud), width)
            peaks[first // width : first // width + len(starts)] = np.maximum.reduceat(loud, starts)
    # The last parts lie behind the end when the frames do not divide: the parts cover `parts * width` frames.
    used = math.ceil(frames / width) if frames else 0
    caller, bot = (peaks[:used, side] / _FULL for side in (0, 1))
    return Loudness(frames / rate, tuple(caller.tolist()), tuple(bot.tolist()))
