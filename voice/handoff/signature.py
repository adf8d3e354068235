"""Signing what is posted, so that its receiver knows who sent it and when.

The header reads `X-Voice-Signature: t=<unix seconds>,v1=<hex>`, where the hex is the HMAC-SHA256 (RFC 2104)
of `<t>.<body>` with the shared secret.
"""

from __future__ import annotations

import hashlib
import hmac
import time

HEADER = "X-Voice-Signature"


def sign(secret: str, body: bytes, at: int) -> str:
    """The header's value for this body, sent at `at` (unix seconds)."""
    return f"t={at},v1={_mac(secret, body, str(at))}"


def verify_signature(
    secret: str, header: str, body: bytes, tolerance: float = 300, *, now: float | None = None
) -> bool:
    """Whether the body was signed with this secret at most `tolerance` seconds ago; for receivers.

    `body` is the request's body as it came, before any parsing.
    """
    fields = dict(part.strip().partition("=")[::2] for part in header.split(","))
    at, given = fields.get("t", ""), fields.get("v1", "")
    if not (secret and at.isascii() and at.isdigit() and len(at) < 20 and given.isascii()):
        return False
    if abs((time.time() if now is None else now) - int(at)) > tolerance:
        return False
    return hmac.compare_digest(_mac(secret, body, at), given)


def _mac(secret: str, body: bytes, at: str) -> str:
    return hmac.new(secret.encode(), at.encode() + b"." + body, hashlib.sha256).hexdigest()
