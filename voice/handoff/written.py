"""The sentences of the summary that an agent reads."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from voice.dialplan.callback_times import dated
from voice.dialplan.model import Dialplan
from voice.handoff.earlier import Past
from voice.handoff.facts import Facts, Search, last_searches, title_of, words_of
from voice.handoff.words import ERRANDS, FAILURES, WHY, capital, listed, say
from voice.turn import Language, TransferReason


def sentences(
    plan: Dialplan, facts: Facts, reason: TransferReason, language: Language, earlier: Sequence[Past] = ()
) -> Iterator[str]:
    """Who calls and what for, what they gave, what was done, what went wrong, why a person."""
    caller = facts.caller.strip() or say("hidden", language)
    yield say("from", language, caller=caller, dialled=facts.dialled, plan=title_of(plan.title, language))
    yield from _how(facts, language)
    yield WHY[reason][language]
    if not facts.requests and not any(line.who == "caller" for line in facts.lines):
        yield say("said_nothing", language)
    elif facts.requests:
        yield say("requests", language, titles=_titles(plan, facts, language))
    else:
        yield say("unknown_request", language)
    for search in last_searches(facts):
        if search.ok and search.rows:
            yield _found(search, language)
    if facts.message is not None:
        words = words_of(facts.message, facts)
        yield say("message", language, words=words) if words else say("message_unclear", language)
    for agent, note in facts.passed_on:
        if note:
            yield say("noted", language, agent=agent, note=note)
        else:
            yield say("passed_on", language, agent=agent)
    for given, ended in facts.errands:
        outcome = ERRANDS[ended.outcome if ended is not None else "under_way"][language]
        title = title_of(given.title, language)
        yield say("errand", language, agent=given.agent, title=title, outcome=outcome)
    for _, _, text in failures(facts, language):
        yield text
    if earlier:
        titles = [request_title(plan, name, language) for name in earlier[0].requests]
        known = say("earlier", language, titles=listed(titles, language))
        yield known if titles else say("earlier_unknown", language)
        if earlier[0].mood == "upset":
            yield say("earlier_upset", language)


def _how(facts: Facts, language: Language) -> Iterator[str]:
    """In which way the call comes, when not simply from the caller."""
    if facts.consulting is not None:
        agent, note = facts.consulting
        yield say("asks_you_note" if note else "asks_you", language, agent=agent, note=note)
    if facts.called_back:
        yield say("wants_call_back", language)
        if facts.agreed is not None:
            yield say("agreed_time", language, time=dated(facts.agreed, language))


def request_title(plan: Dialplan, name: str, language: Language) -> str:
    """The title of a request of this plan; another plan's request by its name."""
    intent = plan.intents.get(name)
    return title_of(intent.title, language) if intent else name.replace("_", " ")


def failures(facts: Facts, language: Language) -> Iterator[tuple[str, str, str]]:
    """What did not work: kind, name of the part, and a sentence."""
    for search in last_searches(facts):
        if not search.ok:
            yield "lookup", search.name, say("failed_in", language, source=capital(search.name))
        elif not search.rows:
            yield "nothing_found", search.name, say("nothing_in", language, source=search.name)
    for what, count in (("not_understood", facts.not_understood), ("silence", facts.silences)):
        if count:
            name = "silent" if what == "silence" else what
            yield what, "", say(name, language, count=count)
    for part in dict.fromkeys(facts.broken):
        yield "part", part, say("broke", language, part=part)
    for target, failure in facts.attempts:
        yield "handoff", target, say("tried", language, target=target, why=FAILURES[failure][language])


def next_step(plan: Dialplan, facts: Facts, reason: TransferReason, language: Language) -> str:
    """One sentence: what the person should do first."""
    titles = _titles(plan, facts, language)
    searches = last_searches(facts)
    if reason is TransferReason.DANGER:
        return say("next_danger", language)
    if facts.message is not None:
        return say("next_message", language)
    if any(not search.ok for search in searches):
        return say("next_lookup_failed", language)
    if facts.values and any(search.ok and not search.rows for search in searches):
        slots = [title_of(plan.slots[name].title, language) for name in facts.values]
        return say("next_nothing_found", language, titles=listed(slots, language))
    if not titles:
        return say("next_ask", language)
    return say("next_upset" if _upset(facts) else "next_request", language, titles=titles)


def _upset(facts: Facts) -> bool:
    assessment = facts.assessment
    return assessment is not None and assessment.emotion >= assessment.thresholds.emotion > 0


def _titles(plan: Dialplan, facts: Facts, language: Language) -> str:
    return listed([title_of(plan.intents[name].title, language) for name in facts.requests], language)


def _found(search: Search, language: Language) -> str:
    found = ", ".join(f"{key} {value}" for key, value in search.found.items() if value)
    if not found:
        return say("found", language)
    return say("found_in", language, source=search.name, facts=found)
