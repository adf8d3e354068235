"""A recorded caller through the real recognizer, the real voices and a shipped plan."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile

from voice.dialplan.load import load_all
from voice.replay.clock import run
from voice.replay.report import call_report
from voice.replay.runner import replay
from voice.replay.tape import read_tape
from voice.settings import ModelsSettings, SpeechSettings
from voice.speech.engines import Engines, load_engines

pytestmark = pytest.mark.weights


@pytest.fixture(scope="module")
def engines() -> Iterator[Engines]:
    loaded = load_engines(ModelsSettings(), SpeechSettings())
    yield loaded
    loaded.close()


@pytest.fixture(scope="module")
def caller(engines: Engines, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A stereo file of another rate: the caller left, something else right."""

    async def speech() -> list[bytes]:
        lines = ("Hello, where is my order?", "A ten forty two.", "I would like to speak to a person.")
        return [await engines.voices.speak(line, "en", 16000) for line in lines]

    pauses, sound = (9.0, 9.0, 15.0, 1.0), [np.zeros(0, np.int16)]
    for pause, pcm in zip(pauses, [*run(speech()), b""], strict=True):
        sound += [np.zeros(int(pause * 16000), np.int16), np.frombuffer(pcm, np.int16)]
    left = np.concatenate(sound)
    path = tmp_path_factory.mktemp("tape") / "caller.wav"
    soundfile.write(path, np.stack([left, left[::-1]], axis=1), 16000)
    return path


def report(path: Path, engines: Engines) -> dict[str, Any]:
    plan = load_all(Path("dialplans")).plans["retail"]
    replayed = replay(read_tape(path), plan, engines)
    return call_report(replayed.events, replayed.brief)


def test_a_file_is_served_and_handed_over_the_same_each_time(caller: Path, engines: Engines) -> None:
    once, again = report(caller, engines), report(caller, engines)
    assert [turn["outcome"] for turn in once["turns"]][:1] == ["matched"]
    assert once["turns"][0]["understood"]["intents"][0]["name"] == "order_status"
    assert any(turn["understood"]["slots"].get("order_number") == "A1042" for turn in once["turns"])
    assert any("Chronopost" in text for turn in once["turns"] for text in turn["said"])
    assert once["call"]["language"] == "en"
    assert once["handoff"]["reason"] == "caller_asked"
    assert once["handoff"]["to"] == "support"
    assert once["handoff"]["spoken"] == once["handoff"]["written"]["spoken"]
    assert once["ended"] == {"reason": "transferred"}
    hidden = [(side["call"]["id"], side["handoff"]["written"]["id"]) for side in (once, again)]
    texts = [json.dumps(side) for side in (once, again)]
    for number, (call, handoff) in enumerate(hidden):
        texts[number] = texts[number].replace(call, "CALL").replace(handoff, "HANDOFF")
    assert texts[0] == texts[1]


def test_a_noise_is_no_turn(engines: Engines, tmp_path: Path) -> None:
    hiss = np.random.default_rng(1).normal(0, 900, 8000 * 5).astype(np.int16)
    path = tmp_path / "noise.flac"
    soundfile.write(path, np.concatenate([np.zeros(8000 * 8, np.int16), hiss]), 8000)
    assert all(turn["heard"] is None for turn in report(path, engines)["turns"])
