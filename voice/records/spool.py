"""Files of what the database has not got yet, and what becomes of those whose process died."""

from __future__ import annotations

import asyncio
import os
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, NotRequired

from loguru import logger
from pydantic import AwareDatetime, TypeAdapter
from typing_extensions import TypedDict

from voice.events import (
    CallbackAnswered,
    CallbackBegan,
    CallEnded,
    CallEvent,
    CallStarted,
    QueueJoined,
    QueueLeft,
)
from voice.records.journal import SUFFIX, claim, load_events
from voice.records.recording import repair
from voice.records.store import Brief, Store
from voice.turn import EndReason

HANDOFF_SUFFIX = ".handoff.json"


def wav_of(folder: Path, call_id: str) -> Path:
    """Where the recording of a call is."""
    return folder / f"{call_id}.wav"


def brief_path(folder: Path, handoff_id: str) -> Path:
    """Where a written summary waits."""
    return folder / f"{handoff_id}{HANDOFF_SUFFIX}"


def orphans(folder: Path) -> list[Path]:
    """Files in the folder whose content may not be in the database."""
    return sorted([*folder.glob(f"*{SUFFIX}"), *folder.glob(f"*{HANDOFF_SUFFIX}")])


def keep_brief(folder: Path, brief: Brief) -> None:
    """Write a summary to its file, whole or not at all; a disk that refuses is logged."""
    path = brief_path(folder, brief.id)
    draft = path.with_suffix(".part")
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        draft.touch(mode=0o600)
        draft.write_text(brief.model_dump_json(), encoding="utf-8", errors="replace")
        draft.replace(path)
    except OSError as error:
        logger.error("handoff {}: cannot be written to disk: {}", brief.id, error.strerror)


async def store_orphan(path: Path, store: Store, *, deliver: bool) -> None:
    """Bring one file to the database and remove it; one that a living process writes is left alone.

    Raises RecordsError when the database does not take it, OSError when the file cannot be read.
    """
    if path.name.endswith(HANDOFF_SUFFIX):
        await _store_brief(path, store, deliver)
    else:
        await _store_journal(path, store)


@dataclass(frozen=True, slots=True)
class _WrittenBrief:
    id: str
    call_id: str
    created: datetime
    text: str
    revision: int = 0

    def model_dump_json(self) -> str:
        return self.text


class _Head(TypedDict):
    id: str
    call_id: str
    created: AwareDatetime
    after: NotRequired[list[Any]]
    fluent: NotRequired[str]


_HEAD: TypeAdapter[_Head] = TypeAdapter(_Head)


async def _store_brief(path: Path, store: Store, deliver: bool) -> None:
    brief = await asyncio.to_thread(_read_brief, path)
    if brief is not None:
        await store.save_handoff(brief, deliver=deliver)
        await asyncio.to_thread(path.unlink, missing_ok=True)


def _read_brief(path: Path) -> _WrittenBrief | None:
    try:
        text = path.read_text(encoding="utf-8")
        head = _HEAD.validate_json(text)
        # As voice.handoff.brief counts them.
        revision = 2 * len(head.get("after", ())) + bool(head.get("fluent"))
        return _WrittenBrief(head["id"], head["call_id"], head["created"], text, revision)
    except FileNotFoundError:
        return None
    except ValueError:
        _put_away(path)
        return None


async def _store_journal(path: Path, store: Store) -> None:
    fd = await asyncio.to_thread(claim, path)
    if fd is None:
        return
    try:
        events = await asyncio.to_thread(_read_journal, path)
        if events:
            await _store_events(path, events, store)
    finally:
        os.close(fd)


def _read_journal(path: Path) -> list[CallEvent]:
    events = load_events(path.read_bytes().splitlines())
    if events and isinstance(events[0], CallStarted):
        return events
    _put_away(path)
    return []


async def _store_events(path: Path, events: list[CallEvent], store: Store) -> None:
    call_id = path.name.removesuffix(SUFFIX)
    recording = await asyncio.to_thread(_repaired, wav_of(path.parent, call_id))
    row = await store.save_events(call_id, events, recording=recording)
    if row.ended is None:
        if (called := _talked_when_called_back(events)) is not None:
            await store.callings.talk_cut_off(called)
        elif _was_waiting(events):
            await store.callings.cut_off(row)
        end = CallEnded(at=_latest(events), reason=EndReason.LINE_LOST)
        await store.save_events(call_id, [end], first=row.events)
    await asyncio.to_thread(path.unlink, missing_ok=True)


def _talked_when_called_back(events: list[CallEvent]) -> int | None:
    """The wish of a caller who was called back and had picked up as the process died."""
    answered = any(isinstance(event, CallbackAnswered) for event in events)
    began = [event.callback for event in events if isinstance(event, CallbackBegan)]
    return began[0] if began and answered else None


def _was_waiting(events: list[CallEvent]) -> bool:
    """True when a caller on the line waited for an agent, or had one, as the process died."""
    if any(isinstance(event, CallbackBegan) for event in events):
        return False  # whom the gateway was calling back is in the records already
    left = [event for event in events if isinstance(event, (QueueJoined, QueueLeft))]
    return bool(left) and (isinstance(left[-1], QueueJoined) or left[-1].why == "taken")


def _latest(events: list[CallEvent]) -> float:
    """When the last thing known of the call happened, in seconds since it was answered."""
    return max(max(event.at, getattr(event, "ended", event.at)) for event in events)


def _repaired(wav: Path) -> str | None:
    try:
        repair(wav)
    except FileNotFoundError:
        return None
    except OSError as error:
        logger.error("recording {}: cannot be repaired: {}", wav.name, error.strerror)
    return str(wav.absolute())


def _put_away(path: Path) -> None:
    # Nothing in it can be stored; it is kept for a person to look at, unless it is empty.
    if path.stat().st_size == 0:
        path.unlink()
        return
    logger.error("{} holds nothing that can be read; kept as {}.unreadable", path.name, path.name)
    path.rename(path.with_name(f"{path.name}.unreadable"))
