"""An agent's SIP phone that dies during a talk: the caller is at the head of the queue within seconds."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from tests.e2e.gateway import Gateway
from tests.e2e_desk.desk import CALLER, MARIE, asks_for_a_person, at_the_desk, phone, takes
from tests.phones import tone
from voice.events import AgentLost, QueueJoined, QueueLeft

pytestmark = [pytest.mark.line("baresip"), pytest.mark.weights]


async def test_a_phone_that_dies_gives_the_caller_back_and_a_quiet_one_does_not(
    gateway: Gateway, tmp_path: Path
) -> None:
    number = "+33600002103"
    async with (
        phone(tmp_path, CALLER, number) as caller,
        phone(tmp_path, MARIE, "marie") as marie,
        at_the_desk(gateway, "paul", "busy"),
        at_the_desk(gateway, "marie"),
    ):
        call = await asks_for_a_person(gateway, caller, number)
        await takes(call, marie)
        await marie.play(tone(1100, 2))
        await asyncio.sleep(8)  # silence on the line is not a dead phone
        await call.refresh()
        assert not call.all(AgentLost)
        marie._process.kill()
        died = asyncio.get_running_loop().time()
        lost = await call.wait(AgentLost, 10)
        again = await call.wait(QueueJoined, 5, nth=2)
        assert asyncio.get_running_loop().time() - died < 6  # with the time that looking takes
        assert (lost.agent, again.position) == ("Marie", 1)
        assert again.at - lost.at < 1
        await call.said("we lost my colleague. You come first; I'm getting someone else.")
        await caller.hang_up()
        assert await call.ended() == "caller_hung_up"
    assert call.all(QueueLeft)[-1].why == "caller_hung_up"
