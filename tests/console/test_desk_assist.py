"""What the desk's page may ask of the help for a call, and who may."""

from __future__ import annotations

from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any, cast

import httpx
import pytest

from tests.assist.talks import agent, shop, taken, turn
from tests.console.desk_floor import Floor, floor
from tests.console.fakes import HANDOFF, HOSTILE, brief
from tests.console.test_desk import ask, asking, seated
from tests.fakes import ListJournal
from voice.call.assistant import CallAssist
from voice.call.live_desk import Ticket
from voice.console.desk_assist import assist_state
from voice.events import AssistOffered, AssistUsed, CallEnded
from voice.handoff.after_call import AfterCall, Written, WrittenReply
from voice.handoff.brief import make_brief
from voice.turn import EndReason, TransferReason

NOW = datetime(2026, 3, 3, 10, 5, tzinfo=UTC)


def in_a_talk(made: Floor) -> Ticket:
    """Marie has the caller `a`, whose plan is the shop's."""
    ticket = made.caller("a")
    journal = ListJournal([*taken(turn(1, "when are you open", 5, "hours")), agent("Hello.", 31)])
    for event in journal.events:
        if getattr(event, "agent", "") == "Marie":
            journal.events[journal.events.index(event)] = cast(Any, event).model_copy(
                update={"agent": "Marie Durand"}
            )
    ticket.journal = cast(Any, journal)
    ticket.brief = make_brief(
        handoff_id="a", plan=shop(), events=taken(), reason=TransferReason.PLAN, language="en",
        agent_language="en", created=NOW,
    )  # fmt: skip

    async def keep(kept: object, status: str) -> None:
        made.store.given.append(cast(Any, kept))

    async def fetch(plan: object, lookup: object) -> list[dict[str, str]]:
        return [{"city": HOSTILE}]

    services = SimpleNamespace(look_up=fetch, keep_brief=keep, now=lambda: NOW)
    ticket.assist = CallAssist(ticket, shop(), cast(Any, services))
    made.live.act(lambda desk, now: desk.take("marie", "a", now))
    made.live.act(lambda desk, now: desk.accept("marie", "a", now))
    ticket.bridge = cast(Any, SimpleNamespace(held=False, muted=False))
    return ticket


async def look_up(web: httpx.AsyncClient, lookup: str, who: str = "marie", **values: str) -> httpx.Response:
    return await web.post(f"/api/desk/assist/look-up?as={who}", json={"name": lookup, "values": values})


async def test_what_is_shown_is_offered_and_can_be_used_by_who_has_the_call() -> None:
    made = floor()
    seated(made, "marie", "paul")
    ticket = in_a_talk(made)
    shown = (await assist_state(made.live, ticket, "marie", talking=True))["assist"]
    reply = shown["replies"][0]
    assert reply["text"] == "We are open from nine to seven."
    assert reply["id"] in [e.id for e in ticket.journal.events if isinstance(e, AssistOffered)]
    async with asking(made) as web:
        assert (await ask(web, "assist/use", "paul", id=reply["id"], did="accepted")).status_code == 409
        assert (await ask(web, "assist/use", "nobody", id=reply["id"], did="accepted")).status_code == 403
        assert (await ask(web, "assist/use", id="reply-0", did="accepted")).status_code == 422
        assert (await ask(web, "assist/use", id=reply["id"], did="sung")).status_code == 422
        assert (await ask(web, "assist/use", id=reply["id"], did="accepted", text="9 to 7")).is_success
    used = [event for event in ticket.journal.events if isinstance(event, AssistUsed)]
    assert [(event.did, event.text, event.agent) for event in used] == [("edited", "9 to 7", "Marie Durand")]


async def test_a_lookup_is_for_who_has_the_call_and_says_what_is_missing() -> None:
    made = floor()
    seated(made, "marie", "paul")
    ticket = in_a_talk(made)
    async with asking(made) as web:
        missing = await look_up(web, "person")
        assert missing.status_code == 422 and "date of birth" in missing.json()["message"]
        assert (await look_up(web, "person", "paul")).status_code == 409
        born = {"birth": "7 May 1984"}
        assert (await look_up(web, "person", **born)).is_success
    shown = (await assist_state(made.live, ticket, "marie", talking=True))["assist"]
    person = next(action for action in shown["actions"] if action["name"] == "person")
    assert person["found"] == [["city", HOSTILE]] and "1984" not in str(shown)


async def test_a_ticket_without_help_shows_none() -> None:
    made = floor()
    seated(made, "marie")
    ticket = made.caller("a")
    assert await assist_state(made.live, ticket, "marie", talking=True) == {}
    async with asking(made) as web:
        assert (await look_up(web, "order")).status_code == 409


@pytest.mark.parametrize("written", [True, False])
async def test_the_outcome_may_come_with_what_was_written(written: bool) -> None:
    made = floor()
    seated(made, "marie")
    ticket = in_a_talk(made)
    ticket.journal.append(CallEnded(at=60, reason=EndReason.CALLER_HUNG_UP))
    made.live.act(lambda desk, now: desk.finished("a", now))
    made.live.close(ticket)
    after = (await assist_state(made.live, ticket, "marie", talking=False))["after"]
    assert after["requests"][0] == ["order_status", "tracking an order"]
    body: dict[str, Any] = {"handoff": "a", "outcome": "solved"}
    if written:
        body["written"] = {
            **{"summary": after["summary"], "reply": None, "channel": "email"},
            **{"to": "", "subject": "", "meant": ""},
        }
    async with asking(made) as web:
        assert (await ask(web, "outcome", **body)).is_success
    assert len(made.store.given) == 1 + written
    assert ticket.brief is not None and len(ticket.brief.after) == written


async def test_the_summarys_page_shows_what_was_written_as_plain_text() -> None:
    made = floor()
    text = Written(did="edited", proposed="as proposed", text=HOSTILE)
    reply = WrittenReply(
        **{**text.model_dump(), "did": "rejected", "text": ""}, channel="email", to="a@example.org",
        subject=HOSTILE, language="fr",
    )  # fmt: skip
    after = AfterCall(
        agent=HOSTILE, outcome="wrong_department", note="", meant="refund", summary=text, reply=reply,
        unsaid=(HOSTILE,), talk_seconds=4, wrap_up_seconds=12.4, written=NOW,
    )  # fmt: skip

    async def stored(handoff_id: str) -> dict[str, Any]:
        return {**brief(), "after": [after.model_dump(mode="json")]}

    made.store.handoff = stored  # type: ignore[method-assign]
    async with asking(made) as web:
        page = (await web.get(f"/handoffs/{HANDOFF}")).text
    assert HOSTILE not in page
    assert "as proposed" in page and "written up in 12 s" in page and "refund" in page
