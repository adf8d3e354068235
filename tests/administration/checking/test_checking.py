"""`voice check`: every problem of plans, routes and tests at once."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.administration.shop import PLAN, TESTS, make_shop
from tests.conversation.talk import PLANS
from voice.administration.checking.collect import Checked, check_folder
from voice.cli import main


def codes(checked: Checked) -> list[tuple[str, str, int]]:
    return [(problem.code, problem.file.name, problem.line) for problem in checked.problems]


def test_the_shipped_plans_are_clean() -> None:
    checked = check_folder(PLANS)
    assert checked.problems == ()
    assert set(checked.plans) >= {"retail", "insurance", "hospital"}


def test_a_small_plan_is_clean_also_by_itself(tmp_path: Path) -> None:
    folder = make_shop(tmp_path)
    assert check_folder(tmp_path).problems == ()
    assert check_folder(folder).problems == ()


def test_plans_routes_and_tests_are_told_of_together(tmp_path: Path) -> None:
    make_shop(tmp_path, {"transfer: true": "tranfser: true"})
    other = make_shop(tmp_path, name="other", tests=TESTS.replace("anything_else", "anything"))
    (tmp_path / "routes.yaml").write_text('routes:\n  "100": shopp\n', encoding="utf-8")
    (other / "tests" / "more.yaml").write_text("- {nam: x}\n", encoding="utf-8")
    found = codes(check_folder(tmp_path))
    assert ("unknown_key", "plan.yaml", PLAN.splitlines().index("    transfer: true") + 1) in found
    assert ("unknown_plan", "routes.yaml", 2) in found
    assert ("unknown_step", "some.yaml", 4) in found
    assert ("unknown_key", "more.yaml", 1) in found


def test_a_plan_without_tests_is_told(tmp_path: Path) -> None:
    (problem,) = check_folder(make_shop(tmp_path, tests="")).problems
    assert (problem.code, problem.level) == ("untested", "warning")


def test_examples_that_mean_the_same_name_both_requests_and_both_sentences(tmp_path: Path) -> None:
    folder = make_shop(tmp_path, {"- your opening times": "- I would like a refund"})
    (problem, *_) = [problem for problem in check_folder(folder).problems if problem.code == "overlap"]
    assert "hours and refund have examples that mean the same" in problem.message
    assert "“I would like a refund”" in problem.message and "“I want a refund”" in problem.message
    assert problem.level == "warning"
    lines = (folder / "plan.yaml").read_text("utf-8").splitlines()
    assert any(said in lines[problem.line - 1] for said in ("I would like a refund", "I want a refund"))


def test_requests_that_are_hard_to_tell_apart_are_named(tmp_path: Path) -> None:
    folder = make_shop(
        tmp_path,
        {
            "- I was charged twice": "- when will you be open next week",
            "- you owe me money": "- how late are you open tonight",
            "- vous me devez de l'argent": "- vous êtes ouverts lundi matin",
            "- on m'a débité deux fois": "- à quelle heure fermez-vous ce soir",
        },
    )
    (problem,) = [problem for problem in check_folder(folder).problems if "hard to tell" in problem.message]
    assert (
        "refund and hours are hard to tell apart: 4 of 16 examples of refund read as hours" in problem.message
    )
    assert "near “" in problem.message and problem.column == 11


def test_a_greeting_in_two_languages_must_be_short(tmp_path: Path) -> None:
    long = "Bonjour et bienvenue, ceci est un long discours qui ne finit jamais. " * 3
    folder = make_shop(tmp_path, {"{fr: Bonjour., en: Hello.}": f'{{fr: "{long}", en: "{long}"}}'})
    greeting = [problem for problem in check_folder(folder).problems if "greeting" in problem.message]
    assert greeting and "in 2 languages" in greeting[0].message and greeting[0].level == "warning"


def test_steps_said_in_a_row_are_added_up(tmp_path: Path) -> None:
    text = "This is said before anything else can be done, and it goes on for some time. " * 3
    steps = {
        "{fr: De neuf heures à midi., en: From nine to noon.}\n    done: true": (
            f'{{fr: "{text}", en: "{text}"}}\n    goto: more\n  more:\n'
            f'    say: {{fr: "{text}", en: "{text}"}}\n    goto: last\n  last:\n'
            f'    say: {{fr: "{text}", en: "{text}"}}\n    done: true'
        )
    }
    folder = make_shop(tmp_path, steps)
    (problem,) = [problem for problem in check_folder(folder).problems if problem.code == "too_long"]
    assert "from hours on, hours → more → last is about" in problem.message
    assert problem.line == 1 + next(
        index for index, line in enumerate((folder / "plan.yaml").read_text("utf-8").splitlines())
        if line == "  hours:" and index > 40
    )  # fmt: skip


def test_a_very_long_row_of_steps_is_added_up_too(tmp_path: Path) -> None:
    chain = "".join(f"  s{index}:\n    goto: s{index + 1}\n" for index in range(1100))
    folder = make_shop(
        tmp_path, {"  refund:\n    say": f"{chain}  s1100:\n    goto: refund\n  refund:\n    say"}
    )
    assert all(problem.code == "unreachable" for problem in check_folder(folder).problems)


# -- the verb --


def run(*arguments: str) -> int:
    with pytest.raises(SystemExit) as ended:
        main(["check", *arguments])
    return int(str(ended.value.code or 0))


def test_the_verb_writes_one_line_a_problem_and_fails(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = make_shop(tmp_path, {"goto: refund": "goto: refnud"})
    assert run(str(tmp_path)) == 1
    out = capsys.readouterr().out
    line = PLAN.splitlines().index("    goto: refund") + 1
    place = f"{folder}/plan.yaml:{line}:5"
    assert f"{place}: error[unknown_step] there is no step refnud (did you mean refund?)\n" in out
    assert "1 plan: 1 error, " in out


def test_warnings_fail_only_when_told_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    make_shop(tmp_path, tests="")
    assert run(str(tmp_path)) == 0
    assert "warning[untested]" in capsys.readouterr().out
    assert run(str(tmp_path), "--strict") == 1


def test_the_verb_gives_data_for_programs(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    make_shop(tmp_path, {"start: welcome": "start: wlcome"})
    assert run(str(tmp_path), "--json") == 1
    data = json.loads(capsys.readouterr().out)
    assert data["plans"] == ["shop"] and data["errors"] >= 1
    (problem,) = [problem for problem in data["problems"] if problem["code"] == "unknown_step"]
    assert (problem["line"], problem["column"], problem["level"]) == (3, 1, "error")
    assert problem["hint"] == "did you mean welcome?"


def test_a_clean_folder_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    make_shop(tmp_path)
    assert run(str(tmp_path), "--strict") == 0
    assert capsys.readouterr().out == "1 plan: clean\n"


def test_where_there_is_nothing_there_is_nothing_to_check(tmp_path: Path) -> None:
    assert run(str(tmp_path)) == 2
    assert run(str(tmp_path / "none")) == 2
