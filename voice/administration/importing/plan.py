"""Writes what was followed as a plan, and sees to it that the plan can be used."""

from __future__ import annotations

import io
import re
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap

from voice.administration.importing.extensions import Extensions, Note
from voice.administration.importing.flow import Flow
from voice.administration.importing.ground import PERSON, Made
from voice.dialplan.load import PLAN, load_plan
from voice.dialplan.source import read
from voice.errors import ImportFailed, PlanError, Problem
from voice.turn import Language

MOST_CONTEXTS = 200
"""Contexts that are looked at for the entrance."""
MOST_MENDED = 60
"""How often the plan is mended until it can be used."""
SOUNDS = (".wav", ".flac", ".ogg", ".mp3")
_COMMENT = 200
_IVR = ("background", "waitexten", "read", "gotoiftime", "queue", "dial")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be imported, and how."""

    source: Path
    context: str | None
    """None: the context that looks most like an entrance."""
    language: Language = "en"
    pbx: str = "127.0.0.1"
    """Host of the PBX, for addresses of people and queues."""
    timezone: str = "Europe/Paris"
    sounds: Path | None = None
    """Folder of the recorded prompts."""


@dataclass(frozen=True, slots=True)
class Imported:
    """A plan that loads, and every line that it does not carry over."""

    name: str
    text: str
    """Of plan.yaml."""
    context: str
    others: tuple[str, ...]
    """Contexts that were not looked at, for they were not reached."""
    notes: tuple[Note, ...]
    sounds: tuple[tuple[str, Path], ...]
    """Recorded prompts: where in the plan's folder, and where they are now."""

    @property
    def left_out(self) -> list[Note]:
        """Lines that were not carried over."""
        return [note for note in self.notes if note.left_out]

    def write(self, folder: Path) -> None:
        """Put the plan and its prompts into a folder."""
        folder.mkdir(parents=True, exist_ok=True)
        for name, sound in self.sounds:
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(sound, folder / name)
        (folder / PLAN).write_text(self.text, encoding="utf-8")


def make_plan(found: Extensions, wanted: Wanted, name: str) -> Imported:
    """A plan for a context. Raises ImportFailed when there is no such context."""
    context = wanted.context or _entrance(found)
    flow = Flow(found, context, wanted.language, wanted.pbx)
    sounds = _sounds(flow, wanted.sounds)
    notes = list(flow.notes)
    for _ in range(MOST_MENDED):
        text = _yaml(flow, wanted, context, sounds)
        imported = Imported(name, text, context, (), (), tuple(sounds.values()))
        problem, step = _trouble(imported)
        if problem is None:
            break
        _mend(flow, step, problem, notes)
    else:
        raise ImportFailed(f"no plan could be made of {context}: {problem}")
    others = tuple(other for other in found.contexts if other not in flow.reached)
    ordered = tuple(sorted(dict.fromkeys(notes), key=lambda note: (note.line, note.what)))
    return Imported(name, text, context, others, ordered, tuple(sounds.values()))


def _entrance(found: Extensions) -> str:
    """The context from which most others are come to; the first of equals."""
    if not found.contexts:
        raise ImportFailed("there is no context in this file")
    leads = {name: set(_led_to(found, name)) for name in found.contexts}

    def reach(name: str) -> int:
        seen: set[str] = set()
        waiting = [name]
        while waiting:
            one = waiting.pop()
            if one not in seen:
                seen.add(one)
                waiting += leads[one]
        return len(seen)

    def worth(name: str) -> tuple[bool, int, bool]:
        context = found.contexts[name]
        apps = [one.app for commands in context.extensions.values() for one in commands.values()]
        return "s" in context.extensions, reach(name), any(app in _IVR for app in apps)

    return max(list(found.contexts)[:MOST_CONTEXTS], key=worth)


def _led_to(found: Extensions, name: str) -> Iterator[str]:
    context = found.contexts[name]
    for commands in context.extensions.values():
        for command in commands.values():
            if command.app.startswith("goto"):
                text = found.filled(",".join(command.arguments))
                yield from (part for part in re.split(r"[,|?:]", text) if part in found.contexts)
    yield from (include for include in context.includes if include in found.contexts)


