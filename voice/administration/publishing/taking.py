"""Which files of a folder are content of the dialplans, and what must not be among them."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from voice.dialplan.source import read
from voice.dialplan.versions import TEXT, Tree, is_inside
from voice.errors import Problem

YAML = frozenset({".yaml", ".yml"})
_SOUND = "wav flac ogg oga opus mp3 m4a aac aif aiff au snd gsm alaw ulaw al ul sln g722"
SOUND = frozenset(f".{kind}" for kind in _SOUND.split())
"""Recorded prompts."""
CONTENT = YAML | SOUND | {".md"}
"""Files of these kinds always belong to a version; others when a plan names them."""
PINNED = ("tests", "calls")
"""Where calls are kept beside a plan's tests."""
MOST_BYTES = 50_000_000
"""Of one file."""
MOST_BYTES_IN_ALL = 200_000_000
_NAME_LENGTH = 300

# A user and a password in an address, or a private key.
_SECRET = re.compile(
    rb"\b(?:[a-z][a-z0-9+.-]*://|sips?:)[^\s/@:\"']+:[^\s/@\"']+@|-----BEGIN [A-Z ]*PRIVATE KEY-----",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Taken:
    """What was read from a folder."""

    tree: Tree
    pinned: Mapping[str, bytes]
    """Calls that are kept beside tests: held before publishing, but never part of a version, for they come
    from callers."""
    left_out: tuple[str, ...]
    """Files that are no content of the plans."""
    problems: tuple[Problem, ...]
    """Why it cannot be published."""


def take(folder: Path) -> Taken:
    """Read all files of the dialplans in `folder` at once, with every problem; nothing is raised.

    Hidden files and folders (.env, .git) are never looked at.
    """
    names = sorted(_names(folder))
    named = set(_named(folder, names))
    files: dict[str, bytes] = {}
    pinned: dict[str, bytes] = {}
    left_out: list[str] = []
    problems: list[Problem] = []
    for name in names:
        calls = PurePosixPath(name).parts[1:3] == PINNED
        suffix = PurePosixPath(name).suffix.lower()
        content = not calls and (suffix in CONTENT or name in named)
        if not content:
            left_out.append(name)
        if not content and not (calls and suffix in YAML):
            continue
        found = _body(folder, name)
        if isinstance(found, Problem):
            problems.append(found)
        elif calls:
            pinned[name] = found
        else:
            files[name] = found
            problems.extend(_secrets(folder / name, found))
    if sum(map(len, files.values())) > MOST_BYTES_IN_ALL:
        most = f"more than {MOST_BYTES_IN_ALL // 1_000_000} MB in all"
        problems.append(
            Problem(folder, 0, 0, "too_big", f"the files hold {most}", "shorten recorded prompts")
        )
    return Taken(Tree(files), pinned, tuple(left_out), tuple(problems))


def _names(folder: Path) -> Iterator[str]:
    for place, inner, names in os.walk(folder):
        inner[:] = [name for name in inner if not name.startswith(".")]
        for name in names:
            path = Path(place, name)
            if not name.startswith(".") and path.is_file():
                yield path.relative_to(folder).as_posix()


def _named(folder: Path, names: list[str]) -> Iterator[str]:
    """Files that stand as a value in a YAML file: beside it, in its plan's folder or in its prompts."""
    known = set(names)
    for name in names:
        path = PurePosixPath(name)
        if path.suffix.lower() not in YAML:
            continue
        plan = path.parts[0] if len(path.parts) > 1 else ""
        for value in _texts(read(folder / name).data):
            text = value.removeprefix("sqlite:///")
            for place in (path.parent, PurePosixPath(plan), PurePosixPath(plan, "prompts")):
                target = os.path.normpath(place / text) if len(text) < _NAME_LENGTH else ""
                if target in known:
                    yield target


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from _texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner)


def _body(folder: Path, name: str) -> bytes | Problem:
    path = folder / name
    try:
        name.encode()
    except UnicodeEncodeError:
        return Problem(folder, 0, 0, "name", f"the name {name!a} is not UTF-8", "rename it")
    if not is_inside(name) or not name.isprintable():
        return Problem(path, 0, 0, "name", "a file with such a name cannot be published", "rename it")
    if not path.resolve().is_relative_to(folder.resolve()):
        return Problem(path, 0, 0, "link", "this link leads out of the folder", "put a copy here")
    try:
        if path.stat().st_size > MOST_BYTES:
            most = f"more than {MOST_BYTES // 1_000_000} MB"
            return Problem(path, 0, 0, "too_big", f"the file holds {most}", "keep big data in a database")
        journal = path.with_name(path.name + "-wal")
        if journal.is_file() and journal.stat().st_size:
            message = "this SQLite file is being written to"
            return Problem(path, 0, 0, "data", message, "data that changes belongs into a database server")
        return path.read_bytes()
    except OSError as error:
        return Problem(path, 0, 0, "unreadable", f"the file cannot be read: {error.strerror}")


def _secrets(path: Path, body: bytes) -> Iterator[Problem]:
    if path.suffix.lower() not in TEXT:
        return
    for found in _SECRET.finditer(body):
        line = body.count(b"\n", 0, found.start()) + 1
        column = found.start() - body.rfind(b"\n", 0, found.start())
        message = "a password or private key stands here; a version is kept for ever"
        yield Problem(path, line, column, "secret", message, "keep it in the environment and write env:NAME")
