"""A call's recording with stretches of it made silent."""

from __future__ import annotations

import io
from collections.abc import Iterable
from pathlib import Path

import numpy as np
import soundfile

from voice.errors import AudioFileError
from voice.exchange.redacted import Stretch


def wav_without(path: Path, stretches: Iterable[Stretch]) -> bytes:
    """The WAV file with these stretches silent, caller left, bot and person right. Raises AudioFileError."""
    try:
        sound, rate = soundfile.read(path, dtype="int16", always_2d=True)
    except (OSError, soundfile.LibsndfileError) as error:
        raise AudioFileError(f"{path}: the recording cannot be read.") from error
    for stretch in stretches:
        channel = 0 if stretch.caller or sound.shape[1] == 1 else 1
        start, end = (max(0, int(moment * rate)) for moment in (stretch.start, stretch.end))
        sound[start:end, channel] = 0
    out = io.BytesIO()
    soundfile.write(out, np.ascontiguousarray(sound), rate, format="WAV", subtype="PCM_16")
    return out.getvalue()
