"""The buttons and keys of the page in a real Chromium: asking a colleague, a call back by hand, a restart."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import pytest
from playwright.async_api import Page

from tests.chromium import chromium
from tests.console.desk_page import in_state, sits, tab_to, talk_is
from tests.e2e.gateway import Call, Gateway
from tests.e2e.people import heard_until_now
from tests.e2e_desk.desk import (
    CALLER,
    MARIE,
    asks_to_be_called_back,
    at_the_desk,
    listens_and_takes,
    phone,
    takes_in_the_browser,
)
from tests.phones import BaresipPhone, hears, tone
from voice.events import AgentHeld, Consulted, ConsultEnded, HandoffAccepted
from voice.turn import ConsultOutcome

pytestmark = [pytest.mark.line("baresip", "chromium"), pytest.mark.weights]


async def asks(page: Page, marie: BaresipPhone, nth: int) -> None:
    """Paul asks Marie first, who takes it on her phone after the summary."""
    await page.evaluate("document.activeElement.blur()")
    await page.keyboard.press("p")
    await page.wait_for_function("() => document.getElementById('pass-to').options.length > 1")
    await page.select_option("#pass-to", "agent:marie")
    await tab_to(page, "Ask a colleague first")
    await page.keyboard.press("Enter")
    await listens_and_takes(marie, nth)
    await page.wait_for_function("() => !document.getElementById('join').disabled", timeout=20000)
    assert await page.evaluate("document.activeElement.id") == "join"
    assert "Talking to Marie; the caller is on hold" in await page.inner_text("#asking")


@asynccontextmanager
async def paul_talks(
    gateway: Gateway, folder: Path, number: str
) -> AsyncIterator[tuple[Call, Page, BaresipPhone, BaresipPhone, httpx.AsyncClient]]:
    """To a caller, in the browser, and Marie is free: the call, his page, both phones, and her desk."""
    errors = list[str]()
    async with (
        phone(folder, CALLER, number) as caller,
        phone(folder, MARIE, "marie") as marie,
        at_the_desk(gateway, "marie", "busy") as web,
        chromium() as browser,
    ):
        page = await sits(browser, gateway.web, "paul", errors)
        call = await takes_in_the_browser(gateway, page, caller, number)
        await call.wait(HandoffAccepted)
        await web.post("/api/desk/status", json={"status": "available"})
        yield call, page, caller, marie, web
    assert errors == []


async def test_back_to_the_caller_and_then_joined_by_key_and_by_button(
    gateway: Gateway, tmp_path: Path
) -> None:
    async with paul_talks(gateway, tmp_path, "+33600002601") as (call, page, caller, marie, web):
        await asks(page, marie, 1)
        await page.keyboard.press("b")
        await marie.wait("CALL_CLOSED", 10)
        await page.wait_for_selector("#asking", state="hidden")
        await talk_is(page, "Talking")
        ended = await call.wait(ConsultEnded)
        assert ended.outcome is ConsultOutcome.CAME_BACK
        since = heard_until_now(caller)
        await asyncio.sleep(3)
        beeps = caller.heard()[0][since:]
        assert abs(beeps.astype("int32")).max() > 1500  # Chromium's own fake microphone is heard again

        await web.post("/api/desk/status", json={"status": "available"})
        await asks(page, marie, 2)
        await page.click("#join")
        accepted = await call.wait(HandoffAccepted, nth=2)
        assert accepted.agent == "Marie"
        await in_state(page, "wrap_up")
        since = heard_until_now(marie)
        await caller.play(tone(700, 4))
        await asyncio.sleep(4)
        assert hears(700, marie.heard()[0][since:], 8000, seconds=1)
        await marie.hang_up()
        assert await call.ended() == "agent_hung_up"
    assert [event.agent for event in call.all(Consulted)] == ["Paul", "Paul"]
    assert call.all(ConsultEnded)[1].outcome is ConsultOutcome.JOINED
    assert not [event for event in call.all(AgentHeld) if event.held][2:]


async def test_join_by_its_key(gateway: Gateway, tmp_path: Path) -> None:
    async with paul_talks(gateway, tmp_path, "+33600002602") as (call, page, caller, marie, _):
        await asks(page, marie, 1)
        await page.keyboard.press("j")
        assert (await call.wait(HandoffAccepted, nth=2)).agent == "Marie"
        await caller.hang_up()
        await marie.wait("CALL_CLOSED", 10)
        assert await call.ended() == "caller_hung_up"


async def test_called_by_hand_is_said_with_the_keyboard_alone(gateway: Gateway, tmp_path: Path) -> None:
    number, errors = "+33700002603", list[str]()
    async with phone(tmp_path, CALLER, number) as caller, chromium() as browser:
        page = await sits(browser, gateway.web, "marie", errors)
        await page.check('#statuses input[value="busy"]', force=True)
        await asks_to_be_called_back(gateway, caller, number)
        await page.wait_for_selector("#to-call-list li", timeout=20000)
        assert number in await page.inner_text("#to-call-list")
        await page.evaluate("document.activeElement.blur()")
        await tab_to(page, f"Called: {number}")
        await page.keyboard.press("Enter")
        await page.wait_for_selector("#to-call", state="hidden", timeout=20000)
        assert await page.inner_text("#announce") == "Saved."
    with sqlite3.connect(gateway.folder / "voice.db") as database:
        (done,) = database.execute("select done from callbacks where number = ?", (number,)).fetchone()
    assert done and errors == []


async def test_the_agent_is_back_as_he_was_after_the_gateway_was_killed_amid_his_call(
    gateway: Gateway, tmp_path: Path
) -> None:
    number, errors = "+33700002604", list[str]()
    async with phone(tmp_path, CALLER, number) as caller, chromium() as browser:
        page = await sits(browser, gateway.web, "paul", errors)
        await page.uncheck('#skills input[value="billing"]')
        call = await takes_in_the_browser(gateway, page, caller, number)
        await call.wait(HandoffAccepted)
        gateway.kill()
        gateway.start()
        await in_state(page, "wrap_up", 60)
        assert not await page.is_checked('#skills input[value="billing"]')
        await page.wait_for_selector("#to-call-list li", timeout=30000)
        assert number in await page.inner_text("#to-call-list")
        await page.check('#statuses input[value="available"]', force=True)
        await in_state(page, "available")
        gateway.kill()
        gateway.start()
        await page.wait_for_function(
            "() => document.getElementById('link').textContent === 'Connected'", timeout=60000
        )
        await in_state(page, "available", 30)
        await page.click(f'[aria-label="Called: {number}"]')
        await page.wait_for_selector("#to-call", state="hidden", timeout=20000)
    assert errors == []
