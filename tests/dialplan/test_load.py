"""Plans from files: what is accepted, and every problem with its place."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

import pytest

from voice.dialplan.load import load_all, load_plan
from voice.errors import PlanError, Problem

GOOD = """\
title: {fr: Essai, en: Trial}
languages: [fr, en]
start: welcome
targets:
  desk: sip:desk@127.0.0.1
intents:
  hours:
    title: {fr: horaires, en: hours}
    goto: hours
    examples:
      fr: [vos horaires, quand ouvrez-vous, à quelle heure, c'est ouvert, c'est fermé, les heures]
      en: [your hours, when do you open, what time, are you open, are you closed, opening times]
slots:
  code:
    type: digits
    title: {fr: code, en: code}
    least: 4
    most: 4
steps:
  welcome:
    say: {fr: Bonjour., en: Hello.}
    listen: true
    menu: {1: hours, 2: code}
  hours:
    say: {fr: De neuf à cinq., en: Nine to five.}
    done: true
  code:
    ask: {fr: Votre code ?, en: Your code?}
    slot: code
    goto: said
  said:
    say: {fr: "C'est {code}.", en: "It is {code}."}
    transfer: desk
"""


EXAMPLES = "your hours, when do you open, what time, are you open, are you closed, opening times"


def write(tmp_path: Path, text: str, name: str = "trial") -> Path:
    folder = tmp_path / name
    folder.mkdir(exist_ok=True)
    (folder / "plan.yaml").write_text(dedent(text), encoding="utf-8")
    return folder


def problems(tmp_path: Path, text: str) -> tuple[Problem, ...]:
    with pytest.raises(PlanError) as caught:
        load_plan(write(tmp_path, text))
    return caught.value.problems


def test_a_good_plan(tmp_path: Path) -> None:
    plan = load_plan(write(tmp_path, GOOD))
    assert (plan.name, plan.languages, plan.start) == ("trial", ("fr", "en"), "welcome")
    assert plan.targets["desk"].address == "sip:desk@127.0.0.1"
    assert plan.intents["hours"].title["fr"] == "horaires"
    assert plan.slots["code"].sensitive is False
    assert plan.steps["welcome"].menu == {"1": "hours", "2": "code"}
    assert len(plan.sha) == 64


def test_an_unknown_key_hides_no_other_problem(tmp_path: Path) -> None:
    text = GOOD.replace("start: welcome", "start: welcom").replace("    least: 4", "    leest: 4")
    assert [problem.code for problem in problems(tmp_path, text)] == ["unknown_step", "unknown_key"]


def test_the_sha_is_of_the_content(tmp_path: Path) -> None:
    one = load_plan(write(tmp_path, GOOD)).sha
    assert load_plan(write(tmp_path, GOOD)).sha == one
    assert load_plan(write(tmp_path, GOOD + "\n# more\n")).sha != one


def test_fixed_prompts_hold_everything_sayable_without_values(tmp_path: Path) -> None:
    prompts = set(load_plan(write(tmp_path, GOOD)).fixed_prompts())
    assert ("Nine to five.", "en") in prompts and ("De neuf à cinq.", "fr") in prompts
    assert ("Of course.", "en") in prompts
    assert not any("{" in text for text, _ in prompts)


@pytest.mark.parametrize(
    ("wrong", "right", "code", "line"),
    [
        ("start: welcom", "start: welcome", "unknown_step", 3),
        ("    goto: hous", "    goto: hours", "unknown_step", 9),
        ("    transfer: dask", "    transfer: desk", "unknown_target", 33),
        ("    lissen: true", "    listen: true", "unknown_key", 22),
        ("est {cod}.", "est {code}.", "unknown_value", 32),
        ("    say: {fr: De neuf à cinq.}", "    say: {fr: De neuf à cinq., en: Nine to five.}",
        "language", 25),
        ("    say: De neuf", "    say: {fr: De neuf à cinq., en: Nine to five.}", "language", 25),
        ("    slot: cod", "    slot: code", "unknown_slot", 29),
        ("    menu: {1: hours, 0: code}", "    menu: {1: hours, 2: code}", "string_pattern_mismatch", 23),
        ("    type: digit", "    type: digits", "enum", 15),
        ("  desk: desk@127.0.0.1", "  desk: sip:desk@127.0.0.1", "string_pattern_mismatch", 5),
        ("your hours", EXAMPLES, "examples", 12),
        ("    least: 9", "    least: 4", "slot", 18),
    ],
)  # fmt: skip
def test_one_problem_with_its_place(tmp_path: Path, wrong: str, right: str, code: str, line: int) -> None:
    assert right in GOOD
    found = problems(tmp_path, GOOD.replace(right, wrong, 1))
    assert (code, line) in [(problem.code, problem.line) for problem in found], found


def test_all_problems_at_once_with_hints(tmp_path: Path) -> None:
    text = GOOD.replace("start: welcome", "start: welcom").replace("transfer: desk", "transfer: dask")
    found = problems(tmp_path, text)
    assert [(problem.line, problem.hint) for problem in found] == [
        (3, "did you mean welcome?"),
        (33, "did you mean desk?"),
    ]
    assert all(problem.file.name == "plan.yaml" and problem.column > 0 for problem in found)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "empty"),
        ("- a\n- b\n", "empty"),
        ("title: [\n", "yaml"),
        ("title: a\ntitle: b\n", "duplicate"),
        ("title: {x\n\tbad: 1}", "yaml"),
        ("title: a\nlanguages: [fr]\n", "missing"),
        ("a: " + "[" * 100 + "]" * 100, "too_deep"),
    ],
)
def test_a_file_that_is_no_plan(tmp_path: Path, text: str, code: str) -> None:
    assert code in {problem.code for problem in problems(tmp_path, text)}


def test_a_missing_or_binary_file_is_a_problem(tmp_path: Path) -> None:
    with pytest.raises(PlanError, match="cannot be read"):
        load_plan(tmp_path / "nowhere")
    folder = write(tmp_path, GOOD)
    (folder / "plan.yaml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(PlanError):
        load_plan(folder)


def test_aliases_that_multiply_are_refused(tmp_path: Path) -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 9)]
    assert "too_big" in {problem.code for problem in problems(tmp_path, "\n".join(lines))}


@pytest.mark.parametrize(
    ("step", "message"),
    [
        ("{say: {fr: a, en: a}}", "leads nowhere"),
        ("{listen: true, hang_up: true}", "must do one thing"),
        ("{ask: {fr: a, en: a}, goto: hours}", "ask needs a slot"),
        ("{goto: extra}", "goes round without ever waiting"),
        ('{if: [{when: "code == 1", goto: hours}]}', "if needs else"),
        ('{if: [{when: "__import__(1)", goto: hours}], else: hours}', "only values"),
        ('{if: [{when: "cod == 1", goto: hours}], else: hours}', "there is no value cod"),
        ("{lookup: orders, goto: hours, none: hours}", "there is no lookup orders"),
    ],
)
def test_a_step_that_is_not_sound(tmp_path: Path, step: str, message: str) -> None:
    found = problems(tmp_path, GOOD + f"  extra: {step}\n")
    assert any(message in problem.message and problem.line == 34 for problem in found), found


@pytest.mark.parametrize("sql", ["DELETE FROM t", "SELECT 1; DROP TABLE t", "UPDATE t SET a = 1", ";"])
def test_a_lookup_only_reads(tmp_path: Path, sql: str) -> None:
    extra = f'data: env:DB\nlookups:\n  order: {{sql: "{sql}", gives: {{a: text}}}}\n'
    assert "sql" in {problem.code for problem in problems(tmp_path, GOOD + extra)}


def test_a_database_that_is_not_there(tmp_path: Path) -> None:
    extra = 'data: orders.db\nlookups:\n  order: {sql: "SELECT 1 AS a", gives: {a: text}}\n'
    found = problems(tmp_path, GOOD + extra)
    assert any(problem.code == "data" and problem.line == 34 for problem in found)


ROUTES = 'routes:\n  "100": trial\n  "+3312345*": trial\n  0033: trial\n'


def plans(tmp_path: Path, routes: str) -> Path:
    write(tmp_path, GOOD)
    (tmp_path / "routes.yaml").write_text(routes, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("dialled", "found"),
    [
        ("100", True),
        ("101", False),
        ("+33123456789", True),
        ("+33 1 23 45 67 89", True),
        ("0033", True),
        ("", False),
    ],
)
def test_routes(tmp_path: Path, dialled: str, found: bool) -> None:
    loaded = load_all(plans(tmp_path, ROUTES))
    assert (loaded.plan_for(dialled) is not None) is found


def test_a_default_takes_all_other_numbers(tmp_path: Path) -> None:
    loaded = load_all(plans(tmp_path, ROUTES + "default: trial\n"))
    plan = loaded.plan_for("999")
    assert plan and plan.name == "trial"


def test_problems_of_all_files_come_together(tmp_path: Path) -> None:
    folder = plans(tmp_path, "routes:\n  100: trail\nfallback: trial\n")
    write(tmp_path, GOOD.replace("start: welcome", "start: welcom"), "other")
    with pytest.raises(PlanError) as caught:
        load_all(folder)
    places = {(problem.file.name, problem.line) for problem in caught.value.problems}
    assert places == {("plan.yaml", 3), ("routes.yaml", 2), ("routes.yaml", 3)}
    assert "did you mean trial?" in str(caught.value)


def test_an_unmapped_number_is_told_so_and_offered_a_person(tmp_path: Path) -> None:
    unmapped = load_all(plans(tmp_path, ROUTES)).unmapped()
    assert unmapped.languages == ("fr", "en")
    assert unmapped.chain()[0].address == "sip:desk@127.0.0.1"
    assert any("does not belong" in text for text, _ in unmapped.fixed_prompts())


def test_an_unmapped_number_without_people_ends(tmp_path: Path) -> None:
    text = GOOD.replace("targets:\n  desk: sip:desk@127.0.0.1\n", "").replace(
        "transfer: desk", "hang_up: true"
    )
    write(tmp_path, text)
    (tmp_path / "routes.yaml").write_text("routes: {100: trial}\n", encoding="utf-8")
    loaded = load_all(tmp_path)
    assert [problem.code for problem in loaded.warnings] == ["no_target"]
    unmapped = loaded.unmapped()
    assert unmapped.steps["end"].hang_up and unmapped.steps["welcome"].goto == "end"


@pytest.mark.parametrize(
    ("old", "new", "line", "told", "hint"),
    [
        ("    least: 4\n", "    least: four\n", 17, "least: a whole number is wanted, not 'four'", ""),
        ("    least: 4\n", "    least: -1\n", 17, "least: it must be 1 or more, not -1", ""),
        ("    listen: true\n", "    listen: maybe\n", 22, "true or false is wanted, not 'maybe'", ""),
        ("slots:\n", "callback: true\nslots:\n", 13, "callback: keys with their values are wanted, not true",
         "there can be days, hours, minutes, most, offer"),
        ("languages: [fr, en]", "languages: fr", 2, "languages: a list is wanted", ""),
        ("  hours:\n    title", "  Our Hours:\n    title", 7, "Our Hours cannot be a name", "small letters"),
        ("    goto: said\n", "\t\tgoto: said\n", 30, "cannot start any token", "not with tabs"),
        ("    goto: said\n", "    goto: said: here\n", 30, "not allowed here", "in quotes"),
        ("  hours:\n    say", " hours:\n    say", 24, "block end", "indented as far"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_in_words_for_who_knows_no_python(
    tmp_path: Path, old: str, new: str, line: int, told: str, hint: str
) -> None:
    assert old in GOOD
    found = problems(tmp_path, GOOD.replace(old, new, 1))
    assert any(told in it.message and hint in it.hint and it.line == line for it in found), found
    assert not any("Input should" in it.message for it in found)
