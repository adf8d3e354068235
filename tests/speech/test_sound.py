"""Level, trimming, clauses and kept prompts."""

from pathlib import Path

import numpy as np

from voice.speech.kokoro import pieces
from voice.speech.prompts import Prompts, prompt_key
from voice.speech.sound import levelled, silence, trimmed

RATE = 24000


def burst(level: float, before: float = 0.4, after: float = 0.5) -> np.ndarray:
    """A second of noise between silences."""
    noise = np.random.default_rng(0).standard_normal(RATE) * level
    return np.concatenate([np.zeros(int(RATE * before)), noise, np.zeros(int(RATE * after))]).astype(
        np.float32
    )


def test_speech_comes_to_the_same_level_without_clipping() -> None:
    for level in (0.005, 0.05, 0.4):
        sound = levelled(burst(level), RATE)
        inside = sound[int(0.45 * RATE) : int(1.35 * RATE)] / 32768
        assert abs(20 * np.log10(np.sqrt(np.mean(inside**2))) + 20) < 1
        assert np.abs(sound.astype(int)).max() < 32767


def test_silence_stays_silence() -> None:
    assert not levelled(np.zeros(RATE, np.float32), RATE).any()
    assert len(levelled(np.zeros(0, np.float32), RATE)) == 0
    assert len(silence(0.5, RATE)) == RATE // 2


def test_silent_ends_are_trimmed_and_speech_is_not() -> None:
    trim = trimmed(burst(0.1), RATE)
    assert RATE <= len(trim) <= 1.1 * RATE


def test_clauses_come_in_order_and_lose_no_words() -> None:
    text = "Bonjour, votre rendez-vous est confirmé, pour mardi ; à bientôt. Souhaitez-vous autre chose ?"
    found = pieces(text, "fr")
    assert " ".join(piece.text for piece in found) == text
    assert found[0].text == "Bonjour,"
    assert [piece.pause > 0.2 for piece in found].count(True) == 1
    assert found[-1].pause == 0


def test_a_long_first_clause_is_cut_where_one_breathes() -> None:
    found = pieces("Votre rendez-vous chez nous est confirmé pour mardi à quatorze heures trente.", "fr")
    assert [piece.text for piece in found] == [
        "Votre rendez-vous chez nous est confirmé,",
        "pour mardi à quatorze heures trente.",
    ]


def test_nothing_to_say() -> None:
    assert pieces("  ", "en") == []


def test_prompts_survive_a_restart(tmp_path: Path) -> None:
    key = prompt_key("sha", "Bonjour.", 8000, 1.0)
    Prompts(tmp_path).put(key, b"\1\2")
    again = Prompts(tmp_path)
    assert again.get(key) is None
    assert again.load(key) == b"\1\2"
    assert again.get(key) == b"\1\2"
    assert [file.suffix for file in tmp_path.iterdir()] == [".pcm"]


def test_prompts_live_in_memory_where_the_disk_is_closed(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    prompts = Prompts(tmp_path / "file" / "below")
    prompts.put("key", b"\1\2")
    assert prompts.load("key") == b"\1\2"


def test_a_key_tells_voice_text_rate_and_speed_apart() -> None:
    keys = {
        prompt_key("a", "b", 8000, 1.0),
        prompt_key("c", "b", 8000, 1.0),
        prompt_key("a", "d", 8000, 1.0),
        prompt_key("a", "b", 16000, 1.0),
        prompt_key("a", "b", 8000, 1.1),
    }
    assert len(keys) == 5
