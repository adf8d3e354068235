"""From a folder of YAML to plans, or every problem at once with its file, line and column."""

from __future__ import annotations

import copy
import hashlib
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, get_args
from urllib.parse import quote

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from voice.dialplan import model
from voice.dialplan.builtin import SENTENCES
from voice.dialplan.checks import check, did_you_mean
from voice.dialplan.include import include
from voice.dialplan.model import Dialplan, PlanFile
from voice.dialplan.routes import Route, read_routes
from voice.dialplan.shape import keys_at
from voice.dialplan.source import Document, read
from voice.errors import PlanError, Problem
from voice.turn import LANGUAGES, Language
from voice.wrong_values import wrong_value

PLAN = "plan.yaml"
ROUTES = "routes.yaml"
MOST_SHOWN = 12
"""Keys that a hint lists."""
UNMAPPED = "unmapped"
"""Name of the built-in plan for numbers that lead nowhere."""


@dataclass(frozen=True, slots=True)
class Dialplans:
    """All plans and the numbers that lead to them."""

    plans: Mapping[str, Dialplan]
    routes: tuple[Route, ...]
    """Most particular first."""
    default: str | None
    """Plan of the numbers that no route names."""
    sha: str
    """SHA-256 over all plans and routes, hexadecimal."""
    warnings: tuple[Problem, ...] = ()
    """What works but is hardly meant."""
    unmapped_plan: Dialplan | None = field(default=None, repr=False)
    version: str = ""
    """Published version they came from; empty when they came from a folder."""

    def plan_for(self, dialled: str) -> Dialplan | None:
        """The plan that answers a dialled number; None when none does."""
        name = next((route.plan for route in self.routes if route.matches(dialled)), self.default)
        return self.plans[name] if name else None

    def unmapped(self) -> Dialplan:
        """The built-in plan for all other numbers: an honest sentence, and a person if any plan has one."""
        return self.unmapped_plan or _unmapped(self.plans)

    @property
    def every(self) -> tuple[Dialplan, ...]:
        """All plans that a call can be answered with, the built-in one last."""
        return (*self.plans.values(), self.unmapped())


def load_all(folder: Path) -> Dialplans:
    """Read routes.yaml and every plan beside it. Raises PlanError with all problems of all files."""
    problems: list[Problem] = []
    if not folder.is_dir():
        raise PlanError(
            (Problem(folder, 0, 0, "missing", "there is no such folder", "see the setting dialplans"),)
        )
    plans: dict[str, Dialplan] = {}
    names = sorted(path.parent.name for path in folder.glob(f"*/{PLAN}"))
    for name in names:
        plan, found = _read_plan(folder / name)
        problems.extend(found)
        if plan:
            plans[name] = plan
    if not names:
        problems.append(Problem(folder, 0, 0, "missing", f"no plan here: expected NAME/{PLAN}"))
    routes, default, found = read_routes(folder / ROUTES, names)
    problems.extend(found)
    if any(problem.level == "error" for problem in problems):
        raise PlanError(tuple(problems))
    digest = hashlib.sha256()
    for name, plan in plans.items():
        digest.update(f"{name} {plan.sha}\n".encode())
    digest.update((folder / ROUTES).read_bytes())
    return Dialplans(plans, routes, default, digest.hexdigest(), tuple(problems), _unmapped(plans))


def load_plan(folder: Path) -> Dialplan:
    """Read one plan. Raises PlanError with all its problems."""
    plan, problems = _read_plan(folder)
    if plan is None:
        raise PlanError(tuple(problems))
    return plan


def plan_and_problems(folder: Path) -> tuple[Dialplan | None, list[Problem]]:
    """Read one plan, with all that is wrong or hardly meant; no plan where something is wrong."""
    return _read_plan(folder)


def plans_beside(plan: Dialplan) -> dict[str, Dialplan]:
    """The plans that a plan's steps go on with, and theirs in turn, by name, itself among them.

    Empty when it goes on with none. Raises PlanError.
    """
    found = {plan.name: plan}
    waiting = [plan]
    while waiting:
        one = waiting.pop()
        for name in sorted({step.plan for step in one.steps.values() if step.plan} - found.keys()):
            folder = Path(one.folder).parent / name
            if (folder / PLAN).is_file():
                found[name] = load_plan(folder)
                waiting.append(found[name])
    return found if len(found) > 1 else {}


def _read_plan(folder: Path) -> tuple[Dialplan | None, list[Problem]]:
    document = read(folder / PLAN)
    if document.problems:
        return None, document.problems
    if not isinstance(document.data, dict):
        document.problem((), "empty", "the file holds no plan", "start with title, languages and steps")
        return None, document.problems
    include(document, folder.parent)
    if document.problems:
        return None, document.problems
    plan_file = _validate(document)
    if plan_file is None:
        return None, document.problems
    check(plan_file, document, folder, _beside(folder))
    lookups = {name: _with_data(name, plan_file, folder, document) for name in plan_file.lookups}
    if any(problem.level == "error" for problem in document.problems):
        return None, document.problems
    raw = {**document.data, "lookups": lookups, "name": folder.name}
    raw.update(sha=_sha(folder, document.files), folder=str(folder))
    return Dialplan.model_validate(raw, context={"languages": plan_file.languages}), document.problems


