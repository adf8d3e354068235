"""From wherever a call stands there is a way to a person, and nobody is left in silence."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from tests.call.scene import Scene, play
from tests.fakes import FakeAgent, FakeEngine, FakeVoices, noise, press, quiet, say
from voice.call.agent import AgentLeg
from voice.call.noise import MOST_FALSE_CUTS
from voice.dialplan.load import load_plan
from voice.dialplan.model import Dialplan
from voice.errors import EngineFailed
from voice.events import (
    AgentLost,
    BargedIn,
    BotSpoke,
    Broke,
    CallEnded,
    HandoffAccepted,
    HandoffFailed,
    HandoffOffered,
    HandoffStarted,
    LookedUp,
    TurnTaken,
    VoicemailLeft,
)
from voice.settings import CallSettings
from voice.speech.whisper import Transcript
from voice.telephony.port import Line
from voice.turn import EndReason, HandoffFailure, Language, Lookup, TransferReason

TO_THE_LOOKUP = (quiet(8), say("where is my parcel"), quiet(6), press("1042"))
TO_THE_MESSAGE = (quiet(8), press("0"), quiet(30), press("2"))


@pytest.fixture(scope="module")
def carrier() -> Dialplan:
    return load_plan(Path(__file__).parent / "carrier")


async def slowly(plan: Dialplan, lookup: Lookup) -> Sequence[Mapping[str, str]]:
    await asyncio.sleep(25)
    return [{"status": "found at last"}]


def handed_over_once(scene: Scene) -> HandoffStarted:
    """The call came to a person, who was rung once."""
    assert scene.dialer.rang == ["support"]
    assert len(scene.all(HandoffOffered)) == 1
    assert scene.one(HandoffAccepted)
    return scene.one(HandoffStarted)


def longest_silence(scene: Scene, start: float) -> float:
    """Seconds from `start` on in which the caller heard nothing, until the way to a person or the end."""
    at, longest = start, 0.0
    for event in scene.events:
        if event.at >= start and isinstance(event, BotSpoke | HandoffStarted | CallEnded):
            longest = max(longest, event.at - at)
            at = event.at + (event.seconds if isinstance(event, BotSpoke) else 0)
        if isinstance(event, HandoffStarted):
            break
    return longest


# -- while something is looked up --


@pytest.mark.parametrize("ask", [press("0"), say("I want to talk to a person")])
def test_a_person_can_be_had_while_something_is_looked_up(carrier: Dialplan, ask: Any) -> None:
    scene = play(
        *TO_THE_LOOKUP,
        quiet(3),
        ask,
        quiet(20),
        plan=carrier,
        look_up=slowly,
        agents={"support": FakeAgent()},
    )
    started = handed_over_once(scene)
    assert started.reason is TransferReason.CALLER_ASKED
    assert started.at < 26
    assert not scene.all(LookedUp)


def test_other_words_wait_for_what_is_looked_up(carrier: Dialplan) -> None:
    scene = play(
        *TO_THE_LOOKUP,
        quiet(3),
        say("are you still there"),
        press("5"),
        quiet(30),
        plan=carrier,
        look_up=slowly,
    )
    assert "It is found at last." in scene.said


def test_who_waits_for_data_is_never_left_in_silence(carrier: Dialplan) -> None:
    scene = play(*TO_THE_LOOKUP, quiet(40), plan=carrier, look_up=slowly)
    assert longest_silence(scene, scene.one(LookedUp).at - 25) < 9


def test_a_recognizer_that_breaks_meanwhile_sends_the_call_to_one_person(carrier: Dialplan) -> None:
    scene = play(
        *TO_THE_LOOKUP, quiet(2), say("hm", broken=True), quiet(35), plan=carrier, look_up=slowly,
        agents={"support": FakeAgent(talk_seconds=12)},
    )  # fmt: skip
    assert handed_over_once(scene).reason is TransferReason.ENGINE_FAILED


def test_a_call_that_lasts_too_long_meanwhile_goes_to_one_person(carrier: Dialplan) -> None:
    scene = play(
        *TO_THE_LOOKUP, quiet(35), plan=carrier, look_up=slowly, call=CallSettings(max_seconds=22),
        agents={"support": FakeAgent(talk_seconds=12)},
    )  # fmt: skip
    handed_over_once(scene)


# -- at a message --


@pytest.mark.parametrize(
    ("seconds", "ask"),
    [(5.0, press("0")), (14.0, press("0")), (5.0, say("I want to talk to a person"))],
)
def test_a_person_can_be_had_also_at_a_message(seconds: float, ask: Any) -> None:
    busy = {"support": HandoffFailure.BUSY, "backup": HandoffFailure.BUSY}
    scene = play(*TO_THE_MESSAGE, quiet(seconds), ask, quiet(25), agents=busy)
    assert len(scene.all(HandoffFailed)) == 4
    # A message that was begun is kept.
    assert len(scene.all(VoicemailLeft)) == (seconds > 10 or ask != press("0"))


def test_what_is_said_in_a_message_is_the_message_and_any_other_key_ends_it() -> None:
    scene = play(
        *TO_THE_MESSAGE, quiet(14), say("I want to talk to a person"), quiet(1), press("#"), quiet(12)
    )
    assert scene.reason is EndReason.VOICEMAIL
    assert len(scene.all(HandoffFailed)) == 2


def test_a_message_is_not_cut_when_its_words_cannot_be_recognized() -> None:
    scene = play(
        *TO_THE_MESSAGE,
        quiet(14),
        say("please", broken=True),
        quiet(1),
        say("call me", seconds=6.0),
        quiet(20),
    )
    message = scene.one(VoicemailLeft)
    assert message.ended - message.at > 8
    assert scene.reason is EndReason.VOICEMAIL
    assert not any("no message" in text.lower() for text in scene.said)


def test_a_message_is_not_cut_when_the_call_has_lasted_long() -> None:
    scene = play(
        *TO_THE_MESSAGE,
        quiet(14),
        say("please call me", seconds=6.0),
        quiet(20),
        call=CallSettings(max_seconds=57),
    )
    message = scene.one(VoicemailLeft)
    assert message.ended - message.at > 6
    assert scene.reason is EndReason.VOICEMAIL


# -- keys and noises --


@pytest.mark.parametrize("when", [0.5, 6.0])
def test_a_cough_among_keys_leaves_nobody_waiting(when: float) -> None:
    scene = play(quiet(8), say("where is my order"), quiet(when), press("12"), noise(), quiet(20))
    assert longest_silence(scene, 18) < 9
    assert scene.all(HandoffStarted) or scene.outcomes[-1] == "no_input"


def test_keys_count_though_somebody_coughs_among_them() -> None:
    scene = play(quiet(8), say("where is my order"), quiet(6), press("10"), noise(), press("42"), quiet(12))
    assert "Order 1 0 4 2 is on its way." in scene.said


@pytest.mark.parametrize("pause", [0.7, 1.5, 3.0])
def test_noises_again_and_again_are_spoken_to_and_end_at_a_person(pause: float) -> None:
    """A street: no sound of it is a word, and none of them begins the wait for words anew."""
    street = [piece for _ in range(60) for piece in (noise(0.8), quiet(pause))]
    scene = play(quiet(8), *street, agents={"support": FakeAgent(talk_seconds=5)})
    assert "no_input" in scene.outcomes
    assert scene.one(HandoffAccepted)


def test_where_noises_cut_the_bot_off_only_words_do() -> None:
    street = [piece for _ in range(12) for piece in (noise(0.5), quiet(0.4))]
    scene = play(*street, quiet(12), say("what are your opening hours"), quiet(14))
    assert len(scene.all(BargedIn)) == MOST_FALSE_CUTS
    assert any("We are open" in event.text and not event.cut for event in scene.all(BotSpoke))
    spoken = play(
        *street,
        quiet(12),
        say("what are your opening hours"),
        quiet(2.2),
        say("where is my order"),
        quiet(14),
    )
    answer = next(event for event in spoken.all(BotSpoke) if "We are open" in event.text)
    assert answer.cut, "words are answered at once, also in a street"
    assert [outcome for outcome in spoken.outcomes if outcome != "no_input"] == ["matched", "matched"]


STREET = tuple(piece for _ in range(5) for piece in (noise(0.5), quiet(1.4)))
"""Cuts the bot's first words off so often that only words do."""


