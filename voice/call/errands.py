"""Giving the caller back to the bot for a simple step: the agent waits, and has the caller again after it."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from loguru import logger

from voice.call.bridge import Bridge, TalkEnd
from voice.call.briefing import Briefing
from voice.call.live_desk import LiveDesk, Ticket
from voice.call.queue_wait import Connected
from voice.call.queue_words import BACK, GIVEN
from voice.call.services import Journal, Watch
from voice.desk.refusals import NotYours
from voice.dialplan.model import ErrandSpec
from voice.errors import LineClosed
from voice.events import AgentHeld, AgentLost, ErrandEnded, ErrandGiven, TurnTaken
from voice.handoff.brief import HandoffBrief, SlotValue
from voice.turn import BackToAgent, ErrandOutcome, Language, TransferReason

MOST_SECONDS = 240.0
"""How long the bot may have the caller; no step that is simple takes so long."""
ANSWER_SECONDS = 15.0
"""How long the bot may take to give the caller back when it is asked to."""
TOLD_SECONDS = 5.0
"""How long an agent may take to hear that his caller is back."""
TAKE_BACK_KEY = "1"


class Bot(Protocol):
    """The dialogue of the call, as one who gives it an errand sees it."""

    errand_over: Callable[[BackToAgent], None] | None
    """Told when the errand is over and everything said was played."""

    @property
    def errands(self) -> Mapping[str, ErrandSpec]:
        """What it can be given, by name."""

    @property
    def said_goodbye(self) -> bool:
        """True when it has ended the call."""

    async def give_back(self, name: str) -> None:
        """Talk to the caller."""

    async def take_back(self, *, too_long: bool = False) -> None:
        """Come to an end now."""

    def let_go(self) -> None:
        """Say no more, in the middle of it if need be."""

    def agent_gone(self) -> None:
        """Promise the caller nobody in particular."""


@dataclass(slots=True)
class _Given:
    name: str
    spec: ErrandSpec
    first: int
    """Number of the first turn of it."""
    back: asyncio.Future[BackToAgent]
    wanted: asyncio.Event = field(default_factory=asyncio.Event)
    """Set when the agent wants the caller back."""
    agent_there: bool = True
    task: asyncio.Task[None] | None = None
    ended: ErrandEnded | None = None

    def over(self, back: BackToAgent) -> None:
        """The bot gives the caller back."""
        if not self.back.done():
            self.back.set_result(back)


class Errands:
    """What the agent who has a caller can give to the bot; implements `GivesBack`."""

    def __init__(
        self,
        *,
        live: LiveDesk,
        ticket: Ticket,
        bridge: Bridge,
        got: Connected,
        briefing: Briefing,
        journal: Journal,
        watch: Watch,
        bot: Bot | None,
        keep: Callable[[], Awaitable[None]],
    ) -> None:
        """`bot` is None where none is on the line, as when a caller is called back; `keep` makes the summary
        anew.
        """
        self._live = live
        self._ticket = ticket
        self._bridge = bridge
        self._me = got
        self._briefing = briefing
        self._journal = journal
        self._watch = watch
        self._bot = bot
        self._keep = keep
        self._given: _Given | None = None
        self._last: _Given | None = None

    # -- what can be seen --

    @property
    def choices(self) -> Mapping[str, ErrandSpec]:
        """What can be given, by name."""
        return self._bot.errands if self._bot is not None else {}

    @property
    def under_way(self) -> ErrandSpec | None:
        """What the bot does now."""
        return self._given.spec if self._given is not None else None

    @property
    def last(self) -> tuple[ErrandSpec, ErrandEnded] | None:
        """What it did last, and how that ended."""
        last = self._last if self._given is None else None
        return (last.spec, last.ended) if last is not None and last.ended is not None else None

    def so_far(self) -> HandoffBrief | None:
        """The summary with all that was said until now, sensitive values cut; for any thread."""
        brief = self._ticket.brief
        if brief is None or self._given is None:
            return brief
        return self._briefing.make(brief.reason, brief.language, brief.agent_language) or brief

    def taken(self, brief: HandoffBrief | None) -> tuple[SlotValue, ...]:
        """What of a summary was given in this errand or, when none is under way, in the last."""
        given = self._given or self._last
        if given is None or brief is None:
            return ()
        return tuple(slot for slot in brief.slots if slot.turn >= given.first)

    # -- what the agent does --

    def start(self, name: str) -> None:
        """Give the bot one of `choices`. Raises NotYours."""
        if self._given is not None:
            raise NotYours("The bot has the caller already.")
        if name not in self.choices:
            raise NotYours("The plan of this call has no such step for the bot.")
        if self._ticket.consults is not None and self._ticket.consults.state:
            raise NotYours("You are asking a colleague; go back to the caller first.")
        if self._me.leg.gone.is_set() or self._bridge.over or self._ticket.bridge is not self._bridge:
            raise NotYours("You are not in a call.")
        spec = self.choices[name]
        turns = sum(isinstance(event, TurnTaken) for event in self._journal.events)
        back: asyncio.Future[BackToAgent] = asyncio.get_running_loop().create_future()
        given = self._given = _Given(name, spec, turns + 1, back)
        self._journal.append(
            ErrandGiven(
                at=self._ticket.clock(),
                handoff_id=self._ticket.id,
                agent=self._me.agent.known_as,
                errand=name,
                title=dict(spec.title),
                then=spec.then,
            )
        )
        if self._bridge.held:
            self._journal.append(AgentHeld(at=self._ticket.clock(), handoff_id=self._ticket.id, held=False))
        self._bridge.lend(True)
        given.task = asyncio.create_task(self._run(given))
        self._live.changed()

    def take_back(self) -> None:
        """Have the caller again, whatever the bot is doing. Raises NotYours when it does nothing."""
        if self._given is None:
            raise NotYours("The bot has nothing to give back.")
        self._given.wanted.set()

    # -- what happens to the talk --

    async def left(self, end: TalkEnd) -> TalkEnd:
        """The talk ended as `end`, so: how it ended really.

        Who leaves while the bot has the caller leaves him there; after it, the caller waits at the head.
        """
        given = self._given
        by_himself = end in (TalkEnd.AGENT_HUNG_UP, TalkEnd.AGENT_LOST)
        if given is None or given.task is None or self._bot is None or not by_himself:
            return end
        given.agent_there = False
        lost = end is TalkEnd.AGENT_LOST
        why = "line_lost" if lost else ""
        caller = self._live.act(lambda desk, now: desk.parted(self._ticket.id, now, why=why))
        self._ticket.bridge = self._ticket.leg = None
        self._ticket.talks_ended[self._me.agent.known_as] = self._live.now
        if lost:
            self._journal.append(
                AgentLost(at=self._ticket.clock(), handoff_id=self._ticket.id, agent=self._me.agent.known_as)
            )
        self._bot.agent_gone()
        self._live.changed()
        await asyncio.wait({given.task})
        if caller is not None:
            self._live.act(lambda desk, now: desk.join(caller, now))
        return TalkEnd.GIVEN_BACK

    async def stop(self) -> None:
        """The call is over."""
        given = self._given
        if given is not None and given.task is not None:
            given.task.cancel()
            await asyncio.gather(given.task, return_exceptions=True)

    # -- one errand --

    async def _run(self, given: _Given) -> None:
        back = BackToAgent(ErrandOutcome.CALLER_GONE)
        key = asyncio.create_task(self._wait_for_key(given))
        try:
            back = await self._carry_out(given)
            key.cancel()
            await asyncio.gather(key, return_exceptions=True)
            if given.agent_there:
                await self._tell(BACK)
        except asyncio.CancelledError:
            if self._bot is not None and self._bot.said_goodbye:
                back = BackToAgent(ErrandOutcome.DONE)
            raise
        except Exception as error:
            self._failed(error)
        finally:
            key.cancel()
            self._bridge.lend(False)
            try:
                self._note(given, back)
            except Exception as error:
                self._failed(error)
            self._given, self._last = None, given
            self._live.changed()
        if given.agent_there:
            await self._keep()
            self._live.changed()

    async def _carry_out(self, given: _Given) -> BackToAgent:
        """The bot's talk with the caller; however it fails, the agent has the caller again."""
        bot = self._bot
        if bot is None:
            return BackToAgent(ErrandOutcome.PERSON, TransferReason.ENGINE_FAILED)
        bot.errand_over = given.over
        wanted: asyncio.Future[Any] = asyncio.create_task(given.wanted.wait())
        try:
            await bot.give_back(given.name)
            waits: set[asyncio.Future[Any]] = {given.back, wanted}
            await asyncio.wait(waits, timeout=MOST_SECONDS, return_when=asyncio.FIRST_COMPLETED)
            if not given.back.done():
                await bot.take_back(too_long=not wanted.done())
                await asyncio.wait({given.back}, timeout=ANSWER_SECONDS)
        except Exception as error:
            self._failed(error)
        finally:
            bot.errand_over = None
            wanted.cancel()
        if given.back.done():
            return given.back.result()
        bot.let_go()
        return BackToAgent(ErrandOutcome.PERSON, TransferReason.ENGINE_FAILED)

    async def _wait_for_key(self, given: _Given) -> None:
        """Who waits on a phone is told how to end it, and can."""
        if not self._me.agent.phone:
            return
        told = asyncio.create_task(self._tell(GIVEN))
        try:
            await self._me.leg.pressed(TAKE_BACK_KEY)
            given.wanted.set()
        finally:
            told.cancel()
            await asyncio.gather(told, return_exceptions=True)

    async def _tell(self, text: Mapping[Language, str]) -> None:
        """The agent alone hears how it goes."""
        leg, language = self._me.leg, self._me.language
        try:
            with contextlib.suppress(TimeoutError, LineClosed):
                async with asyncio.timeout(TOLD_SECONDS):
                    sound = await self._briefing.sentence(text[language], language, leg.line.rate)
                    self._bridge.quiet()
                    await leg.line.clear()
                    await leg.tell(sound)
        finally:
            self._bridge.quiet(False)

    def _failed(self, error: Exception) -> None:
        """Its text may quote the caller: only its type is logged."""
        logger.error("hand-over {}: an errand failed: {}", self._ticket.id, type(error).__name__)

    def _note(self, given: _Given, back: BackToAgent) -> None:
        given.ended = ErrandEnded(
            at=self._ticket.clock(),
            handoff_id=self._ticket.id,
            agent=self._me.agent.known_as,
            errand=given.name,
            outcome=back.outcome,
            reason=back.reason,
            slots=tuple(slot.name for slot in self.taken(self.so_far())),
            agent_there=given.agent_there,
        )
        self._watch.errand(back.outcome.value)
        self._journal.append(given.ended)
