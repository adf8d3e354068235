"""`voice mood`: anger, distress and demand of each line, one JSON object a line."""

from __future__ import annotations

import json
from collections.abc import Iterable
from io import TextIOWrapper
from typing import TextIO

from voice.escalation.mood import moods
from voice.turn import Language

TOGETHER = 64
"""Lines that are judged at once when they come fast."""


def run(language: Language, lines: Iterable[str], out: TextIO) -> int:
    """Print {"line", "anger", "distress", "demand", "evidence"} per line, in order; empty lines too."""
    for stream in (lines, out):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")
    waiting: list[str] = []

    def judge() -> None:
        for line, mood in zip(waiting, moods(waiting, language), strict=True):
            row = {
                "line": line,
                "anger": mood.anger,
                "distress": mood.distress,
                "demand": mood.demand,
                "evidence": list(mood.evidence),
            }
            out.write(json.dumps(row, ensure_ascii=False) + "\n")
        out.flush()
        waiting.clear()

    for line in lines:
        waiting.append(line.rstrip("\r\n"))
        if len(waiting) >= TOGETHER or getattr(lines, "isatty", lambda: False)():
            judge()
    if waiting:
        judge()
    return 0
