"""What an agent is shown during a talk."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import Literal

What = Literal["reply", "lookup", "reminder", "warning"]


def named(what: What, source: str, text: str) -> str:
    """The id of a suggestion: the same words from the same source are the same suggestion."""
    digest = hashlib.sha256(f"{what}\n{source}\n{text}".encode()).hexdigest()
    return f"{what}-{digest[:12]}"


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One of them."""

    what: What
    text: str
    """To be said, in the caller's language: replies and reminders. Everything else in the agent's."""
    source: str
    """Where it comes from: opening, step:NAME, agent_replies:NAME, must_say:NAME, signal:NAME@SECONDS, …"""
    meaning: str = ""
    """Of what is to be said: the same in the agent's language, where that is another."""
    evidence: str = ""
    """Words of the call that speak for it."""
    strong: bool = False
    """A warning that cannot wait."""
    said: bool = False
    """Of a reminder: it was said, or ticked."""

    @property
    def id(self) -> str:
        """The same for the same words from the same source."""
        return named(self.what, self.source, self.text)


@dataclass(frozen=True, slots=True)
class Field:
    """A value that a lookup needs."""

    name: str
    title: str
    """In the agent's language."""
    value: str
    """As known; empty when it is not known, or is not to be shown."""
    known: bool
    """True when the lookup can be done without the agent giving it."""


@dataclass(frozen=True, slots=True)
class Action:
    """A lookup that the agent can have done."""

    suggestion: Suggestion
    name: str
    fields: tuple[Field, ...]
    next: bool
    """The request at hand needs it."""
    result: str = ""
    """found, none or failed, when it was done with these values; empty before."""
    found: tuple[tuple[str, str], ...] = ()
    """What it found: field and value, as they may be shown."""


@dataclass(frozen=True, slots=True)
class Assist:
    """Everything that is shown at one moment."""

    replies: tuple[Suggestion, ...] = ()
    actions: tuple[Action, ...] = ()
    reminders: tuple[Suggestion, ...] = ()
    warnings: tuple[Suggestion, ...] = ()
    heard: tuple[Suggestion, ...] = field(default=())
    """Reminders that the agent's words fulfil, and nobody ticked."""

    @property
    def suggested(self) -> tuple[Suggestion, ...]:
        """What counts as offered to the agent."""
        needed = (action.suggestion for action in self.actions if action.next and not action.result)
        return (*self.replies, *needed, *self.reminders, *self.warnings)
