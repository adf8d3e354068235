"""A caller on Debian's baresip is served and handed to a person on another one, through the real gateway."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import pytest
import soundfile

from tests.e2e.gateway import Gateway
from tests.e2e.people import (
    agent,
    caller,
    heard_until_now,
    only_ringing,
    quiet_again,
    received_request,
    sipp_agent,
)
from tests.e2e.receiver import SECRET, Receiver
from tests.e2e.words import Ears, Speech
from tests.phones import hears, tone, until
from voice.events import (
    HandoffAccepted,
    HandoffAnswered,
    HandoffFailed,
    HandoffOffered,
    HandoffStarted,
    KeyPressed,
    LookedUp,
    TurnTaken,
    VoicemailLeft,
)
from voice.handoff.signature import HEADER, verify_signature
from voice.handoff.user_to_user import decode
from voice.records.store import Store
from voice.speech.guard import plain
from voice.turn import HandoffFailure, Outcome, TransferReason

pytestmark = [pytest.mark.line("sipp", "baresip"), pytest.mark.weights]

ORDER = "Hello, where is my order?"
NUMBER = "A ten forty two."
PERSON = "Can I talk to an agent, please?"


async def test_a_caller_is_served_and_handed_to_a_person_who_knows(
    gateway: Gateway, receiver: Receiver, speech: Speech, ears: Ears, tmp_path: Path
) -> None:
    """The whole of the job on one call: both ears, keys, tones both ways, and all that remains of it."""
    number = "+33600000001"
    sounds = [await speech(text) for text in (ORDER, NUMBER, PERSON)]
    async with caller(tmp_path, number) as phone, agent(tmp_path) as person:
        await phone.call(f"sip:100@{gateway.address}")
        call = await gateway.call_from(number)
        await call.said("How can I help?")
        await phone.play(sounds[0])
        await call.said("four digits.")
        await phone.play(sounds[1])
        begun = heard_until_now(phone)
        await call.said("anything else I can do?")
        await asyncio.sleep(1)
        answer = phone.heard()[0][begun:]
        await phone.play(sounds[2])
        offered = await call.wait(HandoffOffered)
        await person.wait("CALL_INCOMING")
        rings = heard_until_now(phone)
        await person.accept()
        await call.wait(HandoffAnswered)
        spoken_from = heard_until_now(person)
        summary = await _spoken_brief(gateway, call.id)
        await quiet_again(person)
        whispered = person.heard()[0][spoken_from:]
        meanwhile = phone.heard()[0][rings:]
        await person.keys("1")
        await call.wait(HandoffAccepted)
        joined = heard_until_now(phone), heard_until_now(person)
        await asyncio.gather(phone.play(tone(700, 4)), person.play(tone(1100, 4)))
        await asyncio.sleep(4)
        await person.hang_up()
        await phone.wait("CALL_CLOSED")
        assert await call.ended() == "agent_hung_up"
        to_caller, to_person = phone.heard()[0][joined[0] :], person.heard()[0][joined[1] :]
        invite = received_request(person, "INVITE")

    # The caller heard the answer.
    told = await ears.words(answer)
    assert {"way", "march"} <= set(told.split()), told
    assert "chrono" in told, told

    # The person heard the summary, and the caller did not.
    learnt = await ears.words(whispered)
    wanted = set(plain(summary).split())
    assert len(wanted & set(learnt.split())) > 0.7 * len(wanted), (summary, learnt)
    assert only_ringing(meanwhile, 8000)
    assert await ears.words(meanwhile) == ""

    # Joined, each hears the other and not itself.
    assert hears(1100, to_caller, 8000, seconds=1)
    assert not hears(700, to_caller, 8000)
    assert hears(700, to_person, 8000, seconds=1)
    assert not hears(1100, to_person, 8000)

    # Nothing about the caller was in the call to the person, but the id was.
    assert number.strip("+") not in invite
    assert "A1042" not in invite
    user_to_user = next(line for line in invite.splitlines() if line.lower().startswith("user-to-user:"))
    assert decode(user_to_user.partition(":")[2].strip()) == offered.handoff_id

    # What remains.
    shown = json.loads(gateway.run("show", call.id, "--json").stdout)
    kinds = [event["kind"] for event in shown["events"]]
    order = ["call_started", "turn_taken", "looked_up", "handoff_started", "handoff_offered"]
    order += ["handoff_answered", "handoff_accepted", "call_ended"]
    places = [kinds.index(kind) for kind in order]
    assert places == sorted(places), kinds
    turns = call.all(TurnTaken)
    assert [event.turn.outcome for event in turns] == [Outcome.MATCHED, Outcome.FILLED, Outcome.COMMAND]
    assert turns[0].turn.understood.intents[0].name == "order_status"
    assert turns[1].turn.understood.slots == {"order_number": "A1042"}
    assert call.all(LookedUp)[0].found["carrier"] == "Chronopost"
    assert call.all(HandoffStarted)[0].reason is TransferReason.CALLER_ASKED
    assert not call.all(KeyPressed)
    assert shown["call"]["language"] == "en"
    assert shown["handoffs"][0]["status"] == "accepted"
    _both_sides_are_recorded(Path(shown["call"]["recording"]), shown["call"]["seconds"])
    assert "A1042" in gateway.page(f"/handoffs/{offered.handoff_id}")

    # The receiver has the summary, signed.
    await until(lambda: any(offered.handoff_id in json.loads(body)["id"] for _, body in receiver.posted), 15)
    headers, body = next(item for item in receiver.posted if offered.handoff_id.encode() in item[1])
    assert verify_signature(SECRET, headers[HEADER], body)
    assert headers["Idempotency-Key"] == offered.handoff_id
    posted = json.loads(body)
    assert (posted["call_id"], posted["reason"]) == (call.id, "caller_asked")
    assert posted["spoken"] == summary


async def test_nobody_answers_and_the_caller_is_called_back(
    gateway: Gateway, speech: Speech, ears: Ears, tmp_path: Path
) -> None:
    """The first phone rings in vain, nothing is at the second; key 1 asks for a call back."""
    number = "+33600000002"
    async with caller(tmp_path, number) as phone, sipp_agent("agent_rings", tmp_path) as person:
        await phone.call(f"sip:400@{gateway.address}")
        call = await gateway.call_from(number)
        await call.said("Lumen.")
        await phone.play(await speech(PERSON))
        await call.wait(HandoffOffered, target="support")
        rings = heard_until_now(phone)
        failed = await call.wait(HandoffFailed, target="support")
        assert failed.failure is HandoffFailure.NO_ANSWER
        waiting = phone.heard()[0][rings:]
        assert await person.passed(), person.errors()
        failed = await call.wait(HandoffFailed, target="backup")
        assert failed.failure is HandoffFailure.UNREACHABLE
        told = heard_until_now(phone)
        await quiet_again(phone, told)
        offer = await ears.words(phone.heard()[0][told:])
        await phone.keys("1")
        await phone.wait("CALL_CLOSED", 20)
        assert await call.ended() == "callback"
    assert only_ringing(waiting[:16000], 8000)
    assert "call you" in offer, offer
    store = await Store.open(gateway.records)
    callbacks = [item for item in await store.callbacks() if item.call_id == call.id]
    await store.close()
    assert [item.number for item in callbacks] == [number]


async def test_a_phone_that_answers_without_a_person_leads_to_a_message(
    gateway: Gateway, speech: Speech, tmp_path: Path
) -> None:
    """As a voicemail would: it answers, and nobody ever presses 1. The caller leaves a message instead."""
    number = "+33600000003"
    message = await speech("Please send me a new invoice.")
    async with caller(tmp_path, number) as phone, agent(tmp_path, answer=True) as machine:
        await phone.call(f"sip:400@{gateway.address}")
        call = await gateway.call_from(number)
        await call.said("Lumen.")
        await phone.play(await speech(PERSON))
        await call.wait(HandoffAnswered, target="support")
        failed = await call.wait(HandoffFailed, 40, target="support")
        assert failed.failure is HandoffFailure.AGENT_VOICEMAIL
        await machine.wait("CALL_CLOSED")
        await call.wait(HandoffFailed, target="backup")
        await call.said("I'm sorry.")
        await phone.keys("2")
        await call.wait(TurnTaken, step="voicemail")
        told = heard_until_now(phone)
        await quiet_again(phone, told)
        beep = phone.heard()[0][told:]
        await phone.play(message)
        await asyncio.sleep(len(message) / 8000 + 1)
        await phone.keys("#")
        await phone.wait("CALL_CLOSED", 20)
        assert await call.ended() == "voicemail"
    assert hears(1000, beep, 8000)
    left = call.all(VoicemailLeft)[0]
    row = (await call.record()).row
    sound, rate = soundfile.read(row.recording, dtype="int16", always_2d=True)
    recorded = sound[int(left.at * rate) : int(left.ended * rate), 0]
    assert abs(recorded.astype(int)).max() > 3000


async def test_declined_by_one_and_taken_by_the_next(
    gateway: Gateway, speech: Speech, ears: Ears, tmp_path: Path
) -> None:
    """In French; the caller hangs up in the end."""
    number = "+33600000004"
    async with (
        caller(tmp_path, number) as phone,
        agent(tmp_path, 0) as first,
        agent(tmp_path, 1) as second,
    ):
        await phone.call(f"sip:100@{gateway.address}")
        call = await gateway.call_from(number)
        await call.said("Que puis-je faire pour vous ?")
        await phone.play(await speech("Bonjour, je voudrais parler à un conseiller.", "fr"))
        await call.wait(HandoffOffered, target="support")
        await first.wait("CALL_INCOMING")
        await first.accept()
        await call.wait(HandoffAnswered, target="support")
        told = heard_until_now(phone)
        await first.keys("2")
        failed = await call.wait(HandoffFailed, target="support")
        assert failed.failure is HandoffFailure.DECLINED
        await first.wait("CALL_CLOSED")
        await call.wait(HandoffOffered, target="backup", attempt=2)
        await second.wait("CALL_INCOMING")
        sentence = await ears.words(phone.heard()[0][told:], language="fr")
        await second.accept()
        await call.wait(HandoffAnswered, target="backup")
        await second.keys("1")
        await call.wait(HandoffAccepted, target="backup")
        joined = heard_until_now(phone)
        await second.play(tone(1100, 3))
        await asyncio.sleep(3)
        await phone.hang_up()
        await second.wait("CALL_CLOSED")
        assert await call.ended() == "caller_hung_up"
    assert "quelqu un d autre" in sentence, sentence
    assert hears(1100, phone.heard()[0][joined:], 8000, seconds=1)
    record = await call.record()
    assert record.row.language == "fr"
    assert record.handoffs[0]["status"] == "accepted"
    assert record.handoffs[0]["agent_language"] == "fr"


async def test_the_caller_hangs_up_while_the_phone_rings(gateway: Gateway, tmp_path: Path) -> None:
    number = "+33600000005"
    async with caller(tmp_path, number) as phone, sipp_agent("agent_rings", tmp_path) as person:
        await phone.call(f"sip:100@{gateway.address}")
        call = await gateway.call_from(number)
        await phone.keys("0")
        await call.wait(HandoffOffered)
        await asyncio.sleep(1)
        await phone.hang_up()
        assert await person.passed(4), person.errors()
        assert await call.ended() == "caller_hung_up"
    assert [event.failure for event in call.all(HandoffFailed)] == [HandoffFailure.CALLER_HUNG_UP]


async def _spoken_brief(gateway: Gateway, call_id: str) -> str:
    return str((await gateway.record(call_id)).handoffs[0]["spoken"])


def _both_sides_are_recorded(path: Path, seconds: float) -> None:
    sound, rate = soundfile.read(path, dtype="int16", always_2d=True)
    assert sound.shape[1] == 2
    assert abs(len(sound) / rate - seconds) < 1
    joined = sound[-5 * rate :]
    assert hears(700, joined[:, 0], rate, seconds=1)
    assert hears(1100, joined[:, 1], rate, seconds=1)
