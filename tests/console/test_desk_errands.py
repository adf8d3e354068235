"""Giving the caller back to the bot, as the desk's page asks for it and shows it; without a browser."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

import pytest

from tests.console.desk_floor import Floor, floor
from tests.console.test_desk import ask, asking, seated
from voice.call.bridge import LENT
from voice.call.live_desk import Ticket
from voice.console.desk_view import desk_state, talk_state
from voice.console.words import Words
from voice.desk.refusals import NotYours
from voice.dialplan.errands import ErrandSpec
from voice.events import ErrandEnded
from voice.handoff.brief import HandoffBrief, SlotValue
from voice.turn import ErrandOutcome, TransferReason


def spec(title: str, then: str = "back") -> ErrandSpec:
    return ErrandSpec.model_validate(
        {"title": {"en": title, "fr": f"{title} (fr)"}, "goto": "ask", "then": then},
        context={"languages": ("en", "fr")},
    )


NUMBER, OPINION = spec("take the number"), spec("ask for an opinion", "end")
TAKEN = SlotValue(name="number", title="order number", value="4711", confirmed=True)


class Errands:
    """What an agent gives to the bot, and how the bot would show it."""

    def __init__(self) -> None:
        self.told: list[str] = []
        self.choices: Mapping[str, ErrandSpec] = {"number": NUMBER, "opinion": OPINION}
        self.under_way: ErrandSpec | None = None
        self.last: tuple[ErrandSpec, ErrandEnded] | None = None

    def so_far(self) -> HandoffBrief | None:
        return None

    def taken(self, brief: HandoffBrief | None) -> tuple[SlotValue, ...]:
        return (TAKEN,)

    def start(self, name: str) -> None:
        if self.under_way is not None:
            raise NotYours("The bot has the caller already.")
        self.told.append(name)
        self.under_way = self.choices[name]

    def take_back(self) -> None:
        self.told.append("back")


class LentBridge:
    """A talk whose caller is with the bot."""

    held = muted = False
    lent = True


def in_a_talk(made: Floor) -> tuple[str, str, Ticket]:
    """Who has the caller, who has not, and the ticket."""
    ticket = made.caller("a")
    offer = made.live.desk.offer_of("a")
    assert offer is not None
    made.live.act(lambda desk, now: desk.accept(offer.agent, "a", now))
    return offer.agent, next(name for name in ("marie", "paul") if name != offer.agent), ticket


async def test_only_who_has_the_caller_gives_and_takes_back_and_only_once() -> None:
    made = floor()
    seated(made, "marie", "paul")
    async with asking(made) as web:
        assert (await ask(web, "give-back", "marie", errand="number")).status_code == 409
        mine, others, ticket = in_a_talk(made)
        given = ticket.errands = Errands()
        assert (await ask(web, "give-back", others, errand="number")).status_code == 409
        assert (await ask(web, "give-back", mine)).status_code == 422
        assert (await ask(web, "give-back", mine, errand="number", to="x")).status_code == 422
        assert (await ask(web, "give-back", mine, errand="number")).status_code == 200
        twice = await ask(web, "give-back", mine, errand="number")
        assert twice.status_code == 409 and "already" in twice.json()["message"]
        assert (await ask(web, "take-back", others)).status_code == 409
        assert (await ask(web, "take-back", mine)).status_code == 200
        ticket.errands = None
        assert (await ask(web, "take-back", mine)).status_code == 409  # the caller hung up
    assert given.told == ["number", "back"]


@pytest.mark.parametrize(("what", "body"), [("hold", {"on": True}), ("pass-on", {"queue": "orders"})])
async def test_a_caller_who_is_with_the_bot_cannot_be_held_or_passed_on(
    what: str, body: dict[str, Any]
) -> None:
    made = floor()
    seated(made, "marie", "paul")
    mine, _, ticket = in_a_talk(made)
    ticket.bridge = cast(Any, LentBridge())
    async with asking(made) as web:
        refused = await ask(web, what, mine, **body)
    assert (refused.status_code, refused.json()["message"]) == (409, LENT)


async def test_the_page_is_told_what_can_be_given_what_goes_on_and_how_it_ended() -> None:
    made = floor()
    seats = seated(made, "marie", "paul")
    mine, _, ticket = in_a_talk(made)
    given = ticket.errands = Errands()

    def talk(language: Any = "en") -> dict[str, Any]:
        return cast(dict[str, Any], desk_state(made.live, seats, mine, Words(language))["talk"])

    assert [(each["name"], each["title"], each["ends"]) for each in talk()["errands"]] == [
        ("number", "take the number", False),
        ("opinion", "ask for an opinion", True),
    ]
    assert talk()["errand"] is None and talk()["came_back"] is None
    given.under_way = NUMBER
    assert talk("fr")["errand"] == {"title": "take the number (fr)", "ends": False}
    assert talk_state(ticket)["taken"] == [{"title": "order number", "value": "4711", "sure": True}]
    ended = ErrandEnded(
        at=61, handoff_id="a", agent="Paul", errand="number",
        outcome=ErrandOutcome.PERSON, reason=TransferReason.CALLER_ASKED,
    )  # fmt: skip
    given.under_way, given.last = None, (NUMBER, ended)
    assert talk()["came_back"]["outcome"] == "The caller asked for a person"
    given.last = (NUMBER, ended.model_copy(update={"outcome": ErrandOutcome.SILENT, "reason": None}))
    assert talk("fr")["came_back"]["outcome"] == "l’appelant n’a rien dit"
