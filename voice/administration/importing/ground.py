"""What all parts of following an Asterisk context share: where they are, what they made, what they note."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from voice.administration.importing.applications import NEUTRAL, refusal
from voice.administration.importing.extensions import START, Command, Extensions, Note, filled
from voice.administration.importing.names import Names, plain_name
from voice.administration.importing.people import People
from voice.errors import ImportFailed
from voice.turn import Language

MOST_STEPS = 2_000
MOST_FOLLOWED = 500
"""Commands in a row without anything that a step is made of."""
PERSON = "person"

Position = tuple[str, str, int]
"""Context, extension, priority."""


@dataclass(slots=True)
class Prompt:
    """Something that is said at a step."""

    text: str
    file: str = ""
    """Recorded prompt; empty for other words."""


@dataclass(slots=True)
class Block:
    """What was met on the way to the act of a step."""

    position: Position
    line: int
    prompts: list[Prompt] = field(default_factory=list)
    waits: bool = False
    """A Background was met: keys count from here on."""
    values: dict[str, str] = field(default_factory=dict)
    refused: bool = False
    """Something that the caller was to meet could not be carried over."""

    @property
    def text(self) -> str:
        """All that is said."""
        return " ".join(prompt.text for prompt in self.prompts)


@dataclass(slots=True)
class Made:
    """One step of the plan."""

    step: dict[str, Any]
    line: int
    files: tuple[str, ...] = ()


class Ground:
    """A context that is followed."""

    def __init__(self, found: Extensions, language: Language, pbx: str) -> None:
        self._found = found
        self._language = language
        self.people = People(pbx)
        self.steps: dict[str, Made] = {}
        self.hours: dict[str, dict[str, Any]] = {}
        self.slots: dict[str, dict[str, Any]] = {}
        self.notes: list[Note] = list(found.notes)
        self._names = Names()
        self._waiting: deque[Position] = deque()
        self._positions: set[Position] = set()
        self._followed: set[int] = set()
        self._counters = set(self._counting())
        self._read = {plain_name(name, "value") for name in self._reading()}

    @property
    def reached(self) -> set[str]:
        """Contexts that steps were made of."""
        return {position[0] for position in self._positions}

    def step(self, position: Position) -> str:
        """The name of the step at a position; it is made later."""
        asked = position[2]
        position = self._begun(position)
        context, extension, priority = position
        command = self._at(position)
        wanted = command.label if command and command.label else f"{context} {extension}"
        if extension == "s" and not (command and command.label):
            wanted = context
        if asked != START and not (command and command.label):
            wanted += f" {priority}"
        name = self._names.of(position, wanted, "step")
        if position not in self._positions:
            self._positions.add(position)
            if len(self._positions) > MOST_STEPS:
                raise ImportFailed(f"more than {MOST_STEPS} steps would be needed; import single contexts")
            self._waiting.append(position)
        return name

    def _begun(self, position: Position) -> Position:
        """The first command from a position on that does something."""
        context, extension, priority = position
        for _ in range(MOST_FOLLOWED):
            command = self._at((context, extension, priority))
            if (
                command is None
                or not self._nothing(command)
                or not self._at((context, extension, priority + 1))
            ):
                break
            self._followed.add(command.line)
            priority += 1
        return context, extension, priority

    def _nothing(self, command: Command) -> bool:
        """True for what a caller does not notice."""
        counter = command.app == "set" and ",".join(command.arguments).partition("=")[0].strip()
        return command.app in NEUTRAL or counter in self._counters

    def _at(self, position: Position) -> Command | None:
        context, extension, priority = position
        known = self._found.contexts.get(context)
        return known.extensions.get(extension, {}).get(priority) if known else None

    def _straight(self, position: Position) -> Iterator[Command]:
        """Commands from a position on, through Goto, as far as they are plain."""
        context, extension, priority = position
        for _ in range(MOST_FOLLOWED):
            command = self._at((context, extension, priority))
            if command is None:
                return
            yield command
            if command.app == "goto":
                target = self._target(command.arguments, (context, extension, priority), None)
                if target is None:
                    return
                context, extension, priority = target
            else:
                priority += 1

    def _target(self, arguments: tuple[str, ...], here: Position, block: Block | None) -> Position | None:
        values = block.values if block else {}
        parts = [filled(self._found.filled(part), values).strip() for part in arguments if part.strip()]
        if not parts or len(parts) > 3 or any("$" in part for part in parts):
            return None
        context, extension, priority = [*here[: 3 - len(parts)], *parts][:3]
        context, extension = str(context), str(extension)
        if extension == "${EXTEN}":
            extension = here[1]
        where = self._found.holding(context, extension)
        if where is None:
            return None
        text = str(priority)
        number = int(text[:9]) if text.isdecimal() else self._found.contexts[where].labelled(extension, text)
        return (
            (where, extension, number)
            if number is not None and self._at((where, extension, number))
            else None
        )

    def _lost(self, command: Command) -> dict[str, Any]:
        self._refuse(command, "where this leads is not known here", "name a step in its place")
        return {"goto": PERSON}

    def _commands(self) -> Iterator[Command]:
        for context in self._found.contexts.values():
            for commands in context.extensions.values():
                yield from commands.values()

    def _counting(self) -> Iterator[str]:
        """Variables that are counted up."""
        for command in self._commands():
            if command.app == "set":
                name, _, value = ",".join(command.arguments).partition("=")
                if re.fullmatch(rf"\$\[\s*\$\{{{re.escape(name.strip())}\}}\s*\+\s*\d+\s*\]", value.strip()):
                    yield name.strip()

    def _reading(self) -> Iterator[str]:
        return (command.argument(0) for command in self._commands() if command.app == "read")

    def _tested(self) -> str:
        return " ".join(" ".join(one.arguments) for one in self._commands() if one.app.startswith("gotoif"))

    def _refuse(self, command: Command, why: str = "", todo: str = "", *, what: str = "") -> None:
        reason, advice = refusal(command.app)
        self._note(command, why or reason, todo or advice, what=what)

    def _note(self, command: Command, why: str, todo: str, *, left_out: bool = True, what: str = "") -> None:
        note = Note(command.line, what or _shown(command), why, todo, left_out)
        if note not in self.notes:
            self.notes.append(note)


def _shown(command: Command) -> str:
    return f"{command.app.capitalize()}({','.join(command.arguments)})"[:100]
