"""Help at the desk in a real browser, during the call and after it: keys alone, hostile words, 200 % zoom."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from playwright.async_api import Page

from tests.assist.talks import shop, taken, turn
from tests.chromium import chromium, free_port
from tests.console.desk_floor import Floor, served
from tests.console.desk_page import has, in_state, sits, tab_to, talk_is
from tests.console.fakes import HOSTILE
from tests.fakes import ListJournal, ScriptedLine, quiet, say
from voice.call.assistant import CallAssist
from voice.call.live_desk import Ticket
from voice.connectors.lookups import look_up
from voice.events import (
    AgentLookedUp,
    AgentSpoke,
    AssistOffered,
    AssistUsed,
    CallEnded,
    CallerSpoke,
    HandoffAccepted,
)
from voice.handoff.brief import HandoffBrief, make_brief
from voice.turn import EndReason, Outcome, TransferReason

pytestmark = pytest.mark.line("chromium")

ORDER = [
    turn(1, "where is my order", 5, "order_status"),
    turn(2, "a ten forty two", 9, outcome=Outcome.FILLED, number="A1042"),
]
ANGRY = "I want my money back, this is a scandal, you idiots."
NOW = datetime(2026, 3, 3, 10, 5, tzinfo=UTC)


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "shop.db"
    with sqlite3.connect(path) as database:
        database.execute("CREATE TABLE orders (number TEXT, status TEXT, day TEXT, name TEXT, margin TEXT)")
        database.execute("INSERT INTO orders VALUES ('A1042', 'late', '2026-03-05', ?, '12')", (HOSTILE,))
    monkeypatch.setenv("ASSIST_SHOP", f"sqlite+aiosqlite:///{path}")


def assisted(floor: Floor, kept: list[HandoffBrief]) -> Ticket:
    """A caller at the desk whose plan is the shop's, with its real connector."""
    ticket = floor.caller("a")
    events = taken(*ORDER)[:-1]
    ticket.journal = cast(Any, ListJournal([*events]))
    ticket.brief = make_brief(
        handoff_id="a", plan=shop(), events=events, reason=TransferReason.CALLER_ASKED, language="en",
        agent_language="en", created=NOW,
    )  # fmt: skip

    async def keep(brief: HandoffBrief, status: str) -> None:
        kept.append(brief)

    services = SimpleNamespace(look_up=look_up, keep_brief=keep, now=lambda: NOW)
    ticket.assist = CallAssist(ticket, shop(), cast(Any, services))
    return ticket


async def talking(page: Page, floor: Floor, ticket: Ticket) -> None:
    floor.serve(ticket, ScriptedLine([say("hello", seconds=40), quiet(120)]))
    await in_state(page, "offered")
    await page.keyboard.press("Enter")
    await talk_is(page, "Talking")
    ticket.journal.append(HandoffAccepted(at=30, handoff_id="a", target="desk", agent="Marie Durand"))
    ticket.journal.append(AgentSpoke(at=31, text="Good morning, Marie speaking.", ended=32))
    floor.live.changed()


def used(ticket: Ticket) -> list[tuple[str, str, str]]:
    return [(e.what, e.did, e.text) for e in ticket.journal.events if isinstance(e, AssistUsed)]


async def test_help_during_the_talk_by_keyboard_alone(data: None) -> None:
    port, errors, kept = free_port(), list[str](), list[HandoffBrief]()
    async with served(port) as floor, chromium() as browser:
        page = await sits(browser, port, "marie", errors)
        ticket = assisted(floor, kept)
        await talking(page, floor, ticket)

        # What the request needs is looked up at a click, and changes what can be said.
        await has(page, "#assist-actions", "Look up order")
        await tab_to(page, "Look up order")
        await page.keyboard.press("Enter")
        await has(page, "#assist-replies", "I am chasing the carrier.")
        await has(page, "#assist-actions", HOSTILE)
        assert await page.locator("#assist script, #assist img").count() == 0
        assert [e.rows for e in ticket.journal.events if isinstance(e, AgentLookedUp)] == [1]

        # A reply is used with its digit, another with other words, a third dismissed.
        await page.keyboard.press("Escape")
        await page.evaluate("document.activeElement.blur()")
        await page.keyboard.press("1")
        await page.wait_for_function(
            "() => !document.querySelector('#assist-replies').innerText.includes('chasing the carrier')"
        )
        ticket.journal.append(CallerSpoke(at=40, text="when are you open", ended=41))
        await has(page, "#assist-replies", "We are open from nine to seven.")
        await tab_to(page, "Edit: We are open")
        await page.keyboard.press("Enter")
        await page.keyboard.press("Control+a")
        await page.keyboard.type("Nine to seven, 1 2 3, every day.")
        await page.keyboard.press("Tab")
        await page.keyboard.press("Enter")
        await page.wait_for_function(
            "() => !document.querySelector('#assist-replies').innerText.includes('nine to seven')"
        )
        await tab_to(page, "Dismiss: ")
        await page.keyboard.press("Enter")

        # What must be said ticks itself when it was said.
        ticket.journal.append(CallerSpoke(at=44, text=ANGRY, ended=45))
        await has(page, "#assist-warnings", "The caller is getting angrier")
        await has(page, "#assist-reminders", "fourteen days")
        ticket.journal.append(AgentSpoke(at=50, text="You have 14 days to change your mind.", ended=52))
        await page.wait_for_function("() => document.querySelector('#assist-reminders li.said')")
        await page.wait_for_function("() => document.querySelector('#assist-replies li')")

        assert [fact[:2] for fact in used(ticket)][:4] == [
            ("lookup", "accepted"), ("reply", "accepted"), ("reply", "edited"), ("reply", "dismissed"),
        ]  # fmt: skip
        assert ("reply", "edited", "Nine to seven, 1 2 3, every day.") in used(ticket)
        assert ("reminder", "heard", "You have fourteen days to change your mind.") in used(ticket)
        offered = [e.id for e in ticket.journal.events if isinstance(e, AssistOffered)]
        assert len(offered) == len(set(offered)) > 5
    assert errors == []