def _beside(folder: Path) -> frozenset[str]:
    """Names of all plans in the folder of a plan's folder."""
    return frozenset(path.parent.name for path in folder.parent.glob(f"*/{PLAN}"))


def _validate(document: Document) -> PlanFile | None:
    """The plan if it can be read, without the keys that nobody knows; every problem is noted."""
    context = {"languages": _languages(document.data)}
    try:
        return PlanFile.model_validate(document.data, context=context)
    except ValidationError as error:
        details = error.errors(include_url=False)
    for detail in details:
        _note(document, detail)
    if any(detail["type"] != "extra_forbidden" for detail in details):
        return None
    try:
        known = _without(document.data, [detail["loc"] for detail in details])
        return PlanFile.model_validate(known, context=context)
    except (ValidationError, LookupError, TypeError):
        return None


def _without(data: dict[str, Any], places: Iterable[tuple[str | int, ...]]) -> dict[str, Any]:
    known = copy.deepcopy(data)
    for *path, name in places:
        inside: Any = known
        for part in path:
            inside = inside[part]
        del inside[name]
    return known


def _languages(data: dict[str, Any]) -> tuple[Language, ...] | None:
    raw = data.get("languages")
    if (
        isinstance(raw, list)
        and raw
        and all(isinstance(language, str) and language in LANGUAGES for language in raw)
    ):
        return tuple(raw)
    return None


def _note(document: Document, detail: ErrorDetails) -> None:
    kind, location = detail["type"], detail["loc"]
    name = next((str(part) for part in reversed(location) if document.knows(part)), "")
    if kind == "extra_forbidden":
        known = keys_at(location[:-1])
        hint = did_you_mean(name, known) or f"there can be {', '.join(known[:MOST_SHOWN])}"
        document.problem(location, "unknown_key", f"unknown key {name}", hint)
    elif kind == "missing":
        document.problem(location[:-1], "missing", f"{location[-1]} is missing")
    elif model.NAME in detail["msg"]:
        document.problem(location, kind, f"{name} cannot be a name", "write small letters, digits and _")
    else:
        hint = ""
        if kind in ("dict_type", "model_type") and (known := keys_at(location)):
            hint = f"there can be {', '.join(known[:MOST_SHOWN])}"
        document.problem(location, kind, f"{name}: {wrong_value(detail)}", hint)


def _with_data(name: str, plan: PlanFile, folder: Path, document: Document) -> dict[str, Any]:
    lookup = plan.lookups[name]
    own = bool(lookup.data)
    where = lookup.data or plan.data
    if where and not where.startswith("env:"):
        file = where.removeprefix("sqlite:///") if where.startswith("sqlite:///") else where
        if "://" not in file:
            path = (folder / file).resolve()
            if not path.is_file():
                place = ("lookups", name, "data") if own else ("data",)
                document.problem(place, "data", f"there is no database file {file}")
            # Quoted twice: SQLAlchemy undoes one, SQLite the other.
            where = f"sqlite+aiosqlite:///file:{quote(quote(str(path)))}?mode=ro&uri=true"
    return {**lookup.model_dump(), "data": where}


def _sha(folder: Path, included: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for path in (*sorted(folder.rglob("*.yaml")), *sorted(included)):
        content = path.read_bytes()
        digest.update(f"{os.path.relpath(path, folder)} {len(content)}\n".encode())
        digest.update(content)
    return digest.hexdigest()


def _unmapped(plans: Mapping[str, Dialplan]) -> Dialplan:
    """A tiny plan in both languages: the number leads nowhere, and a person is offered if there is one."""
    targets = next((plan.target_specs for plan in plans.values() if plan.target_specs), {})
    languages: tuple[Language, ...] = tuple(reversed(get_args(Language)))
    say = {language: SENTENCES["unmapped"][language][0] for language in languages}
    end = {language: SENTENCES["unmapped_end"][language][0] for language in languages}
    offer = {language: SENTENCES["unmapped_person"][language][0] for language in languages}
    steps: dict[str, Any] = {"welcome": {"say": say, "goto": "offer" if targets else "end"}}
    if targets:
        steps["offer"] = {"say": offer, "listen": True, "else": "end", "retries": 1,
                          "noinput": [offer], "nomatch": [offer]}  # fmt: skip
    steps["end"] = {"say": end, "hang_up": True}
    raw = {
        "title": {"fr": "Numéro non attribué", "en": "Unassigned number"},
        "languages": languages,
        "start": "welcome",
        "targets": {name: {**spec.model_dump(), "hours": None} for name, spec in targets.items()},
        "steps": steps,
    }
    sha = hashlib.sha256(repr(raw).encode()).hexdigest()
    return Dialplan.model_validate({**raw, "name": UNMAPPED, "sha": sha}, context={"languages": languages})
