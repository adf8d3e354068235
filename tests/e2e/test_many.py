"""Ten callers at once, acted by sipp: each is served, recorded, and mixed with nobody."""

from __future__ import annotations

import asyncio
import audioop
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
import soundfile

from tests.e2e.gateway import Call, Gateway
from tests.e2e.words import Ears, Speech
from tests.phones import Sipp
from voice.events import BotSpoke, TurnTaken
from voice.speech.guard import plain
from voice.turn import Outcome

pytestmark = [pytest.mark.line("sipp"), pytest.mark.weights]

SCENARIO = Path(__file__).parent / "sipp" / "ask.xml"


@dataclass(frozen=True)
class Question:
    """What two of the ten ask, and how each of them is answered."""

    number: str
    text: str
    words: frozenset[str]
    """In what is recognized, and in no other question."""
    intent: str
    answer: str
    """In the bot's answer, and in no other."""


def question(number: str, text: str, words: str, intent: str, answer: str) -> Question:
    return Question(number, text, frozenset(words.split()), intent, answer)


QUESTIONS = (
    question("100", "What are your opening hours?", "opening hours", "opening_hours", "monday"),
    question("100", "Where is my order?", "order", "order_status", "letter"),
    question("200", "I need an insurance certificate.", "insurance certificate", "certificate", "policy"),
    question("200", "I would like to know what is covered.", "covered", "coverage", "damage"),
    question("300", "How do I get to the hospital?", "hospital", "directions", "entrance"),
)
EACH = 2


async def test_ten_callers_at_once(
    gateway: Gateway,
    speech: Speech,
    ears: Ears,
    tmp_path: Path,
    figures: list[str],
) -> None:
    async with AsyncExitStack() as phones:
        sipps = []
        for place, asked in enumerate(QUESTIONS):
            folder = tmp_path / str(place)
            folder.mkdir()
            (folder / "ask.ulaw").write_bytes(audioop.lin2ulaw((await speech(asked.text)).tobytes(), 2))
            scenario = folder / "ask.xml"
            scenario.write_text(SCENARIO.read_text().replace("SOUND", str(folder / "ask.ulaw")))
            sipps.append(
                Sipp(
                    scenario, folder, to=gateway.address, number=asked.number, calls=EACH, rate=EACH,
                    port=28460 + 2 * place, rtp=28600 + 20 * place, seconds=110,
                    keys={"caller": caller_of(place)},
                )
            )  # fmt: skip
        for sipp in sipps:
            await phones.enter_async_context(sipp)
        calls = [
            (asked, await gateway.call_from(f"{caller_of(place)}{which}"))
            for place, asked in enumerate(QUESTIONS)
            for which in range(1, EACH + 1)
        ]
        assert gateway.health()["active_calls"] == len(calls) == 10
        for _, call in calls:
            await call.wait(TurnTaken, 60)
        for sipp in sipps:
            assert await sipp.passed(), sipp.errors()
    for asked, call in calls:
        assert await call.ended() == "caller_hung_up"
        served(asked, call)
    for asked, call in calls[::EACH]:
        await recorded(asked, call, ears)
    gaps = [spoke.gap for _, call in calls for spoke in call.all(BotSpoke) if spoke.gap is not None]
    p50, p90 = np.percentile(gaps, [50, 90]).round(2)
    figures.append(f"response gaps of ten callers at once: p50 {p50} s, p90 {p90} s, most {max(gaps)} s")


def caller_of(place: int) -> str:
    """The first digits of the numbers of the two who ask this."""
    return f"+3361000000{place}"


def served(asked: Question, call: Call) -> None:
    """It was this question that was understood, and this one that was answered."""
    turns = [event.turn for event in call.all(TurnTaken) if event.turn.heard]
    assert len(turns) == 1, call.story()
    turn = turns[0]
    assert turn.heard is not None
    words = set(plain(turn.heard.text).split())
    assert asked.words <= words, (asked, turn.heard.text)
    assert not any(other.words <= words for other in QUESTIONS if other is not asked), turn.heard.text
    assert turn.outcome is Outcome.MATCHED, call.story()
    assert turn.understood.intents[0].name == asked.intent
    said = plain(" ".join(event.text for event in call.all(BotSpoke)))
    assert asked.answer in said, call.story()
    assert not any(other.answer in said for other in QUESTIONS if other is not asked), said


async def recorded(asked: Question, call: Call, ears: Ears) -> None:
    """Its recording has its own caller left, and its own answer right."""
    row = (await call.record()).row
    sound, rate = await asyncio.to_thread(soundfile.read, row.recording, dtype="int16", always_2d=True)
    assert row.seconds is not None
    assert abs(len(sound) / rate - row.seconds) < 1
    heard = next(event.turn.heard for event in call.all(TurnTaken) if event.turn.heard)
    left = sound[int((heard.started - 0.3) * rate) : int((heard.ended + 0.3) * rate), 0]
    assert asked.words <= set((await ears.words(left, rate)).split())
    answer = next(event for event in call.all(BotSpoke) if asked.answer in plain(event.text))
    # Ten calls at once may be a little behind what they say.
    right = sound[int((answer.at - 0.3) * rate) : int((answer.at + answer.seconds + 1.5) * rate), 1]
    assert asked.answer in await ears.words(right, rate)
