"""Keys that a caller presses one after the other, until they are one input."""

from __future__ import annotations

from voice.turn import Digits, Heard

PERSON_KEY = "0"
LONE_ZERO_SECONDS = 1.2
"""After a single 0 among keys that are gathered: it asks for a person unless more keys follow."""


class GatheredKeys:
    """What was pressed since the last input; true while there is some."""

    def __init__(self) -> None:
        self._pressed = ""
        self._began = 0.0
        self.patience = 0.0
        """How many seconds to wait for the next key."""
        self._full: tuple[str, float] | None = None
        """The terminator that the last input did without, being full, and until when it may still come."""

    def __bool__(self) -> bool:
        return bool(self._pressed)

    def press(self, key: str, wanted: Digits | None, at: float) -> Heard | float:
        """The input, when this key completes one; else how many seconds to wait for the next key.

        Without `wanted` each key is an input of its own. `at` is in seconds of the call.
        """
        if not self._pressed:
            self._began = at
        if wanted is None:
            self._pressed = key
            return self.complete(at)
        if key == wanted.terminator:
            return self.complete(at)
        self._pressed += key
        if len(self._pressed) >= wanted.most:
            self._full = (wanted.terminator, at + wanted.between)
            return self.complete(at)
        self.patience = min(wanted.between, LONE_ZERO_SECONDS) if self.for_a_person else wanted.between
        return self.patience

    def ends_the_last(self, key: str, at: float) -> bool:
        """True for the # that callers press after a number which was full without it: no input of its own."""
        full, self._full = self._full, None
        return full is not None and key == full[0] and at <= full[1]

    @property
    def for_a_person(self) -> bool:
        """True when what was pressed so far asks for a person, should no more follow."""
        return self._pressed == PERSON_KEY

    def complete(self, at: float) -> Heard:
        """What was pressed, as one input; nothing is left."""
        pressed, self._pressed = self._pressed, ""
        return Heard(text="", digits=pressed, started=self._began, ended=at, language=None)

    def forget(self) -> None:
        """Nothing was pressed."""
        self._pressed = ""
