"""One call along its time: who spoke when, how the scores went, how long the bot took to answer. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median

from voice.console.story import Told, tell
from voice.events import (
    Assessed,
    AssistOffered,
    AssistUsed,
    BotSpoke,
    CallEvent,
    HandoffAccepted,
    HandoffStarted,
    TurnTaken,
)
from voice.turn import Assessment, Side, Signal

SLOW_SECONDS = 2.0
"""An answer that takes longer is marked."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the conversation with its place in the recording."""

    number: int
    """From 0, in the order of the call."""
    told: Told
    until: float
    """Seconds since the call was answered at which it ends, at the latest when the next one begins."""


@dataclass(frozen=True, slots=True)
class Reading:
    """How the call stood from one moment on."""

    at: float
    turn: int
    """0: between turns."""
    assessment: Assessment


@dataclass(frozen=True, slots=True)
class Answer:
    """How long the caller waited for the bot's answer."""

    at: float
    turn: int
    gap: float
    """Seconds."""

    @property
    def slow(self) -> bool:
        """Whether it took long."""
        return self.gap > SLOW_SECONDS


@dataclass(frozen=True, slots=True)
class Mark:
    """A moment that is drawn through all strips."""

    at: float
    kind: str
    """Kind of its event."""


@dataclass(frozen=True, slots=True)
class Timeline:
    """All that is shown of a call's course."""

    seconds: float
    """Length of the call or of its recording, whichever is longer; above 0."""
    lines: tuple[Line, ...]
    readings: tuple[Reading, ...]
    answers: tuple[Answer, ...]
    marks: tuple[Mark, ...]

    @property
    def usual_gap(self) -> float | None:
        """Median of the bot's answers, in seconds."""
        return median(answer.gap for answer in self.answers) if self.answers else None

    @property
    def slowest(self) -> Answer | None:
        """The answer that took longest."""
        return max(self.answers, key=lambda answer: answer.gap, default=None)

    def highest(self, side: Side) -> Reading | None:
        """The first reading with the call's highest score of a side."""
        return max(self.readings, key=lambda reading: getattr(reading.assessment, side.value), default=None)


def timeline(events: Sequence[CallEvent], recording_seconds: float = 0.0) -> Timeline:
    """A call's events along its time; what was suggested to agents is left to `assisted`."""
    told = tell(event for event in events if not isinstance(event, AssistOffered | AssistUsed))
    last = max((one.until or one.at for one in told), default=0.0)
    return Timeline(
        seconds=max(last, recording_seconds, 1.0),
        lines=tuple(_lines(told, max(last, recording_seconds))),
        readings=tuple(_readings(events)),
        answers=tuple(_answers(events)),
        marks=tuple(
            Mark(event.at, event.kind)
            for event in events
            if isinstance(event, HandoffStarted | HandoffAccepted)
        ),
    )


def _lines(told: Sequence[Told], last: float) -> Iterable[Line]:
    for number, one in enumerate(told):
        following = told[number + 1].at if number + 1 < len(told) else last
        yield Line(number, one, max(one.at, min(one.until or following, following)))


def _readings(events: Iterable[CallEvent]) -> Iterable[Reading]:
    for event in events:
        if isinstance(event, TurnTaken) and event.assessment is not None:
            yield Reading(event.at, event.turn.number, event.assessment)
        elif isinstance(event, Assessed):
            yield Reading(event.at, 0, event.assessment)


def _answers(events: Iterable[CallEvent]) -> Iterable[Answer]:
    turn = 0
    for event in events:
        if isinstance(event, TurnTaken):
            turn = event.turn.number
        elif isinstance(event, BotSpoke) and event.gap is not None:
            yield Answer(event.at, turn, event.gap)


def weightiest(assessment: Assessment, side: Side) -> list[Signal]:
    """The signals of a side, what counted most first."""
    mine = [signal for signal in assessment.signals if signal.side is side]
    return sorted(mine, key=lambda signal: -signal.weight * signal.strength)
