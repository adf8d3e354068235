"""An offer, a talk, and the operator's rules for them."""

from __future__ import annotations

from dataclasses import dataclass

from voice.desk.callers import Caller


@dataclass(frozen=True, slots=True)
class Rules:
    """What the operator sets. All in seconds."""

    offer: float = 20.0
    """How long an offer in the browser stands."""
    wrap_up: float = 60.0
    """After a talk, until the agent is available again; 0: until he says so."""
    declined: float = 30.0
    """How long an agent who declined a caller is not offered that caller again."""


@dataclass(frozen=True, slots=True)
class Offer:
    """One agent is asked to take one caller."""

    caller: str
    agent: str
    since: float
    until: float | None
    """When it lapses; None: the agent's phone decides."""
    asked: bool = False
    """The agent picked this caller himself: nobody else may take it meanwhile."""


@dataclass(frozen=True, slots=True)
class Talk:
    """One agent has one caller."""

    caller: Caller
    agent: str
    since: float
