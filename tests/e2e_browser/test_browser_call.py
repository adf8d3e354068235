"""A newcomer without a phone: microphone, page, gateway, bot, a person's phone, and what remains of it."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest
import soundfile
import soxr

from tests.e2e.gateway import Call, Gateway, running
from tests.e2e.people import only_ringing
from tests.e2e.words import Ears, Speech
from tests.e2e_browser.means import PERSONS, RATE, SIP, Caller, browser, person, pulses
from tests.phones import Samples, hears, read_wav, silence, write_wav
from voice.events import (
    CallStarted,
    HandoffAccepted,
    HandoffAnswered,
    HandoffFailed,
    HandoffOffered,
    HandoffStarted,
    KeyPressed,
    LookedUp,
    TurnTaken,
)
from voice.speech.guard import plain
from voice.turn import HandoffFailure, TransferReason

pytestmark = [pytest.mark.line("chromium"), pytest.mark.weights]

ORDER = "Hello, where is my order?"
PERSON = "I would like to speak to a person."
Part = float | str | Samples
CALLER_HZ, OTHER_CALLER_HZ = 1100, 1700
PERSON_HZ, OTHER_PERSON_HZ = 620, 830


@pytest.fixture(scope="module")
def gateway(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gateway]:
    with running(Gateway(tmp_path_factory.mktemp("gateway"), sip=SIP, agents=PERSONS)) as gateway:
        yield gateway


async def microphone(path: Path, speech: Speech, parts: Sequence[Part]) -> Path:
    """A file for a browser's microphone: seconds of silence, words, sounds."""
    sound = []
    for part in parts:
        match part:
            case str():
                sound.append(await speech(part, rate=RATE))
            case float():
                sound.append(silence(part, RATE))
            case _:
                sound.append(part)
    return write_wav(path, np.concatenate(sound), RATE)


async def phones(gateway: Gateway, caller: Caller, dialled: str, number: str) -> Call:
    """A call from the page that was answered."""
    call_id = await caller.call(dialled, number)
    call = await gateway.call_from(number)
    assert call.id == call_id
    return call


async def words(ears: Ears, sound: Samples, rate: int) -> set[str]:
    """What can be understood of a sound."""
    return set((await ears.words(np.asarray(soxr.resample(sound, rate, 16000), np.int16), 16000)).split())


def sides(path: Path) -> tuple[Samples, Samples]:
    """Caller's, and bot's and person's, of a recording at 16 kHz."""
    sound, rate = soundfile.read(path, dtype="int16", always_2d=True)
    assert (sound.shape[1], rate) == (2, 16000)
    return np.ascontiguousarray(sound[:, 0]), np.ascontiguousarray(sound[:, 1])


