"""Plans made from extensions.conf: what is carried over, and every line that is not."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from voice import cli
from voice.administration.importing.extensions import parse, read_extensions
from voice.administration.importing.plan import Imported, Wanted, make_plan
from voice.conversation import Conversation
from voice.dialplan.load import load_plan
from voice.dialplan.model import Dialplan
from voice.errors import ImportFailed
from voice.turn import Record, Say, Transfer

CONF = Path(__file__).parent / "conf"
FILES = sorted(path.stem for path in CONF.glob("*.conf"))
DAY = datetime(2026, 3, 4, 10, 0, tzinfo=UTC)
NIGHT = datetime(2026, 3, 4, 23, 0, tzinfo=UTC)


def imported(name: str, **more: Any) -> Imported:
    path = CONF / f"{name}.conf"
    return make_plan(read_extensions(path), Wanted(path, more.pop("context", None), **more), name)


def made(text: str, **more: Any) -> Imported:
    return make_plan(parse(text), Wanted(Path("extensions.conf"), None, **more), "made")


def loaded(result: Imported, tmp_path: Path) -> Dialplan:
    result.write(tmp_path / "plan")
    return load_plan(tmp_path / "plan")


def left_out(result: Imported) -> dict[int, str]:
    return {note.line: note.what for note in result.left_out}


def lines_of(name: str, *words: str) -> list[int]:
    text = (CONF / f"{name}.conf").read_text().splitlines()
    return [number for number, line in enumerate(text, 1) if any(word in line for word in words)]


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_example_becomes_a_plan_that_loads(name: str, language: Any, tmp_path: Path) -> None:
    result = imported(name, language=language)
    plan = loaded(result, tmp_path)
    assert plan.languages == (language,)
    assert all(note.why and note.todo and note.line for note in result.notes)


def test_opening_hours_menu_and_people(tmp_path: Path) -> None:
    result = imported("day_night", pbx="pbx.example")
    plan = loaded(result, tmp_path)
    (hours,) = plan.hours.values()
    assert hours.days == {
        "mon-fri": (("09:00", "12:30"), ("14:00", "18:00")),
        "sat": (("10:00", "12:00"),),
    }
    menu = next(step for step in plan.steps.values() if step.menu)
    assert set(menu.menu) == {"1", "2", "3"} and menu.timeout == 5
    assert menu.noinput[0]["en"] == "Please try again."
    assert menu.nomatch[0]["en"] == "I am sorry, that is not a valid choice."
    sales = plan.steps[menu.menu["1"]]
    assert isinstance(sales.transfer, tuple)
    assert [plan.targets[name].address for name in sales.transfer] == [
        "sip:201@pbx.example",
        "sip:202@pbx.example",
    ]
    assert plan.target_specs[sales.transfer[0]].ring == 25
    assert plan.handoff.to[0] == "person_100"  # key 0
    assert list(left_out(result)) == lines_of("day_night", "System(")


def test_the_imported_plan_holds_a_conversation(tmp_path: Path) -> None:
    plan = loaded(imported("day_night"), tmp_path)
    open_ = Conversation(plan, caller="", dialled="", now=DAY)
    decision = open_.open()
    said = " ".join(action.text for action in decision.actions if isinstance(action, Say))
    assert "To be written: welcome open." in said
    decision = open_.keys("1")
    assert any(isinstance(action, Transfer) for action in decision.actions)
    closed = Conversation(plan, caller="", dialled="", now=NIGHT).open()
    assert any(isinstance(action, Record) for action in closed.actions)


def test_a_language_menu_and_queues(tmp_path: Path) -> None:
    result = imported("languages")
    assert result.context == "ivr-language"
    plan = loaded(result, tmp_path)
    assert set(plan.queues) == {"support", "billing"}
    assert plan.queues["support"].wait == 300
    assert list(left_out(result)) == lines_of("languages", "CHANNEL(language)")
    assert any("hears which language" in note.why for note in result.left_out)


def test_a_queue_and_what_follows_it(tmp_path: Path) -> None:
    result = imported("queue_fallback")
    plan = loaded(result, tmp_path)
    step = plan.steps[plan.start]
    assert step.queue and step.queue.name == "helpdesk"
    assert step.say and "thank you for calling support" in step.say["en"]
    assert set(left_out(result)) == set(lines_of("queue_fallback", "GotoIf", "nobody-is-free"))
    voicemail = lines_of("queue_fallback", "VoiceMail")[0]
    (note,) = [note for note in result.notes if note.line == voicemail]
    assert not note.left_out and "call back" in note.why


def test_nested_menus_counters_and_keyed_numbers(tmp_path: Path) -> None:
    result = imported("nested")
    plan = loaded(result, tmp_path)
    start = plan.steps[plan.start]
    assert start.retries == 2 and start.otherwise
    assert plan.steps[start.otherwise].transfer == ("support",)
    orders = plan.steps[start.menu["1"]]
    assert orders.menu["*"] == plan.start
    ask = next(step for step in plan.steps.values() if step.ask)
    assert ask.slot == "order" and plan.slots["order"].most == 6
    said = plan.steps[ask.goto or ""]
    assert said.say and said.say["en"].endswith("{order}")
    assert said.branches[0].goto == plan.start
    assert list(left_out(result)) == lines_of("nested", "PJSIP/100")
    assert result.others == ("holidays",)


def test_programs_are_refused_with_a_note(tmp_path: Path) -> None:
    result = imported("programs")
    plan = loaded(result, tmp_path)
    refused = lines_of(
        "programs", "AGI(", 'CUSTOMER}" =', "System(", "Gosub(", "DB(", "AGENT", "Macro(", "#incl"
    )
    assert sorted(left_out(result)) == refused
    assert "/tmp/calls" not in result.text and "agi" not in result.text.lower()
    menu = next(step for step in plan.steps.values() if step.menu)
    assert menu.menu["1"] == menu.otherwise == "person"


def test_prompts_that_are_at_hand_are_taken_along(tmp_path: Path) -> None:
    import soundfile

    (tmp_path / "sounds" / "custom").mkdir(parents=True)
    soundfile.write(tmp_path / "sounds" / "custom" / "we-are-closed.wav", [0.0] * 800, 8000)
    plan = loaded(imported("day_night", sounds=tmp_path / "sounds"), tmp_path)
    said = next(step.say for step in plan.steps.values() if step.say and step.say.audio)
    assert said.audio == {"en": "prompts/we-are-closed.wav"}
    assert (tmp_path / "plan" / "prompts" / "we-are-closed.wav").is_file()


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("[a]\nexten => s,1,Goto(s,1)", "goes round"),
        (
            "[a]\nexten => s,1,Playback(x)\nexten => s,2,Goto(b,s,1)\n[b]\nexten => s,1,Goto(a,s,1)",
            "goes round",
        ),
        ("[a]\nexten => s,1,Playback(bye)\nexten => s,2,Hangup", "no way to a person"),
    ],
)
def test_what_no_plan_may_do_leads_to_a_person(text: str, what: str, tmp_path: Path) -> None:
    result = made(text)
    loaded(result, tmp_path)
    assert any(what in note.why for note in result.notes)


@pytest.mark.parametrize(
    ("when", "days"),
    [
        ("9:00-17:00,mon-fri,*,*", {"mon-fri": (("09:00", "17:00"),)}),
        ("9:00-17:00|mon&wed|*|*", {"mon": (("09:00", "17:00"),), "wed": (("09:00", "17:00"),)}),
        ("18:00-8:00,*,*,*", {"mon-sun": (("00:00", "08:00"), ("18:00", "24:00"))}),
        ("*,sat-sun,*,*", {"sat-sun": (("00:00", "24:00"),)}),
    ],
)
def test_times(when: str, days: Any, tmp_path: Path) -> None:
    plan = loaded(made(f"[a]\nexten => s,1,GotoIfTime({when}?o)\nsame => n,VoiceMail(1)\n"
                       "same => n(o),Dial(SIP/1)"), tmp_path)  # fmt: skip
    (hours,) = plan.hours.values()
    assert hours.days == days


@pytest.mark.parametrize(
    "when", ["*,*,25,dec", "9:00-17:00,noday,*,*", "25:00-26:00,*,*,*", "nine-five,*,*,*"]
)
def test_times_that_are_no_weekly_hours(when: str, tmp_path: Path) -> None:
    result = made(f"[a]\nexten => s,1,GotoIfTime({when}?o)\nsame => n,VoiceMail(1)\nsame => n(o),Dial(SIP/1)")
    assert loaded(result, tmp_path).hours == {}
    assert 2 in left_out(result)


def test_comments_labels_and_old_forms(tmp_path: Path) -> None:
    result = made(
        "[a] ; the entrance\n"
        ";-- a block with\nexten => s,1,System(rm) --;\n"
        "exten => s,1,Answer ; no brackets\n"
        "exten => s,n(here),Playback,custom/one|noanswer\n"
        "exten => s,n+1,Background(two\\;three)\n"
        "exten => s,4,Hangup\n"
        "exten => 1,1,Dial,SIP/77|20\n"
        "exten => 77,hint,SIP/77\n"
    )
    plan = loaded(result, tmp_path)
    assert not left_out(result)
    say = plan.steps[plan.start].say
    assert say and say["en"] == "To be written: one. To be written: two three."
    assert plan.target_specs["person_77"].ring == 20


def type_(capfd: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as ended:
        cli.main(words)
    return (int(ended.value.code or 0), *capfd.readouterr())


def test_the_verb(capfd: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    file = CONF / "programs.conf"
    code, out, _ = type_(capfd, "import", str(file), "--out", str(tmp_path / "orders"))
    assert code == 1
    assert f"{file}:3: Agi(lookup-customer.agi" in out and "write a lookup" in out
    code, _, err = type_(capfd, "import", str(file), "--out", str(tmp_path / "orders"))
    assert code == 2 and "there already" in err
    code, out, _ = type_(capfd, "import", str(file), "--out", str(tmp_path / "again"), "--json")
    notes = json.loads(out)["notes"]
    assert {note["line"] for note in notes if note["left_out"]} == set(left_out(imported("programs")))
    assert type_(capfd, "check", str(tmp_path / "orders"))[0] == 0


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["nowhere.conf", "--out", "x/plan"], "cannot be read"),
        ([str(CONF / "nested.conf"), "--out", "x/Bad Name"], "no name for a plan"),
        ([str(CONF / "nested.conf"), "--out", "x/plan", "--context", "attic"], "there are: main, orders"),
        ([str(Path(__file__)), "--out", "x/plan", "--context", "attic"], "no context attic"),
    ],
)
def test_what_cannot_be_imported(
    words: list[str],
    said: str,
    capfd: pytest.CaptureFixture[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    code, _, err = type_(capfd, "import", *words)
    assert code == 2 and said in err
    assert not list(tmp_path.rglob("plan.yaml"))


APPS = st.sampled_from(
    ["Answer", "Playback", "Background", "WaitExten", "Goto", "GotoIf", "GotoIfTime", "Queue", "Dial", "Read",
     "VoiceMail", "Hangup", "Set", "SayDigits", "AGI", "Macro", "Foo", "Wait"]
)  # fmt: skip
PIECES = [
    "s",
    "1",
    "t",
    "i",
    "a",
    "b",
    "SIP/1",
    "${X}",
    "*",
    "{",
    "}",
    "here",
    "n",
    "9:00-17:00",
    "mon-fri",
    "X=$[${X}+1]",
    "a,s,1",
    "?b,s,1:a,s,1",
    "''",
    '"',
    "\\",
    "${EXTEN}",
]
WORDS = st.one_of(st.sampled_from([*PIECES, "$[${X} < 3]?s,1"]), st.text(max_size=12))
COMMANDS = st.builds(
    lambda exten, priority, app, words: f"exten => {exten},{priority},{app}({','.join(words)})",
    st.sampled_from(["s", "1", "2", "0", "#", "t", "i", "h", "_X.", "100", "é"]),
    st.sampled_from(["1", "2", "n", "n(here)", "n+2", "s", "99999999999999", "x"]),
    APPS,
    st.lists(WORDS, max_size=5),
)
LINES = st.one_of(
    COMMANDS,
    st.builds(lambda name: f"[{name}]", st.one_of(st.sampled_from("ab"), st.text(max_size=8))),
    st.sampled_from(["include => a", "include => b,9:00,*", ";--", "--;", "[globals]", "X=${X}${X}", "#x"]),
    st.text(max_size=40),
)


def check_hostile(text: str) -> None:
    try:
        result = made(text)
    except ImportFailed:
        return
    assert result.text
    assert all(note.why and note.todo for note in result.notes)


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(LINES, max_size=30))
def test_no_file_breaks_the_import(lines: list[str]) -> None:
    """What comes out has been loaded, else ImportFailed is raised: nothing else ever is."""
    check_hostile("[a]\n" + "\n".join(lines))


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=400))
def test_nor_do_bytes(tmp_path_factory: pytest.TempPathFactory, body: bytes) -> None:
    path = tmp_path_factory.mktemp("bytes") / "extensions.conf"
    path.write_bytes(b"[a]\nexten => s,1,Playback(x)\n" + body)
    assert read_extensions(path).contexts["a"].extensions["s"]
    parse(body.decode("latin-1"))


@pytest.mark.parametrize(
    "text",
    [
        "[a]\n" + "".join(f"exten => s,{n},Goto(s,{n + 1})\n" for n in range(1, 3000)),
        "[a]\n" + "".join(f"exten => {n},1,Goto({n + 1},1)\n" for n in range(3000)),
        "[globals]\nX=${X}${X}${X}\n[a]\nexten => s,1,Playback(${X})\n",
        "[a]\ninclude => b\n[b]\ninclude => a\nexten => s,1,Background(x)\n",
        "[a]\nexten => s,1,Playback(" + "(" * 3000 + ")\n",
        "[a](b)\n[b](a)\nexten => s,1,WaitExten(999999999999)\n",
        "\0[\0]\nexten => \0,1,\0\n",
    ],
)  # fmt: skip
def test_bombs(text: str) -> None:
    check_hostile(text)
