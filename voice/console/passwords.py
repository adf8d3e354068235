"""Passwords at rest: scrypt (RFC 7914), one salt each, compared in constant time."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import secrets

_LOG_N, _R, _P = 15, 8, 3
_KEY = 32
_DUMMY_SALT = bytes(16)


def hash_password(password: str) -> str:
    """The line to put under `web.users`: `scrypt:log2(N):r:p:salt:key`."""
    salt = secrets.token_bytes(16)
    key = _derive(password, salt, _LOG_N, _R, _P)
    return f"scrypt:{_LOG_N}:{_R}:{_P}:{_text(salt)}:{_text(key)}"


def verify_password(password: str, stored: str | None) -> bool:
    """True when `stored` was made from this password; as slow when there is no such user (None)."""
    if stored is None:
        _derive(password, _DUMMY_SALT, _LOG_N, _R, _P)
        return False
    try:
        log_n, r, p, salt, key = _parse(stored)
    except ValueError:
        return False
    return hmac.compare_digest(_derive(password, salt, log_n, r, p), key)


def is_password_hash(stored: str) -> bool:
    """Whether `hash_password` could have printed this."""
    try:
        _parse(stored)
    except ValueError:
        return False
    return True


def _parse(stored: str) -> tuple[int, int, int, bytes, bytes]:
    scheme, *numbers, salt, key = stored.split(":")
    log_n, r, p = (int(number) for number in numbers)
    if scheme != "scrypt" or not (10 <= log_n <= 20 and 1 <= r <= 16 and 1 <= p <= 16):
        raise ValueError(scheme)
    try:
        parts = base64.urlsafe_b64decode(salt), base64.urlsafe_b64decode(key)
    except binascii.Error as error:
        raise ValueError(scheme) from error
    if len(parts[1]) != _KEY:
        raise ValueError(scheme)
    return log_n, r, p, *parts


def _derive(password: str, salt: bytes, log_n: int, r: int, p: int) -> bytes:
    memory = 128 * r * (2**log_n + p) + 2**20
    return hashlib.scrypt(password.encode(), salt=salt, n=2**log_n, r=r, p=p, maxmem=memory, dklen=_KEY)


def _text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode()
