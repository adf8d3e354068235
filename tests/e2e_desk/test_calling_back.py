"""Who asked to be called back is called by the real gateway on a real phone, once an agent has taken it."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import httpx
import pytest

from tests.e2e.gateway import Gateway
from tests.e2e_desk.desk import (
    CALLER,
    MARIE,
    asks_to_be_called_back,
    at_the_desk,
    calls_back,
    phone,
    picks_up,
    they_hear_each_other,
)
from voice.events import (
    CallbackEnded,
)
from voice.turn import CallbackOutcome

pytestmark = [pytest.mark.line("baresip"), pytest.mark.weights]


async def test_an_agent_takes_it_and_the_callers_phone_rings_even_after_the_gateway_was_killed(
    gateway: Gateway, tmp_path: Path
) -> None:
    number = "+33600002101"
    async with phone(tmp_path, CALLER, number) as caller, phone(tmp_path, MARIE, "marie") as marie:
        known = {await asks_to_be_called_back(gateway, caller, number)}
        gateway.kill()
        _let_go(gateway, number)
        gateway.start()
        async with at_the_desk(gateway, "marie"):
            call = await calls_back(gateway, marie, number, known, to_the_end=True)
            await picks_up(call, caller)
            await they_hear_each_other(caller, marie)
            await marie.hang_up()
            await caller.wait("CALL_CLOSED", nth=2)
            assert await call.ended() == "agent_hung_up"
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
                call = await calls_back(gateway, marie, number, known, ring=nth)
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


def _let_go(gateway: Gateway, number: str) -> None:
    """As if the time were over in which the gateway that was killed had this wish for itself."""
    with sqlite3.connect(gateway.folder / "voice.db", timeout=10) as database:
        database.execute("update callbacks set leased = null where number = ?", (number,))


def _callbacks(gateway: Gateway) -> dict[str, tuple[str, int]]:
    with sqlite3.connect(gateway.folder / "voice.db") as database:
        return {
            row[0]: (row[1], row[2]) for row in database.execute("select number, state, rung from callbacks")
        }


def _id(gateway: Gateway, number: str) -> int:
    with sqlite3.connect(gateway.folder / "voice.db") as database:
        return int(database.execute("select id from callbacks where number = ?", (number,)).fetchone()[0])
