"""Lookups in a real web service on loopback: what is sent, what comes back, and whatever goes wrong."""

from __future__ import annotations

import asyncio
import contextlib
import json
import re
import socket
import ssl
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from ipaddress import IPv4Address
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from voice.connectors.http import MOST_BYTES, look_up
from voice.dialplan.lookups import FieldSpec, HttpSpec
from voice.dialplan.values import ValueType
from voice.errors import LookupFailed

GIVES = {
    "status": FieldSpec(type=ValueType.TEXT),
    "expected": FieldSpec(type=ValueType.DATE, at="/delivery/date"),
}
FOUND = {"status": "shipped", "delivery": {"date": "2026-03-12"}}


@dataclass
class Service:
    """Answers every request with the same bytes; remembers what it was asked."""

    status: str = "200 OK"
    body: bytes = b"{}"
    headers: Mapping[str, str] = field(default_factory=dict)
    slow: float = 0.0
    """Seconds before the answer."""
    endless: bool = False
    """Never stops sending."""
    asked: list[tuple[str, dict[str, str], bytes]] = field(default_factory=list)
    port: int = 0
    over: asyncio.Event = field(default_factory=asyncio.Event)
    serving: set[asyncio.Task[None]] = field(default_factory=set)

    def answers(self, content: Any, status: str = "200 OK") -> None:
        """From now on, with this JSON."""
        self.status, self.body = status, json.dumps(content).encode()

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One request on a connection."""
        if task := asyncio.current_task():
            self.serving.add(task)
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
            headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in head[1:])}
            body = await reader.readexactly(int(headers.get("content-length", "0")))
            self.asked.append((head[0], headers, body))
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(self.slow):
                    await self.over.wait()
            more = "".join(f"{name}: {value}\r\n" for name, value in self.headers.items())
            length = "" if self.endless else f"Content-Length: {len(self.body)}\r\n"
            writer.write(f"HTTP/1.1 {self.status}\r\n{length}{more}Connection: close\r\n\r\n".encode())
            writer.write(self.body)
            while self.endless:
                writer.write(b" " * 4096)
                await writer.drain()
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()


@pytest.fixture
async def service(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Service]:
    served = Service()
    server = await asyncio.start_server(served.serve, "127.0.0.1", 0)
    served.port = server.sockets[0].getsockname()[1]
    monkeypatch.setenv("PARCELS_API", f"http://127.0.0.1:{served.port}/api")
    monkeypatch.setenv("PARCELS_TOKEN", "s3cr{number}t")
    yield served
    served.over.set()
    server.close()
    await asyncio.gather(*served.serving)


def self_signed(folder: Path) -> tuple[Path, Path]:
    """A certificate for 127.0.0.1 and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    address, now = x509.IPAddress(IPv4Address("127.0.0.1")), datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), 1, now, now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([address]), critical=False)
        .sign(key, hashes.SHA256())
    )
    plain = serialization.NoEncryption()
    pem, pkcs8 = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8
    (folder / "cert.pem").write_bytes(certificate.public_bytes(pem))
    (folder / "key.pem").write_bytes(key.private_bytes(pem, pkcs8, plain))
    return folder / "cert.pem", folder / "key.pem"


def spec(**more: Any) -> HttpSpec:
    return HttpSpec.model_validate({"base": "env:PARCELS_API", "path": "/parcels/{number}", **more})


async def ask(seconds: float = 3.0, number: str = "A1042", **more: Any) -> list[dict[str, str]]:
    return await look_up(spec(**more), GIVES, {"number": number, "caller": "+33123456789"}, seconds)


async def test_fields_are_found_by_their_pointers(service: Service) -> None:
    service.answers(FOUND)
    assert await ask() == [{"status": "shipped", "expected": "2026-03-12"}]
    ((line, headers, _),) = service.asked
    assert line == "GET /api/parcels/A1042 HTTP/1.1"
    assert headers["accept"] == "application/json"


async def test_a_list_gives_rows_and_an_empty_one_nothing(service: Service) -> None:
    service.answers({"items": [FOUND, {"status": "lost"}]})
    assert [row["status"] for row in await ask(rows="/items")] == ["shipped", "lost"]
    answers: list[object] = [{"items": []}, {"items": None}, {}]
    for nothing in answers:
        service.answers(nothing)
        assert await ask(rows="/items") == []


