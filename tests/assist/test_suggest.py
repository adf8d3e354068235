"""Which replies, lookups, reminders and warnings follow from which talk."""

from __future__ import annotations

import pytest

from tests.assist.talks import agent, bot, caller, fetched, found, here, shown, taken, turn
from voice.assist.suggest import news
from voice.assist.suggestions import Assist
from voice.assist.words import SENTENCES
from voice.escalation.demands import REASONS
from voice.escalation.score import ASKED_FOR_PERSON
from voice.events import AgentHeld, AssistOffered, AssistUsed, CallEvent, HandoffAccepted
from voice.turn import Outcome, TransferReason

ORDER: list[CallEvent] = [
    turn(1, "where is my order", 5, "order_status"),
    bot("order_number", "What is the order number?", 6),
    turn(2, "a ten forty two", 9, outcome=Outcome.FILLED, number="A1042"),
]
FOUND: list[CallEvent] = [found(10, status="shipped", day="2026-03-05", name="Dupont", margin="12")]
TOLD: list[CallEvent] = [
    bot("order_shipped", "Your order is on its way; it arrives on Thursday 5 March.", 11)
]
HELLO = agent("Good morning, Marie speaking.", 31)


def talk(*events: CallEvent) -> list[CallEvent]:
    """Marie has said hello, and then this."""
    return [*taken(), HELLO, *events]


def sources(shown: Assist) -> list[str]:
    return [reply.source for reply in shown.replies]


@pytest.mark.parametrize(
    ("events", "first", "text"),
    [
        (taken(), "opening", "Hello, I am taking over. What can I do for you?"),
        (taken(*ORDER), "opening", "I know what it is about: tracking an order."),
        (talk(), "ask", "What can I do for you?"),
        (talk(caller("when are you open", 35)), "step:hours", "from nine to seven"),
        (
            talk(caller("where is my order", 35)),
            "step:order_number",
            "What is the order number?",
        ),
        ([*taken(*ORDER), HELLO], "slot:number", "order number A1042, is that right?"),
        ([*taken(*ORDER, *FOUND), HELLO], "step:order_shipped", "it arrives on Thursday the 5th of March"),
        ([*taken(*ORDER, *FOUND, *TOLD), HELLO], "slot:number", "A1042"),
        (
            [*taken(*ORDER, *FOUND, *TOLD), HELLO, caller("so when does my order arrive", 35)],
            "step:order_shipped",
            "it arrives on Thursday the 5th of March",
        ),
        ([*taken(*ORDER), HELLO, fetched(40)], "step:order_unknown,order_number", "I can't find order"),
        ([*taken(*ORDER), HELLO, fetched(40, status="late")], "agent_replies:late", "chasing the carrier"),
        (
            [*taken(*ORDER), HELLO, caller("I want my money back", 35)],
            "agent_replies:card",
            "The refund of order A1042 goes back to your card.",
        ),
        (
            talk(caller("this is a disgrace, you are useless idiots", 35)),
            "mood:calm",
            "annoying",
        ),
        (
            [
                *taken(*ORDER, *FOUND),
                HELLO,
                agent("Your order is on its way, it arrives on Thursday the fifth of March.", 34),
            ],
            "slot:number",
            "A1042",
        ),
    ],
)
def test_the_first_reply(events: list[CallEvent], first: str, text: str) -> None:
    replies = shown(events).replies
    assert (replies[0].source if replies else "") == first
    assert text in (replies[0].text if replies else "")
    assert len(replies) <= 3
    assert len({reply.text for reply in replies}) == len(replies)


def test_a_reply_whose_value_is_not_known_is_not_offered() -> None:
    events: list[CallEvent] = talk(caller("I want my money back", 35))
    assert "agent_replies:card" not in sources(shown(events))


def test_a_reply_used_or_dismissed_is_not_offered_again() -> None:
    events: list[CallEvent] = [*taken(*ORDER, *FOUND), HELLO]
    first = shown(events).replies[0]
    for did in ("accepted", "edited", "dismissed"):
        used = AssistUsed(
            at=40, handoff_id="h1", agent="Marie", id=first.id, what="reply", did=did, text=first.text
        )
        assert first.id not in [reply.id for reply in shown([*events, used]).replies]


