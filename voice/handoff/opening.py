"""The sentence with which a person can begin, so that the caller need not say anything twice."""

from __future__ import annotations

from voice.dialplan.model import Dialplan
from voice.dialplan.spoken import spoken
from voice.handoff.earlier import mood_of
from voice.handoff.facts import Facts, Value, last_searches, title_of
from voice.handoff.redaction import HIDDEN
from voice.handoff.spoken import IDENTIFIERS, choice_words, clean, key_value, name_of
from voice.handoff.words import listed, say
from voice.turn import Language, TransferReason

_MOST_TITLE = 80
_MOST_VALUE = 40


def first_sentence(plan: Dialplan, facts: Facts, reason: TransferReason, language: Language) -> str:
    """What to say to the caller first, in this language: what is known, and what is still to be made sure."""
    name = name_of(plan, facts)
    parts = [
        say("open_named", language, name=name) if name and HIDDEN not in name else say("open", language),
        _feeling(facts, reason, language),
    ]
    if reason is TransferReason.DANGER:
        return " ".join(part for part in (parts[0], say("open_danger", language)) if part)
    titles = [clean(title_of(plan.intents[name].title, language), _MOST_TITLE) for name in facts.requests]
    if facts.message is not None:
        parts.append(say("open_message", language))
    if titles:
        parts += [say("open_about", language, titles=listed(titles, language)), _value(plan, facts, language)]
    elif facts.message is None:
        parts.append(say("open_ask", language))
    return " ".join(part for part in parts if part)


def _feeling(facts: Facts, reason: TransferReason, language: Language) -> str:
    if reason is TransferReason.SENSITIVE:
        return say("open_loss", language)
    upset = facts.assessment is not None and mood_of(facts.assessment) == "upset"
    return say("open_sorry", language) if upset or reason is TransferReason.EMOTION else ""


def _value(plan: Dialplan, facts: Facts, language: Language) -> str:
    """The value that matters; as a question, when it was not confirmed or nothing was found with it."""
    value = key_value(plan, facts)
    if value is None:
        return ""
    missed = any(search.ok and not search.rows for search in last_searches(facts))
    return say(
        "open_value" if value.confirmed and not missed else "open_check",
        language,
        title=clean(title_of(plan.slots[value.name].title, language), _MOST_TITLE),
        value=_text(plan, value, language),
    )


def _text(plan: Dialplan, value: Value, language: Language) -> str:
    slot = plan.slots[value.name]
    text = value.value
    if slot.type not in IDENTIFIERS:
        text = choice_words(plan, value, language) or spoken(value.value, slot.type.value, language)
    return clean(text, _MOST_VALUE)
