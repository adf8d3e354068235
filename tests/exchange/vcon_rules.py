"""What draft-ietf-vcon-vcon-core-02 asks of an unsigned vCon; shares nothing with what writes them."""

from __future__ import annotations

import base64
import json
import re
import wave
from collections.abc import Iterator, Mapping
from datetime import datetime
from io import BytesIO
from typing import Any
from uuid import UUID

_TOP = {
    "vcon", "uuid", "extensions", "critical", "created_at", "updated_at", "subject", "redacted", "amended",
    "group", "parties", "dialog", "analysis", "attachments",
}  # fmt: skip
_PARTY = {"tel", "sip", "stir", "mailto", "name", "did", "validation", "gmlpos", "civicaddress", "uuid"}
_CONTENT = {"body", "encoding", "url", "content_hash"}
_FILE = {"mediatype", "filename", *_CONTENT}
_DIALOG = {
    "type", "start", "duration", "parties", "originator", "disposition", "session_id", "party_history",
    "application", "message_id", *_FILE,
}  # fmt: skip
_TRANSFER = {"transferee", "transferor", "transfer_target", "original", "consultation", "target_dialog"}
_ATTACHMENT = {"purpose", "start", "party", "dialog", *_FILE}
_ANALYSIS = {"type", "dialog", "vendor", "product", "schema", *_FILE}
_DISPOSITIONS = {"no-answer", "congestion", "failed", "busy", "hung-up", "voicemail-no-message"}
_DATE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
_EXTENDED = {"CC": {"role"}}
"""Parameters that the extensions named in `extensions` bring to a party."""


def breaches(vcon: Any) -> list[str]:
    """Every rule that is broken, with its section."""
    if not isinstance(vcon, dict):
        return ["3: a vCon is an object"]
    return [*_top(vcon), *_parties(vcon), *_dialogs(vcon), *_attachments(vcon), *_analyses(vcon)]


def _top(vcon: Mapping[str, Any]) -> Iterator[str]:
    if vcon.get("vcon") != "0.4.0":
        yield "4.1.1: vcon is 0.4.0"
    yield from _unknown("4.1", vcon, _TOP)
    try:
        if UUID(str(vcon.get("uuid"))).version != 8:
            yield "4.1.2: uuid should be of version 8"
    except ValueError:
        yield "4.1.2: uuid is a UUID"
    for name, section in (("extensions", "4.1.3"), ("critical", "4.1.4")):
        if not all(isinstance(item, str) for item in vcon.get(name, [])):
            yield f"{section}: {name} is a list of names"
    yield from _date("4.1.5", vcon, "created_at", needed=True)
    yield from _date("4.1.6", vcon, "updated_at")
    yield from _text("4.1.7", vcon, "subject")
    if "redacted" in vcon:
        redacted = vcon["redacted"]
        if "amended" in vcon or "group" in vcon:
            yield "4.1.8: redacted excludes amended and group"
        yield from _text("4.1.8.1", redacted, "type", needed=True)
        if redacted.get("uuid") == vcon.get("uuid"):
            yield "4.1.8.1: uuid is that of the less redacted vCon"
        if "url" in redacted and "content_hash" not in redacted:
            yield "4.1.8.1: url needs content_hash"


def _parties(vcon: Mapping[str, Any]) -> Iterator[str]:
    more = {name for extension in vcon.get("extensions", []) for name in _EXTENDED.get(extension, set())}
    for party in vcon.get("parties", []):
        yield from _unknown("4.2", party, _PARTY | more)
        for name in party.keys() - {"civicaddress"}:
            yield from _text("4.2", party, name)


def _dialogs(vcon: Mapping[str, Any]) -> Iterator[str]:
    for dialog in vcon.get("dialog", []):
        if not dialog:
            continue
        kind = dialog.get("type")
        if kind not in ("recording", "text", "transfer", "incomplete"):
            yield f"4.3.1: no type of dialog: {kind}"
        yield from _unknown("4.3", dialog, _DIALOG | (_TRANSFER if kind == "transfer" else set()))
        yield from _date("4.3.2", dialog, "start", needed=True)
        duration = dialog.get("duration", 0)
        if isinstance(duration, bool) or not isinstance(duration, int | float) or duration < 0:
            yield "4.3.3: duration is a number of seconds"
        if kind in ("transfer", "incomplete") and _CONTENT & dialog.keys():
            yield f"4.3.1: {kind} has no content"
        if (kind == "incomplete") != ("disposition" in dialog):
            yield "4.3.9: incomplete has a disposition, and nothing else has"
        if dialog.get("disposition", "busy") not in _DISPOSITIONS:
            yield "4.3.9: no disposition of these"
        if "body" in dialog and "mediatype" not in dialog:
            yield "4.3.6: what is inline has a mediatype"
        yield from _content("4.3.8", dialog)
        yield from _channels(vcon, dialog)


