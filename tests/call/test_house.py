"""Whole calls through all that a plan can do: consent, surveys, other plans, recordings, voices, services."""

from __future__ import annotations

import asyncio
import json
import shutil
import threading
from collections.abc import Iterator, Mapping, Sequence
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import numpy as np
import pytest
import soundfile

from tests.call.scene import Scene, play
from tests.fakes import FakeAgent, press, quiet, say
from voice.connectors.lookups import look_up
from voice.dialplan.load import load_plan
from voice.dialplan.model import Dialplan
from voice.events import (
    BotSpoke,
    Broke,
    CallStarted,
    HandoffAccepted,
    HandoffStarted,
    LookedUp,
    PlanEntered,
    RecordingSettled,
    SurveyAnswered,
    TurnTaken,
    VoicemailLeft,
)
from voice.replay.clock import stand_still
from voice.turn import EndReason, HandoffFailure, Lookup, TransferReason

HERE = Path(__file__).parent


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Dialplan:
    """The plan, with a recorded greeting of 1.5 s beside it."""
    folder = tmp_path_factory.mktemp("plans") / "house"
    for name in ("house", "annex"):
        shutil.copytree(HERE / name, folder.parent / name)
    hum = 0.3 * np.sin(2 * np.pi * 300 * np.arange(int(1.5 * 44100)) / 44100)
    soundfile.write(folder / "welcome.wav", np.stack([hum, hum], axis=1), 44100)
    return load_plan(folder)


@pytest.fixture(scope="module")
def annex(house: Dialplan) -> Dialplan:
    return load_plan(Path(house.folder).parent / "annex")


def unasked(plan: Dialplan, consent: str = "none") -> Dialplan:
    """The same plan with another word about recording."""
    recording = plan.recording.model_copy(update={"consent": consent})
    return plan.model_copy(update={"recording": recording})


def caller_side(scene: Scene) -> np.ndarray:
    return np.frombuffer(scene.stereo, "<i2").reshape(-1, 2)[:, 0]


# -- consent --


@pytest.mark.parametrize("answer", [say("yes that's fine"), press("1")])
def test_who_agrees_is_recorded_from_the_beginning(house: Dialplan, answer: object) -> None:
    scene = play(quiet(8), answer, quiet(8), plan=house)  # type: ignore[arg-type]
    settled = scene.one(RecordingSettled)
    assert (settled.answer, settled.recorded) == ("given", True)
    assert len(scene.stereo) / 4 / 8000 == pytest.approx(scene.events[-1].at, abs=0.1)
    assert "Welcome to the house. How can I help?" in scene.said
    bot = np.frombuffer(scene.stereo, "<i2").reshape(-1, 2)[: 4 * 8000, 1]
    assert np.abs(bot).max() > 1000


@pytest.mark.parametrize("answer", [say("no I would rather not"), press("2")])
def test_who_refuses_is_not_recorded_and_served_all_the_same(house: Dialplan, answer: object) -> None:
    scene = play(quiet(8), answer, quiet(18), say("where is my parcel"), quiet(8), plan=house)  # type: ignore[arg-type]
    settled = scene.one(RecordingSettled)
    assert (settled.answer, settled.recorded) == ("refused", False)
    assert scene.stereo == b""
    assert "We go on without a recording." in scene.said
    assert "What is the parcel's number?" in scene.said


def test_nobody_is_kept_at_the_question(house: Dialplan) -> None:
    scene = play(quiet(90), plan=house)
    assert scene.one(RecordingSettled).answer == "unanswered"
    assert scene.stereo == b""
    asked = [text for text in scene.said if text.startswith("May this call be recorded")]
    assert len(asked) == 2
    assert "We go on without a recording." in scene.said


