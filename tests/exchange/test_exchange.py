"""Calls leave as vCon, WebVTT, WAV and JSON Lines, come back as they were, and leave their secrets behind."""

from __future__ import annotations

import asyncio
import base64
import json
import shutil
from pathlib import Path

import numpy as np
import pytest
import soundfile

from tests.records.calls import whole_call
from tests.replay.test_command import replay, settings, stocked
from voice.cli import _parser
from voice.dialplan.load import load_plan
from voice.errors import ExchangeError, VoiceError
from voice.events import (
    AgentLookedUp,
    AgentSpoke,
    BotSpoke,
    CallEvent,
    CallStarted,
    KeyPressed,
    LookedUp,
    TurnTaken,
)
from voice.exchange.command import run_export, run_restore
from voice.exchange.redacted import Redacted
from voice.exchange.sound import wav_without
from voice.exchange.vcon import events_of, read_vcon, sound_of, to_vcon
from voice.exchange.vtt import webvtt
from voice.records.journal import load_events
from voice.records.store import Store
from voice.settings import RecordsSettings, Settings
from voice.turn import Assessment, Heard, Outcome, Side, Signal, Thresholds, Turn, Understanding

__all__ = ["replay", "settings", "stocked"]

PLAN = Path(__file__).parent.parent / "call"


def export(settings: Settings, *words: str) -> int:
    return run_export(_parser().parse_args(["export", *words]), settings)


def secret_call() -> list[CallEvent]:
    heard = Heard("it is ten forty two", 0.9, "en", 5.0, 7.0)
    signal = Signal("repeats", Side.COMPLEXITY, 0.5, 0.5, 1, "“it is ten forty two”")
    return [
        *whole_call()[:1],
        BotSpoke(at=1, step="ask_order", text="What is your order number?", language="en", seconds=2),
        KeyPressed(at=6, key="1"),
        TurnTaken(
            at=7.5,
            turn=Turn(1, "ask_order", heard, Understanding((), {"order": "1042"}), Outcome.FILLED),
            assessment=Assessment(0.0, 0.2, Thresholds(0.7, 0.7), (signal,)),
            step="order",
            why="order: 1042",
        ),
        BotSpoke(at=8, step="order", text="Order 1 0 4 2 is on its way.", language="en", seconds=3),
        KeyPressed(at=20, key="3"),
        AgentSpoke(at=30, text="your card 4539 5787 6362 1486, is that right?", ended=34),
        AgentSpoke(at=40, text="all is well", ended=41),
    ]


def sensitive_plan(folder: Path) -> Path:
    shutil.copytree(PLAN, folder)
    path = folder / "plan.yaml"
    path.write_text(
        path.read_text("utf-8").replace("    least: 4", "    sensitive: true\n    least: 4"), "utf-8"
    )
    return folder


def test_a_vcon_has_what_the_draft_asks_for_and_brings_the_call_back() -> None:
    events = whole_call()
    vcon = read_vcon(json.dumps(to_vcon(events, b"RIFF....")))
    assert vcon["vcon"] == "0.4.0"
    assert vcon["uuid"][14] == "8"
    assert vcon["uuid"] == to_vcon(events, None)["uuid"], "the same call has the same id"
    assert [party.get("role") for party in vcon["parties"]] == ["customer", "bot", "agent"]
    (dialog,) = vcon["dialog"]
    assert {"type", "start", "parties", "duration", "mediatype", "encoding", "body"} <= dialog.keys()
    assert all(isinstance(part["body"], str) for part in (*vcon["analysis"], *vcon["attachments"]))
    assert {part["encoding"] for part in (*vcon["analysis"], *vcon["attachments"])} == {"json"}
    lines = json.loads(vcon["analysis"][0]["body"])
    assert [line["party"] for line in lines] == sorted((line["party"] for line in lines), key=lambda _: 0)
    assert all(line["party"] < len(vcon["parties"]) for line in lines)
    assert events_of(vcon) == events
    assert sound_of(vcon) == b"RIFF...."


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("no json", "no JSON"),
        ("[]", "no vCon"),
        ('{"payload": "x", "signatures": []}', "signed"),
        ('{"vcon": "0.4.0", "uuid": "u", "critical": ["other"]}', "other"),
    ],
)
def test_what_is_no_vcon_is_refused(text: str, told: str) -> None:
    with pytest.raises(ExchangeError, match=told):
        read_vcon(text)


