"""The desk in a real browser: two agents, real sound both ways, keys alone, and a browser that dies."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from tests.chromium import chromium, free_port, kill
from tests.console.desk_floor import served
from tests.console.desk_page import LISTEN, in_state, sits, talk_is
from tests.console.fakes import HOSTILE
from tests.fakes import ScriptedLine, quiet, say
from tests.phones import share_of, until
from voice.call.bridge import TalkEnd
from voice.call.live_desk import ToCall
from voice.desk.agents import Status
from voice.events import AgentHeld, AgentMuted, CallerSpoke, PassedOn
from voice.turn import CallbackTime

pytestmark = pytest.mark.line("chromium")


def loud(line: ScriptedLine, since: int) -> bool:
    """Whether the agent's fake microphone, which beeps, was heard by the caller."""
    sound = np.frombuffer(bytes(line.played[since:]), "<i2")
    return bool(len(sound)) and int(np.abs(sound.astype(int)).max()) > 1500


async def test_a_call_from_ring_to_outcome_by_keyboard_alone() -> None:
    port, errors = free_port(), list[str]()
    line = ScriptedLine([say("hello", seconds=40), quiet(60)])
    async with served(port) as floor, chromium() as browser:
        page = await sits(browser, port, "marie", errors)
        ticket = floor.caller("a")
        floor.serve(ticket, line)
        await in_state(page, "offered")
        assert HOSTILE in await page.inner_text("#offer-about")
        assert await page.evaluate("document.activeElement.id") == "take"
        await page.keyboard.press("Enter")
        await in_state(page, "talking")
        await talk_is(page, "Talking")
        await until(lambda: loud(line, 0), 15)
        level = await page.evaluate(LISTEN)
        assert level > 0.02  # the caller's voice comes out of the page

        ticket.journal.append(CallerSpoke(at=70, text=HOSTILE, ended=71))
        await page.wait_for_function("() => document.querySelectorAll('#transcript li').length >= 6")
        assert HOSTILE in await page.inner_text("#transcript")
        assert await page.locator("#transcript script, #transcript img, #brief script").count() == 0
        assert "4711" in await page.inner_text("#brief")

        await page.keyboard.press("m")
        await talk_is(page, "Muted")
        await asyncio.sleep(0.5)
        since = len(line.played)
        await asyncio.sleep(2.5)
        assert not loud(line, since)
        await page.keyboard.press("m")
        await page.keyboard.press("h")
        await talk_is(page, "On hold")
        since = len(line.played)
        await asyncio.sleep(2)
        held = np.frombuffer(bytes(line.played[since:]), "<i2")
        assert share_of(440, held[: 8000 // 4], 8000, width=60) + share_of(587, held, 8000, width=60) > 0.3
        await page.keyboard.press("h")
        await talk_is(page, "Talking")
        assert [event.held for event in ticket.journal.events if isinstance(event, AgentHeld)] == [
            True,
            False,
        ]
        assert len([event for event in ticket.journal.events if isinstance(event, AgentMuted)]) == 2

        await page.keyboard.press("e")
        await in_state(page, "wrap_up")
        assert await page.evaluate("document.activeElement.value") == "solved"
        await page.keyboard.press("Space")
        await page.keyboard.press("Tab")
        await page.keyboard.type("sent again; T and D are only letters here")
        await page.keyboard.press("Tab")
        await page.keyboard.press("Enter")
        await in_state(page, "available")
    assert floor.ends == [TalkEnd.AGENT_HUNG_UP]
    assert [(o.outcome, o.note) for o in floor.store.given] == [
        ("solved", "sent again; T and D are only letters here")
    ]
    assert errors == []


async def test_a_browser_that_dies_gives_the_caller_back_within_five_seconds() -> None:
    port, errors = free_port(), list[str]()
    async with served(port) as floor, chromium() as browser:
        page = await sits(browser, port, "marie", errors)
        ticket = floor.caller("a")
        floor.serve(ticket, ScriptedLine([quiet(120)]))
        await in_state(page, "offered")
        await page.keyboard.press("t")
        await in_state(page, "talking")
        await until(lambda: ticket.bridge is not None)
        await asyncio.sleep(1)
        await kill(browser)
        died = asyncio.get_running_loop().time()
        await until(lambda: floor.live.desk.position("a") == 1, 12)
        took = asyncio.get_running_loop().time() - died
        await until(lambda: not floor.live.desk.agent("marie").here, 12)
    assert floor.ends == [TalkEnd.AGENT_LOST]
    assert took < 5
    assert errors == []


async def test_passing_on_to_a_colleague_who_hears_why_another_was_first() -> None:
    port, errors = free_port(), list[str]()
    async with served(port) as floor, chromium() as browser:
        first = await sits(browser, port, "marie", errors)
        ticket = floor.caller("a")
        floor.serve(ticket, ScriptedLine([quiet(120)]))
        await in_state(first, "offered")
        await first.keyboard.press("t")
        await talk_is(first, "Talking")
        second = await sits(browser, port, "paul", errors)
        await first.keyboard.press("p")
        await first.wait_for_function("() => document.getElementById('pass-to').options.length > 1")
        await first.select_option("#pass-to", "agent:paul")
        await first.fill("#pass-note", "refund agreed")
        await first.keyboard.press("Enter")
        await in_state(first, "wrap_up")
        await in_state(second, "offered")
        passed = next(event for event in ticket.journal.events if isinstance(event, PassedOn))
        assert (passed.agent, passed.to, passed.note) == ("Marie Durand", "Paul", "refund agreed")
        # Paul's phone rings; Marie takes the caller back from the list before he answers.
        await first.check('#statuses input[value="available"]', force=True)
        await first.click('[data-take="a"]')
        await in_state(first, "talking")
        await in_state(second, "available")
        assert "nobody" not in await second.inner_text("#callers")
        floor.live.act(lambda desk, now: desk.finished("a", now))
    assert errors == []


@pytest.mark.parametrize("width", [1280, 640])
async def test_at_twice_the_size_nothing_is_cut_off(width: int) -> None:
    """640 points are a 1280-point window at 200 % (WCAG 2.2, 1.4.10)."""
    port, errors = free_port(), list[str]()
    async with served(port) as floor, chromium() as browser:
        page = await sits(browser, port, "marie", errors, width)
        floor.caller("a")
        floor.caller("b", queue="orders")
        await in_state(page, "offered")
        wide = await page.evaluate("document.documentElement.scrollWidth - innerWidth")
        names = await page.evaluate(UNNAMED)
    assert wide <= 0
    assert names == []
    assert floor.live.desk.agent("marie").status is Status.AVAILABLE
    assert errors == []


@pytest.mark.parametrize("width", [1280, 640])
async def test_at_twice_the_size_a_talk_and_long_lists_are_whole(width: int) -> None:
    """With a caller on the line, a text that is no word but hundreds of letters, and all lists filled."""
    port, errors, endless = free_port(), list[str](), "<b>" + "x" * 400
    nine = datetime(2026, 3, 5, 9, 0, tzinfo=UTC)
    async with served(port) as floor, chromium() as browser:
        page = await sits(browser, port, "marie", errors, width)
        ticket = floor.caller("a", caller=endless, summary=(endless, endless, endless))
        floor.serve(ticket, ScriptedLine([quiet(120)]))
        await in_state(page, "offered")
        await page.keyboard.press("t")
        await in_state(page, "talking")
        ticket.journal.append(CallerSpoke(at=70, text=endless, ended=71))
        for number in range(20):
            floor.caller(f"more{number}", summary=(endless, endless))
        wish = ToCall(
            1, endless, endless, "c", nine, 3, "busy", CallbackTime(nine, nine + timedelta(hours=2))
        )
        floor.live.by_hand, floor.live.planned = (wish,), (replace(wish, id=2),)
        floor.live.changed()
        await page.wait_for_function("() => document.querySelectorAll('#callers > li').length === 20")
        await page.keyboard.press("p")
        await page.wait_for_selector("#planned li")
        wide = await page.evaluate("document.documentElement.scrollWidth - innerWidth")
        names = await page.evaluate(UNNAMED)
        floor.live.act(lambda desk, now: desk.finished("a", now))
        await in_state(page, "wrap_up")
        wide_after = await page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert (wide, wide_after, names, errors) == (0, 0, [], [])


UNNAMED = """() => [...document.querySelectorAll('button, input, select, textarea')]
  .filter((each) => each.offsetParent && !(each.innerText || each.ariaLabel || each.labels?.length))
  .map((each) => each.outerHTML)"""
