"""What others did in a recorded call: people who were rung, data that was found, and how long it all took.

A replay repeats it for as long as the bot does what it did then. From the first difference on nothing is held
to the past any more, except data that was found for the same values.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from voice.call.agreed_times import AgreedTimes
from voice.events import (
    AgentLost,
    BotSpoke,
    CallbackRequested,
    CallEnded,
    CallEvent,
    HandoffAccepted,
    HandoffAnswered,
    HandoffFailed,
    HandoffOffered,
    HandoffStarted,
    LookedUp,
    QueueJoined,
    TurnTaken,
    Unheard,
)
from voice.turn import EndReason, HandoffFailure, Lookup

_NEAR = 0.25
"""Seconds within which two moments on the call's clock are taken for the same."""
_AHEAD = 0.04
"""Seconds from a sentence's first sound to its arrival behind the loudspeaker."""
_JOINED = 0.06
"""Seconds after the end of a sentence within which the next one only waited for it."""
_LONGEST_WORK = 30.0
_BY_KEY = (HandoffFailure.CALLER_LEFT,)
_AFTER_THE_KEY = 0.1
"""Seconds after the caller's key at which what it ended is over: the key is no answer to what comes then."""
_SILENCE_ENDING_SPEECH = 0.2
"""Seconds of silence after which the voice detector says that a stretch of speech is over."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """One attempt to reach a person."""

    target: str
    rang: float
    """Seconds until it was answered or had failed."""
    answered: float | None = None
    """When it was picked up, in seconds of the call; None when it was not."""
    thought: float = 0.0
    """Seconds from picking up to the key."""
    failure: HandoffFailure | None = None
    """None when the person took the call."""
    stayed: float | None = None
    """Seconds until a person who took the call was gone and the next was rung; None after a talk."""
    lost: bool = False
    """True when that person's line broke."""


@dataclass(frozen=True, slots=True)
class _Found:
    event: LookedUp
    slots: Mapping[str, str]
    """Values known when it was asked for."""


def agreed_then(events: Sequence[CallEvent]) -> AgreedTimes:
    """The times to be called back that were not offered then, since enough callers had agreed on them."""
    return _AsThen(events)


class _AsThen(AgreedTimes):
    def __init__(self, events: Sequence[CallEvent]) -> None:
        super().__init__()
        self._full = {
            start for event in events if isinstance(event, CallbackRequested) for start in event.full
        }

    def __call__(self, plan: str, start: datetime) -> int:
        return sys.maxsize if start in self._full else 0