@pytest.mark.parametrize("status", ["404 Not Found", "410 Gone", "204 No Content"])
async def test_not_found_is_nothing(service: Service, status: str) -> None:
    service.status, service.body = status, b"" if status.startswith("204") else b"<html>no</html>"
    assert await ask() == []


@pytest.mark.parametrize(
    ("number", "path"),
    [
        ("A/../../admin?x=1#y", "/api/parcels/A%2F..%2F..%2Fadmin%3Fx%3D1%23y"),
        ("é %2e&", "/api/parcels/%C3%A9%20%252e%26"),
        ("A\r\nX-Injected: 1", "/api/parcels/A%0D%0AX-Injected%3A%201"),
        ("env:PARCELS_TOKEN", "/api/parcels/env%3APARCELS_TOKEN"),
        ("{caller}", "/api/parcels/%7Bcaller%7D"),
    ],
)
async def test_a_value_changes_nothing_but_its_own_place(service: Service, number: str, path: str) -> None:
    service.answers(FOUND)
    await ask(number=number)
    ((line, headers, _),) = service.asked
    assert line == f"GET {path} HTTP/1.1"
    assert "x-injected" not in headers


@pytest.mark.parametrize("number", ["", ".", ".."])
async def test_a_value_that_would_ask_for_something_else_is_not_sent(service: Service, number: str) -> None:
    assert await ask(number=number) == []
    assert await look_up(spec(), GIVES, {}, 1.0) == []
    assert service.asked == []


async def test_query_headers_and_body(service: Service) -> None:
    service.answers(FOUND)
    await ask(
        method="POST",
        path="/search",
        query={"phone": "{caller}", "key": "env:PARCELS_TOKEN", "limit": 1},
        headers={"Authorization": "Bearer env:PARCELS_TOKEN"},
        body={"number": "{number}", "exact": True},
        number='A"1',
    )
    ((line, headers, body),) = service.asked
    assert line == "POST /api/search?phone=%2B33123456789&key=s3cr%7Bnumber%7Dt&limit=1 HTTP/1.1"
    assert headers["authorization"] == "Bearer s3cr{number}t"
    assert json.loads(body) == {"number": 'A"1', "exact": True}


@pytest.mark.parametrize(
    ("status", "why"),
    [
        ("302 Found", "elsewhere"), ("401 Unauthorized", "secret"), ("403 Forbidden", "secret"),
        ("500 Internal Server Error", "500"), ("429 Too Many Requests", "429"), ("400 Bad Request", "400"),
    ],
)  # fmt: skip
async def test_other_statuses_fail(service: Service, status: str, why: str) -> None:
    service.status = status
    service.headers = {"Location": f"http://127.0.0.1:{service.port}/elsewhere"}
    with pytest.raises(LookupFailed, match=why):
        await ask()
    assert len(service.asked) == 1


@pytest.mark.parametrize(
    "body",
    [
        b"", b"<html>hello</html>", b'{"status": ', b'{"status": NaN}', b"\xff\xfe\xfa", b"[" * 90_000,
        b"1" * 9000, b'"text"', b"[1, 2]", b'{"error": "no"}',
        b'{"status": {"deep": 1}}', b'{"status": "x", "delivery": {"date": "next week"}}',
    ],
)  # fmt: skip
async def test_what_is_not_the_json_that_was_promised_fails(service: Service, body: bytes) -> None:
    service.body = body
    with pytest.raises(LookupFailed):
        await ask()


async def test_a_field_that_is_missing_or_null_is_empty(service: Service) -> None:
    service.answers({"status": "waiting", "delivery": {"date": None}})
    assert await ask() == [{"status": "waiting", "expected": ""}]
    service.answers({"status": "waiting"})
    assert await ask() == [{"status": "waiting", "expected": ""}]


@pytest.mark.parametrize(
    ("raw", "kind", "text"),
    [
        (3, "number", "3"), (3.50, "number", "3.5"), (12.5, "amount", "12.50"), ("40", "amount", "40"),
        (0.1, "amount", "0.10"), (True, "yes_no", "yes"), ("No", "yes_no", "no"), (1042, "digits", "1042"),
        ("2026-03-12T23:30:00+01:00", "date", "2026-03-12"), ("2026-03-12T09:05:00Z", "time", "09:05"),
        ("14:30:00", "time", "14:30"), ("+33 1 23 45 67 89", "phone", "+33123456789"),
        ("two\nlines\u202e", "text", "two lines"), (None, "number", ""), (False, "text", "no"),
        ("x" * 9000, "text", "x" * 500),
    ],
)  # fmt: skip
async def test_values_are_brought_to_the_form_of_their_type(
    service: Service, raw: object, kind: str, text: str
) -> None:
    service.answers({"a": raw})
    found = await look_up(spec(), {"a": FieldSpec(type=ValueType(kind))}, {"number": "1"}, 3.0)
    assert found == [{"a": text}]


