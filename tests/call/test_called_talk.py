"""The talk of a call back: on its own clock, recorded by the plan's rule, read after the call before."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from tests.call.calling_back import Book, Came, Phones, asked, come, sign_in
from tests.fakes import RATE, FakeAgent, ScriptedLine, quiet, say
from voice.call.live_desk import LiveDesk
from voice.console.desk_view import talk_state
from voice.desk.agents import Status
from voice.events import BotSpoke, CallbackAnswered, CallEnded, CallerSpoke, RecordingSettled


def one_sound(came: Came) -> np.ndarray[Any, np.dtype[np.int16]]:
    """Caller left, agent right."""
    (recording,) = came.sound.values()
    return np.frombuffer(bytes(recording.stereo), "<i2").reshape(-1, 2)


def loud(sound: np.ndarray[Any, np.dtype[np.int16]], start: float, end: float) -> bool:
    part = sound[int(start * RATE) : int(end * RATE)].astype(int)
    return bool(len(part)) and int(np.abs(part).max()) > 1000


def speaks_at_length() -> ScriptedLine:
    return ScriptedLine([quiet(1), say("It is about my order.", seconds=3), quiet(12)])


def test_both_sides_are_recorded_on_the_calls_own_clock() -> None:
    marie = FakeAgent(talk_seconds=30)
    came = come(Phones({"marie": [marie], "callback": [speaks_at_length()]}), seconds=120)
    sound, answered = one_sound(came), came.one(CallbackAnswered).at
    assert answered > 5 and len(sound) / RATE == pytest.approx(came.one(CallEnded).at, abs=0.5)
    assert not loud(sound[:, 0], 0, answered + 0.9) and not loud(sound[:, 1], 0, answered)
    assert loud(sound[:, 0], answered + 1, answered + 4) and loud(sound[:, 1], answered, answered + 16)
    spoke = came.one(CallerSpoke)
    assert spoke.at == pytest.approx(answered + 1, abs=0.5)
    assert [event.at for event in came.events()][:5] == [0.0] * 5
    ats = [
        event.at for event in came.events() if event.kind not in ("caller_spoke", "agent_spoke", "bot_spoke")
    ]
    assert ats == sorted(ats)


def test_the_clock_of_the_call_begins_when_the_first_agent_is_asked() -> None:
    phones = Phones({"marie": [FakeAgent(talk_seconds=5)], "callback": [FakeAgent("")]})
    came = come(phones, (1, sign_in("marie", Status.BUSY)), (900, sign_in("marie")), agents=(), seconds=1000)
    assert came.row.outcome == "reached"
    assert came.one(CallEnded).at < 60 and len(one_sound(came)) / RATE < 60


def test_where_it_is_announced_both_hear_it_and_it_is_recorded() -> None:
    marie = FakeAgent(talk_seconds=30)
    came = come(
        Phones({"marie": [marie], "callback": [speaks_at_length()]}), seconds=120, consent="announced"
    )
    settled = came.one(RecordingSettled)
    assert (settled.answer, settled.recorded) == ("announced", True)
    assert [event.text for event in came.all(BotSpoke)] == ["This call is recorded."]
    assert came.voices.said.count("This call is recorded.") == 2
    assert loud(one_sound(came)[:, 0], 0, 1000)


@pytest.mark.parametrize(
    ("consent", "answer", "recorded"),
    [
        ("asked", "given", True), ("asked", "refused", False), ("asked", None, False), ("never", None, False),
    ],
)  # fmt: skip
def test_the_recording_follows_what_the_caller_said_when_he_asked(
    consent: str, answer: Any, recorded: bool
) -> None:
    told = asked()
    if answer is not None:
        told.insert(1, RecordingSettled(at=1, answer=answer, recorded=recorded))
    came = come(
        Phones({"marie": [FakeAgent(talk_seconds=30)], "callback": [speaks_at_length()]}),
        seconds=120, consent=consent, events=told,
    )  # fmt: skip
    assert came.one(RecordingSettled).recorded is recorded
    assert bool(len(one_sound(came))) is recorded
    assert came.all(CallerSpoke)  # what is said is written down as in other calls


def test_agents_read_the_first_call_and_then_the_call_back() -> None:
    read: list[dict[str, Any]] = []

    def look(live: LiveDesk, book: Book) -> None:
        read.extend(talk_state(ticket) for ticket in live.tickets.values())

    first = BotSpoke(at=1, step="welcome", text="Hello.", language="en", seconds=1)
    told = [asked()[0], first, *asked()[1:]]
    marie, caller = FakeAgent(talk_seconds=40), speaks_at_length()
    looks = [(float(second), look) for second in range(15, 40)]
    come(Phones({"marie": [marie], "callback": [caller]}), *looks, seconds=120, events=told)
    lines = read[-1]["lines"]
    assert lines[0]["text"] == "Hello." and lines[-1]["who"] == "caller"
    assert lines[-1]["at"] > 33 and len({(line["who"], line["at"]) for line in lines}) == len(lines)
