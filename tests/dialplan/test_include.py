"""Shared pieces: what they bring in, what a plan may write anew, and where problems are said to be."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.dialplan.test_load import GOOD, write
from voice.dialplan.load import load_plan, plan_and_problems
from voice.errors import Problem

PIECE = """\
targets:
  night: sip:night@127.0.0.1
  desk: sip:other@127.0.0.1
prompts:
  goodbye: {fr: À bientôt., en: See you.}
steps:
  address:
    say: {fr: Rue des Tilleuls., en: Rue des Tilleuls.}
    done: true
"""
MENU = "menu: {1: hours, 2: code}"


def share(tmp_path: Path, name: str, text: str) -> Path:
    path = tmp_path / "shared" / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def including(names: str, text: str = GOOD) -> str:
    return text.replace("start:", f"include: {names}\nstart:", 1).replace(MENU, f"{MENU[:-1]}, 3: address}}")


def found(tmp_path: Path, text: str) -> list[Problem]:
    return plan_and_problems(write(tmp_path, text))[1]


def test_a_piece_brings_its_parts_and_the_plans_own_win(tmp_path: Path) -> None:
    share(tmp_path, "house.yaml", PIECE)
    plan = load_plan(write(tmp_path, including("shared/house.yaml")))
    assert {name: target.address for name, target in plan.targets.items()} == {
        "desk": "sip:desk@127.0.0.1",
        "night": "sip:night@127.0.0.1",
    }
    assert plan.sentence("goodbye", "en") == ("See you.",)
    assert plan.steps["address"].done


def test_texts_in_languages_that_the_plan_does_not_speak_are_left_out(tmp_path: Path) -> None:
    share(tmp_path, "house.yaml", PIECE)
    text = (
        "title: t\nlanguages: [en]\nstart: address\ninclude: [shared/house.yaml]\nsteps:\n  x: {done: true}\n"
    )
    plan = load_plan(write(tmp_path, text))
    assert dict(plan.steps["address"].say or {}) == {"en": "Rue des Tilleuls."}


def test_a_plan_changes_with_its_pieces(tmp_path: Path) -> None:
    share(tmp_path, "house.yaml", PIECE)
    folder = write(tmp_path, including("shared/house.yaml"))
    before = load_plan(folder).sha
    share(tmp_path, "house.yaml", PIECE.replace("Tilleuls", "Saules"))
    assert load_plan(folder).sha != before


def test_problems_name_the_file_in_which_they_stand(tmp_path: Path) -> None:
    path = share(tmp_path, "house.yaml", PIECE.replace("done: true", "don: true"))
    problems = found(tmp_path, including("shared/house.yaml"))
    assert (path, 9, "unknown_key") in {(problem.file, problem.line, problem.code) for problem in problems}
    path = share(tmp_path, "house.yaml", PIECE.replace("    done: true", "    goto: nowhere"))
    (problem,) = found(tmp_path, including("shared/house.yaml"))
    assert (problem.file, problem.line, problem.code) == (path, 9, "unknown_step")


def test_a_piece_may_include_others_and_each_counts_once(tmp_path: Path) -> None:
    share(tmp_path, "house.yaml", "include: shared/more.yaml\n")
    share(tmp_path, "more.yaml", PIECE)
    plan = load_plan(write(tmp_path, including("[shared/house.yaml, shared/more.yaml]")))
    assert "address" in plan.steps


@pytest.mark.parametrize(
    ("pieces", "names", "words"),
    [
        ({"a.yaml": "include: shared/a.yaml\n"}, "shared/a.yaml", "includes itself"),
        ({"a.yaml": "include: shared/b.yaml\n", "b.yaml": "include: shared/a.yaml\n"},
         "shared/a.yaml", "includes itself"),
        ({}, "shared/none.yaml", "there is no file"),
        ({}, "other/a.yaml", "is no shared piece"),
        ({}, "/etc/passwd", "is no shared piece"),
        ({}, "shared/../trial/plan.yaml", "lies outside"),
        ({}, "[1]", "is no shared piece"),
        ({"a.yaml": "start: welcome\n"}, "shared/a.yaml", "cannot stand in a shared piece"),
        ({"a.yaml": "steps: [a]\n"}, "shared/a.yaml", "holds no names"),
        ({"a.yaml": "- a\n"}, "shared/a.yaml", "no piece of a plan"),
        ({"a.yaml": "a: [\n"}, "shared/a.yaml", "expected"),
        ({"a.yaml": "steps:\n  hours: {done: true}\n"}, "shared/a.yaml", "a second time"),
        ({"a.yaml": PIECE, "b.yaml": PIECE}, "[shared/a.yaml, shared/b.yaml]", "a second time"),
    ],
)  # fmt: skip
def test_what_cannot_be_included(tmp_path: Path, pieces: dict[str, str], names: str, words: str) -> None:
    for name, text in pieces.items():
        share(tmp_path, name, text)
    problems = found(tmp_path, including(names))
    assert any(words in str(problem) for problem in problems), problems


def test_what_a_piece_brings_and_the_plan_does_not_use_is_no_matter(tmp_path: Path) -> None:
    share(tmp_path, "house.yaml", PIECE + "  spare: {done: true}\nqueues: {line: {}}\n")
    assert found(tmp_path, including("shared/house.yaml")) == []
