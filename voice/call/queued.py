"""Giving a call to an agent of the desk: waiting, the talk, and waiting again if the agent is lost."""

from __future__ import annotations

from dataclasses import replace

from voice.call.assistant import CallAssist
from voice.call.bridge import AgentEar, Bridge, TalkEnd
from voice.call.briefing import Briefing
from voice.call.consulting import Consulting
from voice.call.errands import Bot, Errands
from voice.call.live_desk import LiveDesk, Ticket
from voice.call.queue_company import Company, Speaker
from voice.call.queue_wait import Connected, QueueWait
from voice.call.queue_words import LOST, PASSED_ON, RETURNED
from voice.call.services import CallServices, Journal
from voice.call.tap import TappedLine
from voice.desk.callers import Caller
from voice.desk.news import OfferEnd
from voice.events import AgentLost, HandoffAccepted
from voice.telephony.port import Dialer
from voice.turn import HandoffFailure, Language, Queue, Transfer


class QueuedHandover:
    """One hand-over through one queue, from joining it to the end of the talk."""

    def __init__(
        self,
        *,
        live: LiveDesk,
        briefing: Briefing,
        caller: TappedLine,
        dialer: Dialer,
        dialog: Speaker,
        journal: Journal,
        services: CallServices,
        call_id: str,
        ticket: Ticket | None = None,
        bot: Bot | None = None,
    ) -> None:
        """`ticket` is one that is known at the desk already; `bot` can be given errands by the agent."""
        self._bot = bot
        self._live = live
        self._briefing = briefing
        self._caller = caller
        self._dialer = dialer
        self._dialog = dialog
        self._journal = journal
        self._services = services
        self._successor: Connected | None = None
        self._ticket = ticket or Ticket(briefing.id, call_id, journal, clock=lambda: caller.seconds)
        self._ticket.assist = self._ticket.assist or CallAssist(
            self._ticket, briefing.plan, services, briefing.story
        )

    async def run(self, transfer: Transfer, queue: Queue, language: Language) -> HandoffFailure | None:
        """Wait and talk; None when a person had the call to its end, else why nobody did.

        Cancelled when the caller is gone.
        """
        await self._brief(transfer, language, "waiting")
        waiting = self._waiting(transfer, queue, language)
        if not self._live.desk.staffed(waiting):
            return HandoffFailure.UNREACHABLE
        on_the_line = (other for other in self._live.desk.waiting if not other.absent)
        if sum(other.queue == queue.name for other in on_the_line) >= queue.most:
            return HandoffFailure.BUSY
        self._live.open(self._ticket)
        self._live.act(lambda desk, now: desk.join(waiting, now))
        try:
            return await self._serve(transfer, queue, language)
        finally:
            self._live.act(lambda desk, now: desk.leave(self._ticket.id, now, OfferEnd.CALLER_HUNG_UP))
            self._live.close(self._ticket)

    async def _serve(self, transfer: Transfer, queue: Queue, language: Language) -> HandoffFailure | None:
        wait = QueueWait(
            live=self._live,
            ticket=self._ticket,
            company=Company(self._caller, self._dialog, self._live, self._ticket.id, language),
            dialer=self._dialer,
            journal=self._journal,
            services=self._services,
            briefing=self._briefing,
            transfer=transfer,
            language=language,
        )
        return await self.go_on(wait, transfer, queue, language)

    async def go_on(
        self,
        wait: QueueWait,
        transfer: Transfer,
        queue: Queue,
        language: Language,
        got: Connected | None = None,
    ) -> HandoffFailure | None:
        """From the waiting, or from the person who is `got` already, to the end of the last talk."""
        first = ""
        while True:
            if got is None:
                answer = await wait.person(queue, first=first)
                if isinstance(answer, HandoffFailure):
                    return answer
                got = answer
            try:
                end = await self._talk(got, transfer, language)
            finally:
                await got.leg.hang_up()
            if end is TalkEnd.AGENT_HUNG_UP:
                return None
            if end is TalkEnd.JOINED and self._successor is not None:
                got = self._successor
                continue
            if end is TalkEnd.AGENT_LOST:
                self._lost(got)
            got = None
            said = {TalkEnd.PASSED_ON: PASSED_ON, TalkEnd.GIVEN_BACK: RETURNED}
            first = said.get(end, LOST)[language]
            again = self._live.desk.caller(self._ticket.id)
            if again is not None:
                queue = replace(queue, name=again.queue)
            await self._brief(transfer, language, "waiting")

    async def _talk(self, got: Connected, transfer: Transfer, language: Language) -> TalkEnd:
        name = got.agent.known_as
        self._journal.append(
            HandoffAccepted(
                at=self._caller.seconds,
                handoff_id=self._ticket.id,
                target=transfer.target.name,
                agent=name,
            )
        )
        self._services.watch.handoff("accepted")
        await self._brief(transfer, language, f"accepted:{name}", got.language)
        languages = (language,) if language == got.language else (language, got.language)
        rate = got.leg.line.rate
        ear = AgentEar(
            self._services.recognizer, self._journal, lambda: self._caller.seconds, rate, languages
        )
        bridge = self._ticket.bridge = Bridge(self._caller, got.leg, ear)
        consulting = self._ticket.consults = Consulting(
            live=self._live,
            ticket=self._ticket,
            bridge=bridge,
            got=got,
            briefing=self._briefing,
            dialer=self._dialer,
            journal=self._journal,
            services=self._services,
            transfer=transfer,
            language=language,
        )
        errands = self._ticket.errands = Errands(
            live=self._live,
            ticket=self._ticket,
            bridge=bridge,
            got=got,
            briefing=self._briefing,
            journal=self._journal,
            watch=self._services.watch,
            bot=self._bot,
            keep=lambda: self._brief(transfer, language, f"accepted:{name}", got.language),
        )
        self._live.changed()
        end: TalkEnd | None = None
        try:
            end = await errands.left(await consulting.left(await bridge.run()))
            self._successor = consulting.successor
            return end
        finally:
            self._ticket.consults = self._ticket.errands = None
            await consulting.stop()
            await errands.stop()
            self._ticket.bridge = self._ticket.leg = None
            if end is None and consulting.successor is not None:
                await consulting.successor.leg.hang_up()
            if end is not TalkEnd.GIVEN_BACK:
                self._ticket.talks_ended[name] = self._live.now
            # A caller who waits again must not wait for the agent's last words to be written down.
            if end in (None, TalkEnd.AGENT_HUNG_UP):
                self._live.act(lambda desk, now: desk.finished(self._ticket.id, now))
                await bridge.written()

    def _lost(self, got: Connected) -> None:
        self._journal.append(
            AgentLost(
                at=self._caller.seconds,
                handoff_id=self._ticket.id,
                agent=got.agent.known_as,
            )
        )
        self._live.act(lambda desk, now: desk.back(self._ticket.id, now))

    def _waiting(self, transfer: Transfer, queue: Queue, language: Language) -> Caller:
        brief = self._ticket.brief
        assessment = brief.assessment if brief is not None else None
        return Caller(
            id=self._ticket.id,
            queue=queue.name,
            language=language,
            reason=transfer.reason,
            since=self._live.now,
            mood=assessment.emotion if assessment is not None else 0.0,
            skills=frozenset(queue.skills),
            priority=queue.priority,
        )

    async def _brief(
        self, transfer: Transfer, language: Language, status: str, agent: Language | None = None
    ) -> None:
        agent = agent or transfer.target.language or language
        before, made = self._ticket.brief, self._briefing.make(transfer.reason, language, agent)
        if made is not None and before is not None:
            made = made.model_copy(update={"after": before.after})
        self._ticket.brief = made
        await self._briefing.keep(self._ticket.brief, status)
