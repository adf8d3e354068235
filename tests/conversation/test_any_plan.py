"""Whatever plan passes the checks, whatever its callers do: a person or an end can always be reached.

Plans are drawn at random and checked as files are; callers say, key and keep silent at random, lookups find
or fail at random. The conversation is the real one.
"""

from __future__ import annotations

import json
import random
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from voice.conversation import Conversation
from voice.dialplan.load import plan_and_problems
from voice.dialplan.model import Dialplan
from voice.turn import (
    Decision,
    HandoffFailure,
    HangUp,
    Heard,
    Listen,
    Lookup,
    Record,
    RequestCallback,
    Transfer,
)

NOON = datetime(2026, 3, 10, 12, 0, tzinfo=UTC)
EXAMPLES = {
    "red": [
        "a red one",
        "give me red",
        "I want the red one",
        "red please",
        "it is about red",
        "the red kind",
    ],
    "blue": [
        "a blue one",
        "give me blue",
        "I want the blue one",
        "blue please",
        "about blue",
        "the blue kind",
    ],
}
SAID = ["a red one", "blue please", "1234", "yes", "no", "well", "help", "repeat", "go back", "start again",
        "stop", "thank you", "one moment", "bananas and other things", "what is your name",
        "wait"]  # fmt: skip
KEYS = ["1", "2", "3", "9", "1234", "#"]
WAITING = (Listen, Lookup, Transfer, Record, HangUp)
PATIENCE = 60
"""Moves after which a caller has been kept for too long who is never understood."""
STEPS = st.integers(2, 9)
ENDS = [{"done": True}, {"transfer": True}, {"queue": "line"}, {"callback": True}, {"voicemail": True},
        {"hang_up": True}]  # fmt: skip


@st.composite
def plans(draw: st.DrawFn) -> dict[str, Any]:
    """A plan whose names all lead somewhere; whether it is sound is for the checks to say."""
    names = [f"s{index}" for index in range(draw(STEPS))]
    targets = draw(st.sampled_from([{}, {"desk": "sip:desk@127.0.0.1"}]))
    condition = st.sampled_from(['code == "1234"', "data.found", "open", "shop.open", "not code"])
    limit = st.fixed_dictionaries({"when": condition, "goto": st.sampled_from([*names, "person"])})
    limits = st.lists(limit, max_size=2)
    steps = {}
    for index, name in enumerate(names):
        onward = st.sampled_from([*names[index + 1 :], "person", *names[index + 1 :]])
        anywhere = st.one_of(onward, onward, st.sampled_from(names))
        steps[name] = draw(step(onward, anywhere, condition))
    steps[names[0]].setdefault("say", "Hello.")
    return {
        "title": "the trial",
        "languages": ["en"],
        "start": names[0],
        "data": "env:DB",
        "retries": draw(st.integers(0, 2)),
        "targets": targets,
        "hours": {"shop": {"days": {"mon-fri": "09:00-18:00"}}},
        "queues": {"line": {}},
        "intents": {
            name: {
                "title": name,
                "examples": {"en": examples},
                "goto": draw(st.sampled_from(names)),
                "channel": draw(st.sampled_from(["human", "bot_then_human"])),
                "limits": draw(limits),
                **draw(st.sampled_from([{}, {"depth": 2}, {"depth": 3, "beyond": names[-1]}])),
            }
            for name, examples in EXAMPLES.items()
        },
        "slots": {"code": {"type": "digits", "title": "code", "pattern": "9999"}},
        "lookups": {"data": {"sql": "SELECT found FROM t WHERE code = :code", "gives": {"found": "yes_no"}}},
        "steps": steps,
    }


def step(
    onward: st.SearchStrategy[str], anywhere: st.SearchStrategy[str], condition: st.SearchStrategy[str]
) -> st.SearchStrategy[dict[str, Any]]:
    """One step of any kind; mostly they lead on."""
    say = st.fixed_dictionaries({}, optional={"say": st.just("Well."), "interruptible": st.booleans()})
    other = st.fixed_dictionaries({}, optional={"else": anywhere})
    forget = st.fixed_dictionaries({}, optional={"forget": st.just("code")})
    menu = st.dictionaries(st.sampled_from("123"), anywhere, min_size=1)
    branch = st.fixed_dictionaries({"when": condition, "goto": onward})
    ask = {"ask": st.just("Code?"), "slot": st.just("code"), "goto": anywhere}
    kinds = [
        st.fixed_dictionaries({"goto": onward}),
        st.tuples(st.just({"listen": True}), other).map(merged),
        st.tuples(st.fixed_dictionaries({"menu": menu}), other).map(merged),
        st.tuples(st.fixed_dictionaries(ask), other).map(merged),
        st.fixed_dictionaries(
            {"lookup": st.just("data"), "goto": onward, "none": anywhere}, optional={"failed": onward}
        ),
        st.fixed_dictionaries({"if": st.lists(branch, min_size=1, max_size=2), "else": onward}),
        st.sampled_from(ENDS),
    ]
    return st.tuples(say, forget, st.one_of(kinds)).map(merged)


def merged(parts: tuple[Any, ...]) -> dict[str, Any]:
    return {key: value for part in parts for key, value in part.items()}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("plans") / "trial"
    folder.mkdir()
    return folder


