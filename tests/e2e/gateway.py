"""The real gateway in a process of its own, and its calls as the records tell them while they happen."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import httpx

from voice.events import BotSpoke, CallEnded, CallEvent
from voice.records.rows import CallRecord
from voice.records.store import Store

ROOT = Path(__file__).resolve().parents[2]
Event = TypeVar("Event", bound=CallEvent)


class Gateway:
    """`voice serve` on loopback: records, dialplans and log in `folder`, everything else as shipped.

    `agents` are the ports of the phones that the plans' targets `support` and `backup` ring.
    """

    def __init__(
        self,
        folder: Path,
        *,
        sip: int,
        agents: tuple[int, int] = (28420, 28440),
        env: Mapping[str, str] | None = None,
    ) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder, self.sip, self.web = folder, sip, sip + 2
        self.plans = folder / "dialplans"
        self.recordings = folder / "recordings"
        self.records = f"sqlite+aiosqlite:///{folder / 'voice.db'}"
        self.log = folder / "log"
        self.address = f"127.0.0.1:{sip}"
        if not self.plans.exists():
            _copy_plans(self.plans, agents)
        own = {
            "VOICE_DIALPLANS": str(self.plans),
            "VOICE_SIP__PORT": str(sip),
            "VOICE_SIP__RTP_FIRST": str(sip + 100),
            "VOICE_SIP__RTP_LAST": str(sip + 198),
            "VOICE_WEB__PORT": str(self.web),
            "VOICE_RECORDS__URL": self.records,
            "VOICE_RECORDS__RECORDINGS": str(self.recordings),
            "VOICE_MODELS__FOLDER": str(ROOT / "models"),
            "PYTHONPATH": str(ROOT),
        }
        outside = {name: value for name, value in os.environ.items() if not name.startswith("VOICE_")}
        self._env = {**outside, **own, **(env or {})}
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def process(self) -> subprocess.Popen[bytes]:
        assert self._process is not None
        return self._process

    def start(self, seconds: float = 120) -> None:
        """Until it takes calls. Raises AssertionError with what it said."""
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "voice", "serve"],
                cwd=self.folder, env=self._env, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
            )  # fmt: skip
        deadline = time.monotonic() + seconds
        while self.health().get("status") != "ok":
            assert self._process.poll() is None, f"the gateway ended:\n{self.said()}"
            assert time.monotonic() < deadline, f"the gateway is not ready:\n{self.said()}"
            time.sleep(0.1)

    def health(self) -> dict[str, Any]:
        """What /healthz answers; empty when nothing does."""
        try:
            return dict(httpx.get(f"http://127.0.0.1:{self.web}/healthz", timeout=5).json())
        except httpx.HTTPError:
            return {}

    def page(self, path: str) -> str:
        """One of its web pages. Raises httpx.HTTPStatusError."""
        return httpx.get(f"http://127.0.0.1:{self.web}{path}", timeout=10).raise_for_status().text

    def run(self, *arguments: str, seconds: float = 90) -> subprocess.CompletedProcess[str]:
        """Any `voice …` with this gateway's settings, to its end."""
        return subprocess.run(
            [sys.executable, "-m", "voice", *arguments],
            cwd=self.folder, env=self._env, capture_output=True, text=True, timeout=seconds, check=False,
        )  # fmt: skip

    def stop(self, seconds: float = 90) -> int:
        """SIGTERM and wait; the exit code."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        try:
            return self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            self.process.kill()
            raise

    def kill(self) -> None:
        """SIGKILL: no time for anything."""
        self.process.kill()
        self.process.wait(10)

    def said(self) -> str:
        """The end of its log."""
        return self.log.read_text(errors="replace")[-6000:] if self.log.exists() else ""

    async def call_from(self, caller: str, seconds: float = 20) -> Call:
        """The call of this caller, once it was answered."""

        async def find() -> Call | None:
            store = await Store.open(self.records)
            try:
                rows = await store.recent_calls(60)
            finally:
                await store.close()
            found = next((row for row in rows if row.caller == caller), None)
            return Call(self, found.id) if found else None

        return await _until(find, seconds, lambda: f"no call from {caller}\n{self.said()}")

    async def record(self, call_id: str) -> CallRecord:
        """All that is stored of a call so far."""
        store = await Store.open(self.records)
        try:
            record = await store.call(call_id)
        finally:
            await store.close()
        assert record is not None
        return record


class Call:
    """One call, followed through the records."""

    def __init__(self, gateway: Gateway, call_id: str) -> None:
        self.id = call_id
        self._gateway = gateway
        self.events: list[CallEvent] = []

    async def wait(self, kind: type[Event], seconds: float = 30, *, nth: int = 1, **wanted: Any) -> Event:
        """The nth event of this kind with these values, now or later."""

        async def find() -> Event | None:
            await self.refresh()
            found = [event for event in self.all(kind) if _has(event, wanted)]
            return found[nth - 1] if len(found) >= nth else None

        return await _until(find, seconds, lambda: f"no {kind.__name__} {wanted}\n{self.story()}")

    async def said(self, ending: str, seconds: float = 30, *, nth: int = 1) -> None:
        """Wait until the bot has said a sentence that ends so, to its end."""

        async def find() -> bool | None:
            await self.refresh()
            found = [e for e in self.all(BotSpoke) if e.text.endswith(ending) and not e.cut]
            return len(found) >= nth or None

        await _until(find, seconds, lambda: f"the bot did not say …{ending}\n{self.story()}")

    async def ended(self, seconds: float = 60) -> str:
        """Why the call ended, once it has."""
        return (await self.wait(CallEnded, seconds)).reason.value

    def all(self, kind: type[Event]) -> list[Event]:
        """The events of this kind so far."""
        return [event for event in self.events if isinstance(event, kind)]

    def kinds(self) -> list[str]:
        """What happened, in order."""
        return [event.kind for event in self.events]

    async def record(self) -> CallRecord:
        """All that is stored of it."""
        return await self._gateway.record(self.id)

    async def refresh(self) -> None:
        self.events = (await self.record()).events

    def story(self) -> str:
        """For the reader of a failed test."""
        lines = [event.model_dump_json(exclude_none=True) for event in self.events]
        return "\n".join([*lines, "-- log --", self._gateway.said()])


@contextmanager
def running(gateway: Gateway) -> Iterator[Gateway]:
    """Start it, and leave nothing running."""
    try:
        gateway.start()
        yield gateway
    finally:
        if gateway._process is not None and gateway.process.poll() is None:
            gateway.stop()


def _has(event: CallEvent, wanted: Mapping[str, Any]) -> bool:
    return all(getattr(event, name) == value for name, value in wanted.items())


Found = TypeVar("Found")


async def _until(
    find: Callable[[], Awaitable[Found | None]], seconds: float, problem: Callable[[], str]
) -> Found:
    deadline = time.monotonic() + seconds
    while True:
        if (found := await find()) is not None:
            return found
        assert time.monotonic() < deadline, f"within {seconds} s: {problem()}"
        await asyncio.sleep(0.15)


def _copy_plans(folder: Path, agents: tuple[int, int]) -> None:
    """The shipped plans with these agents, and two more: `impatient` rings briefly, `alone` nobody there."""
    shutil.copytree(ROOT / "dialplans", folder)
    for plan in folder.glob("*/plan.yaml"):
        text = plan.read_text()
        plan.write_text(text.replace(":5070", f":{agents[0]}").replace(":5072", f":{agents[1]}"))
    shutil.copytree(folder / "retail", folder / "impatient")
    plan = folder / "impatient" / "plan.yaml"
    text = plan.read_text()
    for name, port, address in (("support", agents[0], agents[0]), ("backup", agents[1], 28998)):
        before = f"{name}: sip:agent@127.0.0.1:{port}"
        assert before in text
        text = text.replace(before, f'{name}: {{address: "sip:agent@127.0.0.1:{address}", ring: 3}}')
    plan.write_text(text)
    with (folder / "routes.yaml").open("a") as routes:
        routes.write('\n  "400": impatient\n')
