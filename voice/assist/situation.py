"""Where a talk stands: what the call's events say, read on with the plan's own understanding."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from voice.assist.walk import Answer, answer
from voice.dialplan.model import Dialplan
from voice.events import (
    AgentLookedUp,
    AgentSpoke,
    AssistUsed,
    BotSpoke,
    CallerSpoke,
    CallEvent,
    CallStarted,
    HandoffAccepted,
    LookedUp,
    TurnTaken,
)
from voice.handoff.facts import Facts, gather, last_searches
from voice.handoff.redaction import Redaction
from voice.turn import Language, Understanding

Read = Callable[[str, str | None], Understanding]
"""Requests and values in a sentence of the caller; the second argument names the slot that was asked for."""


@dataclass(frozen=True, slots=True)
class Said:
    """One sentence."""

    at: float
    text: str


@dataclass(slots=True)
class Situation:
    """A talk between a caller and a person, so far."""

    plan: Dialplan
    facts: Facts
    hide: Redaction
    language: Language
    """The caller's."""
    agent_language: Language
    agent: str = ""
    """Who has the call, as colleagues read it."""
    began: float | None = None
    """When caller and person were joined; None before that."""
    talk: tuple[CallEvent, ...] = ()
    """Since then."""
    caller_said: list[Said] = field(default_factory=list)
    agent_said: list[Said] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)
    """Of the whole call, the latest last."""
    raised: dict[str, float] = field(default_factory=dict)
    """Requests made in the talk, and when."""
    values: dict[str, str] = field(default_factory=dict)
    """Slots, and lookup.column."""
    searched: dict[str, str] = field(default_factory=dict)
    """Lookups done: found, none or failed."""
    told_steps: set[str] = field(default_factory=set)
    """Steps whose words the bot has said."""
    used: dict[str, str] = field(default_factory=dict)
    """What became of each suggestion, by its id; what another agent dismissed is suggested again."""

    @property
    def current(self) -> str | None:
        """The request that the talk is about."""
        return self.requests[-1] if self.requests else None

    def answer(self, request: str) -> Answer:
        """What the plan says to a request now."""
        return answer(self.plan, request, self.values, self.searched)


def situation(
    plan: Dialplan,
    events: Sequence[CallEvent],
    language: Language,
    agent_language: Language,
    read: Read,
) -> Situation:
    """Walk through the events; `language` is the caller's."""
    joined = [index for index, event in enumerate(events) if isinstance(event, HandoffAccepted)]
    first = joined[-1] if joined else len(events)
    facts = gather(plan, events)
    talks = joined[0] if joined else len(events)
    before = gather(plan, events[:talks])
    here = Situation(
        plan, facts, Redaction(plan, facts), language, agent_language, requests=list(before.requests)
    )
    here.told_steps = {event.step for event in events if isinstance(event, BotSpoke) and not event.cut}
    _begin(here, events, before)
    if joined:
        taken = events[first]
        here.agent = (taken.agent or taken.target) if isinstance(taken, HandoffAccepted) else ""
        here.began, here.talk = taken.at, tuple(events[first + 1 :])
    here.used = {
        event.id: event.did
        for event in events
        if isinstance(event, AssistUsed) and (event.did != "dismissed" or event.agent == here.agent)
    }
    for event in events[talks:first]:
        _recall(here, event, read)
    here.raised.clear()
    for event in here.talk:
        _follow(here, event, read)
    return here


def _begin(here: Situation, events: Sequence[CallEvent], before: Facts) -> None:
    """What was known when the person took the call."""
    here.values.update(caller=before.caller, dialled=before.dialled, language=here.language, open="true")
    started = next((event.started for event in events if isinstance(event, CallStarted)), None)
    for name, hours in here.plan.hours.items():
        here.values[f"{name}.open"] = "true" if started is not None and hours.open_at(started) else ""
    here.values.update((value.name, value.value) for value in before.values.values())
    for search in last_searches(before):
        _found(here, search.name, search.ok, search.rows, dict(search.found))


def _found(here: Situation, name: str, ok: bool, rows: int, found: dict[str, str]) -> None:
    here.searched[name] = "failed" if not ok else "found" if rows else "none"
    spec = here.plan.lookups.get(name)
    for column in spec.gives if spec is not None else ():
        here.values[f"{name}.{column}"] = found.get(column, "") if rows else ""


def _recall(here: Situation, event: CallEvent, read: Read) -> None:
    """What was said and found with an agent before this one."""
    match event:
        case CallerSpoke():
            _understand(here, event, read)
        case AgentLookedUp():
            _looked_up(here, event)
        case TurnTaken() | LookedUp():
            _given_to_the_bot(here, event)
        case _:
            pass


def _given_to_the_bot(here: Situation, event: TurnTaken | LookedUp) -> None:
    """What the bot took or found while an agent had given the caller back to it."""
    if isinstance(event, LookedUp):
        _found(here, event.name, event.ok, event.rows, event.found)
        return
    for name, value in event.turn.understood.slots.items():
        _give(here, name, value)


def _looked_up(here: Situation, event: AgentLookedUp) -> None:
    here.values.update((name, value) for name, value in event.given.items() if value)
    _found(here, event.name, event.ok, event.rows, event.found)


def _follow(here: Situation, event: CallEvent, read: Read) -> None:
    match event:
        case AgentSpoke():
            here.agent_said.append(Said(event.at, event.text))
        case CallerSpoke():
            here.caller_said.append(Said(event.at, event.text))
            _understand(here, event, read)
        case AgentLookedUp():
            _looked_up(here, event)
        case TurnTaken() | LookedUp():
            _given_to_the_bot(here, event)
        case _:
            pass


def _understand(here: Situation, event: CallerSpoke, read: Read) -> None:
    understood = read(event.text, _expected(here))
    for intent in understood.intents:
        if intent.name in here.plan.intents:
            here.requests = [name for name in here.requests if name != intent.name] + [intent.name]
            here.raised[intent.name] = event.at
    for name, value in understood.slots.items():
        _give(here, name, value)


def _give(here: Situation, name: str, value: str) -> None:
    if name in here.plan.slots and here.values.get(name) != value:
        here.values[name] = value
        _forget_searches(here, name)


def _expected(here: Situation) -> str | None:
    """The slot that the request at hand wants; else one that can be told for sure, given once more."""
    if here.current is None:
        return None
    found = here.answer(here.current)
    shaped = (name for name in found.asked if here.plan.slots[name].pattern)
    return found.wants or next(shaped, None)


def _forget_searches(here: Situation, slot: str) -> None:
    """What was looked up with another value does not hold any more."""
    for name, spec in here.plan.lookups.items():
        if slot in spec.parameters and here.searched.pop(name, ""):
            for column in spec.gives:
                here.values.pop(f"{name}.{column}", None)
