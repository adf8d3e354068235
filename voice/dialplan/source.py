"""Reads a YAML 1.2 file into plain values, and remembers the place of each of them.

Text stays text where guessing would harm: a number with a leading zero or plus keeps its digits, and dates
and times are left as written.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from voice.errors import Problem

Location = tuple[str | int, ...]
"""Keys and indexes that lead from the top of a file to a value."""

MOST_VALUES = 50_000
"""A file that unfolds to more values than this is refused (aliases can multiply)."""
MOST_BYTES = 2_000_000
MOST_DEEP = 40

_INTEGER = re.compile(r"-?(?:0|[1-9][0-9]*)")
_FLOAT = re.compile(r"-?(?:0|[1-9][0-9]*)\.[0-9]+")
_WORDS = {"true": True, "True": True, "false": False, "False": False, "null": None, "~": None, "": None}


class Place(NamedTuple):
    """Where something is written."""

    file: Path
    line: int
    """From 1."""
    column: int
    """From 1; of the key where there is one."""


@dataclass(slots=True)
class Document:
    """One file, with what it includes: its values, where each stands, and what is wrong with it so far."""

    path: Path
    data: Any = None
    places: dict[Location, Place] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    files: list[Path] = field(default_factory=list)
    """Files that it includes."""
    count: int = 0

    def place(self, location: Sequence[str | int]) -> Place:
        """Where the value at `location` is written, or the nearest thing around it."""
        known: Location = ()
        for part in location:
            if (*known, part) in self.places:
                known = (*known, part)
        return self.places.get(known, Place(self.path, 1, 1))

    def problem(self, location: Sequence[str | int], code: str, message: str, hint: str = "") -> None:
        """Note an error at `location`."""
        self.problems.append(Problem(*self.place(location), code, message, hint))

    def warn(self, location: Sequence[str | int], code: str, message: str, hint: str = "") -> None:
        """Note something that works but is hardly meant."""
        self.problems.append(Problem(*self.place(location), code, message, hint, "warning"))


class _TooMuchError(Exception):
    pass


def read(path: Path) -> Document:
    """Read one file; whatever is wrong with it is in `Document.problems`, nothing is raised."""
    document = Document(path)
    try:
        if path.stat().st_size > MOST_BYTES:
            raise _TooMuchError
        node = YAML(typ="safe", pure=True).compose(path.read_text(encoding="utf-8"))
        if node is not None:
            document.data = _value(document, node, ())
    except OSError as error:
        document.problem((), "unreadable", f"the file cannot be read: {error.strerror}")
    except UnicodeDecodeError:
        document.problem((), "unreadable", "the file is not UTF-8 text", "save it as UTF-8")
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        message = str(error.problem or error.context or "not valid YAML")
        document.problems.append(Problem(path, line, column, "yaml", message))
    except (YAMLError, ValueError) as error:
        document.problem((), "yaml", str(error).splitlines()[0])
    except (_TooMuchError, RecursionError):
        document.problem((), "too_big", "the file is too big or too deep to be meant")
    return document


def _place(document: Document, node: Node) -> Place:
    return Place(document.path, node.start_mark.line + 1, node.start_mark.column + 1)


def _value(document: Document, node: Node, location: Location) -> Any:
    document.count += 1
    if document.count > MOST_VALUES or len(location) > MOST_DEEP:
        raise _TooMuchError
    document.places.setdefault(location, _place(document, node))
    if isinstance(node, MappingNode):
        return _mapping(document, node, location)
    if isinstance(node, SequenceNode):
        return [_value(document, item, (*location, index)) for index, item in enumerate(node.value)]
    assert isinstance(node, ScalarNode)  # noqa: S101  # the three kinds of node there are
    return _scalar(node)


def _mapping(document: Document, node: MappingNode, location: Location) -> dict[Any, Any]:
    values: dict[Any, Any] = {}
    for key_node, value_node in node.value:
        if not isinstance(key_node, ScalarNode):
            problem = Problem(*_place(document, key_node), "key", "a key must be plain text")
            document.problems.append(problem)
            continue
        key = str(key_node.value)
        place = _place(document, key_node)
        if key in values:
            first = document.places[(*location, key)].line
            message = f"{key} stands here a second time; the first is on line {first}"
            document.problems.append(Problem(*place, "duplicate", message))
            continue
        document.places[(*location, key)] = place
        values[key] = _value(document, value_node, (*location, key))
    return values


def _scalar(node: ScalarNode) -> Any:
    text = str(node.value)
    if node.style is not None:
        return text
    if text in _WORDS:
        return _WORDS[text]
    if _INTEGER.fullmatch(text):
        return int(text)
    if _FLOAT.fullmatch(text):
        return float(text)
    return text
