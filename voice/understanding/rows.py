"""JSON Lines of sentences: each line as a row, or what is wrong with it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from voice.errors import Problem
from voice.input import Line

SHOWN = 20
"""Problems that are told one by one; of more, how many there are."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line: its keys, and its sentence unless there is a problem."""

    keys: dict[str, Any]
    problem: Problem | None = None

    @property
    def text(self) -> str:
        """The sentence; nothing where there is a problem."""
        return "" if self.problem else str(self.keys["text"])


def read_row(line: Line, name: str) -> Row:
    """A line of the file or stream of this name; one that is no row has a problem, with its place."""
    try:
        row = json.loads(line.text, strict=False)
    except json.JSONDecodeError as error:
        return Row({}, _problem(line, name, error.colno, "not JSON", 'write {"text": "…"}, one row a line'))
    except ValueError:
        return Row({}, _problem(line, name, 1, "a number of so many digits cannot be read"))
    except RecursionError:
        return Row({}, _problem(line, name, 1, "brackets in brackets, too deep to be read"))
    if isinstance(row, list):
        hint = 'one object a line is wanted; for a file that is one list: jq -c ".[]" FILE'
        return Row({}, _problem(line, name, 1, "a list, not an object", hint))
    if not isinstance(row, dict):
        return Row({}, _problem(line, name, 1, "not an object", 'write {"text": "…"}, one row a line'))
    if "text" not in row:
        hint = f"it has {_named(row)}" if row else "it has no keys"
        return Row(row, _problem(line, name, 1, 'no "text"', hint))
    if not isinstance(row["text"], str):
        return Row(row, _problem(line, name, 1, '"text" is no string', 'write "text": "…"'))
    return Row(row)


def intent_of(row: Row, line: Line, name: str) -> str | Problem | None:
    """The intent of an example, None for outside; or what is wrong with it."""
    if row.problem:
        return row.problem
    if "intent" not in row.keys:
        hint = f"it has {_named(row.keys)}; null is for sentences that nothing serves"
        return _problem(line, name, 1, 'no "intent"', hint)
    intent = row.keys["intent"]
    if intent is None or (isinstance(intent, str) and intent.strip()):
        return intent
    hint = 'write a name, "refund", or null for sentences that nothing serves'
    return _problem(line, name, 1, '"intent" is no name', hint)


def told(problems: Sequence[Problem]) -> str:
    """Problems a line each; of very many the first, and how many more there are."""
    more = len(problems) - SHOWN
    rest = [f"… and {more} more"] if more > 0 else []
    return "\n".join([*map(str, problems[:SHOWN]), *rest])


def _named(row: dict[str, Any]) -> str:
    """The keys of a row, the first few: they say what the file is, and nothing about callers."""
    names = [f'"{key[:30]}"' for key in list(row)[:6]]
    return ", ".join(names)


def _problem(line: Line, name: str, column: int, message: str, hint: str = "") -> Problem:
    return Problem(Path(name), line.number, column, "row", message, hint)