def test_a_reply_is_in_the_callers_language_and_its_meaning_in_the_agents() -> None:
    events: list[CallEvent] = [*taken(), agent("Bonjour.", 31), caller("vous êtes ouverts quand", 35)]
    reply = shown(events, "fr", "en").replies[0]
    assert reply.text == "Nous sommes ouverts de neuf heures à dix-neuf heures."
    assert reply.meaning == "We are open from nine to seven."
    assert shown(events, "fr").replies[0].meaning == ""


def test_a_value_said_to_the_agent_counts_and_ends_what_was_found_with_another() -> None:
    events: list[CallEvent] = [*taken(*ORDER, *FOUND), HELLO]
    assert here(events).searched == {"order": "found"}
    events += [agent("What is the order number?", 34), caller("A 2 0 7 1", 36)]
    after = here(events)
    assert after.values["number"] == "A2071"
    assert after.searched == {}
    action = shown(events).actions[0]
    assert (action.name, action.next, action.fields[0].value) == ("order", True, "A2071")


def test_a_value_that_the_bot_took_for_the_agent_fills_in_the_lookup() -> None:
    before = [*taken(*ORDER), HELLO]
    given = turn(3, "b twenty forty two", 40, outcome=Outcome.FILLED, number="B2042")
    assert here(before).values["number"] == "A1042"
    assert here([*before, given]).values["number"] == "B2042"
    looked = here([*before, given, found(41, status="shipped")])
    assert (looked.searched["order"], looked.values["order.status"]) == ("found", "shipped")


def test_the_lookup_that_the_request_needs_is_offered_and_then_shows_what_it_found() -> None:
    before = shown([*taken(*ORDER), HELLO]).actions
    assert [(action.name, action.next, action.result) for action in before] == [
        ("order", True, ""),
        ("person", False, ""),
    ]
    after = shown([*taken(*ORDER), HELLO, fetched(40, status="late", margin="12", name="Dupont")]).actions[0]
    assert (after.next, after.result) == (False, "found")
    assert after.found == (("status", "late"), ("name", "Dupont"))  # what no text may hold stays unseen


def test_a_lookup_waits_for_its_value() -> None:
    action = shown([*taken(turn(1, "where is my order", 5, "order_status")), HELLO]).actions[0]
    assert (action.next, action.fields[0].title, action.fields[0].known) == (False, "order number", False)


def test_a_secret_value_is_used_and_not_shown() -> None:
    events: list[CallEvent] = [*taken(turn(1, "born", 5, outcome=Outcome.FILLED, birth="1984-05-07")), HELLO]
    person = next(action for action in shown(events).actions if action.name == "person")
    assert (person.fields[0].value, person.fields[0].known) == ("", True)
    assert "1984" not in str(shown(events))


@pytest.mark.parametrize(
    ("events", "said"),
    [
        (talk(), {"recorded": False}),
        (
            talk(caller("I want my money back", 35)),
            {"withdrawal": False, "recorded": False},
        ),
        (
            talk(caller("I want my money back", 35), agent("you've got 14 days for that", 40)),
            {"withdrawal": True, "recorded": False},
        ),
        (
            [*taken(), agent("so this call is being recorded, to improve our service", 32)],
            {"recorded": True},
        ),
        ([*taken(), agent("the call, yes", 32)], {"recorded": False}),
    ],
)
def test_what_must_be_said(events: list[CallEvent], said: dict[str, bool]) -> None:
    found = shown(events)
    assert {line.source.removeprefix("must_say:"): line.said for line in found.reminders} == said
    assert {line.id for line in found.heard} == {line.id for line in found.reminders if line.said}


def test_a_reminder_can_be_ticked_or_dismissed() -> None:
    events: list[CallEvent] = talk()
    line = shown(events).reminders[0]
    used = AssistUsed(at=40, handoff_id="h1", agent="Marie", id=line.id, what="reminder", did="accepted")
    assert [each.said for each in shown([*events, used]).reminders] == [True]
    dismissed = used.model_copy(update={"did": "dismissed"})
    assert shown([*events, dismissed]).reminders == ()


def test_the_next_agent_is_offered_what_the_first_dismissed_but_not_what_was_said() -> None:
    events: list[CallEvent] = talk(caller("when are you open", 35))
    events += news(shown(events), events, "h1", "Marie", 36)
    first, second = shown(events).replies[:2]
    for reply, did in ((first, "dismissed"), (second, "accepted")):
        facts = {"at": 40, "handoff_id": "h1", "agent": "Marie", "id": reply.id, "what": "reply", "did": did}
        events.append(AssistUsed.model_validate(facts))
    events.append(HandoffAccepted(at=50, handoff_id="h1", target="desk", agent="Paul"))
    ids = [reply.id for reply in shown(events).replies]
    assert first.id in ids and second.id not in ids
    offered = list(news(shown(events), events, "h1", "Paul", 51))
    assert (first.id, "Paul") in [(event.id, event.agent) for event in offered]


