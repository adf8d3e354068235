"""What happened at the desk, for those who act on it: the call, the agent's phone, the pages."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class OfferEnd(StrEnum):
    """Why an offer ended without a talk."""

    DECLINED = "declined"
    BUSY = "busy"
    NO_ANSWER = "no_answer"
    UNREACHABLE = "unreachable"
    AGENT_HUNG_UP = "agent_hung_up"
    AGENT_VOICEMAIL = "agent_voicemail"
    """The agent's phone answered and nobody pressed 1."""
    CALLER_HUNG_UP = "caller_hung_up"
    WITHDRAWN = "withdrawn"
    """The caller waits no longer: a message, a callback, too long."""
    TAKEN = "taken"
    """Somebody else took the call."""
    GONE = "gone"
    """The agent signed out, or his browser is gone."""


@dataclass(frozen=True, slots=True)
class Offered:
    """An agent is asked to take a call."""

    caller: str
    agent: str


@dataclass(frozen=True, slots=True)
class OfferEnded:
    """An agent is no longer asked."""

    caller: str
    agent: str
    why: OfferEnd
    by: str = ""
    """Who took the call, for `taken`."""
    note: str = ""
    """The agent's own words, for `declined`."""


@dataclass(frozen=True, slots=True)
class Taken:
    """A call is this agent's."""

    caller: str
    agent: str


@dataclass(frozen=True, slots=True)
class Joined:
    """A caller waits, or waits again."""

    caller: str


@dataclass(frozen=True, slots=True)
class TalkEnded:
    """An agent's talk is over; `back` when the caller waits again."""

    caller: str
    agent: str
    back: bool


News = Offered | OfferEnded | Taken | Joined | TalkEnded
