"""A caller in a queue: agents are asked one after the other until one has the call or the waiting ends."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Mapping
from dataclasses import dataclass

from loguru import logger

from voice.call.agent import AgentLeg
from voice.call.briefing import Briefing
from voice.call.live_desk import LiveDesk, Ticket
from voice.call.queue_company import LEAVE_KEY, Companion, Nobody
from voice.call.queue_words import ENDED, TAKEN
from voice.call.services import CallServices, Journal
from voice.desk.agents import Agent
from voice.desk.news import News, Offered, OfferEnd, OfferEnded, Taken
from voice.desk.refusals import NotYours
from voice.errors import DialFailed
from voice.events import HandoffAnswered, HandoffFailed, HandoffOffered, QueueJoined, QueueLeft
from voice.handoff.brief import HandoffBrief
from voice.handoff.user_to_user import encode
from voice.telephony.port import Dialer
from voice.turn import HandoffFailure, Language, Queue, Target, Transfer

CONNECT_SECONDS = 8.0
"""How long the browser of an agent who has taken the call may take until sound can flow."""
ALONE_SECONDS = 20.0
"""How long a caller waits on when the last agent of the queue has signed out."""
FAREWELL_SECONDS = 6.0
"""How long a phone is held to tell its agent that the call is gone."""

FAILURES: dict[OfferEnd, HandoffFailure] = {
    OfferEnd.TAKEN: HandoffFailure.BUSY,
    OfferEnd.GONE: HandoffFailure.UNREACHABLE,
    OfferEnd.WITHDRAWN: HandoffFailure.CALLER_LEFT,
}
"""What the end of an offer is called in the call's journal, where the words differ."""


@dataclass(slots=True)
class Connected:
    """A person has the call; his line is ready."""

    agent: Agent
    leg: AgentLeg
    language: Language
    """Of the agent."""


