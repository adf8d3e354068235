"""Conversations written beside a plan: what is read, held, told and counted."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path
from xml.etree import ElementTree as Xml

import numpy as np
import pytest
import soundfile
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.conversation.talk import PLANS, plan
from voice.administration.rehearsal.junit import as_junit
from voice.administration.rehearsal.read import Rehearsal, read_rehearsals
from voice.administration.rehearsal.report import as_data
from voice.administration.rehearsal.suite import Result, Suite, read_suite, run_suite
from voice.cli import main
from voice.dialplan.load import load_plan
from voice.errors import Problem

Write = Callable[[str], Path]
ORDER = """\
- name: an order
  language: en
  lines:
    - {says: where is my order, step: order_number}
    - says: A1042
"""


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """A copy of the shop's plan, with these conversations beside it."""
    folder = tmp_path / "retail"
    shutil.copytree(PLANS / "retail", folder, ignore=shutil.ignore_patterns("tests"))
    (folder / "tests").mkdir()

    def to(text: str) -> Path:
        (folder / "tests" / "some.yaml").write_text(text, encoding="utf-8")
        return folder

    return to


def held(folder: Path, wanted: str = "") -> list[Result]:
    suite = read_suite(folder, load_plan(folder))
    assert suite.problems == ()
    return run_suite(suite, wanted)


def one(folder: Path) -> Result:
    (result,) = held(folder)
    return result


def problems(folder: Path) -> list[Problem]:
    return read_rehearsals(folder, load_plan(folder))[1]


@cache
def shipped(name: str) -> tuple[Result, ...]:
    """How the conversations beside a shipped plan go; held once."""
    suite = read_suite(PLANS / name, plan(name))
    assert suite.problems == ()
    return tuple(run_suite(suite))


@pytest.mark.long
@pytest.mark.parametrize("name", ["retail", "insurance", "hospital"])
def test_the_shipped_conversations_come_as_expected(name: str) -> None:
    failed = [(result.path, result.played.failures) for result in shipped(name) if not result.passed]
    assert not failed


@pytest.mark.long
@pytest.mark.parametrize("name", ["retail", "insurance", "hospital"])
def test_every_request_and_step_of_the_shipped_plans_is_tested_in_both_languages(name: str) -> None:
    suite = read_suite(PLANS / name, plan(name))
    spoken = {
        (line.request, rehearsal.scene.language)
        for rehearsal in suite.rehearsals
        for line in rehearsal.scene.lines
    }
    assert {(intent, language) for intent in plan(name).intents for language in ("fr", "en")} <= spoken
    passed = {
        said.text.partition(" → ")[2].partition(".")[0]
        for result in shipped(name)
        for said in result.played.transcript
    }
    assert {step for step, spec in plan(name).steps.items() if spec.waits} - {plan(name).start} <= passed


EXPECTED = [
    ("step: order_number", "step: anything_else", "step", "anything_else", "order_number"),
    ("hears: order number", "hears: tea", "hears", '"tea"', "What is your order number"),
    ("hears: /order num.er/", "hears: /^order/", "hears", "/^order/", "What is your order number"),
    ("hears_not: tea", "hears_not: Order", "hears_not", 'not "Order"', "What is your order number"),
    ("request: order_status", "request: refund", "request", "refund", "order_status"),
    ("outcome: matched", "outcome: no_match", "outcome", "no_match", "matched"),
    ("slots: {order_number: }", "slots: {order_number: A1}", "slots.order_number", "A1", "nothing"),
    ("transfer: false", "transfer: plan", "transfer", "plan", "no transfer"),
    ("emotion: {below: 0.2}", "emotion: {above: 0.2}", "emotion", "above 0.2", "0.00"),
    ("complexity: {below: 0.2}", "complexity: {above: 0.2}", "complexity", "above 0.2", "0.00"),
    ("language: en", "language: fr", "language", "fr", "en"),
    ("looks_up: []", "looks_up: order", "looks_up", "order", "no lookup"),
    ("signals: []", "signals: anger", "signals", "anger", "none"),
    ("notes: []", "notes: a label", "notes", '"a label"', "no note"),
    ("step: order_number", "ends: completed", "ends", "completed", "nothing"),
    ("step: order_number", 'callback: "+331"', "callback", "+331", "no call back"),
]  # fmt: skip


