"""Whole calls back: an agent first, then the caller's phone, and what becomes of the wish."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any, cast

import pytest

from tests.call.calling_back import MORNING, NUMBER, Book, Phones, come, sign_in
from tests.fakes import FakeAgent, ListJournal, ScriptedLine, quiet, say
from voice.call.bridge import TalkEnd
from voice.call.callback_words import CALLING, SORRY, UNREACHED
from voice.call.callbacks import LEASE_SECONDS
from voice.call.live_desk import LiveDesk, Ticket
from voice.call.queue_words import PASSED_ON
from voice.desk.agents import Status
from voice.desk.callbacks import CallbackRules
from voice.desk.callers import Caller
from voice.desk.news import OfferEnd
from voice.events import (
    BotSpoke,
    CallbackAnswered,
    CallbackBegan,
    CallbackDialled,
    CallbackEnded,
    CallEnded,
    CallerSpoke,
    CallEvent,
    CallStarted,
    HandoffAccepted,
    HandoffFailed,
    QueueJoined,
)
from voice.handoff.spoken import MOST_SECONDS, spoken_seconds
from voice.turn import CallbackOutcome, EndReason, HandoffFailure, TransferReason


def patient() -> FakeAgent:
    return FakeAgent(talk_seconds=60)


def kinds(events: Sequence[CallEvent]) -> list[str]:
    left_out = {"bot_spoke", "agent_spoke", "caller_spoke"}
    return [event.kind for event in events if event.kind not in left_out]


def test_the_agent_hears_the_summary_takes_it_and_is_put_through() -> None:
    marie, caller = FakeAgent("1", talk_seconds=8), FakeAgent("")
    came = come(Phones({"marie": [marie], "callback": [caller]}))
    assert kinds(came.events()) == [
        "call_started", "callback_began", "handoff_started", "queue_joined", "handoff_offered",
        "handoff_answered", "queue_left", "callback_dialled", "callback_answered", "handoff_accepted",
        "callback_ended", "call_ended",
    ]  # fmt: skip
    assert came.phones.rang == [("marie", "sip:marie@127.0.0.1"), ("callback", NUMBER)]
    started, began = came.one(CallStarted), came.one(CallbackBegan)
    assert (started.door, started.caller, started.dialled) == ("callback", NUMBER, "100")
    assert (began.callback, began.wanted_in, began.attempt) == (1, "c1", 1)
    assert came.one(CallbackEnded).outcome is CallbackOutcome.REACHED
    assert came.one(CallEnded).reason is EndReason.AGENT_HUNG_UP
    assert came.row.done is not None and came.outcomes == [CallbackOutcome.REACHED]
    assert caller.hung_up and len(caller.heard) > 8000  # the agent's voice
    assert came.live.desk.agent("marie").status is Status.WRAP_UP
    assert not came.live.tickets and came.watch.waits == []


def test_the_summary_says_that_it_is_a_call_back_and_fits_its_time() -> None:
    came = come(Phones({"marie": [FakeAgent("1", talk_seconds=5)], "callback": [FakeAgent("")]}))
    brief = came.briefs[0]
    assert brief.spoken.startswith("To call back.") and brief.spoken in came.voices.said
    assert spoken_seconds(brief.spoken) <= MOST_SECONDS
    assert "They asked to be called back; whoever takes it is put through." in brief.summary
    assert brief.caller == NUMBER and brief.call_id == came.one(CallStarted).call_id
    assert CALLING["en"] in came.voices.said


def test_who_declines_is_followed_by_a_colleague_and_the_caller_is_not_rung_for_it() -> None:
    phones = Phones({"marie": [FakeAgent("2")], "paul": [FakeAgent("1")], "callback": [FakeAgent("")]})
    came = come(phones, agents=("marie", "paul"))
    assert [name for name, _ in phones.rang] == ["marie", "paul", "callback"]
    assert came.one(HandoffFailed).failure is HandoffFailure.DECLINED
    assert came.row.rung == 1 and came.one(HandoffAccepted).agent == "Paul"


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        (HandoffFailure.BUSY, CallbackOutcome.BUSY),
        (HandoffFailure.NO_ANSWER, CallbackOutcome.NO_ANSWER),
        (HandoffFailure.UNREACHABLE, CallbackOutcome.UNREACHABLE),
        (HandoffFailure.DECLINED, CallbackOutcome.DECLINED),
    ],
)
def test_who_is_not_reached_is_tried_again_and_then_shown_as_to_be_called_by_hand(
    answer: HandoffFailure, outcome: CallbackOutcome
) -> None:
    phones = Phones({"marie": [patient(), patient()], "callback": [answer, answer]})
    came = come(phones, seconds=300)
    assert [name for name, _ in phones.rang] == ["marie", "callback"] * 2
    assert [came.one(CallbackEnded, nth).then for nth in (0, 1)] == ["again", "by_hand"]
    assert came.outcomes == [outcome, outcome]
    assert (came.row.state, came.row.rung, came.row.outcome) == ("by_hand", 2, outcome.value)
    assert [(wish.number, wish.rung) for wish in came.live.by_hand] == [(NUMBER, 2)]
    assert UNREACHED["en"] in came.voices.said
    assert came.live.desk.agent("marie").status is Status.AVAILABLE  # nothing to write up
    assert came.one(CallEnded, 1).reason is EndReason.CALLER_UNREACHED


def test_an_agent_who_goes_away_while_it_rings_leaves_no_caller_alone() -> None:
    marie = FakeAgent("1", talk_seconds=4)
    came = come(Phones({"marie": [marie], "callback": [HandoffFailure.NO_ANSWER]}), seconds=40)
    assert came.one(CallbackEnded).outcome is CallbackOutcome.AGENT_HUNG_UP
    assert came.row.state == "open" and came.row.due is not None
    assert not came.all(CallbackAnswered)


def test_nobody_is_rung_when_nobody_is_there_or_the_doors_are_closed() -> None:
    assert come(Phones({}), agents=()).phones.rang == []
    sunday = MORNING.replace(month=3, day=8)
    came = come(Phones({}), start=sunday)
    assert came.phones.rang == [] and came.journals == {} and came.row.leased is None


def test_when_an_agent_comes_the_caller_is_called() -> None:
    phones = Phones({"marie": [FakeAgent(talk_seconds=5)], "callback": [FakeAgent("")]})
    came = come(phones, (100, sign_in("marie")), agents=(), seconds=180)
    assert came.row.outcome == "reached"


def test_who_asked_first_comes_before_who_has_just_begun_to_wait() -> None:
    seen: list[str] = []

    def ahead(live: LiveDesk, book: Book) -> None:
        caller = Caller("live", "support", "en", TransferReason.PLAN, live.now)
        live.open(Ticket("live", "c2", cast(Any, ListJournal())))
        live.act(lambda desk, now: desk.join(caller, now))
        seen.extend(each.id for each in live.desk.waiting)

    busy = sign_in("marie", Status.BUSY)
    came = come(Phones({}), (8, ahead), agents=(), seconds=20)
    assert seen == ["live"]  # nobody serves the queue: the call back does not wait at the desk
    came = come(Phones({}), (1, busy), (12, ahead), agents=(), seconds=20)
    assert seen[-1] == "live" and len(seen) == 3
    assert came.journals == {}  # nobody was asked: it is no call
    assert came.row.state == "open" and came.row.leased is None


def test_done_by_hand_meanwhile_is_taken_off_the_desk() -> None:
    def by_hand(live: LiveDesk, book: Book) -> None:
        book.rows[1] = replace(book.rows[1], done=MORNING)

    came = come(Phones({}), (0, sign_in("marie", Status.BUSY)), (20, by_hand), agents=(), seconds=60)
    assert came.live.desk.waiting == () and came.phones.rang == []


def test_a_number_that_may_not_be_dialled_and_a_plan_without_queue_are_left_to_people() -> None:
    came = come(Phones({}), rules=CallbackRules(("+44",)))
    assert came.phones.rang == []
    assert (came.row.state, came.row.outcome) == ("by_hand", "not_allowed")
    came = come(Phones({}), requested=timedelta(days=-4))
    assert (came.row.state, came.row.outcome) == ("by_hand", "too_old")


def test_without_numbers_to_dial_all_wishes_are_shown_and_nothing_is_rung() -> None:
    came = come(Phones({}), rules=CallbackRules())
    assert came.phones.rang == [] and came.row.state == "open"
    assert [wish.number for wish in came.live.by_hand] == [NUMBER]


def test_the_callers_words_are_written_down() -> None:
    caller = ScriptedLine([quiet(1), say("It is about my order."), quiet(6)])
    came = come(Phones({"marie": [FakeAgent(talk_seconds=30)], "callback": [caller]}), seconds=90)
    assert came.all(CallerSpoke)
    assert came.one(CallEnded).reason is EndReason.CALLER_HUNG_UP


def test_the_caller_hangs_up_and_the_agent_writes_it_up() -> None:
    def hang_up(live: LiveDesk, book: Book) -> None:
        caller.hung_up = True

    caller, marie = FakeAgent(""), FakeAgent(talk_seconds=60)
    came = come(Phones({"marie": [marie], "callback": [caller]}), (40, hang_up), seconds=60)
    assert came.one(CallEnded).reason is EndReason.CALLER_HUNG_UP
    assert came.one(CallbackEnded).outcome is CallbackOutcome.REACHED
    assert marie.hung_up and came.live.desk.agent("marie").status is Status.WRAP_UP


def test_a_lost_agent_is_followed_by_another_and_the_caller_is_told() -> None:
    agents: dict[str, list[FakeAgent]] = {
        "marie": [FakeAgent(talk_seconds=8, lost=True)],
        "paul": [FakeAgent(talk_seconds=5)],
    }
    came = come(Phones({**agents, "callback": [FakeAgent("")]}), (10, sign_in("paul")), seconds=120)
    assert [event.agent for event in came.all(HandoffAccepted)] == ["Marie", "Paul"]
    assert any("we lost my colleague" in event.text for event in came.all(BotSpoke))
    assert came.one(CallEnded).reason is EndReason.AGENT_HUNG_UP
    assert [event.position for event in came.all(QueueJoined)] == [1, 1]


def test_passed_on_and_not_taken_is_called_again() -> None:
    def pass_on(live: LiveDesk, book: Book) -> None:
        (ticket,) = live.tickets.values()
        live.act(lambda desk, now: desk.pass_on(ticket.id, now, queue="support"))
        assert ticket.bridge is not None
        ticket.bridge.end(TalkEnd.PASSED_ON)

    came = come(
        Phones({"marie": [FakeAgent(talk_seconds=60)], "callback": [FakeAgent("")]}),
        (35, pass_on), (36, sign_in("paul", Status.BUSY)), seconds=75,
    )  # fmt: skip
    assert came.all(BotSpoke)[0].text == PASSED_ON["en"]
    assert came.all(BotSpoke)[-1].text == SORRY["en"]
    assert came.one(CallbackEnded).outcome is CallbackOutcome.DROPPED
    assert came.row.done is None and came.row.due is not None


def test_a_gateway_that_stops_leaves_the_wish_to_the_next() -> None:
    came = come(Phones({"marie": [HandoffFailure.NO_ANSWER]}), drained_after=15, seconds=30)
    assert came.row.done is None and came.row.leased is None and came.row.rung == 0
    assert came.one(CallEnded).reason is EndReason.DRAINED
    assert came.one(CallbackEnded).outcome is CallbackOutcome.STOPPED
    assert came.live.desk.waiting == () and not came.live.tickets


def test_a_gateway_that_died_is_followed_when_its_time_is_over() -> None:
    def another_had_it(live: LiveDesk, book: Book) -> None:
        leased = MORNING + timedelta(seconds=LEASE_SECONDS)
        book.rows[1] = replace(book.rows[1], leased=leased)

    phones = Phones({"marie": [FakeAgent(talk_seconds=5)], "callback": [FakeAgent("")]})
    came = come(phones, (1, another_had_it), (2, sign_in("marie")), agents=(), seconds=50)
    assert came.phones.rang == []
    came = come(phones, (1, another_had_it), (2, sign_in("marie")), agents=(), seconds=150)
    assert came.row.outcome == "reached"


def test_a_database_that_does_not_answer_is_asked_again() -> None:
    def breaks(live: LiveDesk, book: Book) -> None:
        book.broken = True

    def works(live: LiveDesk, book: Book) -> None:
        book.broken = False

    phones = Phones({"marie": [FakeAgent(talk_seconds=5)], "callback": [FakeAgent("")]})
    came = come(phones, (0, breaks), (1, sign_in("marie")), (40, works), agents=(), seconds=120)
    assert came.row.outcome == "reached"
    assert came.one(CallbackDialled).agent == "Marie"


def test_withdrawn_offers_end_when_it_is_done_by_hand() -> None:
    def by_hand(live: LiveDesk, book: Book) -> None:
        book.rows[1] = replace(book.rows[1], done=MORNING)

    came = come(Phones({"marie": [FakeAgent("1", talk_seconds=20)]}), (3, by_hand), seconds=60)
    assert [name for name, _ in came.phones.rang] == ["marie"]
    assert came.one(CallbackEnded).outcome is CallbackOutcome.WITHDRAWN
    assert OfferEnd.WITHDRAWN.value == CallbackOutcome.WITHDRAWN.value


def test_nobody_is_rung_before_the_agreed_time_and_the_desk_shows_it_meanwhile() -> None:
    shown: list[int] = []
    phones = Phones({"marie": [FakeAgent("1", talk_seconds=5)], "callback": [FakeAgent("")]})

    def look(live: LiveDesk, book: Book) -> None:
        shown.append(len(live.planned))
        assert phones.rang == [] and live.desk.waiting == ()

    came = come(phones, (20, look), (590, look), agreed=(600, 1200), seconds=700)
    assert shown == [1, 1] and came.live.planned == ()
    assert came.row.outcome == "reached" and came.in_time == [True]
    assert any("Agreed for Wednesday the 4th of March" in line for line in came.briefs[-1].summary)


def test_a_time_that_passes_with_nobody_free_is_called_first_thing_and_counted() -> None:
    phones = Phones({"marie": [FakeAgent("1", talk_seconds=5)], "callback": [FakeAgent("")]})
    came = come(phones, (400, sign_in("marie")), agents=(), agreed=(60, 300), seconds=500)
    assert phones.rang[0][0] == "marie"
    assert came.row.outcome == "reached" and came.in_time == [False]


def test_at_the_agreed_time_he_is_ahead_of_who_came_since_he_asked() -> None:
    def waits(live: LiveDesk, book: Book) -> None:
        caller = Caller("w", "support", "en", TransferReason.CALLER_ASKED, live.now)
        live.open(Ticket("w", "c9", cast(Any, ListJournal())))
        live.act(lambda desk, now: desk.join(caller, now))

    order: list[str] = []

    def look(live: LiveDesk, book: Book) -> None:
        order.extend(caller.id for caller in live.desk.waiting)

    come(
        Phones({}), (1, sign_in("marie", Status.BREAK)), (30, waits), (80, look),
        agents=(), agreed=(60, 300), seconds=90,
    )  # fmt: skip
    assert len(order) == 2 and order[1] == "w"


def test_an_agreed_time_days_ahead_is_not_too_old() -> None:
    phones = Phones({"marie": [FakeAgent("1", talk_seconds=5)], "callback": [FakeAgent("")]})
    came = come(phones, agreed=(5, 300), requested=timedelta(days=-5), seconds=60)
    assert came.row.outcome == "reached"
