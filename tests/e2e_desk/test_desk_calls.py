"""Callers on real phones wait at the real gateway for agents on real phones and in a real browser."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from playwright.async_api import Page

from tests.chromium import chromium, kill
from tests.console.desk_page import LISTEN, in_state, sits, talk_is
from tests.e2e.gateway import Gateway, running
from tests.e2e.people import heard_until_now, only_ringing, quiet_again
from tests.e2e.replaying import replayed_as_live
from tests.e2e_desk.desk import (
    CALLER,
    MARIE,
    asks_for_a_person,
    at_the_desk,
    house,
    phone,
    takes,
    they_hear_each_other,
)
from tests.phones import tone, until
from voice.events import (
    AgentLost,
    CallbackRequested,
    HandoffAccepted,
    HandoffAnswered,
    HandoffFailed,
    HandoffOffered,
    QueueJoined,
    QueueLeft,
)
from voice.turn import HandoffFailure

pytestmark = [pytest.mark.line("baresip", "chromium"), pytest.mark.weights]


@pytest.fixture(scope="module")
def gateway(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gateway]:
    made = house(
        tmp_path_factory.mktemp("gateway"), 26000,
        VOICE_DESK__DECLINED_SECONDS="5",
        VOICE_HANDOFF__ACCEPT_SECONDS="6",
    )  # fmt: skip
    with running(made) as gateway:
        yield gateway


async def test_an_agents_phone_rings_hears_the_summary_alone_and_takes_the_call(
    gateway: Gateway, tmp_path: Path
) -> None:
    number = "+33600002001"
    async with (
        phone(tmp_path, CALLER, number) as caller,
        phone(tmp_path, MARIE, "marie") as marie,
        at_the_desk(gateway, "marie") as web,
    ):
        call = await asks_for_a_person(gateway, caller, number)
        await marie.wait("CALL_INCOMING")
        await asyncio.sleep(0.5)  # the end of the bot's sentence is still on its way
        since = heard_until_now(caller)
        await marie.accept()
        await call.wait(HandoffAnswered)
        await quiet_again(marie)
        assert only_ringing(caller.heard()[0][since:], 8000)
        await marie.keys("1")
        accepted = await call.wait(HandoffAccepted)
        await they_hear_each_other(caller, marie)
        await marie.hang_up()
        await caller.wait("CALL_CLOSED")
        assert await call.ended() == "agent_hung_up"
        answer = await web.post(
            "/api/desk/outcome", json={"handoff": accepted.handoff_id, "outcome": "solved", "note": "told"}
        )
        assert answer.is_success, answer.text
    assert accepted.agent == "Marie"
    assert call.all(QueueLeft)[0].why == "taken"
    assert "told" in gateway.page(f"/handoffs/{accepted.handoff_id}")
    assert 'voice_queue_wait_seconds_count{outcome="taken",queue="support"} 1.0' in gateway.page("/metrics")


async def test_the_phone_stops_ringing_when_the_caller_hangs_up(gateway: Gateway, tmp_path: Path) -> None:
    number = "+33600002002"
    async with (
        phone(tmp_path, CALLER, number) as caller,
        phone(tmp_path, MARIE, "marie") as marie,
        at_the_desk(gateway, "marie"),
    ):
        call = await asks_for_a_person(gateway, caller, number)
        await marie.wait("CALL_INCOMING")
        await caller.hang_up()
        await marie.wait("CALL_CLOSED", 2)
        assert await call.ended() == "caller_hung_up"
    assert call.all(HandoffFailed)[0].failure is HandoffFailure.CALLER_HUNG_UP
    assert call.all(QueueLeft)[0].why == "caller_hung_up"


async def test_who_waits_hears_the_place_and_leaves_for_a_callback(gateway: Gateway, tmp_path: Path) -> None:
    number = "+33600002003"
    async with phone(tmp_path, CALLER, number) as caller, at_the_desk(gateway, "paul", "busy"):
        call = await asks_for_a_person(gateway, caller, number)
        await call.said("You are next in line.")
        await call.said("press 1.")
        await caller.keys("1")
        await call.said("All right, no more waiting.")
        await call.said("then the hash key.", 40)
        await caller.keys("1")
        assert (await call.wait(CallbackRequested)).number == number
        assert await call.ended() == "callback"
    assert call.all(QueueLeft)[0].why == "caller_left"


async def test_declined_on_the_phone_taken_in_the_browser_which_dies_and_taken_again(
    gateway: Gateway, tmp_path: Path
) -> None:
    number, errors = "+33600002004", list[str]()
    async with (
        phone(tmp_path, CALLER, number) as caller,
        phone(tmp_path, MARIE, "marie") as marie,
        at_the_desk(gateway, "marie"),
        chromium() as browser,
    ):
        call = await asks_for_a_person(gateway, caller, number)
        await marie.wait("CALL_INCOMING")
        page = await sits(browser, gateway.web, "paul", errors)
        await marie.accept()
        await call.wait(HandoffAnswered)
        await marie.keys("2")
        declined = await call.wait(HandoffFailed)
        assert (declined.agent, declined.failure) == ("Marie", HandoffFailure.DECLINED)

        await in_state(page, "offered")
        await page.keyboard.press("t")
        assert (await call.wait(HandoffAccepted)).agent == "Paul"
        await talk_is(page, "Talking")
        since = heard_until_now(caller)
        await caller.play(tone(700, 30))
        await asyncio.sleep(2)
        assert await _level(page) > 0.02
        beeps = caller.heard()[0][since:]
        assert int(np.abs(beeps.astype(np.int32)).max()) > 1500  # Chromium's own fake microphone beeps

        await kill(browser)
        lost = await call.wait(AgentLost, 10)
        again = await call.wait(QueueJoined, 10, nth=2)
        assert (lost.agent, again.position) == ("Paul", 1)
        assert again.at - lost.at < 5
        assert (await takes(call, marie, ring=2, nth=2)).agent == "Marie"
        await marie.hang_up()
        assert await call.ended() == "agent_hung_up"
    assert [event.agent for event in call.all(HandoffOffered)] == ["Marie", "Paul", "Marie"]
    assert errors == []


async def _level(page: Page) -> float:
    return float(await page.evaluate(LISTEN))


async def test_the_page_shows_the_waiting_caller(gateway: Gateway, tmp_path: Path) -> None:
    number, errors = "+33600002005", list[str]()
    async with phone(tmp_path, CALLER, number) as caller, chromium() as browser:
        page = await sits(browser, gateway.web, "paul", errors)
        await page.check('#statuses input[value="busy"]', force=True)
        call = await asks_for_a_person(gateway, caller, number)
        await page.wait_for_function("() => document.querySelectorAll('#callers > li').length === 1")
        shown = await page.inner_text("#callers")
        assert number in shown and "asked for a person" in shown
        await caller.hang_up()
        await call.ended()
        await page.wait_for_function(
            "() => document.querySelectorAll('#callers > li').length === 0", timeout=3000
        )
    await until(lambda: not errors, 1)


async def test_every_call_above_is_replayed_as_it_was_live(gateway: Gateway) -> None:
    assert await replayed_as_live(gateway) > 0
