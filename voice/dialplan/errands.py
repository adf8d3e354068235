"""What an agent who has a caller may give back to the bot."""

from __future__ import annotations

from typing import Literal

from voice.dialplan.base import Model, Name
from voice.dialplan.text import Text


class ErrandSpec(Model):
    """A simple step that an agent may give to the bot during a talk."""

    title: Text
    """In a few words: what the agent chooses at the desk."""
    goto: Name
    """Its first step; what that asks for is asked anew, even if it is known."""
    then: Literal["back", "end"] = "back"
    """When it is done: back to the agent, or the call ends. Whatever else happens leads to a person."""
