"""A call whose agent gave the caller back to the bot is replayed and pinned up to where a person took it."""

from __future__ import annotations

import asyncio
from pathlib import Path

from tests.call.test_errands import KEYED, call, gives, plan
from tests.fakes import quiet, say
from tests.replay.recorded_calls import recorded, replayed
from voice.administration.rehearsal.data import FilesBeside
from voice.administration.rehearsal.model import Scene
from voice.administration.rehearsal.play import play
from voice.events import ErrandEnded, ErrandGiven
from voice.replay.compare import compare
from voice.replay.pin import pinned
from voice.replay.words import replay_words
from voice.turn import EndReason


def test_what_the_bot_did_for_the_agent_changes_no_replay_and_no_pinned_call(tmp_path: Path) -> None:
    scene, _ = call((25, gives()), then=KEYED, until=10)
    assert scene.one(ErrandGiven) and scene.one(ErrandEnded)
    kept = recorded(scene, tmp_path)
    by_ear = replayed(kept, (quiet(5), say("a person please"), quiet(20)), plan())
    by_words, asked = replay_words(kept, plan())
    for events in (by_ear.events, by_words):
        assert compare(scene.events, events).same
    assert not asked
    written = asyncio.run(pinned(kept, plan(), FilesBeside()))
    assert written["lines"][-1]["ends"] == EndReason.TRANSFERRED.value
    assert asyncio.run(play(plan(), Scene.model_validate(written), FilesBeside())).passed
