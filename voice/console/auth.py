"""Who may open the pages: everybody on this machine, or users with passwords; and what every answer carries.

Without users the pages exist on loopback only. With users there is a sign-in page and a signed session
cookie; `/metrics` also takes HTTP Basic, since no scraper fills in forms. Sessions end when the gateway
restarts.
"""

from __future__ import annotations

import asyncio
import base64
import binascii
import hashlib
import hmac
import ipaddress
import json
import secrets
import time
from collections import OrderedDict, deque
from collections.abc import Mapping
from urllib.parse import quote, urlsplit

from pydantic import SecretStr
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import HTTPConnection
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from voice.console.passwords import hash_password, is_password_hash, verify_password
from voice.errors import SettingsError
from voice.settings import QualitySettings, WebSettings

__all__ = ["Attempts", "Guard", "Sessions", "check_binding", "hash_password", "hosts", "verify_password"]

COOKIE = "voice_session"
SESSION_SECONDS = 12 * 3600
_BODY_BYTES = 256 * 1024
_FOR_AGENTS = ("/desk", "/api/desk/", "/handoffs/", "/static/", "/sign-", "/healthz")
"""Beginnings of the paths that agents with `desk_only` may open."""
_HEADERS = {
    "content-security-policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
        "media-src 'self' blob:; connect-src 'self'; form-action 'self'; base-uri 'none'; "
        "frame-ancestors 'none'"
    ),
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "permissions-policy": "microphone=(self), camera=(), geolocation=()",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}


def check_quality(web: WebSettings, quality: QualitySettings) -> None:
    """Raise SettingsError when somebody has the role quality who is no user."""
    strangers = sorted(set(quality.users) - set(web.users))
    if strangers:
        raise SettingsError(
            f"quality.users: {', '.join(strangers)} is not under web.users; run `voice password` and put its"
            " line there, or take the name out."
        )


def check_binding(web: WebSettings) -> None:
    """Raise SettingsError when the pages would be open to strangers, or a user's hash cannot be one."""
    for name, stored in web.users.items():
        if not is_password_hash(stored.get_secret_value()):
            raise SettingsError(
                f"web.users: the entry of {name!r} is not a password hash; "
                "run `voice password` and paste its line."
            )
    if not web.users and not is_loopback(web.host):
        raise SettingsError(
            f"web.host is {web.host}, which other machines can reach, but no users are configured, so "
            "anybody could read calls and phone in; run `voice password` and put its line under web.users, "
            "or listen on 127.0.0.1."
        )


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach an address of its own."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def hosts(web: WebSettings) -> list[str]:
    """Host names that requests may carry: the configured ones, the public one, and the address itself."""
    public = urlsplit(web.public_url).hostname
    own = web.host if web.host not in ("0.0.0.0", "::", "") else None  # noqa: S104  (not bound, compared)
    return [*web.allowed_hosts, *(name for name in (public, own) if name)]


class Sessions:
    """Signed, expiring tokens that say who signed in. Time is an argument.

    The key lives and dies with the process.
    """

    def __init__(self) -> None:
        self._key = secrets.token_bytes(32)

    def issue(self, user: str, now: float) -> str:
        """A token for this user, good for `SESSION_SECONDS`."""
        body = base64.urlsafe_b64encode(json.dumps([user, now + SESSION_SECONDS]).encode())
        return f"{body.decode()}.{self._sign(body)}"

    def user(self, token: str, now: float) -> str | None:
        """Who it was issued to; None when it is forged, expired or of another process."""
        body, _, signature = token.encode("utf-8", "replace").partition(b".")
        if not hmac.compare_digest(signature, self._sign(body).encode()):
            return None
        user, expires = json.loads(base64.urlsafe_b64decode(body))
        return str(user) if now < expires else None

    def _sign(self, body: bytes) -> str:
        return hmac.new(self._key, body, hashlib.sha256).hexdigest()


class Attempts:
    """How often an address may try a password. Every try counts until one succeeds; time is an argument."""

    def __init__(self, most: int = 5, seconds: float = 60.0) -> None:
        self._most = most
        self._seconds = seconds
        self._tries: OrderedDict[str, deque[float]] = OrderedDict()

    def allow(self, address: str, now: float) -> bool:
        """Count one try; False when there were too many lately."""
        tries = self._tries.setdefault(address, deque())
        self._tries.move_to_end(address)
        while tries and now - tries[0] >= self._seconds:
            tries.popleft()
        while len(self._tries) > 10_000:
            self._tries.popitem(last=False)
        if len(tries) >= self._most:
            return False
        tries.append(now)
        return True

    def forget(self, address: str) -> None:
        """The right password was given."""
        self._tries.pop(address, None)