async def test_what_is_written_after_the_call_by_keyboard_alone(data: None) -> None:
    port, errors, kept = free_port(), list[str](), list[HandoffBrief]()
    async with served(port) as floor, chromium() as browser:
        page = await sits(browser, port, "marie", errors)
        ticket = assisted(floor, kept)
        await talking(page, floor, ticket)
        ticket.journal.append(CallerSpoke(at=40, text=HOSTILE, ended=41))
        await has(page, "#transcript", HOSTILE)
        await page.evaluate("document.activeElement.blur()")
        await page.keyboard.press("e")
        await in_state(page, "wrap_up")
        ticket.journal.append(CallEnded(at=60, reason=EndReason.AGENT_HUNG_UP))
        floor.live.changed()
        await page.wait_for_function("() => !document.getElementById('after').hidden")
        await page.wait_for_function(
            "() => document.getElementById('after-summary').value.includes('0 min 30 s')"
        )
        assert HOSTILE in await page.input_value("#after-summary")
        assert await page.locator("#after script, #after img").count() == 0

        # Wrong department: the request it was really about, and the reply says so.
        assert await page.evaluate("document.activeElement.value") == "solved"
        await page.keyboard.press("ArrowDown")
        await page.keyboard.press("ArrowDown")
        assert "another department" in await page.input_value("#after-reply")
        await page.keyboard.press("Tab")
        await page.keyboard.press("Tab")
        assert await page.evaluate("document.activeElement.id") == "after-meant"
        await page.keyboard.type("a refund")
        await page.keyboard.press("Tab")
        await page.keyboard.press("Control+End")
        await page.keyboard.type(" One word more.")
        await tab_to(page, "Write no reply")
        await page.keyboard.press("Space")
        await tab_to(page, "Save, and be available")
        await page.keyboard.press("Enter")
        await in_state(page, "available")
    (brief,) = kept
    (after,) = brief.after
    assert (after.outcome, after.meant) == ("wrong_department", "refund")
    assert after.summary.did == "edited" and after.summary.text.endswith(" One word more.")
    assert (after.reply.did, after.reply.text, after.reply.channel) == ("rejected", "", "sms")
    assert "another department" in after.reply.proposed
    assert after.wrap_up_seconds >= 0
    assert floor.store.given[0].outcome == "wrong_department"
    assert errors == []


async def test_the_help_can_be_read_at_200_percent(data: None) -> None:
    """Half the width with the same text is 200 % zoom: nothing may need scrolling sideways (WCAG 1.4.10)."""
    port, errors, kept = free_port(), list[str](), list[HandoffBrief]()
    async with served(port) as floor, chromium() as browser:
        page = await sits(browser, port, "marie", errors, width=640)
        ticket = assisted(floor, kept)
        await talking(page, floor, ticket)
        long = "supercalifragilistic" * 12
        ticket.journal.append(CallerSpoke(at=40, text=long, ended=41))
        ticket.journal.append(CallerSpoke(at=42, text=ANGRY, ended=43))
        await has(page, "#assist-warnings", "getting angrier")
        await has(page, "#assist-reminders", "fourteen days")
        sideways = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
        assert await page.evaluate(sideways) <= 0
        await page.evaluate("document.activeElement.blur()")
        await page.keyboard.press("e")
        await page.wait_for_function("() => !document.getElementById('after').hidden")
        assert await page.evaluate(sideways) <= 0
    assert errors == []
