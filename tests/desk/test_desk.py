"""The desk's rules: who is offered whom, in which order, and what everybody is told."""

from __future__ import annotations

import random

import pytest

from voice.desk.agents import Agent, Status
from voice.desk.callers import MOOD_SECONDS, Caller
from voice.desk.desk import Desk
from voice.desk.expected_wait import Pace, minutes
from voice.desk.news import Offered, OfferEnd, OfferEnded, Taken, TalkEnded
from voice.desk.offers import Rules
from voice.desk.refusals import NotYours
from voice.turn import TransferReason


def caller(name: str, since: float = 0.0, **more: object) -> Caller:
    known: dict[str, object] = {"queue": "support", "language": "fr", "reason": TransferReason.CALLER_ASKED}
    return Caller(name, since=since, **{**known, **more})  # type: ignore[arg-type]


def desk(*names: str, rules: Rules | None = None, **more: object) -> Desk:
    """A desk with these agents, available in this order."""
    made = Desk(rules)
    for number, name in enumerate(names):
        made.sign_in(Agent(name, title=name.capitalize(), **more), number)  # type: ignore[arg-type]
        made.set_status(name, Status.AVAILABLE, number)
    return made


def order(made: Desk) -> list[str]:
    return [each.id for each in made.waiting]


def test_a_caller_is_offered_to_who_has_been_free_for_longest() -> None:
    made = desk("marie", "paul")
    made.join(caller("a"), 10)
    made.join(caller("b"), 11)
    assert [news for news in made.take_news() if isinstance(news, Offered)] == [
        Offered("a", "marie"), Offered("b", "paul"),
    ]  # fmt: skip


def test_signing_in_is_not_being_available() -> None:
    made = Desk()
    made.sign_in(Agent("marie"), 0)
    made.join(caller("a"), 1)
    assert made.agent("marie").status is Status.BREAK
    assert made.offer_of("a") is None


def test_danger_comes_first_then_mood_and_wait() -> None:
    made = Desk()
    made.join(caller("calm", 0), 0)
    made.join(caller("upset", 100, mood=0.8), 100)
    made.join(caller("later", 200, mood=0.8), 200)
    made.join(caller("danger", 300, reason=TransferReason.DANGER), 300)
    assert order(made) == ["danger", "upset", "calm", "later"]
    assert [made.position(each) for each in order(made)] == [1, 2, 3, 4]


def test_nobody_is_overtaken_by_mood_for_longer_than_the_limit() -> None:
    made = Desk()
    made.join(caller("calm", 0), 0)
    made.join(caller("furious", MOOD_SECONDS + 1, mood=1.0), MOOD_SECONDS + 1)
    assert order(made) == ["calm", "furious"]


def test_skills_and_language_decide_who_is_asked() -> None:
    made = desk()
    for name, skills, languages in (
        ("ann", {"sales"}, {"en"}), ("bob", {"support"}, {"en"}), ("cleo", {"support", "vip"}, {"fr"}),
    ):  # fmt: skip
        made.sign_in(Agent(name, skills=frozenset(skills), languages=frozenset(languages)), 0)  # type: ignore[arg-type]
        made.set_status(name, Status.AVAILABLE, 0)
    made.join(caller("a"), 1)
    made.join(caller("b", language="en"), 1)
    assert (made.offer_of("a") or pytest.fail()).agent == "cleo"
    assert (made.offer_of("b") or pytest.fail()).agent == "bob"


def test_a_language_that_nobody_speaks_does_not_leave_a_caller_alone() -> None:
    made = desk("ann", languages=frozenset({"en"}))
    made.join(caller("a", language="fr"), 1)
    assert made.offer_of("a") is not None


def test_who_declines_is_not_asked_again_at_once_but_others_are() -> None:
    made = desk("marie", "paul", rules=Rules(declined=30))
    made.join(caller("a"), 10)
    made.refuse("marie", "a", OfferEnd.DECLINED, 12, note="not my subject")
    assert (made.offer_of("a") or pytest.fail()).agent == "paul"
    made.refuse("paul", "a", OfferEnd.DECLINED, 14)
    assert made.offer_of("a") is None
    assert made.due() == 42
    made.tick(42)
    assert (made.offer_of("a") or pytest.fail()).agent == "marie"
    assert made.agent("marie").status is Status.AVAILABLE


