"""The desk's page and what it may ask for, without a browser."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx
import pytest

from tests.console.desk_floor import AGENTS, Floor, floor
from tests.console.fakes import HASH, HOSTILE, PASSWORD
from tests.fakes import FakeAgent
from voice.call.agent import AgentLeg
from voice.console.desk_texts import SAID
from voice.console.desk_view import desk_state, talk_state
from voice.console.names import CODES
from voice.console.seats import GONE_SECONDS, Seats
from voice.console.sentences import FRENCH
from voice.console.words import Words
from voice.desk.agents import Status
from voice.desk.news import OfferEnd, OfferEnded
from voice.desk.refusals import NotHere
from voice.events import AgentSpoke, CallerSpoke
from voice.replay.clock import run
from voice.turn import TransferReason

ORIGIN = {"origin": "http://localhost:8080"}


@asynccontextmanager
async def asking(made: Floor) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(made.app, raise_app_exceptions=False)
    async with httpx.AsyncClient(
        transport=transport, base_url="http://localhost:8080", headers=ORIGIN
    ) as client:
        yield client


def seated(made: Floor, *names: str) -> Seats:
    """These agents have their page open and are available."""
    seats = Seats(made.live, AGENTS)
    for name in names:
        seats.sit_down(name)
        made.live.act(lambda desk, now, name=name: desk.set_status(name, Status.AVAILABLE, now))  # type: ignore[misc]
    return seats


async def ask(web: httpx.AsyncClient, what: str, name: str = "marie", **body: Any) -> httpx.Response:
    return await web.post(f"/api/desk/{what}?as={name}", json=body)


async def test_without_users_one_says_who_one_is() -> None:
    async with asking(floor()) as web:
        page = await web.get("/desk")
        assert 'href="/desk?as=marie"' in page.text and "Marie Durand" in page.text
        assert (await web.get("/desk?as=marie")).status_code == 200
        assert (await web.get("/desk?as=nobody")).status_code == 200  # asked again
        assert (await ask(web, "status", "nobody", status="available")).status_code == 403


async def test_with_users_one_is_who_signed_in_and_a_desk_only_agent_sees_no_other_page() -> None:
    made = floor(users={"marie": HASH, "boss": HASH}, allowed_hosts=("localhost",))
    async with asking(made) as web:
        assert (await web.get("/desk", follow_redirects=False)).headers["location"].startswith("/sign-in")
        for name in ("boss", "marie"):
            fields = {"name": name, "password": PASSWORD, "next": "/desk"}
            await web.post("/sign-in", data=fields)
            page = await web.get("/desk?as=marie")
            assert page.status_code == (200 if name == "marie" else 403)
        assert (await web.get("/calls")).status_code == 200


async def test_the_page_escapes_every_word() -> None:
    made = floor()
    async with asking(made) as web:
        made.caller("a")
        page = await web.get("/api/desk/brief/a?as=marie")
        assert page.status_code == 200
        assert HOSTILE not in page.text
        assert "&lt;script&gt;" in page.text
        assert (await web.get("/api/desk/brief/b?as=marie")).status_code == 404


async def test_what_the_page_is_told_of_a_waiting_caller() -> None:
    made = floor()
    seats = seated(made, "marie")
    made.caller("a", since=70, returned=True)
    made.caller("b", reason=TransferReason.DANGER, queue="orders", mood=0.0)
    state = desk_state(made.live, seats, "marie", Words("en"))
    danger, upset = state["waiting"]
    assert (danger["id"], danger["urgent"], danger["reason"]) == ("b", True, "Danger: act at once")
    assert (upset["id"], upset["mood"], upset["returned"], upset["queue"]) == ("a", 64, True, "support")
    assert upset["requests"][0] == "Où est ma commande"
    assert state["offer"]["id"] == "a"  # she was asked for the first one who came
    assert json.loads(json.dumps(state)) == state


async def test_two_agents_press_and_the_other_is_told_who_has_the_call() -> None:
    made = floor()
    seated(made, "marie")
    made.caller("a")
    seated(made, "paul")
    async with asking(made) as web:
        assert (await ask(web, "take", "paul", caller="a")).status_code == 200
        late = await ask(web, "take", "marie", caller="a", sdp="v=0", type="offer")
    assert late.status_code == 409
    assert late.json() == {"code": "not_yours", "message": "Paul is taking this call."}


async def test_an_offer_of_sound_that_is_none_gives_the_caller_back() -> None:
    made = floor()
    seated(made, "marie")
    made.caller("a")
    async with asking(made) as web:
        answer = await ask(web, "take", caller="a", sdp="nonsense", type="offer")
    assert answer.status_code == 400
    assert made.live.desk.position("a") == 1
    assert made.live.desk.agent("marie").why == "no_sound"


async def test_the_button_is_key_1_for_an_agent_with_a_phone() -> None:
    made = floor()
    seated(made, "paul")
    ticket = made.caller("a")
    async with asking(made) as web:
        assert (await ask(web, "take", "paul", caller="a")).json() == {}
        leg = ticket.leg = AgentLeg(FakeAgent(""))
        deciding = asyncio.create_task(leg.offer(b"", accept_seconds=5))
        await asyncio.sleep(0.05)
        await ask(web, "take", "paul", caller="a")
        assert await deciding is None
        await leg.hang_up()


async def test_declining_says_why() -> None:
    made = floor()
    seated(made, "marie")
    ticket = made.caller("a")
    async with asking(made) as web:
        await ask(web, "decline", caller="a", note=" not my subject ")
    news = [ticket.news.get_nowait() for _ in range(ticket.news.qsize())]
    assert OfferEnded("a", "marie", OfferEnd.DECLINED, note="not my subject") in news


async def test_without_a_call_there_is_nothing_to_hold_or_write_down() -> None:
    made = floor()
    seated(made, "marie")
    async with asking(made) as web:
        for what, body in (
            ("hold", {"on": True}), ("mute", {"on": True}), ("hang-up", {}), ("pass-on", {"queue": "orders"}),
            ("outcome", {"handoff": "a", "outcome": "solved"}),
        ):  # fmt: skip
            assert (await ask(web, what, **body)).status_code == 409, what
        assert (await ask(web, "outcome", handoff="a", outcome="sold")).status_code == 422
        assert (await ask(web, "status", status="asleep")).status_code == 422


async def test_the_outcome_is_kept_with_what_the_bot_had_understood() -> None:
    made = floor()
    seated(made, "marie")
    ticket = made.caller("a")
    made.live.act(lambda desk, now: desk.accept("marie", "a", now))
    made.live.act(lambda desk, now: desk.finished("a", now))
    made.live.close(ticket)
    async with asking(made) as web:
        made.store.broken = True
        assert (await ask(web, "outcome", handoff="a", outcome="solved")).status_code == 503
        made.store.broken = False
        assert (await ask(web, "outcome", handoff="a", outcome="wrong_department", note="billing")).is_success
        assert "Wrong department" not in (await web.get("/handoffs/a")).text  # another hand-over's page
    (given,) = made.store.given
    assert (given.agent, given.outcome, given.note) == ("Marie Durand", "wrong_department", "billing")
    assert given.understood == ("order_status", "other")
    assert made.live.desk.agent("marie").status is Status.AVAILABLE


def test_an_agent_whose_pages_are_closed_is_gone_but_a_reload_is_not() -> None:
    async def main() -> None:
        made = floor()
        seats = Seats(made.live, AGENTS)
        first = seats.sit_down("marie")
        made.live.act(lambda desk, now: desk.set_status("marie", Status.AVAILABLE, now))
        first()
        await asyncio.sleep(GONE_SECONDS / 2)
        second = seats.sit_down("marie")
        await asyncio.sleep(GONE_SECONDS * 2)
        assert made.live.desk.agent("marie").status is Status.AVAILABLE
        second()
        made.caller("a")
        assert made.live.desk.offer_of("a") is not None
        await asyncio.sleep(GONE_SECONDS + 0.1)
        assert not made.live.desk.agent("marie").here
        assert made.live.desk.offer_of("a") is None

    run(main())


async def test_an_agent_chooses_among_his_own_skills_and_between_phone_and_browser() -> None:
    made = floor()
    seats = seated(made, "marie", "paul")
    seats.change("marie", skills=frozenset({"orders", "admin"}))
    assert made.live.desk.agent("marie").skills == {"orders"}
    assert made.live.desk.agent("marie").status is Status.AVAILABLE
    seats.change("marie", languages=frozenset({"en"}))
    assert made.live.desk.agent("marie").languages == {"en"}
    seats.change("marie", languages=frozenset())
    assert made.live.desk.agent("marie").languages == {"en", "fr"}
    seats.change("paul", phone=False)
    assert made.live.desk.agent("paul").phone == ""
    with pytest.raises(NotHere):
        seats.change("nobody", phone=True)


async def test_the_talk_is_told_in_order_with_the_callers_mood() -> None:
    made = floor()
    ticket = made.caller("a")
    ticket.journal.append(AgentSpoke(at=61, text="Bonjour.", ended=62))
    ticket.journal.append(CallerSpoke(at=63, text="C'est inadmissible, je suis furieux !", ended=65))
    talk = talk_state(ticket)
    assert [line["who"] for line in talk["lines"]][-2:] == ["agent", "caller"]
    assert talk["mood"][-1]["mood"] > 0.5
    assert any(line["text"] == HOSTILE for line in talk["lines"])  # as text; the page never makes it markup


async def test_the_desk_is_counted() -> None:
    made = floor()
    seated(made, "marie")
    made.caller("a")
    async with asking(made) as web:
        told = (await web.get("/metrics")).text
        assert 'voice_queue_waiting{queue="support"} 1.0' in told
        assert 'voice_agents{status="available"} 1.0' in told
        made.live.act(lambda desk, now: desk.leave("a", now))
        assert 'voice_queue_waiting{queue="support"} 0.0' in (await web.get("/metrics")).text


async def test_what_the_summary_hides_the_page_does_not_show() -> None:
    made = floor()
    ticket = made.caller("a")
    assert ticket.brief is not None
    hidden = tuple(line.model_copy(update={"text": "…"}) for line in ticket.brief.transcript)
    ticket.brief = ticket.brief.model_copy(update={"transcript": hidden})
    ticket.journal.append(AgentSpoke(at=61, text="Bonjour.", ended=62))
    lines = [line["text"] for line in talk_state(ticket)["lines"]]
    assert lines == ["…"] * len(hidden) + ["Bonjour."]


def test_every_sentence_of_the_desk_has_its_french() -> None:
    for text in SAID:
        assert Words("fr").unfilled(text) == FRENCH[text]
    for status in Status:
        assert f"presence.{status.value}" in CODES
    for why in (
        "no_answer",
        "unreachable",
        "agent_voicemail",
        "agent_hung_up",
        "line_lost",
        "no_sound",
        "gone",
    ):
        assert f"away.{why}" in CODES
