"""A caller on a real phone says when he is to be called, and is: not before, and with both sides recorded."""

from __future__ import annotations

import asyncio
import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import soundfile

from tests.chromium import chromium
from tests.console.desk_page import sits
from tests.e2e.gateway import Gateway
from tests.e2e.words import Speech
from tests.e2e_desk.desk import (
    CALLER,
    MARIE,
    TIMES,
    at_the_desk,
    calls_back,
    phone,
    picks_up,
    they_hear_each_other,
    wants_a_call_back,
)
from tests.phones import hears, until
from voice.events import (
    CallbackAgreed,
    HandoffAccepted,
    RecordingSettled,
)

pytestmark = [pytest.mark.line("baresip", "chromium"), pytest.mark.weights]
NUMBER = "+33600002651"


async def test_a_time_is_agreed_aloud_kept_over_a_crash_and_the_call_recorded(
    gateway: Gateway, speech: Speech, tmp_path: Path
) -> None:
    errors = list[str]()
    async with phone(tmp_path, CALLER, NUMBER) as caller, phone(tmp_path, MARIE, "marie") as marie:
        async with at_the_desk(gateway, "paul", "busy"):
            call = await wants_a_call_back(gateway, caller, NUMBER, TIMES)
            await call.said("press four.", 60)
            await caller.play(await speech("Tomorrow morning, please."))
            agreed = await call.wait(CallbackAgreed)
            assert await call.ended() == "callback"
        assert agreed.start.hour == 9 and agreed.start > datetime.now(UTC)
        gateway.kill()
        gateway.start()
        async with chromium() as browser:
            page = await sits(browser, gateway.web, "marie", errors)
            await page.wait_for_selector("#planned-list li", timeout=20000)
            shown = await page.inner_text("#planned")
            assert NUMBER in shown and "agreed: " in shown
            assert await page.is_hidden("#to-call")
            await asyncio.sleep(4)  # Marie is free, and nobody is rung before the time
            assert not await page.locator("#callers > li").count()
            _let_it_begin(gateway)
            call = await calls_back(gateway, marie, NUMBER, {call.id})
            await picks_up(call, caller)
            await they_hear_each_other(caller, marie)
            await marie.hang_up()
            assert await call.ended() == "agent_hung_up"
    assert call.all(RecordingSettled)[0].answer == "announced"
    await until(lambda: "<audio" in gateway.page(f"/calls/{call.id}"))
    wav = Path(str((await call.record()).row.recording))
    sound, rate = soundfile.read(wav, dtype="int16")
    assert hears(700, sound[:, 0], rate, seconds=1) and not hears(1100, sound[:, 0], rate)
    assert hears(1100, sound[:, 1], rate, seconds=1) and not hears(700, sound[:, 1], rate)
    assert 'voice_callback_times_total{outcome="kept"} 1.0' in gateway.page("/metrics")
    assert "Agreed for " in gateway.page(f"/handoffs/{call.all(HandoffAccepted)[0].handoff_id}")
    assert errors == []


def _let_it_begin(gateway: Gateway) -> None:
    """As if the time had come."""
    now = datetime.now(UTC)
    moments = [(now + timedelta(minutes=each)).replace(tzinfo=None).isoformat(" ") for each in (-1, 60, -1)]
    with sqlite3.connect(gateway.folder / "voice.db", timeout=10) as database:
        update = "update callbacks set agreed_start = ?, agreed_end = ?, due = ? where number = ?"
        database.execute(update, [*moments, NUMBER])
