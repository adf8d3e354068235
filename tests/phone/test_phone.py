"""The small SIP phone against itself and against Debian's baresip."""

from __future__ import annotations

import asyncio
import socket
from pathlib import Path

import pytest

from tests.phones import BaresipPhone, JsonProcess, hears, read_wav, tone, write_wav

pytestmark = pytest.mark.line("baresip")


def phone(folder: Path, *arguments: str | Path, port: int) -> JsonProcess:
    worker = Path(__file__).parent / "phone_worker.py"
    where = ("--json", "--port", str(port), "--rtp", f"{port + 1200}-{port + 1260}")
    return JsonProcess.python(worker, *arguments, *where, log=folder / f"phone-{port}.log")


async def test_two_phones_talk(tmp_path: Path) -> None:
    sound = write_wav(tmp_path / "question.wav", tone(600, 1.5))
    script = "listen 8; keys 12#; say good day; wait 0.3; hangup"
    record = tmp_path / "agent.wav"
    async with phone(tmp_path, "--answer", "--record", record, "--script", script, port=22400) as agent:
        await asyncio.sleep(1.5)
        call = ("call", "sip:bob@127.0.0.1:22400", "--header", "User-to-User: 1234abcd;encoding=hex")
        async with phone(
            tmp_path, *call, "--play", sound, "--record", tmp_path / "caller.wav", port=22470
        ) as caller:
            ringing = await agent.wait(kind="ringing")
            assert ringing["headers"]["User-to-User"] == "1234abcd;encoding=hex"
            assert await caller.ended(20) == 0
            assert await agent.ended() == 0
    assert [event["detail"] for event in caller.seen if event["kind"] == "key"] == list("12#")
    assert [event["kind"] for event in agent.seen] == ["ringing", "answered", "ended"]
    assert hears(600, *read_wav(tmp_path / "agent.wav"), seconds=1)
    assert hears(900, *read_wav(tmp_path / "caller.wav"), seconds=0.7)


async def test_with_an_independent_phone_over_g722_and_hold(tmp_path: Path) -> None:
    independent = BaresipPhone(
        tmp_path / "baresip", port=22420, control=22490, rtp=(23640, 23680), codec="g722",
        sound=tone(600, 60, 16000), answer=True,
    )  # fmt: skip
    async with independent as other:
        script = "wait 1; say hello; wait 0.5; hold; wait 0.5; resume; wait 0.5; hangup"
        call = ("call", other.uri, "--record", tmp_path / "heard.wav", "--script", script)
        async with phone(tmp_path, *call, port=22400) as caller:
            assert await caller.ended(20) == 0
        await other.wait("CALL_CLOSED")
        told, told_rate = other.heard()
    samples, rate = read_wav(tmp_path / "heard.wav")
    assert rate == told_rate == 16000
    assert hears(600, samples, rate)
    assert hears(900, told, told_rate)


async def test_nobody_answers_nobody_calls(tmp_path: Path) -> None:
    async with phone(tmp_path, "call", "sip:a@127.0.0.1:22998", "--ring", "1", port=22400) as caller:
        assert (await caller.wait(kind="failed"))["detail"] == "unreachable"
        assert await caller.ended() == 1
    async with phone(tmp_path, "--answer", "--wait", "1", port=22400) as waiting:
        assert await waiting.ended() == 1


async def test_a_declining_phone(tmp_path: Path) -> None:
    async with phone(tmp_path, "--script", "decline", port=22400) as agent:
        await asyncio.sleep(1.5)
        async with phone(tmp_path, "call", "sip:a@127.0.0.1:22400", port=22470) as caller:
            assert (await caller.wait(kind="failed"))["detail"] == "busy"
        assert await agent.ended() == 0


async def test_the_caller_gives_up_and_the_phone_takes_the_next_call(tmp_path: Path) -> None:
    async with phone(
        tmp_path, "--calls", "2", "--script", "wait 2; answer; wait 0.5; hangup", port=22400
    ) as agent:
        await asyncio.sleep(1.5)
        async with phone(tmp_path, "call", "sip:a@127.0.0.1:22400", "--ring", "0.5", port=22470) as impatient:
            assert (await impatient.wait(kind="failed"))["detail"] == "no_answer"
        async with phone(tmp_path, "call", "sip:a@127.0.0.1:22400", port=22470) as patient:
            await patient.wait(kind="answered")
            assert await patient.ended() == 0
        assert await agent.ended() == 0


async def test_a_taken_port_is_named(tmp_path: Path) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as other:
        other.bind(("127.0.0.1", 22400))
        async with phone(tmp_path, port=22400) as unlucky:
            assert await unlucky.ended() == 2
    assert "22400" in (tmp_path / "phone-22400.log").read_text()