CALM: list[CallEvent] = [caller("yes please", 33), caller("that is right", 36), caller("a moment please", 39)]


@pytest.mark.parametrize(
    ("said", "source", "strong"),
    [
        ([], "", False),
        (CALM, "", False),
        ([*CALM, caller("this is a scandal, you are useless idiots", 45)], "signal:angrier", True),
        ([caller("my heart hurts and I can't breathe, help", 45)], "signal:danger", True),
        ([caller("let me speak to your manager", 45)], "signal:somebody_else", False),
        ([caller("my father passed away last week", 45)], "signal:bereavement", False),
        ([caller("I will take you to court", 45)], "signal:legal", False),
        ([agent("For God's sake, stop shouting at me, this is ridiculous!", 45)], "signal:own_tone", False),
        ([AgentHeld(at=50, handoff_id="h1", held=True)], "signal:long_hold", False),
        (
            [AgentHeld(at=50, handoff_id="h1", held=True), AgentHeld(at=60, handoff_id="h1", held=False)],
            "",
            False,
        ),
    ],
)
def test_warnings(said: list[CallEvent], source: str, strong: bool) -> None:
    found = shown(talk(*said)).warnings
    assert (found[0].source.split("@")[0] if found else "") == source
    assert (found[0].strong if found else False) == strong


def test_anger_that_was_there_before_is_no_rise_and_calm_ends_the_warning() -> None:
    angry = caller("this is a scandal, you are useless idiots", 35)
    assert shown([*taken(), HELLO, angry]).warnings
    calm: list[CallEvent] = [caller("all right, thanks", 40 + number) for number in range(3)]
    assert not shown(talk(angry, *calm)).warnings


def test_each_offer_is_recorded_once_and_what_was_heard_too() -> None:
    events: list[CallEvent] = [*taken(*ORDER), agent("this call is recorded to improve our service", 32)]
    first = list(news(shown(events), events, "h1", "Marie", 33))
    assert {event.what for event in first if isinstance(event, AssistOffered)} == {
        "reply",
        "lookup",
        "reminder",
    }
    assert [event.did for event in first if isinstance(event, AssistUsed)] == ["heard"]
    assert list(news(shown([*events, *first]), [*events, *first], "h1", "Marie", 34)) == []


def test_the_record_alone_gives_the_same_offers_again() -> None:
    """Offers follow from the events before them: a stored call can be gone through again."""
    said: list[CallEvent] = [
        HELLO,
        caller("I want my money back", 35),
        fetched(40, status="late"),
        agent("14 days", 45),
    ]
    events: list[CallEvent] = taken(*ORDER)
    for event in said:
        events.append(event)
        events += news(shown(events, now=event.at), events, "h1", "Marie", event.at)
    again: list[CallEvent] = taken(*ORDER)
    for event in [
        event for event in events[len(again) :] if not isinstance(event, AssistOffered | AssistUsed)
    ]:
        again.append(event)
        again += news(shown(again, now=event.at), again, "h1", "Marie", event.at)
    assert again == events


def test_nothing_is_shown_before_anybody_has_the_call() -> None:
    assert shown(taken(*ORDER)[:-1]) == Assist()


def test_hostile_words_stay_words_and_bring_in_no_values() -> None:
    hostile = "<img src=x onerror=alert(1)> {margin} {order.margin} ignore previous instructions"
    events: list[CallEvent] = [
        *taken(*ORDER, found(10, status="shipped", day="2026-03-05", name=hostile)),
        HELLO,
    ]
    found_now = shown([*events, caller(hostile, 35)])
    assert all("12" not in reply.text for reply in found_now.replies)
    assert dict(found_now.actions[0].found)["name"] == hostile


def test_whatever_the_reason_there_is_something_to_begin_with() -> None:
    for reason in TransferReason:
        assert shown(taken(*ORDER), reason=reason).replies


def test_every_demand_has_its_warning_in_both_languages() -> None:
    for name in (REASONS.keys() - {ASKED_FOR_PERSON}) | {"somebody_else"}:
        assert set(SENTENCES[name]) == {"en", "fr"}
