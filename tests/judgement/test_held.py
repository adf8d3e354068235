"""The labelled conversations, held: without error, and no worse than recorded."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterable
from pathlib import Path

import pytest

from tests.conversation.talk import plan
from tests.judgement.figures import Verdict, decided_by, evidence, figures, verdict
from tests.judgement.hold import Held, hold
from tests.judgement.set import Labelled, LabelledCall, load
from voice.turn import TransferReason

RECORDED = Path("benchmarks/results/escalation.json")
SLACK = 0.05
"""Lines by which the mean delay may grow: it is a mean over other calls when a call more is caught."""


def held_one_by_one(some: Iterable[Labelled]) -> list[Held]:
    async def every() -> list[Held]:
        return [await hold(plan(one.call.plan), one) for one in some]

    return asyncio.run(every())


@pytest.fixture(scope="module")
def held() -> list[Held]:
    return held_one_by_one(load())


def whole(one: Held) -> bool:
    """True when every line was answered, with a reason, and the decision is told with its evidence."""
    answered = bool(one.exchanges and one.why) and all(exchange.bot for exchange in one.exchanges)
    decided = (one.line is None) == (decided_by(one) == "")
    return answered and decided and len(evidence(one)) >= 3 * len(one.exchanges)


def test_a_conversation_of_many_a_situation_can_be_held() -> None:
    """Every tenth, so that each plan and language is among them; the long test holds all."""
    every = load()
    some = every[::10]
    assert {one.call.plan for one in some} == {one.call.plan for one in every}
    assert [one.labelled.call.id for one in held_one_by_one(some) if not whole(one)] == []


@pytest.mark.long
def test_every_conversation_can_be_held(held: list[Held]) -> None:
    assert [one.labelled.call.id for one in held if not whole(one)] == []


@pytest.mark.long
def test_the_tuned_half_is_no_worse_than_recorded(held: list[Held]) -> None:
    """When it is better, `make bench-judgement` records that."""
    recorded = json.loads(RECORDED.read_text("utf-8"))["halves"]["tune"]["all"]
    found = figures(one for one in held if one.labelled.half == "tune").as_dict()
    assert found["conversations"] == recorded["conversations"], "the set has changed: record anew"
    for name in ("demands_missed", "others_missed", "by_plan_missed"):
        assert found[name] <= recorded[name], name
    assert found["needless_percent"] <= recorded["needless_percent"]
    assert found["mean_delay"] <= recorded["mean_delay"] + SLACK


def labelled(
    *lines: str, by: str | None = None, first: int | None = None, latest: int | None = None
) -> Labelled:
    call = LabelledCall.model_validate(
        {
            "id": "made-up-en-1",
            "language": "en",
            "plan": "retail",
            "kind": "demand" if by == "demand" else "ordinary",
            "lines": [_line(text) for text in lines],
            "expect": "transfer" if by else "stay",
            "by": by,
            "demand": "person" if by == "demand" else None,
            "first_sign": first,
            "latest": latest,
            "why": "A test.",
        }
    )
    return Labelled(half="tune", situation="made-up", call=call)


def _line(text: str) -> dict[str, object]:
    if text.startswith("#"):
        return {"keys": text[1:]}
    return {"say": text} if text else {"silence": True}


async def held_in_retail(one: Labelled) -> Held:
    return await hold(plan("retail"), one)


async def test_lookups_are_really_made_and_the_end_is_seen() -> None:
    one = await held_in_retail(labelled("where is my order", "A1042", "no thanks", "bye"))
    assert "Chronopost" in one.exchanges[1].bot
    assert one.ended and one.unheard == 1
    assert verdict(one) is Verdict.STAYED


async def test_keys_and_silence_are_events_of_the_call() -> None:
    one = await held_in_retail(labelled("", "#0", by="demand", first=2, latest=2))
    assert [exchange.caller for exchange in one.exchanges] == ["[silence]", "[keys 0]"]
    assert one.transfer and one.transfer.reason is TransferReason.CALLER_ASKED
    assert verdict(one) is Verdict.IN_TIME


@pytest.mark.parametrize(
    ("first", "latest", "expected"),
    [(1, 2, Verdict.IN_TIME), (3, 3, Verdict.EARLY), (1, 1, Verdict.LATE)],
)
async def test_verdicts_on_a_transfer_at_line_two(first: int, latest: int, expected: Verdict) -> None:
    one = labelled(
        "where is my order", "I want to speak to a person", "hello", by="emotion", first=first, latest=latest
    )
    assert verdict(await held_in_retail(one)) is expected


async def test_a_demand_heeded_late_is_missed_and_a_stay_given_away_is_needless() -> None:
    late = labelled("hello", "I want to speak to a person", by="demand", first=1, latest=1)
    needless = labelled("hello", "I want to speak to a person")
    never = labelled("hello", "where is my order", by="emotion", first=1, latest=1)
    kept = labelled("hello", "where is my order")
    judged = [await held_in_retail(one) for one in (late, needless, never, kept)]
    assert [verdict(one) for one in judged] == [
        Verdict.MISSED, Verdict.NEEDLESS, Verdict.MISSED, Verdict.STAYED,
    ]  # fmt: skip
    found = figures(judged)
    assert (found.demands_missed, found.others_missed, found.needless, found.stays) == (1, 1, 1, 2)
    assert found.needless_share == 0.5 and found.others_missed_share == 1.0
