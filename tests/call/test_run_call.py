"""Whole calls through the real pipeline, with the real voice detector, on the jumping clock."""

from __future__ import annotations

import numpy as np
import pytest
from pipecat.frames.frames import Frame, InputAudioRawFrame, TranscriptionFrame
from pipecat.processors.frame_processor import FrameDirection

from tests.call.scene import NOW, play, shop
from tests.fakes import FakeAgent, FakeEngine, FakeVoices, noise, press, quiet, say
from voice.call.dialog_stage import DialogStage
from voice.call.last_resort import SORRY
from voice.conversation import Conversation
from voice.dialplan.hours import Hours
from voice.dialplan.model import Dialplan
from voice.events import (
    AgentSpoke,
    BargedIn,
    BotSpoke,
    Broke,
    CallbackAgreed,
    CallbackRequested,
    CallEnded,
    CallStarted,
    HandoffAccepted,
    HandoffFailed,
    HandoffOffered,
    HandoffStarted,
    RequestNoted,
    TurnTaken,
    Unheard,
    VoicemailLeft,
)
from voice.replay.recorded import Recorded
from voice.replay.words import replay_words
from voice.settings import CallSettings
from voice.turn import EndReason, HandoffFailure, TransferReason

GREETING = "Hello, this is the corner shop."


def test_a_request_is_served() -> None:
    scene = play(quiet(8), say("what are your opening hours"), quiet(12))
    assert scene.outcomes[0] == "matched"
    assert "We are open from nine to five." in scene.said
    assert scene.one(CallStarted).plan_sha == shop().sha
    assert scene.reason is EndReason.CALLER_HUNG_UP
    assert scene.events[-1] == scene.one(CallEnded)


def test_the_callers_sound_goes_no_further_than_the_recognizer(monkeypatch: pytest.MonkeyPatch) -> None:
    """Five processors stand behind it, and there are fifty frames a second."""
    came: set[type[Frame]] = set()
    process = DialogStage.process_frame

    async def watched(self: DialogStage, frame: Frame, direction: FrameDirection) -> None:
        came.add(type(frame))
        await process(self, frame, direction)

    monkeypatch.setattr(DialogStage, "process_frame", watched)
    play(quiet(8), say("what are your opening hours"), quiet(2))
    assert TranscriptionFrame in came
    assert InputAudioRawFrame not in came


def test_a_turn_knows_when_it_was_spoken() -> None:
    scene = play(quiet(8), say("what are your opening hours", seconds=2), quiet(12))
    heard = scene.all(TurnTaken)[0].turn.heard
    assert heard is not None
    assert heard.started == pytest.approx(8.0, abs=0.15)
    assert heard.ended == pytest.approx(10.0, abs=0.15)
    assert not heard.barged_in


def test_the_gap_to_the_answer_is_measured() -> None:
    scene = play(quiet(8), say("what are your opening hours"), quiet(12))
    answer = next(event for event in scene.all(BotSpoke) if event.text.startswith("We are open"))
    assert answer.gap is not None
    assert 0.3 < answer.gap < 1.5
    assert scene.watch.gaps[0] == answer.gap


def test_speaking_over_the_bot_stops_it() -> None:
    scene = play(quiet(1), say("what are your opening hours"), quiet(12))
    first = scene.all(BotSpoke)[0]
    assert first.cut
    assert first.seconds < 1.4
    assert scene.one(BargedIn).at == pytest.approx(1.1, abs=0.15)
    heard = scene.all(TurnTaken)[0].turn.heard
    assert heard is not None
    assert heard.barged_in


def test_what_a_noise_cut_off_is_said_again() -> None:
    scene = play(quiet(0.8), noise(), quiet(10))
    assert scene.one(Unheard).why == "no_speech"
    assert scene.outcomes == []
    assert scene.said[0] == scene.said[1]
    assert scene.all(BotSpoke)[0].cut
    assert not scene.all(BotSpoke)[1].cut


def test_silence_is_asked_about_differently_each_time_and_ends_at_a_person() -> None:
    scene = play(quiet(70), agents={"support": FakeAgent()})
    assert scene.outcomes[:2] == ["no_input", "no_input"]
    assert len(set(scene.said[:6])) == len(scene.said[:6])
    assert scene.all(HandoffAccepted)


