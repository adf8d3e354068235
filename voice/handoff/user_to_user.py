"""The SIP header that carries a hand-over's id to the agent's phone (User-to-User, RFC 7433).

The id is opaque: it opens the written summary for those who may read it, and tells nobody else anything.
"""

from __future__ import annotations

import re

PURPOSE = "voice-handoff"
"""The `purpose` parameter (RFC 7433, section 4.1): what the data is for."""

HEADER = "User-to-User"

_MOST_BYTES = 128
_HEX = re.compile(r"(?:[0-9A-Fa-f]{2})+")
_TOKEN = re.compile(r"[\w-]+", re.ASCII)


def encode(handoff_id: str) -> str:
    """The header's value. Raises ValueError for an id that is not made of letters, digits, - and _."""
    if not _TOKEN.fullmatch(handoff_id) or len(handoff_id) > _MOST_BYTES:
        raise ValueError("a hand-over's id has up to 128 letters, digits, - and _")
    return f"{handoff_id.encode('ascii').hex()};encoding=hex;purpose={PURPOSE}"


def decode(value: str) -> str | None:
    """The id in a header's value, or None when it carries none of ours.

    The value comes from the network: several values in one header, other encodings and purposes, and rubbish
    are passed over.
    """
    for part in value.split(","):
        data, *rest = (piece.strip() for piece in part.split(";"))
        parameters = {
            name.strip().lower(): text.strip() for name, _, text in (piece.partition("=") for piece in rest)
        }
        if parameters.get("purpose") != PURPOSE or parameters.get("encoding", "hex").lower() != "hex":
            continue
        data = data.strip('"')
        if len(data) > 2 * _MOST_BYTES or not _HEX.fullmatch(data):
            continue
        text = bytes.fromhex(data).decode("ascii", "replace")
        if _TOKEN.fullmatch(text):
            return text
    return None