def test_subtitles_follow_the_clock_and_cannot_be_broken_out_of() -> None:
    evil = BotSpoke(at=3661.5, step="s", text="a --> b\n\n<v Agent>& c", language="en", seconds=1)
    text = webvtt([evil, *whole_call()])
    assert text.startswith("WEBVTT\n\n")
    assert "01:01:01.500 --> 01:01:02.500\n<v Bot>a --&gt; b &lt;v Agent&gt;&amp; c\n" in text
    blocks = text.strip().split("\n\n")[1:]
    assert all(len(block.splitlines()) == 2 for block in blocks)
    assert "<v Caller>où est ma commande" in text


def test_secrets_are_hidden_in_every_field_and_nowhere_else(tmp_path: Path) -> None:
    events = secret_call()
    plan = load_plan(sensitive_plan(tmp_path / "call"))
    hidden = Redacted(events, plan).events()
    text = " ".join(event.model_dump_json() for event in hidden)
    for secret in ("1042", "1 0 4 2", "forty", "4539", "33612345678"):
        assert secret not in text
    assert "What is your order number?" in text
    assert "all is well" in text
    assert [event.key for event in hidden if isinstance(event, KeyPressed)] == ["•", "3"]
    assert len(hidden) == len(events)
    assert events == secret_call(), "the original is as it was"


def test_a_plan_that_is_gone_makes_every_slot_a_secret() -> None:
    text = " ".join(event.model_dump_json() for event in Redacted(secret_call(), None).events())
    assert "1042" not in text


def test_what_is_hidden_is_silent_in_the_recording(tmp_path: Path) -> None:
    rate = 8000
    noise = np.full((rate * 45, 2), 1000, np.int16)
    soundfile.write(tmp_path / "a.wav", noise, rate, subtype="PCM_16")
    hidden = Redacted(secret_call(), load_plan(sensitive_plan(tmp_path / "call")))
    (tmp_path / "b.wav").write_bytes(wav_without(tmp_path / "a.wav", hidden.stretches))
    sound, _ = soundfile.read(tmp_path / "b.wav", dtype="int16")
    caller, bot = sound[:, 0], sound[:, 1]
    assert not caller[5 * rate : 7 * rate].any()
    assert caller[: 4 * rate].all() and caller[8 * rate :].all()
    assert not bot[8 * rate : 11 * rate].any()
    assert not bot[30 * rate : 34 * rate].any()
    assert bot[1 * rate : 7 * rate].all() and bot[36 * rate :].all()
    assert len(sound) == len(noise)


