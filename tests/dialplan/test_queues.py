"""Queues of a plan: who waits where, and what is rung when nobody is at the desk."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest
import soundfile

from voice.conversation import Conversation
from voice.dialplan.load import load_plan
from voice.dialplan.people import QueueCall
from voice.errors import PlanError
from voice.turn import Transfer

PLAN = """
title: {en: the shop}
languages: [en]
start: welcome
targets:
  phone: sip:a@127.0.0.1:5070
  other: sip:b@127.0.0.1:5071
queues:
  support: {to: phone, skills: [vip], priority: 7, wait: 120, announce: 30, most: 3}
  plain: {}
handoff: {to: HANDOFF}
intents:
  thing:
    title: {en: a thing}
    examples: {en: [a thing please, I want a thing, give me a thing]}
    goto: wait
steps:
  welcome: {say: {en: Hello.}, listen: true}
  wait: {queue: {name: support, skills: [gold], priority: 9}}
  again: {queue: plain}
"""


def plan(tmp_path: Path, handoff: str = "[support, phone]", text: str = PLAN) -> object:
    (tmp_path / "plan.yaml").write_text(text.replace("HANDOFF", handoff))
    return load_plan(tmp_path)


def test_a_queue_is_someone_that_calls_can_be_given_to(tmp_path: Path) -> None:
    first, second = plan(tmp_path).chain()  # type: ignore[attr-defined]
    assert (first.name, first.queue.name, second.queue) == ("support", "support", None)
    assert (first.queue.wait_seconds, first.queue.announce_seconds, first.queue.most) == (120, 30, 3)


def test_a_queues_music_lies_beside_the_plan_and_is_left_out_when_it_is_gone(tmp_path: Path) -> None:
    text = PLAN.replace("most: 3}", "most: 3, music: wait.wav}")
    soundfile.write(tmp_path / "wait.wav", np.full(16000, 0.1), 8000)
    assert plan(tmp_path, text=text).chain()[0].queue.music == str(tmp_path / "wait.wav")  # type: ignore[attr-defined]
    made = plan(tmp_path, text=text)
    (tmp_path / "wait.wav").unlink()
    assert made.chain()[0].queue.music == ""  # type: ignore[attr-defined]


def test_a_step_may_ask_for_more_than_the_queue(tmp_path: Path) -> None:
    made = plan(tmp_path).waiting_in(QueueCall(name="support", skills=("gold",), priority=9))  # type: ignore[attr-defined]
    assert made.queue.skills == ("vip", "gold")
    assert made.queue.priority == 9


def test_a_step_into_a_queue_gives_the_call_to_it_and_then_to_its_targets(tmp_path: Path) -> None:
    made = plan(tmp_path)
    talk = Conversation(made, caller="", dialled="", now=datetime(2026, 3, 4, 10, tzinfo=UTC))  # type: ignore[arg-type]
    talk.open()
    decision = talk._decide(talk._walk.to("wait"), "opening")
    transfer = decision.actions[-1]
    assert isinstance(transfer, Transfer)
    assert transfer.target.queue is not None
    assert [target.name for target in talk._memory.chain] == ["support", "phone"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (PLAN.replace("{to: phone,", "{to: nobody,"), "nobody"),
        (PLAN.replace("  plain: {}", "  phone: {}").replace("queue: plain", "queue: phone"), "already"),
        (PLAN.replace("queue: plain", "queue: missing"), "missing"),
    ],
)
def test_what_is_wrong_with_a_queue_is_told(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(PlanError, match=message):
        plan(tmp_path, text=text)
