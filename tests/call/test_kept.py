"""What is ready before anybody phones."""

from __future__ import annotations

from pathlib import Path
from typing import Any, cast

from voice.call.kept import add_voices, fixed, keep, openings
from voice.dialplan.load import Dialplans, load_plan
from voice.dialplan.model import VoiceSpec
from voice.errors import EngineFailed, WeightsError
from voice.turn import Language, Say


class Making:
    """Voices that only take down what they are asked for."""

    def __init__(self) -> None:
        self.kept: list[tuple[str, str, float]] = []
        self.read: list[str] = []
        self.added: list[tuple[str, str]] = []

    def add(self, name: str, language: Language) -> None:
        if name == "nobody":
            raise WeightsError("no voice nobody")
        self.added.append((name, language))

    async def keep(self, text: str, language: Language, rate: int, *, speed: float, voice: str) -> None:
        if text == "broken":
            raise EngineFailed("broken")
        self.kept.append((text, voice, speed))

    async def recorded(self, path: str, rate: int) -> bytes | None:
        self.read.append(path)
        return None


def plans() -> Dialplans:
    shop = load_plan(Path(__file__).parent)
    voices: dict[Language, VoiceSpec] = {
        "en": VoiceSpec(voice="deep", speed=0.9),
        "fr": VoiceSpec(voice="nobody"),
    }
    greeting = shop.steps["welcome"].say
    assert greeting is not None
    greeting.audio = {"fr": "bonjour.wav"}
    changed = shop.model_copy(update={"voices": voices, "folder": "/plans/shop"})
    return Dialplans({"shop": changed}, (), None, "0" * 64)


async def test_every_fixed_sentence_is_made_in_the_plans_voice_and_recordings_are_read() -> None:
    making = Making()
    voices = cast(Any, making)
    for say in (*openings(plans()), *fixed(plans())):
        await keep(voices, say, 8000)
    assert ("We are open from nine to five.", "deep", 0.9) in making.kept
    assert ("I am still trying to reach someone for you.", "deep", 0.9) in making.kept
    assert "/plans/shop/bonjour.wav" in making.read
    await keep(voices, Say("broken", "en"), 8000)


async def test_a_voice_that_is_not_there_stops_nothing() -> None:
    making = Making()
    await add_voices(cast(Any, making), plans())
    assert making.added == [("deep", "en")]
