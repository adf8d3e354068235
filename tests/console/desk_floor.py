"""A desk with callers on it and the pages in front, as the gateway would have them."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any, cast

from fastapi import FastAPI

from tests.console.fakes import CALL, FakeStore, brief, events, numbers, status
from tests.console.serving import serving
from tests.fakes import FakeEngine, ListJournal
from voice.call.agent import AgentLeg
from voice.call.bridge import AgentEar, Bridge, TalkEnd
from voice.call.live_desk import LiveDesk, Ticket
from voice.call.tap import TappedLine
from voice.console.app import create_app
from voice.desk.callers import Caller
from voice.desk.news import Taken
from voice.desk.offers import Rules
from voice.handoff.brief import HandoffBrief
from voice.settings import AgentSettings, DeskSettings, WebSettings
from voice.telephony.port import Line
from voice.turn import TransferReason

AGENTS = DeskSettings(
    agents={
        "marie": AgentSettings(title="Marie Durand", skills=("support", "orders"), languages=("fr", "en")),
        "paul": AgentSettings(title="Paul", phone="sip:paul@127.0.0.1:5099"),
    }
)


@dataclass
class Floor:
    """The desk, its pages, and what became of its callers."""

    live: LiveDesk
    store: FakeStore
    app: FastAPI
    ends: list[TalkEnd] = field(default_factory=list)
    bridges: list[Bridge] = field(default_factory=list)
    tasks: set[asyncio.Task[Any]] = field(default_factory=set)

    def caller(self, name: str, *, since: float = 0.0, **more: Any) -> Ticket:
        """Somebody begins to wait, `since` seconds ago."""
        journal = ListJournal([event for event in events() if event.kind not in ("call_ended",)])
        facts = {key: value for key, value in brief().items() if key != "status"}
        facts["id"] = name
        facts.update((key, more.pop(key)) for key in ("caller", "summary") if key in more)
        ticket = Ticket(
            name, CALL, cast(Any, journal), HandoffBrief.model_validate(facts), clock=lambda: 60.0
        )
        known: dict[str, Any] = {
            "queue": "support",
            "language": "fr",
            "reason": TransferReason.EMOTION,
            "mood": 0.64,
        }
        self.live.open(ticket)
        waiting = Caller(name, since=self.live.now - since, **{**known, **more})
        self.live.act(lambda desk, now: desk.join(waiting, now))
        return ticket

    def serve(self, ticket: Ticket, line: Line) -> None:
        """Join this caller with whoever takes the call, again and again, as the call's hand-over does."""
        task = asyncio.create_task(self._serve(ticket, line))
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)

    async def _serve(self, ticket: Ticket, line: Line) -> None:
        caller = TappedLine(line, lambda pcm: None)
        pump = asyncio.create_task(caller.pump())
        try:
            while True:
                if not isinstance(await ticket.news.get(), Taken):
                    continue
                future = ticket.line = asyncio.get_running_loop().create_future()
                leg = AgentLeg(await future)
                ear = AgentEar(
                    cast(Any, FakeEngine([])), ticket.journal, lambda: 60.0, leg.line.rate, ("fr",)
                )
                bridge = ticket.bridge = Bridge(caller, leg, ear)
                self.bridges.append(bridge)
                self.live.changed()
                end = await bridge.run()
                ticket.bridge = None
                self.ends.append(end)
                if end is TalkEnd.AGENT_HUNG_UP:
                    self.live.act(lambda desk, now: desk.finished(ticket.id, now))
                    self.live.close(ticket)
                    return
                if end is TalkEnd.AGENT_LOST:
                    self.live.act(lambda desk, now: desk.back(ticket.id, now))
        finally:
            pump.cancel()


def floor(rules: Rules | None = None, *, port: int = 8080, **web: Any) -> Floor:
    """An empty desk; made inside the event loop."""
    live, store = LiveDesk(rules), FakeStore()
    app = create_app(
        web=WebSettings(port=port, **web), browser=None, store=store, numbers=numbers, status=status,
        live=live, agents=AGENTS,
    )  # fmt: skip
    return Floor(live, store, app)


@contextlib.asynccontextmanager
async def served(port: int, rules: Rules | None = None) -> AsyncIterator[Floor]:
    """The pages on a port of this machine."""
    made = floor(rules, port=port)
    try:
        async with serving(made.app, port):
            yield made
    finally:
        for task in list(made.tasks):
            task.cancel()
        await asyncio.gather(*made.tasks, return_exceptions=True)