def test_not_understanding_is_not_silence() -> None:
    scene = play(quiet(8), say("purple elephants sing sideways"), quiet(10))
    assert scene.outcomes == ["no_match"]


@pytest.mark.parametrize("ask", [say("I want to speak to an agent"), press("0")])
def test_a_person_is_reached_and_hears_the_summary_alone(ask: object) -> None:
    agent = FakeAgent()
    scene = play(quiet(8), ask, quiet(40), agents={"support": agent})  # type: ignore[arg-type]
    assert scene.reason is EndReason.AGENT_HUNG_UP
    assert scene.one(HandoffStarted).reason is TransferReason.CALLER_ASKED
    assert scene.one(HandoffAccepted).target == "support"
    ((_, brief), _) = scene.briefs
    assert brief.spoken in scene.voices.said
    assert brief.spoken not in scene.said
    assert list(scene.dialer.headers[0]) == ["User-to-User"]
    assert "33123456789" not in str(scene.dialer.headers[0])
    assert len(agent.heard) > 2 * 8000


def test_joined_sides_hear_each_other_and_are_recorded() -> None:
    agent = FakeAgent(talk_seconds=6)
    scene = play(quiet(8), press("0"), quiet(14), say("thank you for taking my call", seconds=3), quiet(30),
                 agents={"support": agent})  # fmt: skip
    joined = scene.one(HandoffAccepted).at
    sound = np.frombuffer(scene.stereo, dtype="<i2").reshape(-1, 2)
    after = sound[int((joined + 1) * 8000) : int((joined + 4) * 8000)]
    assert np.abs(after[:, 1]).max() > 3000
    assert np.abs(np.frombuffer(bytes(agent.heard), dtype="<i2")[-8000 * 5 :]).max() > 0
    assert len(scene.line.played) > 0


def test_what_the_person_says_is_written_down() -> None:
    words = "good morning, support speaking"
    scene = play(
        quiet(8),
        press("0"),
        quiet(60),
        agents={"support": FakeAgent(talk_seconds=4)},
        engine=FakeEngine([say(words)]),
    )
    assert scene.one(AgentSpoke).text == words
    assert scene.one(AgentSpoke).at > scene.one(HandoffAccepted).at


def test_who_declines_is_followed_by_the_next() -> None:
    scene = play(
        quiet(8), press("0"), quiet(60), agents={"support": FakeAgent("2"), "backup": FakeAgent("1")}
    )
    assert scene.dialer.rang == ["support", "backup"]
    assert scene.one(HandoffFailed).failure is HandoffFailure.DECLINED
    assert scene.one(HandoffAccepted).target == "backup"
    assert [event.attempt for event in scene.all(HandoffOffered)] == [1, 2]


def test_the_summary_can_be_heard_again() -> None:
    agent = FakeAgent("331")
    scene = play(quiet(8), press("0"), quiet(120), agents={"support": agent})
    assert scene.one(HandoffAccepted)
    spoken = scene.briefs[0][1].spoken
    assert len(agent.heard) / 2 / 8000 > 3 * 0.06 * len(spoken) * 0.95


def test_a_phone_that_never_presses_1_is_nobody() -> None:
    scene = play(quiet(8), press("0"), quiet(90), agents={"support": FakeAgent(""), "backup": FakeAgent("1")})
    assert scene.one(HandoffFailed).failure is HandoffFailure.AGENT_VOICEMAIL
    assert scene.one(HandoffAccepted).target == "backup"


@pytest.mark.parametrize(
    "failure", [HandoffFailure.BUSY, HandoffFailure.NO_ANSWER, HandoffFailure.UNREACHABLE]
)
def test_when_nobody_can_be_had_a_callback_is_taken(failure: HandoffFailure) -> None:
    scene = play(
        quiet(8), press("0"), quiet(65), press("1"), quiet(20), agents={"support": failure, "backup": failure}
    )
    assert [event.failure for event in scene.all(HandoffFailed)] == [failure, failure]
    assert scene.one(CallbackRequested).number == "+33123456789"
    assert scene.reason is EndReason.CALLBACK