def test_a_request_in_place_of_an_answer_is_served(house: Dialplan) -> None:
    scene = play(quiet(8), say("where is my parcel"), quiet(8), plan=house)
    assert scene.one(RecordingSettled).answer == "unanswered"
    assert scene.stereo == b""
    assert "What is the parcel's number?" in scene.said
    yes = play(quiet(8), say("yes and where is my parcel"), quiet(8), plan=house)
    assert yes.one(RecordingSettled).answer == "given"
    assert yes.stereo
    assert "What is the parcel's number?" in yes.said


def test_a_person_is_reached_from_the_question_and_nothing_is_recorded(house: Dialplan) -> None:
    scene = play(quiet(8), press("0"), quiet(40), plan=house, agents={"support": FakeAgent()})
    assert scene.one(HandoffAccepted)
    assert scene.one(RecordingSettled).answer == "unanswered"
    assert scene.stereo == b""


def test_who_hangs_up_at_the_question_leaves_no_sound(house: Dialplan) -> None:
    scene = play(quiet(6), plan=house)
    assert scene.reason is EndReason.CALLER_HUNG_UP
    assert not scene.one(RecordingSettled).recorded
    assert scene.stereo == b""


def test_a_message_is_kept_and_nothing_before_it(house: Dialplan) -> None:
    scene = play(
        quiet(8), press("2"), quiet(8), press("0"), quiet(30), press("2"), quiet(14), say("please call me"),
        quiet(40), plan=house, agents={"support": HandoffFailure.BUSY},
    )  # fmt: skip
    message = scene.one(VoicemailLeft)
    assert scene.reason is EndReason.VOICEMAIL
    assert any("Only this message" in text for text in scene.said)
    sound = caller_side(scene)
    both = np.frombuffer(scene.stereo, "<i2").reshape(-1, 2)
    assert not both[: int((message.at - 0.6) * 8000)].any()
    assert np.abs(sound[int(message.at * 8000) : int(message.ended * 8000)]).max() > 3000
    assert len(sound) / 8000 == pytest.approx(message.ended, abs=0.7)


def test_announced_and_never(house: Dialplan) -> None:
    told = play(quiet(8), plan=unasked(house, "announced"))
    assert told.one(RecordingSettled).answer == "announced"
    assert told.said[0] == "This call is recorded."
    assert told.stereo
    never = play(quiet(8), plan=unasked(house, "never"))
    assert not never.one(RecordingSettled).recorded
    assert never.stereo == b""
    silent = play(quiet(8), plan=unasked(house))
    assert silent.all(RecordingSettled) == []
    assert silent.stereo


# -- surveys --


@pytest.mark.parametrize(
    ("answer", "mark"),
    [
        (press("4"), 4), (say("four"), 4), (say("I would say three out of five"), 3), (say("excellent"), 5),
        (say("I loved it"), 5), (say("it was terrible"), 1), (say("no thanks"), None), (quiet(2), None),
        (say("I don't know"), None),
    ],
)  # fmt: skip
def test_an_opinion_is_stored_and_the_call_goes_on(house: Dialplan, answer: object, mark: int | None) -> None:
    scene = play(quiet(8), say("I want to give my opinion"), quiet(7), answer, quiet(14), plan=unasked(house))  # type: ignore[arg-type]
    answered = scene.one(SurveyAnswered)
    assert (answered.survey, answered.mark, answered.least, answered.most) == ("pleased", mark, 1, 5)
    assert answered.title == {"en": "pleased", "fr": "satisfaction"}
    assert ("Thank you, that's noted." in scene.said) == (mark is not None)
    assert scene.said[-1] == "Goodbye then."
    assert scene.reason is EndReason.COMPLETED


def test_what_is_no_mark_is_asked_once_more_and_then_left(house: Dialplan) -> None:
    scene = play(
        quiet(8), say("I want to give my opinion"), quiet(7), press("9"), quiet(8),
        say("purple elephants sing"), quiet(14), plan=unasked(house),
    )  # fmt: skip
    assert "Say a number, or press a key, from 1 to 5." in scene.said
    assert scene.one(SurveyAnswered).mark is None
    assert scene.reason is EndReason.COMPLETED


