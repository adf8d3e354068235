"""From one thing heard to its meaning within one plan."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Protocol

from voice.turn import Heard, Language, Understanding
from voice.understanding.intents import IntentClassifier, IntentShape, Reading, classifier
from voice.understanding.said_numbers import beside_numbers
from voice.understanding.several import find_requests
from voice.understanding.slots import SlotShape, find_slots, from_keys
from voice.words import fold


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
        self,
        heard: Heard,
        expecting: str | None = None,
        language: Language | None = None,
        today: date | None = None,
    ) -> Understanding:
        """Requests and values in one utterance; `expecting` names the slot that was asked for.

        Keys win over words. Requests come in the order they were said when each is sure by itself.
        """
        spoken = language or heard.language or self._languages[0]
        if heard.digits:
            return Understanding(slots=self._keyed(heard.digits, expecting, today))
        if not fold(heard.text):
            return Understanding()
        slots = find_slots(heard.text, self._slots, spoken, expecting, today)
        intents, whole = find_requests(beside_numbers(heard.text), self._classifier)
        return Understanding(intents, slots, whole.out_of_scope)

    def read(self, text: str) -> Reading:
        """Every request with its probability, also those that are not sure."""
        return self._classifier.classify(beside_numbers(text))

    def _keyed(self, digits: str, expecting: str | None, today: date | None) -> dict[str, str]:
        value = from_keys(digits, self._slots[expecting], today) if expecting else None
        return {expecting: value} if expecting and value else {}
