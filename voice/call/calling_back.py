"""One attempt to call somebody back: an agent first, who hears the summary, then the caller's phone."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from loguru import logger

from voice.call.briefing import Briefing
from voice.call.callback_journal import LateJournal, Retold
from voice.call.callback_words import CALLING, UNREACHED
from voice.call.called_talk import CalledTalk
from voice.call.live_desk import LiveDesk, Ticket
from voice.call.queue_company import Nobody
from voice.call.queue_wait import Connected, QueueWait
from voice.call.services import CallServices, Journal, Recording
from voice.call.tones import frames, ringback
from voice.call.wish import Wish
from voice.desk.callbacks import CallbackRules, Next
from voice.desk.callers import Caller
from voice.errors import DialFailed, LineClosed, RecordsError
from voice.events import (
    CallbackAnswered,
    CallbackBegan,
    CallbackDialled,
    CallbackEnded,
    CallEnded,
    CallStarted,
    HandoffStarted,
)
from voice.telephony.port import Dialer, Line
from voice.turn import (
    CallbackOutcome,
    EndReason,
    HandoffFailure,
    Language,
    Target,
    Transfer,
)

AGENT_HEARS_SECONDS = 6.0
"""How long an agent may take to hear why the caller was not reached."""

OpenRecording = Callable[[str, int, Journal], Recording]
"""Opens the recording of a call whose journal is there: its id and samples per second."""

ENDS = {
    CallbackOutcome.FAILED: EndReason.FAILED,
    CallbackOutcome.DROPPED: EndReason.UNREACHABLE_PERSON,
    CallbackOutcome.NO_AGENT: EndReason.UNREACHABLE_PERSON,
    CallbackOutcome.STOPPED: EndReason.DRAINED,
}
"""How the call ended, where the caller was not simply unreached."""


class Book(Protocol):
    """Where it is written how far an attempt has come; voice.records.callbacks is one."""

    async def rings(self, callback_id: int) -> bool:
        """The caller's phone is about to be rung; False when somebody has marked the wish as done."""

    async def reached(self, callback_id: int, outcome: str) -> None:
        """Caller and agent are joined."""


@dataclass(frozen=True, slots=True)
class Result:
    """What became of an attempt, and what follows."""

    outcome: CallbackOutcome
    next: Next


