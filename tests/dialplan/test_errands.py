"""What agents may give back to the bot: every problem with its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from voice.dialplan.load import load_plan, plan_and_problems
from voice.errors import Problem

PLAN = """\
title: {en: the shop}
languages: [en]
start: welcome
targets: {support: "sip:support@127.0.0.1"}
slots:
  number: {type: digits, least: 4, most: 4, title: {en: number}}
intents:
  thing:
    title: {en: a thing}
    examples: {en: [I want a thing, give me a thing, a thing please, the thing, thing two, thing three]}
    goto: told
errands:
  number:
    title: {en: take the number}
    goto: GOTO
    then: THEN
steps:
  welcome: {say: {en: Hello.}, listen: true}
  told: {say: {en: Here it is.}, done: true}
  take: {ask: {en: "Your number?"}, slot: number, goto: noted}
  noted: {say: {en: Thank you.}, done: true}
"""


def problems(tmp_path: Path, goto: str = "take", then: str = "back", steps: str = "") -> list[Problem]:
    folder = tmp_path / "shop"
    folder.mkdir()
    text = PLAN.replace("GOTO", goto).replace("THEN", then) + steps
    (folder / "plan.yaml").write_text(text)
    return plan_and_problems(folder)[1]


def test_a_sound_one_is_read_and_its_steps_are_not_called_unreachable(tmp_path: Path) -> None:
    assert problems(tmp_path) == []
    errand = load_plan(tmp_path / "shop").errands["number"]
    assert (errand.title["en"], errand.goto, errand.then) == ("take the number", "take", "back")


@pytest.mark.parametrize(
    ("goto", "then", "steps", "place", "says"),
    [
        ("taek", "back", "", (15, 5), "there is no step taek"),
        ("person", "back", "", (15, 5), "the agent has the caller already"),
        ("take", "later", "", (16, 5), "then"),
        ("welcome", "back", "", (15, 5), "listens for a request"),
        (
            "bye",
            "back",
            "  bye: {say: {en: Bye.}, hang_up: true}\n",
            (15, 5),
            "is to come back to the agent",
        ),
        ("mail", "back", "  mail: {voicemail: true}\n", (15, 5), "for callers whom nobody can take"),
        ("off", "back", "  off: {say: {en: Well.}, goto: person}\n", (15, 5), "comes to no end"),
    ],
)
def test_what_is_wrong_is_told_with_its_place(
    tmp_path: Path, goto: str, then: str, steps: str, place: tuple[int, int], says: str
) -> None:
    found = [problem for problem in problems(tmp_path, goto, then, steps) if problem.level == "error"]
    assert any(says in each.message and (each.line, each.column) == place for each in found), found


def test_an_errand_after_which_the_call_ends_may_hang_up(tmp_path: Path) -> None:
    found = problems(tmp_path, "bye", "end", "  bye: {say: {en: Bye.}, hang_up: true}\n")
    assert {problem.level for problem in found} == {"warning"}  # nothing leads to the other steps


def test_an_unknown_key_is_told_with_those_that_can_stand_there(tmp_path: Path) -> None:
    folder = tmp_path / "shop"
    folder.mkdir()
    text = PLAN.replace("GOTO", "take").replace("    then: THEN", "    afterwards: end")
    (folder / "plan.yaml").write_text(text)
    (problem,) = plan_and_problems(folder)[1]
    assert (problem.line, problem.column, problem.code) == (16, 5, "unknown_key")
    assert "then" in problem.hint
