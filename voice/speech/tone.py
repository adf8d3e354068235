"""How a stretch of voice sounds: anger, level, pitch, rate and pauses. No clock, no disk but its own table.

The anger detector is a logistic regression over statistics of `voice.speech.prosody`, trained on EmoDB
(German actors, CC BY 4.0) with changed channels, levels, noises and cuts; benchmarks/tone.py trains and
measures it. It hears arousal as much as anger (a joyful voice can pass for an angry one) and was never
tried on French callers: it may add to other evidence, and must not decide.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np

from voice.speech.prosody import RATE, Array, Prosody, cepstra, mean_db, measure, to_line_rate
from voice.turn import Tone

ANGRY = 0.5
"""A voice counts as angry from this probability; fixed before anything was measured."""
LEAST_VOICE = 0.12
"""Seconds of voice under which nothing is said about anger."""
_QUIETEST_DB = -35.0
"""Levels are not followed further below the level of the voice."""
_FEW = 5
"""Frames under which a statistic says nothing."""


@dataclass(frozen=True, slots=True)
class AngerModel:
    """A logistic regression over standardized features."""

    names: tuple[str, ...]
    mean: Array
    scale: Array
    weights: Array
    bias: float

    def probability(self, features: dict[str, float]) -> float:
        """Probability of anger, 0 to 1."""
        values = np.array([features[name] for name in self.names])
        score = float((values - self.mean) / self.scale @ self.weights + self.bias)
        return float(1 / (1 + np.exp(-np.clip(score, -30, 30))))


@cache
def anger_model() -> AngerModel:
    """The detector that comes with the gateway."""
    table = json.loads(files("voice.speech").joinpath("data/tone.json").read_text("utf-8"))
    rows = table["features"]
    return AngerModel(
        tuple(row["name"] for row in rows),
        np.array([row["mean"] for row in rows]),
        np.array([row["scale"] for row in rows]),
        np.array([row["weight"] for row in rows]),
        float(table["bias"]),
    )


def tone_of_pcm(pcm: bytes, rate: int) -> Tone:
    """Judge 16-bit mono PCM."""
    samples = np.frombuffer(pcm[: len(pcm) & ~1], "<i2") / 32768
    return tone_of(to_line_rate(samples, rate))


def tone_of(samples: Array, model: AngerModel | None = None) -> Tone:
    """Judge mono sound at 8 kHz, -1 to 1: one thing said, ideally a second or more."""
    heard = measure(samples)
    seconds = float(heard.voiced.sum()) / 100
    anger = 0.0
    if seconds >= LEAST_VOICE:
        anger = (model or anger_model()).probability(features(heard))
    pitch = float(np.median(heard.pitch[heard.voiced])) if heard.voiced.any() else 0.0
    level = mean_db(heard.level[heard.speech]) if heard.speech.any() else -100.0
    return Tone(
        anger=round(anger, 3),
        level_db=round(level, 1),
        pitch_hz=round(pitch, 1),
        rate=round(_syllables_per_second(heard), 2),
        longest_pause=round(_longest_pause(heard), 2),
        voiced_seconds=round(seconds, 2),
    )


def together(tones: Sequence[Tone | None]) -> Tone | None:
    """Several stretches of one turn as one: the longest counts in full, shorter ones by their length."""
    known = [tone for tone in tones if tone is not None and tone.voiced_seconds > 0]
    if len(known) < 2:
        return known[0] if known else next((tone for tone in tones if tone is not None), None)
    weights = np.array([tone.voiced_seconds for tone in known])
    longest = known[int(weights.argmax())]

    def mean(values: list[float]) -> float:
        return float(np.average(values, weights=weights))

    return Tone(
        anger=round(max(t.anger * t.voiced_seconds / longest.voiced_seconds for t in known), 3),
        level_db=round(mean([t.level_db for t in known]), 1),
        pitch_hz=longest.pitch_hz,
        rate=round(mean([t.rate for t in known]), 2),
        longest_pause=max(t.longest_pause for t in known),
        voiced_seconds=round(float(weights.sum()), 2),
    )


def features(heard: Prosody) -> dict[str, float]:
    """The statistics that anger is judged by, by name. None of them changes with the level of the clip."""
    speech = heard.speech if heard.speech.sum() >= _FEW else np.ones(len(heard.speech), bool)
    voiced = heard.voiced if heard.voiced.sum() >= 2 * _FEW else speech
    level = np.maximum(heard.level - mean_db(heard.level[speech]), _QUIETEST_DB)
    loud = speech & (level >= np.percentile(level[speech], 80))
    found = _timbre(heard, speech, voiced, loud)
    found |= _melody(heard, speech, voiced)
    found |= _energy(level, speech)
    return {name: float(value) for name, value in found.items()}


Mask = np.ndarray[tuple[int, ...], np.dtype[np.bool_]]


def _timbre(heard: Prosody, speech: Mask, voiced: Mask, loud: Mask) -> dict[str, float]:
    """The spectrum's shape where there is voice and where it is loudest, and how it moves."""
    shape = cepstra(heard.bands)
    move = np.abs(shape[2:] - shape[:-2])[speech[1:-1]]
    means, spread = shape[voiced].mean(axis=0), shape[speech].std(axis=0)
    moves = move.mean(axis=0) if len(move) else np.zeros(shape.shape[1])
    found = {}
    for number in range(shape.shape[1]):
        found[f"cepstrum_{number + 1}"] = means[number]
        found[f"cepstrum_{number + 1}_spread"] = spread[number]
        found[f"cepstrum_{number + 1}_move"] = moves[number]
    for number, value in enumerate(shape[loud].mean(axis=0)[:6]):
        found[f"cepstrum_{number + 1}_loud"] = value
    power = 10 ** (heard.bands[voiced] / 10)
    found["tilt"] = 10 * np.log10((power[:, 11:].mean() + 1e-4) / (power[:, :6].mean() + 1e-4))
    balance = heard.bands[:, 11:].mean(axis=1) - heard.bands[:, :6].mean(axis=1)
    found["balance"] = balance[voiced].mean()
    found["balance_high"] = np.percentile(balance[voiced], 90)
    found["balance_spread"] = balance[voiced].std()
    found["balance_loud"] = balance[loud].mean()
    return found


