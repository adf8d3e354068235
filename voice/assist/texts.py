"""The plan's texts as a person says or sends them: values in writing, nothing unknown, no secret."""

from __future__ import annotations

from collections.abc import Mapping

from voice.dialplan.model import Dialplan
from voice.dialplan.spoken import spoken
from voice.dialplan.text import Text, fill
from voice.handoff.facts import Value
from voice.handoff.plain import plain
from voice.handoff.redaction import Redaction
from voice.turn import Language

_AS_WRITTEN = frozenset({"identifier", "digits", "postcode", "phone", "email", "name", "text"})
MOST_CHARACTERS = 600
"""Of one suggestion."""


def shown(plan: Dialplan, name: str, value: str, language: Language, hide: Redaction) -> str:
    """A value by its name, {slot} or {lookup.column}; empty when it is not known or not for telling."""
    if not value:
        return ""
    if "." in name:
        lookup, _, column = name.partition(".")
        spec = plan.lookups.get(lookup)
        field = spec.gives.get(column) if spec is not None else None
        return _written(value, field.type.value, language) if field is not None and field.spoken else ""
    slot = plan.slots.get(name)
    if slot is None:
        return value
    if slot.sensitive:
        return hide.value(Value(name, value, 0))
    if value in slot.choices:
        words = slot.choices[value].get(language)
        return words[0] if words else value
    return _written(value, slot.type.value, language)


def _written(value: str, kind: str, language: Language) -> str:
    return value if kind in _AS_WRITTEN else spoken(value, kind, language)


def filled(
    plan: Dialplan, text: Text, language: Language, values: Mapping[str, str], hide: Redaction
) -> str | None:
    """A text with its values; None when it is not in this language or a value is not known."""
    if language not in text:
        return None
    missing = False

    def value(name: str) -> str:
        nonlocal missing
        found = shown(plan, name, values.get(name, ""), language, hide)
        missing = missing or not found
        return found

    words = " ".join(fill(plan.with_own_values(text[language], language), value).split())
    return None if missing else plain(words)[:MOST_CHARACTERS]
