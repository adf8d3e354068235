"""The talk of a call back, from the caller's picking up: told of, recorded and written down like any call."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable
from dataclasses import replace

import numpy as np

from voice.call.bridge import LAST_WORDS_SECONDS, AgentEar
from voice.call.briefing import Briefing
from voice.call.callback_words import BROKE, SORRY
from voice.call.consent import RecordingGate
from voice.call.last_resort import MOST_SECONDS
from voice.call.live_desk import LiveDesk, Ticket
from voice.call.plain_speaker import PlainSpeaker
from voice.call.queue_company import Company
from voice.call.queue_wait import Connected, QueueWait
from voice.call.queued import QueuedHandover
from voice.call.services import CallServices, Journal, Recording
from voice.call.tap import TappedLine
from voice.call.wish import Wish
from voice.conversation.memory import ALLOWED
from voice.events import CallerSpoke, RecordingSettled
from voice.telephony.port import Dialer, Line
from voice.turn import CallbackOutcome, ConsentAnswer, EndReason, Say, Transfer

STEREO_BYTES = 4
"""Of one sample of both sides."""


class CalledTalk:
    """Joins the agent who has taken it with the caller who has picked up, until one of them hangs up."""

    def __init__(
        self,
        wish: Wish,
        line: Line,
        *,
        ticket: Ticket,
        journal: Journal,
        recording: Recording,
        live: LiveDesk,
        dialer: Dialer,
        services: CallServices,
        briefing: Briefing,
        transfer: Transfer,
        wait: QueueWait,
        call_id: str,
    ) -> None:
        """The caller picks up now: from here on the ticket's clock is that of his line."""
        self._wish = wish
        self._line = line
        self._ticket = ticket
        self._journal = journal
        self._services = services
        self._briefing = briefing
        self._transfer = transfer
        self._wait = wait
        began = ticket.clock()
        # Silence until now, so that all times are those of the call.
        recording.skip(int(began * line.rate) * STEREO_BYTES)
        self._gate = RecordingGate(recording, wish.plan.recording.consent, line.rate)
        self._caller = caller = TappedLine(line, self._take, began=began)
        ticket.clock = lambda: caller.seconds
        self._ear = AgentEar(
            services.recognizer, journal, ticket.clock, line.rate, (wish.language,), CallerSpoke
        )
        self._speaker = PlainSpeaker(caller, wish.plan, services.voices, journal)
        wait.company = Company(caller, self._speaker, live, ticket.id, wish.language)
        self._handover = QueuedHandover(
            live=live,
            briefing=briefing,
            caller=caller,
            dialer=dialer,
            dialog=self._speaker,
            journal=journal,
            services=services,
            call_id=call_id,
            ticket=ticket,
        )

    async def run(self, got: Connected, ended: Callable[[EndReason], None]) -> CallbackOutcome:
        """To its end; `ended` is told how. A caller who is passed on waits like any other."""
        hearing = asyncio.create_task(self._ear.listen())
        pump = asyncio.create_task(self._caller.pump())
        gone = asyncio.create_task(self._speaker.listen())
        talking = asyncio.create_task(self._serve(got))
        ended(EndReason.FAILED)
        try:
            await asyncio.wait({talking, gone}, return_when=asyncio.FIRST_COMPLETED)
            if not talking.done():
                ended(EndReason.LINE_LOST if gone.result() else EndReason.CALLER_HUNG_UP)
                return CallbackOutcome.REACHED
            reached = talking.result()
            ended(EndReason.AGENT_HUNG_UP if reached else EndReason.UNREACHABLE_PERSON)
            if reached:
                return CallbackOutcome.REACHED
            language = self._wish.language
            await self._speaker.say(Say(SORRY[language], language, fixed=True))
            return CallbackOutcome.DROPPED
        except asyncio.CancelledError:
            ended(EndReason.DRAINED)
            await self._break_off(talking)
            raise
        except Exception:
            await self._break_off(talking)
            raise
        finally:
            for task in (talking, gone):
                task.cancel()
            await asyncio.gather(talking, gone, return_exceptions=True)
            await self._line.hang_up()
            pump.cancel()
            self._ear.end()
            await asyncio.wait({hearing}, timeout=LAST_WORDS_SECONDS)
            hearing.cancel()

    async def _break_off(self, talking: asyncio.Task[bool]) -> None:
        """The caller is told that the talk cannot go on."""
        talking.cancel()
        await asyncio.gather(talking, return_exceptions=True)
        language = self._wish.language
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(0 if self._caller.ended else MOST_SECONDS):
                await self._speaker.say(Say(BROKE[language], language, fixed=True))

    async def _serve(self, got: Connected) -> bool:
        """True when a person had the caller to the end."""
        wish = self._wish
        await self._settle_recording(got)
        queue = replace(wish.queue, wait_seconds=wish.plan.queues[wish.queue.name].wait)
        return await self._handover.go_on(self._wait, self._transfer, queue, wish.language, got) is None

    async def _settle_recording(self, got: Connected) -> None:
        """By the plan's rule; whoever was asked before is held to what he said then. Both hear that it is."""
        answer = _consent(self._wish)
        if answer is None:
            return
        recorded = answer in ALLOWED
        self._gate.settle(recorded)
        self._journal.append(RecordingSettled(at=self._caller.seconds, answer=answer, recorded=recorded))
        if recorded:
            language, rate = self._wish.language, got.leg.line.rate
            (text, *_) = self._wish.plan.sentence("recording_announced", language)
            sound = await self._briefing.sentence(text, language, rate)
            await asyncio.gather(self._speaker.say(Say(text, language, fixed=True)), got.leg.tell(sound))

    def _take(self, stereo: bytes) -> None:
        self._gate.write(stereo)
        self._ear.put(np.frombuffer(stereo, "<i2").reshape(-1, 2)[:, 0].tobytes())


def _consent(wish: Wish) -> ConsentAnswer | None:
    """What became of the recording; None where the plan says nothing of it."""
    match wish.plan.recording.consent:
        case "never":
            return "never"
        case "announced":
            return "announced"
        case "asked":
            settled = [event for event in wish.events if isinstance(event, RecordingSettled)]
            return settled[-1].answer if settled else "unanswered"
        case _:
            return None
