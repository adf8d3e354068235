"""Whether sounds over the bot's voice are words or the street where the caller stands, as it went lately."""

from __future__ import annotations

MOST_FALSE_CUTS = 2
"""After so many sounds that cut the bot off and were no words, only words do."""
ROUNDS_OF_PEACE = 2
"""Times in a row that the bot was heard out without a sound; then one of those cuts is forgotten."""


class Noise:
    """Forgets: a caller who has left the street can cut in with his voice again."""

    def __init__(self) -> None:
        self._cuts = 0
        self._peace = 0

    @property
    def only_words(self) -> bool:
        """True where a voice alone does not stop the bot."""
        return self._cuts >= MOST_FALSE_CUTS

    def disturbed(self) -> None:
        """A sound over the bot was no words."""
        self._cuts, self._peace = min(self._cuts + 1, MOST_FALSE_CUTS), 0

    def meant(self) -> None:
        """A sound over the bot was words."""
        self._cuts = max(self._cuts - 1, 0)

    def heard_out(self) -> None:
        """Nothing was heard while the bot spoke."""
        self._peace += 1
        if self._peace >= ROUNDS_OF_PEACE:
            self._cuts, self._peace = max(self._cuts - 1, 0), 0
