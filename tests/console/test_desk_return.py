"""After a restart of the gateway an open page puts its agent back where he was; a closed one does not."""

from __future__ import annotations

import asyncio

import pytest
from playwright.async_api import Page

from tests.chromium import chromium, free_port
from tests.console.desk_floor import Floor, served
from tests.console.desk_page import in_state, sits, talk_is
from tests.fakes import ScriptedLine, quiet
from tests.phones import until
from voice.desk.agents import Agent, Status

pytestmark = pytest.mark.line("chromium")


async def back(floor: Floor, name: str, status: Status) -> Agent:
    """The agent, once the page has come back and put him there."""

    def there() -> bool:
        return any(agent.name == name and agent.status is status for agent in floor.live.desk.agents)

    await until(there, 20)
    return floor.live.desk.agent(name)


async def test_status_queues_and_phone_come_back() -> None:
    port, errors = free_port(), list[str]()
    async with chromium() as browser:
        async with served(port):
            marie = await sits(browser, port, "marie", errors)
            await marie.uncheck('#skills input[value="orders"]')
            await marie.uncheck('#languages input[value="en"]')
            paul = await sits(browser, port, "paul", errors)
            await paul.uncheck("#on-phone")
            await paul.check('#statuses input[value="busy"]', force=True)
            await _shows(paul, "busy")
        async with served(port) as again:
            came = await back(again, "marie", Status.AVAILABLE)
            assert came.skills == {"support"} and came.languages == {"fr"}
            assert (await back(again, "paul", Status.BUSY)).phone == ""
            await _shows(paul, "busy")
            assert not await paul.is_checked("#on-phone")
            assert not await marie.is_checked('#skills input[value="orders"]')
            # It is done once: what he says from now on holds.
            await marie.check('#statuses input[value="break"]', force=True)
            await back(again, "marie", Status.BREAK)
            again.caller("a", queue="orders")
            await asyncio.sleep(1)
            assert again.live.desk.agent("marie").status is Status.BREAK
    assert errors == []


async def test_who_was_in_a_call_comes_back_writing_it_up() -> None:
    port, errors = free_port(), list[str]()
    async with chromium() as browser:
        async with served(port) as floor:
            page = await sits(browser, port, "marie", errors)
            floor.serve(floor.caller("a"), ScriptedLine([quiet(120)]))
            await in_state(page, "offered")
            await page.keyboard.press("t")
            await talk_is(page, "Talking")
        async with served(port) as again:
            await back(again, "marie", Status.WRAP_UP)
            await in_state(page, "wrap_up")
            assert await page.is_hidden("#talk")
    assert errors == []


async def test_who_has_closed_the_page_or_was_away_for_long_is_not_put_there() -> None:
    port, errors = free_port(), list[str]()
    async with chromium() as browser:
        async with served(port):
            page = await sits(browser, port, "marie", errors)
            await page.uncheck('#skills input[value="orders"]')
            await _shows(page, "available")
            await page.wait_for_function("() => desk.me.skills.length === 1")
            closed = await sits(browser, port, "paul", errors)
            await closed.close()
        await page.evaluate(OLD)
        async with served(port) as again:
            await until(lambda: any(a.skills == {"support"} for a in again.live.desk.agents), 20)
            await asyncio.sleep(0.5)
            assert [(agent.name, agent.status) for agent in again.live.desk.agents] == [
                ("marie", Status.BREAK)
            ]
    assert errors == []


OLD = """() => {
  const kept = JSON.parse(sessionStorage.getItem("desk.seat"));
  sessionStorage.setItem("desk.seat", JSON.stringify({ ...kept, at: kept.at - 16 * 60000 }));
}"""


async def _shows(page: Page, state: str) -> None:
    await in_state(page, state)
