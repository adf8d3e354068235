"""Where the dialplans of a running gateway come from: its folder, or what was published in the database."""

from __future__ import annotations

import asyncio
import shutil
import tempfile
import time
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Protocol

from loguru import logger

from voice.administration.publishing.beside import load
from voice.administration.publishing.taking import CONTENT
from voice.conversation import prepare
from voice.dialplan.load import Dialplans
from voice.dialplan.model import Dialplan
from voice.dialplan.versions import Tree
from voice.errors import RecordsError, SettingsError, VoiceError
from voice.records.versions import Publication, Versions

SETTLED_SECONDS = 0.3
MOST_SETTLING = 20
KEPT_SECONDS = 3600.0
"""How long a version's files stay for the calls that began with it, when newer plans are in use."""


_Stamp = frozenset[tuple[str, int, int]]


class PlanSource(Protocol):
    """Where dialplans come from."""

    async def first(self) -> Dialplans:
        """Those to start with. Raises VoiceError when there are none that can be used."""

    async def newer(self) -> Dialplans | None:
        """Others than those given out last; None when nothing changed. Raises VoiceError."""

    def close(self) -> None:
        """Let go of what it holds."""


class FolderSource:
    """The folder of the dialplans, as it is edited."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._seen: _Stamp = frozenset()
        self._sha = ""

    async def first(self) -> Dialplans:
        """What is in the folder now. Raises PlanError."""
        self._seen = await asyncio.to_thread(_stamp, self._folder)
        plans = await asyncio.to_thread(_load, self._folder)
        self._sha = plans.sha
        return plans

    async def newer(self) -> Dialplans | None:
        """What is in the folder, when that changed. Raises PlanError, once for each change."""
        stamp = await asyncio.to_thread(_stamp, self._folder)
        if stamp == self._seen:
            return None
        self._seen = await self._settled(stamp)
        plans = await asyncio.to_thread(_load, self._folder)
        if plans.sha == self._sha:
            return None
        self._sha = plans.sha
        return plans

    async def _settled(self, stamp: _Stamp) -> _Stamp:
        """The folder when nobody has written to it for a moment, so that half of a change is not used."""
        for _ in range(MOST_SETTLING):
            await asyncio.sleep(SETTLED_SECONDS)
            before, stamp = stamp, await asyncio.to_thread(_stamp, self._folder)
            if stamp == before:
                break
        return stamp

    def close(self) -> None:
        """Nothing is held."""


class PublishedSource:
    """What was published in the database of records, unpacked into a folder of this process."""

    def __init__(self, versions: Versions, *, kept_seconds: float = KEPT_SECONDS) -> None:
        self._versions = versions
        self._kept_seconds = kept_seconds
        self._place = Path(tempfile.mkdtemp(prefix="voice-plans-"))
        self._number = 0
        self._version = ""
        self._left: dict[str, float] = {}
        """Version to when it went out of use, on the monotonic clock."""

    async def first(self) -> Dialplans:
        """The latest version that can be used. Raises RecordsError, SettingsError when none was published,
        and what is wrong with the latest when none can be used.
        """
        wrong: VoiceError | None = None
        tried: set[str] = set()
        for line in await self._versions.history():
            self._number = max(self._number, line.number)
            if line.version in tried:
                continue
            tried.add(line.version)
            try:
                return await self._take(line)
            except RecordsError:
                raise
            except VoiceError as error:
                logger.error("published version {} cannot be used: {}", line.short, error.message)
                wrong = wrong or error
        raise wrong or SettingsError(
            "plans.source is published, and nothing was published yet; type: voice publish --message WHY"
        )

    async def newer(self) -> Dialplans | None:
        """The version that came in use since. Raises PlanError and VersionError, once for each publication,
        and RecordsError.
        """
        self._forget_old()
        line = await self._versions.latest()
        if line is None or line.number == self._number:
            return None
        try:
            plans = None if line.version == self._version else await self._take(line)
        except RecordsError:
            raise  # it may answer the next time
        except VoiceError:
            self._number = line.number
            raise
        self._number = line.number
        return plans

    async def _take(self, line: Publication) -> Dialplans:
        tree = await self._versions.tree(line.version)
        folder = self._place / line.version
        if not folder.exists():
            await asyncio.to_thread(_unpack, tree, folder)
        plans = await asyncio.to_thread(_load, folder, line.version)
        if self._version:
            self._left[self._version] = time.monotonic()
        self._left.pop(line.version, None)
        self._version = line.version
        return plans

    def _forget_old(self) -> None:
        now = time.monotonic()
        for version in [one for one, since in self._left.items() if now - since > self._kept_seconds]:
            shutil.rmtree(self._place / version, ignore_errors=True)
            del self._left[version]

    def close(self) -> None:
        """Remove the unpacked files."""
        shutil.rmtree(self._place, ignore_errors=True)


def _unpack(tree: Tree, folder: Path) -> None:
    """All of it, or nothing."""
    unready = Path(tempfile.mkdtemp(dir=folder.parent))
    tree.write(unready)
    unready.rename(folder)


def _load(folder: Path, version: str = "") -> Dialplans:
    """Load all plans and learn their requests, which takes a second that no caller should wait."""
    plans = load(folder)
    if version:
        plans = _of_version(plans, version)
        for plan in plans.every:
            prepare(plan)
    return plans


def _of_version(plans: Dialplans, version: str) -> Dialplans:
    def mark(plan: Dialplan) -> Dialplan:
        return plan.model_copy(update={"version": version})

    return replace(
        plans,
        plans={name: mark(plan) for name, plan in plans.plans.items()},
        unmapped_plan=mark(plans.unmapped()),
        version=version,
    )


def _stamp(folder: Path) -> _Stamp:
    """What changes when a file of the dialplans changes."""
    found = set()
    for path in folder.rglob("*"):
        if path.suffix.lower() in CONTENT:
            with suppress(FileNotFoundError):
                stat = path.stat()
                found.add((str(path), stat.st_mtime_ns, stat.st_size))
    return frozenset(found)
