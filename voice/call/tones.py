"""The sounds that are not speech: ringing while the caller waits, the beep before a message."""

from __future__ import annotations

import numpy as np

RINGBACK_HZ = 425.0
"""Ringing tone of most of Europe (ITU-T E.180, supplement 2)."""
RINGBACK_ON, RINGBACK_OFF = 1.5, 3.5
LEVEL = 0.05
"""Of full scale: clearly there, easy to talk over."""


def tone(hertz: float, seconds: float, rate: int, level: float = LEVEL) -> bytes:
    """A sine as mono 16-bit, with 10 ms ramps so that it does not click."""
    samples = np.arange(int(seconds * rate))
    wave = np.sin(2 * np.pi * hertz * samples / rate) * level
    ramp = int(0.01 * rate)
    wave[:ramp] *= np.linspace(0, 1, ramp)
    wave[-ramp:] *= np.linspace(1, 0, ramp)
    return (wave * 32767).astype("<i2").tobytes()


def ringback(rate: int) -> bytes:
    """One period of ringing tone."""
    return tone(RINGBACK_HZ, RINGBACK_ON, rate) + bytes(int(RINGBACK_OFF * rate) * 2)


def waiting(rate: int) -> bytes:
    """One period of what is heard in a queue or on hold: two soft notes and a long rest."""
    notes = tone(440.0, 0.35, rate, 0.03) + tone(587.3, 0.5, rate, 0.03)
    return notes + bytes(int(5.15 * rate) * 2)


def beep(rate: int) -> bytes:
    """The tone that says: speak now."""
    return tone(1000.0, 0.4, rate, 0.1)


def frames(pcm: bytes, rate: int, seconds: float = 0.02) -> list[bytes]:
    """Sound cut into frames; the last one may be short."""
    size = int(rate * seconds) * 2
    return [pcm[start : start + size] for start in range(0, len(pcm), size)]
