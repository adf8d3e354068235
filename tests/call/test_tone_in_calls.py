"""How the caller sounds goes with what is heard, and never holds it up."""

from __future__ import annotations

import asyncio
import threading

import pytest

from tests.call.scene import Scene, play
from tests.fakes import quiet, say
from voice.events import TurnTaken
from voice.replay.report import call_report
from voice.speech import recognizer
from voice.turn import Tone


def tone_of(scene: Scene, turn: int = 0) -> Tone | None:
    heard = scene.all(TurnTaken)[turn].turn.heard
    assert heard is not None and heard.text
    return heard.tone


def test_each_turn_that_was_spoken_has_its_tone() -> None:
    scene = play(quiet(8), say("what are your opening hours", seconds=2), quiet(12))
    tone = tone_of(scene)
    assert tone is not None
    assert 1.5 < tone.voiced_seconds < 2.5
    assert tone.pitch_hz == pytest.approx(130, abs=3), "the pitch of the scripted caller"
    assert 0 <= tone.anger <= 1


def test_the_report_of_a_replay_shows_it() -> None:
    scene = play(quiet(8), say("what are your opening hours"), quiet(12))
    shown = call_report(scene.events, None)["turns"][0]["heard"]["tone"]
    assert shown["pitch_hz"] == pytest.approx(130, abs=3)


def test_stretches_of_one_turn_are_one_tone() -> None:
    spoken = say("what are", seconds=1), quiet(0.35), say("your opening hours", seconds=1)
    scene = play(quiet(8), *spoken, quiet(12))
    heard = scene.all(TurnTaken)[0].turn.heard
    assert heard is not None and heard.text == "what are your opening hours"
    assert heard.tone is not None and heard.tone.voiced_seconds > 1.5


def test_words_count_when_their_tone_cannot_be_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(audio: bytes, rate: int) -> Tone:
        raise ValueError("no")

    monkeypatch.setattr(recognizer, "tone_of_pcm", broken)
    scene = play(quiet(8), say("what are your opening hours"), quiet(12))
    assert tone_of(scene) is None
    assert scene.outcomes[0] == "matched"


async def test_words_do_not_wait_for_a_slow_tone(monkeypatch: pytest.MonkeyPatch) -> None:
    release = threading.Event()
    monkeypatch.setattr(recognizer, "tone_of_pcm", lambda audio, rate: release.wait(20))
    monkeypatch.setattr(recognizer, "TONE_SECONDS", 0.01)
    tone = asyncio.get_running_loop().run_in_executor(None, recognizer._tone, b"", 8000)
    assert await recognizer._if_ready(tone) is None
    release.set()
    await tone
