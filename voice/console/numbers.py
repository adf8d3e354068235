"""The numbers that can be dialled, and what can be asked there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from voice.dialplan.load import Dialplans
from voice.dialplan.model import Dialplan, Intent
from voice.turn import Language

MOST_EXAMPLES = 3


@dataclass(frozen=True, slots=True)
class Number:
    """One number, as the pages show it."""

    pattern: str
    """What to dial; a * at the end stands for any rest."""
    plan: str
    titles: Mapping[Language, str]
    """What is reached, by language."""
    examples: Mapping[Language, Sequence[str]] = field(default_factory=dict)
    """Sentences that a caller could say there, by language."""


def numbers(plans: Dialplans) -> list[Number]:
    """Every number that a route names."""
    return [
        Number(route.pattern, plan.name, plan.title, _examples(plan))
        for route in plans.routes
        for plan in [plans.plans[route.plan]]
    ]


def _examples(plan: Dialplan) -> dict[Language, list[str]]:
    served = [intent for intent in plan.intents.values() if not plan.steps[intent.goto].transfer]
    return {
        language: [_example(intent, language) for intent in served][:MOST_EXAMPLES]
        for language in plan.languages
    }


def _example(intent: Intent, language: Language) -> str:
    """A sentence with a number in it shows most: which one to give when the bot asks for it."""
    sentences = intent.examples[language]
    telling = (text for text in sentences if any(sign.isdigit() for sign in text))
    return next(telling, sentences[0])
