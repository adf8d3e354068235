"""Agents give a caller on a real phone back to the bot: in Chromium, or on a phone that is gone meanwhile."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path

import numpy as np
import pytest
from playwright.async_api import Page

from tests.chromium import chromium
from tests.console.desk_page import has, in_state, sits, talk_is
from tests.e2e.gateway import Call, Gateway
from tests.e2e.people import heard_until_now
from tests.e2e_desk.desk import (
    CALLER,
    MARIE,
    STEPS,
    ZOE,
    asks_for_a_person,
    at_the_desk,
    phone,
    takes,
    takes_in_the_browser,
)
from tests.phones import BaresipPhone, hears, tone
from voice.events import (
    AgentLost,
    ErrandEnded,
    HandoffAccepted,
    QueueJoined,
    SurveyAnswered,
)
from voice.turn import ErrandOutcome

pytestmark = [pytest.mark.line("baresip", "chromium"), pytest.mark.weights]


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
        call = await takes_in_the_browser(gateway, page, caller, number, STEPS)

        await page.keyboard.press("g")
        await page.keyboard.press("Enter")
        await talk_is(page, "With the bot")
        await has(page, "#errand-what", "The bot has the caller: take the order number")
        await call.said("You'll be back together right after.", 30)
        since = heard_until_now(caller)
        await keyed(call, caller)
        await has(page, "#errand-taken", "4711")
        await has(page, "#transcript", "Please key in your order number.")
        await _shot(page, "errand-under-way")
        ended = await call.wait(ErrandEnded, 30)
        assert (ended.outcome, ended.slots, ended.agent_there) == (ErrandOutcome.DONE, ("number",), True)
        await talk_is(page, "Talking")
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
        await talk_is(page, "With the bot")
        await page.keyboard.press("b")
        again = await call.wait(ErrandEnded, 20, nth=2)
        assert again.outcome is ErrandOutcome.TAKEN_BACK
        await call.said("Here is my colleague again.")
        await talk_is(page, "Talking")

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
        call = await asks_for_a_person(gateway, caller, number, STEPS)
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
        assert (await takes(call, zoe, nth=2)).agent == "Zoe"
        since = heard_until_now(caller)
        await zoe.play(tone(1500, 3))
        await asyncio.sleep(3)
        await zoe.hang_up()
        assert await call.ended() == "agent_hung_up"
        assert hears(1500, caller.heard()[0][since:], 8000, seconds=1)
    assert bool(call.all(AgentLost)) is dies
    assert "4711" in gateway.page(f"/handoffs/{again.handoff_id}")
