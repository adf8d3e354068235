"""From one thing heard to its meaning within one plan."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Protocol

from voice.turn import Heard, Intent, Language, Understanding
from voice.understanding.intents import IntentClassifier, IntentShape, Reading, classifier
from voice.understanding.slots import SlotShape, find_slots, from_keys
from voice.words import fold

SURE = 0.5
"""A request counts from this probability on."""
SURE_IN_PART = 0.6
"""A request in one half of a sentence counts from this probability on."""
_JOINTS = re.compile(
    r"(?:\s*[,;.?!]\s*|\s+)(?:et aussi|et puis|et ensuite|et|puis|ensuite|aussi|and also|and then|and"
    r"|also|then|plus)\s+"
    r"|\s*[;.?!]\s+",
    re.IGNORECASE,
)


class Understandable(Protocol):
    """What must be known of a plan to understand its callers."""

    @property
    def languages(self) -> tuple[Language, ...]:
        """Spoken languages."""
        ...

    @property
    def intents(self) -> Mapping[str, IntentShape]:
        """Requests by name."""
        ...

    @property
    def slots(self) -> Mapping[str, SlotShape]:
        """Values by name."""
        ...


class Understander:
    """Reads what callers of one plan say. Shared by all calls of the plan; keeps nothing between them."""

    def __init__(self, plan: Understandable, intents: IntentClassifier | None = None) -> None:
        self._slots = plan.slots
        self._languages = plan.languages
        self._classifier = intents or classifier(plan.intents, plan.languages)

    def understand(
        self, heard: Heard, expecting: str | None = None, language: Language | None = None
    ) -> Understanding:
        """Requests and values in one utterance; `expecting` names the slot that was asked for.

        Keys win over words. Requests come in the order they were said when each is sure by itself.
        """
        spoken = language or heard.language or self._languages[0]
        if heard.digits:
            return Understanding(slots=self._keyed(heard.digits, expecting))
        if not fold(heard.text):
            return Understanding()
        slots = find_slots(heard.text, self._slots, spoken, expecting)
        whole = self._classifier.classify(heard.text)
        intents = self._several(heard.text, whole)
        return Understanding(intents, slots, whole.out_of_scope)

    def _keyed(self, digits: str, expecting: str | None) -> dict[str, str]:
        value = from_keys(digits, self._slots[expecting]) if expecting else None
        return {expecting: value} if expecting and value else {}

    def _several(self, text: str, whole: Reading) -> tuple[Intent, ...]:
        found = _sure(whole, SURE)
        parts = [part for part in _JOINTS.split(text) if len(fold(part).split()) >= 2]
        if len(parts) < 2:
            return found
        best = [next(iter(_sure(self._classifier.classify(part), SURE_IN_PART)), None) for part in parts]
        said: dict[str, Intent] = {}
        for intent in best:
            if intent:
                said.setdefault(intent.name, intent)
        return tuple(said.values()) if len(said) > 1 else found


def _sure(reading: Reading, least: float) -> tuple[Intent, ...]:
    return tuple(intent for intent in reading.intents if intent.confidence >= least)
