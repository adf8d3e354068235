"""Who sits at the desk: agents are there for as long as one of their pages is open."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace

from voice.call.live_desk import LiveDesk
from voice.desk.agents import Agent
from voice.settings import AgentSettings, DeskSettings
from voice.turn import Language

GONE_SECONDS = 4.0
"""How long an agent's pages may all be closed, as in a reload, before he counts as gone."""


class Seats:
    """Open pages by agent, and what the operator says of each agent."""

    def __init__(self, live: LiveDesk, desk: DeskSettings) -> None:
        self._live = live
        self._known = desk.agents
        self._pages: defaultdict[str, int] = defaultdict(int)
        self._leaving: dict[str, asyncio.TimerHandle] = {}

    def settings(self, name: str) -> AgentSettings:
        """What is configured for this user; nothing special for one who is not."""
        return self._known.get(name) or AgentSettings()

    @property
    def names(self) -> tuple[str, ...]:
        """All configured agents."""
        return tuple(self._known)

    @property
    def skills(self) -> tuple[str, ...]:
        """Every queue and skill that somebody has."""
        return tuple(sorted({skill for agent in self._known.values() for skill in agent.skills}))

    def sit_down(self, name: str) -> Callable[[], None]:
        """A page was opened; the returned function tells that it was closed."""
        if handle := self._leaving.pop(name, None):
            handle.cancel()
        self._pages[name] += 1
        here = any(agent.name == name and agent.here for agent in self._live.desk.agents)
        if not here:
            self._live.act(lambda desk, now: desk.sign_in(self._agent(name), now))
        return lambda: self._page_closed(name)

    def change(
        self,
        name: str,
        *,
        skills: frozenset[str] | None = None,
        languages: frozenset[Language] | None = None,
        phone: bool | None = None,
    ) -> None:
        """An agent serves other queues or languages, or takes calls on his phone or in the browser.

        What the operator has set is the most that he can choose, and holds where he chooses none of it.
        Raises NotHere.
        """
        agent = self._live.desk.agent(name)
        if skills is not None:
            known = frozenset(self.settings(name).skills)
            chosen = skills & known if known else skills
            agent = replace(agent, skills=chosen or known)
        if languages is not None:
            spoken = frozenset(self.settings(name).languages)
            agent = replace(agent, languages=(languages & spoken if spoken else languages) or spoken)
        if phone is not None:
            agent = replace(agent, phone=self.settings(name).phone if phone else "")
        self._live.act(lambda desk, now: desk.sign_in(agent, now))

    def _agent(self, name: str) -> Agent:
        known = self.settings(name)
        return Agent(
            name,
            title=known.title or name,
            skills=frozenset(known.skills),
            languages=frozenset(known.languages),
            phone=known.phone,
        )

    def _page_closed(self, name: str) -> None:
        self._pages[name] -= 1
        if self._pages[name] <= 0:
            del self._pages[name]
            loop = asyncio.get_running_loop()
            self._leaving[name] = loop.call_later(GONE_SECONDS, self._gone, name)

    def _gone(self, name: str) -> None:
        self._leaving.pop(name, None)
        self._live.act(lambda desk, now: desk.gone(name, now))
