"""After the call: a summary for the agent and a reply to the caller, made of what the call holds."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import get_args
from zoneinfo import ZoneInfo

from voice.assist.reminders import reminders
from voice.assist.situation import Situation
from voice.assist.told import answers
from voice.assist.warnings import warnings
from voice.assist.words import say
from voice.dialplan.callback_times import dated
from voice.dialplan.model import ValueType
from voice.dialplan.spoken import spoken
from voice.events import (
    AgentLookedUp,
    CallbackAgreed,
    CallbackRequested,
    CallEvent,
    CallStarted,
    RequestNoted,
)
from voice.handoff import written
from voice.handoff.after_call import Channel, Result
from voice.handoff.facts import Facts, gather, title_of
from voice.handoff.plain import plain
from voice.handoff.spoken import key_value, name_of
from voice.handoff.words import capital, listed
from voice.turn import CallbackTime, Language, TransferReason

RESULTS: tuple[Result, ...] = get_args(Result)
CHANNELS: tuple[Channel, ...] = get_args(Channel)
MOST_SMS = 306
"""Characters of a text message: two parts of 153 (3GPP TS 23.038, concatenated)."""
_MOBILE = re.compile(r"(?:\+33|0)[67]\d{8}|\+447\d{9}|07\d{9}")
_MOST_QUOTED = 300


@dataclass(frozen=True, slots=True)
class Draft:
    """What is proposed to the agent."""

    summary: str
    """Sentences, one a line, in the agent's language."""
    channel: Channel
    """The likelier one."""
    to: Mapping[Channel, str]
    subject: str
    replies: Mapping[Channel, Mapping[Result, str]]
    """In the caller's language, by channel and by what became of the call."""
    unsaid: tuple[str, ...]
    seconds: float
    """Length of the talk."""


def draft(here: Situation, events: Sequence[CallEvent], reason: TransferReason, ended: float) -> Draft:
    """`events` are the whole call's, `ended` is when the talk was over, on the call's clock."""
    lines, _ = reminders(here)
    unsaid = tuple(line.text for line in lines if not line.said)
    seconds = max(0.0, ended - (here.began if here.began is not None else ended))
    told = answers(here, events)
    summary = (plain(here.hide.text(line)) for line in _summary(here, events, reason, told, unsaid, seconds))
    to: dict[Channel, str] = {"email": _address(here), "sms": _mobile(here)}
    replies: dict[Channel, dict[Result, str]] = {
        "email": {result: _email(here, events, told, result) for result in RESULTS},
        "sms": {result: _sms(here, events, told, result) for result in RESULTS},
    }
    return Draft(
        "\n".join(summary),
        "sms" if to["sms"] and not to["email"] else "email",
        to,
        plain(_subject(here, events)),
        replies,
        unsaid,
        round(seconds, 1),
    )


# -- the summary --


