"""How a stretch of speech sounds, in numbers that neither its level nor the telephone's band changes much.

Frames of 32 ms every 10 ms, 300 to 3400 Hz, at 8 kHz. Nothing is normalised over a speaker or a call, and
loudness is no feature: each clip is measured against the level of its own voice.

Pitch is found by generalised autocorrelation of the compressed spectrum (Tolonen and Karjalainen, IEEE Trans.
Speech and Audio Processing 8(6), 2000), which hears the harmonics where the line has cut the fundamental.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import soxr
from numpy.typing import NDArray

Array = NDArray[np.float64]

RATE = 8000
HOP = 80
"""Samples from frame to frame: 10 ms."""
_WINDOW = 256
_PITCH_WINDOW = 400
"""Samples: 50 ms hold at least three periods of a deep voice."""
_FFT = 1024
_LOW, _HIGH = 300.0, 3400.0
_LOWEST_PITCH, _HIGHEST_PITCH = 70.0, 500.0
_FINER = 2
"""Lags per sample: high voices have few samples per period."""
_COMPRESSION = 0.6
"""Exponent of the power spectrum before autocorrelation; 1 is the plain one."""
_SHORTER_LAG_BONUS = 0.03
"""Periodicity that each octave downwards has to make up for; against octave errors."""
_VOICED = 0.45
"""Periodicity, 0 to 1, from which a frame counts as voiced."""
_RANGE_DB = 30.0
"""Frames this far under the loudest are no speech."""
_OVER_NOISE_DB = 6.0
_BANDS = 20
_CEPSTRA = 12
_BLOCK = 3000
"""Frames that are worked on at once, so that a long recording needs little memory."""
_FLOOR_DB = -35.0
"""Bands are not followed further below the level of the voice."""


@dataclass(frozen=True, slots=True)
class Prosody:
    """What was measured frame by frame; all arrays have one entry per 10 ms."""

    speech: NDArray[np.bool_]
    """Frames with speech in them."""
    voiced: NDArray[np.bool_]
    """Frames with speech that has a pitch."""
    level: Array
    """Level in dB, of full scale."""
    bands: Array
    """(frames, 20) mel bands from 300 to 3400 Hz, dB against the level of the voice."""
    pitch: Array
    """Hz; meaningless where not voiced."""
    periodicity: Array
    """0 noise, 1 a perfect tone."""


def to_line_rate(samples: NDArray[np.floating], rate: int) -> Array:
    """Mono samples at the telephone's 8 kHz."""
    if rate != RATE:
        samples = soxr.resample(samples, rate, RATE)
    return np.asarray(samples, np.float64)


def measure(samples: Array) -> Prosody:
    """Measure mono sound at 8 kHz, -1 to 1; too short sound is padded with silence."""
    if len(samples) < _PITCH_WINDOW:
        samples = np.pad(samples, (0, _PITCH_WINDOW - len(samples)))
    samples = samples - samples.mean()
    frames = np.lib.stride_tricks.sliding_window_view(samples, _PITCH_WINDOW)[::HOP]
    blocks = [_measure_frames(frames[first : first + _BLOCK]) for first in range(0, len(frames), _BLOCK)]
    mel, level, pitch, periodicity = (np.concatenate(parts) for parts in zip(*blocks, strict=True))
    speech = _speech(level)
    reference = mean_db(level[speech]) if speech.any() else 0.0
    bands = np.maximum(10 * np.log10(mel + 1e-14) - reference, _FLOOR_DB)
    voiced = _without_specks(speech & (periodicity > _VOICED))
    return Prosody(speech, voiced, level, bands, pitch, periodicity)


def _measure_frames(frames: Array) -> tuple[Array, Array, Array, Array]:
    """Power per mel band, level, pitch and periodicity of each frame."""
    start = (_PITCH_WINDOW - _WINDOW) // 2
    power = np.abs(np.fft.rfft(frames[:, start : start + _WINDOW] * _HANN, _FFT)) ** 2 / _HANN_POWER
    level = 10 * np.log10(power[:, _IN_BAND].sum(axis=1) + 1e-12)
    return power @ _MEL.T, level, *_pitch(frames)