def test_who_lets_it_ring_is_set_on_break() -> None:
    made = desk("marie", rules=Rules(offer=20))
    made.join(caller("a"), 10)
    made.tick(29.9)
    assert made.offer_of("a") is not None
    made.tick(30)
    assert made.agent("marie").status is Status.BREAK
    assert made.agent("marie").why == "no_answer"
    assert OfferEnded("a", "marie", OfferEnd.NO_ANSWER) in made.take_news()


def test_a_phone_decides_for_itself_how_long_it_rings() -> None:
    made = desk("marie", phone="sip:marie@127.0.0.1")
    made.join(caller("a"), 10)
    made.tick(500)
    assert made.offer_of("a") is not None
    made.refuse("marie", "a", OfferEnd.AGENT_VOICEMAIL, 501)
    assert made.agent("marie").why == "agent_voicemail"


def test_of_two_who_press_together_one_has_the_call_and_the_other_hears_why_not() -> None:
    made = desk("marie", "paul")
    made.join(caller("a"), 10)
    made.take("paul", "a", 11)
    made.accept("paul", "a", 11)
    with pytest.raises(NotYours, match="Paul has taken this call"):
        made.accept("marie", "a", 11)
    assert OfferEnded("a", "marie", OfferEnd.TAKEN, by="paul") in made.take_news()


def test_a_caller_picked_by_one_cannot_be_picked_by_another() -> None:
    made = desk("marie", "paul")
    made.set_status("paul", Status.BREAK, 5)
    made.join(caller("a"), 10)
    made.take("marie", "a", 11)
    with pytest.raises(NotYours, match="Marie is taking this call"):
        made.take("paul", "a", 12)
    with pytest.raises(NotYours, match="waits no longer"):
        made.take("paul", "b", 12)


def test_picking_a_caller_is_being_available() -> None:
    made = desk("marie")
    made.set_status("marie", Status.BREAK, 5)
    made.join(caller("a"), 10)
    made.take("marie", "a", 12)
    assert made.agent("marie").status is Status.AVAILABLE


def test_a_caller_who_hangs_up_is_gone_and_the_agent_is_free() -> None:
    made = desk("marie")
    made.join(caller("a"), 10)
    made.leave("a", 12)
    assert OfferEnded("a", "marie", OfferEnd.CALLER_HUNG_UP) in made.take_news()
    made.join(caller("b"), 13)
    assert (made.offer_of("b") or pytest.fail()).agent == "marie"


def test_a_lost_agent_leaves_the_caller_at_the_head_with_his_history() -> None:
    made = desk("marie")
    made.join(caller("a", 10, mood=0.3), 10)
    made.accept("marie", "a", 12)
    made.join(caller("upset", 20, mood=1.0), 20)
    made.back("a", 100)
    assert order(made) == ["a", "upset"]
    back = made.waiting[0]
    assert (back.since, back.mood, back.number) == (10, 0.3, 1)
    assert made.agent("marie").status is Status.BREAK
    assert TalkEnded("a", "marie", back=True) in made.take_news()


def test_passing_on_to_a_colleague_asks_him_alone_and_then_anybody() -> None:
    made = desk("marie", "paul", "zoe")
    made.join(caller("a"), 10)
    made.accept("marie", "a", 12)
    made.pass_on("a", 20, agent="zoe")
    assert (made.offer_of("a") or pytest.fail()).agent == "zoe"
    made.refuse("zoe", "a", OfferEnd.DECLINED, 22)
    assert (made.offer_of("a") or pytest.fail()).agent == "paul"
    assert made.agent("marie").status is Status.WRAP_UP


def test_passing_on_to_a_queue_changes_who_is_asked() -> None:
    made = desk("marie")
    made.sign_in(Agent("bill", skills=frozenset({"billing"})), 3)
    made.set_status("bill", Status.AVAILABLE, 3)
    made.join(caller("a"), 10)
    made.accept("marie", "a", 12)
    made.pass_on("a", 20, queue="billing")
    assert (made.offer_of("a") or pytest.fail()).agent == "bill"
    with pytest.raises(NotYours):
        made.pass_on("a", 21, queue="billing")


