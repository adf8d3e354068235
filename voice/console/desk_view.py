"""What one agent's page shows, as plain values. Nothing here is escaped: the page must not trust a word."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any

from voice.call.live_desk import LiveDesk, Ticket, ToCall
from voice.console.seats import Seats
from voice.console.words import Words
from voice.desk.agents import Agent
from voice.desk.callers import Caller
from voice.desk.desk import Desk
from voice.desk.offers import Talk
from voice.dialplan.model import ErrandSpec
from voice.escalation.mood import mood
from voice.events import AgentSpoke, Assessed, CallerSpoke, CallEvent, TurnTaken
from voice.turn import CallbackTime, ErrandOutcome, Language

URGENT = frozenset({"danger", "emotion", "vulnerable"})
MOST_LINES = 400
"""Lines of a talk that the page is given; the record has all."""


def desk_state(live: LiveDesk, seats: Seats, name: str, words: Words) -> dict[str, Any]:
    """The desk as this agent sees it. `since` are seconds on the desk's clock."""
    desk = live.desk
    me = desk.agent(name)
    offer, talk, wrapping = desk.offered_to(name), desk.talk_with(name), desk.wrapping(name)
    ticket = live.ticket(offer.caller) if offer else None
    return {
        "desk": live.id,
        "me": {
            "name": me.name,
            "title": me.title,
            "status": me.status.value,
            "why": words.code("away", me.why) if me.why else "",
            "since": me.since,
            "skills": sorted(me.skills),
            "known_skills": list(seats.settings(name).skills),
            "languages": sorted(me.languages),
            "known_languages": [
                [each, words.code("language", each)] for each in seats.settings(name).languages
            ],
            "has_phone": bool(seats.settings(name).phone),
            "on_phone": bool(me.phone),
        },
        "colleagues": [_colleague(desk, agent, words) for agent in desk.agents if agent.name != name],
        "queues": sorted({*seats.skills, *(caller.queue for caller in desk.waiting)}),
        "waiting": [_waiting(live, caller, name, words) for caller in desk.waiting],
        "offer": offer
        and {
            **_waiting(live, desk.caller(offer.caller), name, words),
            "phone": bool(me.phone),
            "answered": ticket is not None and ticket.leg is not None,
        },
        "talk": talk and _talk(live, talk, words),
        "wrap_up": wrapping and not talk and _talk(live, wrapping, words),
        "to_call": [_to_call(each, words) for each in live.by_hand],
        "planned": [_to_call(each, words) for each in live.planned],
    }


def _to_call(wish: ToCall, words: Words) -> dict[str, Any]:
    return {
        "id": wish.id,
        "number": wish.number,
        "plan": wish.plan,
        "call_id": wish.call_id,
        "requested": wish.requested.isoformat(),
        "agreed": _agreed(wish.agreed),
        "rung": wish.rung,
        "outcome": words.code("callback", wish.outcome) if wish.outcome else "",
    }


def _agreed(time: CallbackTime | None) -> list[str] | None:
    """Beginning and end; the page shows them on the agent's clock."""
    return [time.start.isoformat(), time.end.isoformat()] if time else None


def _colleague(desk: Desk, agent: Agent, words: Words) -> dict[str, Any]:
    return {
        "name": agent.name,
        "title": agent.title,
        "status": agent.status.value,
        "label": words.code("presence", "talking" if desk.talk_with(agent.name) else agent.status.value),
        "here": agent.here,
        "talking": desk.talk_with(agent.name) is not None,
    }


def _waiting(live: LiveDesk, caller: Caller | None, name: str, words: Words) -> dict[str, Any]:
    if caller is None:
        return {}
    offer = live.desk.offer_of(caller.id)
    asked = live.desk.agent(offer.agent).title if offer else ""
    return {
        **_about(live, caller, words),
        "since": caller.since,
        "returned": caller.returned,
        "offered_to": asked,
        "mine": offer is not None and offer.agent == name,
        "free": offer is None or not offer.asked,
        "only": live.desk.agent(caller.only).title if caller.only else "",
    }