def _summary(
    here: Situation,
    events: Sequence[CallEvent],
    reason: TransferReason,
    told: Sequence[str],
    unsaid: Sequence[str],
    seconds: float,
) -> Iterator[str]:
    language, plan = here.agent_language, here.plan
    yield from written.sentences(plan, here.hide.told(_bots(here, events)), reason, language)
    whole = round(seconds)
    yield say("spoke", language, agent=here.agent, minutes=whole // 60, seconds=whole % 60)
    if here.raised:
        titles = [title_of(plan.intents[name].title, language) for name in here.raised]
        yield say("asked_too", language, titles=listed(titles, language))
    for event in here.talk:
        if isinstance(event, AgentLookedUp):
            yield _looked(here, event)
    for text in told:
        yield say("answered", language, text=text)
    for warning in warnings(here, 0.0):
        if warning.evidence:
            yield say("warned", language, text=warning.text, evidence=warning.evidence)
    for text in unsaid:
        yield say("not_said", language, text=text)
    yield from _promised(here, events)
    for said in here.caller_said[-1:]:
        yield say("last_words", language, text=said.text[:_MOST_QUOTED])


def _bots(here: Situation, events: Sequence[CallEvent]) -> Facts:
    """The call's facts without what the agent looked up, and without fields that no text may hold."""
    facts = gather(here.plan, [event for event in events if not isinstance(event, AgentLookedUp)])
    searches = [
        replace(search, found=_tellable(here, search.name, search.found)) for search in facts.searches
    ]
    return replace(facts, searches=searches)


def _tellable(here: Situation, lookup: str, found: Mapping[str, str]) -> dict[str, str]:
    spec = here.plan.lookups.get(lookup)
    gives = spec.gives if spec is not None else {}
    return {name: value for name, value in found.items() if value and name in gives and gives[name].spoken}


def _looked(here: Situation, event: AgentLookedUp) -> str:
    language, name = here.agent_language, event.name.replace("_", " ")
    if not event.ok:
        return say("looked_failed", language, name=name)
    facts = [f"{column} {value}" for column, value in _tellable(here, event.name, event.found).items()]
    if not event.rows:
        return say("looked_none", language, name=name)
    return say("looked", language, name=name, facts=", ".join(facts))


def _promised(here: Situation, events: Sequence[CallEvent]) -> Iterator[str]:
    for event in events:
        match event:
            case RequestNoted():
                yield say("promised", here.agent_language, title=title_of(event.title, here.agent_language))
            case CallbackRequested():
                yield say("call_back", here.agent_language, number=event.number)
            case CallbackAgreed():
                yield say("call_back_at", here.agent_language, time=_time(event, here.agent_language))
            case _:
                pass


# -- the reply --


def _email(here: Situation, events: Sequence[CallEvent], told: Sequence[str], result: Result) -> str:
    language = here.language
    name = name_of(here.plan, here.hide.told(here.facts))
    dear = say("dear_named", language, name=name) if name else say("dear", language)
    body = [_called(here, events), *_value(here), *told, *_kept(here, events), say(f"end_{result}", language)]
    house = title_of(here.plan.title, language)
    lines = [dear, "", *body, "", say("signed", language, agent=here.agent, house=house)]
    return "\n".join(plain(here.hide.text(line)) for line in lines)


def _sms(here: Situation, events: Sequence[CallEvent], told: Sequence[str], result: Result) -> str:
    """House, what was answered last, and how it goes on; whole sentences, as many as fit."""
    language = here.language
    house = capital(title_of(here.plan.title, language))
    end = say(f"end_{result}", language)
    room = MOST_SMS - len(house) - len(end) - 4
    middle: list[str] = []
    for text in (*reversed(told), *_kept(here, events)):
        line = plain(here.hide.text(text))
        if len(line) <= room:
            middle.append(line)
            room -= len(line) + 1
    if not told and len(called := _called(here, events)) <= room:
        middle.insert(0, called)
    return plain(f"{house} : " if language == "fr" else f"{house}: ") + " ".join([*middle, end])


def _called(here: Situation, events: Sequence[CallEvent]) -> str:
    titles = _titles(here)
    if titles:
        return say("you_called", here.language, date=_date(here, events), titles=titles)
    return say("you_called_plain", here.language, date=_date(here, events))


def _subject(here: Situation, events: Sequence[CallEvent]) -> str:
    titles = _titles(here)
    if titles:
        return say("subject", here.language, date=_date(here, events), titles=titles)
    return say("subject_plain", here.language, date=_date(here, events))


def _titles(here: Situation) -> str:
    titles = [title_of(here.plan.intents[name].title, here.language) for name in here.requests]
    return listed(titles, here.language)


def _date(here: Situation, events: Sequence[CallEvent]) -> str:
    started = next((event.started for event in events if isinstance(event, CallStarted)), None)
    return spoken(_local(here, started), "date", here.language, year=True) if started else ""


def _local(here: Situation, started: datetime) -> str:
    zone = here.plan.timezone
    return (started.astimezone(ZoneInfo(zone)) if zone else started).date().isoformat()


def _value(here: Situation) -> Iterator[str]:
    """The value that matters, so that the caller knows what the reply is about."""
    value = key_value(here.plan, here.facts)
    if value is not None and here.values.get(value.name) == value.value:
        title = title_of(here.plan.slots[value.name].title, here.language)
        yield say("your_value", here.language, title=title[:1].upper() + title[1:], value=value.value)


def _time(event: CallbackAgreed, language: Language) -> str:
    return dated(CallbackTime(event.start, event.end), language)


def _kept(here: Situation, events: Sequence[CallEvent]) -> Iterator[str]:
    for event in events:
        match event:
            case RequestNoted():
                yield say("we_noted", here.language, title=title_of(event.title, here.language))
            case CallbackRequested():
                yield say("we_call", here.language, number=event.number)
            case CallbackAgreed():
                yield say("we_call_at", here.language, time=_time(event, here.language))
            case _:
                pass


def _address(here: Situation) -> str:
    """An e-mail address that was given or found, unless it is a secret."""
    given = (
        here.values.get(name, "")
        for name, slot in here.plan.slots.items()
        if slot.type is ValueType.EMAIL and not slot.sensitive
    )
    found = (
        here.values.get(f"{lookup}.{column}", "")
        for lookup, spec in here.plan.lookups.items()
        for column, field in spec.gives.items()
        if field.type is ValueType.EMAIL and field.spoken
    )
    return next((plain(address) for address in (*given, *found) if address), "")


def _mobile(here: Situation) -> str:
    number = re.sub(r"[ ().-]", "", here.facts.caller)
    return number if _MOBILE.fullmatch(number) else ""
