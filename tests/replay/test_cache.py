"""What was worked out once is not worked out again, and never mistaken for something else."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from tests.fakes import FakeVoices, vowel
from voice.replay.cache import Cache, code_sha, key_of
from voice.replay.engines import SENTENCES, WORDS, CachedHearing, CachedSpeaking, CachedTone
from voice.speech.whisper import Transcript
from voice.turn import Tone


class Engine:
    def __init__(self) -> None:
        self.asked = 0

    async def transcribe(self, pcm: bytes, rate: int, **options: Any) -> Transcript:
        self.asked += 1
        return Transcript(f"é{self.asked}", 0.9, options["languages"][0], None, None, 1.0)


async def test_the_recognizer_is_asked_once_for_each_sound_and_way_of_listening(tmp_path: Path) -> None:
    engine, cache = Engine(), Cache(tmp_path)
    hearing = CachedHearing(lambda: engine, "sha", cache)
    first = await hearing.transcribe(b"12", 8000, languages=("fr", "en"))
    assert await hearing.transcribe(b"12", 8000, languages=("fr", "en")) == first
    assert engine.asked == 1
    for other in (
        (b"13", 8000, ("fr", "en"), "words"),
        (b"12", 16000, ("fr", "en"), "words"),
        (b"12", 8000, ("en", "fr"), "words"),
        (b"12", 8000, ("fr", "en"), "number"),
    ):
        await hearing.transcribe(*other[:2], languages=other[2], expects=other[3])
    assert engine.asked == 5
    await CachedHearing(lambda: engine, "other", cache).transcribe(b"12", 8000, languages=("fr", "en"))
    assert engine.asked == 6
    cache.forget(WORDS)
    await hearing.transcribe(b"12", 8000, languages=("fr", "en"))
    assert engine.asked == 7


async def test_a_sentence_is_spoken_once_and_comes_in_the_same_pieces(tmp_path: Path) -> None:
    voices, cache = FakeVoices(), Cache(tmp_path)
    speaking = CachedSpeaking(lambda voice, language: voices, lambda voice, language: voice + language, cache)

    async def pieces(stream: AsyncIterator[bytes]) -> list[bytes]:
        return [piece async for piece in stream]

    once = await pieces(speaking.stream("Hello there.", "en", 8000))
    again = await pieces(speaking.stream("Hello there.", "en", 8000))
    assert once == again
    assert len(once) > 1
    assert voices.said == ["Hello there."]
    assert b"".join(once) == await speaking.speak("Hello there.", "en", 8000)
    await speaking.speak("Hello there.", "fr", 8000)
    await pieces(speaking.stream("Hello there.", "en", 8000, voice="another"))
    assert voices.said == ["Hello there."] * 3
    assert any((tmp_path / SENTENCES).rglob("*"))


def test_a_tone_is_read_once(tmp_path: Path) -> None:
    asked: list[int] = []

    def read(pcm: bytes, rate: int) -> Tone:
        asked.append(rate)
        return Tone(0.25, -20.0, 130.0, 4.0, 0.1, 1.0)

    tone = CachedTone(read, Cache(tmp_path))
    sound = vowel(0.2)
    assert tone(sound, 8000) == tone(sound, 8000) == Tone(0.25, -20.0, 130.0, 4.0, 0.1, 1.0)
    assert asked == [8000]


def test_what_cannot_be_written_is_not_kept_and_harms_nobody(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    cache = Cache(tmp_path / "file")
    cache.write("kind", "ab" * 32, b"x")
    assert cache.read("kind", "ab" * 32) is None


def test_kept_files_are_whole_and_for_their_owner_alone(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    cache.write("kind", "ab" * 32, b"x" * 1000)
    (path,) = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert path.read_bytes() == b"x" * 1000
    assert path.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(("one", "other"), [(("a", "b"), ("ab",)), (("a", ""), ("a",)), (("",), ())])
def test_a_key_tells_its_parts_apart(one: tuple[str, ...], other: tuple[str, ...]) -> None:
    assert key_of(*one) != key_of(*other)


def test_the_hash_of_the_code_is_of_what_is_named() -> None:
    assert code_sha() == code_sha()
    assert code_sha("speech/guard.py") != code_sha("speech/whisper.py")