class QueueWait:
    """The waiting of one hand-over; may be run again when an agent is lost or passes the caller on."""

    def __init__(
        self,
        *,
        live: LiveDesk,
        ticket: Ticket,
        company: Companion,
        dialer: Dialer,
        journal: Journal,
        services: CallServices,
        briefing: Briefing,
        transfer: Transfer,
        language: Language,
    ) -> None:
        self._live = live
        self._ticket = ticket
        self.company = company
        """What the caller hears meanwhile; may be changed between two waits."""
        self._dialer = dialer
        self._journal = journal
        self._services = services
        self._briefing = briefing
        self._transfer = transfer
        self._language = language
        self._asked: Agent | None = None
        self._ringing: asyncio.Task[None] | None = None
        self._farewells: set[asyncio.Task[None]] = set()
        self._left = asyncio.Event()
        self.attempts = 0

    async def person(self, queue: Queue, *, first: str = "") -> Connected | HandoffFailure:
        """Wait, already at the desk, until a person has the call; why not, otherwise.

        Cancelled when the caller is gone. `first` is said to the caller at once.
        """
        began = self._live.now
        self._note_joined(queue)
        company = self.company
        company.begin(first, self._key)
        keeping = asyncio.create_task(company.keep(queue))
        self._left.clear()
        result: Connected | HandoffFailure | None = None
        try:
            result = await self._until_taken(queue, began, company)
            return result
        finally:
            company.end()
            if not isinstance(result, Connected):
                await self._leave(OfferEnd.WITHDRAWN if result else OfferEnd.CALLER_HUNG_UP)
            await _stop(keeping)
            self._note_left(queue, began, result)

    async def _leave(self, why: OfferEnd) -> None:
        """Off the desk, and nobody's phone rings any longer."""
        self._live.act(lambda desk, now: desk.leave(self._ticket.id, now, why))
        while not self._ticket.news.empty():
            news = self._ticket.news.get_nowait()
            if isinstance(news, OfferEnded):
                self._note_failed(self._live.desk.agent(news.agent), news)
        await self._stop_ringing(ENDED)

    # -- waiting --

    async def _until_taken(
        self, queue: Queue, began: float, company: Companion
    ) -> Connected | HandoffFailure:
        leaving = asyncio.create_task(self._left.wait())
        alone_since: float | None = None
        try:
            while True:
                news = asyncio.create_task(self._ticket.news.get())
                await asyncio.wait({news, leaving}, timeout=1.0, return_when=asyncio.FIRST_COMPLETED)
                if news.done():
                    if got := await self._hear(news.result(), company):
                        return got
                    continue
                news.cancel()
                now = self._live.now
                alone_since = None if self._staffed() else alone_since or now
                offered = self._live.desk.offer_of(self._ticket.id) is not None
                if self._live.desk.talk_of(self._ticket.id) is not None:
                    continue  # taken this instant: the news is on its way
                if leaving.done():
                    return HandoffFailure.CALLER_LEFT
                if not offered and now - began >= queue.wait_seconds:
                    return HandoffFailure.NO_ANSWER
                if not offered and alone_since is not None and now - alone_since >= ALONE_SECONDS:
                    return HandoffFailure.UNREACHABLE
        finally:
            await _stop(leaving)

    def _staffed(self) -> bool:
        caller = self._live.desk.caller(self._ticket.id)
        return caller is None or self._live.desk.staffed(caller)

    def _key(self, key: str) -> bool:
        """A key of the waiting caller: 1 ends the waiting, unless somebody is just taking the call."""
        if key == LEAVE_KEY and not self._left.is_set():
            self._left.set()
            return True
        return False

    async def _hear(self, news: News, company: Companion) -> Connected | None:
        desk = self._live.desk
        match news:
            case Offered(agent=name):
                agent = desk.agent(name)
                self._note_offered(agent)
                company.ringing = True
                self._asked = agent
                if agent.phone:
                    self._ringing = asyncio.create_task(self._ring(agent, company))
            case OfferEnded(agent=name):
                company.ringing = company.being_told = False
                self._note_failed(desk.agent(name), news)
                await self._stop_ringing(TAKEN if news.why is OfferEnd.TAKEN else None)
            case Taken(agent=name):
                company.ringing = company.being_told = True
                got = await self._connect(desk.agent(name))
                company.ringing = company.being_told = False
                return got
            case _:
                pass
        return None

    # -- an agent's phone --

    async def _ring(self, agent: Agent, company: Companion) -> None:
        """Ring the agent's phone, tell him, and take his key for an answer."""
        why = OfferEnd.UNREACHABLE
        try:
            line = await self._dialer.dial(
                Target(
                    agent.name,
                    agent.phone,
                    self._transfer.target.ring_seconds,
                    lost_after=self._services.handoff.phone_lost_seconds,
                ),
                headers={"User-to-User": encode(self._ticket.id)},
            )
            self._ticket.leg = leg = AgentLeg(line)
            company.being_told = True
            self._live.changed()
            self._journal.append(
                HandoffAnswered(
                    at=self._ticket.clock(),
                    handoff_id=self._ticket.id,
                    target=self._transfer.target.name,
                    agent=agent.known_as,
                )
            )
            language = self._tongue(agent)
            summary = await self._briefing.spoken(self._brief(language), language, line.rate)
            failure = await leg.offer(summary, accept_seconds=self._services.handoff.accept_seconds)
            if failure is None:
                self._live.act(lambda desk, now: desk.accept(agent.name, self._ticket.id, now))
                return
            why = OfferEnd(failure.value)
        except DialFailed as error:
            why = OfferEnd(error.failure.value)
        except NotYours:
            return  # what became of the call is in the news, and is told to the agent from there
        except Exception as error:
            logger.error("hand-over {}: an agent's phone failed: {}", self._ticket.id, type(error).__name__)
        self._live.act(lambda desk, now: desk.refuse(agent.name, self._ticket.id, why, now))

    async def _connect(self, agent: Agent) -> Connected | None:
        """The line of the agent who has the call; None when it does not come, and the caller waits again."""
        if agent.phone:
            leg = self._ticket.leg
        else:
            line = self._ticket.line = asyncio.get_running_loop().create_future()
            self._live.changed()
            leg = None
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(CONNECT_SECONDS):
                    leg = self._ticket.leg = AgentLeg(await line)
        if leg is not None and not leg.gone.is_set():
            return Connected(agent, leg, self._tongue(agent))
        logger.warning("hand-over {}: no sound from the agent who took it", self._ticket.id)
        self._ticket.line = None
        self._live.act(lambda desk, now: desk.back(self._ticket.id, now, why="no_sound"))
        return None

    async def _stop_ringing(self, farewell: Mapping[Language, str] | None) -> None:
        """The phone stops at once; an agent who has picked up is told why, and the caller does not wait."""
        ringing, self._ringing = self._ringing, None
        leg, self._ticket.leg = self._ticket.leg, None
        if ringing is not None:
            await _stop(ringing)
        if leg is None:
            return
        if farewell is None or self._asked is None or leg.gone.is_set():
            await leg.hang_up()
            return
        language = self._tongue(self._asked)
        task = asyncio.create_task(self._bid_farewell(leg, farewell[language], language))
        self._farewells.add(task)
        task.add_done_callback(self._farewells.discard)

    async def _bid_farewell(self, leg: AgentLeg, text: str, language: Language) -> None:
        try:
            async with asyncio.timeout(FAREWELL_SECONDS):
                await leg.tell(await self._briefing.sentence(text, language, leg.line.rate))
        except TimeoutError:
            pass
        finally:
            await leg.hang_up()

    # -- what is written down --

    def _brief(self, language: Language) -> HandoffBrief | None:
        return self._briefing.make(self._transfer.reason, self._language, language)

    def _tongue(self, agent: Agent) -> Language:
        """What an agent is told things in: the target's language, else the caller's, if he speaks it."""
        wanted = self._transfer.target.language or self._language
        if agent.languages and wanted not in agent.languages:
            return min(agent.languages)
        return wanted

    def _note_joined(self, queue: Queue) -> None:
        desk = self._live.desk
        self._journal.append(
            QueueJoined(
                at=self._ticket.clock(),
                handoff_id=self._ticket.id,
                queue=queue.name,
                position=desk.position(self._ticket.id),
                expected=desk.expected_wait(self._ticket.id),
            )
        )

    def _note_left(self, queue: Queue, began: float, result: Connected | HandoffFailure | None) -> None:
        failure = HandoffFailure.CALLER_HUNG_UP if result is None else result
        why = "taken" if isinstance(failure, Connected) else failure.value
        waited = round(self._live.now - began, 2)
        if not isinstance(self.company, Nobody):
            self._services.watch.waited(queue.name, why, waited)
        self._journal.append(
            QueueLeft.model_validate(
                {
                    "at": self._ticket.clock(),
                    "handoff_id": self._ticket.id,
                    "queue": queue.name,
                    "why": why,
                    "waited": waited,
                }
            )
        )

    def _note_offered(self, agent: Agent) -> None:
        self.attempts += 1
        self._journal.append(
            HandoffOffered(
                at=self._ticket.clock(),
                handoff_id=self._ticket.id,
                target=self._transfer.target.name,
                attempt=self.attempts,
                agent=agent.known_as,
            )
        )

    def _note_failed(self, agent: Agent, ended: OfferEnded) -> None:
        failure = FAILURES.get(ended.why) or HandoffFailure(ended.why.value)
        self._services.watch.handoff(failure.value)
        self._journal.append(
            HandoffFailed(
                at=self._ticket.clock(),
                handoff_id=self._ticket.id,
                target=self._transfer.target.name,
                failure=failure,
                agent=agent.known_as,
                note=ended.note,
            )
        )


async def _stop(task: asyncio.Task[None] | asyncio.Task[bool]) -> None:
    task.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await task
