"""One scripted call on the jumping clock: who says what, and what came of it."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any, TypeVar, cast

from tests.fakes import (
    FakeAgent,
    FakeDialer,
    FakeEngine,
    FakeVoices,
    ListJournal,
    ListRecording,
    Pressed,
    Quiet,
    Said,
    ScriptedLine,
)
from voice.call.live_desk import LiveDesk
from voice.call.pipeline import run_call
from voice.call.services import CallRecords, CallServices, FindEarlier, LookUp
from voice.dialplan.load import load_plan
from voice.dialplan.model import Dialplan
from voice.errors import LookupFailed
from voice.events import BotSpoke, CallEvent, TurnTaken
from voice.handoff.brief import HandoffBrief
from voice.replay.clock import run
from voice.settings import CallSettings, HandoffSettings
from voice.telephony.port import CallInfo, IncomingCall
from voice.turn import EndReason, HandoffFailure, Lookup

NOW = datetime(2026, 3, 4, 10, 0, tzinfo=UTC)
E = TypeVar("E")


class Watch:
    """Figures in memory."""

    def __init__(self) -> None:
        self.gaps: list[float] = []
        self.outcomes: list[str] = []
        self.waits: list[tuple[str, str, float]] = []
        self.errands: list[str] = []

    def gap(self, seconds: float) -> None:
        self.gaps.append(seconds)

    def handoff(self, outcome: str) -> None:
        self.outcomes.append(outcome)

    def errand(self, outcome: str) -> None:
        self.errands.append(outcome)

    def waited(self, queue: str, why: str, seconds: float) -> None:
        self.waits.append((queue, why, seconds))


@dataclass
class Scene:
    """What came of a call."""

    reason: EndReason
    events: Sequence[CallEvent]
    line: ScriptedLine
    dialer: FakeDialer
    voices: FakeVoices
    stereo: bytes
    watch: Watch
    briefs: list[tuple[str, HandoffBrief]]

    def all(self, kind: type[E]) -> list[E]:
        """The events of one kind."""
        return [event for event in self.events if isinstance(event, kind)]

    def one(self, kind: type[E]) -> E:
        """The only event of one kind."""
        (event,) = self.all(kind)
        return event

    @property
    def said(self) -> list[str]:
        """What the caller was told, in order."""
        return [event.text for event in self.all(BotSpoke)]

    @property
    def outcomes(self) -> list[str]:
        """What became of each turn."""
        return [event.turn.outcome.value for event in self.all(TurnTaken)]


@cache
def shop() -> Dialplan:
    """The test's plan."""
    return load_plan(Path(__file__).parent)


async def _no_data(plan: Dialplan, lookup: Lookup) -> Sequence[Mapping[str, str]]:
    raise LookupFailed("there is no database in this scene")


def play(
    *script: Said | Quiet | Pressed,
    agents: Mapping[str, FakeAgent | HandoffFailure] | None = None,
    voices: FakeVoices | None = None,
    engine: FakeEngine | None = None,
    plan: Dialplan | None = None,
    plans: Mapping[str, Dialplan] | None = None,
    look_up: LookUp = _no_data,
    call: CallSettings | None = None,
    before: Callable[[], None] | None = None,
    stopped_after: float | None = None,
    desk: Callable[[LiveDesk], object] | None = None,
    earlier: FindEarlier | None = None,
    handoff: HandoffSettings | None = None,
    number: str = "+33123456789",
) -> Scene:
    """Run one call to its end, or until it is cancelled."""
    line, voices = ScriptedLine(list(script)), voices or FakeVoices()
    dialer, journal, recording, watch = FakeDialer(agents or {}), ListJournal(), ListRecording(), Watch()
    briefs: list[tuple[str, HandoffBrief]] = []

    async def keep_brief(brief: HandoffBrief, status: str) -> None:
        briefs.append((status, brief))

    services = CallServices(
        recognizer=cast(Any, engine or FakeEngine(list(script))),
        voices=cast(Any, voices),
        look_up=look_up,
        keep_brief=keep_brief,
        watch=watch,
        call=call or CallSettings(),
        handoff=handoff or HandoffSettings(),
        now=lambda: NOW,
        models={"fake": "0" * 64},
        earlier=earlier,
    )
    info = CallInfo(id="call-1", door="tape", caller=number, dialled="100", answered=NOW)

    async def main() -> EndReason:
        nonlocal services
        if desk is not None:
            live = LiveDesk()
            desk(live)
            services = replace(services, desk=live)
        if before is not None:
            before()
        records = CallRecords(cast(Any, journal), recording)
        serving = asyncio.ensure_future(
            run_call(IncomingCall(info, line, dialer), plan or shop(), services, records, plans)
        )
        if stopped_after is not None:
            asyncio.get_running_loop().call_later(stopped_after, serving.cancel)
        with contextlib.suppress(asyncio.CancelledError):
            return await serving
        return EndReason.DRAINED

    reason = run(main())
    events = cast(Sequence[CallEvent], journal.events)
    return Scene(reason, events, line, dialer, voices, bytes(recording.stereo), watch, briefs)
