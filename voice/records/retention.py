"""Removes calls and recordings that are older than they may be, while the gateway runs."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from loguru import logger

from voice.errors import RecordsError
from voice.records.forgetting import Forgettable, Forgetting
from voice.settings import RecordsSettings

EVERY_SECONDS = 3600.0
FIRST_SECONDS = 60.0
"""How long after the start; a start has other things to do."""
AT_ONCE = 200
"""Calls removed in one go."""
_PAUSE_SECONDS = 0.05
"""Between two batches, so that calls get at the database."""


@dataclass(slots=True)
class Removed:
    """What one round removed."""

    calls: int = 0
    recordings: int = 0


class Retention:
    """Forgets what is too old. Several gateways may do it on one database, each with its own recordings."""

    def __init__(
        self,
        settings: RecordsSettings,
        forgetting: Forgetting,
        *,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._settings = settings
        self._forgetting = forgetting
        self._now = now

    async def run(self) -> None:
        """A round an hour, until cancelled; a database that is away is asked again the next time."""
        wait = FIRST_SECONDS
        while self._settings.keep_days or self._settings.keep_recordings_days:
            await asyncio.sleep(wait)
            wait = EVERY_SECONDS
            try:
                removed = await self.round()
            except (RecordsError, OSError) as error:
                logger.error("old calls cannot be removed now: {}", type(error).__name__)
                continue
            if removed.calls or removed.recordings:
                logger.info("{} old calls and {} recordings removed", removed.calls, removed.recordings)

    async def round(self) -> Removed:
        """Remove all that is too old now. Raises RecordsError, and OSError for a file that stays."""
        removed = Removed()
        if days := self._settings.keep_days:
            await self._calls(self._now() - timedelta(days=days), removed)
        if days := self._settings.keep_recordings_days:
            await self._recordings(self._now() - timedelta(days=days), removed)
        await self._left_behind(removed)
        return removed

    async def _calls(self, moment: datetime, removed: Removed) -> None:
        while calls := await self._forgetting.before(moment, limit=AT_ONCE):
            removed.recordings += await asyncio.to_thread(remove_files, self._settings.recordings, calls)
            await self._forgetting.forget([call.id for call in calls])
            removed.calls += len(calls)
            await asyncio.sleep(_PAUSE_SECONDS)

    async def _recordings(self, moment: datetime, removed: Removed) -> None:
        while calls := await self._forgetting.recordings_before(moment, limit=AT_ONCE):
            removed.recordings += await asyncio.to_thread(remove_files, self._settings.recordings, calls)
            await self._forgetting.forget_recordings([call.id for call in calls])
            await asyncio.sleep(_PAUSE_SECONDS)

    async def _left_behind(self, removed: Removed) -> None:
        """Recordings in this gateway's folder whose call another gateway has removed."""
        days = self._settings.keep_recordings_days or self._settings.keep_days
        if not days:
            return
        oldest = (self._now() - timedelta(days=days)).timestamp()
        old = await asyncio.to_thread(lambda: list(_old(self._settings.recordings, oldest)))
        for start in range(0, len(old), AT_ONCE):
            some = {path.stem: path for path in old[start : start + AT_ONCE]}
            known = set() if self._settings.keep_recordings_days else await self._forgetting.known(list(some))
            for name, path in some.items():
                if name not in known:
                    await asyncio.to_thread(path.unlink, missing_ok=True)
                    removed.recordings += 1


def remove_files(folder: Path, calls: list[Forgettable]) -> int:
    """Remove the recordings of these calls, where they are on this machine; how many were. Raises OSError."""
    count = 0
    for call in calls:
        places = {folder / f"{call.id}.wav", *([Path(call.recording)] if call.recording else [])}
        for place in places:
            with suppress(FileNotFoundError):
                place.unlink()
                count += 1
    return count


def _old(folder: Path, oldest: float) -> Iterator[Path]:
    for path in folder.glob("*.wav"):
        with suppress(FileNotFoundError):
            if path.stat().st_mtime < oldest:
                yield path
