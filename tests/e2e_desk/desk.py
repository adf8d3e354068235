"""The shop whose callers wait for agents at the desk of a real gateway, and what all do there."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
from playwright.async_api import Browser, async_playwright

from tests.console.test_desk_in_chromium import CHROMIUM, FLAGS
from tests.e2e.gateway import Call, Gateway
from tests.e2e.people import quiet_again
from tests.phones import BaresipPhone
from voice.events import HandoffAccepted, HandoffAnswered

PLAN = """
title: {en: the shop}
languages: [en]
start: welcome
queues:
  support: {wait: 90, announce: 12}
handoff: {to: support}
intents:
  thing:
    title: {en: opening hours}
    examples: {en: [when are you open, what are your opening hours, opening times please]}
    goto: hours
steps:
  welcome: {say: {en: "Hello, this is the shop. How can I help?"}, listen: true}
  hours: {say: {en: We are open from nine to five.}, done: true}
"""


SIP, CALLER, MARIE, ZOE = 27700, 27720, 27730, 27740
"""Ports of the gateway and the phones of this shop, for one file of tests at a time."""
AGENTS = {
    "marie": {"title": "Marie", "phone": f"sip:marie@127.0.0.1:{MARIE}"},
    "paul": {"title": "Paul"},
    "zoe": {"title": "Zoe", "phone": f"sip:zoe@127.0.0.1:{ZOE}"},
}


def open_shop(folder: Path, plan: str = PLAN) -> Path:
    """A folder whose dialplans answer 100 with this plan."""
    path = folder / "dialplans" / "shop" / "plan.yaml"
    path.parent.mkdir(parents=True)
    path.write_text(plan)
    (folder / "dialplans" / "routes.yaml").write_text('routes:\n  "100": shop\n')
    return folder


def phone(folder: Path, port: int, user: str) -> BaresipPhone:
    """A phone with the ten ports from this one on."""
    return BaresipPhone(
        folder / user.strip("+"), port=port, control=port + 2, rtp=(port + 4, port + 8), user=user
    )


@asynccontextmanager
async def at_the_desk(
    gateway: Gateway, name: str, status: str = "available"
) -> AsyncIterator[httpx.AsyncClient]:
    """An agent whose page is open, as far as the gateway can tell."""
    base = f"http://127.0.0.1:{gateway.web}"
    async with httpx.AsyncClient(base_url=base, headers={"origin": base}, params={"as": name}) as web:
        async with web.stream("GET", "/api/desk/events", timeout=None) as stream:
            lines = stream.aiter_lines()
            while not (await anext(lines)).startswith("data:"):
                pass
            await web.post("/api/desk/status", json={"status": status})
            reading = asyncio.create_task(_read(lines))
            try:
                yield web
            finally:
                reading.cancel()
                await asyncio.gather(reading, return_exceptions=True)
        # As long as a reload may take: only then is nobody there for the next test.
        await asyncio.sleep(5)


async def _read(lines: AsyncIterator[str]) -> None:
    async for _ in lines:
        pass


async def asks_for_a_person(gateway: Gateway, caller: BaresipPhone, number: str) -> Call:
    """The caller has been greeted, and pressed 0."""
    await caller.call(f"sip:100@{gateway.address}")
    call = await gateway.call_from(number)
    await call.said("How can I help?")
    await caller.keys("0")
    return call


async def takes(call: Call, agent: BaresipPhone) -> HandoffAccepted:
    """The phone rings, the agent hears the summary and presses 1."""
    await agent.wait("CALL_INCOMING")
    await agent.accept()
    await call.wait(HandoffAnswered)
    await quiet_again(agent)
    await agent.keys("1")
    return await call.wait(HandoffAccepted)


@asynccontextmanager
async def chromium() -> AsyncIterator[Browser]:
    """A browser with a microphone that beeps."""
    async with async_playwright() as playwright:
        made = await playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        try:
            yield made
        finally:
            await made.close()
