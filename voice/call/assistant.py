"""Help for the agents of one call: suggestions as the talk grows, lookups at a click, and the draft after it.

What is suggested is told by `voice.assist` from the call's events; this gives it the events, the plan's own
understanding and connector, and writes down what is offered and what agents do with it. A failure here is an
empty column on the page, never the talk's.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Literal
from zoneinfo import ZoneInfo

from loguru import logger

from voice.assist.actions import OF_THE_CALL
from voice.assist.after import Draft, draft
from voice.assist.situation import Situation, situation
from voice.assist.suggest import assist, news
from voice.assist.suggestions import Assist, named
from voice.assist.words import say
from voice.call.services import CallServices, Journal
from voice.call.write_up import Writing, written_up
from voice.conversation.dialogue import understander
from voice.desk.refusals import Refusal
from voice.dialplan.model import Dialplan
from voice.errors import LookupFailed
from voice.events import (
    AgentLookedUp,
    AgentLost,
    AssistOffered,
    AssistUsed,
    CallEnded,
    CallEvent,
    CallStarted,
    ErrandEnded,
    HandoffAccepted,
    PassedOn,
)
from voice.handoff.facts import title_of
from voice.turn import Heard, Language, Lookup, TransferReason, Understanding
from voice.understanding.understander import Understander

if TYPE_CHECKING:
    from datetime import date

    from voice.call.live_desk import Ticket

MOST_VALUE = 200
"""Characters of a value that an agent gives to a lookup."""
MOST_READ = 500
"""Sentences whose understanding is kept."""


class AssistRefused(Refusal):
    """What an agent wants of the assist cannot be done."""

    code = "assist_refused"


class CallAssist:
    """One for each ticket. For use on the event loop's thread; what takes a model runs in a thread."""

    def __init__(
        self, ticket: Ticket, plan: Dialplan, services: CallServices, story: Journal | None = None
    ) -> None:
        """`story` is what is read, when that is more than the ticket's journal, which is what is written."""
        self._ticket = ticket
        self._story = story or ticket.journal
        self._plan = plan
        self._services = services
        self._understander: Understander | None = None
        self._read_before: dict[tuple[str, str | None], Understanding] = {}
        self._last: tuple[object, Assist] = (None, Assist())
        self._drafted: tuple[object, Draft | None] = (None, None)
        self._proposed: dict[str, list[Draft]] = {}
        """By agent, the latest first: words are written down late, and a page may show an earlier one."""
        self._looking = asyncio.Lock()

    @property
    def plan(self) -> Dialplan:
        """The call's."""
        return self._plan

    async def shown(self) -> Assist:
        """What the agent is shown now; computed again only when something has happened."""
        events, now = tuple(self._story.events), self._ticket.clock() + self._ahead
        told = [event for event in events if not isinstance(event, AssistOffered)]
        # A hold grows long without an event.
        key = (len(told), int(now // 5) if told and told[-1].kind == "agent_held" else 0)
        if self._last[0] != key:
            try:
                self._last = (key, await asyncio.to_thread(self._compute, events, now))
            except Exception as error:
                logger.error("hand-over {}: nothing is suggested: {}", self._ticket.id, type(error).__name__)
                self._last = (key, Assist())
        return self._last[1]

    def note_offered(self, shown: Assist, agent: str) -> None:
        """Write down what this agent sees for the first time."""
        journal = self._ticket.journal
        for event in news(shown, journal.events, self._ticket.id, agent, self._ticket.clock()):
            self._append(event)

    def use(
        self, agent: str, suggestion: str, did: Literal["accepted", "dismissed"], text: str | None = None
    ) -> None:
        """The agent used a suggestion, with other words if `text` differs, or does not want it.

        Raises AssistRefused when it was never offered in this call, or the call is over.
        """
        offered = next((event for event in self._offered() if event.id == suggestion), None)
        if offered is None or self._over():
            raise AssistRefused("This suggestion belongs to a call that is over, or was never made.")
        words = offered.text if text is None or did == "dismissed" else " ".join(text.split())
        edited = did == "accepted" and words != offered.text
        self._append(
            AssistUsed(
                at=self._ticket.clock(),
                handoff_id=self._ticket.id,
                agent=agent,
                id=suggestion,
                what=offered.what,
                did="edited" if edited else did,
                text="" if did == "dismissed" else words,
            )
        )

    async def look_up(self, agent: str, name: str, given: Mapping[str, str]) -> None:
        """Have data fetched with the plan's connector; what it found is an event, and shown.

        `given` are values that the agent typed; those left out or empty are taken from the call. Raises
        AssistRefused when the plan has no such lookup, a value is missing or the call is over.
        """
        if name not in self._plan.lookups:
            raise AssistRefused("The plan of this call has no such lookup.")
        async with self._looking:
            if self._over():
                raise AssistRefused("The call is over; nothing more is looked up in it.")
            parameters = await asyncio.to_thread(self._parameters, name, given)
            began = time.monotonic()
            ok, rows = await self._fetch(name, parameters)
            values = {slot: value for slot, value in parameters.items() if slot not in OF_THE_CALL}
            event = AgentLookedUp(
                at=self._ticket.clock(),
                handoff_id=self._ticket.id,
                agent=agent,
                name=name,
                given=values,
                ok=ok,
                rows=len(rows),
                seconds=round(time.monotonic() - began, 3),
                found=dict(rows[0]) if rows else {},
            )
            self._append(event)
        text = say("look_up", self._agent_language, name=name.replace("_", " "))
        suggestion = named("lookup", f"lookup:{name}", text)
        if any(offer.id == suggestion for offer in self._offered()):
            self.use(agent, suggestion, "accepted")

    async def draft(self, agent: str) -> Draft | None:
        """What is proposed to this agent after his talk; None when nothing can be, or he had none."""
        events, ended = part_of(self._story.events, agent)
        if ended is None:
            return None
        key = (agent, len(events), self._language, self._agent_language)
        if self._drafted[0] != key:
            try:
                made = await asyncio.to_thread(self._draft, events, ended)
                self._drafted = (key, made)
                self._proposed.setdefault(agent, []).insert(0, made)
            except Exception as error:
                logger.error("hand-over {}: nothing is drafted: {}", self._ticket.id, type(error).__name__)
                self._drafted = (key, None)
        return self._drafted[1]

    async def write_up(self, agent: str, writing: Writing, wrap_up: float) -> None:
        """Keep what the agent wrote after his talk, with the written summary; posted like it.

        `wrap_up` is how long he took, in seconds. Nothing is kept where nothing was drafted.
        """
        made, brief = await self.draft(agent), self._ticket.brief
        if made is None or brief is None:
            return
        now = self._services.now()
        drafts = self._proposed.get(agent) or [made]
        self._ticket.brief = written_up(brief, drafts, writing, agent=agent, wrap_up=wrap_up, now=now)
        try:
            await self._services.keep_brief(self._ticket.brief, "written_up")
        except Exception as error:
            logger.error("summary {} was not stored: {}", brief.id, type(error).__name__)

    # -- in a thread --

    def _compute(self, events: Sequence[CallEvent], now: float) -> Assist:
        return assist(self._situation(events), self._reason, now)

    def _draft(self, events: Sequence[CallEvent], ended: float) -> Draft:
        return draft(self._situation(events), events, self._reason, ended)

    def _situation(self, events: Sequence[CallEvent]) -> Situation:
        return situation(self._plan, events, self._language, self._agent_language, self._read)

    def _read(self, text: str, expecting: str | None) -> Understanding:
        key = (text, expecting)
        if key not in self._read_before:
            if len(self._read_before) >= MOST_READ:
                self._read_before.clear()
            heard = Heard(text, language=self._language)
            self._understander = self._understander or understander(self._plan)
            self._read_before[key] = self._understander.understand(
                heard, expecting, self._language, self._today
            )
        return self._read_before[key]

    def _parameters(self, name: str, given: Mapping[str, str]) -> dict[str, str]:
        known = self._situation(tuple(self._story.events)).values
        parameters, missing = dict[str, str](), list[str]()
        for slot in self._plan.lookups[name].parameters:
            typed = "" if slot in OF_THE_CALL else " ".join(given.get(slot, "").split())[:MOST_VALUE]
            value = self._canonical(slot, typed) if typed else known.get(slot, "")
            parameters[slot] = value
            if not value and slot not in OF_THE_CALL:
                missing.append(title_of(self._plan.slots[slot].title, self._agent_language))
        if missing:
            raise AssistRefused("Fill in first: {what}.", what=", ".join(missing))
        return parameters

    def _canonical(self, slot: str, typed: str) -> str:
        """A typed value as callers' values are stored; what does not have its form goes as it is."""
        return self._read(typed, slot).slots.get(slot) or typed

    # -- on the loop --

    async def _fetch(self, name: str, parameters: Mapping[str, str]) -> tuple[bool, list[dict[str, str]]]:
        try:
            rows = await self._services.look_up(self._plan, Lookup(name, parameters))
        except LookupFailed as error:
            logger.warning("hand-over {}: a lookup of an agent failed: {}", self._ticket.id, error.code)
            return False, []
        except Exception as error:
            logger.error(
                "hand-over {}: a lookup of an agent failed: {}", self._ticket.id, type(error).__name__
            )
            return False, []
        return True, [{column: str(value or "") for column, value in row.items()} for row in rows]

    def _append(self, event: CallEvent) -> None:
        if not self._over():
            self._ticket.journal.append(event)

    def _over(self) -> bool:
        events = self._ticket.journal.events
        return bool(events) and isinstance(events[-1], CallEnded)

    def _offered(self) -> list[AssistOffered]:
        return [event for event in self._ticket.journal.events if isinstance(event, AssistOffered)]

    @property
    def _ahead(self) -> float:
        """Seconds that the story's clock is ahead of the ticket's."""
        told, own = self._story.events, self._ticket.journal.events
        return told[-1].at - own[-1].at if told and own else 0.0

    @property
    def _language(self) -> Language:
        brief = self._ticket.brief
        return brief.language if brief is not None else self._plan.languages[0]

    @property
    def _agent_language(self) -> Language:
        brief = self._ticket.brief
        return brief.agent_language if brief is not None else self._language

    @property
    def _reason(self) -> TransferReason:
        brief = self._ticket.brief
        return brief.reason if brief is not None else TransferReason.PLAN

    @property
    def _today(self) -> date | None:
        started = next((e.started for e in self._story.events if isinstance(e, CallStarted)), None)
        if started is None:
            return None
        zone = self._plan.timezone
        return (started.astimezone(ZoneInfo(zone)) if zone else started).date()


def part_of(events: Sequence[CallEvent], agent: str) -> tuple[tuple[CallEvent, ...], float | None]:
    """The call up to the end of this agent's last talk, and when that was; None when he had none."""
    taken = [
        index
        for index, event in enumerate(events)
        if isinstance(event, HandoffAccepted) and event.agent == agent
    ]
    if not taken:
        return tuple(events), None
    for index, event in enumerate(events[taken[-1] + 1 :], start=taken[-1] + 1):
        left = isinstance(event, ErrandEnded) and not event.agent_there
        if left or isinstance(event, CallEnded | PassedOn | AgentLost):
            return tuple(events[: index + 1]), event.at
    return tuple(events), events[-1].at
