"""A gateway follows what is published while somebody is on the line, who notices nothing."""

from __future__ import annotations

import asyncio
import signal
import socket
from pathlib import Path
from typing import Literal

import pytest

from tests.e2e.gateway import Gateway, running
from tests.e2e.people import caller
from tests.e2e.words import Speech
from tests.phones import until
from voice.administration.publishing.taking import take
from voice.records.store import Store

pytestmark = [pytest.mark.line("baresip"), pytest.mark.weights]

HOURS = "What are your opening hours?"


def free_base() -> int:
    """A port that is free with the ones beside it that a gateway takes."""
    for base in range(27600, 28000, 8):
        try:
            for port in (base, base + 2, base + 100):
                for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM):
                    with socket.socket(socket.AF_INET, kind) as tried:
                        tried.bind(("127.0.0.1", port))
        except OSError:
            continue
        return base
    pytest.fail("no free ports")


async def publish(gateway: Gateway, kind: Literal["publish", "rollback"] = "publish") -> str:
    """Put the gateway's folder in use, in an instant: the verbs are tested elsewhere; the version."""
    store = await Store.open(gateway.records)
    try:
        await store.migrate()
        latest = await store.versions.latest()
        after = latest.number if latest else 0
        tree = take(gateway.plans).tree
        line = await store.versions.publish(tree, after=after, kind=kind, author="ann", message="why")
    finally:
        await store.close()
    return line.version


async def test_versions_change_while_somebody_is_on_the_line(speech: Speech, tmp_path: Path) -> None:
    env = {"VOICE_PLANS__SOURCE": "published", "VOICE_PLANS__LOOK_EVERY": "600"}
    gateway = Gateway(tmp_path / "gateway", sip=free_base(), env=env)
    refused = await asyncio.to_thread(gateway.run, "serve")
    assert refused.returncode == 2 and "voice publish" in refused.stderr
    plan = gateway.plans / "retail" / "plan.yaml"
    first = plan.read_text()
    versions = [await publish(gateway)]
    question = await speech(HOURS)
    with running(gateway):
        async with caller(tmp_path / "a", "+33600000021") as phone:
            await phone.call(f"sip:100@{gateway.address}")
            call = await gateway.call_from("+33600000021")
            await call.said("Lumen.")
            for hour in (6, 5, 4):
                plan.write_text(first.replace("from 9 to 7.", f"from 10 to {hour}."))
                versions.append(await publish(gateway))
                gateway.process.send_signal(signal.SIGHUP)
            await until(lambda: gateway.health()["plans"] == versions[-1][:12], 60)
            await phone.play(question)
            await call.said("from 9 to 7.")
            await phone.hang_up()
            assert await call.ended() == "caller_hung_up"
        async with caller(tmp_path / "b", "+33600000022") as phone:
            await phone.call(f"sip:100@{gateway.address}")
            second = await gateway.call_from("+33600000022")
            await second.said("Lumen.")
            plan.write_text(first)
            assert await publish(gateway, "rollback") == versions[0]
            gateway.process.send_signal(signal.SIGHUP)
            await until(lambda: gateway.health()["plans"] == versions[0][:12], 60)
            await phone.play(question)
            await second.said("from 10 to 4.")
            await phone.hang_up()
            await second.ended()
        told = [(await one.record()).row.plan_version for one in (call, second)]
        assert told == [versions[0], versions[-1]]
