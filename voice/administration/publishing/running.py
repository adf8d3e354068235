"""The dialplans of a running gateway: where they come from, and how new ones come in use while people phone.

What cannot be loaded is told of and never used; calls keep the plan they began with.
"""

from __future__ import annotations

import asyncio
import shutil
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Protocol

from loguru import logger

from voice.administration.publishing.beside import load
from voice.administration.publishing.taking import CONTENT
from voice.conversation.dialogue import prepare
from voice.dialplan.load import Dialplans
from voice.dialplan.model import Dialplan
from voice.dialplan.versions import SHORT, Tree
from voice.errors import PlanError, RecordsError, SettingsError, VoiceError
from voice.records.versions import Publication, Versions

SETTLED_SECONDS = 0.3
MOST_SETTLING = 20
STOP_SECONDS = 10.0
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


class RunningPlans:
    """The dialplans in use, and the task that follows their source."""

    def __init__(
        self,
        source: PlanSource,
        plans: Dialplans,
        *,
        look_every: float,
        on_new: Callable[[], None] = lambda: None,
    ) -> None:
        self._source = source
        self._look_every = look_every
        self._on_new = on_new
        self._look = asyncio.Event()
        self._lost = False
        self._stopping = False
        self._following: asyncio.Task[None] | None = None
        self.current = plans
        """What the next call is answered with."""

    def look_now(self) -> None:
        """Do not wait for the next look."""
        self._look.set()

    def start(self) -> None:
        """Begin to follow the source."""
        self._following = asyncio.create_task(self._follow())

    async def stop(self) -> None:
        """Follow no longer; a look in progress may end, so that no query of it is torn apart."""
        self._stopping = True
        self._look.set()
        if self._following is not None:
            await asyncio.wait([self._following], timeout=STOP_SECONDS)
            self._following.cancel()

    async def _follow(self) -> None:
        while True:
            with suppress(TimeoutError):
                async with asyncio.timeout(self._look_every):
                    await self._look.wait()
            self._look.clear()
            if self._stopping:
                break
            await self._take_over()

    async def _take_over(self) -> None:
        try:
            plans = await self._source.newer()
            self._lost = False
        except RecordsError as error:
            if not self._lost:
                logger.error("newer dialplans cannot be looked for: {}", error.message)
            self._lost = True
            return
        except PlanError as error:
            logger.error("the changed dialplans are not used:\n{}", error)
            return
        except VoiceError as error:
            logger.error("the changed dialplans are not used: {}", error.message)
            return
        except Exception as error:  # a mistake of ours must not end the following
            logger.opt(exception=True).error(
                "the changed dialplans are not used: a failure of the program's own, {}", type(error).__name__
            )
            return
        if plans is not None:
            self.current = plans
            self._on_new()
            logger.info("new dialplans are in use: {}", (plans.version or plans.sha)[:SHORT])


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
        for plan in (*plans.plans.values(), plans.unmapped()):
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
