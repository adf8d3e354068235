"""A gateway that calls back, on the jumping clock: who wants it, who answers the phones, what came of it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any, TypeVar, cast

from tests.call.scene import Watch
from tests.fakes import FakeAgent, FakeEngine, FakeVoices, ListJournal, ListRecording, ScriptedLine, say
from voice.call.callbacks import Callbacks, Outside
from voice.call.live_desk import LiveDesk
from voice.call.services import CallServices
from voice.desk.agents import Agent, Status
from voice.desk.callbacks import CallbackRules
from voice.dialplan.load import load_plan
from voice.dialplan.manner import RecordingSpec
from voice.dialplan.model import Dialplan
from voice.errors import DialFailed, RecordsError
from voice.events import (
    CallbackAgreed,
    CallbackRequested,
    CallEnded,
    CallEvent,
    CallStarted,
    QueueJoined,
    QueueLeft,
)
from voice.handoff.brief import HandoffBrief
from voice.records.rows import Callback, CallRecord, CallRow, fold
from voice.replay.clock import run
from voice.settings import CallSettings, HandoffSettings
from voice.telephony.port import Line
from voice.turn import CallbackOutcome, EndReason, HandoffFailure, Target

MORNING = datetime(2026, 3, 4, 10, 0, tzinfo=UTC)
UNREADABLE = "unreadable"
"""Id of a call whose record cannot be read."""
NUMBER = "+33612345678"
RULES = CallbackRules(("+33",), attempts=2, again=60)
E = TypeVar("E", bound=CallEvent)


@cache
def plan() -> Dialplan:
    return load_plan(Path(__file__).parent / "queue")


def asked() -> list[CallEvent]:
    """The call in which it was asked for."""
    return [
        CallStarted(
            at=0, call_id="c1", door="sip", caller=NUMBER, dialled="100", plan=plan().name, plan_sha="",
            languages=("en",), models={}, started=MORNING,
        ),
        QueueJoined(at=5, handoff_id="h1", queue="support", position=1),
        QueueLeft(at=20, handoff_id="h1", queue="support", why="caller_left", waited=15),
        CallbackRequested(at=30, number=NUMBER),
        CallEnded(at=33, reason=EndReason.CALLBACK),
    ]  # fmt: skip


@dataclass
class Book:
    """The wishes, in memory, as the records keep them."""

    rows: dict[int, Callback] = field(default_factory=dict)
    broken: bool = False

    async def due(self, now: datetime) -> list[Callback]:
        if self.broken:
            raise RecordsError("the database of records failed")
        return [row for row in self.rows.values() if self._free(row, now)]

    async def by_hand(self) -> list[Callback]:
        return [row for row in self.rows.values() if row.done is None and row.state == "by_hand"]

    async def agreed(self) -> list[tuple[str, str, datetime]]:
        return [
            (row.call_id, row.plan, row.agreed_start)
            for row in self.rows.values()
            if row.done is None and row.agreed_start is not None
        ]

    async def planned(self, now: datetime) -> list[Callback]:
        return [
            row
            for row in self.rows.values()
            if self._open(row.id) and row.agreed_start is not None and row.agreed_start > now
        ]

    async def all(self) -> list[Callback]:
        return [row for row in self.rows.values() if row.done is None]

    async def claim(self, callback_id: int, now: datetime, until: datetime) -> bool:
        return self._free(self.rows[callback_id], now) and self._set(callback_id, leased=until)

    async def renew(self, callback_id: int, until: datetime) -> bool:
        return self._open(callback_id) and self._set(callback_id, leased=until)

    async def rings(self, callback_id: int) -> bool:
        if self.broken:
            raise RecordsError("the database of records failed")
        return self._open(callback_id) and self._set(callback_id, rung=self.rows[callback_id].rung + 1)

    async def settle(
        self, callback_id: int, outcome: str, *, due: datetime | None = None, by_hand: bool = False
    ) -> None:
        state = "by_hand" if by_hand else "open"
        self._set(callback_id, outcome=outcome, due=due, state=state, leased=None, done=None)

    async def reached(self, callback_id: int, outcome: str) -> None:
        if self.broken:
            raise RecordsError("the database of records failed")
        self._set(callback_id, outcome=outcome, done=MORNING, leased=None)

    async def talk_cut_off(self, callback_id: int) -> None:
        if self.rows[callback_id].outcome == "reached":
            self._set(callback_id, outcome="cut_off", state="by_hand", done=None, due=None, leased=None)

    async def release(self, callback_id: int) -> None:
        self._set(callback_id, leased=None)

    def _set(self, callback_id: int, **values: Any) -> bool:
        self.rows[callback_id] = replace(self.rows[callback_id], **values)
        return True

    def _open(self, callback_id: int) -> bool:
        row = self.rows[callback_id]
        return row.done is None and row.state == "open"

    def _free(self, row: Callback, now: datetime) -> bool:
        leased = row.leased is not None and row.leased >= now
        return self._open(row.id) and not leased and (row.due is None or row.due <= now)


@dataclass
class Phones:
    """Answers by who is rung: each call of one takes his next answer."""

    answers: Mapping[str, Sequence[FakeAgent | ScriptedLine | HandoffFailure]]
    rang: list[tuple[str, str]] = field(default_factory=list)

    async def dial(self, target: Target, *, headers: Mapping[str, str]) -> Line:
        before = sum(name == target.name for name, _ in self.rang)
        self.rang.append((target.name, target.address))
        answers = self.answers.get(target.name, ())
        answer = answers[before] if before < len(answers) else HandoffFailure.UNREACHABLE
        await asyncio.sleep(target.ring_seconds if answer is HandoffFailure.NO_ANSWER else 1.5)
        if isinstance(answer, HandoffFailure):
            raise DialFailed(answer, "no")
        return answer


@dataclass
class Came:
    """What came of some time of calling back."""

    book: Book
    phones: Phones
    voices: FakeVoices
    live: LiveDesk
    journals: dict[str, ListJournal]
    briefs: list[HandoffBrief]
    outcomes: list[CallbackOutcome]
    watch: Watch
    in_time: list[bool]
    sound: dict[str, ListRecording]

    @property
    def row(self) -> Callback:
        return self.book.rows[1]

    def events(self, nth: int = 0) -> list[CallEvent]:
        return cast(list[CallEvent], list(self.journals.values())[nth].events)

    def all(self, kind: type[E], nth: int = 0) -> list[E]:
        return [event for event in self.events(nth) if isinstance(event, kind)]

    def one(self, kind: type[E], nth: int = 0) -> E:
        (event,) = self.all(kind, nth)
        return event


Doing = Callable[[LiveDesk, Book], object]


def come(
    phones: Phones,
    *steps: tuple[float, Doing],
    seconds: float = 60,
    rules: CallbackRules = RULES,
    agents: Sequence[str] = ("marie",),
    requested: timedelta = timedelta(minutes=-5),
    start: datetime = MORNING,
    events: Sequence[CallEvent] | None = None,
    drained_after: float | None = None,
    agreed: tuple[float, float] | None = None,
    consent: str = "none",
    plans: dict[str, Dialplan] | None = None,
    voices: FakeVoices | None = None,
) -> Came:
    """Let the gateway call back for so long; `steps` and the agreed time are at these seconds."""
    row = Callback(1, "c1", NUMBER, plan().name, start + requested)
    if agreed is not None:
        first, last = (start + timedelta(seconds=each) for each in agreed)
        row = replace(row, agreed_start=first, agreed_end=last, due=first)
        events = [*asked()[:-1], CallbackAgreed(at=31, start=first, end=last), asked()[-1]]
    book, voices, watch = Book({1: row}), voices or FakeVoices(), Watch()
    journals: dict[str, ListJournal] = {}
    briefs: list[HandoffBrief] = []
    outcomes: list[CallbackOutcome] = []
    in_time: list[bool] = []
    sound: dict[str, ListRecording] = {}
    house = plan().model_copy(update={"recording": RecordingSpec.model_validate({"consent": consent})})
    told = asked() if events is None else list(events)

    async def keep(brief: HandoffBrief, status: str) -> None:
        briefs.append(brief)

    async def call(call_id: str) -> CallRecord | None:
        if call_id == UNREADABLE:
            raise ValueError("a defect")
        return CallRecord(fold(CallRow(call_id), told), told)

    async def main() -> LiveDesk:
        loop, live = asyncio.get_running_loop(), LiveDesk()
        began = loop.time()
        services = CallServices(
            recognizer=cast(Any, FakeEngine([say("It is about my order.")] * 4)), voices=cast(Any, voices),
            look_up=cast(Any, None), keep_brief=keep, watch=watch, call=CallSettings(),
            handoff=HandoffSettings(), models={},
            now=lambda: start + timedelta(seconds=loop.time() - began),
        )  # fmt: skip
        outside = Outside(
            book=book, all_wishes=book.all, call=call, plans=lambda: dict(plans or {plan().name: house}),
            journal=lambda call_id: cast(Any, journals.setdefault(call_id, ListJournal())),
            recording=lambda call_id, rate, journal: sound.setdefault(call_id, ListRecording()),
            ended=outcomes.append, in_time=in_time.append,
        )  # fmt: skip
        for name in agents:
            sign_in(name)(live, book)
        for at, do in steps:
            loop.call_later(at, do, live, book)
        back = Callbacks(outside, live=live, dialer=phones, services=services, rules=rules)
        going = asyncio.create_task(back.run())
        await asyncio.sleep(seconds if drained_after is None else drained_after)
        await back.drain(0 if drained_after is None else seconds)
        going.cancel()
        await asyncio.gather(going, return_exceptions=True)
        return live

    live = run(main())
    return Came(book, phones, voices, live, journals, briefs, outcomes, watch, in_time, sound)


def sign_in(name: str, status: Status = Status.AVAILABLE, *, phone: bool = True) -> Doing:
    def do(live: LiveDesk, book: Book) -> None:
        agent = Agent(name, name.capitalize(), phone=f"sip:{name}@127.0.0.1" if phone else "")
        live.act(lambda desk, now: desk.sign_in(agent, now))
        live.act(lambda desk, now: desk.set_status(name, status, now))

    return do
