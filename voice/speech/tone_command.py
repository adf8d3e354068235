"""`voice tone`: how angry the voices in sound files are, one JSON object a line."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable
from pathlib import Path

import numpy as np
import soundfile

from voice.errors import AudioFileError
from voice.output import printable
from voice.speech.prosody import Array, to_line_rate
from voice.speech.tone import tone_of


def run(paths: Iterable[Path]) -> int:
    """Print {"file", "anger", "seconds", "voiced_seconds", ...} per file; 2 when one cannot be read."""
    worst = 0
    for path in paths:
        try:
            samples, rate = read_sound(path)
        except AudioFileError as error:
            sys.stderr.write(printable(f"voice tone: {error.message}\n"))
            worst = 2
            continue
        tone = tone_of(to_line_rate(samples, rate))
        row = {
            "file": str(path),
            "anger": tone.anger,
            "seconds": round(len(samples) / rate, 2),
            "voiced_seconds": tone.voiced_seconds,
            "pitch_hz": tone.pitch_hz,
            "rate": tone.rate,
            "longest_pause": tone.longest_pause,
            "level_db": tone.level_db,
        }
        sys.stdout.write(printable(json.dumps(row, ensure_ascii=False)) + "\n")
    return worst


def read_sound(path: Path) -> tuple[Array, int]:
    """The left channel, -1 to 1, and its rate; a file may hold no sample. Raises AudioFileError."""
    if not path.exists():
        raise AudioFileError(f"{path}: no such file.")
    if path.is_dir():
        raise AudioFileError(f"{path}: a folder; name its files: {path}/*.wav")
    if not path.stat().st_size:
        raise AudioFileError(f"{path}: the file is empty.")
    try:
        with soundfile.SoundFile(os.fsencode(path)) as file:
            rate = int(file.samplerate)
            blocks = file.blocks(blocksize=60 * rate, dtype="float64", always_2d=True)
            parts = [block[:, 0].copy() for block in blocks]
    except (OSError, soundfile.LibsndfileError, RuntimeError, TypeError) as error:
        raise AudioFileError(
            f"{path}: not a sound file that can be read; give a WAV, FLAC, OGG or MP3 file."
        ) from error
    sound = np.concatenate(parts) if parts else np.zeros(0)
    if not np.isfinite(sound).all():
        raise AudioFileError(f"{path}: the file holds samples that are not numbers.")
    return sound, rate
