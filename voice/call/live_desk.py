"""The desk at work: its clock, its timers, and the calls and pages that hear its news."""

from __future__ import annotations

import asyncio
import contextlib
import secrets
from collections import Counter, OrderedDict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol, TypeVar

from loguru import logger

from voice.call.agent import AgentLeg
from voice.call.assistant import CallAssist
from voice.call.bridge import Bridge
from voice.call.services import Journal
from voice.desk.desk import Desk
from voice.desk.news import Joined, News, Offered
from voice.desk.offers import Rules
from voice.desk.refusals import NotYours
from voice.dialplan.model import ErrandSpec
from voice.events import CallEvent, ErrandEnded
from voice.handoff.brief import HandoffBrief, SlotValue
from voice.speech.recorded import Recordings
from voice.telephony.port import Line
from voice.turn import CallbackTime

Result = TypeVar("Result")


MOST_CLOSED = 100
"""Hand-overs that are remembered after their end, for whoever writes them down."""
Listener = Callable[[], None]
"""Told that something at the desk has changed; must return at once."""


class Consults(Protocol):
    """An agent's way to ask a colleague while his caller is on hold. Methods raise NotYours."""

    @property
    def state(self) -> str:
        """Empty, ringing or talking."""

    @property
    def to(self) -> str:
        """Who is asked, as agents read it."""

    def start(self, *, queue: str = "", agent: str = "", note: str = "") -> None:
        """Ask somebody of a queue, or one colleague by name."""

    def join(self) -> None:
        """Give the colleague the caller."""

    def back(self) -> None:
        """Let the colleague go, and talk to the caller again."""


class GivesBack(Protocol):
    """An agent's way to give the caller back to the bot for a simple step. Methods raise NotYours."""

    @property
    def choices(self) -> Mapping[str, ErrandSpec]:
        """What can be given, by name."""

    @property
    def under_way(self) -> ErrandSpec | None:
        """What the bot does now."""

    @property
    def last(self) -> tuple[ErrandSpec, ErrandEnded] | None:
        """What it did last, and how that ended; None while something is under way."""

    def so_far(self) -> HandoffBrief | None:
        """The summary with all that was said until now."""

    def taken(self, brief: HandoffBrief | None) -> tuple[SlotValue, ...]:
        """What of a summary was given in what the bot does, or did last."""

    def start(self, name: str) -> None:
        """Give the bot one of `choices`."""

    def take_back(self) -> None:
        """Have the caller again."""


@dataclass(slots=True)
class Ticket:
    """One caller's hand-over, as the desk, the call and the pages share it."""

    id: str
    """Of the hand-over."""
    call_id: str
    journal: Journal
    brief: HandoffBrief | None = None
    """The written summary as it stands."""
    story: Journal | None = None
    """What its agents read: the journal, or with it that of the call before a call back."""
    news: asyncio.Queue[News] = field(default_factory=asyncio.Queue)
    """What the desk says about this caller."""
    leg: AgentLeg | None = None
    """The phone of the agent who is asked or has the call, once it was answered."""
    bridge: Bridge | None = None
    """The talk, while caller and agent are joined."""
    consults: Consults | None = None
    """How the agent asks a colleague, while caller and agent are joined."""
    errands: GivesBack | None = None
    """What the agent gives to the bot, while caller and agent are joined."""
    line: asyncio.Future[Line] | None = None
    """Where the agent's browser brings its line once the agent has taken the call."""
    agreed: CallbackTime | None = None
    """When somebody is to be called back who has chosen a time."""
    clock: Callable[[], float] = lambda: 0.0
    """Seconds since the call was answered."""
    assist: CallAssist | None = None
    """What helps its agents."""
    talks_ended: dict[str, float] = field(default_factory=dict)
    """On the desk's clock, by agent as colleagues read it."""

    @property
    def told(self) -> Sequence[CallEvent]:
        """All events that its agents read, in order."""
        return (self.story or self.journal).events