class CallingBack:
    """One attempt, from waiting at the desk for an agent to the end of the talk."""

    def __init__(
        self,
        wish: Wish,
        caller: Caller,
        *,
        call_id: str,
        open_journal: Callable[[str], Journal],
        open_recording: OpenRecording,
        live: LiveDesk,
        dialer: Dialer,
        services: CallServices,
        book: Book,
        rules: CallbackRules,
        ring_seconds: float,
        in_time: Callable[[bool], None] = lambda kept: None,
    ) -> None:
        self._wish = wish
        self._caller = caller
        self._call_id = call_id
        self._live = live
        self._dialer = dialer
        self._services = services
        self._book = book
        self._rules = rules
        self._ring_seconds = ring_seconds
        self._in_time = in_time
        self._open_journal = open_journal
        self._open_recording = open_recording
        self._began = live.now
        self._journal = LateJournal(self._open)
        self._keeping: asyncio.Task[None] | None = None
        self._ticket = Ticket(
            caller.id,
            call_id,
            self._journal,
            agreed=wish.row.agreed,
            clock=lambda: round(live.now - self._began, 3),
        )
        self._ticket.story = retold = Retold(wish.events, self._journal)
        self._briefing = Briefing(caller.id, wish.plan, retold, services)
        self._transfer = Transfer(wish.target, wish.reason)
        self._wait = QueueWait(
            live=live,
            ticket=self._ticket,
            company=Nobody(),
            dialer=dialer,
            journal=self._journal,
            services=services,
            briefing=self._briefing,
            transfer=self._transfer,
            language=wish.language,
        )
        self._ended: EndReason | None = None
        self.rung = wish.row.rung
        """How often the caller's phone was rung, this attempt included."""
        self.taken = False
        """True once an agent has taken it: from here on it is a call like any other."""
        self.talking = False
        """True once the caller has picked up, until the talk is over."""
        self.noted = True
        """False while it is not written down that the caller was reached."""
        self._noting: asyncio.Task[None] | None = None

    async def run(self) -> Result:
        """To its end, whatever it is. Cancelled, it ends what there is and says so in the journal.

        Raises RecordsError when the database did not answer before the caller's phone rang.
        """
        outcome = CallbackOutcome.STOPPED
        self._begin()
        try:
            outcome = await self._attempt()
        except RecordsError:
            raise
        except Exception as error:
            logger.error("callback {} failed: {}", self._wish.row.id, type(error).__name__)
            outcome = CallbackOutcome.FAILED
        finally:
            self._live.act(lambda desk, now: desk.nothing(self._ticket.id, now) if not self._ended else None)
            self._live.act(lambda desk, now: desk.leave(self._ticket.id, now))
            self._live.close(self._ticket)
            result = Result(outcome, self._rules.following(outcome, self.rung))
            self._close(result)
        return result

    def _open(self) -> Journal:
        """The first agent is asked: from now on it is a call with a clock of its own, and has a summary."""
        self._began = self._live.now
        self._keeping = asyncio.create_task(self._briefing.keep(self._ticket.brief, "calling_back"))
        return self._open_journal(self._call_id)

    def _begin(self) -> None:
        wish, started = self._wish, self._services.now()
        self._journal.append(
            CallStarted(
                at=0.0,
                call_id=self._call_id,
                door="callback",
                caller=wish.row.number,
                dialled=wish.dialled,
                plan=wish.plan.name,
                plan_sha=wish.plan.sha,
                plan_version=wish.plan.version,
                languages=(wish.language,),
                models=dict(self._services.models),
                started=started,
            )
        )
        self._journal.append(
            CallbackBegan(at=0.0, callback=wish.row.id, wanted_in=wish.row.call_id, attempt=wish.row.rung + 1)
        )
        self._journal.append(HandoffStarted(at=0.0, handoff_id=self._ticket.id, reason=wish.reason))

    def _close(self, result: Result) -> None:
        at = self._ticket.clock()
        self._journal.append(CallbackEnded(at=at, outcome=result.outcome, then=result.next.then))
        reason = self._ended or ENDS.get(result.outcome, EndReason.CALLER_UNREACHED)
        self._journal.append(CallEnded(at=at, reason=reason))

    async def _attempt(self) -> CallbackOutcome:
        self._ticket.brief = self._briefing.make(self._wish.reason, self._wish.language, self._tongue)
        self._live.open(self._ticket)
        self._live.act(lambda desk, now: desk.join(self._caller, now))
        got = await self._wait.person(self._wish.queue)
        if isinstance(got, HandoffFailure):
            return CallbackOutcome.NO_AGENT
        self.taken = True
        try:
            return await self._put_through(got)
        except Exception:
            await self._tell(got, UNREACHED[got.language])
            raise
        finally:
            await got.leg.hang_up()

    @property
    def _tongue(self) -> Language:
        return self._wish.target.language or self._wish.language

    # -- the caller's phone --

    async def _put_through(self, got: Connected) -> CallbackOutcome:
        if not await self._book.rings(self._wish.row.id):
            return CallbackOutcome.WITHDRAWN
        self.rung += 1
        self._tell_in_time()
        agent = got.agent.known_as
        self._journal.append(
            CallbackDialled(at=self._ticket.clock(), handoff_id=self._ticket.id, agent=agent)
        )
        try:
            line = await self._dial(got)
        except DialFailed as error:
            outcome = CallbackOutcome(error.failure.value)
            await self._tell(got, UNREACHED[got.language])
            return outcome
        if line is None:
            return CallbackOutcome.AGENT_HUNG_UP
        try:
            return await self._talk(got, line)
        finally:
            await line.hang_up()

    async def _talk(self, got: Connected, line: Line) -> CallbackOutcome:
        self._journal.append(CallbackAnswered(at=self._ticket.clock(), handoff_id=self._ticket.id))
        # Who has picked up waits for no database.
        self.noted, self._noting = False, asyncio.create_task(self._note_reached())
        talk = CalledTalk(
            self._wish,
            line,
            ticket=self._ticket,
            journal=self._journal,
            recording=self._open_recording(self._call_id, line.rate, self._journal),
            live=self._live,
            dialer=self._dialer,
            services=self._services,
            briefing=self._briefing,
            transfer=self._transfer,
            wait=self._wait,
            call_id=self._call_id,
        )
        self.talking = True
        outcome = await talk.run(got, self._ends)
        self.talking = False
        return outcome

    async def _note_reached(self) -> None:
        with contextlib.suppress(RecordsError):
            await self._book.reached(self._wish.row.id, CallbackOutcome.REACHED.value)
            self.noted = True

    def _ends(self, reason: EndReason) -> None:
        self._ended = reason

    def _tell_in_time(self) -> None:
        row = self._wish.row
        if row.agreed_end is not None and not row.rung:
            self._in_time(self._services.now() <= row.agreed_end)

    async def _dial(self, got: Connected) -> Line | None:
        """The caller's line; None when the agent went away meanwhile. Raises DialFailed."""
        target, line = Target("callback", self._wish.row.number, self._ring_seconds), None
        dialling = asyncio.create_task(self._dialer.dial(target, headers={}))
        ringing = asyncio.create_task(self._ring_to(got))
        gone = asyncio.create_task(got.leg.gone.wait())
        try:
            await asyncio.wait({dialling, gone}, return_when=asyncio.FIRST_COMPLETED)
            line = None if gone.done() else dialling.result()
            return line
        finally:
            for task in (dialling, ringing, gone):
                task.cancel()
            answered, *_ = await asyncio.gather(dialling, ringing, gone, return_exceptions=True)
            if line is None and not isinstance(answered, BaseException):
                await answered.hang_up()
            await got.leg.line.clear()

    async def _ring_to(self, got: Connected) -> None:
        """The agent hears that the caller is being called, and then how it rings there."""
        line = got.leg.line
        await got.leg.tell(await self._briefing.sentence(CALLING[got.language], got.language, line.rate))
        sound = frames(ringback(line.rate), line.rate)
        with contextlib.suppress(LineClosed):
            while True:
                for frame in sound:
                    await line.send(frame)

    async def _tell(self, got: Connected, text: str) -> None:
        with contextlib.suppress(TimeoutError, LineClosed):
            async with asyncio.timeout(AGENT_HEARS_SECONDS):
                await got.leg.tell(await self._briefing.sentence(text, got.language, got.leg.line.rate))
                await asyncio.sleep(0.3)
