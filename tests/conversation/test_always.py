"""What holds whatever a caller does: no crash, one waiting action, and a person within reach."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.conversation.talk import NOON, WAITING, plan
from voice.conversation import Conversation, prepare
from voice.turn import Decision, EndReason, HandoffFailure, HangUp, Heard, Language, Record, Transfer

WORDS = [
    "où est ma commande", "where is my order A1042", "B2001", "oui", "non", "un conseiller", "vos horaires",
    "je veux être remboursé", "c'est scandaleux", "goodbye", "recommencer", "répétez", "aide", "in english",
    "merci",
    "where is my order and what are your opening hours", "06 11 22 33 44", "message", "je vais mourir",
    "plus lentement", "go back", "revenir", "stop", "never mind",
    "Z9999",
]  # fmt: skip
heards = st.builds(
    Heard,
    text=st.one_of(st.sampled_from(WORDS), st.text(max_size=40)),
    confidence=st.floats(0, 1),
    language=st.sampled_from(["fr", "en", None]),
)
events = st.one_of(
    st.tuples(st.just("hear"), heards),
    st.tuples(st.just("keys"), st.text("0123456789*#", max_size=12)),
    st.tuples(st.just("silence"), st.floats(0, 1000)),
    st.tuples(
        st.just("looked_up"),
        st.sampled_from([[], [{"status": "shipped", "carrier": "X", "expected": "2026-03-01"}]]),
    ),
    st.tuples(st.just("lookup_failed"), st.none()),
    st.tuples(st.just("handoff_failed"), st.sampled_from(HandoffFailure)),
    st.tuples(st.just("recorded"), st.floats(0, 60)),
    st.tuples(st.just("language_found"), st.sampled_from(["fr", "en"])),
    st.tuples(st.just("broke"), st.none()),
    st.tuples(st.just("too_long"), st.none()),
)


def happens(conversation: Conversation, event: tuple[str, object]) -> Decision | None:
    name, value = event
    method = getattr(conversation, name)
    result = method() if value is None else method(value)
    assert result is None or isinstance(result, Decision)
    return result


def check(decision: Decision) -> None:
    waits = [isinstance(action, WAITING) for action in decision.actions]
    assert waits[-1] and sum(waits) == 1


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    name=st.sampled_from(["retail", "insurance", "hospital"]),
    caller=st.sampled_from(["", "anonymous", "+33612345678", "100"]),
    happenings=st.lists(events, max_size=12),
)
def test_anything_may_happen(name: str, caller: str, happenings: list[tuple[str, object]]) -> None:
    conversation = Conversation(plan(name), caller=caller, dialled="100", now=NOON)
    check(conversation.open())
    for event in happenings:
        if decision := happens(conversation, event):
            check(decision)
    assert [turn.number for turn in conversation.turns] == list(range(1, len(conversation.turns) + 1))


talking = st.lists(
    events.filter(lambda event: event[0] in ("hear", "keys", "silence", "looked_up")), max_size=8
)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(happenings=talking, by_key=st.booleans(), language=st.sampled_from(["fr", "en"]))
def test_a_person_is_within_reach_of_every_state(
    happenings: list[tuple[str, object]], by_key: bool, language: Language
) -> None:
    conversation = Conversation(plan("retail"), caller="+33612345678", dialled="100", now=NOON)
    decision = conversation.open()
    for event in happenings:
        decision = happens(conversation, event) or decision
    if isinstance(decision.actions[-1], HangUp):
        return
    words = "un conseiller" if language == "fr" else "speak to someone please"
    decision = conversation.keys("0") if by_key else conversation.hear(Heard(words, language=language))
    assert isinstance(decision.actions[-1], Transfer)


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    answers=st.lists(
        st.one_of(events.filter(lambda event: event[0] in ("hear", "keys", "silence"))), max_size=15
    )
)
def test_when_nobody_can_be_had_it_still_ends_well(answers: list[tuple[str, object]]) -> None:
    """At most two rounds of targets, then a call back or a message; never a dead end."""
    conversation = Conversation(plan("retail"), caller="", dialled="100", now=NOON)
    conversation.open()
    decision, attempts = conversation.keys("0"), 0
    for event in [*answers, *([("silence", 1.0)] * 4)]:
        while isinstance(decision.actions[-1], Transfer):
            attempts += 1
            decision = conversation.handoff_failed(HandoffFailure.NO_ANSWER)
        if isinstance(decision.actions[-1], Record):
            decision = conversation.recorded(5.0)
        if isinstance(decision.actions[-1], HangUp):
            break
        decision = happens(conversation, event) or decision
    while isinstance(decision.actions[-1], (Transfer, Record)):
        after = decision.actions[-1]
        decision = (
            conversation.handoff_failed(HandoffFailure.BUSY)
            if isinstance(after, Transfer)
            else conversation.recorded(5.0)
        )
    assert attempts <= 4
    if isinstance(decision.actions[-1], HangUp):
        # A caller may start again and be served by the bot after all.
        good = set(EndReason) - {EndReason.FAILED, EndReason.TRANSFERRED, EndReason.LINE_LOST}
        assert decision.actions[-1].reason in good


def test_a_prepared_plan_is_learned_for_as_long_as_it_is_there(monkeypatch: pytest.MonkeyPatch) -> None:
    own = plan("retail").model_copy()
    prepare(own)
    monkeypatch.setattr("voice.conversation.dialogue.Understander", None)
    for _ in range(10):
        assert Conversation(own, caller="", dialled="", now=NOON).open().actions
    with pytest.raises(TypeError):
        Conversation(plan("retail").model_copy(), caller="", dialled="", now=NOON)
