"""What a plan gives to agents: lines that must be said, texts that are offered, and mistakes in both."""

from __future__ import annotations

from pathlib import Path

import pytest

from voice.dialplan.load import load_plan
from voice.dialplan.model import Dialplan
from voice.errors import PlanError

PLAN = """
title: {en: the shop}
languages: [en]
start: welcome
intents:
  refund:
    title: {en: a refund}
    channel: human
    examples: {en: [a refund please, I want my money back, refund me]}
slots:
  order: {title: {en: order number}, type: identifier, pattern: "99999"}
must_say:
  recorded: {say: {en: This call is recorded.}}
  terms: {say: {en: A refund takes two weeks.}, for: refund, when: order, words: {en: [two weeks]}}
agent_replies:
  card: {say: {en: "For {order}: it goes back to your card."}, for: refund}
steps:
  welcome: {say: {en: Hello.}, listen: true}
  number: {ask: {en: Which order?}, slot: order, goto: person}
"""


def load(tmp_path: Path, text: str) -> Dialplan:
    (tmp_path / "plan.yaml").write_text(text)
    return load_plan(tmp_path)


@pytest.mark.parametrize(
    ("requests", "values", "belong"),
    [
        ((), {}, ["recorded"]),
        (("refund",), {}, ["recorded"]),
        (("refund",), {"order": "40213"}, ["recorded", "terms"]),
        ((), {"order": "40213"}, ["recorded"]),
    ],
)
def test_which_lines_belong_to_a_call(
    tmp_path: Path, requests: tuple[str, ...], values: dict[str, str], belong: list[str]
) -> None:
    plan = load(tmp_path, PLAN)
    assert [name for name, line in plan.must_say.items() if line.belongs(requests, values)] == belong


@pytest.mark.parametrize(
    ("right", "wrong", "message"),
    [
        ("for: refund, when", "for: refnud, when", "there is no request refnud"),
        ("when: order", "when: order.state", "there is no value order.state"),
        ("words: {en: [two weeks]}", "words: {fr: [deux semaines]}", "no phrases in en"),
        ("For {order}:", "For {ordre}:", "there is no value ordre"),
        (
            "say: {en: This call is recorded.}",
            "say: {en: {text: Recorded., audio: a.wav}}",
            "a person says this",
        ),
        ("when: order", "unless: order", "unknown key unless"),
    ],
)
def test_mistakes_have_their_place(tmp_path: Path, right: str, wrong: str, message: str) -> None:
    assert right in PLAN
    with pytest.raises(PlanError) as caught:
        load(tmp_path, PLAN.replace(right, wrong))
    problem = next(found for found in caught.value.problems if message in found.message)
    assert problem.line > PLAN[: PLAN.index("must_say")].count("\n")


def test_a_shared_piece_may_hold_lines_and_the_plans_own_win(tmp_path: Path) -> None:
    (tmp_path / "shared").mkdir()
    (tmp_path / "shared" / "house.yaml").write_text(
        "must_say:\n  recorded: {say: {en: Recorded, says the house.}}\n  law: {say: {en: The law.}}\n"
    )
    (tmp_path / "shop").mkdir()
    plan = load(tmp_path / "shop", PLAN.replace("start:", "include: shared/house.yaml\nstart:", 1))
    said = {name: line.say["en"] for name, line in plan.must_say.items()}
    assert said["recorded"] == "This call is recorded."
    assert said["law"] == "The law."
