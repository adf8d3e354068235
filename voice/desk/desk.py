"""The desk: waiting callers, agents, offers and talks. Time is an argument; what follows is left as news.

One caller is offered to one agent at a time, and one agent is offered one caller. Whoever says yes first has
the call; everybody else is told why not.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

from voice.desk.agents import Agent, Status
from voice.desk.callers import Caller
from voice.desk.expected_wait import Pace
from voice.desk.news import Joined, News, Offered, OfferEnd, OfferEnded, Taken, TalkEnded
from voice.desk.offers import Offer, Rules, Talk
from voice.desk.refusals import NotHere, NotYours

AWAY = frozenset({OfferEnd.NO_ANSWER, OfferEnd.UNREACHABLE, OfferEnd.AGENT_VOICEMAIL, OfferEnd.AGENT_HUNG_UP})
"""Ends of an offer that say that nobody sits there: the agent is not offered the next caller in vain."""


class Desk:
    """Everything about waiting and taking. Not for use by two threads."""

    def __init__(self, rules: Rules | None = None) -> None:
        self._rules = rules or Rules()
        self._agents: dict[str, Agent] = {}
        self._waiting: dict[str, Caller] = {}
        self._offers: dict[str, Offer] = {}
        self._talks: dict[str, Talk] = {}
        self._wrapping: dict[str, Talk] = {}
        self._pace: defaultdict[str, Pace] = defaultdict(Pace)
        self._count = 0
        self._news: list[News] = []

    # -- what can be seen --

    @property
    def agents(self) -> tuple[Agent, ...]:
        """Everybody who signed in since the start, by name."""
        return tuple(self._agents[name] for name in sorted(self._agents))

    def agent(self, name: str) -> Agent:
        """One of them. Raises NotHere."""
        try:
            return self._agents[name]
        except KeyError:
            raise NotHere("You are not signed in at the desk; choose a status first.") from None

    @property
    def waiting(self) -> tuple[Caller, ...]:
        """All who wait, in the order in which they are served; those being offered keep their place."""
        return tuple(sorted(self._waiting.values(), key=lambda caller: caller.precedence))

    def caller(self, caller_id: str) -> Caller | None:
        """One who waits."""
        return self._waiting.get(caller_id)

    def offer_of(self, caller_id: str) -> Offer | None:
        """Whom this caller is offered to."""
        return self._offers.get(caller_id)

    def offered_to(self, agent: str) -> Offer | None:
        """Whom this agent is offered."""
        return next((offer for offer in self._offers.values() if offer.agent == agent), None)

    def talk_of(self, caller_id: str) -> Talk | None:
        """Who has this caller."""
        return self._talks.get(caller_id)

    def talk_with(self, agent: str) -> Talk | None:
        """Whom this agent has."""
        return next((talk for talk in self._talks.values() if talk.agent == agent), None)

    def wrapping(self, agent: str) -> Talk | None:
        """The talk whose outcome this agent has still to give."""
        return self._wrapping.get(agent)

    def position(self, caller_id: str) -> int:
        """Place in the queue, from 1; 0 for who does not wait."""
        mine = self._waiting.get(caller_id)
        if mine is None:
            return 0
        return 1 + sum(
            other.queue == mine.queue and other.precedence < mine.precedence
            for other in self._waiting.values()
        )

    def expected_wait(self, caller_id: str) -> float | None:
        """Seconds that this caller has still to wait, as talks went lately; None when it cannot be told."""
        mine = self._waiting.get(caller_id)
        if mine is None:
            return None
        serving = sum(
            agent.status in (Status.AVAILABLE, Status.WRAP_UP)
            for agent in self._agents.values()
            if agent.serves(mine)
        )
        return self._pace[mine.queue].expected(self.position(caller_id), serving)

    def staffed(self, caller: Caller) -> bool:
        """True when somebody is signed in who serves this caller, even if he is not free."""
        return any(agent.here and agent.serves(caller) for agent in self._agents.values())

    def due(self) -> float | None:
        """When `tick` has something to do next, if nothing else happens."""
        times = [offer.until for offer in self._offers.values() if offer.until is not None]
        if self._rules.wrap_up:
            times += [
                agent.since + self._rules.wrap_up
                for agent in self._agents.values()
                if agent.status is Status.WRAP_UP
            ]
        times += [until for caller in self._waiting.values() for until in caller.refused.values()]
        return min(times, default=None)

    def take_news(self) -> list[News]:
        """What happened since the last time this was asked, in order."""
        news, self._news = self._news, []
        return news

    # -- agents --

    def sign_in(self, agent: Agent, now: float) -> None:
        """An agent is here, or has changed what he does or speaks; his status stays if he was here."""
        known = self._agents.get(agent.name)
        if known is not None and known.here:
            agent = replace(agent, status=known.status, since=known.since, why=known.why)
        else:
            agent = replace(agent, status=Status.BREAK, since=now, why="")
        self._agents[agent.name] = agent
        self.tick(now)

    def set_status(self, name: str, status: Status, now: float) -> None:
        """An agent says what he does. An offer to him ends unless he is available. Raises NotHere."""
        self._change(name, status, now)
        if status is not Status.AVAILABLE and (offer := self.offered_to(name)):
            self._end_offer(offer, OfferEnd.GONE if status is Status.OFFLINE else OfferEnd.DECLINED, now)
        self.tick(now)

    def gone(self, name: str, now: float) -> None:
        """An agent's browser is gone: nothing more is offered to him. A talk ends with its line, not here."""
        if name in self._agents:
            self._change(name, Status.OFFLINE, now, "gone")
            if offer := self.offered_to(name):
                self._end_offer(offer, OfferEnd.GONE, now)
            self.tick(now)

    # -- callers --

    def join(self, caller: Caller, now: float) -> None:
        """A caller begins to wait, or waits again after a talk."""
        self._count += 1
        self._waiting[caller.id] = replace(caller, number=caller.number or self._count)
        self._news.append(Joined(caller.id))
        self.tick(now)

    def leave(self, caller_id: str, now: float, why: OfferEnd = OfferEnd.CALLER_HUNG_UP) -> None:
        """A caller waits no longer; whoever is being asked is told at once. Also ends a talk."""
        self._waiting.pop(caller_id, None)
        if offer := self._offers.get(caller_id):
            self._end_offer(offer, why, now)
        if caller_id in self._talks:
            self.finished(caller_id, now)
        self.tick(now)

    def back(self, caller_id: str, now: float, *, why: str = "line_lost") -> None:
        """The agent who had this caller is lost: the caller is at the head again, the agent is not there."""
        if caller := self.parted(caller_id, now, why=why):
            self.join(caller, now)

    def parted(self, caller_id: str, now: float, *, why: str = "") -> Caller | None:
        """The agent has left this caller, who does not wait yet; the caller, for `join` at the head.

        `why` says how the agent was lost, who is then not there; empty: he writes the call up.
        """
        talk = self._talks.pop(caller_id, None)
        if talk is None:
            return None
        refused = dict(talk.caller.refused)
        if not why:
            self._wrap(talk, now)
        else:
            refused[talk.agent] = now + self._rules.declined
            if self._agents[talk.agent].here:
                self._change(talk.agent, Status.BREAK, now, why)
        self._news.append(TalkEnded(caller_id, talk.agent, back=True))
        return replace(talk.caller, returned=True, only="", refused=refused)

    def pass_on(self, caller_id: str, now: float, *, queue: str = "", agent: str = "") -> None:
        """The agent passes his caller on, to a queue or to one colleague; the caller waits at the head.

        Raises NotYours when nobody has this caller.
        """
        talk = self._talks.pop(caller_id, None)
        if talk is None:
            raise NotYours("This talk is already over.")
        self._wrap(talk, now)
        self._news.append(TalkEnded(caller_id, talk.agent, back=True))
        refused = {} if agent else {talk.agent: now + self._rules.declined}
        caller = replace(
            talk.caller,
            queue=queue or talk.caller.queue,
            skills=frozenset() if queue else talk.caller.skills,
            only=agent,
            returned=True,
            refused=refused,
        )
        self.join(caller, now)

    def hand_on(self, caller_id: str, consult_id: str, now: float) -> None:
        """The colleague who was asked has the caller now; the agent who asked writes the call up.

        Raises NotYours when one of them is gone.
        """
        if caller_id not in self._talks or consult_id not in self._talks:
            raise NotYours("This talk is already over.")
        asked, talk = self._talks.pop(consult_id), self._talks.pop(caller_id)
        self._wrap(talk, now)
        self._talks[caller_id] = Talk(replace(talk.caller, only="", refused={}), asked.agent, now)
        self._news.append(TalkEnded(caller_id, talk.agent, back=False))
        self.tick(now)

    # -- offers --

    def take(self, name: str, caller_id: str, now: float) -> None:
        """An agent picks a caller from the list: it is offered to him, and to nobody else meanwhile.

        Raises NotYours when he cannot have it, NotHere.
        """
        agent, caller = self.agent(name), self._waiting.get(caller_id)
        if caller is None:
            raise self._taken_by(caller_id)
        if self.talk_with(name) is not None:
            raise NotYours("You are in a call; end it first.")
        if caller.alone and caller.only != name:
            raise NotYours("{who} is asked, and nobody else.", who=self._title(caller.only))
        if mine := self.offered_to(name):
            if mine.caller == caller_id:
                self._offers[caller_id] = replace(mine, asked=True)
                return
            self._end_offer(mine, OfferEnd.DECLINED, now)
        other = self._offers.get(caller_id)
        if other is not None and other.asked:
            raise NotYours("{who} is taking this call.", who=self._title(other.agent))
        if other is not None:
            self._end_offer(other, OfferEnd.TAKEN, now, by=name)
        if agent.status is not Status.AVAILABLE:
            self._change(name, Status.AVAILABLE, now)
        self._offer(agent, caller, now, asked=True)
        self.tick(now)

    def accept(self, name: str, caller_id: str, now: float) -> None:
        """An agent takes the call he is offered: key 1, or the button. Raises NotYours."""
        offer = self._offers.get(caller_id)
        if offer is None or offer.agent != name:
            raise self._taken_by(caller_id)
        del self._offers[caller_id]
        caller = self._waiting.pop(caller_id)
        self._wrapping.pop(name, None)
        self._talks[caller_id] = Talk(caller, name, now)
        self._news.append(Taken(caller_id, name))
        self.tick(now)

    def refuse(self, name: str, caller_id: str, why: OfferEnd, now: float, note: str = "") -> None:
        """An agent, or his phone, does not take the call he is offered; no error when he is not asked."""
        offer = self._offers.get(caller_id)
        if offer is not None and offer.agent == name:
            self._end_offer(offer, why, now, note=note)
            self.tick(now)

    # -- after --

    def finished(self, caller_id: str, now: float) -> None:
        """A talk is over: the agent writes it down."""
        talk = self._talks.pop(caller_id, None)
        if talk is not None:
            self._wrap(talk, now)
            self._news.append(TalkEnded(caller_id, talk.agent, back=False))
            self.tick(now)

    def nothing(self, caller_id: str, now: float) -> None:
        """A talk did not come about, through no fault of the agent's: he is free again at once."""
        talk = self._talks.pop(caller_id, None)
        if talk is not None:
            self._news.append(TalkEnded(caller_id, talk.agent, back=False))
            self.tick(now)

    def wrapped_up(self, name: str, now: float) -> None:
        """The agent has given the outcome of his last talk."""
        if self.agent(name).status is Status.WRAP_UP:
            self._change(name, Status.AVAILABLE, now)
        self._wrapping.pop(name, None)
        self.tick(now)

    # -- time --

    def tick(self, now: float) -> None:
        """Let lapse what has lapsed and offer whom there is somebody for."""
        for agent in list(self._agents.values()):
            over = self._rules.wrap_up and agent.since + self._rules.wrap_up <= now
            if agent.status is Status.WRAP_UP and over:
                self._change(agent.name, Status.AVAILABLE, now)
        for offer in list(self._offers.values()):
            if offer.until is not None and offer.until <= now:
                self._end_offer(offer, OfferEnd.NO_ANSWER, now)
        for caller in self.waiting:
            self._forget_refusals(caller, now)
            if caller.id not in self._offers and (free := self._free_for(self._waiting[caller.id])):
                self._offer(free, caller, now)

    def _forget_refusals(self, caller: Caller, now: float) -> None:
        still = {name: until for name, until in caller.refused.items() if until > now}
        if len(still) < len(caller.refused):
            self._waiting[caller.id] = replace(caller, refused=still)

    def _free_for(self, caller: Caller) -> Agent | None:
        """The free agent for this caller who has been so for longest; who speaks his language comes first."""
        able = [agent for agent in self._agents.values() if agent.here and agent.serves(caller)]
        if caller.alone:
            able = [agent for agent in self._agents.values() if agent.name == caller.only and agent.here]
        elif caller.only and any(agent.name == caller.only and agent.here for agent in self._agents.values()):
            if caller.only not in caller.refused:
                able = [self._agents[caller.only]]
        elif any(agent.speaks(caller) for agent in able):
            able = [agent for agent in able if agent.speaks(caller)]
        free = [agent for agent in able if self._is_free(agent) and agent.name not in caller.refused]
        return min(free, key=lambda agent: (agent.since, agent.name), default=None)

    def _is_free(self, agent: Agent) -> bool:
        engaged = self.offered_to(agent.name) or self.talk_with(agent.name)
        return agent.status is Status.AVAILABLE and engaged is None

    def _offer(self, agent: Agent, caller: Caller, now: float, *, asked: bool = False) -> None:
        until = None if agent.phone else now + self._rules.offer
        self._offers[caller.id] = Offer(caller.id, agent.name, now, until, asked)
        self._news.append(Offered(caller.id, agent.name))

    def _end_offer(self, offer: Offer, why: OfferEnd, now: float, *, by: str = "", note: str = "") -> None:
        self._offers.pop(offer.caller, None)
        caller = self._waiting.get(offer.caller)
        if caller is not None:
            refused = {**caller.refused, offer.agent: now + self._rules.declined}
            only = "" if caller.only == offer.agent and not caller.alone else caller.only
            self._waiting[caller.id] = replace(caller, refused=refused, only=only)
        if why in AWAY and self._agents[offer.agent].here:
            self._change(offer.agent, Status.BREAK, now, why.value)
        self._news.append(OfferEnded(offer.caller, offer.agent, why, by, note))

    def _wrap(self, talk: Talk, now: float) -> None:
        self._wrapping[talk.agent] = talk
        if self._agents[talk.agent].here:
            self._change(talk.agent, Status.WRAP_UP, now)
        else:
            self._pace[talk.caller.queue].talked(now - talk.since)

    def _change(self, name: str, status: Status, now: float, why: str = "") -> None:
        before = self.agent(name)
        wrapped = self._wrapping.get(name)
        if before.status is Status.WRAP_UP and status is not Status.WRAP_UP and wrapped is not None:
            self._pace[wrapped.caller.queue].talked(now - wrapped.since)
        self._agents[name] = replace(before, status=status, since=now, why=why)

    def _taken_by(self, caller_id: str) -> NotYours:
        if talk := self._talks.get(caller_id):
            return NotYours("{who} has taken this call.", who=self._title(talk.agent))
        if offer := self._offers.get(caller_id):
            return NotYours("{who} is taking this call.", who=self._title(offer.agent))
        if caller_id in self._waiting:
            return NotYours("This call is no longer offered to you; pick it from the list.")
        return NotYours("This caller waits no longer.")

    def _title(self, name: str) -> str:
        agent = self._agents.get(name)
        return agent.known_as if agent else name
