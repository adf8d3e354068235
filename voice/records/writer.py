"""Brings what happens in calls to the database, off the audio path, and loses none of it.

Everything is in a file first (`<call>.events.jsonl`, `<hand-over>.handoff.json` in the recordings' folder),
and the file goes when the database has it. Files left by a process that died are read at the next start; a
call without an end gets one, `line_lost`.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from loguru import logger

from voice.errors import RecordsError
from voice.records.journal import SUFFIX, Journal, JournalFile
from voice.records.recording import ErrorCallback, StereoRecording
from voice.records.spool import HANDOFF_SUFFIX, brief_path, keep_brief, orphans, store_orphan, wav_of
from voice.records.store import Brief, Store

_LONGEST_RETRY = 30.0
_MOST_REFUSALS = 3


@dataclass(slots=True)
class _Open:
    """A call whose events are not all in the database."""

    journal: Journal
    file: JournalFile
    recording: StereoRecording | None = None
    stored: int = 0
    refusals: int = 0


class RecordsWriter:
    """One per process. Journals, recordings and written summaries of all calls go through it."""

    def __init__(
        self,
        store: Store,
        folder: Path,
        *,
        deliver: bool = False,
        on_delivery: Callable[[], None] | None = None,
        every: float = 0.25,
    ) -> None:
        """Write to `store` and to files in `folder`, which is made when it is needed.

        `deliver` puts summaries in the webhook's outbox too, and `on_delivery` is called when one is there.
        `every` is how long events are gathered before they are written, in seconds.
        """
        self._store = store
        self._folder = folder
        self._deliver = deliver
        self._on_delivery = on_delivery
        self._every = every
        self._disk = ThreadPoolExecutor(1, "records")
        self._calls: dict[str, _Open] = {}
        self._briefs: dict[str, Brief] = {}
        self._left: list[Path] = []
        self._news = asyncio.Event()
        self._leftovers = asyncio.Event()
        self._tasks: list[asyncio.Task[None]] = []
        self._complained = False

    async def start(self) -> int:
        """Take over what dead processes left, and begin to write; how many files were found."""
        self._left = await asyncio.to_thread(orphans, self._folder)
        self._leftovers.set()
        for event, work in ((self._news, self._store_news), (self._leftovers, self._store_left)):
            self._tasks.append(asyncio.create_task(self._repeat(event, work), name="records"))
        return len(self._left)

    def journal(self, call_id: str) -> Journal:
        """The journal of a new call. It is done with when CallEnded is appended."""
        file = JournalFile(self._folder / f"{call_id}{SUFFIX}", self._disk)
        journal = Journal(call_id, file=file, wake=self._news.set)
        self._calls[call_id] = _Open(journal, file)
        return journal

    def recording(self, call_id: str, rate: int, *, on_error: ErrorCallback | None = None) -> StereoRecording:
        """The recording of a call that has a journal. It is closed at CallEnded, if nobody did before."""
        recording = StereoRecording(wav_of(self._folder, call_id), rate, on_error=on_error, disk=self._disk)
        if call_id in self._calls:
            self._calls[call_id].recording = recording
        return recording

    def keep_handoff(self, brief: Brief) -> None:
        """Keep a written summary, or its newer form; returns at once, never raises into the call."""
        self._briefs[brief.id] = brief
        with suppress(RuntimeError):  # the thread is gone when the writer was closed
            self._disk.submit(keep_brief, self._folder, brief)
        self._news.set()

    async def settled(self) -> None:
        """Wait until the database has everything so far."""
        while not self._is_settled():  # noqa: ASYNC110
            await asyncio.sleep(0.01)

    def _is_settled(self) -> bool:
        return not (self._left or self._briefs or any(_behind(call) for call in self._calls.values()))

    async def close(self, *, seconds: float = 10.0) -> None:
        """Write what is left, for at most so long; what the database does not take waits in its file."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._tasks.clear()
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._store_news()
        for call in self._calls.values():
            call.file.close(remove=False)
            if call.recording is not None:
                await call.recording.close()
        self._calls.clear()
        await asyncio.to_thread(self._disk.shutdown)

    async def _repeat(self, event: asyncio.Event, work: Callable[[], Awaitable[bool]]) -> None:
        retry = 0.0
        while True:
            await event.wait()
            await asyncio.sleep(retry or self._every)
            event.clear()
            try:
                done = await work()
            except Exception as error:
                # Nothing may end this task: calls go on without it, and are not kept.
                self._complain("something", error)
                done = False
            if done:
                retry = 0.0
            else:
                retry = min(_LONGEST_RETRY, 2 * (retry or self._every))
                event.set()

    async def _store_news(self) -> bool:
        """One round over all calls and summaries; False when something must be tried again."""
        results = [(call, await self._store_call(call)) for call in list(self._calls.values())]
        failed = [call for call, stored in results if not stored]
        if len(failed) < len(results):
            # The database took others in this round: the fault is with these.
            for call in failed:
                self._refused(call)
        briefs = [await self._store_brief(brief) for brief in list(self._briefs.values())]
        return not failed and all(briefs)

    async def _store_call(self, call: _Open) -> bool:
        call_id, ended = call.journal.call_id, call.journal.ended
        events = call.journal.since(call.stored)
        if not events:
            return True
        recording = call.recording
        if ended and recording is not None:
            await recording.close()
        wav = str(recording.path.absolute()) if recording is not None and recording.kept else None
        try:
            row = await self._store.save_events(call_id, events, first=call.stored, recording=wav)
        except Exception as error:
            self._complain(f"call {call_id}", error)
            if ended and not call.file.behind:
                # A finished call waits on disk, not in memory.
                self._let_go(call)
                await self._leave(call.file.path)
                return True
            return False
        self._complained = False
        call.stored, call.refusals = row.events, 0
        if ended:
            self._let_go(call, remove=True)
        return True

    def _refused(self, call: _Open) -> None:
        call.refusals += 1
        if call.refusals == _MOST_REFUSALS:
            logger.error("call {}: refused by the database; it stays in its file", call.journal.call_id)
            self._let_go(call)

    def _let_go(self, call: _Open, *, remove: bool = False) -> None:
        call.file.close(remove=remove)
        self._calls.pop(call.journal.call_id, None)

    async def _leave(self, path: Path) -> None:
        # Through the disk's thread, so that the file is closed before it is taken up.
        await asyncio.get_running_loop().run_in_executor(self._disk, _nothing)
        self._left.append(path)
        self._leftovers.set()

    async def _store_brief(self, brief: Brief) -> bool:
        path = brief_path(self._folder, brief.id)
        try:
            await self._store.save_handoff(brief, deliver=self._deliver)
        except Exception as error:
            self._complain(f"handoff {brief.id}", error)
            if await asyncio.to_thread(path.exists) and self._briefs.get(brief.id) is brief:
                self._briefs.pop(brief.id, None)
                await self._leave(path)
                return True
            return False
        self._delivery()
        if self._briefs.get(brief.id) is brief:  # else a newer form came meanwhile, and the file is its own
            del self._briefs[brief.id]
            # In the disk's own thread, so that it comes after the writing.
            await asyncio.get_running_loop().run_in_executor(self._disk, _remove, path)
        return True

    async def _store_left(self) -> bool:
        """One round over the files; False when some must be tried again."""
        for path in list(self._left):
            try:
                await store_orphan(path, self._store, deliver=self._deliver)
            except Exception as error:
                self._complain(f"file {path.name}", error)
                continue
            self._left.remove(path)
            if path.name.endswith(HANDOFF_SUFFIX):
                self._delivery()
        return not self._left

    def _delivery(self) -> None:
        if self._deliver and self._on_delivery is not None:
            self._on_delivery()

    def _complain(self, what: str, error: Exception) -> None:
        # Messages of other errors might hold what the caller said.
        why = error.message if isinstance(error, RecordsError) else type(error).__name__
        logger.log("DEBUG" if self._complained else "ERROR", "{} waits in its file: {}", what, why)
        self._complained = True


def _behind(call: _Open) -> bool:
    return call.stored < len(call.journal.events)


def _nothing() -> None:
    """Work that is done when all work before it is."""


def _remove(path: Path) -> None:
    with suppress(OSError):
        path.unlink()
