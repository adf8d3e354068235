"""What an administrator calls a plan: a folder, or the name of a plan in the folder of plans."""

from __future__ import annotations

from pathlib import Path

from voice.dialplan.load import PLAN, load_plan
from voice.dialplan.model import Dialplan
from voice.errors import SettingsError


def read_plan(reference: str, dialplans: Path) -> Dialplan:
    """The plan that is meant: its folder, or its name among `dialplans`.

    Raises PlanError when it cannot be used, SettingsError when there is none.
    """
    for folder in (Path(reference), dialplans / reference):
        if (folder / PLAN).is_file():
            return load_plan(folder)
        if folder.name == PLAN and folder.is_file():
            return load_plan(folder.parent)
    names = ", ".join(sorted(path.parent.name for path in dialplans.glob(f"*/{PLAN}")))
    raise SettingsError(f"there is no plan {reference}; in {dialplans} there are: {names or 'none'}")
