"""`voice understand`: learn requests from labelled sentences, then read others; JSON Lines in and out."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import IO, Any, TextIO

from threadpoolctl import threadpool_limits

from voice.errors import ExamplesError, Problem
from voice.input import Line, read_batches, read_lines
from voice.output import printable
from voice.turn import LANGUAGES, Intent
from voice.understanding.intents import MOST_EXAMPLES, ExampleClassifier, Reading, general_background
from voice.understanding.rows import SHOWN, Row, intent_of, read_row, told
from voice.understanding.several import find_requests_of_all

OUTSIDE = ("oos", "out_of_scope")
"""Names of the intent of sentences that nothing serves; null means the same."""
STREAM = "standard input"


def run(examples: Path, stream: IO[bytes], out: TextIO, errors: TextIO) -> int:
    """Read rows {"text": …} from `stream`; write each with "intents" and "out_of_scope" to `out`.

    Other keys of a row are passed on. A line that is no row is answered with its "error", told in `errors`
    with its place, and does not stop the others: 1 when there were such lines. Raises ExamplesError.
    """
    classifier = learn(examples, errors)
    wrong = guessed = 0
    with threadpool_limits(1, "blas"):  # several threads on matrices this small only wait for each other
        for batch in read_batches(stream):
            rows = [read_row(line, STREAM) for line in batch if line.text.strip()]
            problems = [row.problem for row in rows if row.problem]
            errors.writelines(f"{problem}\n" for problem in problems[: max(0, SHOWN - wrong)])
            wrong += len(problems)
            guessed += sum(line.guessed for line in batch)
            out.writelines(_answers(rows, classifier))
            out.flush()
    if wrong > SHOWN:
        errors.write(f"{STREAM}: … and {wrong - SHOWN} more such lines\n")
    _tell_guessed(guessed, STREAM, errors)
    return 1 if wrong else 0


def learn(path: Path, errors: TextIO) -> ExampleClassifier:
    """The classifier for the labelled sentences of a file. Raises ExamplesError, with all that is wrong."""
    try:
        with path.open("rb") as file:
            lines = list(read_lines(file))
    except OSError as error:
        raise ExamplesError(f"{path}: {error.strerror or error}.") from error
    inside, outside = _sorted([line for line in lines if line.text.strip()], str(path))
    _tell_guessed(sum(line.guessed for line in lines), str(path), errors)
    if (count := sum(map(len, inside.values()))) > MOST_EXAMPLES:
        errors.write(
            f"{path}: of {count} examples, {MOST_EXAMPLES} are learned, the longest lists cut first\n"
        )
    return ExampleClassifier(inside, outside=outside, background=general_background(LANGUAGES))


def _sorted(lines: Sequence[Line], name: str) -> tuple[dict[str, list[str]], list[str]]:
    """Examples by intent, and those of what nothing serves."""
    examples: dict[str, list[str]] = {}
    outside: list[str] = []
    problems: list[Problem] = []
    for line in lines:
        row = read_row(line, name)
        intent = intent_of(row, line, name)
        if isinstance(intent, Problem):
            problems.append(intent)
        elif intent is None or intent in OUTSIDE:
            outside.append(row.text)
        else:
            examples.setdefault(intent, []).append(row.text)
    if problems:
        raise ExamplesError(f"nothing was learned.\n{told(problems)}")
    if not examples:
        raise ExamplesError(f"{name}: no row with an intent; give at least one example.")
    return examples, outside


def _answers(rows: Sequence[Row], classifier: ExampleClassifier) -> list[str]:
    found = find_requests_of_all([row.text for row in rows], classifier)
    answers: list[dict[str, Any]] = []
    for row, (intents, whole) in zip(rows, found, strict=True):
        shown = [{"name": intent.name, "confidence": intent.confidence} for intent in _shown(intents, whole)]
        answer = {**row.keys, "intents": shown, "out_of_scope": whole.out_of_scope}
        if row.problem:
            answer = {"line": row.problem.line, **answer, "error": row.problem.message}
        answers.append(answer)
    return [printable(json.dumps(answer, ensure_ascii=False)) + "\n" for answer in answers]


def _shown(intents: Sequence[Intent], whole: Reading) -> list[Intent]:
    """What was found, most probable by the whole sentence first; the best guess where nothing was sure."""
    if len(intents) < 2:
        return list(whole.intents[:1])
    rank = {intent.name: index for index, intent in enumerate(whole.intents)}
    return sorted(intents, key=lambda intent: rank[intent.name])


def _tell_guessed(count: int, name: str, errors: TextIO) -> None:
    if count:
        lines = "1 line is" if count == 1 else f"{count} lines are"
        errors.write(f"{name}: {lines} not UTF-8, and read as Windows-1252\n")