def _sounds(flow: Flow, folder: Path | None) -> dict[str, tuple[str, Path]]:
    """Recorded prompts that are at hand, by the name that the dialplan has for them."""
    found: dict[str, tuple[str, Path]] = {}
    if folder is None:
        return found
    for file in {file for made in flow.steps.values() for file in made.files}:
        for kind in SOUNDS:
            path = folder / f"{file}{kind}"
            if path.is_file() and path.resolve().is_relative_to(folder.resolve()):
                found[file] = (f"prompts/{Path(file).name}{kind}", path)
                break
    return found


def _yaml(flow: Flow, wanted: Wanted, context: str, sounds: dict[str, tuple[str, Path]]) -> str:
    plan: dict[str, Any] = CommentedMap()
    title = " ".join("".join(c if c.isalnum() else " " for c in context).split()) or "imported"
    plan["title"] = title[:60]
    plan["languages"] = [wanted.language]
    plan["start"] = flow.start
    if flow.people.targets:
        plan["targets"] = flow.people.targets
        first = flow.people.first + [name for name in flow.people.targets if name not in flow.people.first]
        plan["handoff"] = {"to": first}
    if flow.hours:
        plan["hours"] = {name: {"timezone": wanted.timezone, **one} for name, one in flow.hours.items()}
    if flow.people.queues:
        plan["queues"] = flow.people.queues
    slots = {made.step["slot"] for made in flow.steps.values() if "slot" in made.step}
    if slots:
        plan["slots"] = {name: spec for name, spec in flow.slots.items() if name in slots}
    steps = CommentedMap()
    for name, made in flow.steps.items():
        steps[name] = _step(made, wanted.language, sounds)
        where = f"{wanted.source.name}:{made.line}" if made.line else wanted.source.name
        files = f", recorded: {', '.join(made.files)}" if made.files else ""
        steps.yaml_set_comment_before_after_key(name, before=_comment(where + files), indent=2)
    plan["steps"] = steps
    head = f"Imported from {wanted.source.name}, context {context}."
    plan.yaml_set_start_comment(  # type: ignore[attr-defined]
        _comment(head) + "\nAdd intents: what callers say, so that they need no keys."
    )
    yaml = YAML()
    yaml.width = 110
    yaml.indent(mapping=2, sequence=4, offset=2)
    out = io.StringIO()
    yaml.dump(plan, out)
    return out.getvalue()


def _step(made: Made, language: Language, sounds: dict[str, tuple[str, Path]]) -> dict[str, Any]:
    step = dict(made.step)
    key = "ask" if "ask" in step else "say"
    if key in step and len(made.files) == 1 and made.files[0] in sounds and "{" not in step[key]:
        step[key] = {language: {"text": step[key], "audio": sounds[made.files[0]][0]}}
    return step


def _comment(text: str) -> str:
    return "".join(letter if letter.isprintable() else " " for letter in text)[:_COMMENT]


def _trouble(imported: Imported) -> tuple[Problem | None, str]:
    """The first error of the plan, and the step that it is about."""
    with tempfile.TemporaryDirectory(prefix="voice-import-") as place:
        folder = Path(place) / "imported"
        imported.write(folder)
        try:
            load_plan(folder)
        except PlanError as error:
            problem = next(one for one in error.problems if one.level == "error")
            document = read(folder / PLAN)
            lines = {
                location[1]: document.place(location).line
                for location in document.places
                if len(location) == 2 and location[0] == "steps"
            }
            before = [str(name) for name, line in lines.items() if line <= problem.line]
            return problem, before[-1] if before else ""
    return None, ""


def _mend(flow: Flow, name: str, problem: Problem, notes: list[Note]) -> None:
    """Let a step that cannot be as it is lead to a person. Raises ImportFailed when that does not help."""
    made = flow.steps.get(name)
    if made is None or made.step.get("goto") == PERSON:
        raise ImportFailed(f"no plan could be made: {problem.message}")
    step = made.step
    if "else" in step and "if" not in step:
        after = {key: value for key, value in step.items() if key not in ("else", "retries")}
        todo = "a person takes over there; see else and retries"
    elif step.get("hang_up"):
        after = {key: value for key, value in step.items() if key != "hang_up"} | {"callback": True}
        todo = "a call back is offered there; see callback and voicemail"
    else:
        after = {key: value for key, value in step.items() if key == "say"} | {"goto": PERSON}
        todo = "a person takes over there; write the step anew"
    flow.steps[name] = Made(after, made.line, made.files)
    notes.append(Note(made.line, f"step {name}", problem.message, todo, left_out="goto" in after))
