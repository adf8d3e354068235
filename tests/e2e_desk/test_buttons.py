"""The buttons and keys of the page in a real Chromium: asking a colleague, a call back by hand, a restart."""

from __future__ import annotations

import asyncio
import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.async_api import Page

from tests.console.test_assist_in_chromium import tab_to
from tests.console.test_desk_in_chromium import CHROMIUM, in_state, sits
from tests.e2e.gateway import Gateway, running
from tests.e2e.people import heard_until_now, quiet_again
from tests.e2e_desk.desk import asks_for_a_person, at_the_desk, chromium, open_shop, phone
from tests.e2e_desk.test_calling_back import asks_to_be_called_back
from tests.phones import BaresipPhone, hears, tone
from voice.events import AgentHeld, Consulted, ConsultEnded, HandoffAccepted
from voice.turn import ConsultOutcome

pytestmark = [
    pytest.mark.line("baresip", "chromium"),
    pytest.mark.weights,
    pytest.mark.skipif(not CHROMIUM, reason="Chromium is not installed"),
]

SIP, CALLER, MARIE = 27600, 27620, 27630
AGENTS = {
    "marie": {"title": "Marie", "phone": f"sip:marie@127.0.0.1:{MARIE}"},
    "paul": {"title": "Paul", "skills": ["support", "billing"]},
}


@pytest.fixture(scope="module")
def gateway(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gateway]:
    folder = open_shop(tmp_path_factory.mktemp("gateway"))
    env = {
        "VOICE_SIP__RTP_FIRST": "27604",
        "VOICE_SIP__RTP_LAST": "27619",
        "VOICE_DESK__AGENTS": json.dumps(AGENTS),
        "VOICE_DESK__WRAP_UP_SECONDS": "0",
        "VOICE_CALLBACK__LOOK_EVERY": "1",
    }
    with running(Gateway(folder, sip=SIP, env=env)) as gateway:
        yield gateway


async def talking(page: Page, said: str = "Talking") -> None:
    await page.wait_for_function(
        "said => document.getElementById('talk-state').textContent === said", arg=said, timeout=20000
    )


async def asks(page: Page, marie: BaresipPhone, nth: int, *, click: bool = False) -> None:
    """Paul asks Marie first, who takes it on her phone after the summary."""
    await page.evaluate("document.activeElement.blur()")
    await page.keyboard.press("p")
    await page.wait_for_function("() => document.getElementById('pass-to').options.length > 1")
    await page.select_option("#pass-to", "agent:marie")
    await tab_to(page, "Ask a colleague first")
    await page.keyboard.press("Enter")
    await marie.wait("CALL_INCOMING", 20, nth=nth)
    await marie.accept()
    await asyncio.sleep(1)
    await quiet_again(marie)
    await marie.keys("1")
    await page.wait_for_function("() => !document.getElementById('join').disabled", timeout=20000)
    assert await page.evaluate("document.activeElement.id") == "join"
    assert "Talking to Marie; the caller is on hold" in await page.inner_text("#asking")


async def test_back_to_the_caller_and_then_joined_by_key_and_by_button(
    gateway: Gateway, tmp_path: Path
) -> None:
    number, errors = "+33600002601", list[str]()
    async with (
        phone(tmp_path, CALLER, number) as caller,
        phone(tmp_path, MARIE, "marie") as marie,
        at_the_desk(gateway, "marie", "busy") as web,
        chromium() as browser,
    ):
        page = await sits(browser, gateway.web, "paul", errors)
        call = await asks_for_a_person(gateway, caller, number)
        await in_state(page, "offered", 30)
        await page.keyboard.press("t")
        await call.wait(HandoffAccepted)
        await talking(page)
        await web.post("/api/desk/status", json={"status": "available"})

        await asks(page, marie, 1)
        await page.keyboard.press("b")
        await marie.wait("CALL_CLOSED", 10)
        await page.wait_for_selector("#asking", state="hidden")
        await talking(page)
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
    assert errors == [] and not [event for event in call.all(AgentHeld) if event.held][2:]


async def test_join_by_its_key(gateway: Gateway, tmp_path: Path) -> None:
    number, errors = "+33600002602", list[str]()
    async with (
        phone(tmp_path, CALLER, number) as caller,
        phone(tmp_path, MARIE, "marie") as marie,
        at_the_desk(gateway, "marie", "busy") as web,
        chromium() as browser,
    ):
        page = await sits(browser, gateway.web, "paul", errors)
        call = await asks_for_a_person(gateway, caller, number)
        await in_state(page, "offered", 30)
        await page.keyboard.press("t")
        await talking(page)
        await web.post("/api/desk/status", json={"status": "available"})
        await asks(page, marie, 1)
        await page.keyboard.press("j")
        assert (await call.wait(HandoffAccepted, nth=2)).agent == "Marie"
        await caller.hang_up()
        await marie.wait("CALL_CLOSED", 10)
        assert await call.ended() == "caller_hung_up"
    assert errors == []


async def test_called_by_hand_is_said_with_the_keyboard_alone(gateway: Gateway, tmp_path: Path) -> None:
    number, errors = "+33600002603", list[str]()
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
    number, errors = "+33600002604", list[str]()
    async with phone(tmp_path, CALLER, number) as caller, chromium() as browser:
        page = await sits(browser, gateway.web, "paul", errors)
        await page.uncheck('#skills input[value="billing"]')
        call = await asks_for_a_person(gateway, caller, number)
        await in_state(page, "offered", 30)
        await page.keyboard.press("t")
        await talking(page)
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
    assert errors == []
