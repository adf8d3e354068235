"""The last question before a caller is called back: when."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import cache

import pytest

from tests.conversation.talk import NOON, Talk, plan
from voice.conversation import Conversation
from voice.dialplan.callback_times import callback_times
from voice.dialplan.hours import Hours
from voice.dialplan.model import Dialplan
from voice.dialplan.text import Text
from voice.turn import (
    AgreeCallback,
    EndReason,
    HandoffFailure,
    HangUp,
    Heard,
    Language,
    Listen,
    Record,
    RequestCallback,
    Transfer,
)

SOON: dict[Language, str] = {"en": "as soon as somebody is free", "fr": "dès que quelqu'un est libre"}


@cache
def open_mornings_and_afternoons() -> Dialplan:
    """The shop with hours; at NOON it is one in the afternoon there, a Tuesday."""
    shop = plan("retail")
    days = {"mon-fri": "09:00-12:00, 14:00-18:00"}
    handoff = shop.handoff.model_copy(update={"hours": Hours.model_validate({"days": days})})
    return shop.model_copy(update={"handoff": handoff})


class Asked(Talk):
    """A caller who has said yes to being called back."""

    def __init__(self, language: Language = "en", full: dict[datetime, int] | None = None) -> None:
        self.full = full if full is not None else {}
        super().__init__(open_mornings_and_afternoons(), language=language)
        self.conversation = Conversation(
            self.plan, caller="+33612345678", dialled="100", now=NOON, agreed=self._agreed
        )
        self.conversation.language_found(language)
        self.take(self.conversation.open())
        self.say("un conseiller" if language == "fr" else "an agent please")
        if isinstance(self.waiting, Transfer):
            self.take(self.conversation.handoff_failed(HandoffFailure.CALLER_LEFT))
        self.say("oui" if language == "fr" else "yes")

    def _agreed(self, name: str, start: datetime) -> int:
        assert name == self.plan.name
        return self.full.get(start.astimezone(UTC), 0)

    @property
    def agreed(self) -> str:
        """The time that was agreed last; empty: none."""
        found = [action.time for action in self.decision.actions if isinstance(action, AgreeCallback)]
        return f"{found[-1].start:%a %H}-{found[-1].end:%H}" if found else ""

    @property
    def over(self) -> bool:
        return self.waiting == HangUp(EndReason.CALLBACK)


def test_the_wish_is_kept_before_the_time_is_asked_for() -> None:
    talk = Asked()
    assert talk.decision.actions[0] == RequestCallback("+33612345678")
    assert isinstance(talk.waiting, Listen) and talk.waiting.digits is None
    assert talk.conversation.step == "callback"
    assert "this afternoon between 2 p.m. and 4 p.m., press two" in talk.said
    assert "tomorrow morning between 9 a.m. and 11 a.m., press three" in talk.said
    assert "tomorrow afternoon between 2 p.m. and 4 p.m., press four" in talk.said
    assert SOON["en"] in talk.said


@pytest.mark.parametrize(
    ("language", "answer", "agreed", "said"),
    [
        ("en", "tomorrow morning", "Wed 09-11", "tomorrow morning between 9 a.m. and 11 a.m."),
        ("fr", "demain matin", "Wed 09-11", "demain matin entre 9 heures et 11 heures"),
        ("en", "#2", "Tue 14-16", "this afternoon"),
        ("fr", "#4", "Wed 14-16", "demain après-midi"),
    ],
)
def test_a_time_is_agreed_and_read_back(language: Language, answer: str, agreed: str, said: str) -> None:
    talk = Asked(language)
    talk.say(answer)
    assert talk.agreed == agreed and talk.over
    assert said in talk.said


@pytest.mark.parametrize(
    ("language", "answer"),
    [("en", "#1"), ("en", "no, as soon as possible"), ("fr", "non, dès que possible"), ("fr", "#1")],
)
def test_as_soon_as_somebody_is_free_is_what_it_was(language: Language, answer: str) -> None:
    talk = Asked(language)
    talk.say(answer)
    assert talk.over and not talk.agreed


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("answers", [["", "", ""], ["bla", "#9", "blu"]])
def test_who_is_not_understood_is_called_as_soon_as_somebody_is_free_and_told(
    language: Language, answers: list[str]
) -> None:
    talk = Asked(language)
    for answer in answers[:-1]:
        talk.say(answer)
        assert isinstance(talk.waiting, Listen) and talk.said
    talk.say(answers[-1])
    assert talk.over and not talk.agreed
    assert SOON[language] in talk.said


@pytest.mark.parametrize(
    ("language", "leaves"), [("en", "goodbye"), ("fr", "au revoir"), ("en", "stop"), ("fr", "annulez")]
)
def test_who_leaves_at_this_question_is_told_that_he_is_called(language: Language, leaves: str) -> None:
    talk = Asked(language)
    talk.say(leaves)
    assert talk.over and not talk.agreed
    assert ("We'll call you back on" if language == "en" else "Nous vous rappelons au") in talk.said


@pytest.mark.parametrize("what", ["broke", "too_long"])
def test_whatever_breaks_at_this_question_he_is_told_that_he_is_called(what: str) -> None:
    talk = Asked()
    talk.take(getattr(talk.conversation, what)())
    assert talk.over and "We'll call you back on" in talk.said


def test_a_time_that_was_not_offered_is_offered_then() -> None:
    talk = Asked()
    talk.say("friday")
    assert "Friday the 13th of March in the morning" in talk.said and isinstance(talk.waiting, Listen)
    talk.say("the afternoon")
    assert "between 2 p.m. and 4 p.m." in talk.said
    assert talk.agreed == "Fri 14-16"


@pytest.mark.parametrize("again", ["friday", "on friday please"])
def test_who_does_not_choose_among_several_is_not_asked_for_ever(again: str) -> None:
    talk = Asked()
    talk.say("friday")
    for _ in range(10):
        if talk.over:
            break
        talk.say(again)
    assert talk.over and SOON["en"] in talk.said


@pytest.mark.parametrize(
    ("language", "wanted", "yes"),
    [("en", "friday at ten", "yes please"), ("fr", "vendredi à dix heures", "oui")],
)
def test_a_yes_takes_the_one_time_that_was_asked_for(language: Language, wanted: str, yes: str) -> None:
    talk = Asked(language)
    talk.say(wanted)
    assert (type(talk.waiting), talk.agreed) == (Listen, "")
    talk.say(yes)
    assert talk.agreed == "Fri 09-11" and talk.over
    several = Asked(language)
    several.say(yes)
    assert not several.agreed and isinstance(several.waiting, Listen)


def test_several_that_fill_up_while_they_are_being_chosen_are_offered_no_more() -> None:
    full: dict[datetime, int] = {}
    talk = Asked(full=full)
    talk.say("friday afternoon")
    for hour in (13, 15):
        full[datetime(2026, 3, 13, hour, 0, tzinfo=UTC)] = 99
    talk.say("the afternoon")
    assert talk.said.startswith("That time is no longer free.") and "press two" in talk.said
    full |= {time.start.astimezone(UTC): 99 for time in callback_times(talk.plan, NOON)}
    talk.say("#2")
    assert talk.over and not talk.agreed and "We'll call you back" in talk.said


def test_later_goes_on_until_there_is_nothing_later() -> None:
    talk, heard = Asked("fr"), []
    for _ in range(10):
        talk.say("plus tard")
        heard.append(talk.said)
        if talk.over:
            break
    assert "jeudi 12 mars" in heard[0] and "Je n'ai rien de plus tard" in heard[-1]
    assert talk.over and not talk.agreed and SOON["fr"] in heard[-1]


def test_sunday_is_none_of_them() -> None:
    talk = Asked()
    talk.say("on sunday")
    assert "I have nothing then." in talk.said and isinstance(talk.waiting, Listen)


def test_a_time_on_which_enough_have_agreed_is_not_offered() -> None:
    two = datetime(2026, 3, 10, 13, 0, tzinfo=UTC)
    most = open_mornings_and_afternoons().callback.most
    talk = Asked(full={two: most})
    assert (
        "between 4 p.m. and 6 p.m., press two" in talk.said
        and "2 p.m. and 4 p.m., press two" not in talk.said
    )
    (wish,) = [action for action in talk.decision.actions if isinstance(action, RequestCallback)]
    assert wish.full == (two,)
    assert "press two" in Asked(full={two: most - 1}).said


def test_a_time_that_fills_up_while_it_is_being_chosen_is_not_agreed() -> None:
    for answer in ("this afternoon", "#2"):
        full: dict[datetime, int] = {}
        talk = Asked(full=full)
        full[datetime(2026, 3, 10, 13, 0, tzinfo=UTC)] = 99
        talk.say(answer)
        assert talk.said.startswith("That time is no longer free.") and "4 p.m. and 6 p.m." in talk.said
        talk.say("#2")
        assert talk.agreed == "Tue 16-18"


def test_the_times_are_those_of_the_moment_at_which_they_are_asked_for() -> None:
    """Who has waited for three hours is not offered what is over."""
    talk = Talk(open_mornings_and_afternoons(), language="en")
    talk.say("an agent please")
    while isinstance(talk.waiting, Transfer):
        talk.take(talk.conversation.handoff_failed(HandoffFailure.CALLER_LEFT))
    hours = timedelta(hours=4.5).total_seconds()
    talk.take(talk.conversation.hear(Heard("yes", ended=hours)))
    assert "this afternoon" not in talk.said and "tomorrow morning" in talk.said


def test_going_back_repeating_and_leaving_a_message_work_here_too() -> None:
    talk = Asked()
    first = talk.said
    talk.say("can you repeat that")
    assert talk.said == first
    talk.say("go back")
    assert "What number can we call you back on?" in talk.said
    other = Asked()
    other.say("#0")
    assert other.conversation.step == "callback" and isinstance(other.waiting, Listen)
    message = Asked()
    message.say("I'd rather leave a message")
    assert isinstance(message.waiting, Record)


def test_a_danger_is_called_as_soon_as_possible_without_a_question() -> None:
    talk = Talk(open_mornings_and_afternoons(), language="en")
    talk.say("I am going to kill myself")
    for _ in range(4):
        if isinstance(talk.waiting, Transfer):
            talk.take(talk.conversation.handoff_failed(HandoffFailure.NO_ANSWER))
    talk.say("yes")
    assert talk.waiting == HangUp(EndReason.CALLBACK)


def test_the_plans_own_words() -> None:
    shop = open_mornings_and_afternoons()
    text = Text({"en": "When? {times}!", "fr": "Quand ? {times} !"})
    own = {**shop.prompts, "callback_times": (text,)}
    talk = Talk(shop.model_copy(update={"prompts": own}), language="en")
    talk.say("an agent please")
    while isinstance(talk.waiting, Transfer):
        talk.take(talk.conversation.handoff_failed(HandoffFailure.CALLER_LEFT))
    talk.say("yes")
    assert "When? this afternoon between" in talk.said
