"""What happens to a running gateway: plans edited, killed, told to stop, while people are on the line."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import soundfile

from tests.e2e.gateway import Gateway, running
from tests.e2e.people import SCENARIOS, caller, from_pause, heard_until_now
from tests.e2e.words import Ears, Speech
from tests.phones import Sipp, until
from voice.events import TurnTaken

pytestmark = [pytest.mark.line("sipp", "baresip"), pytest.mark.weights]

HOURS = "What are your opening hours?"
DRAIN_SECONDS = 12


@pytest.fixture(scope="module")
def restless(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gateway]:
    """A gateway of this module's own; its tests run in order, each leaves it running for the next."""
    env = {"VOICE_CALL__DRAIN_SECONDS": str(DRAIN_SECONDS)}
    with running(Gateway(tmp_path_factory.mktemp("restless"), sip=28010, env=env)) as gateway:
        yield gateway


async def test_plans_edited_while_running(restless: Gateway, speech: Speech, tmp_path: Path) -> None:
    """A broken plan is told of and not used; a good one is used by the next call, not by the running one."""
    plan = restless.plans / "retail" / "plan.yaml"
    good = plan.read_text()
    line = good.splitlines().index("    goto: opening_hours") + 1
    question = await speech(HOURS)
    plan.write_text(good.replace("goto: opening_hours", "goto: opening_ours", 1))
    await until(lambda: f"{plan}:{line}:" in restless.said(), 15)
    async with caller(tmp_path, "+33600000011") as phone:
        await phone.call(f"sip:100@{restless.address}")
        first = await restless.call_from("+33600000011")
        await first.said("Lumen.")
        plan.write_text(good.replace("from 9 to 7.", "from 10 to 6."))
        await until(lambda: "new dialplans are in use" in restless.said(), 15)
        await phone.play(question)
        await first.said("from 9 to 7.")
        await phone.hang_up()
        assert await first.ended() == "caller_hung_up"
    async with caller(tmp_path / "again", "+33600000012") as phone:
        await phone.call(f"sip:100@{restless.address}")
        second = await restless.call_from("+33600000012")
        await second.said("Lumen.")
        await phone.play(question)
        await second.said("from 10 to 6.")
        await phone.hang_up()
        await second.ended()
    shas = [(await call.record()).row.plan_sha for call in (first, second)]
    assert shas[0] != shas[1]
    assert restless.health()["status"] == "ok"


async def test_killed_in_the_middle_of_a_call(restless: Gateway, speech: Speech, tmp_path: Path) -> None:
    """At the next start the call is on record with all that had happened, as a lost line."""
    async with caller(tmp_path, "+33600000013") as phone:
        await phone.call(f"sip:100@{restless.address}")
        call = await restless.call_from("+33600000013")
        await call.said("Lumen.")
        await phone.play(await speech(HOURS))
        await call.said("holidays.")
        before = list(call.events)
        restless.kill()
    await asyncio.to_thread(restless.start)
    assert await call.ended(20) == "line_lost"
    assert call.events[: len(before)] == before
    row = (await call.record()).row
    assert not list(restless.recordings.glob("*.jsonl"))
    sound, rate = soundfile.read(row.recording, dtype="int16", always_2d=True)
    assert row.seconds is not None
    assert len(sound) / rate > before[-1].at
    listed = restless.run("calls", "--json")
    assert call.id in listed.stdout


async def test_told_to_stop_in_the_middle_of_calls(
    restless: Gateway, speech: Speech, ears: Ears, tmp_path: Path
) -> None:
    """No new calls; who can finish in time does, the other is let go at the end of it; nothing is lost."""
    async with (
        caller(tmp_path, "+33600000014", 0) as brief,
        caller(tmp_path, "+33600000015", 1) as lasting,
    ):
        for phone in (brief, lasting):
            await phone.call(f"sip:100@{restless.address}")
        calls = [await restless.call_from(f"+3360000001{n}") for n in (4, 5)]
        await calls[0].said("Lumen.")
        told = time.monotonic()
        stopping = asyncio.create_task(asyncio.to_thread(restless.stop))
        await until(lambda: "no new calls" in restless.said(), 5)
        refused = Sipp(
            SCENARIOS / "refused.xml", tmp_path / "refused", to=restless.address, port=28460, rtp=28600
        )
        async with refused:
            assert await refused.passed(10), refused.errors()
        assert restless.health()["status"] == "draining"
        await brief.play(await speech(HOURS))
        await calls[0].said("holidays.")
        await brief.hang_up()
        left = heard_until_now(lasting)
        await lasting.wait("CALL_CLOSED", DRAIN_SECONDS + 15)
        assert await stopping == 0
        took = time.monotonic() - told
        samples, rate = lasting.heard()
        last_words = await ears.words(from_pause(samples, rate, left), language="fr")
    assert [await call.ended(1) for call in calls] == ["caller_hung_up", "drained"]
    assert calls[0].all(TurnTaken)
    assert took < DRAIN_SECONDS + 20
    assert "rappeler" in last_words, last_words
    for call in calls:
        row = (await call.record()).row
        sound, rate = soundfile.read(row.recording, dtype="int16", always_2d=True)
        assert row.seconds is not None
        assert abs(len(sound) / rate - row.seconds) < 1
    assert not list(restless.recordings.glob("*.jsonl"))
