"""`voice replay` over stored calls, files and queries: what it prints, writes and exits with."""

from __future__ import annotations

import asyncio
import json
import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from tests.call.scene import Scene
from tests.replay.recorded_calls import SCRIPTS, live, means, recorded, tone_wav
from voice.cli import _parser
from voice.dialplan.load import UNMAPPED
from voice.errors import RecordsError, SettingsError, VoiceError
from voice.events import CallStarted
from voice.records.rows import CallRecord, CallRow, fold
from voice.records.store import Store
from voice.replay.command import run
from voice.replay.engines import LazyEngines
from voice.replay.recorded import recorded_call
from voice.replay.words import replay_words
from voice.settings import RecordsSettings, ReplaySettings, Settings

PLAN = Path(__file__).parent.parent / "call" / "plan.yaml"
IDS = {"served": "aaaa1111", "presses 0": "bbbb2222", "order by keys": "cccc3333"}


@pytest.fixture(scope="session")
def stocked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A plan, and three calls on record that it served."""
    folder = tmp_path_factory.mktemp("stocked")
    plans = folder / "dialplans"
    (plans / "call").mkdir(parents=True)
    shutil.copy(PLAN, plans / "call" / "plan.yaml")
    (plans / "routes.yaml").write_text("routes: {'100': call}\n")
    (folder / "recordings").mkdir()
    asyncio.run(_store(_settings(folder), {call_id: live(name) for name, call_id in IDS.items()}))
    return folder


@pytest.fixture
def settings(stocked: Path, tmp_path: Path) -> Settings:
    """A copy of it to do anything with."""
    shutil.copytree(stocked, tmp_path, dirs_exist_ok=True)
    return _settings(tmp_path)


def _settings(folder: Path) -> Settings:
    return Settings(
        dialplans=folder / "dialplans",
        records=RecordsSettings(
            url=f"sqlite+aiosqlite:///{folder}/voice.db", recordings=folder / "recordings"
        ),
        replay=ReplaySettings(folder=folder / "kept"),
    )


async def _store(settings: Settings, scenes: dict[str, Scene]) -> None:
    for call_id, scene in scenes.items():
        await _store_one(settings, call_id, scene)


async def _store_one(settings: Settings, call_id: str, scene: Scene, **started: str) -> None:
    """A call with its recording; `started` is written over what is known of its beginning."""
    store = await Store.open(settings.records.url)
    await store.migrate()
    recorded(scene, settings.records.recordings, call_id)
    of = {"call_id": call_id, **started}
    events = [
        event.model_copy(update=of) if isinstance(event, CallStarted) else event for event in scene.events
    ]
    await store.save_events(call_id, events)
    await store.close()


@pytest.fixture
def replay(settings: Settings, capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str]]:
    """Run the verb: exit code and output."""

    def replay(*words: str) -> tuple[int, str]:
        code = run(_parser().parse_args(["replay", *words]), settings)
        return code, capsys.readouterr().out

    return replay


@pytest.fixture
def scripted(monkeypatch: pytest.MonkeyPatch) -> None:
    """The ears hear what the first script says was said."""
    monkeypatch.setattr(LazyEngines, "means", lambda _: means(SCRIPTS["served"][0]))


def edit(settings: Settings, old: str, new: str) -> None:
    path = settings.dialplans / "call" / "plan.yaml"
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


Replay = Callable[..., tuple[int, str]]


@pytest.mark.usefixtures("scripted")
def test_a_stored_call_is_named_by_the_beginning_of_its_id_and_decided_as_it_was(replay: Replay) -> None:
    code, out = replay("aaaa")
    assert code == 0
    assert "1 call: 1 the same, 0 changed" in out


@pytest.mark.usefixtures("scripted")
def test_a_change_of_the_plan_is_shown_side_by_side_with_its_turn(replay: Replay, settings: Settings) -> None:
    edit(settings, "We are open from nine to five.", "We are closed all week.")
    code, out = replay("aaaa", "--plan", str(settings.dialplans / "call"))
    assert code == 0
    assert "turn 1: other words of the bot" in out
    assert "We are open from nine to five." in out
    assert "We are closed all week." in out


def test_words_alone_need_no_sound_and_no_engine(replay: Replay, settings: Settings) -> None:
    shutil.rmtree(settings.records.recordings)
    code, out = replay("--served-by", "call", "--words", "--json")
    told = json.loads(out)
    assert code == 0
    assert told["totals"] == {"calls": 3, "same": 3, "changed": {}, "failed": [], "broken": []}
    code, out = replay("aaaa", "--json")
    assert code == 1
    assert "no recording" in json.loads(out)["calls"][0]["error"]


def test_a_query_chooses_the_calls(replay: Replay) -> None:
    def ids(*words: str) -> set[str]:
        return {call["id"] for call in json.loads(replay(*words, "--words", "--json")[1])["calls"]}

    everything = set(IDS.values())
    assert ids("--plan", "call") == everything
    assert ids("--served-by", "call", "--ended", "transferred") == {"bbbb2222"}
    assert ids("--served-by", "call", "--score", "complexity>0.99") == set()
    assert ids("--served-by", "call", "--score", "emotion<=1.0") == everything
    assert ids("--served-by", "call", "--since", "2030-01-01") == set()
    assert ids("--served-by", "call", "--since", "2026-03-01") == everything
    assert len(ids("--served-by", "call", "--limit", "2")) == 2
    assert ids("cccc", "--served-by", "call", "--ended", "transferred") == {"bbbb2222", "cccc3333"}


def test_what_changed_over_many_calls_is_counted_and_linked(
    replay: Replay, settings: Settings, tmp_path: Path
) -> None:
    edit(settings, "goto: hours", "goto: nowhere")
    edit(settings, "goto: ask_order", "goto: hours")
    edit(settings, "goto: nowhere", "goto: ask_order")
    page, xml = tmp_path / "out" / "page.html", tmp_path / "out" / "junit.xml"
    code, out = replay(
        "--plan", "call", "--words", "--json", "--html", str(page), "--junit", str(xml), "--audio"
    )
    told = json.loads(out)
    assert code == 0, "nothing of it is pinned"
    assert told["totals"]["changed"]["other_step"] == ["aaaa1111", "cccc3333"]
    first = next(call for call in told["calls"] if call["id"] == "aaaa1111")["first"]
    assert first == {"turn": 1, "changes": ["other_step", "other_words"]}
    html = page.read_text("utf-8")
    assert 'href="#call-' in html
    assert "another step" in html
    assert "data:audio/wav;base64," in html
    assert page.stat().st_mode & 0o077 == 0
    assert "http" not in html.replace("http-equiv", "")
    suite = ET.parse(xml).getroot()[0]
    assert (suite.get("tests"), suite.get("failures"), suite.get("errors")) == ("3", "0", "0")
    assert [case.get("name") for case in suite if case.find("system-out") is not None] == [
        "aaaa1111",
        "cccc3333",
    ]


def test_two_plans_can_be_compared_with_each_other(
    replay: Replay, settings: Settings, tmp_path: Path
) -> None:
    draft = tmp_path / "draft"
    shutil.copytree(settings.dialplans / "call", draft)
    path = draft / "plan.yaml"
    path.write_text(path.read_text("utf-8").replace("is on its way", "is lost"), "utf-8")
    _, out = replay("--served-by", "call", "--plan", str(draft), "--against", "call", "--words", "--json")
    assert json.loads(out)["totals"]["changed"] == {"other_words": ["cccc3333"]}


def test_what_a_caller_said_cannot_break_the_page(replay: Replay, settings: Settings, tmp_path: Path) -> None:
    edit(settings, "We are open from nine to five.", "<script>alert(1)</script>")
    replay("aaaa", "--words", "--html", str(tmp_path / "page.html"))
    html = (tmp_path / "page.html").read_text("utf-8")
    assert "<script" not in html
    assert "&lt;script&gt;" in html


@pytest.mark.weights  # needs none, but the time to start processes
def test_several_processes_give_the_same_as_one(replay: Replay) -> None:
    one = replay("--plan", "call", "--words", "--json")
    two = replay("--plan", "call", "--words", "--json", "--jobs", "2", "--recognize", "again")
    assert one == two


def test_what_is_finished_is_kept_when_a_run_is_interrupted(
    replay: Replay, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, done = replay_words, 0

    def interrupted(*arguments: Any) -> Any:
        nonlocal done
        if done == 2:
            raise KeyboardInterrupt
        done += 1
        return real(*arguments)

    monkeypatch.setattr("voice.replay.batch.replay_words", interrupted)
    with pytest.raises(KeyboardInterrupt):
        replay("--plan", "call", "--words")
    again: list[str] = []

    def counted(recorded: Any, *more: Any) -> Any:
        again.append(recorded.id)
        return real(recorded, *more)

    monkeypatch.setattr("voice.replay.batch.replay_words", counted)
    code, _ = replay("--plan", "call", "--words")
    assert code == 0
    assert len(again) == 1
    replay("--plan", "call", "--words")
    assert len(again) == 1
    replay("--plan", "call", "--words", "--recognize", "again")
    assert len(again) == 4


def test_a_call_that_breaks_is_told_and_the_others_go_on(
    replay: Replay, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = replay_words

    def breaking(recorded: Any, *more: Any) -> Any:
        if recorded.id == "aaaa1111":
            raise RuntimeError("what the caller said")
        return real(recorded, *more)

    monkeypatch.setattr("voice.replay.batch.replay_words", breaking)
    code, out = replay("--plan", "call", "--words")
    assert code == 1
    assert "3 calls: 2 the same, 0 changed" in out
    assert "the replay broke: RuntimeError" in out
    assert "what the caller said" not in out


def test_a_call_whose_plan_is_gone_is_told_and_the_others_go_on(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    """A number that led nowhere was answered by the built-in plan: it can be replayed as any other."""
    for call_id, plan in (("dddd4444", "given-up"), ("eeee5555", UNMAPPED)):
        asyncio.run(_store_one(settings, call_id, live("served"), plan=plan))
    words = ["replay", "aaaa1111", "dddd4444", "eeee5555", "--words", "--json"]
    assert run(_parser().parse_args(words), settings) == 1
    told = capsys.readouterr()
    assert [call["name"] for call in json.loads(told.out)["calls"]] == ["aaaa1111", "eeee5555"]
    assert "dddd4444: left out: there is no plan given-up" in told.err
    with pytest.raises(SettingsError, match="given-up"):
        run(_parser().parse_args(["replay", "dddd4444", "--words"]), settings)


@pytest.mark.usefixtures("scripted")
def test_a_folder_of_sound_files_is_replayed_under_a_plan(replay: Replay, tmp_path: Path) -> None:
    (tmp_path / "sounds").mkdir()
    tone_wav(tmp_path / "sounds" / "a.wav", 0.5)
    tone_wav(tmp_path / "sounds" / "b.wav", 1.0)
    _, out = replay(str(tmp_path / "sounds"), "--plan", "call", "--json")
    calls = json.loads(out)["calls"]
    assert [call["name"] for call in calls] == ["a.wav", "b.wav"]
    assert calls[0]["report"]["opening"][0].startswith("Hello, this is the corner shop.")


@pytest.mark.usefixtures("scripted")
def test_what_is_no_sound_in_a_folder_stops_no_other(
    settings: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sounds = tmp_path / "sounds"
    sounds.mkdir()
    tone_wav(sounds / "a.wav", 0.5)
    (sounds / "b.wav").write_text("no sound")
    (sounds / "c.vcon").write_text("no JSON")
    assert run(_parser().parse_args(["replay", str(sounds), "--plan", "call"]), settings) == 1
    told = capsys.readouterr()
    assert "c.vcon: left out: " in told.err and "no JSON" in told.err
    assert "b.wav" in told.out and "not a sound file" in told.out
    assert "1 call: 0 the same, 0 changed" in told.out
    assert "1  replayed, with nothing to compare with" in told.out


def test_all_names_that_mean_nothing_are_told_at_once(replay: Replay, tmp_path: Path) -> None:
    (tmp_path / "c.vcon").write_text("no JSON")
    with pytest.raises(VoiceError) as error:
        replay("zzzz", "aaaa", "yyyy", str(tmp_path / "c.vcon"), "none.wav", "--plan", "call")
    for name in ("begins with zzzz", "begins with yyyy", "c.vcon: ", "none.wav: No such file"):
        assert name in error.value.message


def test_sound_alone_has_no_words(
    settings: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "sounds").mkdir()
    for name in ("a.wav", "b.wav"):
        tone_wav(tmp_path / "sounds" / name, 0.5 if name == "a.wav" else 1.0)
    words = ["replay", str(tmp_path / "sounds"), "--plan", "call", "--words"]
    assert run(_parser().parse_args(words), settings) == 1
    assert "a.wav: left out: a.wav is sound alone" in capsys.readouterr().err
    with pytest.raises(SettingsError, match="leave --words out"):
        run(_parser().parse_args(["replay", str(tmp_path / "sounds" / "a.wav"), *words[2:]]), settings)


def test_where_no_call_is_meant_it_is_said(settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(_parser().parse_args(["replay", "--served-by", "cal"]), settings) == 0
    assert "there is no plan cal in use" in capsys.readouterr().err
    assert run(_parser().parse_args(["replay", "--served-by", "call", "--since", "1h"]), settings) == 0
    told = capsys.readouterr().err
    assert "no call on record is meant by this; `voice calls` lists them" in told


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ((), "which calls?"),
        (("--since", "7d", "--plan", str(PLAN.parent)), "--served-by"),
        (("zzzz",), "no call's id begins with zzzz"),
        (("aaaa", "--plan", "nothing"), "there is no plan nothing"),
        (("missing.wav", "--plan", "call"), "no such file"),
        (("missing.wav",), "no such file"),
        (("aaaa", "--wav", "x.wav"), "--wav"),
    ],
)  # fmt: skip
def test_what_cannot_be_done_is_told(replay: Replay, words: tuple[str, ...], told: str) -> None:
    with pytest.raises(VoiceError) as error:
        replay(*words)
    assert told in error.value.message


def test_a_call_back_is_told_to_have_nothing_to_replay(tmp_path: Path) -> None:
    """People talk in it; the bot decides nothing."""
    began = CallStarted(
        at=0, call_id="c", door="callback", caller="+331", dialled="100", plan="call", plan_sha="",
        languages=("en",), models={}, started=datetime(2026, 3, 4, tzinfo=UTC),
    )  # fmt: skip
    with pytest.raises(RecordsError, match="nothing to replay"):
        recorded_call(CallRecord(fold(CallRow("c"), [began]), [began]), tmp_path)


@pytest.mark.parametrize(
    "words", [("--score", "anger>1"), ("--since", "yesterday"), ("--jobs", "-1"), ("--at", "noon")]
)
def test_arguments_that_mean_nothing_are_refused(words: tuple[str, ...]) -> None:
    with pytest.raises(SystemExit):
        _parser().parse_args(["replay", *words])
