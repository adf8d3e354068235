"""Voice is told from the noise of a quiet line."""

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from pipecat.audio.vad.vad_analyzer import VADState

from voice.speech.vad import ABOVE_NOISE, VAD_PARAMS, NoiseFloor, WebRtcVad

RATE = 8000


def coloured(seconds: float, exponent: float) -> np.ndarray:
    """Noise of RMS 1 whose power falls with frequency to that exponent."""
    spectrum = np.fft.rfft(np.random.default_rng(1).standard_normal(int(seconds * RATE)))
    slope = np.maximum(np.arange(len(spectrum)), 1) ** (exponent / 2)
    noise = np.fft.irfft(spectrum / slope)
    return np.asarray(noise / np.sqrt(np.mean(noise**2)))


def hum(seconds: float) -> np.ndarray:
    """Mains hum with overtones, RMS 1."""
    time = np.arange(int(seconds * RATE)) / RATE
    tone = sum(np.sin(2 * np.pi * 50 * overtone * time) / overtone for overtone in range(1, 12))
    return np.asarray(tone / np.sqrt(np.mean(np.square(tone))))


def vowel(seconds: float) -> np.ndarray:
    """A hundred-hertz buzz with the formants of an open vowel, RMS 1."""
    time = np.arange(int(seconds * RATE)) / RATE
    sound = np.zeros(len(time))
    for overtone in range(1, 35):
        frequency = 110.0 * overtone
        weight = sum(np.exp(-(((frequency - formant) / 150) ** 2)) for formant in (730, 1090, 2440))
        sound += (weight + 0.02) * np.sin(2 * np.pi * frequency * time + overtone)
    return np.asarray(sound / np.sqrt(np.mean(sound**2)))


def many_talkers(seconds: float) -> np.ndarray:
    """A dozen voices at pitches of their own, each coming and going; RMS 1."""
    chance = np.random.default_rng(5)
    time = np.arange(int(seconds * RATE)) / RATE
    sound = np.zeros(len(time))
    for _ in range(12):
        pitch, phase, pace = chance.uniform(90, 230), chance.uniform(0, 6), chance.uniform(2, 5)
        voice = sum(np.sin(2 * np.pi * pitch * n * time + n) / n for n in range(1, 14))
        sound += voice * (1.2 + np.sin(2 * np.pi * pace * time + phase))
    return np.asarray(sound / np.sqrt(np.mean(sound**2)))


async def states(sound: np.ndarray, level: float) -> list[VADState]:
    detector = WebRtcVad(sample_rate=RATE)
    detector.set_sample_rate(RATE)
    pcm = (np.clip(sound * 10 ** (level / 20), -1, 1) * 32767).astype(np.int16)
    try:
        return [
            await detector.analyze_audio(pcm[start : start + 160].tobytes())
            for start in range(0, len(pcm) - 159, 160)
        ]
    finally:
        await detector.cleanup()  # type: ignore[no-untyped-call]  # pipecat leaves it untyped


@pytest.mark.parametrize("level", [-60, -55, -50, -45])
@pytest.mark.parametrize("noise", [coloured(10, 0), coloured(10, 1), hum(10)], ids=["white", "pink", "hum"])
async def test_line_noise_is_not_voice(noise: np.ndarray, level: float) -> None:
    assert VADState.SPEAKING not in await states(noise, level)


@pytest.mark.parametrize("level", [-15, -25, -30])
async def test_voice_is_found_soon_and_its_end_too(level: float) -> None:
    sound = np.concatenate([coloured(1, 1) * 0.01, vowel(0.5), coloured(1, 1) * 0.01])
    found = await states(sound, level)
    began = found.index(VADState.SPEAKING) * 0.02 - 1
    ended = found.index(VADState.QUIET, found.index(VADState.SPEAKING)) * 0.02 - 1.5
    assert 0 < began <= 0.16
    assert VAD_PARAMS.stop_secs - 0.04 <= ended <= 0.6


@pytest.mark.parametrize("ratio", [20, 10])
@pytest.mark.parametrize("noise", [coloured(9, 1), hum(9), many_talkers(9)], ids=["pink", "hum", "talkers"])
async def test_who_speaks_in_steady_noise_is_heard_to_begin_and_to_end(noise: np.ndarray, ratio: int) -> None:
    """Noise alone is no voice once it is known, and a pause in it is a pause."""
    loud = 10 ** (ratio / 20)
    sound = noise.copy()
    for begin in (3.0, 6.0):
        at = int(begin * RATE)
        sound[at : at + RATE] += vowel(1.0) * loud
    found = np.array([state is VADState.SPEAKING for state in await states(sound / loud, -20)])
    for begin in (3.0, 6.0):
        said = found[int(begin * 50) : int((begin + 1) * 50)]
        assert said[15:].all()
        after = found[int((begin + 1.6) * 50) : int((begin + 2.6) * 50)]
        assert after.mean() < 0.2
    assert found[50:150].mean() < 0.2


def test_a_long_sentence_does_not_become_the_noise() -> None:
    """Words with the short pauses between them, for as long as anyone speaks without a breath."""
    floor = NoiseFloor()
    for _ in range(20):
        noise = [floor.heard(level) for level in [-25.0] * 15 + [-45.0] * 5]
    assert max(noise) < -25 - ABOVE_NOISE


def test_nothing_is_known_of_the_noise_at_first() -> None:
    assert NoiseFloor().heard(-30) == -np.inf


def test_digital_silence_is_no_noise() -> None:
    floor = NoiseFloor()
    for _ in range(100):
        floor.heard(-np.inf)
    assert floor.heard(-20) == -np.inf


async def test_a_frame_costs_neither_a_thread_nor_a_measure_of_loudness(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """There are fifty a second in each call."""

    def dear(*_: object) -> None:
        raise AssertionError("not for every 20 ms")

    monkeypatch.setattr(ThreadPoolExecutor, "submit", dear)
    monkeypatch.setattr("pipecat.audio.volume.calculate_audio_volume", dear)
    assert VADState.SPEAKING in await states(vowel(1.0), -20)


def test_unknown_rates_are_refused() -> None:
    with pytest.raises(ValueError, match="Hz"):
        WebRtcVad().set_sample_rate(24000)