def stopped_by_his_voice(scene: Scene, sentence: str) -> bool:
    """The bot was cut in this sentence, long before the words were understood that cut it."""
    spoken = next(event for event in scene.all(BotSpoke) if sentence in event.text)
    heard = next(turn for event in scene.all(TurnTaken) if (turn := event.turn.heard) and turn.barged_in
                 and turn.ended > spoken.at)  # fmt: skip
    return spoken.cut and spoken.at + spoken.seconds < heard.started + 0.5


ASKS_IN_BETWEEN = (say("what are your opening hours"), quiet(1.7), say("where is my order", seconds=3.0))


def test_who_has_left_the_street_can_cut_in_with_his_voice_again() -> None:
    scene = play(*STREET, quiet(26.5), *ASKS_IN_BETWEEN, quiet(5))
    assert scene.outcomes == ["no_input", "no_input", "matched", "matched"]  # asked twice, undisturbed
    assert stopped_by_his_voice(scene, "We are open")


def test_words_that_cut_in_in_a_street_make_his_voice_count_again() -> None:
    scene = play(*STREET, quiet(8), *ASKS_IN_BETWEEN, quiet(5))
    assert scene.all(TurnTaken)[1].turn.heard is not None
    assert scene.outcomes == ["no_input", "matched", "matched"]
    assert stopped_by_his_voice(scene, "We are open")


