"""`voice forget`: remove calls for good, with their recordings.

Exit codes: 0 removed, 1 there was nothing to remove, 2 what was given cannot be used.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

from voice.errors import RecordsError
from voice.output import print_json
from voice.records.forgetting import Forgettable
from voice.records.retention import AT_ONCE, remove_files
from voice.records.store import Store
from voice.records.verbs import named_call, opened
from voice.settings import RecordsSettings

_ALL = 1_000_000


def run(args: argparse.Namespace, settings: RecordsSettings) -> int:
    """Remove what is meant; the exit code. Raises RecordsError."""
    if sum((bool(args.calls), args.caller is not None, args.older_than is not None)) != 1:
        raise RecordsError("name calls, or --caller, or --older-than; one of them")
    return asyncio.run(_run(args, settings))


async def _run(args: argparse.Namespace, settings: RecordsSettings) -> int:
    async with opened(settings.url) as store:
        calls = await _meant(args, store)
        if not args.dry_run:
            try:
                remove_files(settings.recordings, calls)
            except OSError as error:
                raise RecordsError(f"a recording cannot be removed: {error.strerror or error}") from error
            for start in range(0, len(calls), AT_ONCE):
                await store.forgetting.forget([call.id for call in calls[start : start + AT_ONCE]])
    _tell(args, calls)
    return int(not calls)


async def _meant(args: argparse.Namespace, store: Store) -> list[Forgettable]:
    if args.caller is not None:
        return await store.forgetting.of_caller(args.caller)
    if args.older_than is not None:
        if args.older_than < 0:
            raise RecordsError("--older-than is a number of days")
        moment = datetime.now(UTC) - timedelta(days=args.older_than)
        return await store.forgetting.before(moment, limit=_ALL)
    found = []
    for wanted in args.calls:
        record = await named_call(store, wanted)
        if record.row.ended is None:
            raise RecordsError(f"call {record.id} is in progress")
        found.append(Forgettable(record.id, record.row.recording))
    return found


def _tell(args: argparse.Namespace, calls: list[Forgettable]) -> None:
    if args.json:
        print_json({"forgotten": [call.id for call in calls], "dry_run": args.dry_run})
        return
    what = "would be removed" if args.dry_run else "removed"
    for call in calls:
        recording = f", {Path(call.recording).name}" if call.recording else ""
        sys.stdout.write(f"{what}: {call.id}{recording}\n")
    if not calls:
        sys.stdout.write("there is nothing to remove\n")
