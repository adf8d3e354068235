"""Giving the call to a person: tell the caller, ring, speak the summary, wait for the key, join.

One attempt at a time. What comes after a failed attempt is the conversation's to decide.
"""

from __future__ import annotations

import asyncio
import contextlib
import secrets
from collections.abc import Awaitable, Callable

from loguru import logger

from voice.call.agent import AgentLeg
from voice.call.bridge import AgentEar, TalkEnd, join
from voice.call.briefing import Briefing
from voice.call.dialog_stage import DialogStage
from voice.call.frames import TransferFrame
from voice.call.past import EarlierCalls
from voice.call.queued import QueuedHandover
from voice.call.services import CallServices, Journal
from voice.call.tap import TappedLine
from voice.call.tones import frames, ringback
from voice.dialplan.model import Dialplan
from voice.errors import DialFailed, LineClosed
from voice.events import (
    AgentLost,
    HandoffAccepted,
    HandoffAnswered,
    HandoffFailed,
    HandoffOffered,
    HandoffStarted,
    VoicemailLeft,
)
from voice.handoff.user_to_user import encode
from voice.telephony.port import Dialer
from voice.turn import EndReason, HandoffFailure, Language, Say, Transfer, TransferReason

COMFORT_SECONDS = 14.5
"""How often a waiting caller is spoken to: just before the third ring is over, so that the fourth waits."""

SHORTEST_TALK_SECONDS = 1.0
"""A person who hangs up sooner has not taken the call."""

COMFORT: dict[Language, tuple[str, ...]] = {
    "en": ("I am still trying to reach someone for you.", "Thank you for waiting. Someone will be with you."),
    "fr": ("Je cherche toujours quelqu'un pour vous répondre.", "Merci de patienter, on va vous répondre."),
}

BEING_TOLD: dict[Language, str] = {
    "en": "Someone has picked up and is being told what it is about.",
    "fr": "Quelqu'un a décroché, je lui explique votre demande.",
}
"""Said instead while a person hears the summary."""