@pytest.mark.parametrize(("right", "wrong", "key", "expected", "came"), EXPECTED)
def test_every_expectation_holds_when_true_and_tells_what_came_when_not(
    write: Write, right: str, wrong: str, key: str, expected: str, came: str
) -> None:
    scene = "- name: an order\n  language: en\n  lines:\n    - says: where is my order\n      "
    assert one(write(f"{scene}{right}\n")).passed
    result = one(write(f"{scene}{wrong}\n"))
    (failure,) = result.played.failures
    assert failure.mismatch.name == key
    assert failure.mismatch.expected == expected
    assert came in failure.mismatch.came
    assert result.places[0].line == 5


def test_a_person_is_reached_or_not_and_the_call_goes_on(write: Write) -> None:
    text = """\
- name: nobody is there
  language: en
  lines:
    - {presses: 0, transfer: {reason: caller_asked, target: support, attempt: 1}}
    - {person: busy, transfer: {target: backup, attempt: 2}, hears: someone else}
    - {person: no_answer, step: callback}
    - {says: "no", step: voicemail}
    - {message: 12, ends: voicemail}
- name: somebody is
  language: en
  lines:
    - {presses: 0, transfer: caller_asked}
    - {person: answers, ends: transferred}
- name: wrong about the person
  language: en
  lines:
    - {presses: 0, transfer: {reason: plan, target: backup, attempt: 2}}
"""
    there, somebody, wrong = held(write(text.replace(", hears: someone else", "")))
    assert there.passed and somebody.passed
    assert [failure.mismatch.name for failure in wrong.played.failures] == [
        "transfer.reason",
        "transfer.target",
        "transfer.attempt",
    ]


def test_what_does_not_fit_the_moment_is_said_so(write: Write) -> None:
    text = """\
- {name: nobody rings, language: en, lines: [{person: busy, step: welcome}]}
- {name: nothing is recorded, language: en, lines: [{message: 3, step: welcome}]}
- {name: nobody listens, language: en, lines: [{presses: 0}, {says: hello, step: welcome}]}
- {name: over, language: en, lines: [{presses: 0}, {person: answers}, {says: hello, step: welcome}]}
"""
    came = [result.played.failures[0].mismatch.came for result in held(write(text))]
    assert came == [
        "the caller is being listened to",
        "the caller is being listened to",
        "support is being rung; write person: answers, declined, busy …",
        "the call has ended already: transferred",
    ]


def test_keys_are_gathered_where_a_number_is_asked_for(write: Write) -> None:
    text = """\
- name: keys
  language: en
  lines:
    - {says: where is my order, step: order_number}
    - {presses: 1042, outcome: no_match, hears: a letter}
    - {presses: 0, transfer: caller_asked}
"""
    assert one(write(text)).passed


def test_data_can_be_given_row_by_row(write: Write) -> None:
    text = """\
- name: first nothing, then a row
  language: en
  lookups:
    order: [nothing, {status: shipped, carrier: Pony Express}]
  lines:
    - {says: where is my order}
    - {says: A1042, looks_up: order, hears: I can't find}
    - {says: A1042, hears: Pony Express}
- name: out of order
  language: en
  lookups: {order: fails}
  lines:
    - {says: where is my order}
    - {says: A1042, transfer: lookup_failed}
"""
    assert all(result.passed for result in held(write(text)))


