"""What the bot says by itself, in both languages; a plan may put its own words in place under `prompts:`.

Several variants are used one after the other, so that the same question never sounds twice the same.
"""

from __future__ import annotations

from collections.abc import Mapping

from voice.dialplan.builtin_messages import MESSAGES
from voice.dialplan.builtin_people import PEOPLE
from voice.dialplan.builtin_talk import TALK
from voice.turn import Language

SENTENCES: Mapping[str, Mapping[Language, tuple[str, ...]]] = {**TALK, **PEOPLE, **MESSAGES}
"""Sentence name to language to variants. {requests} and {house} are the plan's, the rest the call's."""

CALL_VALUES: Mapping[str, frozenset[str]] = {
    "confirm_slot": frozenset({"value"}),
    "which_letter": frozenset({"value"}),
    "guess": frozenset({"title"}),
    "which": frozenset({"first", "second"}),
    "first_then": frozenset({"first", "second"}),
    "offer_pending": frozenset({"title"}),
    "survey_again": frozenset({"least", "most"}),
    "callback_offer": frozenset({"number"}),
    "callback_confirm": frozenset({"number"}),
    "callback_done": frozenset({"number"}),
    "callback_times": frozenset({"times"}),
    "callback_done_at": frozenset({"number", "time"}),
}
"""Values of the call that may stand in a built-in sentence, by its name."""
