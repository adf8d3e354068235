"""What the desk's page may ask for about calling back and asking colleagues, without a browser."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from tests.console.desk_floor import floor
from tests.console.test_desk import ask, asking, seated
from voice.call.live_desk import ToCall
from voice.console.desk_view import desk_state
from voice.console.words import Words
from voice.desk.refusals import NotYours

WISH = ToCall(3, "+33198765432", "insurance", "c1", datetime(2026, 3, 14, 9, 0, tzinfo=UTC), 3, "no_answer")


class Asking:
    """An agent's way to ask colleagues, which remembers what it was told."""

    def __init__(self) -> None:
        self.told: list[Any] = []
        self.state, self.to = "ringing", "Paul"

    def start(self, *, queue: str = "", agent: str = "", note: str = "") -> None:
        self.told.append((queue, agent, note))

    def join(self) -> None:
        raise NotYours("Nobody is there to take the caller.")

    def back(self) -> None:
        self.told.append("back")


async def test_who_is_to_be_called_by_hand_is_shown_until_somebody_has_called() -> None:
    made = floor()
    seats = seated(made, "marie")
    made.live.by_hand = (WISH,)
    (shown,) = desk_state(made.live, seats, "marie", Words("fr"))["to_call"]
    assert (shown["number"], shown["rung"], shown["outcome"]) == ("+33198765432", 3, "sans réponse")
    async with asking(made) as web:
        assert (await ask(web, "called", "nobody", id=3)).status_code == 403
        assert (await ask(web, "called", id=3)).status_code == 200
        assert (await ask(web, "called", id=3)).status_code == 409
        assert (await ask(web, "called", id="x")).status_code == 422
    assert not made.live.by_hand and not made.store.open_callbacks


async def test_what_an_agent_asks_of_a_colleague_reaches_his_own_call_and_no_other() -> None:
    made = floor()
    seats = seated(made, "marie", "paul")
    ticket = made.caller("a")
    async with asking(made) as web:
        assert (await ask(web, "ask", agent="paul")).status_code == 409  # not in a call
        offer = made.live.desk.offer_of("a")
        assert offer is not None
        made.live.act(lambda desk, now: desk.accept(offer.agent, "a", now))
        mine, others = offer.agent, next(name for name in ("marie", "paul") if name != offer.agent)
        asked = ticket.consults = Asking()
        assert (await ask(web, "ask", mine, agent=others, note=" why? ")).status_code == 200
        assert (await ask(web, "ask", others, agent=mine)).status_code == 409
        refused = await ask(web, "join", mine)
        assert refused.status_code == 409 and "Nobody is there" in refused.json()["message"]
        assert (await ask(web, "back", mine)).status_code == 200
    assert asked.told == [("", others, "why?"), "back"]
    talk = desk_state(made.live, seats, mine, Words("en"))["talk"]
    assert (talk["asking"], talk["asked"]) == ("ringing", "Paul")


@pytest.mark.parametrize(("field", "value"), [("callback", True), ("consult", "Marie Durand")])
async def test_the_list_tells_who_is_not_on_the_line(field: str, value: Any) -> None:
    made = floor()
    seats = seated(made, "paul")
    more: dict[str, Any] = {field: value}
    made.caller("a", **more)
    (shown,) = desk_state(made.live, seats, "paul", Words("en"))["waiting"]
    assert shown[field] == value
