"""Calls back in which something breaks: whoever wanted one ends at a person, and no other is kept waiting."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest

from tests.call.calling_back import MORNING, NUMBER, UNREADABLE, Book, Phones, asked, come, plan, sign_in
from tests.fakes import FakeAgent, FakeVoices
from voice.call.callback_words import BROKE, UNREACHED
from voice.call.live_desk import LiveDesk
from voice.desk.agents import Status
from voice.dialplan.hours import Hours
from voice.dialplan.model import SlotSpec
from voice.events import BotSpoke, CallbackDialled, CallbackEnded, CallEnded, PlanEntered, TurnTaken
from voice.records.rows import Callback
from voice.turn import CallbackOutcome, EndReason, Heard, Language, Outcome, Turn, Understanding


def works(live: LiveDesk, book: Book) -> None:
    book.broken = False


def patient() -> FakeAgent:
    return FakeAgent(talk_seconds=60)


def test_a_wish_that_cannot_be_read_is_shown_to_a_person_and_keeps_nobody_waiting() -> None:
    def unreadable(live: LiveDesk, book: Book) -> None:
        book.rows = {0: Callback(0, UNREADABLE, NUMBER, plan().name, MORNING), **book.rows}

    phones = Phones({"marie": [FakeAgent("1", talk_seconds=5)], "callback": [FakeAgent("")]})
    came = come(phones, (0.0, unreadable), (20, sign_in("marie")), agents=())
    assert came.row.outcome == "reached"
    assert [(wish.id, wish.outcome) for wish in came.live.by_hand] == [(0, "failed")]


def test_a_plan_that_changes_counts_for_who_waits() -> None:
    plans = {plan().name: plan()}

    def closed_now(live: LiveDesk, book: Book) -> None:
        hours = Hours.model_validate({"days": {"mon-fri": "09:00-10:00"}})
        handoff = plan().handoff.model_copy(update={"hours": hours})
        plans[plan().name] = plan().model_copy(update={"handoff": handoff})

    came = come(Phones({}), (20, closed_now), (40, sign_in("marie")), agents=(), plans=plans)
    assert came.phones.rang == [] and came.row.state == "open"
    plans = {plan().name: plan()}
    on_a_break = sign_in("marie", Status.BREAK)
    came = come(Phones({}), (20, closed_now), (90, sign_in("marie")), (1, on_a_break), agents=(), plans=plans)
    assert came.phones.rang == [] and came.live.desk.waiting == (), "off the desk, where he waited"


def test_what_was_said_in_an_earlier_plan_of_the_call_is_told_too_and_its_secrets_are_kept() -> None:
    card = SlotSpec.model_validate({"type": "digits", "sensitive": True, "title": {"en": "card number"}})
    front = plan().model_copy(update={"name": "front", "slots": {"card": card}})
    heard = Heard("", digits="987654", started=3, ended=4)
    understood = Understanding(slots={"card": "987654"})
    turn = TurnTaken(
        at=4, turn=Turn(1, "card", heard, understood, Outcome.FILLED), assessment=None, step="card", why=""
    )
    first, *rest = asked()
    events = [first.model_copy(update={"plan": "front"}), turn,
              PlanEntered(at=5, plan=plan().name, plan_sha=""), *rest]  # fmt: skip
    phones = Phones({"marie": [FakeAgent("1", talk_seconds=5)], "callback": [FakeAgent("")]})
    came = come(phones, plans={"front": front, plan().name: plan()}, events=events)
    assert came.row.outcome == "reached"
    (slot,) = came.briefs[-1].slots
    assert slot.title == "card number" and "987654" not in came.briefs[-1].model_dump_json()


def test_a_plan_that_is_gone_leaves_its_callers_to_a_person() -> None:
    plans = {plan().name: plan(), "another": plan()}
    came = come(Phones({}), (20, lambda *_: plans.pop(plan().name)), agents=(), plans=plans)
    assert (came.row.state, came.row.outcome) == ("by_hand", "no_queue")


@pytest.mark.parametrize("part", ["CalledTalk", "CalledTalk.run"])
def test_who_picks_up_and_cannot_be_served_is_let_go_and_ends_at_a_person(
    monkeypatch: pytest.MonkeyPatch, part: str
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise ValueError("a defect")

    monkeypatch.setattr(f"voice.call.calling_back.{part}", fail)
    caller = FakeAgent("")
    phones = Phones({"marie": [patient(), patient()], "callback": [caller, FakeAgent("")]})
    came = come(phones, seconds=400)
    assert caller.hung_up
    assert [name for name, _ in phones.rang] == ["marie", "callback"]
    assert (came.row.state, came.row.rung, came.row.outcome, came.row.done) == ("by_hand", 1, "failed", None)
    assert UNREACHED["en"] in came.voices.said
    assert came.one(CallEnded).reason is EndReason.FAILED


def test_who_picks_up_is_talked_to_though_the_database_does_not_answer_and_is_not_called_again() -> None:
    caller = FakeAgent("")
    phones = Phones({"marie": [FakeAgent("1", talk_seconds=30)], "callback": [caller]})

    def breaks_as_it_rings(live: LiveDesk, book: Book) -> None:
        if ("callback", NUMBER) in phones.rang:
            book.broken = True

    looks = [(second / 2, breaks_as_it_rings) for second in range(1, 120)]
    came = come(phones, *looks, (90, works), seconds=300)
    assert len(caller.heard) > 8000  # the agent's voice
    assert came.one(CallbackEnded).outcome is CallbackOutcome.REACHED
    assert [name for name, _ in phones.rang] == ["marie", "callback"]
    assert came.row.outcome == "reached" and came.row.done is not None


def test_a_talk_that_breaks_ends_with_an_honest_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    async def fail(*_: object, **__: object) -> None:
        await asyncio.sleep(2)
        raise ValueError("a defect")

    monkeypatch.setattr("voice.call.called_talk.QueuedHandover.go_on", fail)
    caller = FakeAgent("")
    phones = Phones({"marie": [patient()], "callback": [caller]})
    came = come(phones, seconds=60)
    assert came.all(BotSpoke)[-1].text == BROKE["en"] and len(caller.heard) > 8000
    assert caller.hung_up and (came.row.state, came.row.outcome) == ("by_hand", "failed")


def test_a_gateway_that_stops_in_the_talk_says_so_and_leaves_the_caller_to_a_person() -> None:
    caller, marie = FakeAgent(""), patient()
    came = come(Phones({"marie": [marie], "callback": [caller]}), drained_after=30, seconds=5)
    assert caller.hung_up and marie.hung_up
    assert came.all(BotSpoke)[-1].text == BROKE["en"]
    assert came.one(CallEnded).reason is EndReason.DRAINED
    assert (came.row.state, came.row.outcome, came.row.done) == ("by_hand", "cut_off", None)


class HungVoices(FakeVoices):
    """Never says anything."""

    async def stream(
        self, text: str, language: Language, rate: int, *, speed: float = 1.0, voice: str = ""
    ) -> AsyncIterator[bytes]:
        await asyncio.sleep(36000)
        yield b""


def test_an_agent_does_not_wait_for_a_voice_that_hangs() -> None:
    marie, caller = FakeAgent("1", talk_seconds=10), FakeAgent("")
    came = come(Phones({"marie": [marie], "callback": [caller]}), voices=HungVoices(), seconds=60)
    assert came.one(CallbackDialled).at < 25
    assert came.row.outcome == "reached"


def test_an_agent_who_has_taken_it_in_vain_is_told() -> None:
    phones = Phones({"marie": [FakeAgent("1", talk_seconds=30)], "callback": [FakeAgent("")]})

    def breaks_as_she_is_rung(live: LiveDesk, book: Book) -> None:
        book.broken = bool(phones.rang)

    came = come(phones, *[(second / 2, breaks_as_she_is_rung) for second in range(1, 60)], seconds=31)
    assert [name for name, _ in phones.rang] == ["marie"]
    assert UNREACHED["en"] in came.voices.said
