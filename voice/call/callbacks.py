"""Calling back: whoever asked for it waits at the desk for a free agent, without being on the line."""

from __future__ import annotations

import asyncio
import contextlib
import secrets
import uuid
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from math import inf
from typing import Protocol

from loguru import logger

from voice.call.agreed_times import Agreed
from voice.call.calling_back import Book, CallingBack, OpenRecording, Result
from voice.call.live_desk import LiveDesk, ToCall
from voice.call.patience import PatientHearing, PatientSpeaking
from voice.call.services import CallServices, Journal
from voice.call.wish import Wish
from voice.conversation.plans import together
from voice.desk.callbacks import CallbackRules, Next
from voice.desk.callers import Caller
from voice.dialplan.model import Dialplan
from voice.dialplan.people import QueueCall
from voice.errors import RecordsError
from voice.events import Assessed, CallEvent, HandoffStarted, PlanEntered, QueueJoined, TurnTaken
from voice.records.rows import Callback, CallRecord
from voice.telephony.port import Dialer
from voice.turn import CallbackOutcome, Target, TransferReason

LEASE_SECONDS = 60.0
"""For how long a gateway has a wish for itself; after a crash another takes it up when that is over."""
LOOK_AGAIN_SECONDS = LEASE_SECONDS / 4
"""How often a wish that waits at the desk is looked at: still wanted, still open."""


class CallbackBook(Book, Protocol):
    """Who wants to be called back; voice.records.callbacks is one. Methods raise RecordsError."""

    async def due(self, now: datetime) -> list[Callback]:
        """Those that may be tried now and that no gateway has."""

    async def by_hand(self) -> list[Callback]:
        """Those that a person has to see to."""

    async def agreed(self) -> list[Agreed]:
        """Every time that is agreed with somebody who is still to be called back."""

    async def planned(self, now: datetime) -> list[Callback]:
        """Those whose agreed time has not begun."""

    async def claim(self, callback_id: int, now: datetime, until: datetime) -> bool:
        """Have one for oneself; False when another was quicker."""

    async def renew(self, callback_id: int, until: datetime) -> bool:
        """Keep it; False when somebody has marked it as done."""

    async def settle(
        self, callback_id: int, outcome: str, *, due: datetime | None = None, by_hand: bool = False
    ) -> None:
        """An attempt failed."""

    async def release(self, callback_id: int) -> None:
        """Another may have it."""

    async def talk_cut_off(self, callback_id: int) -> None:
        """Who was called back was cut off in the talk: a person is to call him."""


@dataclass(frozen=True, slots=True)
class Outside:
    """What calling back needs of the gateway."""

    book: CallbackBook
    all_wishes: Callable[[], Awaitable[list[Callback]]]
    """Everybody who is still to be called back, whoever does it."""
    call: Callable[[str], Awaitable[CallRecord | None]]
    """What is kept of a call."""
    plans: Callable[[], Mapping[str, Dialplan]]
    journal: Callable[[str], Journal]
    """Opens the journal of a new call."""
    recording: OpenRecording
    ended: Callable[[CallbackOutcome], None] = lambda outcome: None
    """Told of every attempt."""
    in_time: Callable[[bool], None] = lambda kept: None
    """Told when a caller is first rung who has chosen a time: whether that time is not over."""


