"""What a telephone line does to a voice: noise, band, codec, lost packets, level."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import av
import numpy as np
import soxr
from numpy.typing import NDArray

from benchmarks.callers.takes import Take

Sound = NDArray[np.float32]
RATE = 16000
"""Of all sound before it goes onto the line."""
_PACKET = 0.02
_LOST_AFTER_LOST = 0.5
"""Chance that a packet is lost when the one before it was: losses come in bursts (Gilbert)."""
_ENCODERS = {"pcma": "pcm_alaw", "pcmu": "pcm_mulaw", "g722": "g722", "opus": "libopus"}
_CODED_AT = {"pcma": 8000, "pcmu": 8000, "g722": 16000, "opus": 48000}


def rate_of(codec: str) -> int:
    """Samples a second of the recording: 16000 for wideband codecs."""
    return min(_CODED_AT[codec], RATE)


def over_the_line(speech: Sound, take: Take, babble: Sound) -> NDArray[np.int16]:
    """The caller's channel as the gateway hears it, at `rate_of(take.codec)`.

    `speech` has its speech at 0 dBFS by RMS, at `RATE`; `babble` is some seconds of many talkers.
    """
    chance = np.random.default_rng(take.seed)
    sound = speech
    if take.condition.snr is not None:
        noise = _noise(take.noise, len(speech), chance, babble)
        sound = speech + noise * np.float32(10 ** (-take.condition.snr / 20))
    sound = sound * np.float32(10 ** (take.speaker.level / 20))
    coded = _coded(sound, take.codec)
    return _lossy(coded, rate_of(take.codec), take.condition.loss, chance)


def _noise(kind: str, size: int, chance: np.random.Generator, babble: Sound) -> Sound:
    """So many samples, between 300 and 3400 Hz at 0 dBFS by RMS."""
    white = chance.standard_normal(size).astype(np.float32)
    if kind == "babble":
        begin = int(chance.integers(len(babble)))
        noise = np.resize(np.roll(babble, -begin), size)
    elif kind == "hum":
        time = np.arange(size) / RATE
        hum = sum(np.sin(2 * np.pi * 50 * part * time + part) / part for part in (1, 2, 3, 5, 7, 9, 11, 13))
        noise = np.asarray(hum, np.float32) + 0.3 * white
    else:
        # Pink, with a rumble that comes and goes as traffic does.
        spectrum = np.fft.rfft(white)
        spectrum /= np.sqrt(np.maximum(np.arange(len(spectrum)), 1))
        slow = 1 + 0.6 * np.sin(2 * np.pi * 0.23 * np.arange(size) / RATE + chance.uniform(0, 6))
        noise = np.fft.irfft(spectrum, size).astype(np.float32) * slow.astype(np.float32)
    return np.asarray(noise / np.sqrt(np.mean(_in_band(noise) ** 2)), np.float32)


def _in_band(sound: Sound) -> Sound:
    """What is left of it between 300 and 3400 Hz, with edges 100 Hz wide."""
    pitch = np.fft.rfftfreq(len(sound), 1 / RATE)
    gain = np.clip((pitch - 200) / 100, 0, 1) * np.clip((3500 - pitch) / 100, 0, 1)
    return np.asarray(np.fft.irfft(np.fft.rfft(sound) * gain, len(sound)), np.float32)


def _coded(sound: Sound, codec: str) -> NDArray[np.int16]:
    """Through a coder and back, with the telephone's band for the narrow ones."""
    rate = _CODED_AT[codec]
    if rate == 8000:
        sound = _in_band(sound)
    there = soxr.resample(sound, RATE, rate)
    back = _through(np.clip(there * 32767, -32768, 32767).astype(np.int16), _ENCODERS[codec], rate)
    if rate > RATE:
        narrow = soxr.resample(back.astype(np.float32), rate, RATE)
        return np.asarray(np.clip(narrow, -32768, 32767), np.int16)
    return back


def _through(pcm: NDArray[np.int16], coder: str, rate: int) -> NDArray[np.int16]:
    encoder: Any = av.CodecContext.create(coder, "w")
    decoder: Any = av.CodecContext.create(coder, "r")
    for context in (encoder, decoder):
        context.sample_rate = rate
        context.layout = "mono"
    encoder.format = "s16"
    encoder.time_base = Fraction(1, rate)
    size = int(rate * _PACKET)
    padded = np.concatenate([pcm, np.zeros(-len(pcm) % size, np.int16)])
    back: list[NDArray[np.int16]] = []
    for start in range(0, len(padded), size):
        frame = av.AudioFrame.from_ndarray(padded[None, start : start + size], format="s16", layout="mono")
        frame.sample_rate, frame.pts = rate, start
        for packet in encoder.encode(frame):
            back += [decoded.to_ndarray().ravel() for decoded in decoder.decode(packet)]
    return np.concatenate(back)[: len(pcm)].astype(np.int16)


def _lossy(pcm: NDArray[np.int16], rate: int, share: float, chance: np.random.Generator) -> NDArray[np.int16]:
    """Lost packets are silence: nothing conceals them."""
    if not share:
        return pcm
    pcm = pcm.copy()
    size = int(rate * _PACKET)
    first = share * (1 - _LOST_AFTER_LOST) / (1 - share)
    lost = False
    for start in range(0, len(pcm), size):
        lost = bool(chance.random() < (_LOST_AFTER_LOST if lost else first))
        if lost:
            pcm[start : start + size] = 0
    return pcm
