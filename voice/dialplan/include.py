"""Shared pieces: what several plans have in common, written once below dialplans/shared.

A piece holds some of the named parts of a plan. Targets, hours, queues, voices, prompts and what agents say
stand in for what the plan does not write itself; the plan's own win. Requests, slots, lookups, surveys and
steps are part of what the plan says and does: a name that stands in two places is an error.
"""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from typing import Any

from voice.dialplan.source import Document, Location, Place, read
from voice.errors import Problem
from voice.turn import LANGUAGES

SHARED = "shared"
"""Folder beside the plans."""
REPLACEABLE = ("targets", "hours", "queues", "voices", "prompts", "must_say", "agent_replies")
"""Parts whose names a plan may write anew."""
FIXED = ("intents", "slots", "lookups", "surveys", "errands", "steps")
"""Parts whose names can stand in one place only."""


def include(document: Document, root: Path) -> None:
    """Put the pieces that a plan includes into its document; `root` is the folder of all plans."""
    _Includer(document, root).run(document, ())


class _Includer:
    def __init__(self, document: Document, root: Path) -> None:
        self.document = document
        self.shared = root / SHARED
        self.own = {key: set(value) for key, value in document.data.items() if isinstance(value, dict)}
        raw = document.data.get("languages")
        spoken = raw if isinstance(raw, list) and raw else LANGUAGES
        self.surplus = {language for language in LANGUAGES if language not in spoken}

    def run(self, holder: Document, above: tuple[Path, ...]) -> None:
        """Include what one file asks for."""
        raw = holder.data.get("include", [])
        names = [raw] if isinstance(raw, str) else raw
        if not isinstance(names, list):
            return
        for index, name in enumerate(names):
            location = ("include", index) if isinstance(raw, list) else ("include",)
            place = holder.place(location)
            path = self.find(name, place)
            if path in (*above, self.document.path):
                self.problem(place, f"{name} includes itself in the end", "leave one of them out")
            elif path and path not in self.document.files:
                self.document.files.append(path)
                self.piece(path, (*above, path))

    def find(self, name: object, place: Place) -> Path | None:
        """The file of a piece, which is never outside the shared folder."""
        if not isinstance(name, str) or not name.startswith(f"{SHARED}/") or not name.endswith(".yaml"):
            self.problem(place, f"{name} is no shared piece", f"write {SHARED}/NAME.yaml")
            return None
        path = self.shared / name.removeprefix(f"{SHARED}/")
        if not path.resolve().is_relative_to(self.shared.resolve()):
            self.problem(place, f"{name} lies outside {SHARED}/", f"write {SHARED}/NAME.yaml")
            return None
        if not path.is_file():
            self.problem(place, f"there is no file {name}", f"it would be {path}")
            return None
        return path

    def problem(self, place: Place, message: str, hint: str = "") -> None:
        """Note an error about including."""
        self.document.problems.append(Problem(*place, "include", message, hint))

    def piece(self, path: Path, above: tuple[Path, ...]) -> None:
        """Read one piece and put its parts in."""
        piece = read(path)
        self.document.problems.extend(piece.problems)
        if piece.problems:
            return
        if not isinstance(piece.data, dict):
            self.problem(
                piece.place(()), "the file holds no piece of a plan", "start with prompts: or steps:"
            )
            return
        places = defaultdict[Location, dict[Location, Place]](dict)
        for location, place in piece.places.items():
            places[location[:2]][location] = place
        for key, names in piece.data.items():
            if key == "include":
                continue
            if key not in (*REPLACEABLE, *FIXED):
                allowed = ", ".join((*REPLACEABLE, *FIXED))
                self.problem(
                    piece.place((key,)), f"{key} cannot stand in a shared piece", f"it can hold {allowed}"
                )
            elif not isinstance(names, dict):
                self.problem(piece.place((key,)), f"{key} holds no names")
            else:
                for name, value in names.items():
                    self.put(key, name, value, places[key, name])
        self.run(piece, above)

    def put(self, key: str, name: str, value: Any, places: dict[Location, Place]) -> None:
        """Put one named part in, unless the plan writes it itself."""
        part = self.document.data.setdefault(key, {})
        if not isinstance(part, dict):
            return
        if name in part:
            own = name in self.own.get(key, ())
            if not (own and key in REPLACEABLE):
                other = self.document.place((key, name))
                message = f"{name} stands in {key} a second time; the other is in {other.file}:{other.line}"
                self.problem(places[key, name], message, "rename one of them")
            return
        part[name] = self.spoken_here(value)
        self.document.places.setdefault((key,), places[key, name])
        self.document.places.update(places)

    def spoken_here(self, value: Any) -> Any:
        """A value without the texts in languages that the plan does not speak."""
        if isinstance(value, list):
            return [self.spoken_here(item) for item in value]
        if not isinstance(value, dict):
            return value
        by_language = bool(value) and set(value) <= set(LANGUAGES)
        return {
            key: self.spoken_here(item)
            for key, item in value.items()
            if not (by_language and key in self.surplus)
        }
