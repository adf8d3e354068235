"""The summary that an agent hears: at most twelve seconds, the most telling parts first to stay."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from typing import Literal

from voice.dialplan.model import Dialplan, ValueType
from voice.dialplan.spoken import one_by_one, spoken
from voice.handoff.earlier import mood_of
from voice.handoff.facts import Facts, Value, last_searches, title_of
from voice.handoff.words import PROMPT, WHY, capital, say
from voice.turn import Language, TransferReason

MOST_SECONDS = 12.0

_LONG_NUMBER = 8
_SHORT_NUMBER = 6
_MOST_NAME = 30
_MOST_TOLD = 90
_MOST_TITLE = 60
_NAME = re.compile(r"[^\W\d_](?:[^\W\d_]|['’.-])*(?: (?:[^\W\d_]|['’.-])+){0,3}")
"""Up to four words without digits."""
_NAMES = ("name", "full_name", "customer_name", "patient_name", "holder", "nom")
IDENTIFIERS = (ValueType.IDENTIFIER, ValueType.DIGITS, ValueType.PHONE)
"""Types of values that are read character by character."""


def spoken_seconds(text: str) -> float:
    """How long a text takes to speak, in seconds: a cautious guess.

    Set against English (Piper, joe) and French (Kokoro, siwis) voices at normal speed, which take up to a
    tenth less. A digit by itself is a word; digits in a row are a number of several words.
    """
    digits = sum(0.32 if len(run) < 3 else 0.5 * len(run) for run in re.findall(r"\d+", text))
    others = len(re.sub(r"\d", "", text)) * 0.046
    pauses = 0.14 * len(re.findall(r"[,;:]", text)) + 0.3 * len(re.findall(r"[.!?…]", text))
    return 0.15 + digits + others + pauses


@dataclass(frozen=True, slots=True)
class _Shape:
    """How much is said of each thing; made smaller until the whole fits."""

    expected: bool = True
    told: Literal["words", "briefly", "no"] = "words"
    requests: int = 2
    who: bool = True
    failed: bool = True
    mood: bool = True
    value: Literal["all", "end", "no"] = "all"
    why: bool = True
    title: int = _MOST_TITLE


_SMALLER: tuple[dict[str, object], ...] = (
    {"told": "briefly"},
    {"requests": 1},
    {"told": "no"},
    {"who": False},
    {"expected": False},
    {"value": "end"},
    {"failed": False},
    {"mood": False},
    {"value": "no"},
    {"why": False},
    {"title": 0},
)
"""What is given up, the least important first; each step keeps those before it."""


def spoken_summary(
    plan: Dialplan, facts: Facts, reason: TransferReason, language: Language, agent_language: Language
) -> str:
    """What the agent hears, ending with the keys to press."""
    shape = _Shape()
    text = _render(plan, facts, reason, language, agent_language, shape)
    for smaller in _SMALLER:
        if spoken_seconds(text) <= MOST_SECONDS:
            break
        shape = replace(shape, **smaller)  # type: ignore[arg-type]
        text = _render(plan, facts, reason, language, agent_language, shape)
    return text


def _render(
    plan: Dialplan,
    facts: Facts,
    reason: TransferReason,
    language: Language,
    agent_language: Language,
    shape: _Shape,
) -> str:
    urgent = reason is TransferReason.DANGER
    why = WHY[reason][agent_language] if shape.why or urgent else ""
    parts = [
        why if urgent else "",
        say("asks", agent_language) if facts.consulting is not None else "",
        say("call_back", agent_language) if facts.called_back and facts.consulting is None else "",
        _opening(plan, facts, agent_language, shape),
        _done(facts, language, agent_language, shape),
        _failed(facts, reason, agent_language) if shape.failed else "",
        _mood(facts, reason, agent_language) if shape.mood else "",
        "" if urgent else why,
        _expected(facts, reason, agent_language) if shape.expected else "",
        PROMPT[agent_language],
    ]
    return " ".join(part for part in parts if part)


def _expected(facts: Facts, reason: TransferReason, language: Language) -> str:
    """What the person is to do first, where that is not plain from what was told."""
    searches = last_searches(facts)
    if reason is TransferReason.DANGER:
        return ""
    if any(not search.ok for search in searches):
        return say("do_look_up", language)
    if facts.values and any(search.ok and not search.rows for search in searches):
        return say("do_check", language)
    upset = facts.assessment is not None and mood_of(facts.assessment) == "upset"
    return say("do_upset", language) if upset or reason is TransferReason.EMOTION else ""


def _opening(plan: Dialplan, facts: Facts, language: Language, shape: _Shape) -> str:
    who = _who(plan, facts, language) if shape.who else ""
    parts = [who or say("caller", language)] if who or not (shape.title and facts.requests) else []
    titles = [title_of(plan.intents[name].title, language) for name in facts.requests]
    if shape.title and titles:
        about = say("about", language, title=clean(titles[-1], shape.title))
        if shape.requests > 1 and len(titles) > 1:
            about += say("and", language, title=clean(titles[-2], shape.title))
        parts.append(about)
    elif shape.title:
        parts.append(say("no_request", language))
    value = key_value(plan, facts)
    if value is not None and shape.value != "no":
        parts.append(_value(plan, value, language, shape))
    return capital(", ".join(part for part in parts if part)) + "."


def _who(plan: Dialplan, facts: Facts, language: Language) -> str:
    name = name_of(plan, facts)
    if name:
        return name
    digits = re.sub(r"\D", "", facts.caller)
    if len(digits) < 4 or not re.fullmatch(r"\+?[\d ().-]+", facts.caller):
        return say("caller", language)
    return say("caller_ending", language, digits=" ".join(digits[-4:]))


def name_of(plan: Dialplan, facts: Facts) -> str:
    """The caller's name, as found or given; empty when there is none, or what there is looks like none."""
    found = {key: text for search in facts.searches for key, text in search.found.items()}
    given = {key: v.value for key, v in facts.values.items() if not plan.slots[key].sensitive}
    name = next((known[key] for known in (found, given) for key in _NAMES if known.get(key)), "")
    name = clean(name, _MOST_NAME)
    return name if _NAME.fullmatch(name) else ""