async def test_served_handed_over_and_recorded(
    gateway: Gateway, speech: Speech, ears: Ears, tmp_path: Path
) -> None:
    """The whole of the job on one call: what each hears, what the page shows, and all that remains."""
    number = "+441632960001"
    said: list[Part] = [7.0, ORDER, 9.0, "It is A, ten forty two.", 12.0, PERSON, 16.0, pulses(CALLER_HZ, 40)]
    sound = await microphone(tmp_path / "microphone.wav", speech, said)
    tones = write_wav(tmp_path / "tones.wav", pulses(PERSON_HZ, 8, 8000))
    script = f"listen; keys 1; wait 1; play {tones}; wait 5; hangup"
    async with person(tmp_path / "person", 0, script) as desk, browser(sound, gateway.web) as caller:
        call = await phones(gateway, caller, "100", number)
        await call.wait(HandoffOffered, 90)
        await desk.wait(30, kind="answered")
        await caller.reaches("with_person", 60)
        await caller.reaches("ended", 60)
        states = await caller.states()
        heard, rate = await caller.heard()
        assert await call.ended() == "agent_hung_up"
        await _pages_show_it(caller, call)
        assert caller.errors == []
    assert states == ["ringing", "talking", "calling_person", "with_person", "ended"]

    # What was understood and done.
    started, offered = call.all(CallStarted)[0], call.all(HandoffOffered)[0]
    answered, accepted = call.all(HandoffAnswered)[0], call.all(HandoffAccepted)[0]
    assert (started.door, started.caller, started.dialled) == ("browser", number, "100")
    turns = [plain(event.turn.heard.text) for event in call.all(TurnTaken) if event.turn.heard]
    assert "order" in turns[0]
    assert "speak to a person" in turns[-1]
    assert call.all(LookedUp)[0].found["carrier"] == "Chronopost"
    assert call.all(HandoffStarted)[0].reason is TransferReason.CALLER_ASKED

    # The browser's ear: the answer; ringing and not the summary; the person's tone and not its own.
    assert {"way", "march"} <= await words(ears, heard[: round(offered.at * rate)], rate)
    begin, end = round((answered.at + 2) * rate), round((accepted.at - 1) * rate)
    assert only_ringing(heard[begin:end], rate)
    assert hears(PERSON_HZ, heard[end:], rate)
    assert not hears(CALLER_HZ, heard, rate)

    # The person's ear: the summary, then the caller.
    told, line_rate = read_wav(tmp_path / "person" / "heard.wav")
    joined = round((accepted.at - answered.at) * line_rate)
    brief = (await call.record()).handoffs[0]
    wanted = set(plain(brief["spoken"]).split())
    assert len(wanted & await words(ears, told[:joined], line_rate)) > 0.6 * len(wanted), brief["spoken"]
    assert hears(CALLER_HZ, told[joined:], line_rate)
    assert not hears(CALLER_HZ, told[:joined], line_rate)

    # The recording holds each side where it belongs.
    row = (await call.record()).row
    left, right = sides(Path(row.recording or ""))
    assert abs(len(left) / 16000 - (row.seconds or 0)) < 1
    assert hears(CALLER_HZ, left, 16000)
    assert hears(PERSON_HZ, right, 16000)
    assert not hears(PERSON_HZ, left, 16000)
    assert not hears(CALLER_HZ, right, 16000)
    assert {"order", "speak", "person"} <= await words(ears, left, 16000)


async def _pages_show_it(caller: Caller, call: Call) -> None:
    """From the page that phoned, to the call and to its summary, as a person would click."""
    page = caller.page
    await page.click("#record")
    await page.wait_for_url(f"**/calls/{call.id}")
    shown = await page.inner_text("main")
    for text in (
        "order number?",
        "Chronopost",
        "I would like to speak to a person",
        "A person took the call",
    ):
        assert text in shown
    assert await page.locator("#player").evaluate("async p => (await p.play(), p.duration > 20)")
    await page.click(".handoff-link a")
    await page.wait_for_url("**/handoffs/*")
    shown = await page.inner_text("main")
    for text in ("+441632960001", "A1042", "The caller asked for a person", "taken"):
        assert text in shown


@pytest.mark.parametrize(("leaves", "number"), [("close_tab", "+441632960002"), ("crash", "+441632960007")])
async def test_key_0_rings_a_person_until_the_caller_has_gone(
    gateway: Gateway, tmp_path: Path, leaves: str, number: str
) -> None:
    """Nobody may find an empty line when they pick up."""
    sound = write_wav(tmp_path / "microphone.wav", silence(60, RATE), RATE)
    ringing = person(tmp_path / "person", 0, "wait 60; answer", answers=False)
    async with ringing as desk, browser(sound, gateway.web) as caller:
        call = await phones(gateway, caller, "300", number)
        await caller.press("0")
        await desk.wait(60, kind="ringing")
        await caller.reaches("calling_person")
        await getattr(caller, leaves)()
        await desk.wait(25 if leaves == "crash" else 8, kind="ended")
        assert await call.ended() == {"close_tab": "caller_hung_up", "crash": "line_lost"}[leaves]
    assert [event.key for event in call.all(KeyPressed)] == ["0"]
    assert call.all(HandoffFailed)[0].failure is HandoffFailure.CALLER_HUNG_UP


