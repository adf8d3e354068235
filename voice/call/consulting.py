"""Asking a colleague before a caller is passed on: the caller is on hold, agent and colleague talk alone."""

from __future__ import annotations

import asyncio
import contextlib
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from loguru import logger

from voice.call.bridge import LENT, Bridge, TalkEnd, Way, carry
from voice.call.briefing import Briefing
from voice.call.live_desk import LiveDesk, Ticket
from voice.call.queue_company import Nobody
from voice.call.queue_wait import Connected, QueueWait
from voice.call.queue_words import UNASKED
from voice.call.services import CallServices, Journal
from voice.call.tones import frames, ringback
from voice.desk.callers import Caller
from voice.desk.refusals import NotYours
from voice.errors import LineClosed
from voice.events import CallEvent, Consulted, ConsultEnded, HandoffFailed, PassedOn
from voice.telephony.port import Dialer
from voice.turn import ConsultOutcome, HandoffFailure, Language, Queue, Transfer

ASK_SECONDS = 45.0
"""How long colleagues are rung; then the agent is back with his caller."""
TOLD_SECONDS = 5.0
"""How long an agent may take to hear that nobody could be asked."""


class _Aside:
    """Stands for the call's journal while a colleague is found: what the caller's record need not tell."""

    def __init__(self, journal: Journal, on_failed: Callable[[], None]) -> None:
        self._journal = journal
        self._on_failed = on_failed
        self.failure: HandoffFailure | None = None
        """Why the last colleague did not take it."""

    @property
    def events(self) -> Sequence[CallEvent]:
        """Of the call."""
        return self._journal.events

    def append(self, event: CallEvent) -> None:
        """Remember why a colleague did not take it; keep nothing."""
        if isinstance(event, HandoffFailed):
            self.failure = event.failure
            self._on_failed()


@dataclass(slots=True)
class _Asked:
    """One question to a colleague."""

    id: str
    queue: str
    agent: str
    """Name of the one colleague asked; empty: anybody of the queue."""
    to: str
    note: str
    company: Nobody
    decided: asyncio.Future[ConsultOutcome]
    got: Connected | None = None
    task: asyncio.Task[None] | None = None


