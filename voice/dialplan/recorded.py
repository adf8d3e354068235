"""Recorded prompts: sound files beside a plan."""

from __future__ import annotations

from pathlib import Path

import soundfile

from voice.dialplan.include import SHARED


class Unreadable(Exception):
    """A sound file that cannot be played; the message says why."""


def path_of(folder: Path, file: str) -> Path:
    """Where a plan's sound file is: below its folder, or below shared/ beside it. Raises Unreadable."""
    root = folder.parent if file.startswith(f"{SHARED}/") else folder
    path, inside = root / file, root / SHARED if root is not folder else folder
    if not path.resolve().is_relative_to(inside.resolve()):
        raise Unreadable(f"{file} lies outside the plan's folder")
    if not path.is_file():
        raise Unreadable(f"there is no sound file {file}; it would be {path}")
    return path


def seconds_of(folder: Path, file: str) -> float:
    """Length of a plan's sound file. Raises Unreadable."""
    path = path_of(folder, file)
    try:
        info = soundfile.info(str(path))
    except (soundfile.SoundFileError, OSError):
        raise Unreadable(f"{file} is no sound file that can be played; WAV, FLAC, OGG and MP3 can") from None
    if not info.frames:
        raise Unreadable(f"{file} is empty")
    return float(info.frames / info.samplerate)
