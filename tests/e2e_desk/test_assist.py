"""A caller on a real phone speaks to an agent in a real browser, who is helped during and after the call."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.chromium import chromium
from tests.console.desk_page import has, in_state, sits, tab_to, talk_is
from tests.e2e.gateway import Gateway
from tests.e2e.receiver import Receiver
from tests.e2e.words import Speech
from tests.e2e_desk.desk import CALLER, ORDERS, asks_for_a_person, phone
from tests.phones import until
from voice.events import AgentLookedUp, AssistOffered, AssistUsed, CallerSpoke, HandoffAccepted
from voice.handoff.brief import HandoffBrief

pytestmark = [pytest.mark.line("baresip", "chromium"), pytest.mark.weights]


async def test_an_agent_is_helped_during_the_call_and_after_it(
    gateway: Gateway, receiver: Receiver, speech: Speech, tmp_path: Path
) -> None:
    number, errors = "+33600003001", list[str]()
    async with phone(tmp_path, CALLER, number) as caller, chromium() as browser:
        page = await sits(browser, gateway.web, "paul", errors)
        call = await asks_for_a_person(gateway, caller, number, ORDERS)
        await in_state(page, "offered", 30)
        await page.keyboard.press("Enter")
        await talk_is(page, "Talking")
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
        await until(lambda: len(receiver.of(accepted.handoff_id)) == 2, 30)
    (first, body), (second, after_body) = receiver.of(accepted.handoff_id)
    assert (first["Idempotency-Key"], second["Idempotency-Key"]) == (
        accepted.handoff_id, f"{accepted.handoff_id}.2",
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
