"""One recorded caller through `run_call`, on the jumping clock."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from voice.call.pipeline import run_call
from voice.call.services import CallRecords, CallServices
from voice.connectors.lookups import look_up
from voice.dialplan.model import Dialplan
from voice.events import CallEvent
from voice.handoff.brief import HandoffBrief
from voice.records.journal import Journal
from voice.replay.clock import run, stand_still
from voice.replay.tape import Tape, TapeLine, WillingDialer
from voice.settings import CallSettings, HandoffSettings
from voice.speech.engines import Engines
from voice.telephony.port import CallInfo, IncomingCall
from voice.turn import Lookup

MOMENT = datetime(2026, 3, 4, 10, 0, tzinfo=UTC)
"""When a recorded caller is taken to phone, unless told otherwise: a Wednesday morning.

A fixed moment, so that the same file gives the same answers on any day.
"""


@dataclass(slots=True)
class Replayed:
    """What came out of one tape."""

    events: Sequence[CallEvent]
    brief: HandoffBrief | None
    stereo: bytes
    """16-bit interleaved, caller left, bot right, at the tape's rate."""


@dataclass(slots=True)
class _Kept:
    """In place of the store: what the call would have left."""

    stereo: bytearray = field(default_factory=bytearray)
    brief: HandoffBrief | None = None

    def write(self, pcm: bytes) -> None:
        self.stereo += pcm

    async def keep_brief(self, brief: HandoffBrief, status: str) -> None:
        self.brief = brief


class _NoWatch:
    def gap(self, seconds: float) -> None:
        """A replay's gaps are not a caller's."""

    def handoff(self, outcome: str) -> None:
        """A replay's hand-overs are not a person's."""

    def waited(self, queue: str, why: str, seconds: float) -> None:
        """Nobody waits in a replay."""


def replay(tape: Tape, plan: Dialplan, engines: Engines, *, now: datetime = MOMENT) -> Replayed:
    """Run one tape against a plan; `now` is when the caller is taken to phone."""
    kept = _Kept()
    journal = Journal("tape")
    services = CallServices(
        recognizer=engines.recognizer,
        voices=engines.voices,
        look_up=_look_up,
        keep_brief=kept.keep_brief,
        watch=_NoWatch(),
        call=CallSettings(),
        handoff=HandoffSettings(),
        now=lambda: now,
        models=engines.models,
    )
    info = CallInfo(id=uuid.uuid4().hex, door="tape", caller="", dialled=plan.name, answered=now)

    async def main() -> None:
        incoming = IncomingCall(info, TapeLine(tape), WillingDialer())
        await run_call(incoming, plan, services, CallRecords(journal, kept))

    run(main())
    return Replayed(journal.events, kept.brief, bytes(kept.stereo))


async def _look_up(plan: Dialplan, lookup: Lookup) -> Sequence[Mapping[str, str]]:
    return await stand_still(look_up(plan, lookup))
