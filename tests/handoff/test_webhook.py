"""Summaries reach a real receiver, signed, however often it fails and whoever restarts."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from loguru import logger
from pydantic import SecretStr

from tests.handoff.calls import brief, order_call
from voice.errors import SettingsError
from voice.handoff.brief import HandoffBrief
from voice.handoff.signature import sign
from voice.handoff.webhook import WebhookSender, verify_signature
from voice.records.store import Store
from voice.settings import HandoffSettings

SECRET = "a long random secret"


@dataclass
class Receiver:
    """A web server that answers with these statuses in turn, the last for ever."""

    answers: list[str]
    port: int = 0
    requests: list[tuple[dict[str, str], bytes]] = field(default_factory=list)

    async def answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Take one request on a connection."""
        head = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
        headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in head[1:])}
        body = await reader.readexactly(int(headers["content-length"]))
        self.requests.append((headers, body))
        status = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if status:
            writer.write(f"HTTP/1.1 {status}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n".encode())
            await writer.drain()
        writer.close()
        await writer.wait_closed()

    async def count(self, number: int) -> None:
        """Wait for so many requests."""
        async with asyncio.timeout(20):
            while len(self.requests) < number:
                await asyncio.sleep(0.01)

    @property
    def settings(self) -> HandoffSettings:
        """That lead here."""
        return HandoffSettings(
            webhook_url=f"http://127.0.0.1:{self.port}/hook", webhook_secret=SecretStr(SECRET)
        )


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    made = Receiver(["200 OK"])
    server = await asyncio.start_server(made.answer, "127.0.0.1", 0)
    made.port = server.sockets[0].getsockname()[1]
    async with server:
        yield made


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    store = await Store.open(f"sqlite+aiosqlite:///{tmp_path}/voice.db")
    await store.migrate()
    yield store
    await store.close()


def fresh_brief() -> HandoffBrief:
    """A summary made now."""
    return brief(order_call()).model_copy(update={"created": datetime.now(UTC)})


async def _state(store: Store, **expected: int) -> None:
    async with asyncio.timeout(20):
        while await store.outbox() != expected:
            await asyncio.sleep(0.01)


async def test_a_receiver_that_fails_twice_gets_it_whole(receiver: Receiver, store: Store) -> None:
    receiver.answers = ["500 Oh", "", "204 Taken"]
    made = fresh_brief()
    await store.save_handoff(made, deliver=True)
    sender = WebhookSender(receiver.settings, store, every=0.02, first_retry=0.02)
    await sender.start()
    await _state(store, sent=1)
    await sender.close()
    assert len(receiver.requests) == 3
    for headers, body in receiver.requests:
        assert headers["idempotency-key"] == "h1"
        assert headers["content-type"] == "application/json"
        assert verify_signature(SECRET, headers["x-voice-signature"], body)
        assert HandoffBrief.model_validate_json(body) == made


async def test_a_restart_in_between_loses_nothing(receiver: Receiver, tmp_path: Path) -> None:
    url = f"sqlite+aiosqlite:///{tmp_path}/voice.db"
    receiver.answers = ["503 Not now"]
    store = await Store.open(url)
    await store.migrate()
    sender = WebhookSender(receiver.settings, store, every=0.02, first_retry=0.02)
    await sender.start()
    await store.save_handoff(fresh_brief(), deliver=True)
    sender.wake()
    await receiver.count(2)
    await sender.close()
    await store.close()
    receiver.answers = ["200 OK"]
    store = await Store.open(url)
    before = len(receiver.requests)
    # What a dead process took is free again after its lease.
    later = datetime.now(UTC) + timedelta(minutes=2)
    (waiting,) = await store.due_deliveries(later, lease_seconds=-240)
    assert waiting.id == "h1"
    sender = WebhookSender(receiver.settings, store, every=0.02)
    await sender.start()
    await _state(store, sent=1)
    await sender.close()
    await store.close()
    assert len(receiver.requests) == before + 1
    assert receiver.requests[-1][0]["idempotency-key"] == "h1"


