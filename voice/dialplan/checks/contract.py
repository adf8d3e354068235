"""The scope contract: examples, limits, who serves a request, and what must not be promised."""

from __future__ import annotations

from collections import defaultdict

from voice.dialplan.checks.notes import Notes
from voice.dialplan.checks.ways import closure, leads
from voice.dialplan.model import PERSON, Channel, Intent, Step
from voice.dialplan.source import Location
from voice.words import fold, phrase_pattern

FEWEST = 3
"""Examples in each language below which a request cannot be told."""
ENOUGH = 6
"""Examples from which on it is told well."""


def check(notes: Notes) -> None:
    """What each contract says by itself."""
    for name, intent in notes.plan.intents.items():
        place: Location = ("intents", name)
        _examples(notes, place, name, intent)
        _ways_out(notes, place, intent)
        if intent.goto == PERSON and intent.channel is Channel.BOT:
            notes.problem(place, "missing", f"goto is missing: what serves {name}?", "name its first step")
        elif intent.goto == PERSON and intent.channel is Channel.BOT_THEN_HUMAN:
            hint = "write channel: human, or name its first step under goto"
            notes.problem(place, "missing", f"goto is missing: what serves {name}?", hint)
        for index, rule in enumerate(intent.never_says):
            for language in notes.plan.languages:
                if not rule.words.get(language):
                    where = (*place, "never_says", index, "words")
                    notes.problem(where, "language", f"no phrases in {language}")
    _same_examples(notes)


def _examples(notes: Notes, place: Location, name: str, intent: Intent) -> None:
    for language in notes.plan.languages:
        count = len(intent.examples.get(language, ()))
        where = (*place, "examples", language)
        if count < FEWEST:
            message = f"{name} needs at least {FEWEST} examples in {language}; 8 or more make it sure"
            notes.problem(where, "examples", message)
        elif count < ENOUGH:
            message = f"{name} has only {count} examples in {language}; 8 or more make it sure"
            notes.warn(where, "examples", message)
    for language in {*intent.examples, *intent.keywords} - {*notes.plan.languages}:
        notes.problem((*place, "examples", language), "language", f"{language} is not spoken here")


def _ways_out(notes: Notes, place: Location, intent: Intent) -> None:
    notes.known("step", intent.goto, notes.plan.steps, (*place, "goto"))
    notes.known("step", intent.beyond, notes.plan.steps, (*place, "beyond"))
    if intent.beyond != PERSON and intent.depth is None:
        notes.problem((*place, "beyond"), "contract", "beyond needs a depth")
    for index, limit in enumerate(intent.limits):
        where = (*place, "limits", index)
        notes.known("step", limit.goto, notes.plan.steps, (*where, "goto"))
        for value in sorted(limit.when.names):
            notes.known("value", value, notes.asked, (*where, "when"))


def _same_examples(notes: Notes) -> None:
    """The same words cannot stand for two requests."""
    places = defaultdict[tuple[str, str], list[tuple[str, int]]](list)
    for name, intent in notes.plan.intents.items():
        for language, examples in intent.examples.items():
            for index, example in enumerate(examples):
                places[language, fold(example)].append((name, index))
    for (spoken, _), holders in places.items():
        (first, _), *others = holders
        for name, index in others:
            where = ("intents", name, "examples", spoken, index)
            if name == first:
                notes.warn(where, "examples", "this example stands here a second time")
            else:
                message = f"the same example stands for {first} and for {name}"
                notes.problem(where, "overlap", message, "leave it with the request that callers mean")


def check_ways(notes: Notes) -> None:
    """What the steps of each request do with its contract; only for plans whose names all lead somewhere."""
    edges = leads(notes.plan)
    for name, intent in notes.plan.intents.items():
        steps = {step: notes.plan.steps[step] for step in closure(edges, [intent.goto])}
        _channel(notes, name, intent, steps)
        _limits(notes, name, intent, steps)
        _promises(notes, name, intent, steps)


def _channel(notes: Notes, name: str, intent: Intent, steps: dict[str, Step]) -> None:
    if intent.channel is Channel.BOT:
        for step in (step for step, spec in steps.items() if spec.hands_over):
            message = f"{name} is for the bot alone, but its step {step} gives the call to a person"
            notes.problem(("intents", name, "channel"), "channel", message, "write bot_then_human")
    if intent.channel is Channel.HUMAN:
        for step in (step for step, spec in steps.items() if spec.done or spec.hang_up or spec.plan):
            message = f"{name} is for a person, but its step {step} ends it"
            hint = "callers go to a person there all the same; lead it to person"
            notes.warn(("intents", name, "channel"), "channel", message, hint)
    elif notes.plan.steps[intent.goto].hands_over and intent.goto != PERSON:
        message = f"{name} goes to a person at once"
        notes.warn(("intents", name), "channel", message, "write channel: human")


def _limits(notes: Notes, name: str, intent: Intent, steps: dict[str, Step]) -> None:
    """A limit on what the request never comes to know is never met."""
    given = {step.slot for step in steps.values()} | {slot for step in steps.values() for slot in step.set_}
    for lookup in {step.lookup for step in steps.values() if step.lookup}:
        given.update(f"{lookup}.{column}" for column in notes.plan.lookups[lookup].gives)
    for index, limit in enumerate(intent.limits):
        for value in sorted(limit.when.names & (notes.found | set(notes.plan.slots))):
            if value not in given:
                where = ("intents", name, "limits", index, "when")
                notes.warn(where, "limit", f"{name} never comes to know {value}, so this limit is never met")


def _promises(notes: Notes, name: str, intent: Intent, steps: dict[str, Step]) -> None:
    patterns = {
        language: [phrase_pattern(phrase) for rule in intent.never_says for phrase in rule.words[language]]
        for language in notes.plan.languages
    }
    for step, spec in steps.items():
        for where, text in spec.texts:
            for language, said in text.items():
                held = (found[0] for pattern in patterns[language] if (found := pattern.search(fold(said))))
                for words in held:
                    message = f'{step} says "{words}", which {name} must not promise'
                    notes.problem(("steps", step, *where, language), "promise", message)
