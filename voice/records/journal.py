"""The append-only list of what happened in one call, and its file on disk.

Every event is a line of JSON in `<call id>.events.jsonl`, written by a thread in the order of appending. The
file is locked for as long as the call's process lives, so a file without a lock belongs to nobody any more.
"""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Callable, Iterable
from concurrent.futures import Executor
from contextlib import suppress
from pathlib import Path

from loguru import logger

from voice.events import CALL_EVENT, CallEvent

SUFFIX = ".events.jsonl"

Listener = Callable[[CallEvent], None]


def dump_event(event: CallEvent) -> bytes:
    """One event as JSON in UTF-8, on one line; characters that UTF-8 cannot hold become question marks."""
    try:
        return CALL_EVENT.dump_json(event)
    except ValueError:
        return json.dumps(event.model_dump(mode="json"), ensure_ascii=False).encode("utf-8", "replace")


def load_events(lines: Iterable[bytes | str]) -> list[CallEvent]:
    """The events on these lines; a line that holds none (a write cut short) is passed over."""
    events: list[CallEvent] = []
    for line in lines:
        with suppress(ValueError):
            events.append(CALL_EVENT.validate_json(line))
    return events


class Journal:
    """What happened in one call so far. For use on the event loop's thread alone."""

    def __init__(
        self, call_id: str, *, file: JournalFile | None = None, wake: Callable[[], None] | None = None
    ) -> None:
        """`file` keeps what is appended; `wake` is called after each event and must return at once."""
        self.call_id = call_id
        self._events: list[CallEvent] = []
        self._file = file
        self._wake = wake
        self._listeners: list[Listener] = []

    @property
    def events(self) -> tuple[CallEvent, ...]:
        """Everything so far, in order."""
        return tuple(self._events)

    @property
    def ended(self) -> bool:
        """True once the call's end is in the journal."""
        return bool(self._events) and self._events[-1].kind == "call_ended"

    def since(self, number: int) -> list[CallEvent]:
        """The events from `number` on, the first of the call being 0."""
        return self._events[number:]

    def append(self, event: CallEvent) -> None:
        """Add what just happened. Never waits for disk or database, never raises into the call.

        After CallEnded nothing is taken any more.
        """
        if self.ended:
            logger.warning("call {}: {} came after the end and is not kept", self.call_id, event.kind)
            return
        self._events.append(event)
        if self._file is not None:
            self._file.write(event)
        for listener in tuple(self._listeners):
            try:
                listener(event)
            except Exception as error:
                # The type alone: a message might quote the caller.
                logger.error(
                    "call {}: a listener failed on {}: {}", self.call_id, event.kind, type(error).__name__
                )
        if self._wake is not None:
            self._wake()

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Call `listener` with each event from now on; the returned function ends that."""
        self._listeners.append(listener)

        def unsubscribe() -> None:
            if listener in self._listeners:
                self._listeners.remove(listener)

        return unsubscribe


class JournalFile:
    """The file of one call's events; `disk` must be one thread, which keeps them in order."""

    def __init__(self, path: Path, disk: Executor) -> None:
        self.path = path
        self._disk = disk
        self._fd = -1
        self._owed = bytearray()
        self._complained = False

    @property
    def behind(self) -> bool:
        """True when the disk refused something that is not in the file yet."""
        return bool(self._owed)

    def write(self, event: CallEvent) -> None:
        """Have the event written; returns at once."""
        self._submit(self._write, event)

    def close(self, *, remove: bool) -> None:
        """Let the file go, and `remove` it when everything in it is kept elsewhere; returns at once."""
        self._submit(self._close, remove)

    def _submit(self, work: Callable[..., None], argument: object) -> None:
        try:
            self._disk.submit(work, argument)
        except RuntimeError:
            self._complain("the disk thread is gone")

    def _write(self, event: CallEvent) -> None:
        # What the disk refuses stays owed, to the byte, and goes before the next event.
        try:
            self._owed += dump_event(event) + b"\n"
            if self._fd < 0:
                self._open()
            del self._owed[: os.write(self._fd, self._owed)]
        except OSError as error:
            self._complain(error.strerror or type(error).__name__)
        except Exception as error:
            self._complain(type(error).__name__)

    def _open(self) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._fd = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        try:
            fcntl.flock(self._fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            self._complain("it cannot be locked")

    def _close(self, remove: bool) -> None:
        try:
            if self._owed and not remove and self._fd >= 0:
                del self._owed[: os.write(self._fd, self._owed)]
            if remove:
                self.path.unlink(missing_ok=True)
            if self._fd >= 0:
                os.close(self._fd)
                self._fd = -1
        except OSError as error:
            self._complain(error.strerror or type(error).__name__)

    def _complain(self, why: str) -> None:
        if not self._complained:
            logger.error("journal {}: {}", self.path.name, why)
        self._complained = True


def claim(path: Path) -> int | None:
    """Lock a journal file that no living process writes; the descriptor to close, or None when it is in use.

    The lock is advisory and local to the machine (flock); it goes with the process that held it.
    """
    try:
        fd = os.open(path, os.O_RDWR)
    except OSError:
        return None
    try:
        fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(fd)
        return None
    if os.fstat(fd).st_nlink == 0:
        os.close(fd)
        return None
    return fd