async def test_closing_the_tab_ends_a_talk_with_the_bot_and_with_a_person(
    gateway: Gateway, tmp_path: Path
) -> None:
    """Neither side is left talking to nobody."""
    sound = write_wav(tmp_path / "microphone.wav", silence(60, RATE), RATE)
    async with browser(sound, gateway.web) as caller:
        call = await phones(gateway, caller, "100", "+441632960003")
        await caller.close_tab()
        assert await call.ended(8) == "caller_hung_up"
    taking = person(tmp_path / "person", 0, "wait 1; keys 1")
    async with taking as desk, browser(sound, gateway.web) as caller:
        call = await phones(gateway, caller, "200", "+441632960004")
        await caller.press("0")
        await caller.reaches("with_person")
        await caller.close_tab()
        await desk.wait(8, kind="ended")
        assert await call.ended(8) == "caller_hung_up"


async def test_two_browsers_at_once_are_not_mixed(
    gateway: Gateway, speech: Speech, ears: Ears, tmp_path: Path
) -> None:
    """Two orders, two persons, two pairs of ears; the first person is busy when the second caller asks."""
    sounds, desks = [], []
    for which, (order, own, theirs) in enumerate(
        [
            ("It is A, ten forty two.", CALLER_HZ, PERSON_HZ),
            ("It is A, ten forty three.", OTHER_CALLER_HZ, OTHER_PERSON_HZ),
        ]
    ):
        said: list[Part] = [7.0, ORDER, 9.0, order, 25.0, pulses(own, 60)]
        sounds.append(await microphone(tmp_path / f"microphone-{which}.wav", speech, said))
        tones = write_wav(tmp_path / f"tones-{which}.wav", pulses(theirs, 40, 8000))
        desks.append(person(tmp_path / f"person-{which}", which, f"wait 1; keys 1; wait 1; play {tones}"))
    async with (
        desks[0],
        desks[1],
        browser(sounds[0], gateway.web) as one,
        browser(sounds[1], gateway.web) as two,
    ):
        calls = await asyncio.gather(
            phones(gateway, one, "100", "+441632960005"), phones(gateway, two, "100", "+441632960006")
        )
        for caller, call in zip((one, two), calls, strict=True):
            await call.wait(LookedUp, 60)
            await call.said("anything else I can do?", 60)
            await caller.press("0")
            await caller.reaches("with_person", 60)
        await asyncio.sleep(15)
        ears_of = [await caller.heard() for caller in (one, two)]
        for caller, call in zip((one, two), calls, strict=True):
            await caller.page.click("#hang-up")
            await caller.reaches("ended", 5)
            assert await call.ended() == "caller_hung_up"
    assert [call.all(LookedUp)[0].found["carrier"] for call in calls] == ["Chronopost", "Colissimo"]
    assert [call.all(HandoffAccepted)[0].target for call in calls] == ["support", "backup"]
    assert calls[1].all(HandoffFailed)[0].failure is HandoffFailure.BUSY
    tones_of = [(CALLER_HZ, PERSON_HZ), (OTHER_CALLER_HZ, OTHER_PERSON_HZ)]
    for which, call in enumerate(calls):
        (own, theirs), (others, others_person) = tones_of[which], tones_of[1 - which]
        heard, rate = ears_of[which]
        told, line_rate = read_wav(tmp_path / f"person-{which}" / "heard.wav")
        left, right = sides(Path((await call.record()).row.recording or ""))
        for sound, sound_rate, wanted, foreign in (
            (heard, rate, theirs, others_person),
            (told, line_rate, own, others),
            (left, 16000, own, others),
            (right, 16000, theirs, others_person),
        ):
            assert hears(wanted, sound, sound_rate)
            assert not hears(foreign, sound, sound_rate)