OPEN = Hours.model_validate({"days": {"mon-fri": "09:00-12:00, 14:00-18:00"}})


def with_hours() -> Dialplan:
    return shop().model_copy(update={"handoff": shop().handoff.model_copy(update={"hours": OPEN})})


def test_the_time_of_a_callback_is_chosen_and_kept() -> None:
    scene = play(
        quiet(8), press("0"), quiet(65), press("1"), quiet(8), noise(), quiet(14),
        say("tomorrow morning"), quiet(30),
        agents={"support": HandoffFailure.BUSY, "backup": HandoffFailure.BUSY}, plan=with_hours(),
    )  # fmt: skip
    assert scene.one(CallbackRequested).number == "+33123456789"
    agreed = scene.one(CallbackAgreed)
    assert (agreed.start.hour, (agreed.start.date() - NOW.date()).days) == (9, 1)
    assert any("We'll call you back on" in said and "tomorrow morning" in said for said in scene.said)
    assert scene.reason is EndReason.CALLBACK
    words, asked = replay_words(
        Recorded("call-1", "call-1", None, at=NOW, caller="+33123456789", events=tuple(scene.events)),
        with_hours(),
    )
    assert not asked and [event.start for event in words if isinstance(event, CallbackAgreed)] == [
        agreed.start
    ]


def test_who_hangs_up_instead_of_choosing_a_time_is_called_all_the_same() -> None:
    scene = play(
        quiet(8), press("0"), quiet(65), press("1"), quiet(6),
        agents={"support": HandoffFailure.BUSY, "backup": HandoffFailure.BUSY}, plan=with_hours(),
    )  # fmt: skip
    assert scene.one(CallbackRequested).number == "+33123456789"
    assert not scene.all(CallbackAgreed) and scene.reason is EndReason.CALLER_HUNG_UP


def test_a_message_is_taken_when_no_callback_is_wanted() -> None:
    scene = play(
        quiet(8), press("0"), quiet(45), press("2"), quiet(14), say("please call me"), quiet(40),
    )  # fmt: skip
    message = scene.one(VoicemailLeft)
    assert message.ended - message.at > 2
    assert scene.reason is EndReason.VOICEMAIL
    status, brief = scene.briefs[-1]
    assert status == "message"
    assert "They left a message: “please call me”" in brief.summary
    assert brief.next_step.startswith("Listen to the message")


def test_ringing_stops_when_the_caller_hangs_up() -> None:
    scene = play(quiet(8), press("0"), quiet(8), agents={"support": HandoffFailure.NO_ANSWER})
    assert scene.dialer.ringing_stopped
    assert scene.one(HandoffFailed).failure is HandoffFailure.CALLER_HUNG_UP
    assert scene.reason is EndReason.CALLER_HUNG_UP


def test_a_recognizer_that_breaks_sends_the_call_to_a_person() -> None:
    scene = play(
        quiet(8), say("what are your opening hours", broken=True), quiet(40), agents={"support": FakeAgent()}
    )
    assert scene.one(Broke).part == "recognizer"
    assert scene.one(HandoffStarted).reason is TransferReason.ENGINE_FAILED
    assert scene.one(HandoffAccepted)


def test_a_voice_that_breaks_sends_the_call_to_a_person() -> None:
    scene = play(quiet(60), voices=FakeVoices(broken=True), agents={"support": FakeAgent()})
    assert "voice" in {event.part for event in scene.all(Broke)}
    # Nothing can be spoken to the agent either: beeps, and still the key decides.
    assert scene.one(HandoffAccepted)


