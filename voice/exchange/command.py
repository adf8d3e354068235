"""`voice export` and `voice restore`: calls to files and back.

Exit codes: 0 done, 2 what was given cannot be used.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
from pathlib import Path

from voice.dialplan.load import PLAN, load_plan
from voice.dialplan.model import Dialplan
from voice.errors import ExchangeError, PlanError
from voice.events import CallEvent, CallStarted
from voice.exchange.redacted import Redacted
from voice.exchange.sound import wav_without
from voice.exchange.vcon import events_of, read_vcon, sound_of, to_vcon
from voice.exchange.vtt import webvtt
from voice.output import print_json
from voice.records.journal import dump_event
from voice.records.rows import CallRecord
from voice.records.verbs import named_call, opened
from voice.settings import Settings


def run_export(args: argparse.Namespace, settings: Settings) -> int:
    """Write one call in one format; the exit code. Raises VoiceError."""
    if args.kind == "wav" and args.out is None:
        raise ExchangeError("sound does not go to a terminal: add --out FILE.wav")
    record = asyncio.run(_record(args.id, settings))
    hidden = Redacted(record.events, _plan(record.row.plan, settings)) if args.redact else None
    content = _content(args, record, hidden, settings)
    if args.out is None:
        sys.stdout.buffer.write(content)
        return 0
    _write(args.out, content)
    told = {"file": str(args.out), "call": record.id, "as": args.kind, "redacted": args.redact}
    if args.json:
        print_json(told)
    return 0


def run_restore(args: argparse.Namespace, settings: Settings) -> int:
    """Take exported calls into the records; the exit code. Raises VoiceError before anything is taken in."""
    calls, wrong = [], []
    for path in args.files:
        try:
            calls.append((path, *_read(path)))
        except ExchangeError as error:
            wrong.append(error.message)
    if wrong:
        raise ExchangeError("\n".join([*wrong, "nothing was taken in"]))
    ids = asyncio.run(_take(calls, settings))
    if args.json:
        print_json({"calls": ids})
    else:
        sys.stdout.write("".join(f"{call_id}\n" for call_id in ids))
    return 0


def _content(
    args: argparse.Namespace, record: CallRecord, hidden: Redacted | None, settings: Settings
) -> bytes:
    events = record.events if hidden is None else hidden.events()
    match args.kind:
        case "vtt":
            return webvtt(events).encode("utf-8", "replace")
        case "jsonl":
            return b"".join(dump_event(event) + b"\n" for event in events)
        case "wav":
            wav = _wav(record, hidden, settings)
            if wav is None:
                raise ExchangeError(f"call {record.id} has no recording any more")
            return wav
        case _:
            sound = None if args.no_audio else _wav(record, hidden, settings)
            vcon = to_vcon(events, sound, redacted=hidden is not None)
            return (json.dumps(vcon, ensure_ascii=False, indent=1) + "\n").encode("utf-8", "replace")


def _wav(record: CallRecord, hidden: Redacted | None, settings: Settings) -> bytes | None:
    places = [Path(record.row.recording)] if record.row.recording else []
    places.append(settings.records.recordings / f"{record.id}.wav")
    path = next((place for place in places if place.is_file()), None)
    if path is None:
        return None
    return path.read_bytes() if hidden is None else wav_without(path, hidden.stretches)


async def _record(call_id: str, settings: Settings) -> CallRecord:
    async with opened(settings.records.url) as store:
        return await named_call(store, call_id)


def _plan(name: str, settings: Settings) -> Dialplan | None:
    folder = settings.dialplans / name
    try:
        return load_plan(folder) if name and (folder / PLAN).is_file() else None
    except PlanError:
        return None


def _write(path: Path, content: bytes) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_bytes(content)
    except OSError as error:
        raise ExchangeError(f"{path} cannot be written: {error.strerror}") from error


def _read(path: Path) -> tuple[list[CallEvent], bytes | None]:
    try:
        vcon = read_vcon(path.read_bytes())
        events = events_of(vcon)
        sound = sound_of(vcon)
    except OSError as error:
        raise ExchangeError(f"{path}: {error.strerror or 'cannot be read'}") from error
    except ExchangeError as error:
        raise ExchangeError(f"{path}: {error.message}") from error
    if not events or not isinstance(events[0], CallStarted):
        raise ExchangeError(
            f"{path}: another program's vCon holds no decisions to keep; `voice replay FILE --plan NAME`"
            " runs its sound through a plan"
        )
    return events, sound


async def _take(calls: list[tuple[Path, list[CallEvent], bytes | None]], settings: Settings) -> list[str]:
    ids = []
    async with opened(settings.records.url) as store:
        for path, events, sound in calls:
            started = events[0]
            if not isinstance(started, CallStarted):  # `_read` has seen to it
                continue
            call_id = _safe(started.call_id, path)
            recording = None
            if sound is not None:
                wav = settings.records.recordings / f"{call_id}.wav"
                if not wav.exists():
                    _write(wav, sound)
                recording = str(wav.absolute())
            await store.save_events(call_id, events, recording=recording)
            ids.append(call_id)
    return ids


def _safe(call_id: str, path: Path) -> str:
    if not call_id or not all(char.isalnum() or char in "-_." for char in call_id) or call_id[0] == ".":
        raise ExchangeError(f"{path}: the call's id is not one of this gateway's")
    return call_id
