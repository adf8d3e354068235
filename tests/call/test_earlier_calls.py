"""Earlier calls come into the summary, and never hold a hand-over up."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from typing import Any, cast

import pytest

from tests.call.scene import NOW, Scene, play, shop
from tests.fakes import FakeAgent, press, quiet
from tests.handoff.test_earlier import before
from voice.call.services import FindEarlier
from voice.errors import RecordsError
from voice.events import CallEvent, HandoffAccepted, HandoffOffered, HandoffStarted
from voice.settings import HandoffSettings

Asked = list[tuple[str, str, datetime, str | None]]


def finding(then: Callable[[], Awaitable[Sequence[Sequence[CallEvent]]]]) -> tuple[FindEarlier, Asked]:
    asked: Asked = []

    async def find(
        caller: str, *, call_id: str, before: datetime, plan: str | None = None
    ) -> Sequence[Sequence[CallEvent]]:
        asked.append((caller, call_id, before, plan))
        return await then()

    return find, asked


async def one() -> list[list[CallEvent]]:
    return [before("c9")]


async def never() -> list[list[CallEvent]]:
    await asyncio.sleep(3600)
    raise AssertionError


async def broken() -> list[list[CallEvent]]:
    raise RecordsError("the database of records failed")


def handed_over(earlier: FindEarlier, **more: Any) -> Scene:
    scene = play(quiet(8), press("0"), quiet(40), agents={"support": FakeAgent()}, earlier=earlier, **more)
    assert scene.one(HandoffAccepted)
    return scene


def test_they_are_asked_for_once_and_told() -> None:
    earlier, asked = finding(one)
    scene = handed_over(earlier)
    assert asked == [("+33123456789", "call-1", NOW, shop().name)]
    assert [[call.call_id for call in brief.earlier] for _, brief in scene.briefs] == [["c9"], ["c9"]]


@pytest.mark.parametrize(("then", "most"), [(never, 1.5), (broken, 0.5)])
def test_a_hand_over_does_without_them(then: Callable[[], Any], most: float) -> None:
    earlier, asked = finding(then)
    scene = handed_over(earlier)
    assert len(asked) == 1
    assert scene.one(HandoffOffered).at - scene.one(HandoffStarted).at < most
    assert all(brief.earlier == () for _, brief in scene.briefs)


def test_a_hidden_number_has_none() -> None:
    earlier, asked = finding(one)
    assert handed_over(earlier, number="anonymous").briefs[0][1].earlier == ()
    assert asked == []


@pytest.mark.parametrize(("which", "plans"), [("all", [None]), ("none", [])])
def test_which_calls_is_the_operators_choice(which: str, plans: list[None]) -> None:
    earlier, asked = finding(one)
    handed_over(earlier, handoff=HandoffSettings(earlier_calls=cast(Any, which)))
    assert [plan for *_, plan in asked] == plans
