"""Differences for reading, and for a program."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from rich.console import Console
from rich.text import Text

from voice.administration.comparing.compare import Change, Compared, Kind
from voice.administration.comparing.flat import Value

_SIGNS = {Kind.ADDED: ("+", "green"), Kind.REMOVED: ("-", "red"), Kind.CHANGED: ("~", "yellow")}


def print_compared(console: Console, before: str, after: str, compared: Sequence[Compared]) -> None:
    """All differences by plan and by what they are about."""
    if not any(one.changes for one in compared):
        console.print(Text(f"{before} → {after}: nothing changes for callers", style="green"))
        return
    console.print(Text(f"{before} → {after}: what changes for callers", style="bold"))
    for one in compared:
        for group, changes in groupby(one.changes, key=lambda change: change.group):
            heading = f"{one.plan}: {group.value}" if one.plan and len(compared) > 1 else group.value
            console.print()
            console.print(Text(heading, style="bold"))
            for change in changes:
                _print(console, change)


def _print(console: Console, change: Change) -> None:
    sign, colour = _SIGNS[change.kind]
    name = " ".join(part for part in (change.item, change.key) if part) or "the plan"
    before, after = _only(change.before, change.after), _only(change.after, change.before)
    plain = isinstance(change.before, str) and isinstance(change.after, str)
    short = plain and sum(map(len, (*before, *after))) <= 70
    if short and change.kind is Kind.CHANGED and before and after:
        console.print(Text(f"  {sign} {name}: {before[0]} → {after[0]}", style=colour))
        return
    if short and change.kind is not Kind.CHANGED:
        console.print(Text(f"  {sign} {name}: {(before or after or ('',))[0]}", style=colour))
        return
    console.print(Text(f"  {sign} {name}", style=colour))
    for mark, style, values in (("-", "red", before), ("+", "green", after)):
        for value in values:
            console.print(Text(f"      {mark} {value}", style=style))
    if not before and not after:
        console.print(Text(f"      in another order: {', '.join(_listed(change.after))}", style=colour))


def _only(value: Value, other: Value) -> list[str]:
    """Of a list, what the other one lacks."""
    return [item for item in _listed(value) if item not in _listed(other)]


def _listed(value: Value) -> list[str]:
    return [value] if isinstance(value, str) and value else list(value)


def as_data(before: str, after: str, compared: Sequence[Compared]) -> dict[str, Any]:
    """The same for a program."""
    return {
        "before": before,
        "after": after,
        "identical": not any(one.changes for one in compared),
        "changes": [
            {
                "plan": one.plan,
                "group": change.group.name.lower(),
                "item": change.item,
                "key": change.key,
                "kind": change.kind.value,
                "before": change.before,
                "after": change.after,
            }
            for one in compared
            for change in one.changes
        ],
    }
