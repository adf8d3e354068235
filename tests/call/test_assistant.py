"""Help for one call's agents: what is offered and used is in the journal, lookups go to a real database."""

from __future__ import annotations

import asyncio
import sqlite3
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from tests.assist.talks import agent, caller, shop, taken, turn
from tests.fakes import ListJournal
from voice.call.assistant import AssistRefused, CallAssist
from voice.call.live_desk import Ticket
from voice.call.write_up import Writing
from voice.connectors.lookups import look_up
from voice.errors import LookupFailed
from voice.events import (
    AgentLookedUp,
    AssistOffered,
    AssistUsed,
    CallEnded,
    CallEvent,
    HandoffAccepted,
    PassedOn,
)
from voice.handoff.brief import HandoffBrief, make_brief
from voice.turn import EndReason, Outcome, TransferReason

ORDER = [
    turn(1, "where is my order", 5, "order_status"),
    turn(2, "a ten forty two", 9, outcome=Outcome.FILLED, number="A1042"),
]
NOW = datetime(2026, 3, 3, 10, 5, tzinfo=UTC)


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "shop.db"
    with sqlite3.connect(path) as database:
        database.execute("CREATE TABLE orders (number TEXT, status TEXT, day TEXT, name TEXT, margin TEXT)")
        database.execute("INSERT INTO orders VALUES ('A1042', 'late', '2026-03-05', 'Dupont', '12')")
        database.execute("CREATE TABLE people (birth TEXT, city TEXT)")
        database.execute("INSERT INTO people VALUES ('1984-05-07', 'Lyon')")
    monkeypatch.setenv("ASSIST_SHOP", f"sqlite+aiosqlite:///{path}")
    return path


class Desk:
    """A ticket with its help, and the summaries that were kept."""

    def __init__(self, *events: CallEvent, fetch: Any = look_up) -> None:
        self.kept: list[tuple[HandoffBrief, str]] = []
        self.journal = ListJournal([*taken(*ORDER), *events])
        self.ticket = Ticket("h1", "c1", cast(Any, self.journal), self._brief(), clock=lambda: 60.0)
        services = SimpleNamespace(look_up=fetch, keep_brief=self._keep, now=lambda: NOW)
        self.help = self.ticket.assist = CallAssist(self.ticket, shop(), cast(Any, services))

    def _brief(self) -> HandoffBrief:
        return make_brief(
            handoff_id="h1", plan=shop(), events=taken(*ORDER), reason=TransferReason.CALLER_ASKED,
            language="en", agent_language="en", created=NOW,
        )  # fmt: skip

    async def _keep(self, brief: HandoffBrief, status: str) -> None:
        self.kept.append((brief, status))

    async def offered(self) -> list[AssistOffered]:
        self.help.note_offered(await self.help.shown(), "Marie")
        return [event for event in self.journal.events if isinstance(event, AssistOffered)]

    def used(self) -> list[AssistUsed]:
        return [event for event in self.journal.events if isinstance(event, AssistUsed)]


async def test_what_is_offered_is_written_down_once(data: Path) -> None:
    desk = Desk()
    first = await desk.offered()
    assert {event.what for event in first} == {"reply", "lookup", "reminder"}
    assert await desk.offered() == first
    desk.journal.append(caller("I want my money back", 50))
    assert {event.source for event in (await desk.offered())[len(first) :]} >= {"agent_replies:card"}


async def test_a_reply_is_used_changed_or_dismissed(data: Path) -> None:
    desk = Desk(agent("Hello.", 31), caller("when are you open", 35))
    reply = next(event for event in await desk.offered() if event.what == "reply")
    desk.help.use("Marie", reply.id, "accepted")
    desk.help.use("Marie", reply.id, "accepted", "From nine to seven.")
    desk.help.use("Marie", reply.id, "dismissed", "x")
    assert [(event.did, event.text) for event in desk.used()] == [
        ("accepted", "We are open from nine to seven."),
        ("edited", "From nine to seven."),
        ("dismissed", ""),
    ]


async def test_what_was_never_offered_or_is_over_cannot_be_used(data: Path) -> None:
    desk = Desk()
    offered = await desk.offered()
    with pytest.raises(AssistRefused):
        desk.help.use("Marie", "reply-0123", "accepted")
    desk.journal.append(CallEnded(at=70, reason=EndReason.CALLER_HUNG_UP))
    with pytest.raises(AssistRefused):
        desk.help.use("Marie", offered[0].id, "accepted")
    with pytest.raises(AssistRefused, match="over"):
        await desk.help.look_up("Marie", "order", {})
    assert isinstance(desk.journal.events[-1], CallEnded)


async def test_a_lookup_at_a_click_goes_to_the_database_and_changes_what_is_suggested(data: Path) -> None:
    desk = Desk(agent("Hello.", 31))
    await desk.offered()
    await desk.help.look_up("Marie", "order", {})
    looked = next(event for event in desk.journal.events if isinstance(event, AgentLookedUp))
    assert (looked.ok, looked.rows, looked.given, looked.found["status"]) == (
        True,
        1,
        {"number": "A1042"},
        "late",
    )
    assert [(event.what, event.did) for event in desk.used()] == [("lookup", "accepted")]
    shown = await desk.help.shown()
    assert shown.replies[0].text == "I am chasing the carrier."
    assert dict(shown.actions[0].found) == {
        "status": "late",
        "day": "Thursday the 5th of March",
        "name": "Dupont",
    }