def test_in_a_street_that_goes_on_his_voice_alone_stops_nothing() -> None:
    scene = play(*STREET, quiet(10.5), *ASKS_IN_BETWEEN, quiet(5))
    assert scene.outcomes == ["no_input", "matched", "matched"]
    assert not stopped_by_his_voice(scene, "We are open")


def leaves(goodbye: str = "") -> Dialplan:
    """The shop, where a step says goodbye and hangs up."""
    with TemporaryDirectory() as folder:
        text = (Path(__file__).parent / "plan.yaml").read_text("utf-8")
        text = text.replace("goto: hours\n", "goto: farewell\n")
        text += (
            "  farewell:\n    say: {en: We are closed for the whole of this week and the next., fr: Fermé.}\n"
        )
        text += f"    hang_up: true\n{goodbye}"
        (Path(folder) / "plan.yaml").write_text(text, "utf-8")
        return load_plan(Path(folder))


@pytest.mark.parametrize("before", [STREET, ()], ids=["in a street", "where the sentence is not to be cut"])
def test_who_asks_for_a_person_over_a_goodbye_that_his_voice_does_not_stop_gets_one(before: Any) -> None:
    scene = play(
        *before,
        quiet(9),
        say("what are your opening hours"),
        quiet(3.4),
        say("wait, I want to talk to a person", seconds=2.5),
        quiet(40),
        plan=leaves("" if before else "    interruptible: false\n"),
        agents={"support": FakeAgent()},
    )
    assert scene.one(HandoffAccepted)


def test_a_noise_that_cuts_the_answer_to_words_over_a_sentence_that_is_not_to_be_cut_leaves_no_silence() -> (
    None
):
    with TemporaryDirectory() as folder:
        text = (Path(__file__).parent / "plan.yaml").read_text("utf-8")
        text = text.replace("    listen: true\n", "    listen: true\n    interruptible: false\n")
        (Path(folder) / "plan.yaml").write_text(text, "utf-8")
        plan = load_plan(Path(folder))
    scene = play(
        quiet(1),
        say("what are your opening hours"),
        quiet(4),
        noise(0.5),
        quiet(30),
        plan=plan,
        agents={"support": FakeAgent()},
    )
    assert any("We are open" in event.text and not event.cut for event in scene.all(BotSpoke))
    assert longest_silence(scene, 5) < 9


def test_a_street_does_not_keep_a_call_from_ending() -> None:
    scene = play(quiet(8), say("what are your opening hours"), quiet(1), noise(60), plan=leaves())
    assert scene.reason is EndReason.COMPLETED
    assert scene.one(CallEnded).at < 40


def test_a_noise_without_end_is_spoken_to_and_ends_at_a_person() -> None:
    scene = play(quiet(8), noise(95), quiet(5), agents={"support": FakeAgent(talk_seconds=12)})
    assert longest_silence(scene, 8) < 25
    assert scene.one(HandoffAccepted)


# -- goodbye --


@pytest.mark.parametrize("ask", [press("0"), say("wait, I want to talk to a person")])
def test_who_asks_for_a_person_while_goodbye_is_said_gets_one(ask: Any) -> None:
    scene = play(quiet(8), say("goodbye"), quiet(1.2), ask, quiet(40), agents={"support": FakeAgent()})
    assert scene.one(HandoffAccepted)


# -- engines that hang --


class HungEngine(FakeEngine):
    """Never answers."""

    async def transcribe(
        self, pcm: bytes, rate: int, *, languages: tuple[Language, ...], expects: str = "words"
    ) -> Transcript:
        await asyncio.sleep(3600)
        raise EngineFailed("never")