def test_data_beyond_this_machine_must_be_given(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = write(ORDER)
    path = folder / "plan.yaml"
    path.write_text(path.read_text("utf-8").replace("data: retail.db", "data: env:SHOP_DB"), encoding="utf-8")
    monkeypatch.setenv("SHOP_DB", "postgresql://127.0.0.1:1/none")
    (failure,) = one(folder).played.failures
    assert failure.mismatch.expected == "data"
    assert "give what it finds under lookups: order:" in failure.mismatch.came


def test_the_hour_of_the_call_counts(write: Write) -> None:
    text = """\
- {name: open, language: en, at: 2026-03-04T10:00, lines: [{presses: 0, transfer: caller_asked}]}
- {name: closed, language: en, at: 2026-03-04T22:00, lines: [{presses: 0, step: callback}]}
- {name: noon, language: en, at: "2026-03-04T23:30+14:00", lines: [{presses: 0, transfer: caller_asked}]}
"""
    folder = write(text)
    path = folder / "plan.yaml"
    hours = 'handoff:\n  hours: {timezone: Europe/Paris, days: {mon-fri: "09:00-18:00"}}\n'
    path.write_text(path.read_text("utf-8").replace("handoff:\n", hours), encoding="utf-8")
    assert [result.passed for result in held(folder)] == [True, True, True]


def test_several_words_are_tried_one_by_one(write: Write) -> None:
    text = ORDER.replace("says: where is my order", "says: [where is my order, has my parcel left, blah]")
    results = held(write(text))
    assert [result.passed for result in results] == [True, True, False]
    assert results[0].played.name == "an order [where is my order]"
    assert len(held(write(text), "PARCEL")) == 1
    assert len(held(write(text), "An Order")) == 3


def test_a_failure_of_the_program_is_one_conversations_own(write: Write) -> None:
    folder = write(ORDER + "- {name: second, language: en, lines: [{hears: Lumen}]}\n")
    suite = read_suite(folder, load_plan(folder))

    async def broken(*_: object) -> list[dict[str, str]]:
        raise ZeroDivisionError

    first, second = run_suite(suite, data=broken)
    assert "ZeroDivisionError" in first.played.failures[0].mismatch.came
    assert second.passed


@pytest.mark.parametrize(
    ("text", "place", "message"),
    [
        ("name: x\n", (1, 1), "no list of conversations"),
        ("- {name: x}\n", (1, 3), "lines is missing"),
        ("- name: x\n  lines: []\n", (2, 3), "at least 1 line"),
        ("- name: x\n  lines:\n    - {sais: hello}\n", (3, 8), "unknown key sais"),
        ("- name: x\n  lines:\n    - {says: hello, step: welcom}\n", (3, 21), "there is no step welcom"),
        ("- name: x\n  lines:\n    - {says: a, slots: {nummer: 1}}\n", (3, 25), "there is no slot nummer"),
        ("- name: x\n  lines:\n    - {says: a, transfer: {target: boss}}\n", (3, 28), "no target boss"),
        ("- name: x\n  lines:\n    - {says: a, transfer: annoyed}\n", (3, 17), "it must be"),
        ("- name: x\n  lines:\n    - {says: a, looks_up: orders}\n", (3, 17), "there is no lookup orders"),
        ("- name: x\n  lines:\n    - {says: a, signals: angry}\n", (3, 17), "there is no signal angry"),
        ("- name: x\n  lines:\n    - {says: a, hears: /(/}\n", (3, 17), "no regular expression"),
        ("- name: x\n  lines:\n    - {says: a, presses: 1, step: welcome}\n", (3, 7), "not says and presses"),
        ("- name: x\n  lines:\n    - {says: a}\n", (1, 3), "it can never fail"),
        ("- name: x\n  lines:\n    - {says: a}\n    - {step: welcome}\n", (4, 7), "what does the caller do"),
        ("- name: x\n  language: es\n  lines: [{step: welcome}]\n", (2, 3), "'en' or 'fr'"),
        ("- name: x\n  at: noon\n  lines: [{step: welcome}]\n", (2, 3), "2026-03-04T10:00"),
        ("- name: x\n  lookups: {order: maybe}\n  lines: [{step: welcome}]\n", (2, 13), "nothing, or fails"),
        ("- name: x\n  lookups: {order: {state: a}}\n  lines: [{step: welcome}]\n", (2, 21), "column state"),
        ("- name: x\n  lines: [{says: [a, b]}, {says: [c, d], step: welcome}]\n", (2, 28), "only one line"),
        ("- {name: x, lines: [{step: a}]}\n- {name: x, lines: [{step: a}]}\n", (2, 4), "two conversations"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_file_is_told_with_its_place(
    write: Write, text: str, place: tuple[int, int], message: str
) -> None:
    found = problems(write(text))
    assert any((it.line, it.column) == place and message in it.message for it in found), found


def test_a_regular_expression_that_is_too_long_is_refused(write: Write) -> None:
    text = "- name: x\n  lines:\n    - {says: a, hears: /" + "(a+)+" * 60 + "/}\n"
    assert any("too long" in problem.message for problem in problems(write(text)))


@pytest.mark.parametrize(
    "pattern", ["(a+)+$", r"(\w+\s?)+x", "(a|a)*b", "(ab){2,}", "a*b*c*d*", "a+b+c+d{1,}"]
)
def test_a_regular_expression_that_could_search_for_hours_is_refused(write: Write, pattern: str) -> None:
    text = f"- name: x\n  lines:\n    - {{says: a, hears: '/{pattern}/'}}\n"
    assert any("search for hours" in problem.message for problem in problems(write(text)))


@pytest.mark.parametrize(
    "pattern", [r"\d+ euros?", "(?:one|two) .* three", r"\(a\)\+", "A ?1 ?0", r"^Hello\b"]
)
def test_an_ordinary_regular_expression_is_taken(write: Write, pattern: str) -> None:
    assert problems(write(f"- name: x\n  lines:\n    - {{hears: '/{pattern}/'}}\n")) == []


_WORDS = st.sampled_from(
    ["says", "lines", "name", "hears", "slots", "x", "order_number", "/(/", "nothing", ""]
)
_SCALARS = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False), _WORDS, st.text(max_size=8)
)
_DATA = st.recursive(
    _SCALARS,
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(_WORDS, inner, max_size=5)),
    max_leaves=25,
)


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=_DATA)
def test_whatever_stands_in_a_file_is_read_or_told(
    tmp_path_factory: pytest.TempPathFactory, data: object
) -> None:
    folder = tmp_path_factory.mktemp("any")
    (folder / "tests").mkdir()
    (folder / "tests" / "any.yaml").write_text(json.dumps(data), encoding="utf-8")
    rehearsals, found = read_rehearsals(folder, plan("retail"))
    assert rehearsals or found or data == []
    assert all(problem.line >= 1 and problem.message for problem in found)


