"""Where a value stands in a JSON document: JSON Pointer (RFC 6901)."""

from __future__ import annotations

from typing import Any


class MissingError(LookupError):
    """The pointer leads to nothing."""


def resolve(document: Any, pointer: str) -> Any:
    """The value that a pointer as /items/0/status leads to; raises MissingError."""
    value = document
    for part in pointer.split("/")[1:]:
        value = _inside(value, part.replace("~1", "/").replace("~0", "~"))
    return value


def _inside(value: Any, part: str) -> Any:
    if isinstance(value, dict) and part in value:
        return value[part]
    if isinstance(value, list) and _is_index(part) and int(part) < len(value):
        return value[int(part)]
    raise MissingError


def _is_index(part: str) -> bool:
    plain = part.isascii() and part.isdigit() and len(part) < 7
    return plain and (part == "0" or not part.startswith("0"))
