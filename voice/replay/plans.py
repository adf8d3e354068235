"""The plan to replay under: one in use, by its name; a folder that is being edited; a published version."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Mapping
from pathlib import Path

from voice.dialplan.load import PLAN, UNMAPPED, load_all, load_plan, plans_beside
from voice.dialplan.model import Dialplan
from voice.errors import SettingsError, VersionError
from voice.records.verbs import opened
from voice.settings import Settings


class Plans:
    """Plans by what they are called; each is read once, and only when it is asked for."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._known: dict[tuple[str, str], Dialplan] = {}
        self._beside: dict[tuple[str, str], Mapping[str, Dialplan]] = {}
        self._versions: dict[str, Mapping[str, Dialplan]] = {}
        self._folders: list[tempfile.TemporaryDirectory[str]] = []

    def named(self, name: str, of: str = "") -> Dialplan:
        """A plan by its name or folder, or of a published version the plan `of`.

        Raises SettingsError when there is none, PlanError when it cannot be used.
        """
        if (name, of) not in self._known:
            self._known[name, of] = self._find(name, of)
        return self._known[name, of]

    def beside(self, plan: Dialplan) -> Mapping[str, Dialplan]:
        """The plans that a plan's steps go on with, and theirs in turn, by name. Raises PlanError."""
        if (plan.folder, plan.sha) not in self._beside:
            self._beside[plan.folder, plan.sha] = plans_beside(plan)
        return self._beside[plan.folder, plan.sha]

    def folder(self, name: str) -> Path:
        """Where the files of a plan are that is no version."""
        return Path(name) if _is_folder(Path(name)) else self._settings.dialplans / name

    def close(self) -> None:
        """Let go of unpacked versions."""
        for folder in self._folders:
            folder.cleanup()

    def _find(self, name: str, of: str) -> Dialplan:
        folder = self.folder(name)
        if _is_folder(folder):
            return load_plan(folder)
        if name == UNMAPPED:
            return load_all(self._settings.dialplans).unmapped()
        there = sorted(path.parent.name for path in self._settings.dialplans.glob(f"*/{PLAN}"))
        plans = self._version(name)
        if plans is None:
            raise SettingsError(
                f"there is no plan {name}, no folder with a {PLAN} in it and no such published version;"
                f" there are: {', '.join(there)}"
            )
        if of not in plans:
            raise SettingsError(
                f"version {name} has no plan {of or 'without a name'}; it has {', '.join(plans)}"
            )
        return plans[of]

    def _version(self, name: str) -> Mapping[str, Dialplan] | None:
        if name not in self._versions:
            folder = tempfile.TemporaryDirectory(prefix="voice-replay-")
            self._folders.append(folder)
            try:
                asyncio.run(_unpack(name, self._settings, Path(folder.name)))
            except VersionError:
                return None
            self._versions[name] = load_all(Path(folder.name)).plans
        return self._versions[name]


def _is_folder(folder: Path) -> bool:
    return (folder / PLAN).is_file()


async def _unpack(name: str, settings: Settings, folder: Path) -> None:
    async with opened(settings.records.url) as store:
        line = await store.versions.find(name)
        (await store.versions.tree(line.version)).write(folder)
