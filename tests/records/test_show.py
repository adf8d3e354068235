"""What `voice calls` and `voice show` print."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import get_args

import pytest

from tests.records.calls import Brief, started, turn, whole_call
from voice.errors import RecordsError
from voice.events import (
    AgentHeld,
    AgentLookedUp,
    AgentLost,
    AgentMuted,
    AgentSpoke,
    Assessed,
    AssistOffered,
    AssistUsed,
    BargedIn,
    Broke,
    CallbackAgreed,
    CallbackAnswered,
    CallbackBegan,
    CallbackDialled,
    CallbackEnded,
    CallbackRequested,
    CallerSpoke,
    CallEvent,
    Consulted,
    ConsultEnded,
    ErrandEnded,
    ErrandGiven,
    Held,
    KeyPressed,
    LookedUp,
    PassedOn,
    PlanEntered,
    QueueJoined,
    QueueLeft,
    RecordingSettled,
    RequestNoted,
    Resumed,
    SurveyAnswered,
    Unheard,
    VoicemailLeft,
)
from voice.records.lines import event_line, printable
from voice.records.show import list_calls, show_call
from voice.records.store import Store
from voice.settings import RecordsSettings
from voice.turn import (
    Assessment,
    CallbackOutcome,
    ConsultOutcome,
    ErrandOutcome,
    Thresholds,
    TransferReason,
)

NINE = datetime(2026, 3, 5, 9, 0, tzinfo=UTC)
MORE: list[CallEvent] = [
    KeyPressed(at=1, key="0"),
    BargedIn(at=2),
    Unheard(at=3, why="loop", seconds=1.25),
    Assessed(
        at=4,
        assessment=Assessment(
            emotion=0.0, complexity=0.8, thresholds=Thresholds(emotion=0.7, complexity=0.7)
        ),
        step="handoff",
        why="Nothing was found twice.",
    ),
    LookedUp(at=4, name="order", ok=True, rows=1, seconds=0.2, found={"status": "shipped"}),
    AgentSpoke(at=5, text="agent says", ended=6),
    CallerSpoke(at=6, text="\x1b[2Jcaller\u202e says", ended=7),
    CallbackRequested(at=7, number="+331"),
    CallbackAgreed(at=7, start=NINE, end=NINE + timedelta(hours=2)),
    RequestNoted(at=7, title={"fr": "envoyer une attestation"}, values={"contrat": "730152"}),
    SurveyAnswered(at=7, survey="pleased", title={"en": "pleased"}, mark=4, least=1, most=5),
    PlanEntered(at=7, plan="annex", plan_sha="0" * 64, plan_version="1" * 64),
    RecordingSettled(at=7, answer="refused", recorded=False),
    VoicemailLeft(at=8, ended=20),
    Held(at=21),
    Resumed(at=22),
    Broke(at=23, part="recording", code="disk_full"),
]

DESK: list[CallEvent] = [
    QueueJoined(at=22, handoff_id="h1", queue="support", position=2, expected=90.0),
    QueueLeft(at=22, handoff_id="h1", queue="support", why="taken", waited=12),
    AgentLost(at=22, handoff_id="h1", agent="Marie"),
    PassedOn(at=22, handoff_id="h1", agent="Marie", queue="billing", note="refund"),
    AgentHeld(at=22, handoff_id="h1", held=True),
    AgentMuted(at=22, handoff_id="h1", muted=False),
    Consulted(at=22, handoff_id="h1", agent="Marie", to="Paul", note="a refund?"),
    ConsultEnded(at=22, handoff_id="h1", agent="Marie", to="Paul", outcome=ConsultOutcome.JOINED),
    ErrandGiven(at=22, handoff_id="h1", agent="Marie", errand="order", title={"en": "number"}, then="back"),
    ErrandEnded(
        at=22,
        handoff_id="h1",
        agent="Marie",
        errand="order",
        outcome=ErrandOutcome.PERSON,
        reason=TransferReason.CALLER_ASKED,
    ),
    CallbackBegan(at=22, callback=3, wanted_in="abcdefgh-1", attempt=1),
    CallbackDialled(at=22, handoff_id="h1", agent="Marie"),
    CallbackAnswered(at=22, handoff_id="h1"),
    CallbackEnded(at=22, outcome=CallbackOutcome.BUSY, then="again"),
    AssistOffered(
        at=22,
        handoff_id="h1",
        agent="Marie",
        id="r1",
        what="reply",
        text="It leaves today.",
        source="step:out",
    ),
    AssistUsed(at=22, handoff_id="h1", agent="Marie", id="r1", what="reply", did="dismissed"),
    AgentLookedUp(
        at=22,
        handoff_id="h1",
        agent="Marie",
        name="order",
        given={"order": "A1"},
        ok=True,
        rows=1,
        seconds=0.1,
        found={"status": "shipped"},
    ),
]


@pytest.fixture
async def settings(tmp_path: Path) -> RecordsSettings:
    return RecordsSettings(url=f"sqlite+aiosqlite:///{tmp_path}/new/voice.db", recordings=tmp_path)


@pytest.fixture
async def filled(settings: RecordsSettings) -> RecordsSettings:
    store = await Store.open(settings.url)
    await store.migrate()
    # MORE comes before the hand-over: what happens to a queue in it is not how the call ended.
    events = whole_call("abcdefgh-1")
    await store.save_events("abcdefgh-1", [*events[:5], *MORE, *events[5:]])
    await store.save_events("abcdefgh-2", [started("abcdefgh-2")], recording="/nowhere/x.wav")
    await store.save_handoff(Brief("h1", "abcdefgh-1"))
    await store.close()
    return settings


def test_every_kind_of_event_has_a_line() -> None:
    events = [*whole_call(), *MORE, *DESK]
    union = get_args(get_args(CallEvent)[0])
    assert {type(event) for event in events} == set(union)
    for event in events:
        lines = list(event_line(event))
        assert lines and all(line.text for line in lines)
        assert event.kind not in {line.text for line in lines}


async def test_no_calls_yet(settings: RecordsSettings, capsys: pytest.CaptureFixture[str]) -> None:
    assert await list_calls(settings, limit=5, as_json=False) == 0
    assert capsys.readouterr().out == "No calls yet.\n"


async def test_the_list(filled: RecordsSettings, capsys: pytest.CaptureFixture[str]) -> None:
    await list_calls(filled, limit=5, as_json=False)
    head, first, second = capsys.readouterr().out.splitlines()
    assert head.split()[:3] == ["id", "started", "plan"]
    assert first.startswith("abcdefgh-1 ") and "1:15" in first and first.rstrip().endswith("accepted")
    assert second.startswith("abcdefgh-2 ") and "in progress" in second


async def test_the_list_as_json(filled: RecordsSettings, capsys: pytest.CaptureFixture[str]) -> None:
    await list_calls(filled, limit=1, as_json=True)
    (row,) = json.loads(capsys.readouterr().out)
    assert (row["id"], row["seconds"], row["handoff"]) == ("abcdefgh-1", 75.5, "accepted")
    assert row["started"] == "2025-06-03T12:05:06.250000+00:00"


async def test_one_call(filled: RecordsSettings, capsys: pytest.CaptureFixture[str]) -> None:
    await show_call(filled, "abcdefgh-1", as_json=False)
    shown = capsys.readouterr().out
    for part in (
        "Call abcdefgh-1",
        "+33612345678 → 100 · sip · retail · fr · 2 turns · 1:15 · caller hung up",
        "où est ma commande",
        "order=40213",
        "emotion 0.72/0.60",
        "anger_words 0.90×0.80 (turn 2)",
        "desk took the call",
        "Hand-over h1: accepted",
        "spoken: é",
        "no recording",
    ):
        assert part in shown
    assert "\x1b" not in shown and "\u202e" not in shown
    await show_call(filled, "abcdefgh-2", as_json=False)
    assert "recording: /nowhere/x.wav (not there any more)" in capsys.readouterr().out


async def test_one_call_as_json(filled: RecordsSettings, capsys: pytest.CaptureFixture[str]) -> None:
    await show_call(filled, "abcdefgh-1", as_json=True)
    shown = json.loads(capsys.readouterr().out)
    assert len(shown["events"]) == shown["call"]["events"] == len(whole_call()) + len(MORE)
    assert shown["handoffs"][0]["status"] == "accepted"


async def test_a_call_that_is_not_there(filled: RecordsSettings) -> None:
    with pytest.raises(RecordsError, match="`voice calls` lists them"):
        await show_call(filled, "zzz", as_json=False)
    with pytest.raises(RecordsError, match="more than one call"):
        await show_call(filled, "abc", as_json=False)


def test_a_silent_turn_has_a_line() -> None:
    event = turn(3, "", 9)
    silent = event.model_copy(update={"turn": replace(event.turn, heard=None)})
    assert next(event_line(silent)).text == "(silence)"


def test_what_cannot_be_printed() -> None:
    assert printable("a\x1b[31m\r\n\x9b\u200bé🙂\udce9") == "a [31m    é🙂 "
