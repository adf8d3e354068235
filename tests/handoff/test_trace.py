"""Every fact of a summary comes from an event of the call, whatever the call."""

from __future__ import annotations

import random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.handoff.calls import CREATED, PLAN, bot, found, order_call, started, turn
from tests.handoff.test_earlier import before
from tests.handoff.trace import Events, untraced
from voice.events import AgentSpoke, Assessed, Broke, CallerSpoke, CallEvent, HandoffFailed, PassedOn
from voice.handoff.brief import HandoffBrief, make_brief
from voice.turn import (
    LANGUAGES,
    Assessment,
    HandoffFailure,
    Language,
    Outcome,
    Thresholds,
    TransferReason,
)

CALLS = [before("c9", emotion=0.9), before("c8", plan="bank", request="card_lost")]


def words(rnd: random.Random, most: int = 6) -> str:
    """Words that no template has."""
    return " ".join("q" + "".join(rnd.choices("abcdefgh", k=5)) for _ in range(rnd.randint(1, most)))


def some_call(seed: int) -> list[CallEvent]:
    """Any call: sense and nonsense, in any order."""
    rnd = random.Random(seed)
    events: list[CallEvent] = [started(rnd.choice(["", "anonymous", "+33612345678"]))]
    order, number = "", 0
    for at in range(5, 5 + 3 * rnd.randint(0, 25), 3):
        kind = rnd.randrange(10)
        if kind < 4:
            number += 1
            slots = {"order": f"A{rnd.randint(100, 99999)}"} if rnd.random() < 0.3 else {}
            slots |= {"name": words(rnd, 2)} if rnd.random() < 0.2 else {}
            order = slots.get("order", order)
            intents = tuple(rnd.sample(["order_status", "start_return"], rnd.randint(0, 2)))
            said = "yes exactly" if rnd.random() < 0.3 else words(rnd)
            outcome = rnd.choice(list(Outcome))
            if outcome is Outcome.NO_INPUT:
                slots, intents = {}, ()
            events.append(
                turn(number, said, at, intents=intents, slots=slots, outcome=outcome, emotion=rnd.random(),
                     step=rnd.choice(["welcome", "order_number"]))
            )  # fmt: skip
        else:
            events.append(_other(rnd, kind, at, order))
    return events


def _other(rnd: random.Random, kind: int, at: float, order: str) -> CallEvent:
    match kind:
        case 4:
            return found(at, rnd.randint(0, 1), ok=rnd.random() < 0.7, status=words(rnd, 2))
        case 5:
            return bot(f"{order}?" if rnd.random() < 0.5 else words(rnd), at)
        case 6:
            told = bot(words(rnd), at)
            return told.model_copy(update={"step": "hours", "cut": rnd.random() < 0.5})
        case 7:
            text = words(rnd)
            if rnd.random() < 0.5:
                return CallerSpoke(at=at, text=text, ended=at + 1)
            return AgentSpoke(at=at, text=text, ended=at + 1)
        case 8:
            failed = HandoffFailed(
                at=at, handoff_id="h1", target=words(rnd, 1), failure=rnd.choice(list(HandoffFailure))
            )
            passed = PassedOn(at=at, handoff_id="h1", agent=words(rnd, 1), note=words(rnd))
            broke = Broke(at=at, part=words(rnd, 1), code="x")
            troubles: list[CallEvent] = [failed, passed, broke]
            return rnd.choice(troubles)
        case _:
            assessment = Assessment(rnd.random(), rnd.random(), Thresholds(0.7, 0.7))
            return Assessed(at=at, assessment=assessment, step="s", why="")


def made_of(
    events: Events,
    reason: TransferReason = TransferReason.PLAN,
    language: Language = "en",
    agent: Language = "en",
    earlier: Any = CALLS,
) -> HandoffBrief:
    return make_brief(
        handoff_id="h1",
        plan=PLAN,
        events=events,
        reason=reason,
        language=language,
        agent_language=agent,
        created=CREATED,
        earlier=earlier,
    )


@given(
    seed=st.integers(0, 10**9),
    reason=st.sampled_from(TransferReason),
    language=st.sampled_from(LANGUAGES),
    agent=st.sampled_from(LANGUAGES),
    calls=st.integers(0, 2),
)
def test_every_fact_is_an_events(
    seed: int, reason: TransferReason, language: Language, agent: Language, calls: int
) -> None:
    events, earlier = some_call(seed), CALLS[:calls]
    assert untraced(made_of(events, reason, language, agent, earlier), PLAN, events, earlier) == []


def _also(made: HandoffBrief, field: str, **change: Any) -> dict[str, Any]:
    first, *rest = getattr(made, field)
    return {field: (first.model_copy(update=change), *rest)}


@pytest.mark.parametrize(
    ("what", "change"),
    [
        ("who called", lambda made: {"caller": "+33600000000"}),
        ("request order_status", lambda made: _also(made, "requests", sure=0.99)),
        ("slot order", lambda made: _also(made, "slots", value="A1043")),
        ("slot order", lambda made: _also(made, "slots", sure=1.0)),
        ("confirmed name", lambda made: {"slots": (made.slots[0], made.slots[1].model_copy(
            update={"confirmed": True}))}),
        ("done order", lambda made: _also(made, "done", found={"status": "lost"})),
        ("told It is lost.", lambda made: _also(made, "done", told=("It is lost.",))),
        ("told Open all day.", lambda made: _also(made, "told", text="Open all day.")),
        ("failed part", lambda made: _also(made, "failed", what="part", name="voice")),
        ("assessment", lambda made: {"assessment": None}),
        ("line no", lambda made: _also(made, "transcript", text="no")),
        ("earlier calls", lambda made: {"earlier": made.earlier[:1]}),
        ("earlier call's mood", lambda made: _also(made, "earlier", emotion=0.1)),
        ("word refund", lambda made: {"summary": ("They want a refund.",)}),
        ("word gold", lambda made: {"spoken": "A gold customer."}),
    ],
)  # fmt: skip
def test_a_fact_from_nowhere_is_seen(what: str, change: Any) -> None:
    hours = bot("We open at nine.", 20).model_copy(update={"step": "hours"})
    name = turn(5, "I am Ada", 22, slots={"name": "Ada"}, outcome=Outcome.FILLED)
    events = [*order_call(), hours, name]
    made = made_of(events)
    assert untraced(made, PLAN, events, CALLS) == []
    assert what in untraced(made.model_copy(update=change(made)), PLAN, events, CALLS)
