"""The people who take calls: what they can do, and whether they are there."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from voice.desk.callers import Caller
from voice.turn import Language


class Status(StrEnum):
    """What an agent says of himself; being in a call is known without his saying so."""

    AVAILABLE = "available"
    BUSY = "busy"
    """At other work."""
    BREAK = "break"
    WRAP_UP = "wrap_up"
    """Writing down the call that has just ended."""
    OFFLINE = "offline"


@dataclass(frozen=True, slots=True)
class Agent:
    """One person. Times are seconds on the desk's clock."""

    name: str
    """The user's name; unique."""
    title: str = ""
    """As colleagues read it; empty: the name."""
    skills: frozenset[str] = frozenset()
    """Queues and skills that he serves; empty: all."""
    languages: frozenset[Language] = frozenset()
    """Languages that he speaks; empty: all."""
    phone: str = ""
    """SIP URI of the phone that rings; empty: calls are taken in the browser."""
    status: Status = Status.OFFLINE
    since: float = 0.0
    """When the status began; among free agents the one who has waited longest comes first."""
    why: str = ""
    """Why the desk itself changed the status, as no_answer or gone; empty: the agent did."""

    @property
    def known_as(self) -> str:
        """As colleagues, summaries and events call him."""
        return self.title or self.name

    @property
    def here(self) -> bool:
        """True when signed in."""
        return self.status is not Status.OFFLINE

    def serves(self, caller: Caller) -> bool:
        """True when he has every skill that the caller needs."""
        return not self.skills or caller.needs <= self.skills

    def speaks(self, caller: Caller) -> bool:
        """True when he speaks the caller's language."""
        return not self.languages or caller.language in self.languages