def _melody(heard: Prosody, speech: Mask, voiced: Mask) -> dict[str, float]:
    """Pitch in semitones over 100 Hz, how it moves, and how clear it is."""
    has_pitch = heard.voiced
    pitch = np.array([9.0])
    if has_pitch.sum() >= _FEW:
        pitch = 12 * np.log2(np.clip(heard.pitch[has_pitch], 70, 500) / 100)
    low, middle, high = np.percentile(pitch, [10, 50, 90])
    steps = 12 * np.abs(np.log2(heard.pitch[1:] / heard.pitch[:-1]))[has_pitch[1:] & has_pitch[:-1]]
    steps = steps[steps < 3]
    return {
        "pitch_low": low,
        "pitch_middle": middle,
        "pitch_high": high,
        "pitch_range": high - low,
        "pitch_spread": pitch.std(),
        "pitch_move": steps.mean() if len(steps) > 3 else 0.3,
        "periodicity": heard.periodicity[voiced].mean(),
        "periodicity_spread": heard.periodicity[speech].std(),
        "voiced_share": has_pitch.sum() / speech.sum(),
    }


def _energy(level: Array, speech: Mask) -> dict[str, float]:
    """How the level moves around its own mean, and in which rhythm."""
    moves = np.abs(np.diff(level))[speech[1:]]
    envelope = 10 ** (level / 20)
    envelope = envelope - envelope.mean()
    envelope = np.pad(envelope, (0, max(0, 64 - len(envelope))))
    rhythm = np.abs(np.fft.rfft(envelope * np.hanning(len(envelope)))) ** 2
    hertz = np.fft.rfftfreq(len(envelope), 0.01)

    def between(low: float, high: float) -> float:
        return float(rhythm[(hertz >= low) & (hertz < high)].sum())

    total = between(1, 20) + 1e-9
    return {
        "level_spread": level[speech].std(),
        "level_high": np.percentile(level[speech], 95),
        "level_low": np.percentile(level[speech], 20),
        "level_move": moves.mean() if len(moves) else 0.0,
        "rhythm_2_hz": np.log(between(1, 4) / total + 1e-3),
        "rhythm_6_hz": np.log(between(4, 8) / total + 1e-3),
        "rhythm_14_hz": np.log(between(8, 20) / total + 1e-3),
    }


def _syllables_per_second(heard: Prosody) -> float:
    """Peaks of the smoothed level with a dip of 2 dB before them and voice under them."""
    spoken = heard.speech.sum() / 100
    if spoken < 0.2:
        return 0.0
    smooth = np.convolve(np.pad(heard.level, 4, mode="edge"), np.hanning(11)[1:-1] / 5, "valid")
    near_voice = np.convolve(heard.voiced, np.ones(7), "same") > 0
    count, lowest, highest, rising = 0, smooth[0], smooth[0], True
    for value, voice in zip(smooth, near_voice, strict=True):
        highest, lowest = max(highest, value), min(lowest, value)
        if rising and highest - value > 2:
            count, rising, lowest = count + int(voice), False, value
        elif not rising and value - lowest > 2:
            rising, highest = True, value
    return float(count / spoken)


def _longest_pause(heard: Prosody) -> float:
    spoken = np.flatnonzero(heard.speech)
    return float(np.diff(spoken).max() - 1) / 100 if len(spoken) > 1 else 0.0


__all__ = ["ANGRY", "RATE", "AngerModel", "anger_model", "features", "together", "tone_of", "tone_of_pcm"]