@pytest.mark.parametrize(
    ("raw", "kind"),
    [
        ("many", "number"), ("1e400", "amount"), ("maybe", "yes_no"), ("tomorrow", "date"), ("late", "time"),
        ("call me", "phone"), ([1], "text"), ({}, "text"), (10**30, "number"), ("12/03/2026", "date"),
    ],
)  # fmt: skip
async def test_values_of_another_type_fail(service: Service, raw: object, kind: str) -> None:
    service.answers({"a": raw})
    with pytest.raises(LookupFailed) as failed:
        await look_up(spec(), {"a": FieldSpec(type=ValueType(kind))}, {"number": "1"}, 3.0)
    assert str(raw) not in failed.value.message


async def test_what_is_slow_endless_or_huge_fails_in_time(service: Service) -> None:
    service.slow = 30
    with pytest.raises(LookupFailed, match="did not answer within"):
        await ask(seconds=0.1)
    service.slow, service.endless = 0.0, True
    with pytest.raises(LookupFailed, match="more than"):
        await ask(seconds=20)
    service.endless, service.body = False, b'{"status": "' + b"x" * MOST_BYTES + b'"}'
    with pytest.raises(LookupFailed, match="more than"):
        await ask(seconds=20)


async def test_an_answer_that_is_compressed_is_refused(service: Service) -> None:
    service.headers = {"Content-Encoding": "gzip"}
    with pytest.raises(LookupFailed, match="compresses"):
        await ask()
    assert service.asked[0][1]["accept-encoding"] == "identity"


async def test_a_service_that_is_not_there_fails(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        monkeypatch.setenv("PARCELS_API", f"http://127.0.0.1:{taken.getsockname()[1]}")
        with pytest.raises(LookupFailed, match="cannot be reached"):
            await ask()


async def test_a_certificate_that_nobody_vouches_for_is_not_believed(
    service: Service, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*self_signed(tmp_path))
    server = await asyncio.start_server(service.serve, "127.0.0.1", 0, ssl=context)
    monkeypatch.setenv("PARCELS_API", f"https://127.0.0.1:{server.sockets[0].getsockname()[1]}")
    with pytest.raises(LookupFailed, match="cannot be reached"):
        await ask()
    server.close()
    assert service.asked == []


@pytest.mark.parametrize("address", ["", "ftp://host/x", "host", "http://", "http://h/x?y=1", "http://[::1"])
async def test_an_address_that_is_none_is_told(monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    monkeypatch.setenv("PARCELS_API", address)
    with pytest.raises(LookupFailed, match="PARCELS_API"):
        await ask()


async def test_a_secret_travels_over_https_or_not_at_all(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PARCELS_API", "http://parcels.example/api")
    with pytest.raises(LookupFailed, match="https"):
        await ask(headers={"Authorization": "env:PARCELS_TOKEN"})
    with pytest.raises(LookupFailed, match="https"):
        await ask(query={"k": "env:PARCELS_TOKEN"})
    monkeypatch.setenv("PARCELS_API", "http://me:pass@parcels.example/api")
    with pytest.raises(LookupFailed, match="https"):
        await ask()
    monkeypatch.delenv("PARCELS_TOKEN")
    monkeypatch.setenv("PARCELS_API", f"http://127.0.0.1:{service.port}")
    with pytest.raises(LookupFailed, match="PARCELS_TOKEN"):
        await ask(headers={"Authorization": "env:PARCELS_TOKEN"})
    assert service.asked == []


async def test_errors_never_hold_what_the_caller_gave(service: Service) -> None:
    for status in ("500 No", "302 Found", "401 No"):
        service.status = status
        with pytest.raises(LookupFailed) as failed:
            await ask(number="SECRETNUMBER")
        assert not re.search("SECRETNUMBER|s3cr", failed.value.message)
