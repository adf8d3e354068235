"""The scope contract: the request types that a plan serves, how far, and what it must not promise."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from voice.dialplan.base import PERSON, Model, Name, Phrases
from voice.dialplan.conditions import When
from voice.dialplan.text import Text
from voice.turn import Language

USUAL_DEPTH = 6
"""Exchanges that a request takes when all goes well, where its contract says nothing."""


class Channel(StrEnum):
    """Who serves a request."""

    BOT = "bot"
    """The bot alone: none of its steps gives the call away."""
    HUMAN = "human"
    """Always a person; the bot at most asks for what that person needs."""
    BOT_THEN_HUMAN = "bot_then_human"
    """The bot begins; its steps and limits may give the call to a person."""


class Limit(Model):
    """How far the bot may go: when its condition holds, the request goes elsewhere."""

    when: When
    """A condition, as: invoice.amount > 500. Asked whenever a value was given or found."""
    goto: Name = PERSON
    """Step when it holds; left out: a person."""
    reason: Text | None = None
    """In a few words: read by the agent and by quality assurance."""


class NeverSays(Model):
    """What the bot must not promise for a request."""

    what: Text
    """In a few words: read by quality assurance."""
    words: Mapping[Language, Annotated[Phrases, Field(min_length=1)]]
    """Phrases that no text of the request may hold, in each language, with * as in demands."""


class Intent(Model):
    """One type of request: the contract for it."""

    title: Text
    """In a few words, as a person would name it: spoken in help, read by the agent."""
    examples: Mapping[Language, tuple[Annotated[str, Field(max_length=300)], ...]]
    """What callers say, in each language; eight or more make a good start."""
    keywords: Mapping[Language, tuple[str, ...]] = Field(default_factory=dict)
    """Words that settle it by themselves."""
    channel: Channel = Channel.BOT_THEN_HUMAN
    """Who serves it: bot, human, or bot_then_human."""
    depth: int | None = Field(default=None, ge=1, le=50)
    """Exchanges that it may take; one more, and it goes to `beyond`. Left out: no fixed end, but more than
    six count as a difficulty."""
    beyond: Name = PERSON
    """Step when it takes more exchanges than `depth`; left out: a person."""
    limits: tuple[Limit, ...] = ()
    """How far the bot may go."""
    never_says: tuple[NeverSays, ...] = ()
    """What the bot must not promise."""
    goto: Name = PERSON
    """Step that serves it; may be left out where the channel is human."""

    @property
    def usual_depth(self) -> int:
        """Exchanges from which on more of them count as a difficulty."""
        return self.depth or USUAL_DEPTH
