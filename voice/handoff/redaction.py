"""Values that the plan calls sensitive, cut from what a summary shows."""

from __future__ import annotations

from dataclasses import replace

from voice.dialplan.model import Dialplan
from voice.handoff.facts import Facts, Line, Value, forms
from voice.turn import Assessment

HIDDEN = "•••"
_SHORTEST = 3
"""Shorter values would be cut out of the middle of other words."""


class Redaction:
    """Knows every sensitive value that was given in a call."""

    def __init__(self, plan: Dialplan, facts: Facts) -> None:
        self._sensitive = {name for name, slot in plan.slots.items() if slot.sensitive}
        given = [value for value in facts.given if value.name in self._sensitive]
        found = {form for value in given for form in forms(plan, value) if len(form) >= _SHORTEST}
        self._forms = sorted(found, key=len, reverse=True)
        self._turns = {value.turn for value in given}

    def text(self, text: str) -> str:
        """Without any sensitive value, in whichever form."""
        for form in self._forms:
            text = text.replace(form, HIDDEN)
        return text

    def line(self, line: Line) -> str:
        """What was said; words in which a sensitive value was given are not shown at all."""
        return HIDDEN if self._sensitive.intersection(line.slots) else self.text(line.text)

    def value(self, value: Value) -> str:
        """As it is, or its last two characters."""
        if value.name not in self._sensitive:
            return self.text(value.value)
        return HIDDEN + value.value[-2:] if len(value.value) > 4 else HIDDEN

    def told(self, facts: Facts) -> Facts:
        """The facts, with what lookups found and what was told freed of sensitive values."""
        searches = [
            replace(
                search,
                found={key: self.text(text) for key, text in search.found.items()},
                told=[self.text(text) for text in search.told],
            )
            for search in facts.searches
        ]
        answers = [replace(answer, text=self.text(answer.text)) for answer in facts.answers]
        return replace(facts, searches=searches, answers=answers)

    def assessment(self, assessment: Assessment | None) -> Assessment | None:
        """Its evidence freed of sensitive values."""
        if assessment is None:
            return None
        signals = tuple(
            replace(signal, evidence=HIDDEN if signal.turn in self._turns else self.text(signal.evidence))
            for signal in assessment.signals
        )
        return replace(assessment, signals=signals)
