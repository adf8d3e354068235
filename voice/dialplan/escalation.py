"""When a call goes to a person by itself."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import Field

from voice.dialplan.base import Model, Name, Phrases, Share
from voice.dialplan.people import TargetNames
from voice.dialplan.text import Text
from voice.turn import Language


class Weights(Model):
    """How much each signal counts, 0 to 1."""

    anger: Share = 0.6
    distress: Share = 0.6
    insult: Share = 0.3
    threat: Share = 0.45
    grievance: Share = 0.3
    irony: Share = 0.3
    bereavement: Share = 0.6
    child_gift: Share = 0.5
    shouting: Share = 0.3
    talks_over: Share = 0.15
    negotiates: Share = 0.55
    two_sources: Share = 0.55
    told_otherwise: Share = 0.4
    not_answered: Share = 0.4
    wants_explained: Share = 0.5
    wavers: Share = 0.35
    contradicts: Share = 0.4
    several: Share = 0.5
    long_story: Share = 0.3
    not_understood: Share = 0.45
    repeats: Share = 0.4
    out_of_scope: Share = 0.35
    slot_failed: Share = 0.5
    nothing_found: Share = 0.5
    many_turns: Share = 0.5


EMOTION = (
    "anger", "distress", "insult", "threat", "grievance", "irony", "bereavement", "child_gift", "shouting",
    "talks_over",
)  # fmt: skip
"""Signals of the side of emotion."""
COMPLEXITY = (
    "negotiates", "two_sources", "told_otherwise", "not_answered", "wants_explained", "wavers", "contradicts",
    "several", "long_story", "not_understood", "repeats", "out_of_scope", "slot_failed", "nothing_found",
    "many_turns",
)  # fmt: skip
"""Signals of the side of complexity."""
SOUND = frozenset({"shouting", "talks_over"})
"""Signals in the sound of the voice, which never decide by themselves."""

BuiltInDemand = Literal["minor", "vulnerable", "fraud", "bereavement", "legal", "data_protection"]
"""What needs a person in every plan, but for those that leave it out."""


class DemandSpec(Model):
    """One more case that needs a person without any score."""

    name: Name
    words: Mapping[Language, Annotated[Phrases, Field(min_length=1)]]
    """What callers say, in each language: a * stands for up to six words, and at the end of a word for its
    endings."""
    reason: Text
    """In a few words: read by the agent and the administrator."""


class EscalationSpec(Model):
    """When a call goes to a person by itself."""

    emotion: Share = 0.7
    """Score of emotion from which the call goes to a person."""
    complexity: Share = 0.7
    """Score of complexity from which it does."""
    weights: Weights = Weights()
    """How much each signal counts."""
    demands: tuple[DemandSpec, ...] = ()
    """Cases of the house that need a person without any score."""
    ignore: tuple[BuiltInDemand, ...] = ()
    """Built-in cases that do not, here."""
    to: TargetNames = ()
    """Targets in order; left out: those of `handoff`."""
