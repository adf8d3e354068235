"""Whatever agents and callers do, in any order: nobody is lost, and nobody is asked twice at once."""

from __future__ import annotations

from contextlib import suppress

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from voice.desk.agents import Agent, Status
from voice.desk.callers import Caller
from voice.desk.desk import Desk
from voice.desk.news import Joined, Offered, OfferEnd, OfferEnded, Taken, TalkEnded
from voice.desk.offers import Rules
from voice.desk.refusals import NotHere, NotYours
from voice.turn import TransferReason

AGENTS = st.sampled_from(["ann", "bob", "cleo"])
CALLERS = st.integers(0, 7).map(str)
REASONS = st.sampled_from([TransferReason.PLAN, TransferReason.EMOTION, TransferReason.DANGER])


class DeskMachine(RuleBasedStateMachine):
    """A desk, and a second book-keeping made of its news alone."""

    def __init__(self) -> None:
        super().__init__()
        self.now = 0.0
        self.desk = Desk(Rules(offer=20, wrap_up=30, declined=25))
        self.expected: set[str] = set()
        """Callers who have joined and not gone."""
        self.ringing: dict[str, str] = {}
        self.talking: dict[str, str] = {}

    def after(self, seconds: float = 0.0) -> float:
        self.now += seconds
        return self.now

    @rule(
        name=AGENTS,
        skills=st.sets(st.sampled_from(["support", "billing"])),
        phone=st.sampled_from(["", "sip:x@y"]),
    )
    def sign_in(self, name: str, skills: set[str], phone: str) -> None:
        self.desk.sign_in(Agent(name, skills=frozenset(skills), phone=phone), self.now)

    @rule(name=AGENTS, status=st.sampled_from(Status))
    def set_status(self, name: str, status: Status) -> None:
        with suppress(NotHere):
            self.desk.set_status(name, status, self.now)

    @rule(name=AGENTS)
    def gone(self, name: str) -> None:
        self.desk.gone(name, self.now)

    @rule(name=CALLERS, queue=st.sampled_from(["support", "billing"]), mood=st.floats(0, 1), reason=REASONS)
    def join(self, name: str, queue: str, mood: float, reason: TransferReason) -> None:
        if name not in self.expected:
            self.expected.add(name)
            self.desk.join(Caller(name, queue, "en", reason, self.now, mood), self.now)

    @rule(name=CALLERS)
    def leave(self, name: str) -> None:
        self.expected.discard(name)
        self.desk.leave(name, self.now)

    @rule(agent=AGENTS, name=CALLERS)
    def take(self, agent: str, name: str) -> None:
        with suppress(NotYours, NotHere):
            self.desk.take(agent, name, self.now)

    @rule(agent=AGENTS, name=CALLERS)
    def accept(self, agent: str, name: str) -> None:
        with suppress(NotYours):
            self.desk.accept(agent, name, self.now)

    @rule(agent=AGENTS, name=CALLERS, why=st.sampled_from(OfferEnd))
    def refuse(self, agent: str, name: str, why: OfferEnd) -> None:
        self.desk.refuse(agent, name, why, self.now)

    @rule(name=CALLERS)
    def back(self, name: str) -> None:
        self.desk.back(name, self.now)

    @rule(name=CALLERS, queue=st.sampled_from(["", "billing"]), agent=st.sampled_from(["", "ann"]))
    def pass_on(self, name: str, queue: str, agent: str) -> None:
        with suppress(NotYours):
            self.desk.pass_on(name, self.now, queue=queue, agent=agent)

    @rule(name=CALLERS)
    def finished(self, name: str) -> None:
        if self.desk.talk_of(name):
            self.expected.discard(name)
        self.desk.finished(name, self.now)

    @rule(name=AGENTS)
    def wrapped_up(self, name: str) -> None:
        with suppress(NotHere):
            self.desk.wrapped_up(name, self.now)

    @rule(seconds=st.floats(0, 40))
    def tick(self, seconds: float) -> None:
        self.desk.tick(self.after(seconds))

    @invariant()
    def news_tell_the_same_story(self) -> None:
        for news in self.desk.take_news():
            match news:
                case Offered(caller, agent):
                    assert caller not in self.ringing
                    assert agent not in self.ringing.values()
                    assert agent not in self.talking.values()
                    self.ringing[caller] = agent
                case OfferEnded(caller, agent):
                    assert self.ringing.pop(caller) == agent
                case Taken(caller, agent):
                    assert self.ringing.pop(caller) == agent
                    assert agent not in self.talking.values()
                    self.talking[caller] = agent
                case TalkEnded(caller, agent):
                    assert self.talking.pop(caller) == agent
                case Joined(caller):
                    assert caller in self.expected
        offers = {c.id: o.agent for c in self.desk.waiting if (o := self.desk.offer_of(c.id))}
        assert offers == self.ringing

    @invariant()
    def nobody_is_lost(self) -> None:
        waiting = {caller.id for caller in self.desk.waiting}
        assert waiting | set(self.talking) == self.expected
        assert not waiting & set(self.talking)

    @invariant()
    def nobody_waits_while_somebody_is_free_for_him(self) -> None:
        engaged = {*self.ringing.values(), *self.talking.values()}
        for caller in self.desk.waiting:
            if self.desk.offer_of(caller.id) or caller.only:
                continue
            for agent in self.desk.agents:
                free = agent.status is Status.AVAILABLE and agent.name not in engaged
                assert not (free and agent.serves(caller)) or agent.name in caller.refused

    @invariant()
    def places_are_counted_from_one(self) -> None:
        for queue in ("support", "billing"):
            places = [self.desk.position(c.id) for c in self.desk.waiting if c.queue == queue]
            assert places == list(range(1, len(places) + 1))


TestDesk = DeskMachine.TestCase
TestDesk.settings = settings(max_examples=40, stateful_step_count=30, deadline=None, derandomize=True)
