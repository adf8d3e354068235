"""Holds a written conversation with a plan: the real dialogue, no sound, no clock."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from time import perf_counter
from typing import Literal

from voice.administration.rehearsal.came import Came, came_of
from voice.administration.rehearsal.expected import Mismatch, mismatches
from voice.administration.rehearsal.model import Answer, Line, Scene
from voice.conversation import Conversation
from voice.dialplan.model import Dialplan
from voice.errors import LookupFailed
from voice.turn import (
    AgreeCallback,
    Assessment,
    BackToAgent,
    Decision,
    EndReason,
    HandoffFailure,
    HangUp,
    Heard,
    Listen,
    Lookup,
    Record,
    RequestCallback,
    Say,
    Transfer,
)

SECONDS_A_LINE = 5.0
"""What one exchange counts for on the call's clock."""
MOST_LOOKUPS = 50
"""Lookups in a row after which a plan is taken to be circling."""

Rows = Sequence[Mapping[str, str]]
Data = Callable[[Dialplan, Lookup], Awaitable[Rows]]
"""Fetches what a lookup finds. Raises LookupFailed when it cannot be had, Ungiven when it must be given."""


class Ungiven(Exception):
    """A lookup that a conversation must bring the data for; the message says why."""


@dataclass(frozen=True, slots=True)
class Said:
    """One line of what was said and done."""

    who: Literal["bot", "caller", "note"]
    text: str


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a conversation failed, at one of its lines."""

    line: int
    """Index of the line in the conversation, from 0."""
    mismatch: Mismatch


@dataclass(frozen=True, slots=True)
class Played:
    """How one conversation went."""

    name: str
    failures: tuple[Failure, ...]
    transcript: tuple[Said, ...]
    """Up to the line that failed, or all."""
    exchanges: int
    """Lines held."""
    seconds: float
    """Time it took."""
    came: tuple[Came, ...] = ()
    """What came of each line held, the greeting first."""

    @property
    def passed(self) -> bool:
        """True when everything came as expected."""
        return not self.failures


async def play(
    plan: Dialplan, scene: Scene, data: Data, plans: Mapping[str, Dialplan] | None = None
) -> Played:
    """Hold one conversation, up to the first line that does not bring what it should.

    `plans` are those that a step can go on with, by name.
    """
    began = perf_counter()
    stage = _Stage(plan, scene, data, plans or {})
    failures: tuple[Failure, ...] = ()
    held = -stage.shift
    for index, line in enumerate(stage.lines):
        held += 1
        try:
            found = await stage.take(line)
        except _StuckError as error:
            found = [Mismatch(tuple(line.does[:1]), error.expected, error.came)]
        except Ungiven as error:
            found = [Mismatch(tuple(line.does[:1]), "data", str(error))]
        if found:
            at = max(index - stage.shift, 0)
            failures = tuple(Failure(at, mismatch) for mismatch in found)
            break
    return Played(
        scene.name, failures, tuple(stage.transcript), held, perf_counter() - began, tuple(stage.came)
    )


class _StuckError(Exception):
    def __init__(self, expected: str, came: str) -> None:
        super().__init__(came)
        self.expected, self.came = expected, came


class _Stage:
    """One conversation being held."""

    def __init__(self, plan: Dialplan, scene: Scene, data: Data, plans: Mapping[str, Dialplan]) -> None:
        self._scene = scene
        self._data = data
        self._clock = 0.0
        self._given = {name: iter(_without_end(answers)) for name, answers in scene.lookups.items()}
        self._assessment: Assessment | None = None
        self._ended: str | None = None
        self._waiting: Decision | None = None
        self.transcript: list[Said] = []
        self.came: list[Came] = []
        greeting = not scene.lines[0].does
        self.shift = 0 if greeting else 1
        self.lines = scene.lines if greeting else (Line(), *scene.lines)
        self._talk = Conversation(
            plan, caller=scene.caller, dialled=scene.dialled or plan.name, now=scene.at, plans=plans
        )
        if scene.language:
            self._talk.language_found(scene.language)

    async def take(self, line: Line) -> list[Mismatch]:
        """Do what a line does; what did not come as expected."""
        if self._ended and not (line.gives and self._ended == EndReason.TRANSFERRED):
            raise _StuckError("a call that goes on", f"the call has ended already: {self._ended}")
        decisions: list[Decision] = []
        accepted = False
        if line.person == "answers":
            accepted = self._person_answers()
        else:
            for decision in self._does(line):
                decisions += await self._through(decision)
                if not isinstance(decisions[-1].actions[-1], Listen):
                    break
        came = came_of(self._talk, decisions, self._assessment, accepted=accepted)
        self._assessment = came.assessment
        self._ended = came.ends and came.ends.value
        self._note(came)
        self.came.append(came)
        return mismatches(line, came)

    def _does(self, line: Line) -> Iterator[Decision]:
        """The decisions that the line's deed brings."""
        match line.does:
            case []:
                yield self._talk.open()
            case ["says"]:
                self._write("caller", line.says[0])
                self._must_wait_for(Listen, "says")
                yield self._hear(line)
            case ["presses"]:
                self._write("caller", f"[presses {line.presses}]")
                self._must_wait_for(Listen, "presses")
                yield from self._press(str(line.presses))
            case ["silent"]:
                self._write("caller", "[says nothing]")
                self._must_wait_for(Listen, "silent")
                self._clock += SECONDS_A_LINE
                yield self._talk.silence(self._clock)
            case ["message"]:
                self._write("caller", f"[leaves a message of {line.message:g} s]")
                self._must_wait_for(Record, "message")
                yield self._talk.recorded(float(line.message or 0))
            case ["gives"]:
                self._write("note", f"the person gives the caller back to the bot: {line.gives}")
                self._must_wait_for((Transfer, BackToAgent), "gives")
                yield self._talk.give_back(str(line.gives))
            case _:
                self._write("note", f"the person: {line.person}")
                self._must_wait_for(Transfer, "person")
                yield self._talk.handoff_failed(HandoffFailure(str(line.person)))

    def _hear(self, line: Line) -> Decision:
        started, self._clock = self._clock, self._clock + SECONDS_A_LINE
        heard = Heard(line.says[0], line.confidence, self._scene.language, started, self._clock)
        return self._talk.hear(heard)

    def _press(self, keys: str) -> Iterator[Decision]:
        """Keys as the line gathers them: into one number, or each by itself."""
        wait = self._waiting.actions[-1] if self._waiting else None
        gathered = isinstance(wait, Listen) and wait.digits is not None
        entries = [keys.rstrip("#") or keys] if gathered else list(keys)
        for digits in entries:
            started, self._clock = self._clock, self._clock + SECONDS_A_LINE
            yield self._talk.keys(digits, Heard("", started=started, ended=self._clock, digits=digits))

    def _person_answers(self) -> bool:
        self._write("note", "the person takes the call")
        self._must_wait_for(Transfer, "person")
        return True

    def _must_wait_for(self, kind: type | tuple[type, ...], deed: str) -> None:
        wait = self._waiting.actions[-1] if self._waiting else None
        if not isinstance(wait, kind):
            raise _StuckError(_WAITS[deed], _doing(wait))

    async def _through(self, decision: Decision) -> list[Decision]:
        """A decision and those that its lookups bring, until the caller or a person is waited for."""
        decisions = [decision]
        for _ in range(MOST_LOOKUPS):
            wait = decisions[-1].actions[-1]
            if not isinstance(wait, Lookup):
                break
            decisions.append(await self._look_up(wait))
        else:
            raise _StuckError("lookups that come to an end", f"more than {MOST_LOOKUPS} in a row")
        self._waiting = decisions[-1]
        return decisions

    async def _look_up(self, lookup: Lookup) -> Decision:
        try:
            rows = await self._rows(lookup)
        except LookupFailed as error:
            self._write("note", f"lookup {lookup.name} failed: {error.message}")
            return self._talk.lookup_failed()
        return self._talk.looked_up(rows)

    async def _rows(self, lookup: Lookup) -> Rows:
        if lookup.name not in self._given:
            return await self._data(self._talk.plan, lookup)
        answer = next(self._given[lookup.name])
        if answer.fails:
            raise LookupFailed("as the test says")
        columns = self._talk.plan.lookups[lookup.name].gives
        return [{column: answer.row.get(column, "") for column in columns}] if answer.row else []

    # -- what was said and done --

    def _note(self, came: Came) -> None:
        for action in came.actions:
            match action:
                case Say(text=text):
                    self._write("bot", text)
                case Transfer(target=target, reason=reason):
                    self._write("note", f"given to {target.name}: {reason.value}")
                case BackToAgent(outcome=how):
                    self._write("note", f"back to the person: {how.value}")
                case Lookup(name=name):
                    self._write("note", f"lookup {name}")
                case RequestCallback(number):
                    self._write("note", f"call back {number}")
                case AgreeCallback(time):
                    self._write("note", f"call back at {time.start:%Y-%m-%d %H:%M}")
                case HangUp(reason=ending):
                    self._write("note", f"the call ends: {ending.value}")
                case _:
                    pass
        outcome = f"{came.turn.outcome.value} → " if came.turn else ""
        self._write("note", f"{outcome}{came.step}. {' '.join(came.why)}".strip())

    def _write(self, who: Literal["bot", "caller", "note"], text: str) -> None:
        self.transcript.append(Said(who, text))


_WAITS = {
    "says": "the caller to be listened to",
    "presses": "the caller to be listened to",
    "silent": "the caller to be listened to",
    "message": "a message to be recorded",
    "person": "a person to be rung",
    "gives": "a person to have the call",
}


def _doing(wait: object) -> str:
    match wait:
        case Listen():
            return "the caller is being listened to"
        case Transfer(target=target):
            return f"{target.name} is being rung; write person: answers, declined, busy …"
        case BackToAgent():
            return "the caller is back with the person; write gives: and another errand"
        case Record():
            return "a message is being recorded; write message: and its seconds"
        case _:
            return "the call has ended"


def _without_end(answers: Sequence[Answer]) -> Iterator[Answer]:
    yield from answers
    while True:
        yield answers[-1]