class Callbacks:
    """Looks who is due, and lets each wait at the desk. One per gateway."""

    def __init__(
        self,
        outside: Outside,
        *,
        live: LiveDesk,
        dialer: Dialer,
        services: CallServices,
        rules: CallbackRules,
        ring_seconds: float = 30.0,
        look_every: float = 5.0,
    ) -> None:
        self._outside = outside
        self._live = live
        self._dialer = dialer
        self._services = replace(
            services,
            recognizer=PatientHearing(services.recognizer),
            voices=PatientSpeaking(services.voices),
        )
        self._rules = rules
        self._ring_seconds = ring_seconds
        self._look_every = look_every
        self._wishes: dict[int, Wish] = {}
        self._running: dict[int, asyncio.Task[None]] = {}
        self._attempts: dict[int, CallingBack] = {}
        self._draining = False

    async def run(self) -> None:
        """Until cancelled. A database that does not answer is asked again."""
        complained = False
        while True:
            try:
                await self.look()
                complained = False
            except Exception as error:
                why = error.message if isinstance(error, RecordsError) else type(error).__name__
                logger.log("DEBUG" if complained else "ERROR", "calling back has to wait: {}", why)
                complained = True
            await asyncio.sleep(self._look_every)

    async def look(self) -> None:
        """Once: show who is to be called by hand, and begin with who is due."""
        book, now = self._outside.book, self._services.now()
        places = bool(self._rules.allowed)
        self._services.times.load(await book.agreed(), now)
        planned = await book.planned(now) if places else []
        self._show(await (book.by_hand() if places else self._outside.all_wishes()), planned)
        if not places or self._draining:
            return
        due = await book.due(now)
        known = {row.id: self._wishes[row.id] for row in due if row.id in self._wishes}
        self._wishes = {number: wish for number, wish in known.items() if self._is_of_today(wish)}
        for row in due:
            if row.id not in self._running:
                await self._consider_alone(row, now)

    async def drain(self, seconds: float) -> None:
        """Begin with nobody any more; talks may go on for so long. What waits stays in the records."""
        self._draining = True
        for number, attempt in list(self._attempts.items()):
            if not attempt.taken:
                self._running[number].cancel()
        if self._running:
            await asyncio.wait(set(self._running.values()), timeout=seconds)
        for task in list(self._running.values()):
            if not task.cancelling():  # a second time would cut short how it lets its wish go
                task.cancel()
        await asyncio.gather(*list(self._running.values()), return_exceptions=True)

    # -- who is due --

    async def _consider_alone(self, row: Callback, now: datetime) -> None:
        """What is wrong with one wish is left to a person; all others go on."""
        try:
            await self._consider(row, now)
        except RecordsError:
            raise
        except Exception as error:
            logger.error("callback {} cannot be tried: {}", row.id, type(error).__name__)
            await self._leave_to_people(row, CallbackOutcome.FAILED)

    async def _leave_to_people(self, row: Callback, why: CallbackOutcome) -> None:
        await self._outside.book.settle(row.id, why.value, by_hand=True)
        self._outside.ended(why)

    async def _consider(self, row: Callback, now: datetime) -> None:
        wish = self._wishes.get(row.id) or await self._known(row)
        wanted = row.agreed_start or row.requested
        hindrance = self._rules.hindrance(row.number, (now - wanted).total_seconds())
        if wish is None:
            hindrance = hindrance or CallbackOutcome.NO_QUEUE
        if hindrance is not None or wish is None:
            await self._leave_to_people(row, hindrance or CallbackOutcome.NO_QUEUE)
            return
        wish = self._wishes[row.id] = replace(wish, row=row)
        caller = self._caller(wish, now)
        if not (wish.plan.there(wish.queue.name, now) and self._live.desk.staffed(caller)):
            return
        if await self._outside.book.claim(row.id, now, now + timedelta(seconds=LEASE_SECONDS)):
            self._start(wish, caller)

    async def _known(self, row: Callback) -> Wish | None:
        """All about a wish; None when its plan has no queue, or is gone."""
        record, plans = await self._outside.call(row.call_id), self._outside.plans()
        if record is None or row.plan not in plans:
            return None
        entered = [event.plan for event in record.events if isinstance(event, PlanEntered)]
        before = dict.fromkeys([record.row.plan or "", *entered])
        known = (*(plans[name] for name in before if name in plans and name != row.plan), plans[row.plan])
        plan = together(known)
        target = _queue_of(plan, record.events)
        if target is None or target.queue is None:
            return None
        language = next((each for each in plan.languages if each == record.row.language), plan.languages[0])
        return Wish(
            row,
            tuple(record.events),
            plan,
            target,
            replace(target.queue, wait_seconds=inf),
            language,
            _reason(record.events),
            record.row.dialled,
            known,
        )

    def _is_of_today(self, wish: Wish) -> bool:
        """False when one of its plans has changed, or is gone."""
        plans = self._outside.plans()
        return all(plans.get(plan.name) is plan for plan in wish.plans)

    def _caller(self, wish: Wish, now: datetime) -> Caller:
        """As somebody who waits: since he asked, or since he may be tried again.

        Who has chosen a time counts from when he asked too: when it comes he is ahead of all who came since.
        """
        row = wish.row
        since = row.requested if row.agreed_start and not row.rung else row.due or row.requested
        waits = max(0.0, (now - since).total_seconds())
        return Caller(
            id=secrets.token_urlsafe(16),
            queue=wish.queue.name,
            language=wish.language,
            reason=wish.reason,
            since=self._live.now - waits,
            mood=_mood(wish.events),
            skills=frozenset(wish.queue.skills),
            priority=wish.queue.priority,
            callback=True,
        )

    def _show(self, by_hand: list[Callback], planned: list[Callback]) -> None:
        shown = tuple(map(_to_call, by_hand)), tuple(map(_to_call, planned))
        if shown != (self._live.by_hand, self._live.planned):
            self._live.by_hand, self._live.planned = shown
            self._live.changed()

    # -- one of them --

    def _start(self, wish: Wish, caller: Caller) -> None:
        number = wish.row.id
        attempt = self._attempts[number] = CallingBack(
            wish,
            caller,
            call_id=uuid.uuid4().hex,
            open_journal=self._outside.journal,
            open_recording=self._outside.recording,
            live=self._live,
            dialer=self._dialer,
            services=self._services,
            book=self._outside.book,
            rules=self._rules,
            ring_seconds=self._ring_seconds,
            in_time=self._outside.in_time,
        )
        task = self._running[number] = asyncio.create_task(self._serve(wish, attempt))
        task.add_done_callback(lambda done: self._over(number))

    def _over(self, number: int) -> None:
        self._running.pop(number, None)
        self._attempts.pop(number, None)

    async def _serve(self, wish: Wish, attempt: CallingBack) -> None:
        working = asyncio.create_task(attempt.run())
        try:
            while not working.done():
                await asyncio.wait({working}, timeout=LOOK_AGAIN_SECONDS)
                if not working.done() and not await self._still_wanted(wish) and not attempt.taken:
                    working.cancel()
                    break
            await self._settle(wish, await working, noted=attempt.noted)
        except asyncio.CancelledError:
            await _end(working)
            await self._let_go(wish, attempt)
        except Exception as error:
            logger.error("callback {} failed: {}", wish.row.id, type(error).__name__)
            await _end(working)
            stopped = CallbackOutcome.STOPPED
            again = Next("again", self._rules.again)
            await self._settle(wish, Result(stopped, again))

    async def _still_wanted(self, wish: Wish) -> bool:
        """False when somebody has marked it as done, its plan has changed, or nobody works any more today."""
        now = self._services.now()
        try:
            kept = await self._outside.book.renew(wish.row.id, now + timedelta(seconds=LEASE_SECONDS))
        except RecordsError:
            return True
        return kept and self._is_of_today(wish) and wish.plan.there(wish.queue.name, now)

    async def _settle(self, wish: Wish, result: Result, *, noted: bool = True) -> None:
        """Write down what became of it, however long the database takes."""
        self._outside.ended(result.outcome)
        book, number, outcome = self._outside.book, wish.row.id, result.outcome.value
        due = self._services.now() + timedelta(seconds=result.next.seconds)
        by_hand = result.next.then == "by_hand"
        while True:
            try:
                if result.next.then != "done":
                    await book.settle(number, outcome, due=None if by_hand else due, by_hand=by_hand)
                elif not noted:
                    await book.reached(number, outcome)
                return
            except RecordsError:
                await asyncio.sleep(self._look_every)

    async def _let_go(self, wish: Wish, attempt: CallingBack) -> None:
        """Another gateway may have it; who was cut off in a talk is left to a person."""
        book, number = self._outside.book, wish.row.id
        with contextlib.suppress(RecordsError):
            await (book.talk_cut_off(number) if attempt.talking else book.release(number))


async def _end(task: asyncio.Task[Result]) -> None:
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


def _to_call(row: Callback) -> ToCall:
    return ToCall(row.id, row.number, row.plan, row.call_id, row.requested, row.rung, row.outcome, row.agreed)


def _queue_of(plan: Dialplan, events: list[CallEvent]) -> Target | None:
    """Where the caller waited, else the first queue that takes the plan's calls."""
    names = [event.queue for event in events if isinstance(event, QueueJoined)]
    names = [*reversed(names), *(target.name for target in plan.chain() if target.queue is not None)]
    name = next((name for name in names if name in plan.queues), None) or next(iter(plan.queues), None)
    return plan.waiting_in(QueueCall(name=name)) if name is not None else None


def _reason(events: list[CallEvent]) -> TransferReason:
    started = [event.reason for event in events if isinstance(event, HandoffStarted)]
    return started[-1] if started else TransferReason.PLAN


def _mood(events: tuple[CallEvent, ...]) -> float:
    judged = [
        event.assessment
        for event in events
        if isinstance(event, (TurnTaken, Assessed)) and event.assessment is not None
    ]
    return judged[-1].emotion if judged else 0.0