def key_value(plan: Dialplan, facts: Facts) -> Value | None:
    """The one value worth saying: an identifier if there is one, else the latest; never a sensitive one."""
    values = [value for value in facts.values.values() if not plan.slots[value.name].sensitive]
    identifiers = [value for value in values if plan.slots[value.name].type in IDENTIFIERS]
    return next(reversed(identifiers or values), None)


def choice_words(plan: Dialplan, value: Value, language: Language) -> str:
    """How the chosen one is called; empty when the slot is no choice."""
    slot = plan.slots[value.name]
    if slot.type is not ValueType.CHOICE:
        return ""
    words = slot.choices.get(value.value, {}).get(language)
    return words[0] if words else value.value


def _value(plan: Dialplan, value: Value, language: Language, shape: _Shape) -> str:
    kind = plan.slots[value.name].type
    if kind not in IDENTIFIERS:
        said = choice_words(plan, value, language) or spoken(value.value, kind.value, language)
        return clean(said, _MOST_NAME)
    characters = re.sub(r"[^0-9A-Za-z]", "", value.value)
    if len(characters) > (_SHORT_NUMBER if shape.value == "end" else _LONG_NUMBER):
        return say("number_ending", language, value=one_by_one(characters[-4:]))
    return say("number", language, value=one_by_one(characters))


def _done(facts: Facts, language: Language, agent_language: Language, shape: _Shape) -> str:
    search = next((search for search in reversed(last_searches(facts)) if search.ok and search.rows), None)
    if search is None or shape.told == "no":
        return ""
    if not search.told:
        return say("found", agent_language)
    text = clean(search.told[0], 10 * _MOST_TOLD)
    if shape.told == "briefly" or language != agent_language or len(text) > _MOST_TOLD:
        return say("answered", agent_language)
    return say("told", agent_language, text=text.rstrip(" .") + ".")


def _failed(facts: Facts, reason: TransferReason, language: Language) -> str:
    searches = last_searches(facts)
    if any(not search.ok for search in searches) and reason is not TransferReason.LOOKUP_FAILED:
        return say("lookup_failed", language)
    if any(search.ok and not search.rows for search in searches):
        return say("nothing_found", language)
    return ""


def _mood(facts: Facts, reason: TransferReason, language: Language) -> str:
    if facts.assessment is None or reason is TransferReason.EMOTION:
        return ""
    mood = mood_of(facts.assessment)
    return "" if mood == "calm" else say(mood, language)


def clean(text: str, most: int) -> str:
    """Letters, digits and quiet punctuation, at most so many characters; no markup survives a voice."""
    text = unicodedata.normalize("NFC", re.sub(r"<[^<>]*>", " ", text))
    text = re.sub(r"[^\w\s'’.,:;?!%€$«»()/-]|_", " ", text)
    text = re.sub(r"\s+", " ", text).strip()
    return text if len(text) <= most else _cut(text, most)


def _cut(text: str, most: int) -> str:
    return text[:most].rsplit(" ", 1)[0].rstrip(" ,;:")
