"""Lookups in services that speak HTTP and answer in JSON.

A service is asked once, at the address that the environment names and nowhere else: redirects are not
followed. What callers gave is encoded into its place and can change nothing else of the request.
"""

from __future__ import annotations

import asyncio
import json
import ssl
from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from ipaddress import ip_address
from typing import Any
from urllib.parse import quote

import httpx

from voice.connectors.environment import filled_in, is_secret
from voice.connectors.pointer import MissingError, resolve
from voice.connectors.values import canonical
from voice.dialplan.lookups import FieldSpec, HttpSpec
from voice.dialplan.text import VALUE, fill
from voice.errors import LookupFailed

MOST_BYTES = 256 * 1024
"""A longer answer is refused."""
MOST_ROWS = 20
"""Rows read at most; a dialogue speaks of one."""
NOTHING = frozenset({204, 404, 410})
"""Statuses that mean: there is no such thing."""
_HELD = "a secret of the service"
_HEADERS = {"Accept": "application/json", "Accept-Encoding": "identity", "User-Agent": "voice-gateway"}


async def look_up(
    spec: HttpSpec, gives: Mapping[str, FieldSpec], parameters: Mapping[str, str], seconds: float
) -> list[dict[str, str]]:
    """Ask a service; its rows as canonical text by field, none when there is nothing.

    A value that the request needs and that is not known finds nothing, and nobody is asked. Raises
    LookupFailed when there is no answer within so many `seconds`, or none that can be used.
    """
    if not all(_usable(spec, name, parameters.get(name, "")) for name in spec.parameters):
        return []
    try:
        request = _request(spec, parameters)
        async with asyncio.timeout(seconds):
            body = await _ask(request)
    except TimeoutError:
        raise LookupFailed(f"the service did not answer within {seconds:g} s") from None
    except (httpx.HTTPError, httpx.InvalidURL, OSError, ValueError) as error:
        # The error's text holds the address, and with it what the caller gave.
        raise LookupFailed(f"the service cannot be reached: {type(error).__name__}") from None
    return [] if body is None else _rows(spec, gives, body)


def _usable(spec: HttpSpec, name: str, value: str) -> bool:
    """False for a value that would ask for something else: none at all, or a step up the path."""
    in_path = name in VALUE.findall(spec.path)
    return bool(value) and not (in_path and not value.strip("."))


# -- the question --


def _request(spec: HttpSpec, parameters: Mapping[str, str]) -> httpx.Request:
    base = filled_in(spec.base, "the address of the service, as https://example.org/api")
    url = _address(base, spec.base)
    secrets = (*spec.headers.values(), *spec.query.values(), *spec.body.values())
    if url.scheme == "http" and not _is_near(url.host) and (url.userinfo or any(map(is_secret, secrets))):
        raise LookupFailed(f"{spec.base} must begin with https:// where a secret is sent")
    path = fill(spec.path, lambda name: quote(parameters[name], safe=""))
    return httpx.Request(
        spec.method,
        base.rstrip("/") + (path if path != "/" else ""),
        params=_bound(spec.query, parameters) or None,
        headers={**_HEADERS, **{name: filled_in(text, _HELD) for name, text in spec.headers.items()}},
        json=_bound(spec.body, parameters) if spec.method == "POST" else None,
    )


def _address(base: str, named: str) -> httpx.URL:
    try:
        url = httpx.URL(base)
    except httpx.InvalidURL:
        raise LookupFailed(f"{named} holds no web address") from None
    if url.scheme not in ("http", "https") or not url.host or url.query or url.fragment:
        raise LookupFailed(f"{named} must be a web address as https://example.org/api")
    return url


def _bound(template: Mapping[str, Any], parameters: Mapping[str, str]) -> dict[str, Any]:
    """Texts with their secrets and values put in; what a caller gave is never looked at again."""
    return {
        name: filled_in(text, _HELD, parameters) if isinstance(text, str) else text
        for name, text in template.items()
    }


def _is_near(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


# -- the answer --


@cache
def _trust() -> ssl.SSLContext:
    """Which certificates are believed; made once, since it takes longer than a request."""
    return httpx.create_ssl_context()


async def _ask(request: httpx.Request) -> bytes | None:
    """The answer; None when it is that there is nothing.

    A client of its own for each question: connections belong to the event loop that opened them.
    """
    async with httpx.AsyncClient(verify=_trust(), timeout=None, follow_redirects=False) as client:  # noqa: S113 - look_up()'s
        response = await client.send(request, stream=True)
        try:
            if response.status_code in NOTHING:
                return None
            _check(response)
            return await _body(response)
        finally:
            await response.aclose()


def _check(response: httpx.Response) -> None:
    status = response.status_code
    if response.is_redirect:
        raise LookupFailed(f"the service sends elsewhere (HTTP {status}); give its own address")
    if status in (401, 403):
        raise LookupFailed(f"the service refuses us (HTTP {status}); check its secret")
    if not response.is_success:
        raise LookupFailed(f"the service failed (HTTP {status})")
    if response.headers.get("Content-Encoding", "identity").lower() != "identity":
        raise LookupFailed("the service compresses its answers though it was asked not to")


async def _body(response: httpx.Response) -> bytes:
    body = bytearray()
    async for piece in response.aiter_raw():
        body += piece
        if len(body) > MOST_BYTES:
            raise LookupFailed(f"the service answers with more than {MOST_BYTES // 1024} KiB")
    return bytes(body)


def _rows(spec: HttpSpec, gives: Mapping[str, FieldSpec], body: bytes) -> list[dict[str, str]]:
    try:
        document = json.loads(body, parse_float=Decimal, parse_constant=_no_constant)
    except (ValueError, RecursionError):
        raise LookupFailed("the service does not answer in JSON") from None
    try:
        rows = resolve(document, spec.rows)
    except MissingError:
        return []
    if rows is None:
        return []
    return [_row(gives, row) for row in (rows[:MOST_ROWS] if isinstance(rows, list) else [rows])]


def _no_constant(name: str) -> float:
    raise ValueError(name)


def _row(gives: Mapping[str, FieldSpec], row: Any) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, field in gives.items():
        try:
            found[name] = canonical(resolve(row, field.at or f"/{name}"), field.type.value)
        except MissingError:
            continue
        except ValueError as error:
            raise LookupFailed(f"the service's {name} is wrong: {error}") from None
    if not found:
        raise LookupFailed("the service's answer holds none of the fields; see gives: and rows: in the plan")
    return {name: found.get(name, "") for name in gives}
