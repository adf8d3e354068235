"""Reads a YAML 1.2 file into plain values, and remembers the place of each of them.

Text stays text where guessing would harm: a number with a leading zero or plus keeps its digits, and dates
and times are left as written.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, StreamMark, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    CollectionStartEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from voice.errors import Problem

Location = tuple[str | int, ...]
"""Keys and indexes that lead from the top of a file to a value."""

MOST_VALUES = 50_000
"""A file that unfolds to more values than this is refused (aliases can multiply)."""
MOST_BYTES = 400_000
MOST_DEEP = 40

_INTEGER = re.compile(r"-?(?:0|[1-9][0-9]*)")
_FLOAT = re.compile(r"-?(?:0|[1-9][0-9]*)\.[0-9]+")
_WORDS = {
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
    **dict.fromkeys(("null", "Null", "NULL", "~", ""), None),
}
"""The words of the core schema (YAML 1.2.2 §10.3.2); yes, no, on and off are text."""


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

    def knows(self, part: str | int) -> bool:
        """True for a key or index that stands somewhere in the file."""
        return any(part in location for location in self.places)

    def problem(self, location: Sequence[str | int], code: str, message: str, hint: str = "") -> None:
        """Note an error at `location`."""
        self.problems.append(Problem(*self.place(location), code, message, hint))

    def warn(self, location: Sequence[str | int], code: str, message: str, hint: str = "") -> None:
        """Note something that works but is hardly meant."""
        self.problems.append(Problem(*self.place(location), code, message, hint, "warning"))


class _RefusedError(Exception):
    """Something that YAML allows and a plan does not; its mark says where."""

    def __init__(self, code: str, message: str, hint: str = "", mark: StreamMark | None = None) -> None:
        self.problem = (code, message, hint)
        self.mark = mark


def read(path: Path) -> Document:
    """Read one file; whatever is wrong with it is in `Document.problems`, nothing is raised."""
    document = Document(path)
    try:
        if path.stat().st_size > MOST_BYTES:
            message = f"the file is larger than {MOST_BYTES:,} bytes"
            raise _RefusedError("too_big", message, "split it with include")
        node = _tree(path.read_text(encoding="utf-8"))
        if node is not None:
            document.data = _value(document, node, ())
    except OSError as error:
        document.problem((), "unreadable", f"the file cannot be read: {error.strerror}")
    except UnicodeDecodeError:
        document.problem((), "unreadable", "the file is not UTF-8 text", "save it as UTF-8")
    except _RefusedError as error:
        document.data = None
        document.problems.append(Problem(path, *_at(error.mark), *error.problem))
    except MarkedYAMLError as error:
        message = str(error.problem or error.context or "not valid YAML")
        place = _at(error.problem_mark or error.context_mark)
        document.problems.append(Problem(path, *place, "yaml", message, _yaml_hint(message)))
    except (YAMLError, ValueError) as error:
        document.problem((), "yaml", str(error).splitlines()[0])
    return document


_YAML_HINTS = {
    "\\t": "indent with blanks, not with tabs",
    "block end": "is this line indented as far as those above it?",
    "mapping values are not allowed": "put a text that holds a colon in quotes",
    "could not find expected ':'": "write key: value, with a blank behind the colon",
    "flow": "is a bracket, a brace or a comma missing before this?",
}
"""What to do about the commonest mistakes, by words of the library's message."""


def _yaml_hint(message: str) -> str:
    return next((hint for words, hint in _YAML_HINTS.items() if words in message), "")


def _at(mark: StreamMark | None) -> tuple[int, int]:
    return (mark.line + 1, mark.column + 1) if mark else (1, 1)


@lru_cache(maxsize=32)
def _tree(text: str) -> Node | None:
    """The one tree of a file; deep nesting, tags and second documents are refused before they cost much.

    Kept for a while: shared pieces are read with each plan, and unchanged plans with each change of another.
    """
    root: Node | None = None
    events = YAML(typ="safe", pure=True).parse(text)
    for event in events:
        if isinstance(event, DocumentStartEvent):
            if root is not None:
                raise _RefusedError(
                    "yaml", "a second document begins here", "leave --- out", event.start_mark
                )
            root = _node(next(events), events, {}, 0)
    return root


def _node(event: Event, events: Iterator[Event], anchors: dict[str, Node], depth: int) -> Node:
    if depth > MOST_DEEP:
        message = f"this lies more than {MOST_DEEP} levels deep"
        raise _RefusedError("too_deep", message, mark=event.start_mark)
    if isinstance(event, AliasEvent):
        if event.anchor not in anchors:
            raise _RefusedError("yaml", f"*{event.anchor} stands for nothing", mark=event.start_mark)
        return anchors[event.anchor]
    assert isinstance(event, ScalarEvent | CollectionStartEvent)  # noqa: S101  # all that can stand here
    if event.tag is not None:
        hint = "to keep something as text, put it in quotes"
        raise _RefusedError("yaml", f"the tag {event.tag} means nothing here", hint, event.start_mark)
    node = _filled(event, events, anchors, depth)
    if event.anchor is not None:
        anchors[event.anchor] = node
    return node


def _filled(event: Event, events: Iterator[Event], anchors: dict[str, Node], depth: int) -> Node:
    if isinstance(event, ScalarEvent):
        return ScalarNode("", event.value, event.start_mark, event.end_mark, style=event.style)
    if isinstance(event, SequenceStartEvent):
        items = [_node(item, events, anchors, depth + 1) for item in _until(SequenceEndEvent, events)]
        return SequenceNode("", items, event.start_mark, event.end_mark)
    pairs = [
        (_node(key, events, anchors, depth + 1), _node(next(events), events, anchors, depth + 1))
        for key in _until(MappingEndEvent, events)
    ]
    return MappingNode("", pairs, event.start_mark, event.end_mark)


def _until(end: type[Event], events: Iterator[Event]) -> Iterator[Event]:
    while not isinstance(event := next(events), end):
        yield event


def _place(document: Document, node: Node) -> Place:
    return Place(document.path, node.start_mark.line + 1, node.start_mark.column + 1)


def _value(document: Document, node: Node, location: Location) -> Any:
    document.count += 1
    if document.count > MOST_VALUES:
        message = f"the file unfolds to more than {MOST_VALUES:,} values"
        raise _RefusedError("too_big", message, "use fewer aliases (*)", node.start_mark)
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
