"""Agents give a caller on a real phone back to the bot: in Chromium, or on a phone that is gone meanwhile."""

from __future__ import annotations

import asyncio
import json
import os
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from playwright.async_api import Page

from tests.console.test_assist_in_chromium import has
from tests.console.test_desk_in_chromium import CHROMIUM, in_state, sits
from tests.e2e.gateway import Call, Gateway, running
from tests.e2e.people import heard_until_now, quiet_again
from tests.e2e_desk.desk import (
    AGENTS,
    CALLER,
    MARIE,
    PLAN,
    SIP,
    ZOE,
    asks_for_a_person,
    at_the_desk,
    chromium,
    open_shop,
    phone,
    takes,
)
from tests.phones import BaresipPhone, hears, tone
from voice.events import (
    AgentLost,
    ErrandEnded,
    HandoffAccepted,
    HandoffAnswered,
    QueueJoined,
    SurveyAnswered,
)
from voice.turn import ErrandOutcome

pytestmark = [
    pytest.mark.line("baresip", "chromium"),
    pytest.mark.weights,
    pytest.mark.skipif(not CHROMIUM, reason="Chromium is not installed"),
]

ERRANDS = """
slots:
  number: {title: {en: order number}, type: digits, least: 4, most: 4}
surveys:
  opinion: {title: {en: opinion}, ask: {en: "From one to five, were you happy with this call?"}}
errands:
  number: {title: {en: take the order number}, goto: take_number}
  opinion: {title: {en: ask for an opinion}, goto: opinion, then: end}
"""
STEPS = """
  take_number: {ask: {en: Please key in your order number.}, slot: number, goto: taken}
  taken: {say: {en: "I have noted {number}."}, done: true}
  opinion: {survey: opinion, goto: over}
  over: {done: true}
"""


@pytest.fixture(scope="module")
def gateway(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gateway]:
    before, steps = PLAN.split("steps:")
    plan = f"{before}{ERRANDS.lstrip()}steps:{steps.rstrip()}{STEPS}"
    folder = open_shop(tmp_path_factory.mktemp("gateway"), plan)
    env = {
        "VOICE_SIP__RTP_FIRST": str(SIP + 4),
        "VOICE_SIP__RTP_LAST": str(SIP + 19),
        "VOICE_DESK__AGENTS": json.dumps(AGENTS),
        "VOICE_DESK__WRAP_UP_SECONDS": "0",
    }
    with running(Gateway(folder, sip=SIP, env=env)) as gateway:
        yield gateway


async def state_is(page: Page, text: str) -> None:
    await page.wait_for_function(
        "(text) => document.getElementById('talk-state').textContent === text", arg=text, timeout=20000
    )


async def keyed(call: Call, caller: BaresipPhone) -> None:
    """The caller keys the number in when asked."""
    await call.said("key in your order number.", 30)
    await caller.keys("4711")


