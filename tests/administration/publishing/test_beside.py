"""Two hundred plans come in use while people phone: nothing of it is done in the process of the calls."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from voice.administration.publishing import beside
from voice.administration.publishing.sources import FolderSource
from voice.conversation import Conversation, dialogue
from voice.dialplan import load as reading
from voice.dialplan.load import Dialplans
from voice.errors import PlanError
from voice.turn import Heard, Outcome
from voice.understanding import intents

NOW = datetime(2026, 3, 4, 10, 0, tzinfo=UTC)
PLAN = """
title: shop {number}
languages: [en]
start: welcome
targets: {{support: "sip:support@127.0.0.1:5070"}}
intents:
  hours:
    title: opening hours
    goto: hours
    examples:
      en: [when are you open, what are your opening hours, are you open on {day}, opening times please]
  order:
    title: where an order is
    goto: order
    examples:
      en: [where is my order, track my parcel, my order has not arrived, order status]
steps:
  welcome: {{say: "Hello, shop {number}.", listen: true}}
  hours: {{say: From nine to five., done: true}}
  order: {{say: On its way., done: true}}
"""
DAYS = ("Monday", "Sunday", "Easter")
MOST = 200


def write(folder: Path, count: int, version: str) -> Path:
    """So many plans, of which a third have the same examples."""
    for number in range(count):
        (folder / f"shop{number}").mkdir(parents=True, exist_ok=True)
        text = PLAN.format(number=f"{number} {version}", day=DAYS[number % len(DAYS)])
        (folder / f"shop{number}" / "plan.yaml").write_text(text, encoding="utf-8")
    (folder / "routes.yaml").write_text('routes: {"*": shop0}\n', encoding="utf-8")
    return folder


@pytest.fixture
def done_here(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What heavy work was done in this process."""
    done: list[str] = []

    def counted(name: str, work: Callable[..., Any]) -> Callable[..., Any]:
        def count(*arguments: Any, **more: Any) -> Any:
            done.append(name)
            return work(*arguments, **more)

        return count

    monkeypatch.setattr(intents, "learn", counted("learned", intents.learn))
    monkeypatch.setattr(reading, "_read_plan", counted("read", reading._read_plan))
    return done


@pytest.mark.long
async def test_200_plans_come_in_use_under_10_calls(tmp_path: Path, done_here: list[str]) -> None:
    """200 plans at once: none is read or learned in the process of the calls, and each is ready for one."""
    source = FolderSource(write(tmp_path, 1, "before"))
    before = await source.first()
    done_here.clear()
    calls = [Conversation(before.plans["shop0"], caller="", dialled="100", now=NOW) for _ in range(10)]
    for call in calls:
        call.open()
    write(tmp_path, MOST, "after")
    reloading = asyncio.create_task(source.newer())
    served = 0
    while not reloading.done():
        for call in calls:
            decision = call.hear(Heard("what are your opening hours", language="en"))
            assert decision.turn is not None and decision.turn.outcome is Outcome.MATCHED
            served += 1
        calls = [Conversation(before.plans["shop0"], caller="", dialled="100", now=NOW) for _ in range(10)]
        for call in calls:
            call.open()
        await asyncio.sleep(0.05)
    after = await reloading
    assert after is not None and len(after.plans) == MOST
    assert served >= len(calls)
    assert {call.plan.sha for call in calls} == {before.plans["shop0"].sha}
    assert done_here == []
    # Every new plan is ready: a call on it learns nothing.
    for plan in after.plans.values():
        assert id(plan) in dialogue._prepared
    assert "after" in str(
        Conversation(after.plans["shop0"], caller="", dialled="1", now=NOW).open().actions[0]
    )
    assert done_here == []


def test_few_plans_are_read_here_and_wrong_ones_are_told_alike(
    tmp_path: Path, done_here: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(beside, "MANY", 2)
    assert len(beside.load(write(tmp_path, 1, "few")).plans) == 1
    assert done_here.count("read") == 1
    (write(tmp_path, 3, "wrong") / "shop2" / "plan.yaml").write_text("steps: [", encoding="utf-8")
    with pytest.raises(PlanError) as told:
        beside.load(tmp_path)
    assert [problem.code for problem in told.value.problems if problem.level == "error"] == ["yaml"]
    assert told.value.problems[0].file.name == "plan.yaml"


def test_without_a_process_the_plans_are_read_here(
    tmp_path: Path, done_here: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def none(*_: object, **__: object) -> None:
        raise OSError("no more processes")

    monkeypatch.setattr(beside, "ProcessPoolExecutor", none)
    plans: Dialplans = beside.load(write(tmp_path, beside.MANY, "alone"))
    assert len(plans.plans) == beside.MANY
    assert "read" in done_here
