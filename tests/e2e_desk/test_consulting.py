"""Marie asks Zoe before she gives her the caller: three real phones, and who hears whom."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from tests.e2e.gateway import Gateway
from tests.e2e.people import heard_until_now
from tests.e2e_desk.desk import (
    CALLER,
    MARIE,
    ZOE,
    asks_for_a_person,
    at_the_desk,
    listens_and_takes,
    phone,
    takes,
)
from tests.phones import hears, tone
from voice.events import Consulted, ConsultEnded, HandoffAccepted, QueueJoined
from voice.turn import ConsultOutcome

pytestmark = [pytest.mark.line("baresip"), pytest.mark.weights]


async def test_the_caller_hears_neither_until_the_colleague_has_him(gateway: Gateway, tmp_path: Path) -> None:
    number = "+33600002104"
    async with (
        phone(tmp_path, CALLER, number) as caller,
        phone(tmp_path, MARIE, "marie") as marie,
        phone(tmp_path, ZOE, "zoe") as zoe,
        at_the_desk(gateway, "zoe", "busy") as zoes_page,
        at_the_desk(gateway, "marie") as maries_page,
    ):
        call = await asks_for_a_person(gateway, caller, number)
        await takes(call, marie)

        await zoes_page.post("/api/desk/status", json={"status": "available"})
        answer = await maries_page.post("/api/desk/ask", json={"agent": "zoe", "note": "a refund?"})
        assert answer.is_success, answer.text
        await listens_and_takes(zoe, to_the_end=True)
        await asyncio.sleep(2)
        since = heard_until_now(caller), heard_until_now(zoe), heard_until_now(marie)
        await asyncio.gather(marie.play(tone(1100, 4)), zoe.play(tone(1500, 4)), caller.play(tone(700, 4)))
        await asyncio.sleep(5)
        assert hears(1100, zoe.heard()[0][since[1] :], 8000, seconds=1)
        assert hears(1500, marie.heard()[0][since[2] :], 8000, seconds=1)
        alone = caller.heard()[0][since[0] :]
        assert not hears(1100, alone, 8000) and not hears(1500, alone, 8000)
        assert not hears(700, zoe.heard()[0][since[1] :], 8000)

        answer = await maries_page.post("/api/desk/join")
        assert answer.is_success, answer.text
        await marie.wait("CALL_CLOSED")
        assert (await call.wait(HandoffAccepted, nth=2)).agent == "Zoe"
        since = heard_until_now(caller), heard_until_now(zoe), 0
        await asyncio.gather(zoe.play(tone(1500, 4)), caller.play(tone(700, 4)))
        await asyncio.sleep(4)
        await zoe.hang_up()
        await caller.wait("CALL_CLOSED")
        assert await call.ended() == "agent_hung_up"
        assert hears(1500, caller.heard()[0][since[0] :], 8000, seconds=1)
        assert hears(700, zoe.heard()[0][since[1] :], 8000, seconds=1)
    assert call.all(Consulted)[0].note == "a refund?"
    assert call.all(ConsultEnded)[0].outcome is ConsultOutcome.JOINED
    assert len(call.all(QueueJoined)) == 1
