"""The dialer against independent phones: people who take a call, who do not, and who are not there."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from tests.phones import JsonProcess, hears, tone
from tests.telephony.sip_door import (
    AGENT,
    USER_TO_USER,
    agent,
    baresip,
)

pytestmark = [pytest.mark.line("sipp", "baresip"), pytest.mark.asyncio(loop_scope="module")]


@pytest.mark.parametrize(
    ("scenario", "failure"),
    [
        ("agent_busy", "busy"),
        ("agent_declines", "declined"),
        ("agent_away", "no_answer"),
        ("agent_unknown", "unreachable"),
    ],
)
@pytest.mark.parametrize("transport", ["udp", "tcp"])
async def test_who_does_not_take_the_call(
    door: JsonProcess, tmp_path: Path, scenario: str, failure: str, transport: str
) -> None:
    async with agent(scenario, tmp_path, transport="t1" if transport == "tcp" else "u1") as person:
        await asyncio.sleep(0.3)
        door.tell(dial=f"sip:agent@{AGENT};transport={transport}")
        assert (await door.wait(kind="failed"))["failure"] == failure
        assert await person.passed(), person.errors()


async def test_a_phone_that_rings_in_vain_is_told_to_stop(door: JsonProcess, tmp_path: Path) -> None:
    async with agent("agent_rings", tmp_path) as person:
        await asyncio.sleep(0.3)
        door.tell(dial=f"sip:agent@{AGENT}", ring=1.5)
        assert (await door.wait(kind="failed"))["failure"] == "no_answer"
        assert await person.passed(), person.errors()


async def test_cancelling_stops_the_ringing(door: JsonProcess, tmp_path: Path) -> None:
    async with agent("agent_rings", tmp_path) as person:
        await asyncio.sleep(0.3)
        door.tell(dial=f"sip:agent@{AGENT}", ring=30, cancel=0.7)
        await door.wait(kind="cancelled")
        assert await person.passed(5), person.errors()


@pytest.mark.parametrize(
    "uri",
    [
        "sip:agent@127.0.0.1:22998",
        "sip:agent@127.0.0.1:22998;transport=tcp",
        "sip:agent@nowhere.invalid",
        "not an address",
    ],
)
async def test_nobody_there(door: JsonProcess, uri: str) -> None:
    door.tell(dial=uri, ring=1.5)
    assert (await door.wait(kind="failed"))["failure"] == "unreachable"


async def test_the_call_to_a_person_carries_user_to_user(door: JsonProcess, tmp_path: Path) -> None:
    async with agent("agent_answers", tmp_path) as person:
        await asyncio.sleep(0.3)
        door.tell(dial=f"sip:agent@{AGENT}", headers={"User-to-User": USER_TO_USER}, bye=True)
        await door.wait(kind="reached", rate=8000)
        assert (await door.wait(kind="end"))["lost"] is False
        assert await person.passed(), person.errors()


@pytest.mark.parametrize("codec", ["pcmu", "g722"])
async def test_a_person_answers_presses_a_key_and_hears(
    door: JsonProcess, tmp_path: Path, codec: str
) -> None:
    rate = 16000 if codec == "g722" else 8000
    async with baresip(tmp_path, codec=codec, sound=tone(700, 60, rate)) as phone:
        door.tell(dial=phone.uri)
        await phone.wait("CALL_INCOMING")
        await phone.accept()
        await door.wait(kind="reached", rate=rate)
        await door.wait(kind="loud", frames=25)
        await phone.keys("1")
        await door.wait(kind="key", key="1")
        await asyncio.sleep(0.5)
        await phone.hang_up()
        assert (await door.wait(kind="end"))["lost"] is False
        samples, heard_rate = phone.heard()
    assert hears(700, samples, heard_rate)


async def test_a_person_declines_on_a_real_phone(door: JsonProcess, tmp_path: Path) -> None:
    async with baresip(tmp_path) as phone:
        door.tell(dial=phone.uri)
        await phone.wait("CALL_INCOMING")
        await phone.hang_up()
        assert (await door.wait(kind="failed"))["failure"] in ("busy", "declined")