def loaded(folder: Path, raw: dict[str, Any]) -> Dialplan:
    """The plan, when the checks let it pass."""
    (folder / "plan.yaml").write_text(json.dumps(raw), encoding="utf-8")
    plan, _ = plan_and_problems(folder)
    assume(plan is not None)
    assert plan is not None
    return plan


FAILURES = [failure for failure in HandoffFailure if failure is not HandoffFailure.CALLER_HUNG_UP]


class Caller:
    """A caller who does anything at all, and a world that answers in any way."""

    def __init__(self, plan: Dialplan, seed: int) -> None:
        self.chance = random.Random(seed)
        number = self.chance.choice(["", "+33612345678"])
        self.conversation = Conversation(plan, caller=number, dialled="", now=NOON)
        self.decision = self.conversation.open()
        self.called_back = False
        self.data = self.chance.choice(["found", "nothing", "failed", "mixed"])

    def move(self, *answers: str) -> None:
        """One thing happens; where the bot listens, one of `answers`."""
        waits = [isinstance(action, WAITING) for action in self.decision.actions]
        assert waits[-1] and sum(waits) == 1
        match self.decision.actions[-1]:
            case Listen():
                self.take(self._answered(self.chance.choice(answers)))
            case Lookup():
                self.take(self._looked_up())
            case Transfer():
                self.take(self.conversation.handoff_failed(self.chance.choice(FAILURES)))
            case Record():
                self.take(self.conversation.recorded(self.chance.choice([0.0, 8.0])))

    def take(self, decision: Decision) -> None:
        self.decision = decision
        self.called_back |= any(isinstance(action, RequestCallback) for action in decision.actions)

    def _answered(self, answer: str) -> Decision:
        if not answer:
            return self.conversation.silence(10.0)
        return (
            self.conversation.keys(answer[1:]) if answer[0] == "#" else self.conversation.hear(Heard(answer))
        )

    def _looked_up(self) -> Decision:
        data = self.chance.choice(["found", "nothing", "failed"]) if self.data == "mixed" else self.data
        if data == "failed":
            return self.conversation.lookup_failed()
        return self.conversation.looked_up([{"found": "yes"}] if data == "found" else [])

    @property
    def over(self) -> bool:
        return isinstance(self.decision.actions[-1], HangUp)

    @property
    def with_somebody(self) -> bool:
        """A person is rung, or a call back or a message is being arranged, or the call has ended."""
        rung = isinstance(self.decision.actions[-1], Transfer | Record)
        return self.over or rung or self.conversation.step in ("callback", "voicemail", "handoff")


WISHES = st.sampled_from(["#0", "agent please"])
ANYTHING = ("", *SAID, *(f"#{keys}" for keys in KEYS))
SLOW = settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much]
)


@SLOW
@given(
    raw=plans(),
    seed=st.integers(0, 9999),
    moves=st.integers(0, 12),
    wish=st.sampled_from(["#0", "agent please"]),
)
def test_asking_for_a_person_works_in_every_state(
    folder: Path, raw: dict[str, Any], seed: int, moves: int, wish: str
) -> None:
    caller = Caller(loaded(folder, raw), seed)
    for _ in range(moves):
        caller.move(*ANYTHING)
    for _ in range(12):
        if caller.with_somebody:
            break
        caller.move(wish)
    assert caller.with_somebody, caller.decision


@SLOW
@given(raw=plans(), seed=st.integers(0, 9999), moves=st.integers(0, 8),
       answer=st.sampled_from(["", "bananas and other things", "#9"]))  # fmt: skip
def test_who_is_never_understood_gets_to_somebody_or_to_an_end(
    folder: Path, raw: dict[str, Any], seed: int, moves: int, answer: str
) -> None:
    caller = Caller(loaded(folder, raw), seed)
    for _ in range(moves):
        caller.move(*ANYTHING)
    for _ in range(PATIENCE):
        if caller.with_somebody:
            break
        caller.move(answer)
    assert caller.with_somebody, caller.decision


@SLOW
@given(raw=plans(), seed=st.integers(0, 9999))
def test_no_call_is_ended_that_was_never_listened_to(folder: Path, raw: dict[str, Any], seed: int) -> None:
    caller = Caller(loaded(folder, raw), seed)
    while isinstance(caller.decision.actions[-1], Lookup):
        caller.move("")
    assert not caller.over


def test_plans_that_pass_are_drawn(folder: Path) -> None:
    """The properties above would say nothing if the checks let no plan pass."""
    kinds: set[str] = set()
    passed = 0

    @settings(max_examples=30, deadline=None, database=None, derandomize=True,
              suppress_health_check=[HealthCheck.too_slow])  # fmt: skip
    @given(plans())
    def draw(raw: dict[str, Any]) -> None:
        nonlocal passed
        (folder / "plan.yaml").write_text(json.dumps(raw), encoding="utf-8")
        plan, _ = plan_and_problems(folder)
        if plan:
            passed += 1
            kinds.update(act for one in plan.steps.values() for act in one.acts)

    draw()
    assert passed > 10, passed
    assert {"listen", "ask", "lookup", "if", "goto", "voicemail"} <= kinds