class Handover:
    """All attempts to give one call to a person."""

    def __init__(
        self,
        plan: Callable[[], Dialplan],
        caller: TappedLine,
        dialer: Dialer,
        dialog: DialogStage,
        journal: Journal,
        services: CallServices,
        over: Callable[[EndReason], Awaitable[None]],
        *,
        call_id: str = "",
    ) -> None:
        self._plan = plan
        self._call_id = call_id
        self._caller = caller
        self._dialer = dialer
        self._dialog = dialog
        self._journal = journal
        self._services = services
        self._over = over
        self._id: str | None = None
        self._running: asyncio.Task[None] | None = None
        self._being_told = False
        self._earlier = EarlierCalls(journal, services)

    @property
    def id(self) -> str | None:
        """Opaque id of this call's hand-over; None while there is none."""
        return self._id

    async def attempt(self, frame: TransferFrame) -> None:
        """Try one target; on failure the dialogue is told, on success the call ends with the talk."""
        self._running = asyncio.current_task()
        transfer, language = frame.transfer, frame.language
        if self._id is None:
            self._id = secrets.token_urlsafe(16)
            self._journal.append(
                HandoffStarted(at=self._caller.seconds, handoff_id=self._id, reason=transfer.reason)
            )
        try:
            failure = await self._try(transfer, language)
        except Exception as error:
            logger.error("hand-over {} failed: {}", self._id, type(error).__name__)
            failure = HandoffFailure.UNREACHABLE
        if failure is None:
            await self._over(EndReason.AGENT_HUNG_UP)
            return
        self._note_failure(transfer, failure)
        await self._dialog.handoff_failed(failure)

    async def keep_message(self) -> None:
        """A message was left in this call: its words come into the summary, even if nobody was rung."""
        try:
            await self._keep_message()
        finally:
            self._earlier.forget()

    async def _keep_message(self) -> None:
        if not any(isinstance(event, VoicemailLeft) for event in self._journal.events):
            return
        started = [event for event in self._journal.events if isinstance(event, HandoffStarted)]
        if self._id is None:
            self._id = secrets.token_urlsafe(16)
        reason = started[-1].reason if started else TransferReason.PLAN
        briefing = await self._briefing()
        language = self._dialog.language
        await briefing.keep(briefing.make(reason, language, language), "message")

    async def abandon(self) -> None:
        """The caller is gone: stop ringing at once."""
        if self._running is not None and not self._running.done():
            self._running.cancel()
            with contextlib.suppress(asyncio.CancelledError, Exception):
                await self._running

    async def _try(self, transfer: Transfer, language: Language) -> HandoffFailure | None:
        target = transfer.target
        agent_language = target.language or language
        briefing = await self._briefing()
        if target.queue is not None and self._services.desk is not None:
            queued = QueuedHandover(
                live=self._services.desk,
                briefing=briefing,
                caller=self._caller,
                dialer=self._dialer,
                dialog=self._dialog,
                journal=self._journal,
                services=self._services,
                call_id=self._call_id,
                bot=self._dialog,
            )
            return await queued.run(transfer, target.queue, language)
        brief = briefing.make(transfer.reason, language, agent_language)
        await briefing.keep(brief, f"offered:{target.name}")
        self._journal.append(
            HandoffOffered(
                at=self._caller.seconds,
                handoff_id=self._id or "",
                target=target.name,
                attempt=transfer.attempt,
            )
        )
        self._being_told = False
        waiting = asyncio.create_task(self._keep_company(language))
        agent: AgentLeg | None = None
        try:
            line = await self._dialer.dial(target, headers={"User-to-User": encode(self._id or "")})
            agent = AgentLeg(line)
            self._being_told = True
            self._journal.append(
                HandoffAnswered(at=self._caller.seconds, handoff_id=self._id or "", target=target.name)
            )
            summary = await briefing.spoken(brief, agent_language, line.rate)
            failure = await agent.offer(summary, accept_seconds=self._services.handoff.accept_seconds)
            if failure is not None:
                return failure
            await _stop(waiting)
            await briefing.keep(brief, f"accepted:{target.name}")
            return await self._join(agent, target.name, language, agent_language)
        except DialFailed as error:
            return error.failure
        except asyncio.CancelledError:
            self._note_failure(transfer, HandoffFailure.CALLER_HUNG_UP)
            raise
        finally:
            await _stop(waiting)
            if agent is not None:
                await agent.hang_up()

    async def _briefing(self) -> Briefing:
        await self._earlier.ask()
        return Briefing(self._id or "", self._plan(), self._journal, self._services, self._earlier)

    async def _join(
        self, agent: AgentLeg, target: str, caller: Language, person: Language
    ) -> HandoffFailure | None:
        """The talk; None when it came to its end, else why it hardly was one."""
        self._journal.append(
            HandoffAccepted(at=self._caller.seconds, handoff_id=self._id or "", target=target)
        )
        self._services.watch.handoff("accepted")
        languages: tuple[Language, ...] = (caller,) if caller == person else (caller, person)
        ear = AgentEar(
            self._services.recognizer,
            self._journal,
            lambda: self._caller.seconds,
            agent.line.rate,
            languages,
        )
        # From here on the caller's going is the end of a talk, not of an attempt.
        began = self._caller.seconds
        with contextlib.suppress(asyncio.CancelledError):
            end = await join(self._caller, agent, ear)
            if end is TalkEnd.AGENT_LOST:
                self._journal.append(
                    AgentLost(at=self._caller.seconds, handoff_id=self._id or "", agent=target)
                )
                return HandoffFailure.AGENT_HUNG_UP
            if self._caller.seconds - began < SHORTEST_TALK_SECONDS:
                return HandoffFailure.AGENT_HUNG_UP
        return None

    async def _keep_company(self, language: Language) -> None:
        """Ringing tone, and a sentence now and then, until the person answers."""
        loop = asyncio.get_running_loop()
        comfort, said, told = COMFORT[language], 0, False
        next_comfort = loop.time() + COMFORT_SECONDS
        ringing = frames(ringback(self._caller.rate), self._caller.rate)
        with contextlib.suppress(LineClosed):
            while True:
                for frame in ringing:
                    if self._dialog.bot_is_speaking():
                        await asyncio.sleep(0.1)
                    else:
                        await self._caller.send(frame)
                if self._being_told and not told:
                    # A summary takes twelve seconds at most: only who thinks it over is worth a word.
                    told, next_comfort = True, loop.time() + COMFORT_SECONDS
                if loop.time() >= next_comfort:
                    next_comfort = loop.time() + COMFORT_SECONDS
                    text = BEING_TOLD[language] if self._being_told else comfort[said % len(comfort)]
                    await self._dialog.say(Say(text, language, fixed=True))
                    said += 1
                    await asyncio.sleep(0.5)

    def _note_failure(self, transfer: Transfer, failure: HandoffFailure) -> None:
        self._services.watch.handoff(failure.value)
        self._journal.append(
            HandoffFailed(
                at=self._caller.seconds,
                handoff_id=self._id or "",
                target=transfer.target.name,
                failure=failure,
            )
        )


async def _stop(task: asyncio.Task[None]) -> None:
    task.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await task
