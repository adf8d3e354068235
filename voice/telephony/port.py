"""What every door delivers: a line with 20 ms of sound at a time, keys, and a way to reach people.

Adapters translate; they know nothing of steps, intents or scores.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, Protocol

from voice.turn import Target

FRAME_SECONDS = 0.02
"""Every door delivers and takes sound in frames of this length."""

Door = Literal["sip", "browser", "tape", "typed", "callback"]


@dataclass(frozen=True, slots=True)
class Sound:
    """20 ms from the far end: mono signed 16-bit little-endian at the line's rate."""

    pcm: bytes


@dataclass(frozen=True, slots=True)
class Key:
    """One key pressed at the far end."""

    key: str
    """0-9, *, # or A-D."""


@dataclass(frozen=True, slots=True)
class Hold:
    """The far end put us on hold, or came back."""

    held: bool


@dataclass(frozen=True, slots=True)
class HungUp:
    """The line is over; the last event of every line."""

    lost: bool = False
    """True when it broke rather than ended (no sound for too long, transport gone)."""


LineEvent = Sound | Key | Hold | HungUp


class Line(Protocol):
    """One answered telephone line, caller's or agent's.

    `events()` is consumed once, by one task. All methods may be called after the line has ended and then do
    nothing, except `send`, which raises `LineClosed`.
    """

    @property
    def rate(self) -> int:
        """Samples per second, both ways: 8000 or 16000."""

    def events(self) -> AsyncIterator[LineEvent]:
        """Everything from the far end, in order. Ends after one HungUp."""

    async def send(self, pcm: bytes) -> None:
        """Play mono signed 16-bit sound at `rate`; returns when no more than about 100 ms of it is unplayed.

        Raises LineClosed when the far end is gone.
        """

    async def clear(self) -> None:
        """Forget what was sent and not yet played: silence within one frame."""

    async def hang_up(self) -> None:
        """End the line; safe to call twice."""


@dataclass(frozen=True, slots=True)
class CallInfo:
    """Who calls whom, as the network tells it; nothing in it is verified."""

    id: str
    """Opaque, unique, fit for file names."""
    door: Door
    caller: str
    dialled: str
    answered: datetime
    """With time zone."""
    headers: Mapping[str, str] = field(default_factory=dict)
    """SIP headers the operator asked to see; untrusted."""


class Dialer(Protocol):
    """A way to reach people."""

    async def dial(self, target: Target, *, headers: Mapping[str, str]) -> Line:
        """Ring the target for at most `target.ring_seconds`; the answered line.

        Cancelling the task stops the ringing at once. Raises DialFailed with busy, declined, no_answer or
        unreachable.
        """


@dataclass(frozen=True, slots=True)
class IncomingCall:
    """One call, answered, with everything needed to serve it."""

    info: CallInfo
    line: Line
    dialer: Dialer