@settings(max_examples=60, deadline=None)
@given(raw=st.binary(max_size=200))
def test_whatever_bytes_a_file_holds_are_told(tmp_path_factory: pytest.TempPathFactory, raw: bytes) -> None:
    folder = tmp_path_factory.mktemp("bytes")
    (folder / "tests").mkdir()
    (folder / "tests" / "any.yaml").write_bytes(raw)
    rehearsals, found = read_rehearsals(folder, plan("retail"))
    assert found or not rehearsals


def test_the_shape_is_checked_also_when_the_plan_cannot_be_read(write: Write) -> None:
    folder = write("- {name: x, lines: [{sais: a, step: nowhere}]}\n")
    rehearsals, found = read_rehearsals(folder, None)
    assert rehearsals == [] and [problem.code for problem in found] == ["unknown_key"]


def test_a_place_leads_to_what_it_is_about(write: Write) -> None:
    folder = write(ORDER)
    (rehearsal,) = read_rehearsals(folder, load_plan(folder))[0]
    assert isinstance(rehearsal, Rehearsal)
    assert rehearsal.place("lines", 1, "says") == (folder / "tests" / "some.yaml", 5, 7)


# -- the verb --


def run(arguments: list[str], monkeypatch: pytest.MonkeyPatch) -> int:
    monkeypatch.setattr(sys, "argv", ["voice", *arguments])
    with pytest.raises(SystemExit) as ended:
        main()
    return int(str(ended.value.code or 0))


