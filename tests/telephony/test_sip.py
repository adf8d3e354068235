"""The SIP door against independent callers: sipp and Debian's baresip, on loopback."""

from __future__ import annotations

import asyncio
import random
import socket
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.phones import JsonProcess, hears, share_of, tone
from tests.telephony.sip_door import (
    AGENT,
    DOOR,
    PORT,
    USER_TO_USER,
    agent,
    baresip,
    caller,
    door_process,
)

pytestmark = [pytest.mark.line("sipp", "baresip"), pytest.mark.asyncio(loop_scope="module")]


@pytest.mark.parametrize("transport", ["u1", "t1"])
async def test_speech_and_keys_come_and_go(door: JsonProcess, tmp_path: Path, transport: str) -> None:
    async with caller("talk", tmp_path, transport=transport) as sipp:
        assert await sipp.passed(), sipp.errors()
    call = await door.wait(kind="call")
    assert (call["dialled"], call["rate"]) == ("echo", 8000)
    assert call["caller"].startswith("caller")
    assert call["headers"] == {"X-Customer": "4711"}
    assert (await door.wait(kind="key"))["key"] == "5"
    end = await door.wait(kind="end")
    assert not end["lost"]
    assert end["loud"] > 50
    assert end["sizes"] == [320]


def in_time(end: Mapping[str, Any]) -> bool:
    """True when a call brought about as many frames as it had 20 ms; a busy machine delivers some late."""
    return bool(0.8 < end["frames"] / (end["seconds"] / 0.02) < 1.05)


async def test_the_clock_of_a_call_goes_on_without_any_sound(door: JsonProcess, tmp_path: Path) -> None:
    async with caller("stay", tmp_path) as sipp:
        assert await sipp.passed(), sipp.errors()
    end = await door.wait(kind="end")
    assert in_time(end)
    assert end["frames"] > 110
    assert end["loud"] == 0