def _channels(vcon: Mapping[str, Any], dialog: Mapping[str, Any]) -> Iterator[str]:
    parties = dialog.get("parties", [])
    listed = parties if isinstance(parties, list) else [parties]
    flat = [party for entry in listed for party in (entry if isinstance(entry, list) else [entry])]
    for party in [*flat, *([dialog["originator"]] if "originator" in dialog else [])]:
        yield from _index("4.3.4", vcon, "parties", party)
    if flat and dialog.get("originator") == flat[0]:
        yield "4.3.5: originator is only given when it is not the first party"
    if dialog.get("mediatype") == "audio/x-wav" and "body" in dialog:
        channels = _wav_channels(dialog["body"])
        if channels > 1 and len(listed) != channels:
            yield f"4.3.4: {channels} channels, {len(listed)} entries in parties"


def _wav_channels(body: str) -> int:
    with wave.open(BytesIO(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)))) as file:
        return int(file.getnchannels())


def _attachments(vcon: Mapping[str, Any]) -> Iterator[str]:
    for attachment in vcon.get("attachments", []):
        yield from _unknown("4.4", attachment, _ATTACHMENT)
        yield from _text("4.4.1", attachment, "purpose")
        yield from _date("4.4.2", attachment, "start", needed=True)
        yield from _index("4.4.3", vcon, "parties", attachment.get("party"))
        yield from _index("4.4.4", vcon, "dialog", attachment.get("dialog"))
        yield from _content("4.4.7", attachment)


def _analyses(vcon: Mapping[str, Any]) -> Iterator[str]:
    for analysis in vcon.get("analysis", []):
        yield from _unknown("4.5", analysis, _ANALYSIS)
        yield from _text("4.5.1", analysis, "type", needed=True)
        dialog = analysis.get("dialog")  # always there for what was made of a conversation
        for index in dialog if isinstance(dialog, list) else [dialog]:
            yield from _index("4.5.2", vcon, "dialog", index)
        yield from _text("4.5.5", analysis, "vendor", needed=True)
        yield from _text("4.5.7", analysis, "schema")
        yield from _content("4.5.8", analysis)


def _content(section: str, part: Mapping[str, Any]) -> Iterator[str]:
    if "url" in part and "content_hash" not in part:
        yield "2.4: url needs content_hash"
    if "url" in part and "body" in part:
        yield f"{section}: inline or elsewhere, not both"
    if "body" not in part:
        return
    body, encoding = part["body"], part.get("encoding")
    if not isinstance(body, str):
        yield "2.3.1: body is a string"
    elif encoding == "base64url":
        if not re.fullmatch(r"[A-Za-z0-9_-]*", body) or len(body) % 4 == 1:
            yield "2.3: base64url without padding"
    elif encoding == "json":
        try:
            json.loads(body)
        except ValueError:
            yield "2.3.2: body is no JSON"
    elif encoding != "none":
        yield f"2.3.2: no encoding: {encoding}"


def _unknown(section: str, part: Mapping[str, Any], known: set[str]) -> Iterator[str]:
    yield from (f"{section}: {name} is not defined here" for name in sorted(part.keys() - known))


def _index(section: str, vcon: Mapping[str, Any], of: str, index: Any) -> Iterator[str]:
    if not isinstance(index, int) or isinstance(index, bool) or not 0 <= index < len(vcon.get(of, [])):
        yield f"{section}: {index} is not the index of one of {of}"


def _text(section: str, part: Mapping[str, Any], name: str, *, needed: bool = False) -> Iterator[str]:
    if not isinstance(part.get(name, None if needed else ""), str):
        yield f"{section}: {name} is a string"


def _date(section: str, part: Mapping[str, Any], name: str, *, needed: bool = False) -> Iterator[str]:
    if name not in part and not needed:
        return
    text = str(part.get(name))
    if not _DATE.fullmatch(text):
        yield f"{section}: {name} is no RFC 3339 date"
        return
    datetime.fromisoformat(text)
