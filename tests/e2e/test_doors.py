"""The same service by every codec and transport, and an honest sentence for numbers that lead nowhere."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from tests.e2e.gateway import Gateway
from tests.e2e.people import caller, heard_until_now
from tests.e2e.words import Ears, Speech
from voice.events import BotSpoke

pytestmark = [pytest.mark.line("baresip"), pytest.mark.weights]


@pytest.mark.parametrize(
    ("number", "codec", "transport"),
    [
        ("+33630000001", "pcmu", "udp"),
        ("+33630000002", "pcma", "tcp"),
        ("+33630000003", "g722", "udp"),
    ],
)
async def test_served_by(
    gateway: Gateway, speech: Speech, ears: Ears, tmp_path: Path, number: str, codec: str, transport: str
) -> None:
    async with caller(tmp_path, number, codec=codec) as phone:
        await phone.call(f"sip:100@{gateway.address};transport={transport}")
        call = await gateway.call_from(number)
        await call.said("Lumen.")
        await phone.play(await speech("What are your opening hours?", rate=phone.rate))
        await asyncio.sleep(1)
        speaking = heard_until_now(phone)
        await call.said("holidays.")
        heard = phone.heard()[0][speaking:]
        await phone.hang_up()
        assert await call.ended() == "caller_hung_up"
    told = await ears.words(heard, phone.rate)
    assert "monday" in told
    assert "sundays" in told


async def test_a_number_that_leads_nowhere(gateway: Gateway, ears: Ears, tmp_path: Path) -> None:
    number = "+33640000001"
    async with caller(tmp_path, number) as phone:
        await phone.call(f"sip:999@{gateway.address}")
        call = await gateway.call_from(number)
        await call.said("services.")
        language = call.all(BotSpoke)[0].language
        heard = phone.heard()[0]
        await phone.hang_up()
        assert await call.ended() == "caller_hung_up"
    assert (await call.record()).row.plan == "unmapped"
    told = await ears.words(heard, language=language)
    assert {"numero", "number"} & set(told.split()), told
