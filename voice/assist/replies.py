"""What the agent could say next: from the plan's words, this call's values, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator

from voice.assist.hearing import said_by
from voice.assist.situation import Situation
from voice.assist.suggestions import Suggestion
from voice.assist.texts import filled, shown
from voice.assist.walk import Answer
from voice.assist.words import say
from voice.escalation.readers import mood_of
from voice.handoff.facts import title_of
from voice.handoff.opening import first_sentence
from voice.handoff.spoken import key_value
from voice.handoff.words import listed
from voice.turn import Language, TransferReason
from voice.understanding.commands import Command, find_command

MOST = 3
"""Replies shown at a time."""
UPSET = 0.6
"""Anger or distress of a sentence, 0 to 1, from which on it is answered first."""
_LATEST = 2
"""Sentences of the caller that the mood is read from."""


def replies(here: Situation, reason: TransferReason) -> tuple[Suggestion, ...]:
    """Two or three of them, the most fitting first; those used, dismissed or said already are left out."""
    spoken = [said.text for said in here.agent_said]
    found: dict[str, Suggestion] = {}
    for reply in _all(here, reason):
        if reply.id not in here.used and not said_by(reply.text, spoken):
            found.setdefault(reply.text, reply)
    return tuple(found.values())[:MOST]


def _all(here: Situation, reason: TransferReason) -> Iterator[Suggestion]:
    if not (here.agent_said or here.caller_said):
        yield from _opening(here, reason)
    yield from _soothing(here)
    yield from _own(here)
    for request in reversed(here.requests):
        yield from _answer(here, request)
    yield from _check(here)
    yield from _rest(here)


def _reply(here: Situation, source: str, words: tuple[str, str | None]) -> Suggestion:
    text, meaning = words
    same = here.language == here.agent_language
    return Suggestion("reply", here.hide.text(text), source, "" if same else here.hide.text(meaning or ""))


def _both(here: Situation, sentence: str, **values: str) -> tuple[str, str]:
    return say(sentence, here.language, **values), say(sentence, here.agent_language, **values)


def _opening(here: Situation, reason: TransferReason) -> Iterator[Suggestion]:
    facts = here.hide.told(here.facts)
    text = first_sentence(here.plan, facts, reason, here.language)
    meaning = first_sentence(here.plan, facts, reason, here.agent_language)
    yield _reply(here, "opening", (text, meaning))


def _soothing(here: Situation) -> Iterator[Suggestion]:
    moods = [mood_of(said.text, here.language) for said in here.caller_said[-_LATEST:]]
    distress = max((mood.distress for mood in moods), default=0.0)
    anger = max((mood.anger for mood in moods), default=0.0)
    if max(anger, distress) >= UPSET:
        kind = "distress" if distress > anger else "calm"
        yield _reply(here, f"mood:{kind}", _both(here, kind))


def _own(here: Situation) -> Iterator[Suggestion]:
    """What the plan gives to agents for the requests of this call."""
    for name, line in here.plan.agent_replies.items():
        if not line.belongs(tuple(here.requests), here.values):
            continue
        text = filled(here.plan, line.say, here.language, here.values, here.hide)
        if text is not None:
            meaning = filled(here.plan, line.say, here.agent_language, here.values, here.hide)
            yield _reply(here, f"agent_replies:{name}", (text, meaning))


def _answer(here: Situation, request: str) -> Iterator[Suggestion]:
    """What the bot would answer, unless it has, and was not asked again since."""
    found = here.answer(request)
    steps = [step for step, _ in found.says]
    told = all(step in here.told_steps for step in steps)
    if not steps or (told and request not in here.raised and not found.wants):
        return
    text = _told(here, found, here.language)
    if text:
        source = "step:" + ",".join(dict.fromkeys(steps))
        yield _reply(here, source, (text, _told(here, found, here.agent_language)))


def _told(here: Situation, found: Answer, language: Language) -> str | None:
    parts = [filled(here.plan, text, language, here.values, here.hide) for _, text in found.says]
    return " ".join(part for part in parts if part) if all(parts) else None


def _check(here: Situation) -> Iterator[Suggestion]:
    """The value that matters, read back when nobody has confirmed it."""
    value = key_value(here.plan, here.facts)
    if value is None or value.confirmed or here.values.get(value.name) != value.value:
        return
    title = {language: title_of(here.plan.slots[value.name].title, language) for language in _tongues(here)}
    texts = {
        language: say(
            "check",
            language,
            title=title[language],
            value=shown(here.plan, value.name, value.value, language, here.hide),
        )
        for language in _tongues(here)
    }
    yield _reply(here, f"slot:{value.name}", (texts[here.language], texts[here.agent_language]))


def _rest(here: Situation) -> Iterator[Suggestion]:
    """What can always be said: sum up, ask what it is about, or whether there is anything else."""
    if not here.requests:
        if here.agent_said:
            yield _reply(here, "ask", _both(here, "ask"))
        return
    done = all(here.answer(name).done for name in here.requests)
    leaving = any(find_command(said.text) is Command.GOODBYE for said in here.caller_said[-1:])
    if here.agent_said and (done or leaving):
        texts = {
            tongue: here.plan.sentence("anything_else", tongue)[0]
            for tongue in _tongues(here)
            if tongue in here.plan.languages
        }
        if here.language in texts:
            words = texts[here.language], texts.get(here.agent_language)
            yield _reply(here, "prompt:anything_else", words)
    titles = {
        tongue: listed([title_of(here.plan.intents[name].title, tongue) for name in here.requests], tongue)
        for tongue in _tongues(here)
    }
    texts = {tongue: say("sum_up", tongue, titles=titles[tongue]) for tongue in _tongues(here)}
    yield _reply(here, "requests", (texts[here.language], texts[here.agent_language]))


def _tongues(here: Situation) -> tuple[Language, ...]:
    return tuple(dict.fromkeys((here.language, here.agent_language)))