@pytest.mark.parametrize(
    ("name", "given", "sent", "rows"),
    [
        ("order", {"number": "a 1042"}, {"number": "A1042"}, 1),
        ("order", {"number": "'; DROP TABLE orders --"}, {"number": "'; DROP TABLE orders --"}, 0),
        ("person", {"birth": "7 May 1984"}, {"birth": "1984-05-07"}, 1),
    ],
)
async def test_typed_values_are_read_as_callers_are(
    data: Path, name: str, given: dict[str, str], sent: dict[str, str], rows: int
) -> None:
    desk = Desk()
    await desk.help.look_up("Marie", name, given)
    looked = next(event for event in desk.journal.events if isinstance(event, AgentLookedUp))
    assert (looked.given, looked.rows) == (sent, rows)
    with sqlite3.connect(data) as database:
        assert database.execute("SELECT count(*) FROM orders").fetchone() == (1,)


async def test_a_lookup_without_its_value_or_of_no_plan_says_so(data: Path) -> None:
    desk = Desk()
    with pytest.raises(AssistRefused, match="date of birth"):
        await desk.help.look_up("Marie", "person", {"birth": " "})
    with pytest.raises(AssistRefused, match="no such lookup"):
        await desk.help.look_up("Marie", "secrets", {})


@pytest.mark.parametrize("error", [LookupFailed("down"), RuntimeError("broken")])
async def test_data_that_cannot_be_had_is_told_and_breaks_nothing(error: Exception) -> None:
    async def fails(plan: object, lookup: object) -> list[dict[str, str]]:
        raise error

    desk = Desk(fetch=fails)
    await desk.help.look_up("Marie", "order", {})
    assert (await desk.help.shown()).actions[0].result == "failed"


async def test_a_call_that_ends_during_a_lookup_keeps_its_end() -> None:
    waiting = asyncio.Event()

    async def slow(plan: object, lookup: object) -> list[dict[str, str]]:
        await waiting.wait()
        return []

    desk = Desk(fetch=slow)
    task = asyncio.create_task(desk.help.look_up("Marie", "order", {}))
    while not desk.help._looking.locked():
        await asyncio.sleep(0)
    await asyncio.sleep(0.05)
    desk.journal.append(CallEnded(at=70, reason=EndReason.CALLER_HUNG_UP))
    waiting.set()
    await task
    assert isinstance(desk.journal.events[-1], CallEnded)


async def test_an_error_in_the_assist_is_an_empty_column(monkeypatch: pytest.MonkeyPatch) -> None:
    desk = Desk()
    monkeypatch.setattr(desk.help, "_compute", lambda events, now: 1 / 0)
    assert (await desk.help.shown()).suggested == ()


def writing(**more: Any) -> Writing:
    facts: dict[str, Any] = {
        "outcome": "solved", "note": " ok ", "meant": "refund", "summary": "x", "channel": "email",
        "to": "", "subject": "About", "reply": "x",
    }  # fmt: skip
    return Writing(**{**facts, **more})


async def test_what_the_agent_writes_is_kept_with_the_summary() -> None:
    desk = Desk(caller("when are you open", 40), CallEnded(at=75, reason=EndReason.AGENT_HUNG_UP))
    draft = await desk.help.draft("Marie")
    assert draft is not None and draft.seconds == 45
    proposed = draft.replies["sms"]["wrong_department"]
    await desk.help.write_up(
        "Marie",
        writing(outcome="wrong_department", summary=None, channel="sms", to="+33612345678", reply=proposed),
        12.34,
    )
    ((brief, status),) = desk.kept
    (after,) = brief.after
    assert (status, brief.revision, desk.ticket.brief) == ("written_up", 2, brief)
    assert (after.summary.did, after.summary.text, after.summary.proposed) == ("rejected", "", draft.summary)
    assert (after.reply.did, after.reply.text, after.reply.subject) == ("accepted", proposed, "")
    assert (after.outcome, after.meant, after.note) == ("wrong_department", "refund", "ok")
    assert (after.talk_seconds, after.wrap_up_seconds, after.written) == (45, 12.3, NOW)
    assert HandoffBrief.model_validate_json(brief.model_dump_json()) == brief


async def test_changed_words_are_edited_and_hostile_ones_harmless() -> None:
    desk = Desk(CallEnded(at=75, reason=EndReason.AGENT_HUNG_UP))
    hostile = "a\u202e\x00<b>\r\nBcc: x"
    await desk.help.write_up("Marie", writing(reply=hostile, subject=hostile, meant="refund"), 1)
    after = desk.kept[0][0].after[0]
    assert (after.reply.did, after.reply.text, after.meant) == ("edited", "a<b>\nBcc: x", "")
    assert "\n" not in after.reply.subject and "\x00" not in after.reply.subject


async def test_each_agent_writes_up_his_own_part_of_a_call_passed_on() -> None:
    desk = Desk(
        caller("when are you open", 40),
        PassedOn(at=50, handoff_id="h1", agent="Marie", queue="billing"),
        HandoffAccepted(at=60, handoff_id="h1", target="desk", agent="Paul"),
        caller("I want my money back", 65),
        CallEnded(at=80, reason=EndReason.AGENT_HUNG_UP),
    )
    first, second = await desk.help.draft("Marie"), await desk.help.draft("Paul")
    assert first is not None and second is not None
    assert (first.seconds, second.seconds) == (20, 20)
    assert "a refund" not in first.summary and "a refund" in second.summary
    assert await desk.help.draft("Nobody") is None
