"""Values in the place of a caller's own, of the same shape: a call without its secrets still works."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from voice.dialplan.model import Dialplan
from voice.dialplan.values import ValueType
from voice.events import CallEvent, TurnTaken
from voice.handoff.facts import Value, forms
from voice.handoff.patterns import spelled, without_patterns
from voice.handoff.redaction import HIDDEN

CALLER = "+33199001234"
"""A number that is nobody's: 01 99 00 is set aside for fiction by the French numbering plan."""
_PERSONAL: dict[ValueType, str] = {
    ValueType.NAME: "Martin",
    ValueType.EMAIL: "martin@example.com",
    ValueType.PHONE: "0199001234",
}
_SHORTEST = 3


class StandIns:
    """Stand-ins for every sensitive or personal value that was given in a call."""

    def __init__(self, plan: Dialplan, events: Sequence[CallEvent]) -> None:
        self._slots = {
            name: slot.type for name, slot in plan.slots.items() if slot.sensitive or slot.type in _PERSONAL
        }
        self._values: dict[str, str] = {}
        self._forms: dict[str, str] = {}
        for event in events:
            for name, value in event.turn.understood.slots.items() if isinstance(event, TurnTaken) else ():
                if name in self._slots:
                    self._add(plan, name, value)

    def value(self, value: str) -> str:
        """A slot's value, or another text with the values in it replaced."""
        return self._values.get(value) or self.text(value)

    def said(self, text: str, slots: Mapping[str, str]) -> str:
        """What a caller said, of which these values were understood.

        Words that gave a secret in a form that cannot be found in them are replaced by the stand-in itself.
        """
        replaced = self.text(text)
        secret = [value for name, value in slots.items() if name in self._slots]
        if secret and replaced == text:
            return " ".join(self._values[value] for value in secret)
        return replaced

    def keys(self, digits: str) -> str:
        """Keys pressed."""
        return self._values.get(digits, digits)

    def text(self, text: str) -> str:
        """A text with every form of a value replaced, and what else looks like a secret hidden."""
        for form in sorted(self._forms, key=len, reverse=True):
            text = spelled(form).sub(self._forms[form], text)
        return without_patterns(text, HIDDEN) if not self._values else self._hidden(text)

    def _hidden(self, text: str) -> str:
        kept = set(self._values.values())
        return text if any(value in text for value in kept) else without_patterns(text, HIDDEN)

    def _add(self, plan: Dialplan, name: str, value: str) -> None:
        stand_in = _PERSONAL.get(self._slots[name]) or other_digits(value)
        self._values[value] = stand_in
        for form in forms(plan, Value(name, value, 0)):
            if sum(char.isalnum() for char in form) >= _SHORTEST:
                self._forms[form] = stand_in


def other_digits(value: str) -> str:
    """The value with every digit and letter changed into another, the same each time; its shape stays."""

    def other(char: str) -> str:
        if char.isdigit():
            return str((int(char) + 3) % 10)
        if char.isascii() and char.isalpha():
            first = "A" if char.isupper() else "a"
            return chr((ord(char) - ord(first) + 3) % 26 + ord(first))
        return char

    return "".join(map(other, value))