def test_a_dialogue_that_breaks_sends_the_call_to_a_person(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("a defect")

    monkeypatch.setattr(Conversation, "hear", fail)
    scene = play(quiet(8), say("hello"), quiet(40), agents={"support": FakeAgent()})
    assert scene.one(Broke).part == "dialog"
    assert scene.one(HandoffAccepted)
    monkeypatch.setattr(Conversation, "broke", fail)
    scene = play(quiet(8), say("hello"), quiet(40), agents={"support": FakeAgent()})
    assert scene.one(HandoffAccepted)


def test_a_broken_pipeline_still_ends_at_a_person(monkeypatch: pytest.MonkeyPatch) -> None:
    async def fail(*_: object) -> None:
        raise RuntimeError("a defect")

    monkeypatch.setattr("voice.call.pipeline.WorkerRunner.run", fail)
    agent = FakeAgent("", talk_seconds=0)
    scene = play(quiet(20), agents={"backup": agent})
    assert scene.dialer.rang == ["support", "backup"]
    assert "pipeline" in {event.part for event in scene.all(Broke)}


def test_a_call_that_lasts_too_long_goes_to_a_person() -> None:
    scene = play(quiet(60), call=CallSettings(max_seconds=5), agents={"support": FakeAgent()})
    assert scene.one(HandoffAccepted)


def test_keys_gathered_into_a_number() -> None:
    scene = play(quiet(8), say("where is my order"), quiet(6), press("1042"), quiet(12))
    assert scene.outcomes[:2] == ["matched", "filled"]
    turn = scene.all(TurnTaken)[1].turn
    assert turn.heard is not None
    assert turn.heard.digits == "1042"


def test_a_hash_after_a_number_that_was_full_does_not_cut_off_what_the_caller_gets_for_it() -> None:
    def answered(keys: str) -> list[tuple[str, bool]]:
        scene = play(quiet(8), say("where is my order"), quiet(6), press(keys), quiet(12))
        return [(event.text, event.cut) for event in scene.all(BotSpoke)]

    assert answered("1042#") == answered("1042")
    assert answered("1042*") != answered("1042")


def test_what_is_promised_is_noted_once_also_when_it_must_be_said_again() -> None:
    scene = play(quiet(8), say("where is my order"), quiet(6), press("1234"), quiet(0.8), noise(), quiet(12))
    promised = [text for text in scene.said if "on its way" in text]
    assert len(promised) == 2
    assert scene.one(RequestNoted).values == {"order number": "1234"}


def test_a_lone_0_is_a_person_also_where_a_number_is_expected() -> None:
    scene = play(
        quiet(8), say("where is my order"), quiet(6), press("0"), quiet(40), agents={"support": FakeAgent()}
    )
    assert scene.one(HandoffAccepted)


def test_keys_cut_in_at_once() -> None:
    scene = play(quiet(1), press("0"), quiet(40), agents={"support": FakeAgent()})
    assert scene.all(BotSpoke)[0].cut
    assert scene.all(BotSpoke)[0].seconds < 1.3


def test_the_same_call_twice_is_the_same() -> None:
    def once() -> list[str]:
        scene = play(
            quiet(3), say("what are your opening hours"), quiet(9), noise(), quiet(3), press("0"), quiet(40),
            agents={"support": FakeAgent()},
        )  # fmt: skip
        hidden = scene.one(HandoffStarted).handoff_id
        return [event.model_dump_json().replace(hidden, "ID") for event in scene.events]

    assert once() == once()


def test_the_recording_has_both_sides_on_one_clock() -> None:
    scene = play(quiet(8), say("what are your opening hours"), quiet(12))
    sound = np.frombuffer(scene.stereo, dtype="<i2").reshape(-1, 2)
    assert len(sound) == pytest.approx((8 + 1.2 + 12) * 8000, rel=0.02)
    caller, bot = np.abs(sound[:, 0]) > 500, np.abs(sound[:, 1]) > 500
    assert np.flatnonzero(caller)[0] / 8000 == pytest.approx(8.0, abs=0.05)
    answer = next(event for event in scene.all(BotSpoke) if event.text.startswith("We are open"))
    first = np.flatnonzero(bot[int((answer.at - 0.3) * 8000) :])[0] / 8000 + answer.at - 0.3
    assert first == pytest.approx(answer.at, abs=0.2)


def test_a_stopping_gateway_tells_who_is_still_there() -> None:
    scene = play(quiet(30), stopped_after=6.0)
    assert scene.reason is EndReason.DRAINED
    assert scene.one(CallEnded).reason is EndReason.DRAINED
    assert scene.events[-1] == scene.one(CallEnded)
    assert scene.voices.said[-1] == SORRY["en"]
    assert scene.one(CallEnded).at > 6.0 + 0.05 * len(SORRY["en"])
