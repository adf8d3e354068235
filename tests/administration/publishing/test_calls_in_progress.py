"""Again and again new versions of a plan while callers are on the line: none of them notices."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path
from typing import Any, cast

import pytest

from tests.administration.publishing.shop import plan, write
from tests.call.scene import NOW, Watch
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
    quiet,
    say,
)
from voice.administration.publishing.running import RunningPlans
from voice.administration.publishing.sources import FolderSource, PlanSource, PublishedSource
from voice.administration.publishing.taking import take
from voice.call.pipeline import run_call
from voice.call.services import CallRecords, CallServices
from voice.dialplan.load import Dialplans, load_all
from voice.events import BotSpoke, CallEvent, CallStarted, HandoffAccepted
from voice.handoff.brief import HandoffBrief
from voice.records.store import Store
from voice.replay.clock import run, stand_still
from voice.settings import CallSettings, HandoffSettings
from voice.telephony.port import CallInfo, IncomingCall
from voice.turn import EndReason

CALLERS = 10
EDITIONS = 200
EDITS = 25
BROKEN_EVERY = 7

_SCRIPTS: list[list[Said | Quiet | Pressed]] = [
    [quiet(8), say("what are your opening hours"), quiet(5)],
    [quiet(7), say("where is my order"), quiet(15)],
    [quiet(6)],
]


@dataclass
class Served:
    events: Sequence[CallEvent]
    reason: EndReason
    heard: bytes

    @property
    def editions(self) -> set[str]:
        """Which editions the caller heard of."""
        texts = " ".join(event.text for event in self.events if isinstance(event, BotSpoke))
        return set(re.findall(r"dition (\d+)", texts))

    @property
    def story(self) -> list[dict[str, Any]]:
        """All that happened, but for what tells the editions apart."""
        texts = [event.model_dump(mode="json", exclude={"plan_sha", "plan_version"}) for event in self.events]
        return cast(list[dict[str, Any]], [_without_edition(event) for event in texts])


def _without_edition(value: Any) -> Any:
    if isinstance(value, dict):
        return {
            key: _without_edition(inner) for key, inner in value.items() if key not in ("id", "handoff_id")
        }
    if isinstance(value, list):
        return [_without_edition(inner) for inner in value]
    return re.sub(r"\b\d{3}\b", "", value) if isinstance(value, str) else value


async def _call(number: int, plans: Callable[[], Dialplans]) -> Served:
    script = list(_SCRIPTS[number % len(_SCRIPTS)])
    line, journal, recording = ScriptedLine(script), ListJournal(), ListRecording()
    dialer = FakeDialer({"support": FakeAgent()})

    async def keep_brief(brief: HandoffBrief, status: str) -> None:
        pass

    services = CallServices(
        recognizer=cast(Any, FakeEngine(script)),
        voices=cast(Any, FakeVoices()),
        look_up=cast(Any, None),
        keep_brief=keep_brief,
        watch=Watch(),
        call=CallSettings(),
        handoff=HandoffSettings(),
        now=lambda: NOW,
        models={},
    )
    plan = plans().plan_for("100")
    assert plan is not None
    info = CallInfo(id=f"call-{number}", door="tape", caller="", dialled="100", answered=NOW)
    records = CallRecords(cast(Any, journal), recording)
    reason = await run_call(IncomingCall(info, line, dialer), plan, services, records)
    return Served(cast(Sequence[CallEvent], journal.events), reason, bytes(line.played))


class Still(PublishedSource):
    """The clock of the calls stands still while the database works in a thread of its own."""

    async def newer(self) -> Dialplans | None:
        return await stand_still(super().newer())


SECONDS = 20.0
Change = Callable[[int], Awaitable[None]]


async def _calls(
    source: PlanSource, change: Change | None, editions: int, callers: int = CALLERS
) -> tuple[list[Served], int]:
    """Calls that begin 1.1 s apart, and changes evenly meanwhile; how many were taken over."""
    taken = 0

    def count() -> None:
        nonlocal taken
        taken += 1

    running = RunningPlans(source, await stand_still(source.first()), look_every=0.1, on_new=count)
    running.start()

    async def changes() -> None:
        for edition in range(1, editions + 1):
            if change is not None:
                await change(edition)
            running.look_now()
            await asyncio.sleep(SECONDS / editions)

    async def phone(number: int) -> Served:
        await asyncio.sleep(0.3 + 1.1 * number)
        return await _call(number, lambda: running.current)

    served, _ = await asyncio.gather(asyncio.gather(*(phone(n) for n in range(callers))), changes())
    await running.stop()
    return list(served), taken


class Never:
    """Plans that stay as they are."""

    def __init__(self, plans: Dialplans) -> None:
        self._plans = plans

    async def first(self) -> Dialplans:
        return self._plans

    async def newer(self) -> Dialplans | None:
        return None

    def close(self) -> None:
        pass


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> list[Served]:
    """The same calls while nobody changes anything."""
    plans = load_all(write(tmp_path_factory.mktemp("still"), 0))
    return run(_calls(Never(plans), None, 0))[0]


def _compare(served: list[Served], undisturbed: list[Served]) -> None:
    for call, alone in zip(served, undisturbed, strict=False):
        assert call.reason == alone.reason
        for event, expected in zip_longest(call.story, alone.story):
            assert event == expected
        assert len(call.editions) == 1
    assert {call.reason for call in served} == {EndReason.CALLER_HUNG_UP}
    accepted = [call for call in served if any(isinstance(event, HandoffAccepted) for event in call.events)]
    assert len(accepted) == len(served) // len(_SCRIPTS)


def test_plans_edited_in_the_folder(tmp_path: Path, undisturbed: list[Served]) -> None:
    """A broken one now and then is not taken over."""
    folder = write(tmp_path / "dialplans", 0)

    async def change(edition: int) -> None:
        text = plan(edition)
        if edition % BROKEN_EVERY == 0:
            text = text.replace("goto: hours", "goto: ours")
        (folder / "shop" / "plan.yaml").write_text(text, encoding="utf-8")

    served, taken = run(_calls(FolderSource(folder), change, EDITS, len(_SCRIPTS)))
    _compare(served, undisturbed)
    assert taken == EDITS - EDITS // BROKEN_EVERY
    assert not {
        edition for call in served for edition in call.editions if not int(edition) % BROKEN_EVERY
    } - {"000"}


@pytest.mark.long
def test_one_plan_published_200_times(tmp_path: Path, undisturbed: list[Served]) -> None:
    """Calls of the whole pipeline go as undisturbed; each says and records the one version it began with."""
    folder = write(tmp_path / "dialplans", 0)

    async def main() -> tuple[list[Served], int, list[str]]:
        store = await stand_still(Store.open(f"sqlite+aiosqlite:///{tmp_path}/voice.db"))
        await stand_still(store.migrate())
        published: list[str] = []

        async def change(edition: int) -> None:
            write(folder, edition)
            tree = take(folder).tree
            work = store.versions.publish(
                tree, after=edition, kind="publish", author="ann", message=str(edition)
            )
            published.append((await stand_still(work)).version)

        await stand_still(
            store.versions.publish(take(folder).tree, after=0, kind="publish", author="ann", message="0")
        )
        source = Still(store.versions)
        try:
            return (*await _calls(source, change, EDITIONS), published)
        finally:
            source.close()
            await stand_still(store.close())

    served, taken, published = run(main())
    _compare(served, undisturbed)
    assert taken == EDITIONS
    assert len({edition for call in served for edition in call.editions}) == CALLERS
    for call in served:
        (started,) = [event for event in call.events if isinstance(event, CallStarted)]
        (edition,) = call.editions
        assert started.plan_version == published[int(edition) - 1]
