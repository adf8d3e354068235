"""The house whose callers wait for agents at the desk of a real gateway, and what all do there."""

from __future__ import annotations

import asyncio
import json
import shutil
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import httpx
from playwright.async_api import Page

from tests.console.desk_page import in_state, talk_is
from tests.e2e.gateway import Call, Gateway
from tests.e2e.people import heard_until_now, quiet_again, speech_begins
from tests.phones import BaresipPhone, hears, tone, until
from voice.events import (
    CallbackAnswered,
    CallbackDialled,
    CallbackRequested,
    HandoffAccepted,
    HandoffAnswered,
)

SHOP, STEPS, ORDERS, TIMES = "100", "101", "102", "103"
"""Numbers of the plans: a plain one, with steps for the bot, with data, with times to be called back."""
CALLER, MARIE, ZOE = 27720, 27730, 27740
"""Ports of the phones, for one test at a time."""
AGENTS = {
    "marie": {"title": "Marie", "phone": f"sip:marie@127.0.0.1:{MARIE}", "skills": ["support"]},
    "paul": {"title": "Paul", "skills": ["support", "billing"]},
    "zoe": {"title": "Zoe", "phone": f"sip:zoe@127.0.0.1:{ZOE}"},
}


def house(folder: Path, sip: int, **env: str) -> Gateway:
    """A gateway of this house on the twenty ports from this one on."""
    shutil.copytree(Path(__file__).parent / "dialplans", folder / "dialplans")
    with sqlite3.connect(folder / "orders.db") as data:
        data.execute("CREATE TABLE orders (number TEXT, status TEXT)")
        data.execute("INSERT INTO orders VALUES ('40213', 'held at the customs')")
    own = {
        "DESK_ORDERS": f"sqlite+aiosqlite:///{folder / 'orders.db'}",
        "VOICE_SIP__RTP_FIRST": str(sip + 4),
        "VOICE_SIP__RTP_LAST": str(sip + 19),
        "VOICE_DESK__AGENTS": json.dumps(AGENTS),
        "VOICE_DESK__WRAP_UP_SECONDS": "0",
    }
    return Gateway(folder, sip=sip, env={**own, **env})


def phone(folder: Path, port: int, user: str) -> BaresipPhone:
    """A phone with the ten ports from this one on."""
    return BaresipPhone(
        folder / user.strip("+"), port=port, control=port + 2, rtp=(port + 4, port + 8), user=user
    )


@asynccontextmanager
async def at_the_desk(
    gateway: Gateway, name: str, status: str = "available"
) -> AsyncIterator[httpx.AsyncClient]:
    """An agent whose page is open, as far as the gateway can tell, and who says when he leaves."""
    base = f"http://127.0.0.1:{gateway.web}"
    async with (
        httpx.AsyncClient(base_url=base, headers={"origin": base}, params={"as": name}) as web,
        web.stream("GET", "/api/desk/events", timeout=None) as stream,
    ):
        lines = stream.aiter_lines()
        while not (await anext(lines)).startswith("data:"):
            pass
        await web.post("/api/desk/status", json={"status": status})
        reading = asyncio.create_task(_read(lines))
        try:
            yield web
        finally:
            with suppress(httpx.HTTPError):
                await web.post("/api/desk/status", json={"status": "offline"})
            reading.cancel()
            await asyncio.gather(reading, return_exceptions=True)


async def _read(lines: AsyncIterator[str]) -> None:
    async for _ in lines:
        pass


# -- callers --


async def asks_for_a_person(gateway: Gateway, caller: BaresipPhone, number: str, to: str = SHOP) -> Call:
    """The caller has been greeted, and pressed 0."""
    await caller.call(f"sip:{to}@{gateway.address}")
    call = await gateway.call_from(number)
    await call.said("How can I help?")
    await caller.keys("0")
    return call


async def wants_a_call_back(gateway: Gateway, caller: BaresipPhone, number: str, to: str = SHOP) -> Call:
    """Waits for a while, and would rather be called back where he calls from."""
    call = await asks_for_a_person(gateway, caller, number, to)
    await call.said("press 1.")
    await caller.keys("1")
    await call.said("Say yes or press one.", 40)
    await caller.keys("1")
    assert (await call.wait(CallbackRequested)).number == number
    return call


async def asks_to_be_called_back(gateway: Gateway, caller: BaresipPhone, number: str) -> str:
    """Does so while nobody is free, and says goodbye; the id of that call."""
    async with at_the_desk(gateway, "paul", "busy"):
        call = await wants_a_call_back(gateway, caller, number)
        assert await call.ended() == "callback"
    return call.id


# -- agents --


async def listens_and_takes(agent: BaresipPhone, ring: int = 1, *, to_the_end: bool = False) -> None:
    """The phone rings for the nth time; the agent listens to what is said to him alone, and presses 1."""
    await agent.wait("CALL_INCOMING", 20, nth=ring)
    await agent.accept()
    await agent.wait("CALL_ESTABLISHED", nth=ring)
    await asyncio.sleep(1)  # by then nothing of an earlier call is taken for this one
    await (quiet_again(agent) if to_the_end else speech_begins(agent))
    await agent.keys("1")


async def takes(call: Call, agent: BaresipPhone, *, ring: int = 1, nth: int = 1) -> HandoffAccepted:
    """The agent is the nth to have this caller."""
    await listens_and_takes(agent, ring)
    await call.wait(HandoffAnswered, nth=nth)
    return await call.wait(HandoffAccepted, nth=nth)


async def calls_back(
    gateway: Gateway,
    agent: BaresipPhone,
    number: str,
    known: set[str],
    *,
    ring: int = 1,
    to_the_end: bool = False,
) -> Call:
    """The agent hears the summary and takes it; the call that the gateway makes, none of those `known`."""
    await listens_and_takes(agent, ring, to_the_end=to_the_end)
    call = await gateway.call_from(number)
    while call.id in known:
        await asyncio.sleep(0.2)
        call = await gateway.call_from(number)
    known.add(call.id)
    await call.wait(HandoffAnswered)
    await call.wait(CallbackDialled)
    return call


async def picks_up(call: Call, caller: BaresipPhone) -> None:
    """Who is called back takes it, and has the agent."""
    await caller.wait("CALL_INCOMING", 10)
    await caller.accept()
    await call.wait(CallbackAnswered)
    await call.wait(HandoffAccepted)


async def takes_in_the_browser(
    gateway: Gateway, page: Page, caller: BaresipPhone, number: str, to: str = SHOP
) -> Call:
    """The caller asks for a person, and whose page this is takes him with a key."""
    call = await asks_for_a_person(gateway, caller, number, to)
    await in_state(page, "offered", 30)
    await page.keyboard.press("t")
    await talk_is(page, "Talking")
    return call


async def they_hear_each_other(caller: BaresipPhone, agent: BaresipPhone) -> None:
    """Caller and agent are joined."""
    since = heard_until_now(caller), heard_until_now(agent)
    await asyncio.gather(caller.play(tone(700, 6)), agent.play(tone(1100, 6)))

    def both() -> bool:
        there = hears(1100, caller.heard()[0][since[0] :], 8000, seconds=1)
        return there and hears(700, agent.heard()[0][since[1] :], 8000, seconds=1)

    await until(both, 6)
