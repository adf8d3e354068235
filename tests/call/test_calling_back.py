"""Whole calls back on the jumping clock: an agent first, then the caller's phone, and what becomes of it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TypeVar, cast

import numpy as np
import pytest

from tests.call.scene import Watch
from tests.fakes import (
    RATE,
    FakeAgent,
    FakeEngine,
    FakeVoices,
    ListJournal,
    ListRecording,
    ScriptedLine,
    quiet,
    say,
)
from voice.call.callback_words import CALLING, SORRY, UNREACHED
from voice.call.callbacks import LEASE_SECONDS, Callbacks, Outside
from voice.call.live_desk import LiveDesk, Ticket
from voice.call.queue_words import PASSED_ON
from voice.call.services import CallServices
from voice.console.desk_view import talk_state
from voice.desk.agents import Agent, Status
from voice.desk.callbacks import CallbackRules
from voice.desk.callers import Caller
from voice.desk.news import OfferEnd
from voice.dialplan.load import load_plan
from voice.dialplan.manner import RecordingSpec
from voice.dialplan.model import Dialplan
from voice.errors import DialFailed, RecordsError
from voice.events import (
    BotSpoke,
    CallbackAgreed,
    CallbackAnswered,
    CallbackBegan,
    CallbackDialled,
    CallbackEnded,
    CallbackRequested,
    CallEnded,
    CallerSpoke,
    CallEvent,
    CallStarted,
    HandoffAccepted,
    HandoffFailed,
    QueueJoined,
    QueueLeft,
    RecordingSettled,
)
from voice.handoff.brief import HandoffBrief
from voice.handoff.spoken import MOST_SECONDS, spoken_seconds
from voice.records.rows import Callback, CallRecord, CallRow, fold
from voice.replay.clock import run
from voice.settings import CallSettings, HandoffSettings
from voice.telephony.port import Line
from voice.turn import (
    CallbackOutcome,
    EndReason,
    HandoffFailure,
    Target,
    TransferReason,
)

MORNING = datetime(2026, 3, 4, 10, 0, tzinfo=UTC)
NUMBER = "+33612345678"
RULES = CallbackRules(("+33",), attempts=2, again=60)
E = TypeVar("E", bound=CallEvent)
YAML = """
title: {en: the shop}
languages: [en]
start: welcome
queues:
  support: {wait: 20, announce: 12}
handoff:
  to: support
  hours: {timezone: Europe/Paris, days: {mon-fri: "09:00-18:00"}}
intents:
  thing:
    title: {en: opening hours}
    examples: {en: [when are you open, what are your opening hours, opening times please]}
    goto: hours
steps:
  welcome: {say: {en: "Hello. How can I help?"}, listen: true}
  hours: {say: {en: We are open from nine to five.}, done: true}
