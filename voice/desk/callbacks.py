"""Calling back: which numbers may be dialled, and what follows from each attempt."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from voice.turn import CallbackOutcome

SOON_SECONDS = 30.0
"""Before agents are asked again when none took it."""

BY_HAND = frozenset(
    {
        CallbackOutcome.NOT_ALLOWED,
        CallbackOutcome.FAILED,
        CallbackOutcome.NO_QUEUE,
        CallbackOutcome.TOO_OLD,
        CallbackOutcome.CUT_OFF,
    }
)
"""Outcomes that trying again does not change."""

NOT_RUNG = frozenset({CallbackOutcome.NO_AGENT, CallbackOutcome.STOPPED})
"""Outcomes in which the caller's phone need not have rung: they use up no attempt."""


@dataclass(frozen=True, slots=True)
class Next:
    """What follows from an attempt."""

    then: Literal["done", "again", "by_hand"]
    seconds: float = 0.0
    """Until it is tried again."""


@dataclass(frozen=True, slots=True)
class CallbackRules:
    """What the operator sets."""

    allowed: tuple[str, ...] = ()
    """Beginnings of numbers that may be dialled; none: nobody is called back by the gateway."""
    refused: tuple[str, ...] = ()
    """Beginnings that may not, among those."""
    attempts: int = 3
    """How often the caller's phone is rung before a person has to see to it."""
    again: float = 900.0
    """Seconds from one such attempt to the next."""
    most_age: float = 3 * 24 * 3600.0
    """Seconds after which a wish is left to a person."""

    def may_dial(self, number: str) -> bool:
        """True when the operator allows this number: of all beginnings that fit, the longest decides."""
        allowed, refused = _longest(self.allowed, number), _longest(self.refused, number)
        return allowed > refused

    def hindrance(self, number: str, age: float) -> CallbackOutcome | None:
        """Why this number is not called back by the gateway, `age` seconds after it was asked for."""
        if not self.may_dial(number):
            return CallbackOutcome.NOT_ALLOWED
        return CallbackOutcome.TOO_OLD if age > self.most_age else None

    def following(self, outcome: CallbackOutcome, rung: int) -> Next:
        """What follows, when the caller's phone has been rung so often, this attempt included."""
        if outcome in (CallbackOutcome.REACHED, CallbackOutcome.WITHDRAWN):
            return Next("done")
        if outcome in BY_HAND:
            return Next("by_hand")
        if rung >= self.attempts:
            return Next("by_hand")
        if outcome in NOT_RUNG:
            return Next("again", SOON_SECONDS if outcome is CallbackOutcome.NO_AGENT else 0.0)
        return Next("again", self.again)


def _longest(beginnings: Iterable[str], number: str) -> int:
    return max((len(each) for each in beginnings if number.startswith(each)), default=0)
