"""Each check: what it finds, where, and what it lets pass."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

import numpy as np
import pytest
import soundfile

from tests.dialplan.test_load import GOOD, write
from voice.dialplan.checks.prompts import LONGEST, seconds
from voice.dialplan.escalation import COMPLEXITY, EMOTION, SOUND
from voice.dialplan.load import load_plan, plan_and_problems
from voice.dialplan.model import PERSON, Weights
from voice.errors import Problem
from voice.escalation.signals import HEARD_ONLY

MENU = "    menu: {1: hours, 2: code}\n"


def found(tmp_path: Path, text: str) -> list[Problem]:
    """All problems of a plan."""
    return plan_and_problems(write(tmp_path, text))[1]


def with_steps(steps: str, entry: str = "extra") -> str:
    """The good plan with more steps, the first on key 3."""
    more = "".join(f"  {line}\n" for line in dedent(steps).strip().splitlines())
    return GOOD.replace(MENU, MENU.replace("}", f", 3: {entry}}}")) + more


def only(problems: list[Problem]) -> Problem:
    (problem,) = problems
    return problem


def codes(problems: list[Problem]) -> set[str]:
    return {problem.code for problem in problems}


def test_the_good_plan_has_no_problem(tmp_path: Path) -> None:
    assert found(tmp_path, GOOD) == []
    assert found(tmp_path, with_steps("extra: {goto: hours}")) == []


@pytest.mark.parametrize(
    ("steps", "code", "words"),
    [
        ("extra: {goto: other}\nother: {goto: extra}", "circle", "extra → other → extra"),
        # A question is skipped once its value is known.
        ("extra: {ask: {fr: a, en: a}, slot: code, goto: other}\n"
         "other: {goto: extra}", "circle", "extra → other"),
        ("extra: {ask: {fr: a, en: a}, slot: code, goto: two}\n"
         "two: {ask: {fr: b, en: b}, slot: code, goto: extra}", "circle", "extra → two"),
        ("extra: {listen: true, else: other}\n"
         "other: {listen: true, else: extra}", "no_person", "not understood"),
        ("extra: {listen: true, else: extra}", "no_person", "extra → extra"),
        ("extra: {menu: {1: other}}\nother: {menu: {1: extra}}", "loop", "nothing leads out"),
    ],
)  # fmt: skip
def test_rounds(tmp_path: Path, steps: str, code: str, words: str) -> None:
    problem = only(found(tmp_path, with_steps(steps)))
    assert (problem.code, problem.level) == (code, "error")
    assert words in problem.message


@pytest.mark.parametrize(
    "steps",
    [
        "extra: {ask: {fr: a, en: a}, slot: code, goto: other}\nother: {forget: code, goto: extra}",
        "extra: {listen: true, else: other}\nother: {listen: true, else: hours}",
        "extra: {menu: {1: other, 2: hours}}\nother: {menu: {1: extra}}",
        "extra: {listen: true, else: person}",
    ],
)
def test_rounds_that_end(tmp_path: Path, steps: str) -> None:
    assert not codes(found(tmp_path, with_steps(steps))) & {"circle", "no_person"}


def test_a_call_that_ends_before_anybody_could_speak(tmp_path: Path) -> None:
    text = GOOD.replace("start: welcome", "start: night") + (
        "  night:\n    if: [{when: open, goto: welcome}]\n    else: closed\n"
        "  closed: {say: {fr: Fermé., en: Closed.}, hang_up: true}\n"
    )
    problem = only(found(tmp_path, text))
    assert (problem.code, problem.level) == ("no_person", "error") and "closed" in problem.message
    assert found(tmp_path, text.replace("hang_up: true", "voicemail: true")) == []


def test_hours_by_which_nobody_is_ever_there(tmp_path: Path) -> None:
    never = "handoff: {hours: {days: {mon-sun: closed}}}\n"
    problem = only(found(tmp_path, GOOD + never))
    assert (problem.code, problem.level, problem.line) == ("never_open", "error", len(GOOD.splitlines()) + 1)
    assert found(tmp_path, GOOD + never.replace("closed", '"09:00-10:00"')) == []


@pytest.mark.parametrize(
    ("hours", "words"),
    [
        ("{days: {mon: '09:00-08:00'}}", "ends before it begins"),
        ("{days: {mon: '9-12'}}", "write opening hours as"),
        ("{days: {monday: '09:00-12:00'}}", "is no day"),
        ("{days: {mon: '09:00-12:00'}, holidays: XX}", "no holidays known for XX"),
        ("{days: {mon: '09:00-12:00'}, holidays: FR-99}", "FR has no part 99"),
        ("{days: {mon: '09:00-12:00'}, timezone: Paris}", "no such time zone"),
        ("{days: {mon: '09:00-12:00'}, closed_on: [2026-02-30]}", "write a date"),
        ("offise", "there is no hours offise"),
    ],
)
def test_hours_that_cannot_be(tmp_path: Path, hours: str, words: str) -> None:
    text = GOOD + f"hours: {{office: {{days: {{mon: '09:00-12:00'}}}}}}\nhandoff: {{hours: {hours}}}\n"
    assert any(words in problem.message for problem in found(tmp_path, text)), found(tmp_path, text)


@pytest.mark.parametrize(
    ("transfer", "code"),
    [
        ('"{code}"', "dialled_by_caller"),
        ("code", "dialled_by_caller"),
        ("sip:boss@10.0.0.1", "address"),
        ('"+33145000000"', "address"),
        ("[desk, 3600]", "address"),
        ("desc", "unknown_target"),
    ],
)
def test_whom_a_step_may_give_the_call_to(tmp_path: Path, transfer: str, code: str) -> None:
    assert code in codes(found(tmp_path, GOOD.replace("transfer: desk", f"transfer: {transfer}")))


def test_a_target_that_the_caller_would_choose(tmp_path: Path) -> None:
    text = GOOD.replace("sip:desk@127.0.0.1", '"sip:{code}@127.0.0.1"')
    assert "dialled_by_caller" in codes(found(tmp_path, text))


def test_an_address_outside_targets(tmp_path: Path) -> None:
    problem = only(found(tmp_path, GOOD.replace("en: Nine to five.", "en: 'Call sip:boss@host.'")))
    assert (problem.code, problem.line) == ("address", 25)


ADDRESSES = ["sip:a@b", "sips:a@b:5061;transport=tls", "+33145000000", "3600", "0145000000"]


@pytest.mark.parametrize("address", ADDRESSES)
def test_addresses(tmp_path: Path, address: str) -> None:
    plan = load_plan(write(tmp_path, GOOD.replace("sip:desk@127.0.0.1", f"{address}")))
    assert plan.targets["desk"].address == address


@pytest.mark.parametrize(
    "lookup",
    [
        'http: {base: "https://user:word@api.example"}',
        'http: {base: "https://api.example?token=abc"}',
        "http: {base: env:API, headers: {Authorization: Bearer abc}}",
        "http: {base: env:API, headers: {X-Api-Key: abc}}",
        "http: {base: env:API, query: {api_key: abc}}",
        "http: {base: env:API, method: POST, body: {password: abc}}",
        'sql: SELECT 1 AS a\n    data: "postgresql://user:word@db/orders"',
    ],
)
def test_secrets_stand_in_the_environment(tmp_path: Path, lookup: str) -> None:
    extra = f"lookups:\n  data:\n    {lookup}\n    gives: {{a: text}}\n"
    assert "secret" in codes(found(tmp_path, GOOD + extra))


@pytest.mark.parametrize(
    "lookup",
    [
        "http: {base: env:API, path: '/orders/{code}', headers: {Authorization: Bearer env:TOKEN}}",
        "http: {base: 'https://api.example/v1', query: {number: '{code}', key: env:KEY}}",
        "sql: SELECT 1 AS a\n    data: env:DB",
        'sql: SELECT 1 AS a\n    data: "postgresql://reader@db/orders"',
    ],
)
def test_lookups_without_secrets(tmp_path: Path, lookup: str) -> None:
    extra = f"lookups:\n  data:\n    {lookup}\n    gives: {{a: text}}\n"
    text = with_steps("extra: {lookup: data, goto: hours, none: hours}") + extra
    assert found(tmp_path, text) == []


@pytest.mark.parametrize(
    ("lookup", "words"),
    [
        ("{gives: {a: text}}", "either sql or http"),
        ("{sql: SELECT 1 AS a, http: {base: env:A}, gives: {a: text}}", "either sql or http"),
        ("{http: {base: env:A, body: {a: b}}, gives: {a: text}}", "POST only"),
        ("{http: {base: env:A, headers: {X: '{code}'}}, gives: {a: text}}", "no value of the caller"),
        ("{http: {base: env:A, path: '/{cod}'}, gives: {a: text}}", "there is no slot cod"),
        ("{http: {base: 'http://api.example'}, gives: {a: text}}", "can be read on the way"),
        ("{http: {base: env:A}, data: env:B, gives: {a: text}}", "data belongs to sql"),
        ("{sql: SELECT 1 AS a, data: env:B, gives: {a: {type: text, at: /a}}}", "at belongs to http"),
    ],
)
def test_lookups_that_cannot_be(tmp_path: Path, lookup: str, words: str) -> None:
    problems = found(tmp_path, GOOD + f"lookups:\n  data: {lookup}\n")
    assert any(words in problem.message for problem in problems), problems


def test_a_field_that_must_not_be_spoken(tmp_path: Path) -> None:
    lookup = "lookups:\n  data: {sql: SELECT 1 AS a, data: env:B, gives: {a: {type: text, spoken: false}}}\n"
    said = "{if: [{when: data.a, goto: hours}], else: hours, say: {fr: '{data.a}', en: a}}"
    problem = only(found(tmp_path, with_steps(f"extra: {said}") + lookup.replace("lookups", "lookups")))
    assert problem.code == "not_spoken"


# -- the contract --


@pytest.mark.parametrize(
    ("contract", "level", "words"),
    [
        ("channel: bot\n    goto: said", "error", "gives the call to a person"),
        ("channel: human\n    goto: hours", "warning", "ends it"),
        ("goto: said", "warning", "write channel: human"),
        ("channel: bot", "error", "what serves hours?"),
        ("goto: hours\n    beyond: hours", "error", "beyond needs a depth"),
        ("goto: hours\n    limits: [{when: cod > 5}]", "error", "there is no value cod"),
        ("goto: hours\n    limits: [{when: code > 5}]", "warning", "never met"),
        ("goto: hours\n    limits: [{when: open, goto: nowhere}]", "error", "there is no step nowhere"),
        ("goto: hours\n    never_says: [{what: {fr: a, en: a}, words: {fr: neuf * cinq, en: xyz}}]",
         "error", 'hours says "neuf a cinq"'),
        ("goto: hours\n    never_says: [{what: {fr: a, en: a}, words: {fr: abc}}]",
         "error", "no phrases in en"),
        ("goto: hours\n    never_says: [{what: {fr: a, en: a}, words: {fr: '* * * * a', en: b}}]",
         "error", "at most 3 *"),
    ],
)  # fmt: skip
def test_contracts(tmp_path: Path, contract: str, level: str, words: str) -> None:
    problems = found(tmp_path, GOOD.replace("    goto: hours\n", f"    {contract}\n", 1))
    assert any(words in f"{p.message} {p.hint}" and p.level == level for p in problems), problems


def test_the_same_example_for_two_requests(tmp_path: Path) -> None:
    other = GOOD[GOOD.index("  hours:\n    title") : GOOD.index("slots:")].replace(
        "  hours:\n", "  times:\n", 1
    )
    problems = found(tmp_path, GOOD.replace("slots:\n", other + "slots:\n", 1))
    assert codes(problems) == {"overlap"} and "hours and for times" in problems[0].message


# -- what is said --


def test_a_text_too_long_to_be_heard(tmp_path: Path) -> None:
    long = "We are open from nine to five on all days but Sunday. " * 7
    problem = only(found(tmp_path, GOOD.replace("Nine to five.", long)))
    assert (problem.code, problem.level) == ("too_long", "warning")
    assert f"{seconds(long):.0f} seconds" in problem.message and seconds(long) > LONGEST


def recording(tmp_path: Path, name: str, length: float = 1.0) -> None:
    path = tmp_path / "trial" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    soundfile.write(path, np.zeros(int(8000 * length), dtype=np.float32), 8000)


@pytest.mark.parametrize("kind", ["wav", "flac", "ogg", "mp3"])
def test_a_recording_in_any_common_format(tmp_path: Path, kind: str) -> None:
    recording(tmp_path, f"prompts/hours.{kind}")
    text = GOOD.replace("en: Nine to five.", f"en: {{text: Nine to five., audio: prompts/hours.{kind}}}")
    assert found(tmp_path, text) == []
    plan = load_plan(write(tmp_path, text))
    say = plan.steps["hours"].say
    assert say and (say["en"], say.audio) == ("Nine to five.", {"en": f"prompts/hours.{kind}"})


@pytest.mark.parametrize(
    ("audio", "words"),
    [
        ("prompts/none.wav", "there is no sound file"),
        ("plan.wav", "no sound file that can be played"),
        ("../../x.wav", "lies outside"),
        ("prompts/long.wav", "seconds to hear"),
    ],
)
def test_recordings_that_cannot_be_used(tmp_path: Path, audio: str, words: str) -> None:
    recording(tmp_path, "prompts/long.wav", 30)
    (tmp_path / "trial" / "plan.wav").write_text("title: a")
    text = GOOD.replace("en: Nine to five.", f"en: {{text: Nine to five., audio: {audio}}}")
    assert any(words in problem.message for problem in found(tmp_path, text)), found(tmp_path, text)


def test_a_recording_holds_no_values(tmp_path: Path) -> None:
    recording(tmp_path, "a.wav")
    text = GOOD.replace('en: "It is {code}."', 'en: {text: "It is {code}.", audio: a.wav}')
    assert "a recording cannot hold values" in only(found(tmp_path, text)).message


# -- thresholds --


def test_the_sides_of_the_signals_are_known() -> None:
    assert {*EMOTION, *COMPLEXITY} == set(Weights.model_fields)
    assert SOUND == HEARD_ONLY


@pytest.mark.parametrize(
    ("escalation", "level"),
    [
        ("{weights: {" + ", ".join(f"{name}: 0" for name in EMOTION if name not in SOUND) + "}}", "error"),
        ("{weights: {" + ", ".join(f"{name}: 0.02" for name in COMPLEXITY) + "}}", "warning"),
        ("{emotion: 0}", "warning"),
    ],
)
def test_thresholds_out_of_reach(tmp_path: Path, escalation: str, level: str) -> None:
    problem = only(found(tmp_path, GOOD + f"escalation: {escalation}\n"))
    assert (problem.code, problem.level) == ("threshold", level)


# -- names --


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (GOOD + "  person: {say: {fr: a, en: a}, done: true}\n", "brings itself"),
        (GOOD.replace("listen: true", "lisen: true"), "did you mean listen?"),
        (GOOD.replace("    type: digits", "    tipe: digits"), "did you mean type?"),
        (GOOD + "handof: {}\n", "did you mean handoff?"),
        (with_steps("extra: {queue: line}"), "there is no queue line"),
        (with_steps("extra: {plan: trail}"), "there is no plan trail (did you mean trial?)"),
        (with_steps("extra: {plan: trial}"), "cannot go on in itself"),
        (with_steps("extra: {survey: happy, goto: hours}"), "there is no survey happy"),
        (with_steps("extra: {goto: hours, done: true}"), "nothing follows here"),
        (with_steps("extra: {goto: hours, retries: 2}"), "retries need listen or ask"),
        (with_steps("extra: {if: [{when: 1 < 2, goto: hours}], else: hours}"), "reads no value"),
        (GOOD + "recording: {consent: asked, refused: nowhere}\n", "there is no step nowhere"),
        (GOOD + "recording: {refused: hours}\n", "needs consent: asked"),
        (
            GOOD + "surveys: {s: {title: {fr: a, en: a}, ask: {fr: a, en: a}, least: 5, most: 1}}\n",
            "not more",
        ),
        (GOOD + "queues: {desk: {}}\n", "a target already"),
        (GOOD + "queues: {line: {to: dask}}\n", "there is no target dask"),
        (GOOD.replace("en: Nine to five.", "en: nine, or ten"), "put the text in quotes"),
    ],
)
def test_names(tmp_path: Path, text: str, words: str) -> None:
    assert any(words in str(problem) for problem in found(tmp_path, text)), found(tmp_path, text)


def test_a_comparison_that_is_never_true(tmp_path: Path) -> None:
    slots = "slots:\n  topic: {type: choice, title: {fr: a, en: a}, choices: {fire: {fr: feu, en: fire}}}\n"
    steps = ('extra: {ask: {fr: a, en: a}, slot: topic, goto: other}\n'
             'other: {if: [{when: topic == "fier", goto: hours}], else: said}')  # fmt: skip
    problem = only(found(tmp_path, with_steps(steps).replace("slots:\n", slots, 1)))
    assert "never 'fier'" in problem.message


def test_what_no_step_uses(tmp_path: Path) -> None:
    problem = only(found(tmp_path, GOOD + "queues: {line: {}}\n"))
    assert (problem.code, problem.level) == ("unused", "warning")


def test_every_plan_has_a_way_to_a_person_by_name(tmp_path: Path) -> None:
    plan = load_plan(write(tmp_path, GOOD.replace("transfer: desk", "goto: person")))
    assert plan.steps["said"].goto == PERSON and plan.steps[PERSON].transfer is True
