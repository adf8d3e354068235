"""A call as an unsigned vCon, and back: syntax 0.4.0 of draft-ietf-vcon-vcon-core-02 (IETF, January 2026).

One recording as dialog, the transcript as analysis, and all events of the call as an attachment, from which
`events_of` brings the call back as it was. Party 0 is the caller, 1 the bot, 2 the person who took the call.
A call whose recording is left out keeps its dialog, without content: transcript and events refer to it.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from pydantic import TypeAdapter, ValidationError

from voice.errors import ExchangeError
from voice.events import CallEnded, CallEvent, CallStarted, HandoffAccepted
from voice.exchange.vtt import cues

SYNTAX = "0.4.0"
DRAFT = "draft-ietf-vcon-vcon-core-02"
EVENTS = "voice-gateway-events"
"""Purpose of the attachment that holds the events."""
ROLES = "CC"
"""The extension that defines a party's role (draft-ietf-vcon-cc-extension)."""
_PARTIES = {"Caller": 0, "Bot": 1, "Agent": 2}
_VENDOR = "voice-gateway"
_ALL: TypeAdapter[list[CallEvent]] = TypeAdapter(list[CallEvent])


def to_vcon(
    events: Sequence[CallEvent], wav: bytes | None, *, redacted: bool = False, created: datetime | None = None
) -> dict[str, Any]:
    """The vCon as plain values. `wav` is the stereo recording; `redacted` says that events and wav are.

    Raises ExchangeError for a call without a beginning.
    """
    started = next((event for event in events if isinstance(event, CallStarted)), None)
    if started is None:
        raise ExchangeError("the call has no beginning on record; it cannot be exported as a vCon")
    original = vcon_id(started)
    body: dict[str, Any] = {
        "vcon": SYNTAX,
        "uuid": str(vcon_id(started, "redacted") if redacted else original),
        "created_at": _date(created or datetime.now(UTC)),
        "extensions": [ROLES],
        "subject": f"{started.plan} {started.dialled}".strip(),
    }
    if redacted:
        body["redacted"] = {"uuid": str(original), "type": "pii"}
    body["parties"] = _parties(started, events)
    body["dialog"] = [_dialog(started, events, wav, len(body["parties"]))]
    body["analysis"] = [_transcript(events)]
    body["attachments"] = [
        {
            "purpose": EVENTS,
            "start": _date(started.started),
            "party": 1,
            "dialog": 0,
            "mediatype": "application/json",
            "encoding": "json",
            "body": _ALL.dump_json(list(events)).decode(),
        }
    ]
    return body


def events_of(vcon: Any) -> list[CallEvent]:
    """The events of a call that this gateway exported; none of any other vCon. Raises ExchangeError."""
    for attachment in _list(vcon, "attachments"):
        if isinstance(attachment, dict) and attachment.get("purpose") == EVENTS:
            try:
                return _ALL.validate_json(str(attachment.get("body", "")))
            except ValidationError:
                raise ExchangeError("the vCon's events cannot be read; was it edited?") from None
    return []


def sound_of(vcon: Any) -> bytes | None:
    """The first recording that lies in the vCon itself; None without one. Raises ExchangeError."""
    for dialog in _list(vcon, "dialog"):
        if isinstance(dialog, dict) and dialog.get("type") == "recording" and dialog.get("body"):
            try:
                raw = str(dialog["body"])
                return base64.urlsafe_b64decode(raw + "=" * (-len(raw) % 4))
            except (ValueError, binascii.Error):
                raise ExchangeError("the vCon's recording is not base64url") from None
    return None


def read_vcon(text: str | bytes) -> dict[str, Any]:
    """A vCon from a file's content. Raises ExchangeError for what is none, or is signed or encrypted."""
    try:
        vcon = json.loads(text)
    except ValueError:
        raise ExchangeError("this is no JSON, so no vCon") from None
    if isinstance(vcon, dict) and ("payload" in vcon or "ciphertext" in vcon):
        raise ExchangeError("this vCon is signed or encrypted; give the unsigned one in it")
    if not isinstance(vcon, dict) or not isinstance(vcon.get("vcon"), str) or "uuid" not in vcon:
        raise ExchangeError("this is no vCon: vcon and uuid are missing")
    if critical := [*_list(vcon, "critical"), *_list(vcon, "must_support")]:
        raise ExchangeError(
            f"this vCon needs extensions that are not known here: {', '.join(map(str, critical))}"
        )
    return vcon


def vcon_id(started: CallStarted, kind: str = "") -> UUID:
    """A version 8 UUID (RFC 9562) of the call: its time, and a hash of its id; the same each time."""
    digest = hashlib.sha256(f"{started.call_id} {kind}".encode()).digest()
    milliseconds = int(started.started.timestamp() * 1000)
    number = (milliseconds & (1 << 48) - 1) << 80 | int.from_bytes(digest[:10], "big")
    number = number & ~(0xF << 76) | 8 << 76
    return UUID(int=number & ~(3 << 62) | 2 << 62)


def _parties(started: CallStarted, events: Sequence[CallEvent]) -> list[dict[str, Any]]:
    parties: list[dict[str, Any]] = [
        {"tel": started.caller, "role": "customer"} if started.caller else {"role": "customer"},
        {"name": f"voicebot {started.plan}", "role": "bot"},
    ]
    accepted = [event for event in events if isinstance(event, HandoffAccepted)]
    if accepted:
        parties.append({"name": accepted[-1].target, "role": "agent"})
    return parties


def _dialog(
    started: CallStarted, events: Sequence[CallEvent], wav: bytes | None, parties: int
) -> dict[str, Any]:
    seconds = max((event.at for event in events if isinstance(event, CallEnded)), default=0.0)
    # One entry a channel: the caller left, on the right the bot and then the person.
    about = {
        "type": "recording",
        "start": _date(started.started),
        "duration": seconds,
        "parties": [0, 1] if parties == 2 else [0, list(range(1, parties))],
        "mediatype": "audio/x-wav",
    }
    if wav is None:
        return about
    return about | {
        "filename": f"{started.call_id}.wav",
        "encoding": "base64url",
        "body": base64.urlsafe_b64encode(wav).decode().rstrip("="),
    }


def _transcript(events: Sequence[CallEvent]) -> dict[str, Any]:
    lines = [
        {"party": _PARTIES[cue.who], "start": round(cue.start, 2), "end": round(cue.end, 2), "text": cue.text}
        for cue in cues(events)
    ]
    return {
        "type": "transcript",
        "dialog": 0,
        "vendor": _VENDOR,
        "product": "voice export",
        "schema": "lines-1",
        "mediatype": "application/json",
        "encoding": "json",
        "body": json.dumps(lines, ensure_ascii=False),
    }


def _date(when: datetime) -> str:
    """RFC 3339."""
    return when.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _list(vcon: Any, name: str) -> list[Any]:
    value = vcon.get(name) if isinstance(vcon, dict) else None
    return value if isinstance(value, list) else []
