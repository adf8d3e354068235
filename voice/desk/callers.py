"""A caller who waits for a person, and his place in the queue."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from voice.turn import Language, TransferReason

MOOD_SECONDS = 180.0
"""How much earlier a caller counts as having come who is as upset as can be. It is the most that anybody is
overtaken by mood, so nobody waits for ever."""

PRIORITY_SECONDS = 60.0
"""How much earlier a caller counts as having come for each step of priority above 5."""

FIRST = frozenset({TransferReason.DANGER})
"""Reasons that come before all others."""


@dataclass(frozen=True, slots=True)
class Caller:
    """One caller of a queue. Times are seconds on the desk's clock."""

    id: str
    """Of the hand-over."""
    queue: str
    language: Language
    reason: TransferReason
    since: float
    """When the waiting began; kept when a call comes back."""
    mood: float = 0.0
    """Emotion, 0 calm to 1."""
    priority: int = 5
    """1 to 9, the plan's for the queue."""
    skills: frozenset[str] = frozenset()
    """Skills needed beside the queue itself."""
    only: str = ""
    """The agent that the call was passed on to; empty: anybody."""
    alone: bool = False
    """True: nobody but `only` is asked."""
    consult: str = ""
    """The agent who asks about a caller whom he has on hold; empty: this is a caller."""
    returned: bool = False
    """True when a person had the call and was lost: it waits at the head."""
    callback: bool = False
    """True when nobody is on the line: whoever takes it is put through to the caller's phone."""
    number: int = 0
    """In the order of joining; decides between equals."""
    refused: Mapping[str, float] = field(default_factory=dict)
    """Agents who did not take this call, and until when they are not asked again."""

    @property
    def absent(self) -> bool:
        """True when nobody is on the line."""
        return self.callback or bool(self.consult)

    @property
    def needs(self) -> frozenset[str]:
        """Skills that an agent must have: the queue's name is one."""
        return self.skills | {self.queue}

    @property
    def precedence(self) -> tuple[int, float, int]:
        """The smaller, the sooner: danger, then calls that came back, then by time, mood and priority.

        It does not change while a caller waits, so the order of the queue holds.
        """
        tier = 0 if self.reason in FIRST else 1 if self.returned else 2
        earlier = MOOD_SECONDS * min(1.0, max(0.0, self.mood)) + PRIORITY_SECONDS * (self.priority - 5)
        return tier, self.since - earlier, self.number
