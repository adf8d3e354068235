"""Reads an Asterisk extensions.conf: contexts, extensions, priorities, labels, globals.

Whatever cannot be read is noted with its line; nothing in a file can make reading fail, but for its size.
Written after the description of the format in Asterisk's own documentation (dialplan, extensions.conf).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from voice.errors import ImportFailed

MOST_BYTES = 4_000_000
MOST_LINES = 100_000
MOST_FOLDED = 20
"""How deep variables may stand for others."""
MOST_LENGTH = 4_000
"""Characters of a line and of what its variables stand for."""
START = 1
_SECTION = re.compile(r"\[([^\]]+)\](?:\(([^)]*)\))?")
_PRIORITY = re.compile(r"(\d+|n|s|hint)?(?:\+(\d{1,4}))?(?:\(([^()]+)\))?", re.IGNORECASE)
_VARIABLE = re.compile(r"\$\{([A-Za-z_]\w*)\}")
_CALL = re.compile(r"([A-Za-z]\w*)\s*(?:\((.*)\)|,(.*))?\s*", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Note:
    """One line that was not, or not as it stands, carried over."""

    line: int
    what: str
    why: str
    todo: str
    left_out: bool = True
    """False: it is carried over, but works in another way."""


@dataclass(frozen=True, slots=True)
class Command:
    """One priority of an extension."""

    line: int
    app: str
    """Name of the application, in small letters."""
    arguments: tuple[str, ...]
    label: str = ""

    def argument(self, index: int) -> str:
        """One argument; empty when it is not there."""
        return self.arguments[index].strip() if index < len(self.arguments) else ""


@dataclass(slots=True)
class Context:
    """One context, with its extensions in the order they stand."""

    name: str
    line: int
    extensions: dict[str, dict[int, Command]] = field(default_factory=dict)
    includes: list[str] = field(default_factory=list)

    def labelled(self, extension: str, label: str) -> int | None:
        """The priority with this label."""
        commands = self.extensions.get(extension, {})
        return next((number for number, command in commands.items() if command.label == label), None)


@dataclass(slots=True)
class Extensions:
    """A whole file."""

    contexts: dict[str, Context] = field(default_factory=dict)
    variables: dict[str, str] = field(default_factory=dict)
    """Those of [globals]."""
    notes: list[Note] = field(default_factory=list)

    def holding(self, context: str, extension: str) -> str | None:
        """The context that answers an extension: itself, or one that it includes."""
        seen: set[str] = set()
        waiting = [context]
        while waiting:
            name = waiting.pop(0)
            if name in seen or name not in self.contexts:
                continue
            seen.add(name)
            if extension in self.contexts[name].extensions:
                return name
            waiting += self.contexts[name].includes
        return None

    def filled(self, text: str) -> str:
        """A text with the variables of [globals] put in."""
        return filled(text, self.variables)


def filled(text: str, variables: dict[str, str]) -> str:
    """A text with known variables put in, also those that stand in others."""
    for _ in range(MOST_FOLDED):
        after = _VARIABLE.sub(lambda found: variables.get(found[1], found[0]), text)
        if after == text or len(after) > MOST_LENGTH:
            break
        text = after
    return text


def read_extensions(path: Path) -> Extensions:
    """Read a file. Raises ImportFailed when it cannot be opened or is too big to be meant."""
    try:
        if path.stat().st_size > MOST_BYTES:
            raise ImportFailed(f"{path} is too big to be an extensions.conf")
        raw = path.read_bytes()
    except OSError as error:
        raise ImportFailed(f"{path} cannot be read: {error.strerror or error}") from error
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("latin-1")
    return parse(text)


def parse(text: str) -> Extensions:
    """Read the text of a file. Raises ImportFailed for too many lines."""
    lines = text.splitlines()
    if len(lines) > MOST_LINES:
        raise ImportFailed("the file has too many lines to be an extensions.conf")
    reader = _Reader()
    for number, line in _without_comments(lines):
        reader.line(number, line)
    return reader.found


def _without_comments(lines: list[str]) -> Iterator[tuple[int, str]]:
    """Lines with their numbers, without comments: from ; to the end, and from ;-- to --;."""
    inside = False
    for number, line in enumerate(lines, 1):
        kept, position = "", 0
        while position < len(line):
            if inside:
                end = line.find("--;", position)
                if end < 0:
                    break
                inside, position = False, end + 3
            elif line.startswith(";--", position) and not line.startswith(";---", position):
                inside, position = True, position + 3
            elif line.startswith("\\;", position):
                kept, position = kept + ";", position + 2
            elif line[position] == ";":
                break
            else:
                kept, position = kept + line[position], position + 1
        if kept.strip():
            yield number, kept.strip()


class _Reader:
    def __init__(self) -> None:
        self.found = Extensions()
        self._context: Context | None = None
        self._kind = ""
        self._extension = ""
        self._priority = 0

    def line(self, number: int, line: str) -> None:
        if len(line) > MOST_LENGTH:
            self._note(number, line[:40] + "…", "the line is too long to be meant", "shorten it")
        elif line.startswith("#"):
            self._note(
                number, line, "other files are not read", "put its contexts into this file and import again"
            )
        elif section := _SECTION.match(line):
            self._section(number, section[1].strip(), section[2])
        elif self._kind == "globals":
            name, _, value = line.partition("=")
            self.found.variables[name.strip()] = value.removeprefix(">").strip()
        elif self._kind == "context":
            self._statement(number, line)

    def _section(self, number: int, name: str, more: str | None) -> None:
        self._kind = name.lower() if name.lower() in ("general", "globals") else "context"
        self._extension, self._priority = "", 0
        if self._kind != "context":
            return
        self._context = self.found.contexts.setdefault(name, Context(name, number))
        for base in (more or "").split(","):
            base = base.strip()
            if base and base not in ("!", "+"):
                self._context.includes.append(base)

    def _statement(self, number: int, line: str) -> None:
        keyword, sign, value = line.partition("=")
        keyword, value = keyword.strip().lower(), value.removeprefix(">").strip()
        if keyword in ("exten", "same") and sign:
            self._command(number, keyword, value)
        elif keyword == "include" and sign and self._context:
            name, comma, times = value.partition(",")
            self._context.includes.append(name.strip())
            if comma and times.strip("*,| "):
                why = "what is included at some times only is always there in the plan"
                self._note(number, line, why, "write hours and ask for NAME.open", left_out=False)
        elif keyword in ("ignorepat", "static", "writeprotect", "autofallthrough"):
            pass
        else:
            self._note(number, line, "this is not read", "see what it did, and write it as a step")

    def _command(self, number: int, keyword: str, value: str) -> None:
        if keyword == "exten":
            extension, _, value = value.partition(",")
            extension = extension.strip()
            if extension != self._extension:
                self._extension, self._priority = extension, 0
        priority, _, call = value.strip().partition(",")
        found = _PRIORITY.fullmatch(priority.strip())
        parsed = _CALL.fullmatch(call.strip())
        if not found or not self._extension or self._context is None:
            self._note(number, value, "this is no extension with a priority", "mend the line")
            return
        if (found[1] or "").lower() == "hint":
            return
        if not parsed:
            self._note(number, value, "no application stands here", "mend the line")
            return
        self._priority = self._next(found)
        arguments = parsed[2] if parsed[2] is not None else (parsed[3] or "")
        command = Command(number, parsed[1].lower(), tuple(split(arguments)), (found[3] or "").strip())
        self._context.extensions.setdefault(self._extension, {}).setdefault(self._priority, command)

    def _next(self, found: re.Match[str]) -> int:
        word, plus = (found[1] or "n").lower(), int(found[2] or 0)
        if word.isdecimal():
            return int(word[:9]) + plus
        if word == "s":
            return max(self._priority, START) + plus
        return self._priority + 1 + max(plus - 1, 0)

    def _note(self, number: int, what: str, why: str, todo: str, *, left_out: bool = True) -> None:
        self.found.notes.append(Note(number, what, why, todo, left_out))


def split(arguments: str) -> list[str]:
    """Arguments at their commas, or at | as old files have it; not within brackets or quotes."""
    comma = "," if "," in arguments else "|"
    parts, depth, quoted, position = [""], 0, False, 0
    while position < len(arguments):
        letter = arguments[position]
        if letter == "\\" and position + 1 < len(arguments):
            position += 1
            parts[-1] += arguments[position]
        elif letter == comma and depth == 0 and not quoted:
            parts.append("")
        else:
            quoted ^= letter == '"'
            depth = max(0, depth + (letter in "([{") - (letter in ")]}"))
            parts[-1] += letter
        position += 1
    return parts