def test_a_person_or_a_request_comes_before_the_opinion(house: Dialplan) -> None:
    ask = (quiet(8), say("I want to give my opinion"), quiet(7))
    scene = play(*ask, press("0"), quiet(40), plan=unasked(house), agents={"support": FakeAgent()})
    assert scene.one(HandoffAccepted)
    assert scene.all(SurveyAnswered) == []
    scene = play(*ask, say("where is my parcel"), quiet(8), plan=unasked(house))
    assert scene.said[-1] == "What is the parcel's number?"


# -- other plans --


def test_a_call_goes_on_in_another_plan_and_remembers(house: Dialplan, annex: Dialplan) -> None:
    agent = FakeAgent()
    first = unasked(house)
    scene = play(
        quiet(8), say("where is my parcel"), quiet(5), press("1042"), quiet(7),
        say("I have a question about a bill"), quiet(12), press("0"), quiet(40),
        plan=first, plans={"house": first, "annex": annex}, agents={"accounts": agent},
    )  # fmt: skip
    entered = scene.one(PlanEntered)
    assert (entered.plan, entered.plan_sha) == ("annex", annex.sha)
    assert (scene.one(CallStarted).plan, scene.one(CallStarted).plan_sha) == ("house", first.sha)
    # The request goes along, and so does the value; the greeting is not needed.
    assert "Your parcel was 1 0 4 2." in scene.said
    assert "This is the annex." not in scene.said
    assert scene.one(HandoffAccepted).target == "accounts"
    brief = scene.briefs[-1][1]
    assert {request.name for request in brief.requests} >= {"parcel", "bill"}
    assert brief.plan == "annex"
    assert [turn.turn.number for turn in scene.all(TurnTaken)] == list(
        range(1, len(scene.all(TurnTaken)) + 1)
    )


def test_no_call_circles_between_plans(house: Dialplan, annex: Dialplan) -> None:
    first = unasked(house)
    scene = play(
        quiet(8), say("I have a question about a bill"), quiet(9), say("take me back to the house"),
        quiet(40), plan=first, plans={"house": first, "annex": annex}, agents={"accounts": FakeAgent()},
    )  # fmt: skip
    assert len(scene.all(PlanEntered)) == 1
    assert scene.one(HandoffStarted).reason is TransferReason.PLAN
    assert scene.one(HandoffAccepted)


def test_a_plan_that_is_not_there_is_a_person(house: Dialplan) -> None:
    scene = play(
        quiet(8), say("I have a question about a bill"), quiet(40),
        plan=unasked(house), agents={"support": FakeAgent()},
    )  # fmt: skip
    assert scene.one(HandoffAccepted)


def test_the_next_plan_is_owed_its_own_consent(house: Dialplan, annex: Dialplan) -> None:
    first = unasked(house)
    strict = annex.model_copy(update={"recording": house.recording.model_copy(update={"refused": None})})
    there = {"house": first, "annex": strict}
    bill = (quiet(8), say("I have a question about a bill"), quiet(7))
    refused = play(*bill, press("2"), quiet(9), plan=first, plans=there)
    assert refused.one(RecordingSettled).answer == "refused"
    assert refused.stereo == b""
    assert "The annex looks after bills." in refused.said
    given = play(*bill, press("1"), quiet(9), plan=first, plans=there)
    assert len(given.stereo) / 4 / 8000 == pytest.approx(given.events[-1].at, abs=0.1)
    gone = play(*bill, plan=first, plans=there)
    assert not gone.one(RecordingSettled).recorded
    assert gone.stereo == b""


# -- recordings and voices --