async def test_many_are_sent_without_waiting_for_the_clock(receiver: Receiver, store: Store) -> None:
    for number in range(23):
        await store.save_handoff(fresh_brief().model_copy(update={"id": f"h{number}"}), deliver=True)
    sender = WebhookSender(receiver.settings, store, every=60)
    await sender.start()
    await _state(store, sent=23)
    await sender.close()
    assert len({headers["idempotency-key"] for headers, _ in receiver.requests}) == 23


async def test_gone_is_given_up_and_moved_is_not_followed(receiver: Receiver, store: Store) -> None:
    receiver.answers = ["302 Found\r\nLocation: /elsewhere", "410 Gone"]
    await store.save_handoff(fresh_brief(), deliver=True)
    sender = WebhookSender(receiver.settings, store, every=0.02, first_retry=0.02)
    await sender.start()
    await _state(store, given_up=1)
    await sender.close()
    assert len(receiver.requests) == 2


async def test_a_receiver_may_ask_for_time(receiver: Receiver, store: Store) -> None:
    receiver.answers = ["429 Slow down\r\nRetry-After: 3000"]
    await store.save_handoff(fresh_brief(), deliver=True)
    sender = WebhookSender(receiver.settings, store, every=0.01, first_retry=0.01)
    await sender.start()
    await receiver.count(1)
    await asyncio.sleep(0.2)
    await sender.close()
    assert len(receiver.requests) == 1


async def test_nobody_is_there_and_no_secret_or_word_is_logged(store: Store) -> None:
    lines: list[str] = []
    sink = logger.add(lines.append, level=0, format="{message} {exception}")
    settings = HandoffSettings(
        webhook_url="http://127.0.0.1:25998/?token=hidden", webhook_secret=SecretStr(SECRET)
    )
    await store.save_handoff(fresh_brief(), deliver=True)
    sender = WebhookSender(settings, store, every=0.02, first_retry=0.02)
    await sender.start()
    async with asyncio.timeout(20):
        while len(lines) < 2:
            await asyncio.sleep(0.01)
    await sender.close()
    logger.remove(sink)
    log = "".join(lines)
    assert "ConnectError" in log
    assert not any(word in log for word in (SECRET, "hidden", "bloody", "+336"))


async def test_nothing_happens_without_an_address(store: Store) -> None:
    sender = WebhookSender(HandoffSettings(), store)
    assert not sender.enabled
    await sender.start()
    await sender.close()


@pytest.mark.parametrize(
    "url", ["ftp://host/x", "host/hook", "https://", "file:///etc/passwd", "http://[bad"]
)
async def test_addresses_that_are_none(url: str, store: Store) -> None:
    with pytest.raises(SettingsError, match="must begin with https"):
        WebhookSender(HandoffSettings(webhook_url=url, webhook_secret=SecretStr("s")), store)


async def test_an_address_needs_a_secret(store: Store) -> None:
    with pytest.raises(SettingsError, match=r"needs handoff\.webhook_secret"):
        WebhookSender(HandoffSettings(webhook_url="https://example.org/hook"), store)


def test_a_signature_fits_one_body_one_secret_and_one_time() -> None:
    body = json.dumps({"a": "é"}).encode()
    header = sign(SECRET, body, 1_000_000)
    assert header.startswith("t=1000000,v1=") and len(header) == 77
    assert verify_signature(SECRET, header, body, now=1_000_100)
    assert not verify_signature(SECRET, header, body, now=1_000_400)
    assert not verify_signature(SECRET, header, body, now=999_000)
    assert verify_signature(SECRET, header, body, 500, now=1_000_400)
    assert not verify_signature(SECRET, header, body + b" ", now=1_000_000)
    assert not verify_signature("other", header, body, now=1_000_000)
    assert not verify_signature(SECRET, header.replace("t=1000000", "t=1000001"), body, now=1_000_000)
    assert not verify_signature("", sign("", body, 1_000_000), body, now=1_000_000)


@pytest.mark.parametrize("header", ["", "t=,v1=", "v1=abc", "t=٣,v1=a", "t=1e5,v1=a", "t=1,v1=é", "=,=,,=="])
def test_headers_that_are_no_signature(header: str) -> None:
    assert not verify_signature(SECRET, header, b"{}", now=1)