def test_the_verb_says_what_failed_and_exits_with_1(
    write: Write, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    folder = write(ORDER.replace("says: A1042", "{says: A1042, hears: by pigeon}"))
    junit = tmp_path / "out.xml"
    assert run(["test", str(folder), "--junit", str(junit)], monkeypatch) == 1
    out = capsys.readouterr().out
    assert "FAILED  retail/some: an order" in out
    assert f"{folder}/tests/some.yaml:5:21: hears" in out
    assert 'expected  "by pigeon"' in out
    assert "caller  A1042" in out and "bot  Let me look." in out
    assert "1 conversation, 2 lines, 1 failed" in out and "1 failed" in out
    suite = Xml.fromstring(junit.read_text("utf-8"))[0]
    assert (suite.get("tests"), suite.get("failures")) == ("1", "1")
    case = suite[0]
    assert case.get("name") == "an order" and case.get("line") == "1"
    assert case[0].tag == "failure" and "by pigeon" in str(case[0].get("message"))
    assert "caller: A1042" in str(case[0].text)


def test_the_verb_gives_data_for_programs(
    write: Write, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = write(ORDER)
    assert run(["test", str(folder.parent), "--json", "-k", "order"], monkeypatch) == 0
    data = json.loads(capsys.readouterr().out)
    assert (data["conversations"], data["failed"], data["lines"]) == (1, 0, 2)
    assert data["results"][0]["name"] == "an order" and data["results"][0]["passed"] is True


def test_the_verb_refuses_what_cannot_be_used(
    write: Write, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    folder = write("- {name: x, lines: [{says: a, step: nowhere}]}\n")
    assert run(["test", str(folder)], monkeypatch) == 2
    assert "some.yaml:1:31: error unknown_step" in capsys.readouterr().err
    assert run(["test", str(tmp_path / "none")], monkeypatch) == 2
    assert run(["test", str(write(ORDER)), "-k", "nothing like it"], monkeypatch) == 2


def test_junit_holds_whatever_a_name_holds(write: Write) -> None:
    folder = write('- {name: "a <b> & \\"c\\" \\u0007", language: en, lines: [{hears: tea}]}\n')
    result = one(folder)
    suite = Xml.fromstring(as_junit([result]))[0]
    assert suite[0].get("name") == 'a <b> & "c" '
    assert as_data([result])["failed"] == 1


def test_an_empty_suite_is_nothing_to_hold() -> None:
    assert run_suite(Suite(plan("retail"), (), ())) == []


HOUSE = """\
- name: consent, an opinion and another plan
  language: en
  lines:
    - {hears: May this call be recorded, step: consent}
    - {presses: 1, hears: Welcome to the house, step: welcome}
    - {says: I want to give my opinion, hears: how pleased are you, step: opinion}
    - {says: where is my parcel, step: number}
    - {presses: 1042, looks_up: parcel, hears: It is on its way}
    - {says: I have a question about a bill, hears: Your parcel was 1 0 4 2}
    - {presses: 0, transfer: {reason: caller_asked, attempt: 1}}
    - {person: answers, ends: transferred}
  lookups: {parcel: {status: on its way, depot: Lille}}
"""


def test_a_conversation_goes_on_in_another_plan(tmp_path: Path) -> None:
    for name in ("house", "annex"):
        shutil.copytree(Path(__file__).parents[2] / "call" / name, tmp_path / name)
    soundfile.write(tmp_path / "house" / "welcome.wav", np.full(8000, 0.1), 8000)
    (tmp_path / "house" / "tests").mkdir()
    (tmp_path / "house" / "tests" / "some.yaml").write_text(HOUSE, encoding="utf-8")
    result = one(tmp_path / "house")
    assert not result.played.failures, result.played.failures
