"""From the files in a plan's `tests/` to conversations, or every problem with its place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import get_args

from pydantic import TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from voice.administration.rehearsal.model import Line, Scene
from voice.conversation.memory import PLACES
from voice.dialplan.checks import did_you_mean
from voice.dialplan.load import PLAN
from voice.dialplan.model import BuiltInDemand, Dialplan, Weights
from voice.dialplan.source import Document, Location, Place, read
from voice.errors import Problem
from voice.escalation.score import ASKED_FOR_PERSON, DANGER
from voice.wrong_values import wrong_value

FOLDER = "tests"
_SCENES: TypeAdapter[tuple[Scene, ...]] = TypeAdapter(tuple[Scene, ...])
_KEYS = sorted({*Scene.model_fields, *Line.model_fields})


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """One conversation with its place."""

    scene: Scene
    file: Path
    index: int
    """Which one of its file, from 0."""
    document: Document

    def place(self, *location: str | int) -> Place:
        """Where something of it is written."""
        return self.document.place((self.index, *location))


def read_rehearsals(plan_folder: Path, plan: Dialplan | None) -> tuple[list[Rehearsal], list[Problem]]:
    """The conversations beside a plan, and all problems of their files; without the plan only their shape."""
    rehearsals: list[Rehearsal] = []
    problems: list[Problem] = []
    for file in sorted((plan_folder / FOLDER).rglob("*.yaml")):
        document = read(file)
        scenes = _scenes(document)
        if plan:
            for index, scene in enumerate(scenes):
                _Checker(document, plan, (index,)).scene(scene)
        problems += document.problems
        rehearsals += [Rehearsal(scene, file, index, document) for index, scene in enumerate(scenes)]
    return rehearsals, problems


def _scenes(document: Document) -> tuple[Scene, ...]:
    if document.problems:
        return ()
    if not isinstance(document.data, list):
        hint = "write - name: … and below it lines:"
        document.problem((), "test", "the file holds no list of conversations", hint)
        return ()
    try:
        scenes = _SCENES.validate_python(document.data)
    except ValidationError as error:
        for detail in error.errors(include_url=False):
            _note(document, detail)
        return ()
    _unique(document, scenes)
    return scenes


def _note(document: Document, detail: ErrorDetails) -> None:
    kind, location = detail["type"], detail["loc"]
    name = str(location[-1]) if location else ""
    if kind == "extra_forbidden":
        document.problem(location, "unknown_key", f"unknown key {name}", did_you_mean(name, _KEYS))
    elif kind == "missing":
        document.problem(location[:-1], "missing", f"{name} is missing")
    else:
        key = next((part for part in reversed(location) if isinstance(part, str)), "")
        message = wrong_value(detail)
        document.problem(location, "test", f"{key}: {message}" if key else message)


def _unique(document: Document, scenes: Iterable[Scene]) -> None:
    seen: set[str] = set()
    for index, scene in enumerate(scenes):
        if scene.name in seen:
            document.problem((index, "name"), "duplicate", f"two conversations are named {scene.name}")
        seen.add(scene.name)


class _Checker:
    """Whether a conversation speaks of what its plan has."""

    def __init__(self, document: Document, plan: Dialplan, place: Location) -> None:
        self._document = document
        self._plan = plan
        self._place = place
        self._places = {*plan.steps, *PLACES.values()}
        demands = {demand.name for demand in plan.escalation.demands}
        built_in = {*Weights.model_fields, *get_args(BuiltInDemand), ASKED_FOR_PERSON, DANGER}
        self._signals = built_in | demands

    def scene(self, scene: Scene) -> None:
        """Note what is wrong with one conversation."""
        if scene.language and scene.language not in self._plan.languages:
            self._wrong("language", message=f"{scene.language} is not spoken here", code="language")
        for name, answers in scene.lookups.items():
            if self._known("lookup", name, self._plan.lookups, "lookups", name):
                columns = self._plan.lookups[name].gives
                for column in (column for answer in answers for column in answer.row):
                    self._known("column", column, columns, "lookups", name, column)
        for index, line in enumerate(scene.lines):
            self._deeds(index, line)
            self._names(index, line)
        if not any(line.expects for line in scene.lines):
            message = "nothing is expected here, so it can never fail"
            self._wrong("name", message=message, hint="add step, hears, slots, transfer or ends to a line")
        offered = [index for index, line in enumerate(scene.lines) if len(line.says) > 1]
        for index in offered[1:]:
            message = "only one line of a conversation can offer several words"
            self._wrong("lines", index, "says", message=message)

    def _deeds(self, index: int, line: Line) -> None:
        done = line.does
        if len(done) > 1:
            message = f"one line is one thing, not {' and '.join(done)}"
            self._wrong("lines", index, message=message)
        elif not done and index:
            message = "what does the caller do here?"
            self._wrong("lines", index, message=message, hint="only the first line can be about the greeting")

    def _names(self, index: int, line: Line) -> None:
        plan, at = self._plan, ("lines", index)
        if line.step:
            self._known("step", line.step, self._places, *at, "step")
        for slot in line.slots:
            self._known("slot", slot, plan.slots, *at, "slots", slot)
        if line.gives:
            self._known("errand", line.gives, plan.errands, *at, "gives")
        if line.request and line.request != "none":
            self._known("intent", line.request, plan.intents, *at, "request")
        for name in line.looks_up:
            self._known("lookup", name, plan.lookups, *at, "looks_up")
        for name in line.signals:
            self._known("signal", name, self._signals, *at, "signals")
        if line.transfer and line.transfer.target:
            self._known("target", line.transfer.target, plan.target_specs, *at, "transfer", "target")

    def _known(self, kind: str, name: str, among: Iterable[str], *location: str | int) -> bool:
        names = list(among)
        if name in names:
            return True
        hint = did_you_mean(name, names)
        self._wrong(*location, message=f"there is no {kind} {name}", hint=hint, code=f"unknown_{kind}")
        return False

    def _wrong(self, *location: str | int, message: str, hint: str = "", code: str = "test") -> None:
        self._document.problem((*self._place, *location), code, message, hint)


def plan_folders(folder: Path) -> Iterator[Path]:
    """The folders of the plans in a folder of plans; a plan's own folder stands for itself."""
    if (folder / PLAN).is_file():
        yield folder
        return
    yield from sorted(path.parent for path in folder.glob(f"*/{PLAN}"))
