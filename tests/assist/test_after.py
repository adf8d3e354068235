"""The summary and the reply after a talk: what they hold, every word of it the call's or ours."""

from __future__ import annotations

import random
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.assist.talks import agent, bot, caller, fetched, found, here, shop, shown, started, taken, turn
from voice.assist.after import CHANNELS, MOST_SMS, RESULTS, Draft, draft
from voice.assist.suggest import news
from voice.assist.suggestions import Suggestion
from voice.assist.words import SENTENCES
from voice.events import (
    AssistOffered,
    AssistUsed,
    CallbackRequested,
    CallEnded,
    CallEvent,
    RequestNoted,
)
from voice.handoff import words as handoff_words
from voice.turn import EndReason, Language, Outcome, TransferReason

ORDER: list[CallEvent] = [
    turn(1, "where is my order", 5, "order_status"),
    turn(2, "a ten forty two", 9, outcome=Outcome.FILLED, number="A1042"),
    found(10, status="shipped", day="2026-03-05", name="Dupont", margin="12"),
    bot("order_shipped", "Your order is on its way; it arrives on Thursday the 5th of March.", 11),
]


def made(events: list[CallEvent], language: Language = "en", agent_language: Language | None = None) -> Draft:
    return draft(here(events, language, agent_language), events, TransferReason.CALLER_ASKED, events[-1].at)


def used(text: str, source: str, did: str = "accepted") -> list[CallEvent]:
    reply = Suggestion("reply", text, source)
    offered = AssistOffered(
        at=50, handoff_id="h1", agent="Marie", id=reply.id, what="reply", text=text, source=source
    )
    return [
        offered,
        AssistUsed.model_validate(
            {"at": 51, "handoff_id": "h1", "agent": "Marie", "id": reply.id, "what": "reply", "did": did,
             "text": text}
        ),
    ]  # fmt: skip


def test_the_reply_says_what_was_asked_and_answered() -> None:
    events = [
        *taken(*ORDER),
        caller("I want my money back", 35),
        *used("The refund of order A1042 goes back to your card.", "agent_replies:card"),
        *used("Hello Dupont, I am taking over.", "opening"),
        CallEnded(at=90, reason=EndReason.AGENT_HUNG_UP),
    ]
    found_draft = made(events)
    assert found_draft.replies["email"]["solved"].splitlines() == [
        "Hello Dupont,",
        "",
        "You called us on the 3rd of March 2026 about: tracking an order and a refund.",
        "Order number: A1042.",
        "Your order is on its way; it arrives on Thursday the 5th of March.",
        "The refund of order A1042 goes back to your card.",
        "If anything is still open, please call us again.",
        "",
        "Marie, the Lumen shop",
    ]
    assert found_draft.subject.startswith("Your call on the 3rd of March 2026: tracking an order")
    assert (found_draft.channel, found_draft.to) == ("sms", {"email": "", "sms": "+33612345678"})
    assert found_draft.seconds == 60
    summary = found_draft.summary.splitlines()
    assert "Marie spoke with the caller for 1 min 0 s." in summary
    assert "Asked the agent about: a refund." in summary
    assert "Not said, and should have been: “You have fourteen days to change your mind.”" in summary
    assert "The caller's last words: “I want my money back”" in summary


def test_the_reply_is_the_callers_and_the_summary_the_agents() -> None:
    reply = made(taken(*ORDER), "fr", "en")
    assert reply.replies["email"]["follow_up"].startswith("Bonjour Dupont,")
    assert "Votre demande est en cours de traitement." in reply.replies["sms"]["follow_up"]
    assert "spoke with the caller" in reply.summary


@pytest.mark.parametrize(
    ("more", "there", "not_there"),
    [
        ([fetched(40, status="late", margin="12")], "The agent looked up order: status late.", "margin"),
        ([fetched(40)], "The agent looked up order: nothing found.", "status"),
        ([CallbackRequested(at=40, number="+33611")], "To be called back at +33611.", ""),
        ([RequestNoted(at=40, title={"en": "a form"}, values={})], "Noted for a colleague: a form.", ""),
        ([caller("this is a scandal, you idiots", 40)], "The caller is getting angrier: “this", ""),
    ],
)
def test_what_else_the_summary_tells(more: list[CallEvent], there: str, not_there: str) -> None:
    summary = made([*taken(), *more]).summary
    assert there in summary
    assert not not_there or not_there not in summary


@pytest.mark.parametrize(
    ("number", "channel"),
    [
        *(("+33612345678", "sms"), ("0712345678", "sms"), ("+33145678901", "email")),
        *(("anonymous", "email"), ("", "email")),
    ],
)
def test_a_text_message_is_for_who_has_a_mobile(number: str, channel: str) -> None:
    events = [started(number) if event.kind == "call_started" else event for event in taken()]
    assert made(events).channel == channel


