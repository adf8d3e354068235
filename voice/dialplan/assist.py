"""What a plan gives to the agents who take its calls: lines that must be said, and texts to say."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from pydantic import Field

from voice.dialplan.base import Model, Names, Phrases
from voice.dialplan.conditions import When
from voice.dialplan.text import Text
from voice.turn import Language


class AgentReplySpec(Model):
    """A text that agents are offered during the talk."""

    say: Text
    """What the agent says to the caller; {slot} and {lookup.column} stand for values."""
    for_: Names = Field(default=(), alias="for")
    """Requests that it belongs to; left out: every call."""
    when: When | None = None
    """A condition that must hold besides, as: invoice.status == "late"."""

    def belongs(self, requests: tuple[str, ...], values: Mapping[str, str]) -> bool:
        """True in a call about these requests, with these values."""
        about = not self.for_ or any(name in self.for_ for name in requests)
        return about and (self.when is None or self.when.holds(values))


class MustSaySpec(AgentReplySpec):
    """A line that the agent must say before the call is over."""

    words: Mapping[Language, Annotated[Phrases, Field(min_length=1)]] = Field(default_factory=dict)
    """Phrases by which it is heard that it was said, in each language, with * as in demands; left out: most
    of its own words."""
