"""The history of publications, told for people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import zip_longest

from voice.dialplan.load import PLAN, ROUTES
from voice.records.versions import Publication


def changed_plans(
    lines: Sequence[Publication], files: Mapping[str, Mapping[str, str]]
) -> dict[int, list[str]]:
    """By number, the plans that it changed; `lines` latest first, `files` of every version in it.

    A file outside the folders of plans counts for each plan that both versions hold, but for the routes.
    """
    changed: dict[int, list[str]] = {}
    for line, earlier in zip_longest(lines, lines[1:]):
        old = files.get(earlier.version, {}) if earlier else {}
        changed[line.number] = _differing(old, files.get(line.version, {}))
    return changed


def _differing(old: Mapping[str, str], new: Mapping[str, str]) -> list[str]:
    tops = {path.partition("/")[0] for path in {*old, *new} if old.get(path) != new.get(path)}
    plans = {path.removesuffix(f"/{PLAN}") for path in {*old, *new} if path.endswith(f"/{PLAN}")}
    shared = tops - plans - {ROUTES}
    return sorted(plans if shared else plans & tops)


def as_lines(lines: Sequence[Publication], changed: Mapping[int, Sequence[str]]) -> list[str]:
    """A table; the first line is in use when it is the latest of all."""
    rows = [("number", "published", "author", "version", "plans", "message")]
    rows += [
        (
            str(line.number),
            line.published.astimezone().strftime("%Y-%m-%d %H:%M"),
            line.author,
            line.short,
            ", ".join(changed[line.number]) or "routes",
            line.message if line.kind == "publish" else f"rollback: {line.message}",
        )
        for line in lines
    ]
    widths = [max(len(row[column]) for row in rows) for column in range(5)]
    return [
        "  ".join([*(cell.ljust(width) for cell, width in zip(row, widths, strict=False)), row[-1]])
        for row in rows
    ]