def test_after_a_talk_comes_wrap_up_and_then_the_next() -> None:
    made = desk("marie", rules=Rules(wrap_up=60))
    made.join(caller("a"), 10)
    made.accept("marie", "a", 12)
    made.finished("a", 100)
    made.join(caller("b"), 101)
    assert made.offer_of("b") is None
    assert made.wrapping("marie") is not None
    assert made.due() == 160
    made.wrapped_up("marie", 130)
    assert made.offer_of("b") is not None


def test_wrap_up_without_a_limit_lasts_until_the_agent_says_so() -> None:
    made = desk("marie", rules=Rules(wrap_up=0))
    made.join(caller("a"), 10)
    made.accept("marie", "a", 12)
    made.finished("a", 100)
    made.tick(100_000)
    assert made.agent("marie").status is Status.WRAP_UP


def test_a_vanished_agent_is_asked_no_more() -> None:
    made = desk("marie", "paul")
    made.join(caller("a"), 10)
    made.gone("marie", 11)
    assert OfferEnded("a", "marie", OfferEnd.GONE) in made.take_news()
    assert (made.offer_of("a") or pytest.fail()).agent == "paul"


def test_whether_anybody_serves_a_queue_can_be_told() -> None:
    made = desk("ann", skills=frozenset({"sales"}))
    assert not made.staffed(caller("a"))
    assert made.staffed(caller("a", queue="sales"))
    made.set_status("ann", Status.OFFLINE, 3)
    assert not made.staffed(caller("a", queue="sales"))


def test_the_expected_wait_is_told_only_when_known() -> None:
    pace = Pace()
    assert pace.expected(1, 2) is None
    for seconds in (100, 200, 300):
        pace.talked(seconds)
    assert pace.expected(3, 2) == pytest.approx(300)
    assert pace.expected(3, 0) is None
    assert [minutes(each) for each in (None, 5, 61, 5000)] == [None, 1, 2, None]


def test_talks_teach_the_desk_how_long_a_wait_is() -> None:
    made = desk("marie", rules=Rules(wrap_up=0))
    for number in range(3):
        made.join(caller(str(number)), number * 200)
        made.accept("marie", str(number), number * 200)
        made.finished(str(number), number * 200 + 100)
        made.wrapped_up("marie", number * 200 + 120)
    made.join(caller("a"), 1000)
    made.join(caller("b"), 1000)
    assert made.expected_wait("b") == pytest.approx(240)


def test_twenty_callers_and_three_agents_lose_nobody_and_keep_the_order() -> None:
    chance, now = random.Random(7), 0.0
    made = desk("marie", "paul", "zoe", rules=Rules(wrap_up=15))
    served: list[str] = []
    left: set[str] = set()
    joined: dict[str, Caller] = {}
    ends: dict[str, float] = {}
    while len(served) + len(left) < 20:
        now += 1
        if len(joined) < 20 and now % 4 == 0:
            new = caller(f"c{len(joined):02}", now, mood=chance.choice([0, 0, 0.4, 0.9]))
            joined[new.id] = new
            made.join(new, now)
        if now == 50:
            made.leave("c07", now)
            left.add("c07")
        made.tick(now)
        for each in made.waiting:
            offer = made.offer_of(each.id)
            if offer is not None and now - offer.since >= 3:
                ahead = [other.id for other in made.waiting if other.precedence < each.precedence]
                assert all(made.offer_of(other) for other in ahead)
                made.accept(offer.agent, each.id, now)
                served.append(each.id)
                ends[each.id] = now + chance.randint(20, 90)
        for each_id, end in list(ends.items()):
            if end <= now:
                made.finished(each_id, now)
                del ends[each_id]
    taken = [news.caller for news in made.take_news() if isinstance(news, Taken)]
    assert taken == served
    assert set(served) | left == set(joined)
    assert made.waiting == ()
    # Among equally calm callers the earlier was served first.
    for mood in (0, 0.4, 0.9):
        same = [each for each in served if joined[each].mood == mood]
        assert same == sorted(same)
