"""How the bot speaks, waits, records and asks for an opinion in one plan."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from pydantic import Field

from voice.dialplan.base import Key, Model, Name, Phrases
from voice.dialplan.text import Text
from voice.turn import Language


class VoiceSpec(Model):
    """How the bot speaks one language."""

    voice: str = Field(default="", pattern=r"^[A-Za-z0-9_.-]*$", max_length=80)
    """Name of the voice; empty: that of the settings."""
    speed: float = Field(default=1.0, ge=0.6, le=1.5)
    """Pace, where 1.0 is the voice's own."""


class Timeouts(Model):
    """Seconds after which something counts as over."""

    noinput: float = Field(default=6.0, ge=1, le=60)
    """Silence that counts as saying nothing."""
    keys: float = Field(default=2.5, ge=0.5, le=20)
    """Time without a key that ends an entry on the keypad."""
    message: float = Field(default=120.0, ge=5, le=600)
    """Longest message that a caller can leave."""


class RecordingSpec(Model):
    """Whether the call is recorded, and how the caller is told."""

    consent: Literal["none", "announced", "asked", "never"] = "none"
    """none: recorded, nothing is said about it; announced: said first; asked: recorded only after a yes;
    never: not recorded."""
    refused: Name | None = None
    """With asked: step after a no; left out: the call goes on, unrecorded."""


class SurveySpec(Model):
    """One question for the caller's opinion, answered by a key or in words."""

    title: Text
    """In a few words: read on the console."""
    ask: Text
    """The question, with its scale: "From one to five …"."""
    least: int = Field(default=1, ge=1, le=9)
    """Lowest mark."""
    most: int = Field(default=5, ge=1, le=9)
    """Highest mark."""
    words: Mapping[Key, Mapping[Language, Phrases]] = Field(default_factory=dict)
    """Mark to words that mean it, in each language; numbers are understood anyway."""
    thanks: Text | None = None
    """Said after an answer."""
