"""Prompts that somebody has recorded: read once, brought to the line's rate and the voices' level, kept."""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import soundfile
import soxr
from loguru import logger

from voice.speech.sound import Samples, levelled, trimmed

MOST_SECONDS = 120.0
"""Nobody on a telephone listens to a longer one."""
MOST_BYTES = 128 * 1024 * 1024
"""Sound kept in memory; what was not played for longest goes first."""
SHORTEST_SECONDS = 0.05


@dataclass(frozen=True, slots=True)
class _Key:
    """A file as it was at a moment, at a rate."""

    path: str
    modified: int
    size: int
    rate: int


class Recordings:
    """Recorded prompts of all plans. Thread-safe."""

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self._most_bytes = most_bytes
        self._kept: OrderedDict[_Key, bytes] = OrderedDict()
        self._bytes = 0
        self._told: set[tuple[str, int]] = set()
        self._lock = threading.Lock()

    def load(self, path: str, rate: int) -> bytes | None:
        """A sound file as 16-bit mono at `rate`; reads the file, unless it is kept as it is on disk.

        Any format of libsndfile (WAV, FLAC, Ogg Vorbis and Opus, MP3, AIFF …), of any rate and number of
        channels. None, and one line in the log, when it is missing or no sound that can be played.
        """
        try:
            stat = Path(path).stat()
            key = _Key(path, stat.st_mtime_ns, stat.st_size, rate)
            if (kept := self._get(key)) is not None:
                return kept
            pcm = _read(path, rate)
        except (OSError, ValueError, RuntimeError, TypeError) as error:
            self._tell(path, error)
            return None
        self._put(key, pcm)
        return pcm

    def _get(self, key: _Key) -> bytes | None:
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
            return self._kept.get(key)

    def _put(self, key: _Key, pcm: bytes) -> None:
        with self._lock:
            self._bytes += len(pcm) - len(self._kept.pop(key, b""))
            self._kept[key] = pcm
            while self._bytes > self._most_bytes and len(self._kept) > 1:
                self._bytes -= len(self._kept.popitem(last=False)[1])

    def _tell(self, path: str, error: Exception) -> None:
        try:
            modified = Path(path).stat().st_mtime_ns
        except OSError:
            modified = 0
        with self._lock:
            told = (path, modified) in self._told
            self._told.add((path, modified))
        if not told:
            why = str(error) if isinstance(error, _UnplayableError) else type(error).__name__
            logger.error("the recording {} is not played, its text is spoken: {}", path, why)


class _UnplayableError(ValueError):
    """Sound that no caller should hear; the message says why."""


def _read(path: str, rate: int) -> bytes:
    with soundfile.SoundFile(path) as file:
        if file.frames > MOST_SECONDS * file.samplerate:
            raise _UnplayableError(f"longer than {MOST_SECONDS:.0f} s")
        if file.frames < SHORTEST_SECONDS * file.samplerate:
            raise _UnplayableError("silence")
        sound = file.read(dtype="float32", always_2d=True)
        found = file.samplerate
    mono: Samples = np.ascontiguousarray(sound.mean(axis=1), dtype=np.float32)
    if not np.isfinite(mono).all():
        raise _UnplayableError("no sound")
    if found != rate:
        mono = np.asarray(soxr.resample(mono, found, rate, quality="HQ"), np.float32)
    pcm = levelled(trimmed(mono, rate), rate)
    if len(pcm) < SHORTEST_SECONDS * rate or not pcm.any():
        raise _UnplayableError("silence")
    return pcm.tobytes()