class Consulting:
    """What the agent who has a caller can do before passing him on; implements `Consults`."""

    def __init__(
        self,
        *,
        live: LiveDesk,
        ticket: Ticket,
        bridge: Bridge,
        got: Connected,
        briefing: Briefing,
        dialer: Dialer,
        journal: Journal,
        services: CallServices,
        transfer: Transfer,
        language: Language,
    ) -> None:
        self._live = live
        self._ticket = ticket
        self._bridge = bridge
        self._me = got
        self._briefing = briefing
        self._dialer = dialer
        self._journal = journal
        self._services = services
        self._transfer = transfer
        self._language = language
        self._asked: _Asked | None = None
        self.successor: Connected | None = None
        """The colleague who has the caller now."""

    @property
    def state(self) -> str:
        """Empty, ringing or talking."""
        if self._asked is None:
            return ""
        return "ringing" if self._asked.got is None else "talking"

    @property
    def to(self) -> str:
        """Who is asked, as agents read it."""
        return self._asked.to if self._asked is not None else ""

    def start(self, *, queue: str = "", agent: str = "", note: str = "") -> None:
        """Ask somebody of a queue, or one colleague by name. Raises NotYours, NotHere."""
        if self._asked is not None:
            raise NotYours("You are asking somebody already.")
        if self._bridge.lent:
            raise NotYours(LENT)
        to = queue
        if agent:
            colleague = self._live.desk.agent(agent)
            if not colleague.here or agent == self._me.agent.name:
                raise NotYours("This colleague is not at the desk.")
            to = colleague.known_as
        elif not queue:
            raise NotYours("Choose a queue or a colleague.")
        decided = asyncio.get_running_loop().create_future()
        asked = self._asked = _Asked(secrets.token_urlsafe(16), queue, agent, to, note, Nobody(), decided)
        self._journal.append(
            Consulted(
                at=self._ticket.clock(),
                handoff_id=self._ticket.id,
                agent=self._me.agent.known_as,
                queue=queue,
                to=to if agent else "",
                note=note,
            )
        )
        self._bridge.hold(True)
        asked.task = asyncio.create_task(self._run(asked))
        self._live.changed()

    def join(self) -> None:
        """Give the colleague the caller. Raises NotYours while nobody is talked to."""
        if self._asked is None or self._asked.got is None:
            raise NotYours("Nobody is there to take the caller.")
        self._decide(self._asked, ConsultOutcome.JOINED)

    def back(self) -> None:
        """Let the colleague go. Raises NotYours when nobody is asked."""
        if self._asked is None:
            raise NotYours("You are asking nobody.")
        self._decide(self._asked, ConsultOutcome.CAME_BACK)

    async def left(self, end: TalkEnd) -> TalkEnd:
        """The agent who asks is gone, so: how the talk with the caller ends really.

        To hang up while talking to the colleague is to join; while he is rung, to pass the caller on.
        """
        asked = self._asked
        if asked is None or asked.task is None:
            return TalkEnd.JOINED if self.successor is not None else end
        if asked.got is not None and end in (TalkEnd.AGENT_HUNG_UP, TalkEnd.AGENT_LOST):
            self._decide(asked, ConsultOutcome.JOINED)
            await asyncio.wait({asked.task})
            if self.successor is not None:
                return TalkEnd.JOINED
        await self.stop()
        if end is not TalkEnd.AGENT_HUNG_UP:
            return end
        event = PassedOn(
            at=self._ticket.clock(),
            handoff_id=self._ticket.id,
            agent=self._me.agent.known_as,
            queue=asked.queue,
            to=asked.to if asked.agent else "",
            note=asked.note,
        )
        self._journal.append(event)
        act, handoff = self._live.act, self._ticket.id
        act(lambda desk, now: desk.pass_on(handoff, now, queue=asked.queue, agent=asked.agent))
        return TalkEnd.PASSED_ON

    async def stop(self) -> None:
        """The talk is over: whoever is asked is let go."""
        asked = self._asked
        if asked is not None and asked.task is not None:
            asked.task.cancel()
            await asyncio.gather(asked.task, return_exceptions=True)

    def _decide(self, asked: _Asked, outcome: ConsultOutcome) -> None:
        if not asked.decided.done():
            asked.decided.set_result(outcome)

    # -- one question --

    async def _run(self, asked: _Asked) -> None:
        outcome = ConsultOutcome.ENDED
        ticket = Ticket(asked.id, self._ticket.call_id, self._journal, clock=self._ticket.clock)
        try:
            outcome = await self._ask(asked, ticket)
        except Exception as error:
            logger.error("hand-over {}: asking a colleague failed: {}", self._ticket.id, type(error).__name__)
            outcome = ConsultOutcome.UNREACHABLE
        finally:
            self._asked = None
            self._bridge.aside = None
            self._note(asked, outcome)
            if outcome is not ConsultOutcome.JOINED:
                await self._let_go(asked, ticket)
                self._bridge.hold(False)
            self._live.close(ticket)

    async def _let_go(self, asked: _Asked, ticket: Ticket) -> None:
        self._live.act(lambda desk, now: desk.nothing(asked.id, now))
        self._live.act(lambda desk, now: desk.leave(asked.id, now))
        if asked.got is not None:
            await asked.got.leg.hang_up()

    async def _ask(self, asked: _Asked, ticket: Ticket) -> ConsultOutcome:
        finding = asyncio.create_task(self._find(asked, ticket))
        ringing = asyncio.create_task(self._ring())
        try:
            await _first(finding, asked.decided)
        finally:
            ringing.cancel()
            if not finding.done():
                finding.cancel()
            await asyncio.gather(finding, ringing, return_exceptions=True)
        if finding.cancelled():
            return ConsultOutcome.CAME_BACK
        found = finding.result()
        if isinstance(found, ConsultOutcome):
            await self._tell()
            return found
        asked.got, asked.to = found, found.agent.known_as
        self._live.changed()
        outcome = await self._talk(asked, found)
        if outcome is ConsultOutcome.JOINED:
            self._live.act(lambda desk, now: desk.hand_on(self._ticket.id, asked.id, now))
            self.successor = found
            self._bridge.end(TalkEnd.JOINED)
        return outcome

    async def _find(self, asked: _Asked, ticket: Ticket) -> Connected | ConsultOutcome:
        """A colleague who takes it as he would take a caller: after the summary, by key or button."""
        desk = self._live.desk
        talk = desk.talk_of(self._ticket.id)
        if talk is None:
            return ConsultOutcome.ENDED
        aside = _Aside(self._journal, asked.company.leave if asked.agent else lambda: None)
        briefing = self._briefing.under(asked.id)
        ticket.brief = briefing.make(self._transfer.reason, self._language, self._me.language)
        await briefing.keep(ticket.brief, "consulted")
        caller = Caller(
            id=asked.id,
            queue=asked.queue or talk.caller.queue,
            language=self._language,
            reason=talk.caller.reason,
            since=self._live.now,
            mood=talk.caller.mood,
            only=asked.agent,
            alone=bool(asked.agent),
            consult=self._me.agent.known_as,
            returned=True,
        )
        wait = QueueWait(
            live=self._live,
            ticket=ticket,
            company=asked.company,
            dialer=self._dialer,
            journal=aside,
            services=self._services,
            briefing=briefing,
            transfer=self._transfer,
            language=self._language,
        )
        self._live.open(ticket)
        self._live.act(lambda desk, now: desk.join(caller, now))
        got = await wait.person(Queue(caller.queue, wait_seconds=ASK_SECONDS))
        if isinstance(got, Connected):
            return got
        failure = aside.failure or got
        known = failure.value in {each.value for each in ConsultOutcome}
        return ConsultOutcome(failure.value) if known else ConsultOutcome.NO_ANSWER

    async def _talk(self, asked: _Asked, found: Connected) -> ConsultOutcome:
        """Both hear each other, the caller neither, until it is decided or the colleague is gone."""
        me, other = self._me.leg, found.leg
        there, here = Way(me.line.rate, other.line.rate), Way(other.line.rate, me.line.rate)
        self._bridge.aside = there.put
        other.on_sound = here.put
        carrying = [
            asyncio.create_task(carry(there, other.line.send)),
            asyncio.create_task(carry(here, me.line.send)),
        ]
        gone = asyncio.create_task(other.gone.wait())
        try:
            await _first(gone, asked.decided)
            if other.gone.is_set():
                return ConsultOutcome.COLLEAGUE_HUNG_UP
            return asked.decided.result()
        finally:
            other.on_sound = None
            self._bridge.aside = None
            for task in (*carrying, gone):
                task.cancel()
            await asyncio.gather(*carrying, gone, return_exceptions=True)

    async def _ring(self) -> None:
        """The agent hears that it rings at the colleague's."""
        line = self._me.leg.line
        with contextlib.suppress(LineClosed):
            while True:
                for frame in frames(ringback(line.rate), line.rate):
                    await line.send(frame)

    async def _tell(self) -> None:
        """The agent alone hears that nobody could be asked."""
        leg, language = self._me.leg, self._me.language
        with contextlib.suppress(TimeoutError, LineClosed):
            async with asyncio.timeout(TOLD_SECONDS):
                await leg.line.clear()
                await leg.tell(await self._briefing.sentence(UNASKED[language], language, leg.line.rate))
                await asyncio.sleep(0.3)

    def _note(self, asked: _Asked, outcome: ConsultOutcome) -> None:
        self._journal.append(
            ConsultEnded(
                at=self._ticket.clock(),
                handoff_id=self._ticket.id,
                agent=self._me.agent.known_as,
                to=asked.to if asked.got is not None else "",
                outcome=outcome,
            )
        )


async def _first(*waits: asyncio.Future[Any]) -> None:
    await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
