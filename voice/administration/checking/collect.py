"""Everything that is wrong, or hardly meant, in a folder of plans: plans, routes, and tests at once."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from voice.administration.checking.examples import overlapping
from voice.administration.checking.hearing import too_long_in_one_go
from voice.administration.rehearsal.read import FOLDER, plan_folders, read_rehearsals
from voice.dialplan.include import include
from voice.dialplan.load import PLAN, load_all, plan_and_problems
from voice.dialplan.model import Dialplan
from voice.dialplan.source import Document, read
from voice.errors import PlanError, Problem


@dataclass(frozen=True, slots=True)
class Checked:
    """What was looked at, and what was found, by file and line."""

    plans: tuple[str, ...]
    problems: tuple[Problem, ...]

    @property
    def errors(self) -> tuple[Problem, ...]:
        """What keeps a plan from being used."""
        return tuple(problem for problem in self.problems if problem.level == "error")

    @property
    def warnings(self) -> tuple[Problem, ...]:
        """What works but is hardly meant."""
        return tuple(problem for problem in self.problems if problem.level == "warning")


def check_folder(folder: Path) -> Checked:
    """Look at all plans of a folder, or at one plan in its own folder."""
    problems: list[Problem] = []
    plans: dict[str, Dialplan] = {}
    folders = list(plan_folders(folder))
    if folders != [folder]:
        try:
            loaded = load_all(folder)
            plans.update(loaded.plans)
            problems += loaded.warnings
        except PlanError as error:
            problems += error.problems
    for plan_folder in folders:
        plan = plans.get(plan_folder.name)
        if plan is None:
            plan, found = plan_and_problems(plan_folder)
            problems += found
        problems += read_rehearsals(plan_folder, plan)[1]
        if plan:
            problems += _of_sound_plan(plan, plan_folder)
    return Checked(tuple(path.name for path in folders), tuple(sorted(set(problems), key=_order)))


def _of_sound_plan(plan: Dialplan, folder: Path) -> list[Problem]:
    """What only a plan can be asked that holds together."""
    document = _document(folder)
    problems = [*overlapping(plan, document), *too_long_in_one_go(plan, document)]
    if not any((folder / FOLDER).glob("*.yaml")):
        hint = f"write {FOLDER}/NAME.yaml: who says what, and what must come of it"
        problems.append(
            Problem(folder / PLAN, 1, 1, "untested", "no conversation tests this plan", hint, "warning")
        )
    return problems


def _document(folder: Path) -> Document:
    document = read(folder / PLAN)
    if isinstance(document.data, dict):
        include(document, folder.parent)
    return document


def _order(problem: Problem) -> tuple[str, int, int, str, str]:
    return (str(problem.file), problem.line, problem.column, problem.level, problem.message)
