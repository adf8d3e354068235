"""Which calls to replay: ids of the records or their beginnings, sound files, folders of them, or a query."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from voice.errors import AudioFileError, ExchangeError, RecordsError, VoiceError
from voice.exchange.vcon import events_of, read_vcon, sound_of
from voice.records.query import Query, ended_so
from voice.records.rows import CallRecord, CallRow, fold
from voice.records.store import Store
from voice.records.verbs import opened
from voice.replay.recorded import Recorded, recorded_call, recorded_file
from voice.settings import RecordsSettings

SOUNDS = (".wav", ".flac", ".ogg", ".mp3")
VCONS = (".vcon", ".vcon.json")
_MOST = 1_000_000


@dataclass(frozen=True, slots=True)
class Found:
    """The calls to replay, in a fixed order, and those that cannot be."""

    calls: tuple[Recorded, ...]
    unusable: tuple[tuple[str, str], ...] = ()
    """Name and reason."""


async def find(
    names: Sequence[str],
    query: Query | None,
    settings: RecordsSettings,
    *,
    kept: Path,
    at: datetime | None = None,
) -> Found:
    """Gather the calls. Raises VoiceError with all ids that are not there and files that cannot be read.

    What cannot be read in a folder is left out. `at` is when the callers of sound files are taken to phone;
    `kept` is where the sound of vCons is put.
    """
    calls, unusable, wrong = _from_files([Path(name) for name in names if _is_path(name)], at, kept)
    ids = [name for name in names if not _is_path(name)]
    if ids or query is not None:
        async with opened(settings.url) as store:
            for record in await _records(store, ids, query, wrong):
                try:
                    recorded = recorded_call(record, settings.recordings)
                except RecordsError as error:
                    unusable.append((record.id, error.message))
                else:
                    calls[recorded.id] = recorded
    if wrong:
        raise type(wrong[0])("\n".join(error.message for error in wrong))
    return Found(tuple(calls.values()), tuple(unusable))


def _from_files(
    paths: Sequence[Path], at: datetime | None, kept: Path
) -> tuple[dict[str, Recorded], list[tuple[str, str]], list[VoiceError]]:
    """Calls by id, what cannot be read in folders, and what is wrong with the files that are named."""
    calls: dict[str, Recorded] = {}
    unusable: list[tuple[str, str]] = []
    wrong: list[VoiceError] = []
    for path in paths:
        try:
            files = _files(path)
        except AudioFileError as error:
            wrong.append(error)
            continue
        for each in files:
            try:
                file = _file(each, at, kept)
            except (AudioFileError, ExchangeError) as error:
                if each is path:
                    wrong.append(error)
                else:
                    unusable.append((each.name, error.message))
            else:
                calls[file.id] = file
    return calls, unusable, wrong


def _file(path: Path, at: datetime | None, kept: Path) -> Recorded:
    if not path.name.lower().endswith(VCONS):
        return recorded_file(path, at)
    try:
        vcon = read_vcon(path.read_bytes())
        events, sound = events_of(vcon), sound_of(vcon)
    except OSError as error:
        raise AudioFileError(f"{path}: {error.strerror or 'cannot be read'}.") from error
    except ExchangeError as error:
        raise ExchangeError(f"{path}: {error.message}") from error
    wav = _kept(sound, kept) if sound is not None else None
    if not events:
        if wav is None:
            raise ExchangeError(f"{path}: this vCon holds no recording, only where one may be")
        return replace(recorded_file(wav, at), name=path.name)
    row = fold(CallRow(path.name), events)
    record = CallRecord(replace(row, id=path.name, recording=str(wav) if wav else None), events)
    return recorded_call(record, kept)


def _kept(sound: bytes, folder: Path) -> Path:
    """The sound as a file, for its owner alone."""
    path = folder / "vcon" / f"{hashlib.sha256(sound).hexdigest()}.wav"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        path.touch(mode=0o600)
        path.write_bytes(sound)
    return path


def _is_path(name: str) -> bool:
    path = Path(name)
    return path.exists() or path.name.lower().endswith((*SOUNDS, *VCONS)) or len(path.parts) > 1


def _files(path: Path) -> list[Path]:
    if path.is_dir():
        found = sorted(file for file in path.rglob("*") if file.name.lower().endswith((*SOUNDS, *VCONS)))
        if not found:
            raise AudioFileError(f"{path}: no sound file in this folder ({', '.join(SOUNDS)}).")
        return found
    return [path]


async def _records(
    store: Store, ids: Sequence[str], query: Query | None, wrong: list[VoiceError]
) -> list[CallRecord]:
    """The calls of the records; ids that nothing has are added to what is `wrong`."""
    records = []
    for name in ids:
        record = await store.call(name)
        if record is None:
            wrong.append(
                RecordsError(
                    f"no call's id begins with {name}, and there is no such file;"
                    " `voice calls` lists the calls"
                )
            )
        else:
            records.append(record)
    if query is not None:
        records += await _matching(store, query)
    return records


async def _matching(store: Store, query: Query) -> list[CallRecord]:
    rows = await store.recent_calls(_MOST, plan=query.plan, since=query.since)
    records = []
    for row in rows:
        if row.ended is None or row.door == "callback" or not ended_so(row, query.ended):
            continue
        record = await store.call(row.id)
        if record is None or (query.score is not None and not query.score.holds(record.events)):
            continue
        records.append(record)
        if query.limit is not None and len(records) >= query.limit:
            break
    return records
