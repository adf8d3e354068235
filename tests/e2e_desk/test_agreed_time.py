"""A caller on a real phone says when he is to be called, and is: not before, and with both sides recorded."""

from __future__ import annotations

import asyncio
import json
import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import soundfile

from tests.console.test_desk_in_chromium import CHROMIUM, sits
from tests.e2e.conftest import Speech
from tests.e2e.gateway import Gateway, running
from tests.e2e.people import heard_until_now
from tests.e2e_desk.desk import PLAN, asks_for_a_person, at_the_desk, chromium, open_shop, phone
from tests.e2e_desk.test_buttons import AGENTS, CALLER, MARIE, SIP
from tests.e2e_desk.test_calling_back import calls_back
from tests.phones import hears, tone, until
from voice.events import (
    CallbackAgreed,
    CallbackAnswered,
    CallbackRequested,
    HandoffAccepted,
    RecordingSettled,
)

pytestmark = [
    pytest.mark.line("baresip", "chromium"),
    pytest.mark.weights,
    pytest.mark.skipif(not CHROMIUM, reason="Chromium is not installed"),
]
CALLBACK = 'callback: {hours: {timezone: Europe/Paris, days: {mon-sun: "09:00-11:00"}}}'
NUMBER = "+33600002651"


@pytest.fixture(scope="module")
def speech(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Speech]:
    made = Speech(tmp_path_factory.mktemp("speech"))
    yield made
    made.close()


@pytest.fixture(scope="module")
def gateway(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gateway]:
    plan = f"{PLAN}{CALLBACK}\nrecording: {{consent: announced}}\n"
    folder = open_shop(tmp_path_factory.mktemp("gateway"), plan)
    env = {
        "VOICE_SIP__RTP_FIRST": "27604",
        "VOICE_SIP__RTP_LAST": "27619",
        "VOICE_SIP__TRUNK": f"127.0.0.1:{CALLER}",
        "VOICE_DESK__AGENTS": json.dumps(AGENTS),
        "VOICE_CALLBACK__ALLOWED": '["+336"]',
        "VOICE_CALLBACK__LOOK_EVERY": "1",
    }
    with running(Gateway(folder, sip=SIP, env=env)) as gateway:
        yield gateway


async def test_a_time_is_agreed_aloud_kept_over_a_crash_and_the_call_recorded(
    gateway: Gateway, speech: Speech, tmp_path: Path
) -> None:
    errors = list[str]()
    async with phone(tmp_path, CALLER, NUMBER) as caller, phone(tmp_path, MARIE, "marie") as marie:
        async with at_the_desk(gateway, "paul", "busy"):
            call = await asks_for_a_person(gateway, caller, NUMBER)
            await call.said("press 1.")
            await caller.keys("1")
            await call.said("then the hash key.", 40)
            await caller.keys("1")
            await call.wait(CallbackRequested)
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
            await caller.wait("CALL_INCOMING", 10)
            await caller.accept()
            await call.wait(CallbackAnswered)
            await call.wait(HandoffAccepted)
            joined = heard_until_now(caller), heard_until_now(marie)
            await asyncio.gather(caller.play(tone(700, 4)), marie.play(tone(1100, 4)))
            await asyncio.sleep(4)
            await marie.hang_up()
            assert await call.ended() == "agent_hung_up"
        assert hears(1100, caller.heard()[0][joined[0] :], 8000, seconds=1)
        assert hears(700, marie.heard()[0][joined[1] :], 8000, seconds=1)
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
        database.execute("update callbacks set agreed_start = ?, agreed_end = ?, due = ?", moments)
