"""Who may open the pages."""

from __future__ import annotations

import base64
from collections.abc import AsyncIterator

import httpx
import pytest
from pydantic import SecretStr

from tests.console.fakes import CALL, HASH, PASSWORD, FakeStore, numbers, status
from voice.console.app import create_app
from voice.console.auth import SESSION_SECONDS, Attempts, Sessions, check_binding
from voice.console.passwords import hash_password, is_password_hash, verify_password
from voice.errors import SettingsError
from voice.settings import WebSettings

BASE = "http://localhost:24011"
ORIGIN = {"origin": BASE}
USERS = {"anna": SecretStr(HASH)}


def client(web: WebSettings, address: str = "127.0.0.1") -> httpx.AsyncClient:
    app = create_app(web=web, browser=None, store=FakeStore(), numbers=numbers, status=status)
    transport = httpx.ASGITransport(app, client=(address, 1))
    return httpx.AsyncClient(transport=transport, base_url=BASE)


@pytest.fixture
async def web() -> AsyncIterator[httpx.AsyncClient]:
    async with client(WebSettings(users=USERS)) as made:
        yield made


async def sign_in(web: httpx.AsyncClient, name: str = "anna", password: str = PASSWORD) -> httpx.Response:
    form = {"name": name, "password": password, "next": f"/calls/{CALL}"}
    return await web.post("/sign-in", data=form, headers=ORIGIN)


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.5", "gateway.example"])
def test_elsewhere_than_loopback_needs_users(host: str) -> None:
    with pytest.raises(SettingsError, match="voice password"):
        check_binding(WebSettings(host=host))
    check_binding(WebSettings(host=host, users=USERS))


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::1", "127.9.9.9"])
def test_loopback_needs_none(host: str) -> None:
    check_binding(WebSettings(host=host))


@pytest.mark.parametrize(
    "stored", ["", "hunter2", "scrypt:15:8:3:AA==:AA==", "scrypt:99:8:3:AA==:" + "A" * 44]
)
def test_a_user_without_a_real_hash_is_refused(stored: str) -> None:
    with pytest.raises(SettingsError, match="anna"):
        check_binding(WebSettings(users={"anna": SecretStr(stored)}))


def test_passwords_are_salted_and_checked() -> None:
    other = hash_password(PASSWORD)
    assert other != HASH and is_password_hash(other)
    assert verify_password(PASSWORD, HASH)
    assert not verify_password(PASSWORD + " ", HASH)
    assert not verify_password(PASSWORD, None)
    assert not verify_password(PASSWORD, "rubbish")


def test_sessions_are_signed_and_expire() -> None:
    sessions = Sessions()
    token = sessions.issue("zoë", 1000.0)
    assert sessions.user(token, 1001.0) == "zoë"
    assert sessions.user(token, 1000.0 + SESSION_SECONDS) is None
    assert Sessions().user(token, 1001.0) is None
    body, signature = token.split(".")
    forged = base64.urlsafe_b64encode(b'["root", 9e99]').decode()
    for bad in ("", ".", "é.é", f"{forged}.{signature}", f"{body}.", body):
        assert sessions.user(bad, 1001.0) is None


def test_tries_are_limited_for_each_address() -> None:
    attempts = Attempts(most=3, seconds=60)
    assert [attempts.allow("a", 0.0) for _ in range(4)] == [True, True, True, False]
    assert attempts.allow("b", 0.0)
    assert attempts.allow("a", 60.0)
    attempts.forget("a")
    assert [attempts.allow("a", 60.0) for _ in range(3)] == [True] * 3