def test_an_exported_call_is_restored_elsewhere_and_replays_the_same(
    settings: Settings, replay: object, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "out" / "call.vcon.json"
    assert export(settings, "cccc", "--out", str(file)) == 0
    assert file.stat().st_mode & 0o077 == 0
    elsewhere = settings.model_copy(
        update={
            "records": RecordsSettings(
                url=f"sqlite+aiosqlite:///{tmp_path}/other.db", recordings=tmp_path / "other"
            )
        }
    )
    args = _parser().parse_args(["restore", str(file)])
    assert run_restore(args, elsewhere) == 0
    assert run_restore(args, elsewhere) == 0, "twice does no harm"

    async def read(where: Settings) -> list[CallEvent]:
        store = await Store.open(where.records.url)
        record = await store.call("cccc")
        await store.close()
        assert record is not None
        return record.events

    assert asyncio.run(read(elsewhere)) == asyncio.run(read(settings))
    assert (tmp_path / "other" / "cccc3333.wav").is_file()
    capsys.readouterr()
    code, out = replay(str(file), "--words", "--plan", "call", "--json")  # type: ignore[operator]
    assert code == 0
    assert json.loads(out)["calls"][0]["same"] is True


def test_each_format_comes_out(
    settings: Settings, tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    export(settings, "aaaa", "--as", "jsonl")
    events = load_events(capsysbinary.readouterr().out.splitlines())
    assert isinstance(events[0], CallStarted)
    export(settings, "aaaa", "--as", "vtt")
    assert capsysbinary.readouterr().out.startswith(b"WEBVTT")
    export(settings, "aaaa", "--as", "wav", "--out", str(tmp_path / "a.wav"))
    assert soundfile.info(tmp_path / "a.wav").channels == 2
    export(settings, "aaaa", "--redact", "--no-audio")
    vcon = json.loads(capsysbinary.readouterr().out)
    assert vcon["redacted"]["type"] == "pii"
    assert vcon["redacted"]["uuid"] != vcon["uuid"]
    assert "body" not in vcon["dialog"][0]
    assert b"33123456789" not in json.dumps(vcon).encode()
    export(settings, "aaaa")
    body = json.loads(capsysbinary.readouterr().out)["dialog"][0]["body"]
    assert base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)).startswith(b"RIFF")


def test_what_cannot_be_exported_or_restored_is_told(settings: Settings, tmp_path: Path) -> None:
    with pytest.raises(VoiceError, match="--out"):
        export(settings, "aaaa", "--as", "wav")
    with pytest.raises(VoiceError, match="no call"):
        export(settings, "zzzz")
    (tmp_path / "a.vcon").write_text('{"vcon": "0.4.0", "uuid": "u"}')
    with pytest.raises(ExchangeError, match="no decisions"):
        run_restore(_parser().parse_args(["restore", str(tmp_path / "a.vcon")]), settings)
    (tmp_path / "c.vcon").write_text("no JSON")
    names = [str(tmp_path / name) for name in ("a.vcon", "c.vcon", "none.vcon")]
    with pytest.raises(ExchangeError) as error:
        run_restore(_parser().parse_args(["restore", *names]), settings)
    assert all(f"{name}: " in error.value.message for name in names), "all of them at once"
    bad = whole_call("../../evil")
    (tmp_path / "b.vcon").write_text(json.dumps(to_vcon(bad, None)))
    with pytest.raises(ExchangeError, match="id"):
        run_restore(_parser().parse_args(["restore", str(tmp_path / "b.vcon")]), settings)


def test_a_name_that_a_lookup_found_is_hidden_where_the_bot_says_it(tmp_path: Path) -> None:
    folder = sensitive_plan(tmp_path / "call")
    looked = LookedUp(
        at=8, name="order", ok=True, rows=1, seconds=0.1, found={"name": "Dupont", "state": "sent"}
    )
    spoken = BotSpoke(at=9, step="order", text="Thank you, Ms Dupont.", language="en", seconds=2)
    hidden = Redacted([*secret_call(), looked, spoken], load_plan(folder))
    text = " ".join(event.model_dump_json() for event in hidden.events())
    assert "Dupont" not in text
    assert any(not stretch.caller and stretch.start < 9 < stretch.end for stretch in hidden.stretches)


def test_what_an_agent_looks_up_is_hidden_as_what_the_bot_does(tmp_path: Path) -> None:
    folder = sensitive_plan(tmp_path / "call")
    plan = load_plan(folder)
    secret = next(name for name, slot in plan.slots.items() if slot.sensitive)
    looked = AgentLookedUp(
        at=70, handoff_id="h", agent="Marie", name="order", given={secret: "88776655"}, ok=True, rows=1,
        seconds=0.1, found={"name": "Dupont", "state": "sent"},
    )  # fmt: skip
    told = AgentSpoke(at=71, text="Ms Dupont, number 88776655 is sent.", ended=73)
    hidden = Redacted([*secret_call()[:-1], looked, told], plan).events()
    text = " ".join(event.model_dump_json() for event in hidden)
    assert "Dupont" not in text and "88776655" not in text and "Marie" in text