async def test_the_agent_in_the_browser_follows_the_bot_and_has_the_caller_again(
    gateway: Gateway, tmp_path: Path
) -> None:
    number, errors = "+33600004001", list[str]()
    async with phone(tmp_path, CALLER, number) as caller, chromium() as browser:
        page = await sits(browser, gateway.web, "paul", errors)
        call = await asks_for_a_person(gateway, caller, number)
        await in_state(page, "offered", 30)
        await page.keyboard.press("t")
        await state_is(page, "Talking")

        await page.keyboard.press("g")
        await page.keyboard.press("Enter")
        await state_is(page, "With the bot")
        await has(page, "#errand-what", "The bot has the caller: take the order number")
        await call.said("You'll be back together right after.", 30)
        since = heard_until_now(caller)
        await keyed(call, caller)
        await has(page, "#errand-taken", "4711")
        await has(page, "#transcript", "Please key in your order number.")
        await _shot(page, "errand-under-way")
        ended = await call.wait(ErrandEnded, 30)
        assert (ended.outcome, ended.slots, ended.agent_there) == (ErrandOutcome.DONE, ("number",), True)
        await state_is(page, "Talking")
        await has(page, "#errand-what", "The caller is back (take the order number): done")
        await has(page, "#brief", "Paul gave the caller to the bot (take the order number): done.")
        await _shot(page, "errand-back")
        joined = heard_until_now(caller)
        assert joined > since
        await asyncio.sleep(3)
        beeps = caller.heard()[0][joined:]
        assert int(np.abs(beeps.astype(np.int32)).max()) > 1500  # Chromium's own fake microphone beeps

        await page.keyboard.press("g")
        await page.keyboard.press("Enter")
        await state_is(page, "With the bot")
        await page.keyboard.press("b")
        again = await call.wait(ErrandEnded, 20, nth=2)
        assert again.outcome is ErrandOutcome.TAKEN_BACK
        await call.said("Here is my colleague again.")
        await state_is(page, "Talking")

        await page.keyboard.press("g")
        await page.keyboard.press("Tab")
        await page.keyboard.press("Enter")
        await has(page, "#errand-then", "The call ends after it")
        await call.said("were you happy with this call?", 30)
        await caller.keys("5")
        await caller.wait("CALL_CLOSED", 30)
        assert await call.ended() == "completed"
        await in_state(page, "wrap_up")
    assert call.all(SurveyAnswered)[0].mark == 5
    assert call.all(ErrandEnded)[2].outcome is ErrandOutcome.DONE
    assert len(call.all(HandoffAccepted)) == 1 and len(call.all(QueueJoined)) == 1
    listed = gateway.run("show", call.id).stdout
    assert "Paul gives the caller back to the bot: take the order number" in listed
    assert "Given back to the bot by the agent" in gateway.page(f"/calls/{call.id}")
    assert 'voice_errands_total{outcome="done"} 2.0' in gateway.page("/metrics")
    assert errors == []


async def _shot(page: Page, name: str) -> None:
    """A picture for who looks at the page himself."""
    if folder := os.environ.get("VOICE_TEST_SHOTS"):
        await page.screenshot(path=f"{folder}/{name}.png", full_page=True)


@pytest.mark.parametrize("dies", [True, False])
async def test_an_agent_who_is_gone_meanwhile_leaves_the_caller_first_in_the_queue(
    gateway: Gateway, tmp_path: Path, dies: bool
) -> None:
    number = f"+3360000400{2 + dies}"
    async with (
        phone(tmp_path, CALLER, number) as caller,
        phone(tmp_path, MARIE, "marie") as marie,
        phone(tmp_path, ZOE, "zoe") as zoe,
        at_the_desk(gateway, "zoe", "busy") as zoes_page,
        at_the_desk(gateway, "marie") as maries_page,
    ):
        call = await asks_for_a_person(gateway, caller, number)
        await takes(call, marie)
        answer = await maries_page.post("/api/desk/give-back", json={"errand": "number"})
        assert answer.is_success, answer.text
        await asyncio.sleep(4)
        if dies:
            marie._process.kill()
        else:
            await marie.hang_up()
        await keyed(call, caller)
        await zoes_page.post("/api/desk/status", json={"status": "available"})
        ended = await call.wait(ErrandEnded, 30)
        again = await call.wait(QueueJoined, 10, nth=2)
        assert (ended.outcome, ended.agent_there, again.position) == (ErrandOutcome.DONE, False, 1)
        await call.said("My colleague is no longer on the line. You come first; I'm getting someone else.")
        await zoe.wait("CALL_INCOMING", 20)
        await zoe.accept()
        await call.wait(HandoffAnswered, 20, nth=2)
        await quiet_again(zoe)
        await zoe.keys("1")
        assert (await call.wait(HandoffAccepted, nth=2)).agent == "Zoe"
        since = heard_until_now(caller)
        await zoe.play(tone(1500, 3))
        await asyncio.sleep(3)
        await zoe.hang_up()
        assert await call.ended() == "agent_hung_up"
        assert hears(1500, caller.heard()[0][since:], 8000, seconds=1)
    assert bool(call.all(AgentLost)) is dies
    assert "4711" in gateway.page(f"/handoffs/{again.handoff_id}")
