"""Comparisons in a terminal: what changed over all calls, and each change side by side."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest

from rich.console import Console
from rich.table import Table
from rich.text import Text

from voice.records.lines import printable
from voice.replay.compare import Comparison, Totals
from voice.replay.moments import Moment
from voice.replay.told import CHANGES, Compared, one_line, rows

MOST_SHOWN = 5
"""Of more changed calls than this only one line each is printed."""
_SHORT_ID = 12


def print_run(console: Console, compared: Sequence[Compared], totals: Totals, *, each: bool) -> None:
    """Everything that a run found; `each` shows every change in full."""
    changed = [one for one in compared if one.comparison is None or not one.comparison.same or one.broken]
    if each or len(changed) <= MOST_SHOWN:
        for one in changed:
            _print_call(console, one)
    else:
        for one in changed:
            _print(console, f"{_short(one.name)}  {one_line(one)}")
    _print_totals(console, totals, sum(one.broken for one in compared))
    alone = sum(one.comparison is None and not one.outcome.error for one in compared)
    if alone:
        _print(console, f"  {alone:>5}  replayed, with nothing to compare with")


def _print_call(console: Console, compared: Compared) -> None:
    job = compared.outcome.job
    about = f"{compared.name}  plan {job.plan.name} ({job.plan.sha[:12]})"
    _print(console, about, style="bold")
    _print(console, f"  {one_line(compared)}")
    if compared.broken:
        _print(console, "  this call is pinned: its decisions were expected to stay", style="red")
    if compared.comparison is not None:
        _print_sides(console, compared.comparison)
    console.print()


def _print_sides(console: Console, comparison: Comparison) -> None:
    if comparison.heard:
        turns = ", ".join(map(str, comparison.heard))
        _print(console, f"  heard otherwise, with the same decision: turn {turns}", style="dim")
    if comparison.first is None:
        return
    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in ("", f"then, turn {comparison.first.turn}", "now"):
        table.add_column(name, overflow="fold")
    for row in rows(comparison.first.then, comparison.first.now):
        style = "yellow" if row.differs else "dim"
        cells = (row.label, row.then, row.now)
        table.add_row(*(Text(printable(cell), style=style) for cell in cells))
    console.print(table)
    later = comparison.counterfactual_from or 0
    pairs = list(zip_longest(comparison.then[later:], comparison.now[later:]))
    if pairs:
        _print(console, "  counterfactual from here: this caller answers another bot", style="italic dim")
    for before, after in pairs:
        _print(console, f"  {_brief(before)}  |  {_brief(after)}", style="dim")


def _brief(moment: Moment | None) -> str:
    if moment is None:
        return "–"
    left = f" → person ({moment.transfer})" if moment.transfer else ""
    return f"{moment.turn}. {moment.heard or '(silence)'} → {moment.step}{left}"


def _print_totals(console: Console, totals: Totals, broken: int) -> None:
    calls = "1 call" if totals.calls == 1 else f"{totals.calls} calls"
    _print(console, f"{calls}: {totals.same} the same, {_differing(totals)} changed", style="bold")
    for change, names in totals.changed:
        shown = ", ".join(_short(name) for name in names[:MOST_SHOWN])
        more = f" and {len(names) - MOST_SHOWN} more" if len(names) > MOST_SHOWN else ""
        _print(console, f"  {len(names):>5}  {CHANGES[change]}: {shown}{more}")
    if totals.failed:
        _print(console, f"  {len(totals.failed):>5}  could not be replayed", style="red")
    if broken:
        _print(console, f"  {broken:>5}  pinned, and not as expected", style="red")


def _differing(totals: Totals) -> int:
    return totals.calls - totals.same - len(totals.failed)


def _short(name: str) -> str:
    return name if "." in name else name[:_SHORT_ID]


def _print(console: Console, text: str, style: str = "") -> None:
    console.print(Text(printable(text), style=style))
