"""Labelled sentences of intent sets, and fixed ways to keep a part of them out of the learning."""

from __future__ import annotations

import gzip
import json
import random
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Row:
    """One labelled sentence; the intent is None outside."""

    text: str
    intent: str | None
    split: str
    lang: str
    kind: str = ""


def read(folder: Path, name: str) -> list[Row]:
    """The rows of one set."""
    with gzip.open(folder / f"{name}.jsonl.gz", "rt", encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]
    return [
        Row(
            row["text"],
            None if row.get("oos") else row["intent"],
            row["split"],
            row["lang"],
            row.get("oos_kind", ""),
        )
        for row in rows
    ]


def part(rows: Iterable[Row], split: str) -> list[Row]:
    return [row for row in rows if row.split == split]


def grouped(rows: Iterable[Row]) -> dict[str, list[Row]]:
    """Rows by request, each group in a fixed order."""
    groups: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        groups[str(row.intent)].append(row)
    return {name: sorted(groups[name], key=lambda row: row.text) for name in sorted(groups)}


def common(rows: Iterable[Row], least: int) -> list[Row]:
    """The rows of requests that have enough of them, in each language."""
    kept = list(rows)
    counts = Counter((row.lang, row.intent) for row in kept)
    return [row for row in kept if counts[row.lang, row.intent] >= least]


def fifth(rows: Iterable[Row], number: int) -> tuple[list[Row], list[Row]]:
    """Four fifths of each request's rows, and the other fifth."""
    learned: list[Row] = []
    kept: list[Row] = []
    for name, group in grouped(rows).items():
        random.Random(f"fifths {name}").shuffle(group)
        for index, row in enumerate(group):
            (kept if index % 5 == number else learned).append(row)
    return learned, kept


def split_few(rows: Iterable[Row], count: int, draw: int) -> tuple[list[Row], list[Row]]:
    """So many rows of each request, and all the others."""
    learned: list[Row] = []
    kept: list[Row] = []
    for name, group in grouped(rows).items():
        random.Random(f"few {draw} {name}").shuffle(group)
        learned += group[:count]
        kept += group[count:]
    return learned, kept


def few(rows: Iterable[Row], count: int, draw: int) -> list[Row]:
    return split_few(rows, count, draw)[0]
