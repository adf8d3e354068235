"""The plan to replay under: by the name of one in use, or a folder of one that is being edited."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from voice.dialplan.load import PLAN, load_all, load_plan
from voice.dialplan.model import Dialplan
from voice.errors import SettingsError
from voice.settings import Settings


class Plans:
    """The plans in use, read once and only when they are asked for."""

    def __init__(self, settings: Settings) -> None:
        self._folder = settings.dialplans
        self._used: Mapping[str, Dialplan] | None = None

    def named(self, name: str) -> Dialplan:
        """A plan in use by its name, or the plan in a folder. Raises SettingsError, PlanError."""
        if self._looks_like_folder(name):
            return load_plan(Path(name))
        used = self._all()
        if name not in used:
            raise SettingsError(
                f"there is no plan {name}, and no folder with a {PLAN} in it; there are:"
                f" {', '.join(sorted(used))}"
            )
        return used[name]

    def folder(self, name: str) -> Path:
        """Where the files of a plan are."""
        return Path(name) if self._looks_like_folder(name) else self._folder / name

    def _looks_like_folder(self, name: str) -> bool:
        return (Path(name) / PLAN).is_file()

    def _all(self) -> Mapping[str, Dialplan]:
        if self._used is None:
            self._used = load_all(self._folder).plans
        return self._used