def test_a_recording_is_played_in_place_of_its_text(house: Dialplan) -> None:
    scene = play(quiet(8), plan=unasked(house))
    spoken = {event.text: event for event in scene.all(BotSpoke)}
    greeting = spoken["Welcome to the house. How can I help?"]
    assert greeting.seconds == pytest.approx(1.5, abs=0.2)
    assert scene.voices.played == [str(Path(house.folder) / "welcome.wav")]
    assert "Welcome to the house. How can I help?" not in scene.voices.said
    assert "Bienvenue à la maison." in scene.voices.said


def test_a_recording_that_is_gone_is_spoken(house: Dialplan, tmp_path: Path) -> None:
    scene = play(quiet(8), plan=unasked(house).model_copy(update={"folder": str(tmp_path)}))
    assert "Welcome to the house. How can I help?" in scene.voices.said
    assert scene.all(Broke) == []


def test_who_wants_it_slower_hears_the_voice(house: Dialplan) -> None:
    scene = play(quiet(8), say("please speak slower"), quiet(12), plan=unasked(house))
    assert len(scene.voices.played) == 1
    assert "Welcome to the house. How can I help?" in scene.voices.said
    assert ("deep", 0.765) in scene.voices.manner


def test_each_language_has_its_voice_and_pace(house: Dialplan) -> None:
    scene = play(quiet(8), say("where is my parcel"), quiet(6), plan=unasked(house))
    manner = dict(zip(scene.voices.said, scene.voices.manner, strict=True))
    assert manner["Bienvenue à la maison."] == ("", 1.0)
    assert manner["What is the parcel's number?"] == ("deep", 0.9)


# -- services --


class Carrier(BaseHTTPRequestHandler):
    """Knows one parcel."""

    def do_GET(self) -> None:
        known = self.path == "/parcels/1042"
        body = json.dumps({"status": "on its way", "depot": "Lille"} if known else {}).encode()
        self.send_response(200 if known else 404)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: object) -> None:
        """Nothing."""


@pytest.fixture
def carrier(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Carrier)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    monkeypatch.setenv("HOUSE_API", f"http://127.0.0.1:{server.server_port}")
    yield
    server.shutdown()
    thread.join()
    server.server_close()


async def really(plan: Dialplan, lookup: Lookup) -> Sequence[Mapping[str, str]]:
    return await stand_still(look_up(plan, lookup))


ASKING = (quiet(8), say("where is my parcel"), quiet(6))


@pytest.mark.parametrize(
    ("number", "answer"), [("1042", "It is on its way."), ("9999", "There is no such parcel.")]
)
def test_a_service_is_asked(house: Dialplan, carrier: None, number: str, answer: str) -> None:
    scene = play(*ASKING, press(number), quiet(12), plan=unasked(house), look_up=really)
    assert answer in scene.said
    assert scene.one(LookedUp).ok
    assert "Asking the carrier." not in scene.said


def test_a_service_that_fails_leads_where_the_plan_says(house: Dialplan) -> None:
    scene = play(*ASKING, press("1042"), quiet(12), plan=unasked(house), look_up=really)
    assert "The carrier cannot be reached." in scene.said
    assert scene.one(Broke).part == "lookup"


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (1.5, []),
        (4.0, ["Asking the carrier."]),
        (14.0, ["Asking the carrier.", "Nearly there, please hold on."]),
    ],
)
def test_a_caller_who_waits_is_told_so(house: Dialplan, seconds: float, words: list[str]) -> None:
    async def slowly(plan: Dialplan, lookup: Lookup) -> Sequence[Mapping[str, str]]:
        await asyncio.sleep(seconds)
        return [{"status": "found at last", "depot": "Lille"}]

    scene = play(*ASKING, press("1042"), quiet(30), plan=unasked(house), look_up=slowly)
    meanwhile = scene.said[scene.said.index("What is the parcel's number?") + 1 :]
    assert meanwhile[: len(words) + 1] == [*words, "It is found at last."]


def test_help_is_the_steps_own(house: Dialplan) -> None:
    scene = play(*ASKING, say("help"), quiet(8), plan=unasked(house))
    assert "It stands on the label." in scene.said
