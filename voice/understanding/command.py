"""`voice understand`: learn requests from labelled sentences, then read others; JSON Lines in and out."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, TextIO

from voice.errors import ExamplesError
from voice.turn import LANGUAGES, Intent
from voice.understanding.intents import ExampleClassifier, Reading, general_background
from voice.understanding.several import find_requests

OUTSIDE = ("oos", "out_of_scope")
"""Names of the intent of sentences that nothing serves; null means the same."""


def run(examples: Path, lines: Iterable[str], out: TextIO) -> int:
    """Read rows {"text": …} from `lines`; write each with "intents" and "out_of_scope" to `out`.

    Other keys of a row are passed on. Raises ExamplesError.
    """
    classifier = learn(examples)
    for _, row in _rows(lines, "standard input"):
        intents, whole = find_requests(row["text"], classifier)
        shown = [{"name": intent.name, "confidence": intent.confidence} for intent in _shown(intents, whole)]
        answer = {**row, "intents": shown, "out_of_scope": whole.out_of_scope}
        out.write(json.dumps(answer, ensure_ascii=False).encode("utf-8", "replace").decode() + "\n")
    return 0


def learn(path: Path) -> ExampleClassifier:
    """The classifier for the labelled sentences of a file."""
    try:
        with path.open(encoding="utf-8") as file:
            return classifier_of(_rows(file, str(path)), str(path))
    except OSError as error:
        raise ExamplesError(f"{path}: {error.strerror or error}.") from error


def classifier_of(rows: Iterable[tuple[int, Mapping[str, Any]]], name: str) -> ExampleClassifier:
    """The classifier for numbered rows {"text", "intent"}; `name` says in errors where they come from."""
    examples: dict[str, list[str]] = {}
    outside: list[str] = []
    for number, row in rows:
        intent = row.get("intent", "")
        if intent is None or intent in OUTSIDE:
            outside.append(row["text"])
        elif isinstance(intent, str) and intent:
            examples.setdefault(intent, []).append(row["text"])
        else:
            raise ExamplesError(f'{name}, line {number}: "intent" must be a name, or null for outside.')
    if not examples:
        raise ExamplesError(f"{name}: no row with an intent; give at least one example.")
    return ExampleClassifier(examples, outside=outside, background=general_background(LANGUAGES))


def _shown(intents: Sequence[Intent], whole: Reading) -> list[Intent]:
    """What was found, most probable by the whole sentence first; the best guess where nothing was sure."""
    if len(intents) < 2:
        return list(whole.intents[:1])
    rank = {intent.name: index for index, intent in enumerate(whole.intents)}
    return sorted(intents, key=lambda intent: rank[intent.name])


def _rows(lines: Iterable[str], name: str) -> Iterator[tuple[int, dict[str, Any]]]:
    """Rows with the numbers of their lines; blank lines are passed over."""
    number = 0
    try:
        for number, line in enumerate(lines, 1):
            if line.strip():
                yield number, _row(line, f"{name}, line {number}")
    except UnicodeDecodeError as error:
        raise ExamplesError(f"{name}, after line {number}: not UTF-8 text.") from error


def _row(line: str, place: str) -> dict[str, Any]:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise ExamplesError(f"{place}: not a JSON object on one line.") from error
    if not isinstance(row, dict) or not isinstance(row.get("text"), str):
        raise ExamplesError(f'{place}: an object with "text", a string, is wanted.')
    return row
