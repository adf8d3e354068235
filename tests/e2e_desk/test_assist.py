"""A caller on a real phone speaks to an agent in a real browser, who is helped during and after the call."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.console.test_assist_in_chromium import has, tab_to
from tests.console.test_desk_in_chromium import CHROMIUM, in_state, sits
from tests.e2e.conftest import SECRET, Receiver, Speech
from tests.e2e.gateway import Gateway, running
from tests.e2e_desk.desk import asks_for_a_person, chromium, open_shop
from tests.phones import BaresipPhone, until
from voice.events import AgentLookedUp, AssistOffered, AssistUsed, CallerSpoke, HandoffAccepted
from voice.handoff.brief import HandoffBrief

pytestmark = [
    pytest.mark.line("baresip", "chromium"),
    pytest.mark.weights,
    pytest.mark.skipif(not CHROMIUM, reason="Chromium is not installed"),
]

SIP, CALLER, HOOK = 27600, 27630, 27648
PLAN = """
title: {en: the shop}
languages: [en]
start: welcome
data: env:ASSIST_DATA
queues:
  support: {wait: 90, announce: 30}
handoff: {to: support}
intents:
  hours:
    title: {en: opening hours}
    examples: {en: [when are you open, what are your opening hours, opening times please]}
    goto: hours
slots:
  number: {title: {en: order number}, type: identifier, pattern: "99999"}
lookups:
  order:
    sql: SELECT status FROM orders WHERE number = :number
    gives: {status: text}
must_say:
  recorded: {say: {en: This call is recorded to improve our service.}}
steps:
  welcome: {say: {en: "Hello, this is the shop. How can I help?"}, listen: true}
  hours: {say: {en: We are open from nine to five.}, done: true}
"""


@pytest.fixture(scope="module")
def receiver() -> Iterator[Receiver]:
    made = Receiver(HOOK)
    yield made
    made.close()


@pytest.fixture(scope="module")
def speech(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Speech]:
    made = Speech(tmp_path_factory.mktemp("speech"))
    yield made
    made.close()


@pytest.fixture(scope="module")
def gateway(tmp_path_factory: pytest.TempPathFactory, receiver: Receiver) -> Iterator[Gateway]:
    folder = open_shop(tmp_path_factory.mktemp("gateway"), PLAN)
    with sqlite3.connect(folder / "orders.db") as data:
        data.execute("CREATE TABLE orders (number TEXT, status TEXT)")
        data.execute("INSERT INTO orders VALUES ('40213', 'held at the customs')")
    env = {
        "VOICE_SIP__RTP_FIRST": str(SIP + 10),
        "VOICE_SIP__RTP_LAST": str(SIP + 28),
        "VOICE_DESK__AGENTS": json.dumps({"paul": {"title": "Paul"}}),
        "VOICE_HANDOFF__WEBHOOK_URL": receiver.url,
        "VOICE_HANDOFF__WEBHOOK_SECRET": SECRET,
        "ASSIST_DATA": f"sqlite+aiosqlite:///{folder / 'orders.db'}",
    }
    with running(Gateway(folder, sip=SIP, env=env)) as gateway:
        yield gateway


async def test_an_agent_is_helped_during_the_call_and_after_it(
    gateway: Gateway, receiver: Receiver, speech: Speech, tmp_path: Path
) -> None:
    number, errors = "+33600003001", list[str]()
    caller = BaresipPhone(
        tmp_path / "caller", port=CALLER, control=CALLER + 3, rtp=(CALLER + 10, CALLER + 16), user=number
    )
    async with caller, chromium() as browser:
        page = await sits(browser, gateway.web, "paul", errors)
        call = await asks_for_a_person(gateway, caller, number)
        await in_state(page, "offered", 30)
        await page.keyboard.press("Enter")
        await page.wait_for_function("() => document.getElementById('talk-state').textContent === 'Talking'")
        await has(page, "#assist-reminders", "This call is recorded")

        await caller.play(await speech("When are you open?"))
        await call.wait(CallerSpoke, 30)
        await has(page, "#assist-replies", "We are open from nine to five.")
        await page.evaluate("document.activeElement.blur()")
        await page.keyboard.press("1")
        assert (await call.wait(AssistUsed)).text == "We are open from nine to five."

        await page.fill("#assist-actions input", "40 213")
        await page.keyboard.press("Enter")
        looked = await call.wait(AgentLookedUp)
        assert (looked.agent, looked.given, looked.found) == (
            "Paul", {"number": "40213"}, {"status": "held at the customs"},
        )  # fmt: skip
        await has(page, "#assist-actions", "held at the customs")

        await page.evaluate("document.activeElement.blur()")
        await page.keyboard.press("e")
        await in_state(page, "wrap_up")
        assert await call.ended() == "agent_hung_up"
        await page.wait_for_function(
            "() => document.getElementById('after-reply').value.includes('nine to five')"
        )
        await page.keyboard.press("Space")
        await tab_to(page, "Save, and be available")
        await page.keyboard.press("Enter")
        await in_state(page, "available")

        accepted = await call.wait(HandoffAccepted)
        await until(lambda: len(receiver.posted) == 2, 30)
    (first, body), (second, after_body) = receiver.posted
    assert (first["Idempotency-Key"], second["Idempotency-Key"]) == (
        accepted.handoff_id, f"{accepted.handoff_id}.1",
    )  # fmt: skip
    assert json.loads(body)["after"] == []
    (after,) = HandoffBrief.model_validate_json(after_body).after
    assert (after.outcome, after.summary.did, after.reply.did) == ("solved", "accepted", "accepted")
    assert (after.reply.channel, after.reply.to) == ("sms", number)
    assert "We are open from nine to five." in after.reply.text
    assert "held at the customs" in after.summary.text
    assert after.unsaid == ("This call is recorded to improve our service.",)
    assert {event.what for event in call.all(AssistOffered)} >= {"reply", "reminder"}
    shown = gateway.page(f"/handoffs/{accepted.handoff_id}")
    assert "We are open from nine to five." in shown and "held at the customs" in shown
    listed = gateway.run("show", call.id).stdout
    assert "Paul looked up order (number=40213): 1 found" in listed
    assert errors == []
