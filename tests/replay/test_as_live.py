"""A recorded call replayed is the call that was live, and is the same each time."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.call.scene import shop
from tests.replay.recorded_calls import SCRIPTS, live, recorded, replayed
from voice.events import CallEnded, HandoffFailed, TurnTaken
from voice.records.journal import dump_event
from voice.replay.compare import compare
from voice.replay.runner import Replayed
from voice.replay.words import replay_words

LONG = (
    "gone before the talk",
    "line breaks amid the talk",
    "silence",
    "callback",
    "message",
    "no key pressed",
    "not understood",
    "asks",
)
CALLS = [pytest.param(name, marks=[pytest.mark.weights] if name in LONG else []) for name in SCRIPTS]
"""The long ones need no weights, but time: they run with the slow tests."""


def log(one: Replayed) -> bytes:
    return b"\n".join(dump_event(event) for event in one.events)


@pytest.mark.parametrize("name", CALLS)
def test_every_decision_is_the_one_that_was_taken(name: str, tmp_path: Path) -> None:
    scene = live(name)
    now = replayed(recorded(scene, tmp_path), SCRIPTS[name][0])
    comparison = compare(scene.events, now.events)
    assert comparison.same, comparison.first
    assert not comparison.heard
    assert not comparison.scores


@pytest.mark.parametrize("name", CALLS)
def test_the_words_alone_give_the_same_decisions(name: str, tmp_path: Path) -> None:
    scene = live(name)
    events, asked = replay_words(recorded(scene, tmp_path), shop())
    comparison = compare(scene.events, events)
    assert comparison.same, comparison.first
    assert not asked


def test_turns_and_hand_overs_fall_where_they_fell(tmp_path: Path) -> None:
    for name in ("order by keys", "declined"):
        scene = live(name)
        now = replayed(recorded(scene, tmp_path), SCRIPTS[name][0])
        for kind in (TurnTaken, HandoffFailed, CallEnded):
            then_at = [event.at for event in scene.events if isinstance(event, kind)]
            now_at = [event.at for event in now.events if isinstance(event, kind)]
            if kind is CallEnded and name == "declined":
                continue  # the talk with the person is not replayed
            assert now_at == pytest.approx(then_at, abs=0.2)


def runs(name: str, tmp_path: Path, idle: int, busy: int) -> set[bytes]:
    """The logs of so many replays of one call, on an idle machine and on one that others keep busy."""
    call = recorded(live(name), tmp_path)
    logs = {log(replayed(call, SCRIPTS[name][0])) for _ in range(idle)}
    burners = [
        subprocess.Popen([sys.executable, "-c", "while True: sum(range(9999))"])
        for _ in range(2 * (os.cpu_count() or 1))
    ]
    try:
        return logs | {log(replayed(call, SCRIPTS[name][0])) for _ in range(busy)}
    finally:
        for burner in burners:
            burner.kill()
            burner.wait()


def test_runs_are_the_same_to_the_byte_also_on_a_busy_machine(tmp_path: Path) -> None:
    logs = runs("barged in", tmp_path, 2, 2)
    assert len(logs) == 1
    assert b"turn_taken" in logs.pop()


@pytest.mark.weights  # needs none, but a minute
def test_50_runs_are_the_same_to_the_byte(tmp_path: Path) -> None:
    assert len(runs("order by keys", tmp_path, 25, 25)) == 1