@pytest.mark.parametrize(("codec", "rate"), [("pcma", 8000), ("pcmu", 8000), ("g722", 16000)])
@pytest.mark.parametrize("transport", ["udp", "tcp"])
async def test_codecs(door: JsonProcess, tmp_path: Path, codec: str, rate: int, transport: str) -> None:
    async with baresip(tmp_path, codec=codec, sound=tone(700, 60, rate)) as phone:
        await phone.call(f"sip:echo@{DOOR};transport={transport}")
        call = await door.wait(kind="call", rate=rate)
        await door.wait(kind="loud", frames=25)
        await asyncio.sleep(1.5)
        await phone.hang_up()
        await phone.wait("CALL_CLOSED")
        end = await door.wait(kind="end", id=call["id"])
        samples, heard_rate = phone.heard()
    assert end["sizes"] == [rate // 50 * 2]
    assert heard_rate == rate
    assert hears(700, samples, rate, seconds=0.5)


async def test_opus_is_not_taken(door: JsonProcess, tmp_path: Path) -> None:
    """What is negotiated is never a codec of two channels, even when the caller likes it best."""
    async with caller("opus_first", tmp_path) as sipp:
        assert await sipp.passed(), sipp.errors()
    assert (await door.wait(kind="end"))["sizes"] == [320]


async def test_keys_by_rtp_events_from_a_phone(door: JsonProcess, tmp_path: Path) -> None:
    async with baresip(tmp_path) as phone:
        await phone.call(f"sip:+33123@{DOOR}")
        assert (await door.wait(kind="call"))["dialled"] == "+33123"
        await phone.keys("19*0#")
        await door.wait(kind="key", key="#")
        await phone.hang_up()
        await door.wait(kind="end")
    assert [event["key"] for event in door.seen if event["kind"] == "key"] == list("19*0#")


async def test_keys_by_info(door: JsonProcess, tmp_path: Path) -> None:
    async with caller("info_keys", tmp_path) as sipp:
        assert await sipp.passed(), sipp.errors()
    await door.wait(kind="end")
    assert [event["key"] for event in door.seen if event["kind"] == "key"] == ["7", "#"]


@pytest.mark.parametrize("who", ["sipp", "baresip"])
async def test_hold_and_resume(door: JsonProcess, tmp_path: Path, who: str) -> None:
    if who == "sipp":
        async with caller("hold", tmp_path) as sipp:
            assert await sipp.passed(), sipp.errors()
    else:
        async with baresip(tmp_path, sound=tone(700, 60)) as phone:
            await phone.call(f"sip:echo@{DOOR}")
            await door.wait(kind="loud", frames=25)
            await phone.hold()
            await door.wait(kind="hold", held=True)
            await asyncio.sleep(1)
            await phone.resume()
            await door.wait(kind="hold", held=False)
            await asyncio.sleep(1)
            await phone.hang_up()
    end = await door.wait(kind="end")
    assert [event["held"] for event in door.seen if event["kind"] == "hold"] == [True, False]
    assert in_time(end)
    if who == "baresip":
        assert 50 < end["loud"] < end["frames"] - 30


async def test_the_door_hangs_up_after_what_it_played(door: JsonProcess, tmp_path: Path) -> None:
    async with baresip(tmp_path) as phone:
        await phone.call(f"sip:slow@{DOOR}")
        await phone.wait("CALL_CLOSED")
        samples, rate = phone.heard()
    loud = np.abs(samples.astype(np.int32)) > 500
    assert share_of(1000, samples[loud.argmax() : loud.argmax() + rate], rate) > 0.9
    assert loud.sum() / rate > 1.3


async def test_what_is_cleared_is_not_played_and_what_follows_is(door: JsonProcess, tmp_path: Path) -> None:
    async with baresip(tmp_path) as phone:
        await phone.call(f"sip:barge@{DOOR}")
        await asyncio.sleep(1)
        await phone.keys("1")
        await phone.wait("CALL_CLOSED")
        samples, rate = phone.heard()
    windows = [samples[at : at + rate // 20] for at in range(0, len(samples) - rate // 20, rate // 20)]
    first, second = (
        [n for n, part in enumerate(windows) if share_of(pitch, part, rate, width=60) > 0.8]
        for pitch in (1000, 1500)
    )
    assert 0.5 < len(first) / 20 < 2.5
    assert len(second) / 20 > 0.3
    assert second[0] - first[-1] <= 4


@pytest.mark.parametrize("scenario", ["bye_at_once", "cancel", "no_ack"])
async def test_callers_who_leave_at_odd_moments(door: JsonProcess, tmp_path: Path, scenario: str) -> None:
    async with caller(scenario, tmp_path) as sipp:
        # What crosses with a CANCEL may look wrong to the one who sends it.
        assert await sipp.passed() or scenario == "cancel", sipp.errors()
    async with caller("stay", tmp_path, port=22112) as after:
        assert await after.passed(), after.errors()
    await door.wait(kind="end")


@pytest.mark.parametrize("number", ["bye", "crash"])
async def test_a_callback_that_ends_or_breaks_hangs_up_its_call_alone(
    door: JsonProcess, tmp_path: Path, number: str
) -> None:
    async with caller("stay", tmp_path) as other, baresip(tmp_path) as phone:
        await door.wait(kind="call", dialled="echo")
        await phone.dial(f"sip:{number}@{DOOR}")
        await phone.wait("CALL_CLOSED")
        assert await other.passed(), other.errors()


async def test_one_caller_too_many_hears_busy_and_people_can_still_be_reached(tmp_path: Path) -> None:
    async with (
        door_process(tmp_path, 22130, max_calls=2, rtp_first=23600, rtp_last=23700) as door,
        caller("stay", tmp_path, to="127.0.0.1:22130", calls=2, rate=10) as two,
        agent("agent_answers", tmp_path) as person,
    ):
        await asyncio.sleep(1)
        async with caller("refused", tmp_path, to="127.0.0.1:22130", port=22114, rtp=23540) as third:
            assert await third.passed(), third.errors()
        door.tell(dial=f"sip:agent@{AGENT}", headers={"User-to-User": USER_TO_USER}, bye=True)
        await door.wait(kind="reached")
        assert await person.passed(), person.errors()
        assert await two.passed(), two.errors()
        async with caller("stay", tmp_path, to="127.0.0.1:22130", port=22116, rtp=23540) as later:
            assert await later.passed(), later.errors()


async def test_draining_refuses_new_calls_lets_the_old_finish_and_still_reaches_people(
    tmp_path: Path,
) -> None:
    async with (
        door_process(tmp_path, 22132, rtp_first=23600, rtp_last=23700) as door,
        caller("stay", tmp_path, to="127.0.0.1:22132") as running,
    ):
        await door.wait(kind="call")
        door.tell(drain=20)
        await asyncio.sleep(0.3)
        async with caller("refused", tmp_path, to="127.0.0.1:22132", port=22114, rtp=23540) as new:
            assert await new.passed(), new.errors()
        assert await running.passed(), running.errors()
        assert (await door.wait(kind="drained"))["all"] is True
        door.tell(close=True)
        await door.wait(kind="closed")
        assert await door.ended() == 0


async def test_closing_in_the_middle_of_a_call_hangs_up(tmp_path: Path) -> None:
    async with (
        door_process(tmp_path, 22134, rtp_first=23600, rtp_last=23700) as door,
        baresip(tmp_path, sound=tone(700, 60)) as phone,
    ):
        await phone.call("sip:echo@127.0.0.1:22134")
        await door.wait(kind="loud")
        door.tell(close=True)
        await phone.wait("CALL_CLOSED")
        await door.wait(kind="closed")
        assert (await door.wait(kind="end"))["lost"] is False
        assert await door.ended() == 0


async def test_a_dead_stack_is_told_and_its_calls_are_lost(tmp_path: Path) -> None:
    async with (
        door_process(tmp_path, 22136, rtp_first=23600, rtp_last=23700) as door,
        baresip(tmp_path, sound=tone(700, 60)) as phone,
    ):
        await phone.call("sip:echo@127.0.0.1:22136")
        await door.wait(kind="loud")
        door.tell(die=True)
        await door.wait(kind="dead")
        assert (await door.wait(kind="end"))["lost"] is True
        door.tell(dial=phone.uri)
        assert (await door.wait(kind="failed"))["failure"] == "unreachable"
        door.tell(close=True)
        await door.wait(kind="closed")
        assert await door.ended() == 0


async def test_silence_on_the_wire_for_too_long_is_a_lost_line(tmp_path: Path) -> None:
    async with door_process(tmp_path, 22136, rtp_timeout=2, rtp_first=23600, rtp_last=23700) as door:
        phone = baresip(tmp_path, sound=tone(700, 60))
        async with phone:
            await phone.call("sip:echo@127.0.0.1:22136")
            await door.wait(kind="loud")
            phone._process.kill()
            end = await door.wait(kind="end")
    assert end["lost"] is True


@pytest.mark.parametrize("kind", [socket.SOCK_DGRAM, socket.SOCK_STREAM])
async def test_a_taken_port_is_named(tmp_path: Path, kind: socket.SocketKind) -> None:
    with socket.socket(socket.AF_INET, kind) as other:
        other.bind(("127.0.0.1", 22138))
        if kind == socket.SOCK_STREAM:
            other.listen()
        worker = Path(__file__).parent / "door_worker.py"
        async with JsonProcess.python(worker, '{"port": 22138}', log=tmp_path / "log") as door:
            assert "22138" in (await door.wait(kind="port_in_use"))["message"]


async def test_junk_on_the_ports_changes_nothing_for_a_call(door: JsonProcess, tmp_path: Path) -> None:
    """Broken SIP on UDP and TCP, and broken RTP, while somebody talks."""
    async with baresip(tmp_path, sound=tone(700, 60)) as phone:
        await phone.call(f"sip:echo@{DOOR}")
        await door.wait(kind="loud", frames=25)
        await asyncio.to_thread(throw_junk, PORT)
        await asyncio.sleep(0.5)
        await phone.hang_up()
        end = await door.wait(kind="end")
        samples, rate = phone.heard()
    assert not end["lost"]
    assert end["loud"] > 0.9 * (end["frames"] - 25)
    assert hears(700, samples[-rate:], rate)
    async with caller("stay", tmp_path) as after:
        assert await after.passed(), after.errors()


INVITE = (
    b"INVITE sip:echo@127.0.0.1:22100 SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.1:99999;branch=z9hG4bKx\r\n"
    b"From: <sip:a@127.0.0.1>;tag=1\r\nTo: <sip:echo@127.0.0.1>\r\nCall-ID: junk\r\nCSeq: 1 INVITE\r\n"
    b"Contact: <sip:a@127.0.0.1:22199>\r\nContent-Type: application/sdp\r\nContent-Length: 4\r\n\r\nv=0\r\n"
)


def throw_junk(port: int) -> None:
    chance = random.Random(7)
    pieces = [b"", b"\x00" * 1400, b"INVITE", INVITE, INVITE.replace(b"CSeq: 1", b"CSeq: -1"), INVITE[:200]]
    pieces += [INVITE.replace(b"Content-Length: 4", b"Content-Length: 99999999"), b"BYE sip: SIP/2.0\r\n\r\n"]
    for _ in range(600):
        broken = bytearray(INVITE.replace(b"99999", b"22199"))
        for _ in range(chance.randint(1, 12)):
            broken[chance.randrange(len(broken))] = chance.randrange(256)
        pieces.append(bytes(broken))
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as udp:
        udp.bind(("127.0.0.1", 22199))
        for piece in pieces:
            udp.sendto(piece, ("127.0.0.1", port))
        for media in range(23000, 23201):
            for _ in range(3):
                udp.sendto(chance.randbytes(chance.randint(0, 400)), ("127.0.0.1", media))
    for piece in pieces[:40]:
        with socket.create_connection(("127.0.0.1", port), timeout=2) as tcp:
            tcp.sendall(piece)


async def test_ten_callers_at_once(door: JsonProcess, tmp_path: Path) -> None:
    async with caller("talk", tmp_path, calls=10, rate=10) as sipp:
        assert await sipp.passed(), sipp.errors()
    for call in [event for event in door.seen if event["kind"] == "call"]:
        end = await door.wait(kind="end", id=call["id"])
        assert end["loud"] > 25
        assert in_time(end)
    assert len({event["caller"] for event in door.seen if event["kind"] == "call"}) == 10
