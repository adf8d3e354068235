"""What all calls share, and what a call tells the world besides its journal."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from voice.call.agreed_times import AgreedTimes
from voice.dialplan.model import Dialplan
from voice.events import CallEvent
from voice.handoff.brief import HandoffBrief
from voice.settings import CallSettings, HandoffSettings
from voice.speech.ports import Hearing, ReadTone, Speaking
from voice.turn import Lookup

if TYPE_CHECKING:
    from voice.call.live_desk import LiveDesk


class Journal(Protocol):
    """The call's append-only list of events."""

    @property
    def events(self) -> Sequence[CallEvent]:
        """All so far, in order."""

    def append(self, event: CallEvent) -> None:
        """Add one; cheap, never raises."""


class Recording(Protocol):
    """The call's stereo recording."""

    def write(self, pcm: bytes) -> None:
        """Add interleaved 16-bit stereo; cheap, never raises."""

    def skip(self, size: int) -> None:
        """Add as much silence as `size` bytes of sound would be; cheap, never raises."""

    def discard(self) -> int:
        """Forget all that was added, on disk too; how many bytes it was. Cheap, never raises."""


LookUp = Callable[[Dialplan, Lookup], Awaitable[Sequence[Mapping[str, str]]]]
"""Fetches data for a plan; raises LookupFailed."""

KeepBrief = Callable[[HandoffBrief, str], Awaitable[None]]
"""Stores a written summary with its status and posts it where the operator wants it."""


class FindEarlier(Protocol):
    """Finds earlier calls of a number; may raise RecordsError."""

    async def __call__(
        self, caller: str, *, call_id: str, before: datetime, plan: str | None = None
    ) -> Sequence[Sequence[CallEvent]]:
        """What tells of the last three before that time, latest call first; of one plan, or of all."""


class Watch(Protocol):
    """Figures without caller data."""

    def gap(self, seconds: float) -> None:
        """Time from the end of the caller's words to the bot's first sound."""

    def handoff(self, outcome: str) -> None:
        """A hand-over was accepted, or why it failed."""

    def errand(self, outcome: str) -> None:
        """What an agent gave to the bot is over, and how."""

    def waited(self, queue: str, why: str, seconds: float) -> None:
        """A caller's waiting in a queue is over: taken, or why not, and how long it was."""


@dataclass(frozen=True, slots=True)
class CallServices:
    """What a call needs beside its line."""

    recognizer: Hearing
    voices: Speaking
    look_up: LookUp
    keep_brief: KeepBrief
    watch: Watch
    call: CallSettings
    handoff: HandoffSettings
    now: Callable[[], datetime]
    models: Mapping[str, str]
    """Name and sha256 of each model in use."""
    earlier: FindEarlier | None = None
    """Where earlier calls are found; None: summaries tell of none (a replay)."""
    desk: LiveDesk | None = None
    """Where callers wait for agents; None: queues are rung like any target (a replay)."""
    times: AgreedTimes = field(default_factory=AgreedTimes)
    """On which times callers have agreed to be called back."""
    tone: ReadTone | None = None
    """How a stretch of sound sounds; None: the process's own reader."""


@dataclass(frozen=True, slots=True)
class CallRecords:
    """Where one call is written down."""

    journal: Journal
    recording: Recording
    path: Path | None = None
    """The recording's file."""