async def test_strangers_see_nothing_but_the_sign_in_page(web: httpx.AsyncClient) -> None:
    for path in ("/", "/calls", f"/calls/{CALL}", f"/calls/{CALL}/audio", "/handoffs/x", "/nowhere"):
        answer = await web.get(path)
        assert answer.status_code == 303 and answer.headers["location"] == f"/sign-in?next={path}"
    assert (await web.post("/api/offer", json={}, headers=ORIGIN)).json()["code"] == "signed_out"
    assert (await web.post("/callbacks/3/done", headers=ORIGIN)).status_code == 401
    assert (await web.get("/metrics")).status_code == 401
    assert (await web.get("/sign-in")).status_code == 200
    assert (await web.get("/static/style.css")).status_code == 200
    assert (await web.get("/static/../auth.py")).status_code != 200
    assert (await web.get("/healthz")).json() == {"status": "ok"}


async def test_signing_in_and_out(web: httpx.AsyncClient) -> None:
    answer = await sign_in(web)
    assert answer.status_code == 303 and answer.headers["location"] == f"/calls/{CALL}"
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie and "samesite=lax" in cookie and "secure" not in cookie
    assert "anna" in (await web.get("/")).text
    assert (await web.get("/healthz")).json() == status()
    assert (await web.post("/sign-out", headers=ORIGIN)).status_code == 303
    assert (await web.get("/")).status_code == 303


async def test_behind_https_the_cookie_is_secure() -> None:
    public = "https://voice.example"
    async with client(WebSettings(users=USERS, public_url=public)) as web:
        form = {"name": "anna", "password": PASSWORD, "next": "/"}
        headers = {"origin": public, "host": "voice.example"}
        answer = await web.post("/sign-in", data=form, headers=headers)
        assert "secure" in answer.headers["set-cookie"].lower()


@pytest.mark.parametrize(
    "then", ["//evil.example", "https://evil.example", "/\\evil.example", "", "/a\r\nb: c"]
)
async def test_signing_in_leads_nowhere_else(web: httpx.AsyncClient, then: str) -> None:
    form = {"name": "anna", "password": PASSWORD, "next": then}
    assert (await web.post("/sign-in", data=form, headers=ORIGIN)).headers["location"] == "/"


async def test_wrong_passwords_are_refused_then_slowed_down(web: httpx.AsyncClient) -> None:
    assert (await sign_in(web, password="wrong")).status_code == 401
    assert (await sign_in(web, name="nobody")).status_code == 401
    for _ in range(3):
        await sign_in(web, password="wrong")
    answer = await sign_in(web)
    assert answer.status_code == 429 and answer.headers["retry-after"] == "60"


async def test_metrics_take_http_basic(web: httpx.AsyncClient) -> None:
    assert (await web.get("/metrics", auth=("anna", PASSWORD))).status_code == 200
    assert (await web.get("/metrics", auth=("anna", "wrong"))).status_code == 401
    assert (await web.get("/metrics", headers={"authorization": "Basic ???"})).status_code == 401
    assert (await web.get("/calls", auth=("anna", PASSWORD))).status_code == 303


@pytest.mark.parametrize("origin", [None, "null", "http://evil.example", "http://localhost:1"])
async def test_what_changes_state_must_come_from_our_pages(origin: str | None) -> None:
    async with client(WebSettings()) as web:
        headers = {"origin": origin} if origin else {}
        assert (await web.post("/callbacks/3/done", headers=headers)).status_code == 403
        assert (await web.post("/callbacks/3/done", headers=ORIGIN)).status_code == 303


async def test_bodies_are_bounded() -> None:
    async def endless() -> AsyncIterator[bytes]:
        yield b"x"

    async with client(WebSettings()) as web:
        assert (await web.post("/api/offer", content=b"x" * 300_000, headers=ORIGIN)).status_code == 413
        assert (await web.post("/api/offer", content=endless(), headers=ORIGIN)).status_code == 411


async def test_foreign_host_names_are_refused() -> None:
    async with client(WebSettings()) as web:
        assert (await web.get("/", headers={"host": "evil.example"})).status_code == 400
        assert (await web.get("/", headers={"host": "[::1]:8080"})).status_code == 200
    async with client(WebSettings(host="192.168.1.5", users=USERS, public_url="https://v.example")) as web:
        for host in ("192.168.1.5:8080", "v.example"):
            assert (await web.get("/sign-in", headers={"host": host})).status_code == 200