class HungVoices(FakeVoices):
    """Has kept some sentences and hangs on all others."""

    def __init__(self, kept: str) -> None:
        super().__init__()
        self._kept = kept

    async def stream(
        self, text: str, language: Language, rate: int, *, speed: float = 1.0, voice: str = ""
    ) -> AsyncIterator[bytes]:
        if self._kept not in text:
            await asyncio.sleep(3600)
        async for piece in super().stream(text, language, rate, speed=speed, voice=voice):
            yield piece


def test_a_recognizer_that_hangs_sends_the_call_to_a_person() -> None:
    script = (quiet(8), say("where is my order"), quiet(60))
    scene = play(*script, engine=HungEngine([]), agents={"support": FakeAgent()})
    assert scene.all(Broke)[0].part == "recognizer"
    assert scene.all(Broke)[0].at < 19
    assert scene.one(HandoffAccepted)


def test_a_voice_that_hangs_sends_the_call_to_a_person() -> None:
    agent = FakeAgent()
    scene = play(quiet(120), voices=HungVoices("caller is waiting"), agents={"support": agent})
    assert scene.all(Broke)[0].part == "voice"
    assert scene.one(HandoffAccepted).at < 60
    assert "A caller is waiting. Press 1 to take the call, 2 to decline." in scene.voices.said


class MuteVoices(FakeVoices):
    """Makes nothing of sentences."""

    async def stream(
        self, text: str, language: Language, rate: int, *, speed: float = 1.0, voice: str = ""
    ) -> AsyncIterator[bytes]:
        return
        yield b""


def test_a_sentence_without_sound_holds_nothing_up() -> None:
    scene = play(quiet(60), voices=MuteVoices(), agents={"support": FakeAgent()})
    assert scene.all(TurnTaken)
    assert scene.all(HandoffStarted)


# -- the last resort --


async def _fail(*_: object) -> None:
    raise RuntimeError("a defect")


def test_the_last_resort_is_heard_ringing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("voice.call.pipeline.WorkerRunner.run", _fail)
    scene = play(quiet(20), agents={"support": HandoffFailure.NO_ANSWER, "backup": FakeAgent("", 0)})
    assert any(scene.line.played[: 8000 * 2])
    assert scene.dialer.rang == ["support", "backup"]


def test_the_last_resort_goes_on_when_a_target_breaks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("voice.call.pipeline.WorkerRunner.run", _fail)

    def broken_once(line: Line) -> AgentLeg:
        monkeypatch.setattr("voice.call.last_resort.AgentLeg", AgentLeg)
        raise RuntimeError("a defect")

    monkeypatch.setattr("voice.call.last_resort.AgentLeg", broken_once)
    scene = play(quiet(20), agents={"support": FakeAgent(), "backup": FakeAgent("", 0)})
    assert scene.dialer.rang == ["support", "backup"]


def test_a_call_that_cannot_even_begin_reaches_a_person(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("a defect")

    monkeypatch.setattr("voice.call.pipeline.Conversation", fail)
    scene = play(quiet(20), agents={"support": FakeAgent("", 0)})
    assert scene.dialer.rang == ["support"]
    assert scene.one(Broke).part == "pipeline"
    assert scene.one(CallEnded)


# -- people whose lines break --


def test_an_agent_who_is_gone_before_the_talk_is_followed_by_the_next() -> None:
    hasty = FakeAgent("1", talk_seconds=0.0)
    scene = play(quiet(8), press("0"), quiet(40), agents={"support": hasty, "backup": FakeAgent()})
    assert scene.all(HandoffAccepted)[-1].target == "backup"
    assert scene.one(HandoffFailed).failure is HandoffFailure.AGENT_HUNG_UP


def test_an_agent_whose_line_breaks_is_followed_by_the_next() -> None:
    lost = FakeAgent("1", talk_seconds=6.0, lost=True)
    scene = play(quiet(8), press("0"), quiet(45), agents={"support": lost, "backup": FakeAgent()})
    assert scene.all(HandoffAccepted)[-1].target == "backup"
    assert scene.one(AgentLost).agent == "support"


def test_what_cannot_be_written_down_is_carried_out_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise ValueError("a defect")

    monkeypatch.setattr("voice.call.decided.TurnTaken", fail)
    scene = play(quiet(8), say("what are your opening hours"), quiet(6))
    assert "We are open from nine to five." in scene.said
    assert scene.one(Broke).part == "dialog"