@dataclass(frozen=True, slots=True)
class ToCall:
    """Somebody whom a person has to call back."""

    id: int
    """Of the wish, in the records."""
    number: str
    plan: str
    call_id: str
    requested: datetime
    rung: int
    """How often the gateway rang in vain."""
    outcome: str
    """Of its last attempt; empty when there was none."""
    agreed: CallbackTime | None = None
    """The time that he has chosen; None: as soon as somebody is free."""


class LiveDesk:
    """One desk for all calls of the process. For use on the event loop's thread alone."""

    def __init__(self, rules: Rules | None = None) -> None:
        self.desk = Desk(rules)
        self.id = secrets.token_hex(8)
        """Another one each time that the gateway starts: pages tell from it that agents are to come back."""
        self.tickets: dict[str, Ticket] = {}
        """By hand-over: all who wait or talk."""
        self.by_hand: tuple[ToCall, ...] = ()
        """Who is to be called back by a person, in turn."""
        self.planned: tuple[ToCall, ...] = ()
        """Whom the gateway will call back at a time that has not begun, soonest first."""
        self.music = Recordings()
        """Of all queues."""
        self._closed: OrderedDict[str, Ticket] = OrderedDict()
        self._listeners: list[Listener] = []
        self._timer: asyncio.TimerHandle | None = None

    @property
    def now(self) -> float:
        """Seconds on the desk's clock."""
        return asyncio.get_running_loop().time()

    def act(self, change: Callable[[Desk, float], Result]) -> Result:
        """Change something at the desk and tell everybody concerned; passes on what `change` raises."""
        try:
            return change(self.desk, self.now)
        finally:
            self._settle()

    def open(self, ticket: Ticket) -> None:
        """A hand-over begins."""
        self.tickets[ticket.id] = ticket

    def close(self, ticket: Ticket) -> None:
        """It is over."""
        self.tickets.pop(ticket.id, None)
        self._closed[ticket.id] = ticket
        while len(self._closed) > MOST_CLOSED:
            self._closed.popitem(last=False)
        self._tell()

    def ticket(self, handoff_id: str) -> Ticket | None:
        """A hand-over that is under way, or was until lately."""
        return self.tickets.get(handoff_id) or self._closed.get(handoff_id)

    def talk_of(self, agent: str) -> Ticket:
        """The call that this agent has. Raises NotYours, NotHere."""
        talk = self.desk.talk_with(agent)
        ticket = self.tickets.get(talk.caller.id) if talk else None
        if ticket is None:
            raise NotYours("You are not in a call.")
        return ticket

    def worded(self, brief: HandoffBrief) -> None:
        """A summary that agents may be looking at has its fluent version now."""
        ticket = self.ticket(brief.id)
        if ticket is not None and ticket.brief is not None and ticket.brief.summary == brief.summary:
            ticket.brief = ticket.brief.model_copy(update={"fluent": brief.fluent})
            self.changed()

    def changed(self) -> None:
        """Something that the pages show has changed without the desk."""
        self._tell()

    def counts(self) -> tuple[dict[str, int], dict[str, int]]:
        """How many wait in each queue, and how many agents are there in each status, `talking` among them."""
        agents = ("talking" if self.desk.talk_with(a.name) else a.status.value for a in self.desk.agents)
        return dict(Counter(c.queue for c in self.desk.waiting)), dict(Counter(agents))

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Call `listener` after every change; the returned function ends that."""
        self._listeners.append(listener)

        def unsubscribe() -> None:
            with contextlib.suppress(ValueError):
                self._listeners.remove(listener)

        return unsubscribe

    def _settle(self) -> None:
        for news in self.desk.take_news():
            ticket = self.tickets.get(news.caller)
            if ticket is not None:
                if isinstance(news, Offered | Joined):
                    ticket.line = None
                ticket.news.put_nowait(news)
        self._arm()
        self._tell()

    def _arm(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        due = self.desk.due()
        if due is not None:
            self._timer = asyncio.get_running_loop().call_at(due, self._tick)

    def _tick(self) -> None:
        self._timer = None
        self.act(lambda desk, now: desk.tick(now))

    def _tell(self) -> None:
        for listener in tuple(self._listeners):
            try:
                listener()
            except Exception as error:
                logger.error("desk: a listener failed: {}", type(error).__name__)
