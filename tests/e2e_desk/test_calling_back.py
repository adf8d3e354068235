"""Who asked to be called back is called by the real gateway on a real phone, once an agent has taken it."""

from __future__ import annotations

import asyncio
import sqlite3
from pathlib import Path

import httpx
import pytest

from tests.e2e.gateway import Call, Gateway
from tests.e2e.people import heard_until_now, quiet_again
from tests.e2e_desk.desk import CALLER, MARIE, asks_for_a_person, at_the_desk, phone
from tests.phones import BaresipPhone, hears, tone
from voice.call.callbacks import LEASE_SECONDS
from voice.events import (
    CallbackAnswered,
    CallbackDialled,
    CallbackEnded,
    CallbackRequested,
    HandoffAccepted,
    HandoffAnswered,
)
from voice.turn import CallbackOutcome

pytestmark = [pytest.mark.line("baresip"), pytest.mark.weights]


async def asks_to_be_called_back(gateway: Gateway, caller: BaresipPhone, number: str) -> str:
    """Waits for a while, would rather be called back, and hangs up; the id of that call."""
    async with at_the_desk(gateway, "paul", "busy"):
        call = await asks_for_a_person(gateway, caller, number)
        await call.said("press 1.")
        await caller.keys("1")
        await call.said("then the hash key.", 40)
        await caller.keys("1")
        assert (await call.wait(CallbackRequested)).number == number
        assert await call.ended() == "callback"
    return call.id


async def calls_back(
    gateway: Gateway, marie: BaresipPhone, number: str, known: set[str], *, nth: int = 1
) -> Call:
    """Marie's phone rings, she hears the summary and takes it; the call that the gateway makes."""
    # A gateway that was killed may have had the wish for itself: another has it when that is over.
    await marie.wait("CALL_INCOMING", LEASE_SECONDS + 30, nth=nth)
    call = await gateway.call_from(number)
    while call.id in known:
        await asyncio.sleep(0.2)
        call = await gateway.call_from(number)
    known.add(call.id)
    await marie.accept()
    await call.wait(HandoffAnswered)
    await quiet_again(marie)
    await marie.keys("1")
    await call.wait(CallbackDialled)
    return call


async def test_an_agent_takes_it_and_the_callers_phone_rings_even_after_the_gateway_was_killed(
    gateway: Gateway, tmp_path: Path
) -> None:
    number = "+33600002101"
    async with phone(tmp_path, CALLER, number) as caller, phone(tmp_path, MARIE, "marie") as marie:
        known = {await asks_to_be_called_back(gateway, caller, number)}
        gateway.kill()
        gateway.start()
        async with at_the_desk(gateway, "marie"):
            call = await calls_back(gateway, marie, number, known)
            await caller.wait("CALL_INCOMING", 10)
            await caller.accept()
            await call.wait(CallbackAnswered)
            await call.wait(HandoffAccepted)
            joined = heard_until_now(caller), heard_until_now(marie)
            await asyncio.gather(caller.play(tone(700, 4)), marie.play(tone(1100, 4)))
            await asyncio.sleep(4)
            await marie.hang_up()
            await caller.wait("CALL_CLOSED", nth=2)
            assert await call.ended() == "agent_hung_up"
        assert hears(1100, caller.heard()[0][joined[0] :], 8000, seconds=1)
        assert hears(700, marie.heard()[0][joined[1] :], 8000, seconds=1)
    assert call.all(CallbackEnded)[0].outcome is CallbackOutcome.REACHED
    assert "To call back" not in gateway.page("/")
    assert 'voice_callbacks_total{outcome="reached"} 1.0' in gateway.page("/metrics")


async def test_who_does_not_pick_up_is_tried_again_and_then_shown_as_to_be_called_by_hand(
    gateway: Gateway, tmp_path: Path
) -> None:
    number = "+33600002102"
    async with phone(tmp_path, CALLER, number) as caller, phone(tmp_path, MARIE, "marie") as marie:
        known = {await asks_to_be_called_back(gateway, caller, number)}
        async with at_the_desk(gateway, "marie") as web:
            for nth in (1, 2):
                call = await calls_back(gateway, marie, number, known, nth=nth)
                await caller.wait("CALL_INCOMING", nth=nth)
                await caller.hang_up()
                ended = await call.wait(CallbackEnded)
                assert await call.ended() == "caller_unreached"
                await marie.wait("CALL_CLOSED", 15, nth=nth)
            assert ended.then == "by_hand"
            assert ended.outcome in (CallbackOutcome.BUSY, CallbackOutcome.DECLINED)
            kept = _callbacks(gateway)[number]
            assert kept == ("by_hand", 2)
            assert number in gateway.page("/")
            answer = await web.post("/api/desk/called", json={"id": _id(gateway, number)})
            assert answer.is_success, answer.text
            again = await web.post("/api/desk/called", json={"id": _id(gateway, number)})
            assert again.status_code == httpx.codes.CONFLICT
        assert "To call back" not in gateway.page("/")


def _callbacks(gateway: Gateway) -> dict[str, tuple[str, int]]:
    with sqlite3.connect(gateway.folder / "voice.db") as database:
        return {
            row[0]: (row[1], row[2]) for row in database.execute("select number, state, rung from callbacks")
        }


def _id(gateway: Gateway, number: str) -> int:
    with sqlite3.connect(gateway.folder / "voice.db") as database:
        return int(database.execute("select id from callbacks where number = ?", (number,)).fetchone()[0])
