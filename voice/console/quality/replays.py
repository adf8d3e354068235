"""Replays of one call under another plan, in a process of their own beside the calls.

One runs at a time, when the machine has nothing else to do (SCHED_IDLE, nice 19), on one thread; it is ended
after `MOST_SECONDS`. The last few results are kept in memory, and `voice replay` keeps what it heard and
decided in files, so that asking again is quick.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import re
import sys
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from loguru import logger

from voice.settings import Settings

MOST_SECONDS = 900.0
MOST_WAITING = 20
_MOST_KEPT = 100
_MOST_BYTES = 32_000_000
_ID = re.compile(r"\w[\w.-]{0,127}")

State = Literal["waiting", "running", "done", "failed"]


@dataclass(frozen=True, slots=True)
class Asked:
    """What is to be replayed."""

    call_id: str
    plan: str
    """As `voice replay --plan` takes it; never what a user typed, but one of the choices of the page."""
    sound: bool
    """False: the recorded words, without their sound."""


@dataclass(slots=True)
class Replay:
    """One replay, from asked for to told."""

    asked: Asked
    state: State = "waiting"
    problem: str = ""
    """What went wrong, when it failed: a sentence of the pages, or of `voice replay`."""
    call: Mapping[str, Any] = field(default_factory=dict)
    """When it is done: the call as `voice replay --json --each` tells it."""


def environment(settings: Settings) -> dict[str, str]:
    """What makes a process of its own work with the records and plans of these settings."""
    return {
        "VOICE_DIALPLANS": str(settings.dialplans),
        "VOICE_RECORDS__URL": settings.records.url,
        "VOICE_RECORDS__RECORDINGS": str(settings.records.recordings),
        "VOICE_REPLAY__FOLDER": str(settings.replay.folder),
        "VOICE_MODELS__FOLDER": str(settings.models.folder),
    }


class Replays:
    """Starts replays and keeps what they told. Lives on the event loop of the pages."""

    def __init__(
        self, environment: Mapping[str, str] | None = None, command: Sequence[str] | None = None
    ) -> None:
        """`environment` is laid over the gateway's own; `command` stands for `voice replay`."""
        self._environment = {**os.environ, "OMP_NUM_THREADS": "1", **(environment or {})}
        self._command = tuple(command or (sys.executable, "-m", "voice", "replay"))
        self._known: OrderedDict[Asked, Replay] = OrderedDict()
        self._one = asyncio.Lock()
        self._tasks: set[asyncio.Task[None]] = set()

    def start(self, asked: Asked) -> bool:
        """Replay as soon as no other one runs; False when too many wait already. One that runs goes on."""
        known = self._known.get(asked)
        if known is not None and known.state in ("waiting", "running"):
            return True
        if len(self._tasks) >= MOST_WAITING or not _ID.fullmatch(asked.call_id):
            return False
        replay = self._known[asked] = Replay(asked)
        self._known.move_to_end(asked)
        while len(self._known) > _MOST_KEPT:
            self._known.popitem(last=False)
        task = asyncio.create_task(self._run(replay))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return True

    def of_call(self, call_id: str) -> list[Replay]:
        """All replays of a call that are known, latest first."""
        return [replay for asked, replay in reversed(self._known.items()) if asked.call_id == call_id]

    async def close(self) -> None:
        """End what runs."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _run(self, replay: Replay) -> None:
        async with self._one:
            replay.state = "running"
            try:
                async with asyncio.timeout(MOST_SECONDS):
                    replay.call = await self._told(replay.asked)
                replay.state = "done"
            except TimeoutError:
                replay.problem = "The replay took too long and was ended."
            except _Failed as failed:
                replay.problem = failed.told
            except (OSError, ValueError, LookupError, TypeError) as error:
                logger.error("replay of call {} failed: {}", replay.asked.call_id, type(error).__name__)
                replay.problem = "The replay could not be run."
            finally:
                if replay.state == "running":
                    replay.state = "failed"

    async def _told(self, asked: Asked) -> Mapping[str, Any]:
        words = () if asked.sound else ("--words",)
        process = await asyncio.create_subprocess_exec(
            *(*self._command, f"--plan={asked.plan}", "--json", "--each", *words, "--", asked.call_id),
            env=self._environment,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
        try:
            _step_back(process.pid)
            out, complaints = await process.communicate()
        finally:
            if process.returncode is None:
                process.kill()
                await process.wait()
        if process.returncode not in (0, 1):
            raise _Failed(_last_line(complaints))
        if len(out) > _MOST_BYTES:
            raise _Failed("The replay could not be run.")
        calls = json.loads(out)["calls"]
        if not calls:  # what cannot be replayed is told beside
            raise _Failed(_last_line(complaints))
        call: dict[str, Any] = calls[0]
        if call["error"]:
            raise _Failed(str(call["error"]))
        return call


class _Failed(Exception):
    """`voice replay` says why it cannot."""

    def __init__(self, told: str) -> None:
        super().__init__()
        self.told = told


def _step_back(pid: int) -> None:
    """Let a process of ours run only when nobody else wants to, as far as the system has this."""
    with contextlib.suppress(OSError):
        os.setpriority(os.PRIO_PROCESS, pid, 19)
    with contextlib.suppress(OSError, AttributeError):
        os.sched_setscheduler(pid, os.SCHED_IDLE, os.sched_param(0))


def _last_line(complaints: bytes) -> str:
    lines = complaints.decode("utf-8", "replace").strip().splitlines()
    return lines[-1].removeprefix("voice replay: ") if lines else "The replay could not be run."
