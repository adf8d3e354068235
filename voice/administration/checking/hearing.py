"""How long a caller listens before it is his turn: everything said in one go, in seconds."""

from __future__ import annotations

from collections.abc import Mapping

from voice.dialplan.model import Dialplan
from voice.dialplan.source import Document
from voice.dialplan.steps import Step
from voice.dialplan.text import VALUE
from voice.errors import Problem
from voice.handoff.spoken import spoken_seconds
from voice.turn import Language

LONGEST = 25.0
"""Seconds of talking in one go after which callers hang up or talk over it."""
LONGEST_GREETING = 15.0
"""Seconds of greeting, in all languages together, after which callers begin to talk."""
_VALUE = "quarante-deux"
"""As long as a value usually is."""


def too_long_in_one_go(plan: Dialplan, document: Document) -> list[Problem]:
    """Places where the caller listens for too long, over several steps or languages."""
    return [*_greeting(plan, document), *_chains(plan, document)]


def seconds(text: Mapping[Language, str], language: Language, plan: Dialplan) -> float:
    """How long a text takes in a language; a guess for its values, in the voices' own measure."""
    words = VALUE.sub(_VALUE, plan.with_own_values(text[language], language))
    voice = plan.voices.get(language)
    return spoken_seconds(words) / (voice.speed if voice else 1.0)


def _greeting(plan: Dialplan, document: Document) -> list[Problem]:
    """The first words are said in all languages one after the other."""
    if len(plan.languages) < 2:
        return []
    each = {language: _longest(plan, language)[plan.start] for language in plan.languages}
    takes = sum(total for total, _ in each.values())
    if takes <= LONGEST_GREETING:
        return []
    message = f"the greeting takes about {takes:.0f} seconds, since it is said in {len(each)} languages"
    place = document.place(("steps", plan.start, "say"))
    return [Problem(*place, "too_long", message, "say less before the caller's language is known", "warning")]


def _chains(plan: Dialplan, document: Document) -> list[Problem]:
    """Steps said one after the other without the caller's turn."""
    problems = []
    for name in sorted({plan.start, *_after_a_turn(plan)}):
        totals = {language: _longest(plan, language).get(name, (0.0, ())) for language in plan.languages}
        takes, path = max(totals.values(), key=lambda total: total[0])
        if takes <= LONGEST or len(path) < 2:
            continue
        message = f"from {name} on, {' → '.join(path)} is about {takes:.0f} seconds of talking in one go"
        hint = "say less, or ask in between"
        problems.append(Problem(*document.place(("steps", name)), "too_long", message, hint, "warning"))
    return problems


def _after_a_turn(plan: Dialplan) -> set[str]:
    """Steps that follow something that the caller said or keyed."""
    after = {intent.goto for intent in plan.intents.values()}
    for step in plan.steps.values():
        if step.waits:
            after |= {target for _, target in step.exits}
    return after & plan.steps.keys()


def _longest(plan: Dialplan, language: Language) -> dict[str, tuple[float, tuple[str, ...]]]:
    """For each step, the longest that is said from it on to the caller's turn, and over which steps."""

    def own(step: Step) -> float:
        texts = [text for text in (step.say, step.ask) if text is not None and language in text]
        return sum(seconds(text, language, plan) for text in texts)

    totals: dict[str, tuple[float, tuple[str, ...]]] = {}
    for name in _onward_first(plan):
        step = plan.steps[name]
        best = max((totals[target] for target in _onward(plan, name)), default=(0.0, ()))
        totals[name] = own(step) + best[0], (name, *best[1])
    return totals


def _onward(plan: Dialplan, name: str) -> list[str]:
    """Steps that follow without the caller's turn."""
    step = plan.steps[name]
    return [] if step.waits else [target for _, target in step.exits if target in plan.steps]


def _onward_first(plan: Dialplan) -> list[str]:
    """All steps, each after those that follow it; a checked plan has no circle without a turn."""
    ordered: dict[str, None] = {}
    for start in plan.steps:
        waiting = [start]
        while waiting:
            ahead = [target for target in _onward(plan, waiting[-1]) if target not in ordered]
            if ahead:
                waiting.append(ahead[0])
            else:
                ordered[waiting.pop()] = None
    return list(ordered)
