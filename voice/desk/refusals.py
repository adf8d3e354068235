"""What an agent cannot have, and why."""

from __future__ import annotations

from voice.errors import VoiceError


class Refusal(VoiceError):
    """What an agent wants cannot be done; the message says why and what to do.

    `text` is the sentence with its {values} left, which the pages have in every language.
    """

    code = "refused"

    def __init__(self, text: str, **values: str) -> None:
        super().__init__(text.format(**values))
        self.text = text
        self.values = values


class NotYours(Refusal):
    """An agent wants a call that he cannot have."""

    code = "not_yours"


class NotHere(Refusal):
    """An agent who is not signed in wants something."""

    code = "not_here"