class Users:
    """Checks names and passwords, one at a time and not too often."""

    def __init__(self, users: Mapping[str, SecretStr]) -> None:
        self._users = users
        self._attempts = Attempts()
        self._one = asyncio.Lock()

    def __bool__(self) -> bool:
        return bool(self._users)

    def __contains__(self, name: object) -> bool:
        return name in self._users

    async def check(self, name: str, password: str, address: str) -> bool | None:
        """True or False for a right or wrong pair; None when this address must wait a minute."""
        if not self._attempts.allow(address, time.monotonic()):
            return None
        stored = self._users.get(name)
        async with self._one:
            right = await asyncio.to_thread(
                verify_password, password, stored.get_secret_value() if stored else None
            )
        if right:
            self._attempts.forget(address)
        return right


class Guard:
    """ASGI middleware: sign-in, origin of what changes state, size of bodies, security headers."""

    def __init__(
        self,
        app: ASGIApp,
        *,
        web: WebSettings,
        users: Users,
        sessions: Sessions,
        desk_only: frozenset[str] = frozenset(),
        quality: frozenset[str] = frozenset(),
    ) -> None:
        """`desk_only`: users who see the desk and the summaries and nothing else.

        `quality`: users who alone see the pages for judging calls; empty: all others do, too.
        """
        self._app = app
        self._quality = quality
        self._desk_only = desk_only
        self._users = users
        self._sessions = sessions
        self._public = urlsplit(web.public_url).netloc

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve or refuse one request."""
        if scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
            return
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers[name] = value
                if not scope["path"].startswith("/static/"):
                    headers.setdefault("cache-control", "no-store")
            await send(message)

        refusal = self._refuse_change(scope) or await self._refuse_stranger(scope)
        await (refusal or self._app)(scope, receive, guarded)

    def _refuse_change(self, scope: Scope) -> Response | None:
        if scope["method"] in ("GET", "HEAD"):
            return None
        headers = Headers(scope=scope)
        origin = urlsplit(headers.get("origin", "")).netloc
        if not origin or origin not in (headers.get("host"), self._public):
            return _plain(403, "This request does not come from the gateway's own pages.")
        length = headers.get("content-length", "")
        if not length.isdecimal():
            return _plain(411, "This request does not say how long it is.")
        if int(length) > _BODY_BYTES:
            return _plain(413, "This request is too long.")
        return None

    async def _refuse_stranger(self, scope: Scope) -> Response | None:
        path = scope["path"]
        if not self._users or path.startswith("/static/") or path in ("/sign-in", "/healthz"):
            known = self._session_user(scope)
        elif path == "/metrics":
            known = self._session_user(scope) or await self._basic_user(scope)
            if known is None:
                return _plain(401, "Sign in.", {"www-authenticate": 'Basic realm="voice", charset="UTF-8"'})
        else:
            known = self._session_user(scope)
            if known is None:
                if path.startswith("/api/") or scope["method"] != "GET":
                    return JSONResponse({"code": "signed_out", "message": "Sign in again."}, 401)
                query = scope["query_string"].decode("ascii", "replace")
                then = f"{path}?{query}" if query else path
                return RedirectResponse(f"/sign-in?next={quote(then)}", 303)
        scope.setdefault("state", {})["user"] = known
        scope["state"]["quality"] = not self._quality or known in self._quality
        if known in self._desk_only:
            return self._refuse_agent(path)
        if path.startswith("/quality") and not scope["state"]["quality"]:
            return _plain(
                403, "This page is for users with the role quality (quality.users in the settings)."
            )
        return None

    def _refuse_agent(self, path: str) -> Response | None:
        if path == "/":
            return RedirectResponse("/desk", 303)
        if path.startswith(_FOR_AGENTS):
            return None
        return _plain(403, "This page is not for agents. Yours is /desk.")

    def _session_user(self, scope: Scope) -> str | None:
        token = HTTPConnection(scope).cookies.get(COOKIE)
        user = self._sessions.user(token, time.time()) if token else None
        return user if user in self._users else None

    async def _basic_user(self, scope: Scope) -> str | None:
        scheme, _, encoded = Headers(scope=scope).get("authorization", "").partition(" ")
        if scheme.lower() != "basic":
            return None
        try:
            name, _, password = base64.b64decode(encoded, validate=True).decode().partition(":")
        except (binascii.Error, UnicodeDecodeError):
            return None
        return name if await self._users.check(name, password, address_of(scope)) else None


def address_of(scope: Scope) -> str:
    """The client's address, as the server or its trusted proxy tells it."""
    client = scope.get("client")
    return client[0] if client else ""


def _plain(status: int, text: str, headers: dict[str, str] | None = None) -> Response:
    return PlainTextResponse(text, status, headers)
