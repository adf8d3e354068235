"""Recorded prompts of every common format, brought to the line."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import soundfile
from loguru import logger

from voice.speech.recorded import MOST_SECONDS, Recordings

RATE = 8000


def hum(seconds: float, rate: int, level: float = 0.1) -> np.ndarray:
    """Between two silences."""
    t = np.arange(int(seconds * rate)) / rate
    sound = level * np.sin(2 * np.pi * 300 * t) * (0.6 + 0.4 * np.sin(2 * np.pi * 4 * t))
    still = np.zeros(rate // 2)
    return np.concatenate([still, sound, still]).astype(np.float32)


@pytest.fixture
def log() -> Iterator[list[str]]:
    lines: list[str] = []
    number = logger.add(lines.append, level="INFO", format="{message}")
    yield lines
    logger.remove(number)


def decibels(pcm: bytes) -> float:
    """Level of the part that is sound."""
    samples = np.frombuffer(pcm, "<i2") / 32768
    return float(20 * np.log10(np.sqrt(np.mean(samples**2))))


@pytest.mark.parametrize(
    ("name", "rate", "channels", "more"),
    [
        ("a.wav", 44100, 2, {"subtype": "PCM_24"}), ("a.wav", 8000, 1, {"subtype": "ULAW"}),
        ("a.wav", 22050, 1, {"subtype": "FLOAT"}), ("a.flac", 48000, 1, {}), ("a.ogg", 16000, 2, {}),
        ("a.opus", 48000, 1, {"format": "OGG", "subtype": "OPUS"}), ("a.mp3", 44100, 2, {}),
        ("a.aiff", 32000, 1, {}), ("a.au", 8000, 1, {}),
    ],
)  # fmt: skip
@pytest.mark.parametrize("line", [8000, 16000])
def test_every_common_format_comes_to_the_rate_and_level_of_the_line(
    tmp_path: Path, name: str, rate: int, channels: int, more: dict[str, str], line: int
) -> None:
    path = tmp_path / name
    soundfile.write(path, np.repeat(hum(1.0, rate)[:, None], channels, axis=1), rate, **more)
    pcm = Recordings().load(str(path), line)
    assert pcm is not None
    assert len(pcm) / 2 / line == pytest.approx(1.0, abs=0.15)
    assert decibels(pcm) == pytest.approx(-20, abs=1.5)


@pytest.mark.parametrize("level", [0.003, 0.9])
def test_faint_and_loud_recordings_sound_alike(tmp_path: Path, level: float) -> None:
    soundfile.write(tmp_path / "a.wav", hum(1.0, RATE, level), RATE)
    pcm = Recordings().load(str(tmp_path / "a.wav"), RATE)
    assert pcm is not None
    assert decibels(pcm) == pytest.approx(-20, abs=1.5)


def unplayable(folder: Path, kind: str) -> Path:
    path = folder / "a.wav"
    match kind:
        case "gone":
            pass
        case "folder":
            path.mkdir()
        case "text":
            path.write_text("hello")
        case "cut short":
            soundfile.write(path, hum(1.0, RATE), RATE)
            path.write_bytes(path.read_bytes()[:60])
        case "silence":
            soundfile.write(path, np.zeros(RATE, np.float32), RATE)
        case "nothing":
            soundfile.write(path, np.zeros(0, np.float32), RATE)
        case "no numbers":
            soundfile.write(path, np.full(RATE, np.nan, np.float32), RATE, subtype="FLOAT")
        case "too long":
            soundfile.write(path, np.ones(int((MOST_SECONDS + 1) * RATE), np.float32), RATE)
    return path


@pytest.mark.parametrize(
    "kind", ["gone", "folder", "text", "cut short", "silence", "nothing", "no numbers", "too long"]
)
def test_what_cannot_be_played_is_told_once(tmp_path: Path, kind: str, log: list[str]) -> None:
    path, recordings = unplayable(tmp_path, kind), Recordings()
    assert recordings.load(str(path), RATE) is None
    assert recordings.load(str(path), RATE) is None
    assert len([line for line in log if "a.wav" in line]) == 1


def test_a_file_is_read_once_and_again_when_it_has_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, recordings = tmp_path / "a.wav", Recordings()
    soundfile.write(path, hum(1.0, RATE), RATE)
    once = recordings.load(str(path), RATE)
    with monkeypatch.context() as patched:
        patched.setattr(soundfile, "SoundFile", None)
        assert recordings.load(str(path), RATE) is once
    soundfile.write(path, hum(2.0, RATE), RATE)
    os.utime(path, ns=(1, 1))
    again = recordings.load(str(path), RATE)
    assert again is not None and once is not None
    assert len(again) > 1.5 * len(once)


def test_memory_is_bounded(tmp_path: Path) -> None:
    recordings = Recordings(most_bytes=60_000)
    for number in range(10):
        soundfile.write(tmp_path / f"{number}.wav", hum(1.0, RATE), RATE)
        assert recordings.load(str(tmp_path / f"{number}.wav"), RATE)
    assert sum(map(len, recordings._kept.values())) == recordings._bytes <= 60_000
    assert [Path(key.path).stem for key in recordings._kept] == ["7", "8", "9"]
