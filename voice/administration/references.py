"""What an administrator calls a plan, or a whole folder of them, and reading what is meant."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from voice.dialplan.load import PLAN, ROUTES, load_all, load_plan
from voice.dialplan.model import Dialplan
from voice.errors import SettingsError

Versions = Callable[[str], "Side | None"]
"""Finds a published version by what it is called; None when there is none of that name."""


@dataclass(frozen=True, slots=True)
class Side:
    """One plan, or all plans of a folder or version with the numbers that lead to them."""

    name: str
    plans: Mapping[str, Dialplan]
    routes: Mapping[str, str] | None = None
    """Number to plan; None where a single plan is meant."""

    @property
    def is_one_plan(self) -> bool:
        """True when a single plan is meant."""
        return self.routes is None


def read_plan(reference: str, dialplans: Path, versions: Versions | None = None) -> Dialplan:
    """The one plan that is meant: its folder, or its name among `dialplans`.

    Raises PlanError when it cannot be used, SettingsError when there is none, or more than one.
    """
    side = read_side(reference, dialplans, versions)
    if not side.is_one_plan:
        raise SettingsError(f"{reference} holds several plans; name one of {', '.join(sorted(side.plans))}")
    return next(iter(side.plans.values()))


def read_side(reference: str, dialplans: Path, versions: Versions | None = None) -> Side:
    """What is meant: a plan's folder, a folder of plans, the name of a plan, or a published version.

    Raises PlanError when it cannot be used, SettingsError when there is none.
    """
    for folder in (Path(reference), dialplans / reference):
        if (folder / PLAN).is_file():
            return _one(load_plan(folder), reference)
        if folder.name == PLAN and folder.is_file():
            return _one(load_plan(folder.parent), reference)
        if (folder / ROUTES).is_file():
            return read_folder(folder, reference)
    if versions and (side := versions(reference)):
        return side
    names = ", ".join(sorted(path.parent.name for path in dialplans.glob(f"*/{PLAN}")))
    raise SettingsError(f"there is no plan {reference}; in {dialplans} there are: {names or 'none'}")


def _one(plan: Dialplan, reference: str) -> Side:
    return Side(reference, {plan.name: plan})


def read_folder(folder: Path, reference: str) -> Side:
    """All plans of a folder with their numbers. Raises PlanError."""
    loaded = load_all(folder)
    routes = {route.pattern: route.plan for route in loaded.routes}
    if loaded.default:
        routes["all other numbers"] = loaded.default
    return Side(reference, loaded.plans, routes)
