"""Scripted calls kept as the gateway keeps them, and replayed with the same ears and voice."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any, cast

import numpy as np

from tests.call.scene import NOW, Scene, play, shop
from tests.fakes import (
    RATE,
    FakeAgent,
    FakeEngine,
    FakeVoices,
    Pressed,
    Quiet,
    Said,
    noise,
    press,
    quiet,
    say,
)
from voice.dialplan.model import Dialplan
from voice.replay.engines import Means
from voice.replay.recorded import Recorded
from voice.replay.runner import Caller, Replayed, replay_call
from voice.replay.tape import write_stereo
from voice.turn import HandoffFailure

Script = tuple[Said | Quiet | Pressed, ...]
Agents = dict[str, FakeAgent | HandoffFailure]

SCRIPTS: dict[str, tuple[Script, Agents]] = {
    "served": ((quiet(8), say("what are your opening hours"), quiet(12)), {}),
    "barged in": ((quiet(1), say("what are your opening hours"), quiet(12)), {}),
    "noise": ((quiet(0.8), noise(), quiet(10)), {}),
    "silence": ((quiet(70),), {"support": FakeAgent()}),
    "not understood": ((quiet(8), say("purple elephants sing sideways"), quiet(10)), {}),
    "asks": ((quiet(8), say("I want to speak to an agent"), quiet(40)), {"support": FakeAgent()}),
    "presses 0": ((quiet(8), press("0"), quiet(40)), {"support": FakeAgent()}),
    "declined": (
        (quiet(8), press("0"), quiet(60)),
        {"support": FakeAgent("2"), "backup": FakeAgent("1")},
    ),
    "gone before the talk": (
        (quiet(8), press("0"), quiet(40)),
        {"support": FakeAgent("1", talk_seconds=0.0), "backup": FakeAgent("1")},
    ),
    "line breaks amid the talk": (
        (quiet(8), press("0"), quiet(45)),
        {"support": FakeAgent("1", talk_seconds=6.0, lost=True), "backup": FakeAgent("1")},
    ),
    "callback": (
        (quiet(8), press("0"), quiet(65), press("1"), quiet(20)),
        {"support": HandoffFailure.BUSY, "backup": HandoffFailure.NO_ANSWER},
    ),
    "message": ((quiet(8), press("0"), quiet(45), press("2"), quiet(14), say("call me"), quiet(40)), {}),
    "gone while ringing": ((quiet(8), press("0"), quiet(8)), {"support": HandoffFailure.NO_ANSWER}),
    "no key pressed": (
        (quiet(8), press("0"), quiet(90)),
        {"support": FakeAgent(""), "backup": FakeAgent("1")},
    ),
    "order by keys": (
        (quiet(8), say("where is my order"), quiet(6), press("1042"), quiet(0.8), noise(), quiet(12)),
        {},
    ),
    "gone before the words were there": ((quiet(8), say("what are your opening hours"), quiet(0.5)), {}),
    "hangs up amid a sentence": ((quiet(8), say("what are your opening hours"), quiet(1.6)), {}),
}


@cache
def live(name: str) -> Scene:
    """One of the scripted calls as it happened."""
    script, agents = SCRIPTS[name]
    fresh = {
        target: replace(agent, heard=bytearray()) if isinstance(agent, FakeAgent) else agent
        for target, agent in agents.items()
    }
    return play(*script, agents=fresh)


def recorded(scene: Scene, folder: Path, call_id: str = "call-1") -> Recorded:
    """The call as it lies in the records."""
    path = folder / f"{call_id}.wav"
    write_stereo(path, scene.stereo, RATE)
    return Recorded(
        id=call_id,
        name=call_id,
        sound=path,
        at=NOW,
        caller="+33123456789",
        dialled="100",
        plan="call",
        events=tuple(scene.events),
    )


def means(script: Script) -> Means:
    """The ears and the voice of the scripted calls."""
    return Means(cast(Any, FakeEngine(list(script))), cast(Any, FakeVoices()), None, {"fake": "0" * 64})


def replayed(call: Recorded, script: Script, plan: Dialplan | None = None) -> Replayed:
    """The call once more."""
    caller = Caller(call.id, call.caller, call.dialled, call.at)
    return replay_call(call.tape(), plan or shop(), means(script), caller, call.events)


def tone_wav(path: Path, seconds: float = 1.0) -> Path:
    """A sound file in which nobody speaks."""
    write_stereo(path, np.zeros((int(seconds * RATE), 2), "<i2").tobytes(), RATE)
    return path
