"""`voice mood`: anger, distress and demand of each line, one JSON object a line."""

from __future__ import annotations

import json
from typing import IO, TextIO

from threadpoolctl import threadpool_limits

from voice.escalation.mood import moods
from voice.input import read_batches
from voice.turn import Language


def run(language: Language, stream: IO[bytes], out: TextIO, errors: TextIO) -> int:
    """Print {"line", "anger", "distress", "demand", "evidence"} per line, in order; empty lines too."""
    guessed = 0
    with threadpool_limits(1, "blas"):  # several threads on matrices this small only wait for each other
        for batch in read_batches(stream):
            guessed += sum(line.guessed for line in batch)
            said = [line.text for line in batch]
            for line, mood in zip(said, moods(said, language), strict=True):
                row = {
                    "line": line,
                    "anger": mood.anger,
                    "distress": mood.distress,
                    "demand": mood.demand,
                    "evidence": list(mood.evidence),
                }
                out.write(json.dumps(row, ensure_ascii=False) + "\n")
            out.flush()
    if guessed:
        errors.write(f"standard input: lines that are not UTF-8, read as Windows-1252: {guessed}\n")
    return 0