def _about(live: LiveDesk, caller: Caller, words: Words) -> dict[str, Any]:
    ticket = live.ticket(caller.id)
    brief = ticket.brief if ticket else None
    return {
        "id": caller.id,
        "call_id": ticket.call_id if ticket else "",
        "queue": caller.queue,
        "language": words.code("language", caller.language),
        "reason": words.code("reason", caller.reason.value),
        "urgent": caller.reason.value in URGENT,
        "callback": caller.callback,
        "agreed": _agreed(ticket.agreed if ticket else None),
        "consult": caller.consult,
        "mood": round(100 * caller.mood),
        "caller": (brief.caller if brief else "") or words("unknown number"),
        "requests": [request.title for request in brief.requests] if brief else [],
        "summary": list(brief.summary[1:4]) if brief else [],
        "fluent": bool(brief and brief.fluent),
        "next_step": brief.next_step if brief else "",
    }


def _errands(ticket: Ticket | None, words: Words) -> dict[str, Any]:
    """What can be given to the bot, what it does, and how the last ended."""
    errands = ticket.errands if ticket is not None else None
    if errands is None:
        return {"errands": [], "errand": None, "came_back": None}

    def titled(spec: ErrandSpec) -> dict[str, Any]:
        return {"title": words.pick(dict(spec.title)), "ends": spec.then == "end"}

    under_way, last = errands.under_way, errands.last
    came_back = None
    if last is not None:
        spec, ended = last
        reason = words.code("reason", ended.reason.value) if ended.reason else ""
        outcome = reason or words.code("errand", ended.outcome.value)
        came_back = {**titled(spec), "outcome": outcome, "done": ended.outcome is ErrandOutcome.DONE}
        came_back["at"] = ended.at
    return {
        "errands": [{"name": name, **titled(spec)} for name, spec in errands.choices.items()],
        "errand": under_way and titled(under_way),
        "came_back": came_back,
    }


def _talk(live: LiveDesk, talk: Talk, words: Words) -> dict[str, Any]:
    ticket = live.ticket(talk.caller.id)
    bridge = ticket.bridge if ticket else None
    return {
        **_about(live, talk.caller, words),
        "since": talk.since,
        "joined": bridge is not None,
        "held": bridge is not None and bridge.held,
        "muted": bridge is not None and bridge.muted,
        "asking": ticket.consults.state if ticket is not None and ticket.consults is not None else "",
        **_errands(ticket, words),
        "asked": ticket.consults.to if ticket is not None and ticket.consults is not None else "",
    }


def talk_state(ticket: Ticket) -> dict[str, Any]:
    """What was said in this call so far, by whom, and how the caller's mood went.

    What was said to the bot as the summary has it, where sensitive values are cut; the rest as it was said.
    """
    events, errands = ticket.told, ticket.errands
    brief = errands.so_far() if errands is not None else ticket.brief
    taken = errands.taken(brief) if errands is not None else ()
    language: Language = brief.language if brief else "en"
    told = [line.model_dump() for line in brief.transcript] if brief else []
    known = {(line["who"], line["at"]) for line in told}
    since = [line for line in _lines(events) if (line["who"], line["at"]) not in known]
    lines = sorted([*told, *since], key=lambda line: line["at"])
    return {
        "id": ticket.id,
        "lines": lines[-MOST_LINES:],
        "mood": list(_moods(events, language)),
        "taken": [{"title": slot.title, "value": slot.value, "sure": slot.confirmed} for slot in taken],
    }


def _lines(events: Sequence[CallEvent]) -> Iterator[dict[str, Any]]:
    """What was said to a person or while waiting."""
    for event in events:
        match event:
            case CallerSpoke():
                yield {"who": "caller", "at": event.at, "text": event.text}
            case AgentSpoke():
                yield {"who": "agent", "at": event.at, "text": event.text}
            case _:
                pass


def _moods(events: Sequence[CallEvent], language: Language) -> Iterator[dict[str, float]]:
    """Per exchange with the bot its assessment, and then how each sentence to the agent sounds in words."""
    for event in events:
        match event:
            case TurnTaken(assessment=assessment) | Assessed(assessment=assessment) if assessment is not None:
                yield {"at": event.at, "mood": round(assessment.emotion, 2)}
            case CallerSpoke():
                yield {"at": event.at, "mood": _mood_of(event.text, language)}
            case _:
                pass


@lru_cache(maxsize=2000)
def _mood_of(text: str, language: Language) -> float:
    found = mood(text, language)
    return round(max(found.anger, found.distress), 2)