"""


@cache
def plan() -> Dialplan:
    with TemporaryDirectory() as folder:
        (Path(folder) / "plan.yaml").write_text(YAML)
        return load_plan(Path(folder))


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
        return self._open(callback_id) and self._set(callback_id, rung=self.rows[callback_id].rung + 1)

    async def settle(
        self, callback_id: int, outcome: str, *, due: datetime | None = None, by_hand: bool = False
    ) -> None:
        state = "by_hand" if by_hand else "open"
        self._set(callback_id, outcome=outcome, due=due, state=state, leased=None, done=None)

    async def reached(self, callback_id: int, outcome: str) -> None:
        self._set(callback_id, outcome=outcome, done=MORNING, leased=None)

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
) -> Came:
    """Let the gateway call back for so long; `steps` and the agreed time are at these seconds."""
    row = Callback(1, "c1", NUMBER, plan().name, start + requested)
    if agreed is not None:
        first, last = (start + timedelta(seconds=each) for each in agreed)
        row = replace(row, agreed_start=first, agreed_end=last, due=first)
        events = [*asked()[:-1], CallbackAgreed(at=31, start=first, end=last), asked()[-1]]
    book, voices, watch = Book({1: row}), FakeVoices(), Watch()
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
            book=book, all_wishes=book.all, call=call, plans=lambda: {plan().name: house},
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


def patient() -> FakeAgent:
    return FakeAgent(talk_seconds=60)


def kinds(events: Sequence[CallEvent]) -> list[str]:
    left_out = {"bot_spoke", "agent_spoke", "caller_spoke"}
    return [event.kind for event in events if event.kind not in left_out]


def test_the_agent_hears_the_summary_takes_it_and_is_put_through() -> None:
    marie, caller = FakeAgent("1", talk_seconds=8), FakeAgent("")
    came = come(Phones({"marie": [marie], "callback": [caller]}))
    assert kinds(came.events()) == [
        "call_started", "callback_began", "handoff_started", "queue_joined", "handoff_offered",
        "handoff_answered", "queue_left", "callback_dialled", "callback_answered", "handoff_accepted",
        "callback_ended", "call_ended",
    ]  # fmt: skip
    assert came.phones.rang == [("marie", "sip:marie@127.0.0.1"), ("callback", NUMBER)]
    started, began = came.one(CallStarted), came.one(CallbackBegan)
    assert (started.door, started.caller, started.dialled) == ("callback", NUMBER, "100")
    assert (began.callback, began.wanted_in, began.attempt) == (1, "c1", 1)
    assert came.one(CallbackEnded).outcome is CallbackOutcome.REACHED
    assert came.one(CallEnded).reason is EndReason.AGENT_HUNG_UP
    assert came.row.done is not None and came.outcomes == [CallbackOutcome.REACHED]
    assert caller.hung_up and len(caller.heard) > 8000  # the agent's voice
    assert came.live.desk.agent("marie").status is Status.WRAP_UP
    assert not came.live.tickets and came.watch.waits == []


def test_the_summary_says_that_it_is_a_call_back_and_fits_its_time() -> None:
    came = come(Phones({"marie": [FakeAgent("1", talk_seconds=5)], "callback": [FakeAgent("")]}))
    brief = came.briefs[0]
    assert brief.spoken.startswith("To call back.") and brief.spoken in came.voices.said
    assert spoken_seconds(brief.spoken) <= MOST_SECONDS
    assert "They asked to be called back; whoever takes it is put through." in brief.summary
    assert brief.caller == NUMBER and brief.call_id == came.one(CallStarted).call_id
    assert CALLING["en"] in came.voices.said


def test_who_declines_is_followed_by_a_colleague_and_the_caller_is_not_rung_for_it() -> None:
    phones = Phones({"marie": [FakeAgent("2")], "paul": [FakeAgent("1")], "callback": [FakeAgent("")]})
    came = come(phones, agents=("marie", "paul"))
    assert [name for name, _ in phones.rang] == ["marie", "paul", "callback"]
    assert came.one(HandoffFailed).failure is HandoffFailure.DECLINED
    assert came.row.rung == 1 and came.one(HandoffAccepted).agent == "Paul"


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        (HandoffFailure.BUSY, CallbackOutcome.BUSY),
        (HandoffFailure.NO_ANSWER, CallbackOutcome.NO_ANSWER),
        (HandoffFailure.UNREACHABLE, CallbackOutcome.UNREACHABLE),
        (HandoffFailure.DECLINED, CallbackOutcome.DECLINED),
    ],
)
def test_who_is_not_reached_is_tried_again_and_then_shown_as_to_be_called_by_hand(
    answer: HandoffFailure, outcome: CallbackOutcome
) -> None:
    phones = Phones({"marie": [patient(), patient()], "callback": [answer, answer]})
    came = come(phones, seconds=300)
    assert [name for name, _ in phones.rang] == ["marie", "callback"] * 2
    assert [came.one(CallbackEnded, nth).then for nth in (0, 1)] == ["again", "by_hand"]
    assert came.outcomes == [outcome, outcome]
    assert (came.row.state, came.row.rung, came.row.outcome) == ("by_hand", 2, outcome.value)
    assert [(wish.number, wish.rung) for wish in came.live.by_hand] == [(NUMBER, 2)]
    assert UNREACHED["en"] in came.voices.said
    assert came.live.desk.agent("marie").status is Status.AVAILABLE  # nothing to write up
    assert came.one(CallEnded, 1).reason is EndReason.CALLER_UNREACHED


def test_an_agent_who_goes_away_while_it_rings_leaves_no_caller_alone() -> None:
    marie = FakeAgent("1", talk_seconds=4)
    came = come(Phones({"marie": [marie], "callback": [HandoffFailure.NO_ANSWER]}), seconds=40)
    assert came.one(CallbackEnded).outcome is CallbackOutcome.AGENT_HUNG_UP
    assert came.row.state == "open" and came.row.due is not None
    assert not came.all(CallbackAnswered)


def test_nobody_is_rung_when_nobody_is_there_or_the_doors_are_closed() -> None:
    assert come(Phones({}), agents=()).phones.rang == []
    sunday = MORNING.replace(month=3, day=8)
    came = come(Phones({}), start=sunday)
    assert came.phones.rang == [] and came.journals == {} and came.row.leased is None


def test_when_an_agent_comes_the_caller_is_called() -> None:
    phones = Phones({"marie": [FakeAgent(talk_seconds=5)], "callback": [FakeAgent("")]})
    came = come(phones, (100, sign_in("marie")), agents=(), seconds=180)
    assert came.row.outcome == "reached"


def test_who_asked_first_comes_before_who_has_just_begun_to_wait() -> None:
    seen: list[str] = []

    def ahead(live: LiveDesk, book: Book) -> None:
        caller = Caller("live", "support", "en", TransferReason.PLAN, live.now)
        live.open(Ticket("live", "c2", cast(Any, ListJournal())))
        live.act(lambda desk, now: desk.join(caller, now))
        seen.extend(each.id for each in live.desk.waiting)

    busy = sign_in("marie", Status.BUSY)
    came = come(Phones({}), (8, ahead), agents=(), seconds=20)
    assert seen == ["live"]  # nobody serves the queue: the call back does not wait at the desk
    came = come(Phones({}), (1, busy), (12, ahead), agents=(), seconds=20)
    assert seen[-1] == "live" and len(seen) == 3
    assert came.journals == {}  # nobody was asked: it is no call
    assert came.row.state == "open" and came.row.leased is None


def test_done_by_hand_meanwhile_is_taken_off_the_desk() -> None:
    def by_hand(live: LiveDesk, book: Book) -> None:
        book.rows[1] = replace(book.rows[1], done=MORNING)

    came = come(Phones({}), (0, sign_in("marie", Status.BUSY)), (20, by_hand), agents=(), seconds=60)
    assert came.live.desk.waiting == () and came.phones.rang == []


def test_a_number_that_may_not_be_dialled_and_a_plan_without_queue_are_left_to_people() -> None:
    came = come(Phones({}), rules=CallbackRules(("+44",)))
    assert came.phones.rang == []
    assert (came.row.state, came.row.outcome) == ("by_hand", "not_allowed")
    came = come(Phones({}), requested=timedelta(days=-4))
    assert (came.row.state, came.row.outcome) == ("by_hand", "too_old")


def test_without_numbers_to_dial_all_wishes_are_shown_and_nothing_is_rung() -> None:
    came = come(Phones({}), rules=CallbackRules())
    assert came.phones.rang == [] and came.row.state == "open"
    assert [wish.number for wish in came.live.by_hand] == [NUMBER]


def test_the_callers_words_are_written_down() -> None:
    caller = ScriptedLine([quiet(1), say("It is about my order."), quiet(6)])
    came = come(Phones({"marie": [FakeAgent(talk_seconds=30)], "callback": [caller]}), seconds=90)
    assert came.all(CallerSpoke)
    assert came.one(CallEnded).reason is EndReason.CALLER_HUNG_UP


def test_the_caller_hangs_up_and_the_agent_writes_it_up() -> None:
    def hang_up(live: LiveDesk, book: Book) -> None:
        caller.hung_up = True

    caller, marie = FakeAgent(""), FakeAgent(talk_seconds=60)
    came = come(Phones({"marie": [marie], "callback": [caller]}), (40, hang_up), seconds=60)
    assert came.one(CallEnded).reason is EndReason.CALLER_HUNG_UP
    assert came.one(CallbackEnded).outcome is CallbackOutcome.REACHED
    assert marie.hung_up and came.live.desk.agent("marie").status is Status.WRAP_UP


def test_a_lost_agent_is_followed_by_another_and_the_caller_is_told() -> None:
    agents: dict[str, list[FakeAgent]] = {
        "marie": [FakeAgent(talk_seconds=8, lost=True)],
        "paul": [FakeAgent(talk_seconds=5)],
    }
    came = come(Phones({**agents, "callback": [FakeAgent("")]}), (10, sign_in("paul")), seconds=120)
    assert [event.agent for event in came.all(HandoffAccepted)] == ["Marie", "Paul"]
    assert any("we lost my colleague" in event.text for event in came.all(BotSpoke))
    assert came.one(CallEnded).reason is EndReason.AGENT_HUNG_UP
    assert [event.position for event in came.all(QueueJoined)] == [1, 1]


def test_passed_on_and_not_taken_is_called_again() -> None:
    from voice.call.bridge import TalkEnd

    def pass_on(live: LiveDesk, book: Book) -> None:
        (ticket,) = live.tickets.values()
        live.act(lambda desk, now: desk.pass_on(ticket.id, now, queue="support"))
        assert ticket.bridge is not None
        ticket.bridge.end(TalkEnd.PASSED_ON)

    came = come(
        Phones({"marie": [FakeAgent(talk_seconds=60)], "callback": [FakeAgent("")]}),
        (35, pass_on), (36, sign_in("paul", Status.BUSY)), seconds=75,
    )  # fmt: skip
    assert came.all(BotSpoke)[0].text == PASSED_ON["en"]
    assert came.all(BotSpoke)[-1].text == SORRY["en"]
    assert came.one(CallbackEnded).outcome is CallbackOutcome.DROPPED
    assert came.row.done is None and came.row.due is not None


def test_a_gateway_that_stops_leaves_the_wish_to_the_next() -> None:
    came = come(Phones({"marie": [HandoffFailure.NO_ANSWER]}), drained_after=15, seconds=30)
    assert came.row.done is None and came.row.leased is None and came.row.rung == 0
    assert came.one(CallEnded).reason is EndReason.DRAINED
    assert came.one(CallbackEnded).outcome is CallbackOutcome.STOPPED
    assert came.live.desk.waiting == () and not came.live.tickets


def test_a_gateway_that_died_is_followed_when_its_time_is_over() -> None:
    def another_had_it(live: LiveDesk, book: Book) -> None:
        leased = MORNING + timedelta(seconds=LEASE_SECONDS)
        book.rows[1] = replace(book.rows[1], leased=leased)

    phones = Phones({"marie": [FakeAgent(talk_seconds=5)], "callback": [FakeAgent("")]})
    came = come(phones, (1, another_had_it), (2, sign_in("marie")), agents=(), seconds=50)
    assert came.phones.rang == []
    came = come(phones, (1, another_had_it), (2, sign_in("marie")), agents=(), seconds=150)
    assert came.row.outcome == "reached"


def test_a_database_that_does_not_answer_is_asked_again() -> None:
    def breaks(live: LiveDesk, book: Book) -> None:
        book.broken = True

    def works(live: LiveDesk, book: Book) -> None:
        book.broken = False

    phones = Phones({"marie": [FakeAgent(talk_seconds=5)], "callback": [FakeAgent("")]})
    came = come(phones, (0, breaks), (1, sign_in("marie")), (40, works), agents=(), seconds=120)
    assert came.row.outcome == "reached"
    assert came.one(CallbackDialled).agent == "Marie"


def test_withdrawn_offers_end_when_it_is_done_by_hand() -> None:
    def by_hand(live: LiveDesk, book: Book) -> None:
        book.rows[1] = replace(book.rows[1], done=MORNING)

    came = come(Phones({"marie": [FakeAgent("1", talk_seconds=20)]}), (3, by_hand), seconds=60)
    assert [name for name, _ in came.phones.rang] == ["marie"]
    assert came.one(CallbackEnded).outcome is CallbackOutcome.WITHDRAWN
    assert OfferEnd.WITHDRAWN.value == CallbackOutcome.WITHDRAWN.value


def test_nobody_is_rung_before_the_agreed_time_and_the_desk_shows_it_meanwhile() -> None:
    shown: list[int] = []
    phones = Phones({"marie": [FakeAgent("1", talk_seconds=5)], "callback": [FakeAgent("")]})

    def look(live: LiveDesk, book: Book) -> None:
        shown.append(len(live.planned))
        assert phones.rang == [] and live.desk.waiting == ()

    came = come(phones, (20, look), (590, look), agreed=(600, 1200), seconds=700)
    assert shown == [1, 1] and came.live.planned == ()
    assert came.row.outcome == "reached" and came.in_time == [True]
    assert any("Agreed for Wednesday the 4th of March" in line for line in came.briefs[-1].summary)


def test_a_time_that_passes_with_nobody_free_is_called_first_thing_and_counted() -> None:
    phones = Phones({"marie": [FakeAgent("1", talk_seconds=5)], "callback": [FakeAgent("")]})
    came = come(phones, (400, sign_in("marie")), agents=(), agreed=(60, 300), seconds=500)
    assert phones.rang[0][0] == "marie"
    assert came.row.outcome == "reached" and came.in_time == [False]


def test_at_the_agreed_time_he_is_ahead_of_who_came_since_he_asked() -> None:
    def waits(live: LiveDesk, book: Book) -> None:
        caller = Caller("w", "support", "en", TransferReason.CALLER_ASKED, live.now)
        live.open(Ticket("w", "c9", cast(Any, ListJournal())))
        live.act(lambda desk, now: desk.join(caller, now))

    order: list[str] = []

    def look(live: LiveDesk, book: Book) -> None:
        order.extend(caller.id for caller in live.desk.waiting)

    come(
        Phones({}), (1, sign_in("marie", Status.BREAK)), (30, waits), (80, look),
        agents=(), agreed=(60, 300), seconds=90,
    )  # fmt: skip
    assert len(order) == 2 and order[1] == "w"


def test_an_agreed_time_days_ahead_is_not_too_old() -> None:
    phones = Phones({"marie": [FakeAgent("1", talk_seconds=5)], "callback": [FakeAgent("")]})
    came = come(phones, agreed=(5, 300), requested=timedelta(days=-5), seconds=60)
    assert came.row.outcome == "reached"


# -- its sound --


def one_sound(came: Came) -> np.ndarray[Any, np.dtype[np.int16]]:
    """Caller left, agent right."""
    (recording,) = came.sound.values()
    return np.frombuffer(bytes(recording.stereo), "<i2").reshape(-1, 2)


def loud(sound: np.ndarray[Any, np.dtype[np.int16]], start: float, end: float) -> bool:
    part = sound[int(start * RATE) : int(end * RATE)].astype(int)
    return bool(len(part)) and int(np.abs(part).max()) > 1000


def speaks_at_length() -> ScriptedLine:
    return ScriptedLine([quiet(1), say("It is about my order.", seconds=3), quiet(12)])


def test_both_sides_are_recorded_on_the_calls_own_clock() -> None:
    marie = FakeAgent(talk_seconds=30)
    came = come(Phones({"marie": [marie], "callback": [speaks_at_length()]}), seconds=120)
    sound, answered = one_sound(came), came.one(CallbackAnswered).at
    assert answered > 5 and len(sound) / RATE == pytest.approx(came.one(CallEnded).at, abs=0.5)
    assert not loud(sound[:, 0], 0, answered + 0.9) and not loud(sound[:, 1], 0, answered)
    assert loud(sound[:, 0], answered + 1, answered + 4) and loud(sound[:, 1], answered, answered + 16)
    spoke = came.one(CallerSpoke)
    assert spoke.at == pytest.approx(answered + 1, abs=0.5)
    assert [event.at for event in came.events()][:5] == [0.0] * 5
    ats = [
        event.at for event in came.events() if event.kind not in ("caller_spoke", "agent_spoke", "bot_spoke")
    ]
    assert ats == sorted(ats)


def test_the_clock_of_the_call_begins_when_the_first_agent_is_asked() -> None:
    phones = Phones({"marie": [FakeAgent(talk_seconds=5)], "callback": [FakeAgent("")]})
    came = come(phones, (1, sign_in("marie", Status.BUSY)), (900, sign_in("marie")), agents=(), seconds=1000)
    assert came.row.outcome == "reached"
    assert came.one(CallEnded).at < 60 and len(one_sound(came)) / RATE < 60


def test_where_it_is_announced_both_hear_it_and_it_is_recorded() -> None:
    marie = FakeAgent(talk_seconds=30)
    came = come(
        Phones({"marie": [marie], "callback": [speaks_at_length()]}), seconds=120, consent="announced"
    )
    settled = came.one(RecordingSettled)
    assert (settled.answer, settled.recorded) == ("announced", True)
    assert [event.text for event in came.all(BotSpoke)] == ["This call is recorded."]
    assert came.voices.said.count("This call is recorded.") == 2
    assert loud(one_sound(came)[:, 0], 0, 1000)


@pytest.mark.parametrize(
    ("consent", "answer", "recorded"),
    [
        ("asked", "given", True), ("asked", "refused", False), ("asked", None, False), ("never", None, False),
    ],
)  # fmt: skip
def test_the_recording_follows_what_the_caller_said_when_he_asked(
    consent: str, answer: Any, recorded: bool
) -> None:
    told = asked()
    if answer is not None:
        told.insert(1, RecordingSettled(at=1, answer=answer, recorded=recorded))
    came = come(
        Phones({"marie": [FakeAgent(talk_seconds=30)], "callback": [speaks_at_length()]}),
        seconds=120, consent=consent, events=told,
    )  # fmt: skip
    assert came.one(RecordingSettled).recorded is recorded
    assert bool(len(one_sound(came))) is recorded
    assert came.all(CallerSpoke)  # what is said is written down as in other calls


def test_agents_read_the_first_call_and_then_the_call_back() -> None:
    read: list[dict[str, Any]] = []

    def look(live: LiveDesk, book: Book) -> None:
        read.extend(talk_state(ticket) for ticket in live.tickets.values())

    first = BotSpoke(at=1, step="welcome", text="Hello.", language="en", seconds=1)
    told = [asked()[0], first, *asked()[1:]]
    marie, caller = FakeAgent(talk_seconds=40), speaks_at_length()
    looks = [(float(second), look) for second in range(15, 40)]
    come(Phones({"marie": [marie], "callback": [caller]}), *looks, seconds=120, events=told)
    lines = read[-1]["lines"]
    assert lines[0]["text"] == "Hello." and lines[-1]["who"] == "caller"
    assert lines[-1]["at"] > 33 and len({(line["who"], line["at"]) for line in lines}) == len(lines)