def mean_db(levels: Array) -> float:
    """Mean power of levels in dB, in dB."""
    return float(10 * np.log10(np.mean(10 ** (levels / 10))))


def _speech(level: Array) -> NDArray[np.bool_]:
    loud, quiet = np.percentile(level, 95), np.percentile(level, 5)
    floor = max(loud - _RANGE_DB, min(quiet + _OVER_NOISE_DB, loud - 2 * _OVER_NOISE_DB))
    return np.asarray((level > floor) & (loud > -75.0))


def _pitch(frames: Array) -> tuple[Array, Array]:
    """Pitch in Hz and periodicity per frame."""
    spectrum = np.abs(np.fft.rfft(frames * _PITCH_HANN, _FFT)) ** (2 * _COMPRESSION)
    similar = np.fft.irfft(spectrum * _IN_BAND, _FINER * _FFT, axis=1)[:, : _LAGS[-1] + 2]
    similar = similar / (similar[:, :1] + 1e-12) / _PITCH_SELF
    scored = similar[:, _LAGS] - _SHORTER_LAG_BONUS * np.log2(_LAGS / _LAGS[0])
    peaks = (similar[:, _LAGS] >= similar[:, _LAGS - 1]) & (similar[:, _LAGS] >= similar[:, _LAGS + 1])
    best = _LAGS[np.where(peaks, scored, -1.0).argmax(axis=1)]
    rows = np.arange(len(frames))
    before, at, after = (similar[rows, best + step] for step in (-1, 0, 1))
    bend = before - 2 * at + after
    shift = np.where(np.abs(bend) > 1e-9, 0.5 * (before - after) / np.where(bend == 0, 1, bend), 0.0)
    return _FINER * RATE / (best + np.clip(shift, -0.5, 0.5)), np.clip(at, 0.0, 1.0)


def _without_specks(voiced: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Only stretches of at least 30 ms."""
    padded = np.pad(voiced, 2)
    full = padded[:-2] & padded[1:-1] & padded[2:]
    return np.asarray(voiced & (full[:-2] | full[1:-1] | full[2:]))


def _mel_bands() -> Array:
    """Triangles, equally wide in mel, from 300 to 3400 Hz; each weighs its band's mean power."""

    def mel(hertz: float) -> float:
        return 2595 * float(np.log10(1 + hertz / 700))

    edges = 700 * (10 ** (np.linspace(mel(_LOW), mel(_HIGH), _BANDS + 2) / 2595) - 1)
    hertz = np.fft.rfftfreq(_FFT, 1 / RATE)
    rise = (hertz - edges[:-2, None]) / (edges[1:-1] - edges[:-2])[:, None]
    fall = (edges[2:, None] - hertz) / (edges[2:] - edges[1:-1])[:, None]
    return np.asarray(np.clip(np.minimum(rise, fall), 0, None))


_HANN = np.hanning(_WINDOW)
_HANN_POWER = float((_HANN**2).sum()) * _FFT / 2
_PITCH_HANN = np.hanning(_PITCH_WINDOW)
_MEL = _mel_bands()
_IN_BAND = (np.fft.rfftfreq(_FFT, 1 / RATE) >= _LOW) & (np.fft.rfftfreq(_FFT, 1 / RATE) <= _HIGH)
_LAGS = np.arange(int(_FINER * RATE / _HIGHEST_PITCH), int(_FINER * RATE / _LOWEST_PITCH) + 1)
_PITCH_SELF = np.correlate(_PITCH_HANN, _PITCH_HANN, "full")[_PITCH_WINDOW - 1 :]
_PITCH_SELF = np.interp(np.arange(_LAGS[-1] + 2) / _FINER, np.arange(_PITCH_WINDOW), _PITCH_SELF)
_PITCH_SELF = np.maximum(_PITCH_SELF / _PITCH_SELF[0], 0.2) ** _COMPRESSION
_COSINES = np.cos(np.pi / _BANDS * np.outer(np.arange(1, _CEPSTRA + 1), np.arange(_BANDS) + 0.5))


def cepstra(bands: Array) -> Array:
    """(frames, 12) cosine transform of the bands, without the level."""
    return np.asarray(bands @ _COSINES.T / _BANDS)