class Then:
    """The recorded call's events, and whether the replay still follows them. Empty for a mere sound file."""

    def __init__(self, events: Sequence[CallEvent]) -> None:
        self._turns = [event for event in events if isinstance(event, TurnTaken)]
        self._unheard = [event for event in events if isinstance(event, Unheard)]
        self._spoken = [event for event in events if isinstance(event, BotSpoke)]
        self._said_until = 0.0
        self._left = any(isinstance(event, HandoffStarted) for event in events)
        self._attempts = _attempts(events)
        self._found = _found(events)
        self._asked: dict[str, int] = {}
        self._ended = max((event.at for event in events), default=0.0)
        self._taken = 0
        self.diverged = not events
        """True once the bot did something else than then."""
        self.caller_hung_up = _caller_hung_up(events)
        self.line_broke = any(
            isinstance(event, CallEnded) and event.reason is EndReason.LINE_LOST for event in events
        )

    def watch(self, event: CallEvent) -> None:
        """Follow what the replay decides."""
        if isinstance(event, TurnTaken):
            then = self._turns[self._taken] if self._taken < len(self._turns) else None
            self._taken += 1
            self.diverged = self.diverged or then is None or _decided(then) != _decided(event)
        elif isinstance(event, HandoffStarted) and not self._left:
            self.diverged = True

    def patient(self) -> bool:
        """Whether the caller waits at the tape's end: not when he hung up then and nothing has changed."""
        return self.diverged or not self.caller_hung_up

    def recognized_at(self, now: float, seconds: float) -> float:
        """When words of a stretch of speech that ended about `now` were there then; `now` if unknown.

        `seconds` is the length of the stretch.
        """
        if self.diverged:
            return now
        ended = now - _SILENCE_ENDING_SPEECH
        for turn in self._turns[self._taken : self._taken + 1]:
            heard = turn.turn.heard
            if heard is not None and heard.text and abs(heard.ended - ended) < _NEAR:
                return _soon(turn.at, now)
        for event in self._unheard:
            if abs(event.seconds - seconds) < 0.02 and 0 <= event.at - now < _LONGEST_WORK:
                return _soon(event.at, now)
        # After the last turn no words came before the call was over.
        return max(now, self._ended + 1.0) if self._taken >= len(self._turns) else now

    def spoken_at(self, now: float, text: str) -> float:
        """When the first sound of a sentence was there then; `now` if unknown.

        It is unknown of a sentence that began when the one before it ended: it may have been there for long.
        """
        if self.diverged:
            return now
        for number, event in enumerate(self._spoken):
            if event.at < now - 1.0:
                continue
            if event.text == text:
                waited = event.at - self._said_until <= _JOINED
                self._said_until = event.at + event.seconds
                del self._spoken[: number + 1]
                return now if waited else _soon(event.at - _AHEAD, now)
        return now

    def attempt(self, target: str) -> Attempt | None:
        """How the next attempt to reach this target went; each is told once."""
        for attempt in self._attempts:
            if attempt.target == target:
                self._attempts.remove(attempt)
                return attempt
        return None

    def found(self, lookup: Lookup) -> LookedUp | None:
        """What the same question found then; None when it was not asked, or with other values."""
        same = [
            found.event
            for found in self._found
            if found.event.name == lookup.name and self._same_values(lookup.parameters, found.slots)
        ]
        if not same:
            return None
        number = self._asked.get(lookup.name, 0)
        self._asked[lookup.name] = number + 1
        return same[min(number, len(same) - 1)]

    def _same_values(self, asked: Mapping[str, str], then: Mapping[str, str]) -> bool:
        # A value that came from elsewhere than the caller is not in the record: it is the same one only
        # while everything is.
        known = {name: value for name, value in asked.items() if name in then}
        return all(then[name] == value for name, value in known.items()) and (
            len(known) == len(asked) or not self.diverged
        )


def _soon(then: float, now: float) -> float:
    return then if now <= then <= now + _LONGEST_WORK else now


def _decided(event: TurnTaken) -> tuple[object, ...]:
    return event.turn.step, event.turn.outcome, event.step, dict(event.turn.understood.slots)


def _caller_hung_up(events: Sequence[CallEvent]) -> bool:
    joined = any(isinstance(event, HandoffAccepted) for event in events)
    ended = [event.reason for event in events if isinstance(event, CallEnded)]
    return not joined and ended[-1:] in ([EndReason.CALLER_HUNG_UP], [EndReason.LINE_LOST])


def _attempts(events: Sequence[CallEvent]) -> list[Attempt]:
    attempts: list[Attempt] = []
    offered: HandoffOffered | QueueJoined | None = None
    answered: float | None = None
    accepted: float | None = None
    for event in events:
        match event:
            case AgentLost() if accepted is not None:
                attempts[-1] = replace(attempts[-1], lost=True)
            case HandoffFailed() if accepted is not None and offered is None and not event.agent:
                attempts[-1] = replace(attempts[-1], stayed=event.at - accepted)
                accepted = None
            case HandoffOffered() | QueueJoined() if offered is None:
                offered, answered = event, None
            case HandoffFailed() if event.agent:
                answered = None  # one agent of a queue; the caller waits for another
            case HandoffAnswered():
                answered = event.at
            case HandoffAccepted() | HandoffFailed() if offered is not None:
                failure = event.failure if isinstance(event, HandoffFailed) else None
                picked_up = event.at if answered is None else answered
                rang = picked_up - offered.at + (_AFTER_THE_KEY if failure in _BY_KEY else 0.0)
                # Who takes the call on the page has not picked up before.
                answered = picked_up if failure is None else answered
                attempts.append(Attempt(event.target, rang, answered, event.at - picked_up, failure))
                offered = None
                accepted = event.at if failure is None and not event.agent else None
            case _:
                pass
    return attempts


def _found(events: Sequence[CallEvent]) -> list[_Found]:
    slots: dict[str, str] = {}
    found: list[_Found] = []
    for event in events:
        if isinstance(event, TurnTaken):
            slots |= event.turn.understood.slots
        elif isinstance(event, LookedUp):
            found.append(_Found(event, dict(slots)))
    return found
