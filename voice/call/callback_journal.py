"""Where an attempt to call back is written down, and the story that its summary tells."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from voice.call.services import Journal
from voice.events import AgentSpoke, CallerSpoke, CallEvent, HandoffOffered

APART_SECONDS = 1.0
"""Between the end of the first call and the beginning of the second, in a summary of both."""


class LateJournal:
    """A journal that begins when the first agent is asked: what nobody was asked about is no call.

    All until then counts as its first moment.
    """

    def __init__(self, open_: Callable[[], Journal]) -> None:
        self._open = open_
        self._early: list[CallEvent] = []
        self._journal: Journal | None = None

    @property
    def begun(self) -> bool:
        """True once it is kept."""
        return self._journal is not None

    @property
    def events(self) -> Sequence[CallEvent]:
        """All so far, in order."""
        return self._early if self._journal is None else self._journal.events

    def append(self, event: CallEvent) -> None:
        """Add one; cheap, never raises."""
        if self._journal is not None:
            self._journal.append(event)
            return
        self._early.append(event)
        if isinstance(event, HandoffOffered):
            self._journal = self._open()
            for early in self._early:
                self._journal.append(early.model_copy(update={"at": 0.0}))


class Retold:
    """The call in which a call back was asked for, and after it the call back itself, as one story."""

    def __init__(self, first: Sequence[CallEvent], second: Journal) -> None:
        self._first = tuple(first)
        self._second = second
        self._offset = max((event.at for event in self._first), default=0.0) + APART_SECONDS

    @property
    def events(self) -> Sequence[CallEvent]:
        """Both, on one clock."""
        return [*self._first, *(self._later(event) for event in self._second.events)]

    def append(self, event: CallEvent) -> None:
        """Add to the call back."""
        self._second.append(event)

    def _later(self, event: CallEvent) -> CallEvent:
        moved: dict[str, float] = {"at": round(event.at + self._offset, 3)}
        if isinstance(event, (AgentSpoke, CallerSpoke)):
            moved["ended"] = round(event.ended + self._offset, 3)
        return event.model_copy(update=moved)
