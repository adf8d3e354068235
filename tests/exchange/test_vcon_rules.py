"""Every vCon that is written keeps the rules of the draft; and the rules do find what is wrong."""

from __future__ import annotations

import json
import wave
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from tests.exchange.vcon_rules import breaches
from tests.records.calls import whole_call
from tests.replay.recorded_calls import SCRIPTS, live
from voice.events import CallStarted
from voice.exchange.redacted import Redacted
from voice.exchange.vcon import to_vcon

EXAMPLES = sorted(Path("docs/examples/calls").glob("*.vcon"))
QUICK = ("served", "presses 0", "order by keys", "hangs up amid a sentence")


def wav(channels: int = 2) -> bytes:
    out = BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(channels)
        file.setsampwidth(2)
        file.setframerate(8000)
        file.writeframes(bytes(2 * channels * 800))
    return out.getvalue()


def written(vcon: dict[str, Any]) -> Any:
    """As another program reads it."""
    return json.loads(json.dumps(vcon))


@pytest.mark.parametrize("sound", [None, wav()], ids=["without sound", "with sound"])
def test_a_call_that_a_person_took_keeps_the_rules(sound: bytes | None) -> None:
    assert breaches(written(to_vcon(whole_call(), sound))) == []


@pytest.mark.parametrize("sound", [None, wav()], ids=["without sound", "with sound"])
def test_a_redacted_call_keeps_the_rules(sound: bytes | None) -> None:
    events = Redacted(whole_call(), None).events()
    assert breaches(written(to_vcon(events, sound, redacted=True))) == []


def test_a_withheld_number_keeps_the_rules() -> None:
    events = [
        event.model_copy(update={"caller": ""}) if isinstance(event, CallStarted) else event
        for event in whole_call()
    ]
    assert breaches(written(to_vcon(events, wav()))) == []


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=[] if name in QUICK else [pytest.mark.weights]) for name in SCRIPTS]
)
def test_every_kind_of_call_keeps_the_rules(name: str) -> None:
    assert breaches(written(to_vcon(live(name).events, wav()))) == []


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_the_examples_keep_the_rules(path: Path) -> None:
    assert breaches(json.loads(path.read_text("utf-8"))) == []


def change(place: str, value: Any) -> Callable[[dict[str, Any]], None]:
    """Set or, for None, remove what stands at a place like dialog.0.type."""

    def change(vcon: dict[str, Any]) -> None:
        *way, last = [int(part) if part.isdigit() else part for part in place.split(".")]
        part: Any = vcon
        for step in way:
            part = part[step]
        if value is None:
            del part[last]
        else:
            part[last] = value

    return change


@pytest.mark.parametrize(
    ("place", "value", "section"),
    [
        ("vcon", "0.0.1", "4.1.1"),
        ("uuid", "1", "4.1.2"),
        ("extensions", None, "4.2"),
        ("created_at", "4 March", "4.1.5"),
        ("created_at", None, "4.1.5"),
        ("other", 1, "4.1"),
        ("dialog.0.type", "call", "4.3.1"),
        ("dialog.0.type", "incomplete", "4.3.1"),
        ("dialog.0.start", None, "4.3.2"),
        ("dialog.0.duration", -1, "4.3.3"),
        ("dialog.0.parties", [0, 1, 2], "4.3.4"),
        ("dialog.0.parties", [0, [1, 7]], "4.3.4"),
        ("dialog.0.originator", 0, "4.3.5"),
        ("dialog.0.mediatype", None, "4.3.6"),
        ("dialog.0.encoding", "base64", "2.3.2"),
        ("dialog.0.disposition", "busy", "4.3.9"),
        ("attachments.0.dialog", None, "4.4.4"),
        ("attachments.0.party", 9, "4.4.3"),
        ("attachments.0.body", {}, "2.3.1"),
        ("analysis.0.vendor", None, "4.5.5"),
        ("analysis.0.dialog", 3, "4.5.2"),
        ("analysis.0.body", "{", "2.3.2"),
    ],
)
def test_the_rules_find_what_is_wrong(place: str, value: Any, section: str) -> None:
    vcon = written(to_vcon(whole_call(), wav()))
    change(place, value)(vcon)
    assert any(breach.startswith(f"{section}:") for breach in breaches(vcon)), breaches(vcon)
