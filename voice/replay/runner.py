"""One recorded caller through `run_call`, on the jumping clock."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from voice.call.patience import SPEAKING_SECONDS
from voice.call.pipeline import run_call
from voice.call.services import CallRecords, CallServices
from voice.connectors.lookups import look_up
from voice.dialplan.model import Dialplan
from voice.errors import LookupFailed
from voice.events import CallEvent
from voice.handoff.brief import HandoffBrief
from voice.records.journal import Journal
from voice.replay.clock import run, stand_still
from voice.replay.engines import Means
from voice.replay.people import PeopleThen
from voice.replay.recorded import MOMENT
from voice.replay.tape import Tape, TapeLine
from voice.replay.then import Then, agreed_then
from voice.settings import CallSettings, HandoffSettings
from voice.speech.engines import Engines
from voice.speech.guard import Expects
from voice.speech.ports import Hearing, Speaking
from voice.speech.whisper import Transcript
from voice.telephony.port import CallInfo, IncomingCall
from voice.turn import Language, Lookup

HANDOFF = "handoff"
"""Id of a replay's hand-over."""


_LONGEST_PACE = SPEAKING_SECONDS - 1.0
"""Most seconds that a sentence is held back: one that takes longer counts as a voice that has broken."""


@dataclass(slots=True)
class Replayed:
    """What came out of one tape."""

    events: Sequence[CallEvent]
    brief: HandoffBrief | None
    stereo: bytes
    """16-bit interleaved, caller left, bot right, at the tape's rate."""
    asked: bool = False
    """True when data was fetched that is not in the record: a database may give something else tomorrow."""


@dataclass(frozen=True, slots=True)
class Caller:
    """Who phones whom, and when."""

    id: str
    number: str
    dialled: str
    at: datetime = MOMENT


@dataclass(slots=True)
class _Kept:
    """In place of the store: what the call would have left."""

    stereo: bytearray = field(default_factory=bytearray)
    brief: HandoffBrief | None = None

    def write(self, pcm: bytes) -> None:
        self.stereo += pcm

    def skip(self, size: int) -> None:
        self.stereo += bytes(size)

    def discard(self) -> int:
        forgotten = len(self.stereo)
        self.stereo.clear()
        return forgotten

    async def keep_brief(self, brief: HandoffBrief, status: str) -> None:
        self.brief = brief


class _NoWatch:
    def gap(self, seconds: float) -> None:
        """A replay's gaps are not a caller's."""

    def handoff(self, outcome: str) -> None:
        """A replay's hand-overs are not a person's."""

    def errand(self, outcome: str) -> None:
        """Counted nowhere."""

    def waited(self, queue: str, why: str, seconds: float) -> None:
        """Nobody waits in a replay."""


class _PacedHearing:
    """Words come when they came then, so that the bot's answers fall where they fell."""

    def __init__(self, engine: Hearing, then: Then) -> None:
        self._engine = engine
        self._then = then

    async def transcribe(
        self, pcm: bytes, rate: int, *, languages: tuple[Language, ...], expects: Expects = "words"
    ) -> Transcript:
        due = self._then.recognized_at(asyncio.get_running_loop().time(), len(pcm) / 2 / rate)
        heard = await self._engine.transcribe(pcm, rate, languages=languages, expects=expects)
        await _until(due)
        return heard


class _PacedSpeaking:
    """Sentences begin when they began then."""

    def __init__(self, voices: Speaking, then: Then) -> None:
        self._voices = voices
        self._then = then

    async def stream(
        self, text: str, language: Language, rate: int, *, speed: float = 1.0, voice: str = ""
    ) -> AsyncIterator[bytes]:
        now = asyncio.get_running_loop().time()
        await _until(min(self._then.spoken_at(now, text), now + _LONGEST_PACE))
        async for piece in self._voices.stream(text, language, rate, speed=speed, voice=voice):
            yield piece

    async def recorded(self, path: str, rate: int) -> bytes | None:
        return await self._voices.recorded(path, rate)

    async def speak(self, text: str, language: Language, rate: int) -> bytes:
        return await self._voices.speak(text, language, rate)


async def _until(due: float) -> None:
    await asyncio.sleep(max(0.0, due - asyncio.get_running_loop().time()))


class _DataThen:
    """Answers lookups with what was found then; asks the plan's data for everything else."""

    def __init__(self, then: Then) -> None:
        self._then = then
        self.asked = False

    async def look_up(self, plan: Dialplan, lookup: Lookup) -> Sequence[Mapping[str, str]]:
        found = self._then.found(lookup)
        if found is None:
            self.asked = True
            return await stand_still(look_up(plan, lookup))
        await asyncio.sleep(found.seconds)
        if not found.ok:
            raise LookupFailed("As it was then.")
        return [found.found, *({} for _ in range(found.rows - 1))] if found.rows else []


def replay(tape: Tape, plan: Dialplan, engines: Engines, *, now: datetime = MOMENT) -> Replayed:
    """Run one tape against a plan; `now` is when the caller is taken to phone."""
    means = Means(engines.recognizer, engines.voices, None, engines.models)
    return replay_call(tape, plan, means, Caller("tape", "", plan.name, now), ())


def replay_call(
    tape: Tape,
    plan: Dialplan,
    means: Means,
    caller: Caller,
    then: Sequence[CallEvent],
    *,
    call: CallSettings | None = None,
    handoff: HandoffSettings | None = None,
    plans: Mapping[str, Dialplan] | None = None,
) -> Replayed:
    """Run one recorded caller against a plan; `plans` are those that a step can go on with, by name.

    `then` is what happened when he phoned: people and data answer as they did, at the pace of that day, until
    the bot does something else. It is empty for a caller of whom only the voice is known.
    """
    kept, past = _Kept(), Then(then)
    data = _DataThen(past)
    journal = Journal(caller.id)
    journal.subscribe(past.watch)
    services = CallServices(
        recognizer=_PacedHearing(means.recognizer, past),
        voices=_PacedSpeaking(means.voices, past),
        look_up=data.look_up,
        keep_brief=kept.keep_brief,
        watch=_NoWatch(),
        call=call or CallSettings(),
        handoff=handoff or HandoffSettings(),
        now=lambda: caller.at,
        models=means.models,
        tone=means.tone,
        times=agreed_then(then),
    )
    info = CallInfo(
        id=caller.id, door="tape", caller=caller.number, dialled=caller.dialled, answered=caller.at
    )

    async def main() -> None:
        line = TapeLine(tape, patient=past.patient, lost=past.line_broke)
        incoming = IncomingCall(info, line, PeopleThen(past.attempt))
        await run_call(incoming, plan, services, CallRecords(journal, kept), plans)

    run(main())
    brief = kept.brief.model_copy(update={"id": HANDOFF}) if kept.brief is not None else None
    return Replayed([_named(event) for event in journal.events], brief, bytes(kept.stereo), data.asked)


def _named(event: CallEvent) -> CallEvent:
    """The event with a hand-over's id that is the same each time."""
    return event.model_copy(update={"handoff_id": HANDOFF}) if hasattr(event, "handoff_id") else event
