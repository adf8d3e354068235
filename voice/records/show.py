"""Calls in a terminal: a list of them, and one with all that was said and decided."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from voice.events import CALL_EVENT
from voice.output import console, print_json
from voice.records.lines import event_line, printable
from voice.records.rows import CallRecord, CallRow
from voice.records.verbs import named_call, opened
from voice.settings import RecordsSettings

_SHORTEST_ID = 8
_STYLES = {"caller": "cyan", "bot": "green", "agent": "magenta"}


async def list_calls(settings: RecordsSettings, *, limit: int, as_json: bool) -> int:
    """Print the latest calls, latest first; the exit code. Raises RecordsError."""
    async with opened(settings.url) as store:
        rows = await store.recent_calls(limit)
    if as_json:
        print_json([row.as_json() for row in rows])
    elif rows:
        console().print(_table(rows))
    else:
        console().print("No calls yet.")
    return 0


async def show_call(settings: RecordsSettings, call_id: str, *, as_json: bool) -> int:
    """Print one call, by its id or the beginning of it; the exit code. Raises RecordsError."""
    async with opened(settings.url) as store:
        record = await named_call(store, call_id)
    if as_json:
        print_json(call_json(record))
    else:
        _print_call(record, console())
    return 0


def call_json(record: CallRecord) -> dict[str, Any]:
    """Everything that is kept of a call, as plain values."""
    return {
        "call": record.row.as_json(),
        "events": [CALL_EVENT.dump_python(event, mode="json") for event in record.events],
        "handoffs": record.handoffs,
    }


def _table(rows: list[CallRow]) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in (
        "id",
        "started",
        "plan",
        "caller",
        "dialled",
        "door",
        "language",
        "turns",
        "length",
        "ended",
    ):
        table.add_column(name, no_wrap=name in ("id", "started"))
    table.add_column("hand-over")
    length = _id_length([row.id for row in rows])
    for row in rows:
        cells = (
            row.id[:length],
            _started(row),
            row.plan,
            row.caller,
            row.dialled,
            row.door,
            row.language or "",
            str(row.turns),
            _length(row),
            _words(row.ended) if row.ended else "in progress",
            _words(row.handoff or ""),
        )
        table.add_row(*(Text(printable(cell)) for cell in cells))
    return table


def _print_call(record: CallRecord, screen: Console) -> None:
    row = record.row
    screen.print(Text(f"Call {row.id}", style="bold"))
    ended = _words(row.ended) if row.ended else "in progress"
    turns = f"{row.turns} turn" + ("" if row.turns == 1 else "s")
    facts = (_started(row), f"{row.caller} → {row.dialled}", row.door, row.plan, row.language, turns)
    screen.print(Text(printable(" · ".join(str(fact) for fact in (*facts, _length(row), ended) if fact))))
    screen.print(Text(_recording(row)))
    screen.print()
    table = Table(box=None, pad_edge=False, show_header=False)
    table.add_column(justify="right", no_wrap=True, style="dim")
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    for event in record.events:
        for line in event_line(event):
            style = _STYLES.get(line.who, "dim")
            clock = "" if line.at is None else _clock(line.at)
            table.add_row(
                clock, Text(line.who, style=style), Text(line.text, style="" if line.who else "dim")
            )
    screen.print(table)
    for brief in record.handoffs:
        _print_brief(brief, screen)


def _print_brief(brief: dict[str, Any], screen: Console) -> None:
    screen.print()
    screen.print(Text(printable(f"Hand-over {brief.get('id', '')}: {brief.get('status', '')}"), style="bold"))
    for sentence in brief.get("summary") or ():
        screen.print(Text(printable(f"  {sentence}")))
    for title, key in (("spoken", "spoken"), ("next", "next_step")):
        if brief.get(key):
            screen.print(Text(printable(f"  {title}: {brief[key]}")))


def _id_length(ids: list[str]) -> int:
    """How much of the ids tells them apart."""
    length = _SHORTEST_ID
    while len({call_id[:length] for call_id in ids}) < len(ids):
        length += 1
    return length


def _started(row: CallRow) -> str:
    return row.started.astimezone().strftime("%Y-%m-%d %H:%M:%S") if row.started else ""


def _length(row: CallRow) -> str:
    return "" if row.seconds is None else f"{int(row.seconds) // 60}:{int(row.seconds) % 60:02}"


def _clock(seconds: float) -> str:
    tenths = round(seconds * 10)
    return f"{tenths // 600}:{tenths % 600 // 10:02}.{tenths % 10}"


def _recording(row: CallRow) -> str:
    if row.recording is None:
        return "no recording"
    there = Path(row.recording).exists()
    return printable(f"recording: {row.recording}" + ("" if there else " (not there any more)"))


def _words(name: str) -> str:
    return name.replace("_", " ")