def test_a_suggestion_dismissed_or_a_question_is_no_answer() -> None:
    events = [
        *taken(),
        *used("We are open from nine to seven.", "step:hours", "dismissed"),
        *used("I can't find order A1. What is the order number?", "step:order_unknown,order_number"),
    ]
    text = made(events).replies["email"]["solved"]
    assert "nine to seven" not in text and "What is" not in text
    assert "I can't find order A1." in text


def test_a_secret_stands_nowhere() -> None:
    events = [
        *taken(turn(1, "born in may", 5, outcome=Outcome.FILLED, birth="1984-05-07")),
        caller("as I said 1984-05-07", 40),
        *used("Your date of birth is 1984-05-07.", "step:hours"),
    ]
    assert "1984" not in str(made(events))


def test_hostile_words_are_only_words_on_one_line() -> None:
    hostile = "<script>alert(1)</script>\u202e\r\nBcc: all@example.org {agent} %s"
    events = [*taken(found(10, status="shipped", name=hostile)), caller(hostile, 40)]
    drafted = made(events)
    assert "\u202e" not in str(drafted) and "\r" not in str(drafted)
    lines = [line for text in drafted.replies["email"].values() for line in text.splitlines()]
    assert not any(line.startswith("Bcc") for line in lines)
    assert "\n" not in drafted.subject


def some_talk(seed: int) -> list[CallEvent]:
    """Any talk, sense and nonsense, with words that no template has."""
    rnd = random.Random(seed)

    def words() -> str:
        return " ".join("q" + "".join(rnd.choices("abcdefgh", k=5)) for _ in range(rnd.randint(1, 6)))

    bot_part: list[CallEvent] = rnd.sample(ORDER, rnd.randint(0, len(ORDER)))
    events: list[CallEvent] = taken(*sorted(bot_part, key=lambda event: event.at))
    for at in range(35, 35 + 5 * rnd.randint(0, 12), 5):
        kind = rnd.randrange(7)
        sensible = ["I want my money back", "when are you open", "my number is A2071", "you useless idiots"]
        match kind:
            case 0 | 1:
                events.append(caller(words() if rnd.random() < 0.5 else rnd.choice(sensible), at))
            case 2:
                events.append(agent(words(), at))
            case 3:
                events.append(fetched(at, status=rnd.choice(["late", "shipped", words()]), name=words()))
            case 4:
                events.append(RequestNoted(at=at, title={"en": words(), "fr": words()}, values={}))
            case 5:
                events += news(shown(events, now=at), events, "h1", "Marie", at)
            case _:
                offers = [event for event in events if isinstance(event, AssistOffered)]
                replies = [offer for offer in offers if offer.what == "reply"]
                if replies:
                    offer = rnd.choice(replies)
                    events.append(
                        AssistUsed(at=at, handoff_id="h1", agent="Marie", id=offer.id, what="reply",
                                   did="edited", text=f"{offer.text} {words()}.")
                    )  # fmt: skip
    return events


@pytest.mark.parametrize("language", ["en", "fr"])
@settings(max_examples=15, deadline=None)
@given(seed=st.integers(0, 10_000))
def test_no_word_is_neither_the_calls_nor_the_plans_nor_a_templates(language: Language, seed: int) -> None:
    events = some_talk(seed)
    drafted = made(events, language)
    texts = [drafted.summary, drafted.subject, *(drafted.replies[c][r] for c in CHANNELS for r in RESULTS)]
    assert set(words_of(texts)) - known(events, drafted) == set()
    assert all(len(text) <= MOST_SMS for text in drafted.replies["sms"].values())


def words_of(texts: list[str]) -> set[str]:
    return {word for text in texts for word in re.findall(r"\w+", text.casefold())}


def known(events: list[CallEvent], drafted: Draft) -> set[str]:
    """Words of templates, of the plan and of the call's events, without the code that made the draft."""
    templates = [
        *(text for texts in SENTENCES.values() for text in texts.values()),
        *(text for texts in handoff_words.SENTENCES.values() for text in texts.values()),
        *(text for texts in handoff_words.WHY.values() for text in texts.values()),
    ]
    plan = shop()
    titles = [plan.title, *(i.title for i in plan.intents.values()), *(s.title for s in plan.slots.values())]
    titles += [line.say for line in (*plan.must_say.values(), *plan.agent_replies.values())]
    days = "tuesday the 3rd of march 2026 mardi 3 mars thursday 5th jeudi 5"
    length = round(drafted.seconds)
    return (
        words_of([re.sub(r"\{\w+\}", " ", text) for text in templates])
        | words_of([text for title in titles for text in title.values()])
        | words_of([event.model_dump_json() for event in events])
        | words_of([days, str(length // 60), str(length % 60)])
    )
