"""The corpus of synthetic callers: what is written, who speaks it on which line, and what a line does."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from benchmarks.callers.dialogues import KINDS, PLANS, Expected, dialogues
from benchmarks.callers.judging import Outcome, misses
from benchmarks.callers.line import RATE, over_the_line, rate_of
from benchmarks.callers.takes import CODECS, CONDITIONS, NOISES, SPEAKERS, Condition, Take, takes
from voice.dialplan.load import load_plan
from voice.turn import EndReason, TransferReason

VOICES = sorted({speaker.voice for speaker in SPEAKERS})
DEFAULT = [voice for voice in VOICES if voice != "am_michael"]


def test_there_are_more_than_200_callers_of_every_kind_in_both_languages_for_every_plan() -> None:
    found = takes(dialogues(), DEFAULT)
    assert len(found) > 200
    cells = {(take.dialogue.plan, take.dialogue.language, take.dialogue.kind) for take in found}
    assert cells == {(plan, lang, kind) for plan in PLANS for lang in ("en", "fr") for kind in KINDS}
    assert len({take.id for take in found}) == len(found)
    for counts in (
        Counter(take.codec for take in found),
        Counter(take.noise for take in found if take.noise),
        Counter(take.condition.name for take in found),
    ):
        assert max(counts.values()) - min(counts.values()) <= 2, "each in turn"
    assert {take.codec for take in found} == set(CODECS)
    assert {take.noise for take in found} == {"", *NOISES}


def test_the_same_seed_gives_the_same_callers() -> None:
    assert takes(dialogues(), VOICES, 1) == takes(dialogues(), VOICES, 1)
    assert takes(dialogues(), VOICES, 1) != takes(dialogues(), VOICES, 2)


def test_no_caller_says_what_a_plan_was_taught() -> None:
    for plan in PLANS:
        taught = {
            "".join(filter(str.isalnum, example.lower()))
            for intent in load_plan(Path("dialplans") / plan).intents.values()
            for examples in intent.examples.values()
            for example in examples
        }
        for dialogue in dialogues():
            said = {"".join(filter(str.isalnum, line.says.lower())) for line in dialogue.lines if line.says}
            assert not said & taught, dialogue.name


def one_take(condition: Condition, codec: str, noise: str = "") -> Take:
    return Take(dialogues()[0], SPEAKERS[0], condition, codec, noise, seed=7)


def tone() -> NDArray[np.float32]:
    """A second of 1 kHz at 0 dBFS by RMS, then a second of silence."""
    time = np.arange(RATE) / RATE
    loud = np.sqrt(2) * np.sin(2 * np.pi * 1000 * time)
    return np.concatenate([loud, np.zeros(RATE)]).astype(np.float32)


def decibel(pcm: NDArray[np.int16]) -> float:
    return float(10 * np.log10(np.mean((pcm / 32768.0) ** 2) + 1e-12))


BABBLE = np.random.default_rng(3).standard_normal(RATE).astype(np.float32)


@pytest.mark.parametrize("codec", CODECS)
def test_every_codec_keeps_level_and_length(codec: str) -> None:
    pcm = over_the_line(tone(), one_take(CONDITIONS[0], codec), BABBLE)
    rate = rate_of(codec)
    assert rate == (8000 if codec in ("pcma", "pcmu") else 16000)
    assert len(pcm) == 2 * rate
    assert decibel(pcm[rate // 4 : rate * 3 // 4]) == pytest.approx(-20, abs=1)
    assert decibel(pcm[-rate // 2 :]) < -55


@pytest.mark.parametrize("noise", NOISES)
def test_noise_is_as_loud_as_it_says(noise: str) -> None:
    quiet = np.concatenate([tone(), np.zeros(40 * RATE, np.float32)])
    pcm = over_the_line(quiet, one_take(Condition("noisy", snr=10.0), "pcma", noise), BABBLE)
    assert decibel(pcm[10000:]) == pytest.approx(-30, abs=1)


def test_lost_packets_are_silent_and_as_many_as_it_says() -> None:
    speech = np.tile(tone()[:RATE], 60)
    pcm = over_the_line(speech, one_take(Condition("lossy", loss=0.05), "pcma"), BABBLE)
    silent = [not pcm[start : start + 160].any() for start in range(0, len(pcm), 160)]
    assert 0.03 < sum(silent) / len(silent) < 0.07
    runs = "".join("01"[packet] for packet in silent).replace("0", " ").split()
    assert any(len(run) > 1 for run in runs), "they are lost in bursts"


@pytest.mark.parametrize(
    ("expected", "told"),
    [
        ({"ends": "completed"}, ["ended transferred, not completed"]),
        ({"ends": "transferred", "reason": "emotion"}, ["reason complexity, not emotion"]),
        ({"ends": "transferred", "request": "refund"}, ["request refund not understood"]),
        ({"ends": "transferred", "slots": {"number": "2"}}, ["slot number not understood"]),
        ({"ends": "transferred", "hears": "goodbye"}, ["answer not given"]),
        ({"ends": "transferred", "barged_in": True}, ["cutting in not noticed"]),
        (
            {
                "ends": "transferred",
                "reason": "complexity",
                "request": "tracking",
                "slots": {"number": "1"},
                "hears": ["HELLO", "let me"],
            },
            [],
        ),
    ],
)
def test_an_outcome_is_told_apart_from_what_was_expected(
    expected: dict[str, object], told: list[str]
) -> None:
    outcome = Outcome(
        EndReason.TRANSFERRED, TransferReason.COMPLEXITY, ("tracking",), (("number", "1"),),
        "Hello. Let me look.", barged_in=False,
    )  # fmt: skip
    assert misses(Expected.model_validate(expected), outcome) == told
