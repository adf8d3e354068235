"""Twenty callers and three agents with phones: nobody is lost, nobody is asked twice, the order holds."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, cast

from tests.call.scene import NOW, Watch, shop
from tests.fakes import FakeAgent, FakeEngine, FakeVoices, ListJournal, ScriptedLine
from voice.call.briefing import Briefing
from voice.call.live_desk import LiveDesk
from voice.call.queued import QueuedHandover
from voice.call.services import CallServices
from voice.call.tap import TappedLine
from voice.desk.agents import Agent, Status
from voice.desk.offers import Rules
from voice.events import CallStarted, HandoffAccepted, HandoffFailed, QueueJoined, QueueLeft
from voice.handoff.brief import HandoffBrief
from voice.replay.clock import run
from voice.settings import CallSettings, HandoffSettings
from voice.telephony.port import Line
from voice.turn import HandoffFailure, Queue, Say, Target, Transfer, TransferReason

CALLERS = 20
LEAVING = {4, 11}
"""Callers who hang up while they wait."""
QUEUE = Queue("support", wait_seconds=1000, announce_seconds=30)


@dataclass
class Dialogue:
    """As much of the dialogue as waiting needs."""

    said: list[str] = field(default_factory=list)
    waiting_key: object = None

    def bot_is_speaking(self) -> bool:
        return False

    async def say(self, say: Say) -> None:
        self.said.append(say.text)


@dataclass
class Phones:
    """The agents' phones: each answers, presses 1 after the summary and talks; a third call is declined."""

    ringing: set[str] = field(default_factory=set)
    rang: int = 0

    async def dial(self, target: Target, *, headers: Mapping[str, str]) -> Line:
        assert target.name not in self.ringing, "a phone was rung twice at once"
        self.ringing.add(target.name)
        self.rang += 1
        try:
            await asyncio.sleep(1)
        finally:
            self.ringing.discard(target.name)
        return FakeAgent("2" if self.rang % 5 == 0 else "1", talk_seconds=4)


def test_nobody_is_lost_and_the_order_holds() -> None:
    journals = [ListJournal() for _ in range(CALLERS)]
    results: dict[int, object] = {}
    phones, watch, spoken = Phones(), Watch(), [Dialogue() for _ in range(CALLERS)]

    async def keep(brief: HandoffBrief, status: str) -> None: ...

    services = CallServices(
        recognizer=cast(Any, FakeEngine([])), voices=cast(Any, FakeVoices()), look_up=cast(Any, None),
        keep_brief=keep, watch=watch, call=CallSettings(), handoff=HandoffSettings(),
        now=lambda: NOW, models={},
    )  # fmt: skip

    async def wait(number: int, live: LiveDesk) -> None:
        await asyncio.sleep(number * 0.7)
        journal = journals[number]
        journal.append(
            CallStarted(at=0, call_id=f"c{number}", door="sip", caller="", dialled="1", plan="p", plan_sha="",
                        languages=("en",), models={}, started=NOW)
        )  # fmt: skip
        handover = QueuedHandover(
            live=live, briefing=Briefing(f"h{number:02}", shop(), cast(Any, journal), services),
            caller=TappedLine(ScriptedLine([]), lambda pcm: None), dialer=phones,
            dialog=cast(Any, spoken[number]), journal=cast(Any, journal), services=services,
            call_id=f"c{number}",
        )  # fmt: skip
        transfer = Transfer(Target("support", "", queue=QUEUE), TransferReason.PLAN)
        going = asyncio.create_task(handover.run(transfer, QUEUE, "en"))
        if number in LEAVING:
            await asyncio.sleep(15)
            going.cancel()
        results[number] = (await asyncio.gather(going, return_exceptions=True))[0]

    async def main() -> LiveDesk:
        live = LiveDesk(Rules(wrap_up=2, declined=10))
        for name in ("marie", "paul", "zoe"):
            agent = Agent(name, phone=f"sip:{name}@127.0.0.1")
            live.act(lambda desk, now, agent=agent: desk.sign_in(agent, now))  # type: ignore[misc]
            live.act(lambda desk, now, name=name: desk.set_status(name, Status.AVAILABLE, now))  # type: ignore[misc]
        await asyncio.gather(*(wait(number, live) for number in range(CALLERS)))
        return live

    live = run(main())
    served = [number for number in range(CALLERS) if number not in LEAVING]
    assert [results[number] for number in served] == [None] * len(served)
    assert all(isinstance(results[number], asyncio.CancelledError) for number in LEAVING)
    assert live.desk.waiting == () and not live.tickets

    def all_of(kind: type) -> list[tuple[int, Any]]:
        return [(n, e) for n, journal in enumerate(journals) for e in journal.events if isinstance(e, kind)]

    assert sorted(n for n, _ in all_of(HandoffAccepted)) == served
    assert {n for n, e in all_of(QueueLeft) if e.why == "caller_hung_up"} == LEAVING
    assert len(all_of(QueueJoined)) == CALLERS
    declined = {n for n, e in all_of(HandoffFailed) if e.failure is HandoffFailure.DECLINED}
    # Equally calm callers are served as they came; who was declined had to wait for somebody else first.
    waits = {n: e.waited for n, e in all_of(QueueLeft) if e.why == "taken"}
    taken = sorted((n for n in served if n not in declined), key=lambda n: n * 0.7 + waits[n])
    assert taken == sorted(taken)
    assert declined and all(n in waits for n in declined - LEAVING)
    assert watch.outcomes.count("accepted") == len(served)
    assert any("in the queue" in text for dialogue in spoken for text in dialogue.said)
