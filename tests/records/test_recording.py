"""The stereo recording: right on disk at every moment, and never in the call's way."""

from __future__ import annotations

import asyncio
import errno
import os
import wave
from pathlib import Path

import numpy as np
import pytest
from typing_extensions import Buffer

from voice.records.recording import HEADER_BYTES, StereoRecording, repair, wav_header


def _sound(seconds: float, rate: int = 8000) -> bytes:
    left = np.arange(int(rate * seconds)) % 1000
    return np.stack([left, -left], axis=1).astype("<i2").tobytes()


def _read(path: Path) -> tuple[int, int, bytes]:
    with wave.open(str(path), "rb") as file:
        assert file.getsampwidth() == 2
        return file.getnchannels(), file.getframerate(), file.readframes(file.getnframes())


async def test_what_is_written_can_be_read(tmp_path: Path) -> None:
    path = tmp_path / "made" / "c1.wav"
    recording = StereoRecording(path, 8000)
    sound = _sound(1.23)
    for start in range(0, len(sound), 640):
        recording.write(sound[start : start + 640])
    assert recording.seconds == pytest.approx(1.23)
    await recording.close()
    await recording.close()
    recording.write(sound)
    assert _read(path) == (2, 8000, sound)
    assert path.stat().st_mode & 0o077 == 0, "for nobody else to hear"


async def test_a_call_without_sound_leaves_an_empty_recording(tmp_path: Path) -> None:
    recording = StereoRecording(tmp_path / "c1.wav", 16000)
    await recording.close()
    assert _read(tmp_path / "c1.wav") == (2, 16000, b"")


async def test_the_file_is_whole_before_it_is_closed(tmp_path: Path) -> None:
    path = tmp_path / "c1.wav"
    recording = StereoRecording(path, 8000)
    sound = _sound(2.2)
    for start in range(0, len(sound), 640):
        recording.write(sound[start : start + 640])
    while not path.exists() or path.stat().st_size < HEADER_BYTES or len(_read(path)[2]) < len(_sound(2.0)):
        await asyncio.sleep(0.01)
    assert sound.startswith(_read(path)[2])
    await recording.close()


async def test_a_full_disk_is_told_once_and_the_rest_keeps_its_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    full = True
    pwrite = os.pwrite

    def write(fd: int, data: Buffer, place: int) -> int:
        if full and place >= HEADER_BYTES + len(_sound(0.5)):
            raise OSError(errno.ENOSPC, "No space left on device")
        return pwrite(fd, data, place)

    monkeypatch.setattr(os, "pwrite", write)
    errors: list[str] = []
    recording = StereoRecording(tmp_path / "c1.wav", 8000, on_error=errors.append)
    sound = _sound(0.5)
    for _ in range(3):
        recording.write(sound)
    while not errors:
        await asyncio.sleep(0.01)
    await asyncio.sleep(0.05)
    full = False
    recording.write(sound)
    await recording.close()
    assert errors == ["disk_full"]
    assert _read(tmp_path / "c1.wav")[2] == sound + bytes(2 * len(sound)) + sound


async def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    errors: list[str] = []
    recording = StereoRecording(tmp_path / "file" / "c1.wav", 8000, on_error=errors.append)
    recording.write(_sound(1))
    await recording.close()
    await asyncio.sleep(0)
    assert errors == ["disk"]


async def test_what_is_forgotten_leaves_no_file_and_later_sound_keeps_its_place(tmp_path: Path) -> None:
    recording = StereoRecording(tmp_path / "c1.wav", 8000)
    sound = _sound(0.7)
    recording.write(sound)
    assert recording.discard() == len(sound)
    assert not recording.kept
    recording.skip(len(sound))
    recording.write(sound)
    await recording.close()
    assert recording.kept
    assert _read(tmp_path / "c1.wav")[2] == bytes(len(sound)) + sound


async def test_a_recording_that_is_forgotten_is_gone_from_the_disk(tmp_path: Path) -> None:
    recording = StereoRecording(tmp_path / "c1.wav", 8000)
    recording.write(_sound(0.7))
    while not (tmp_path / "c1.wav").exists():
        await asyncio.sleep(0.01)
    recording.discard()
    recording.skip(4000)
    await recording.close()
    assert not (tmp_path / "c1.wav").exists()
    assert not recording.kept


def test_a_header_that_says_too_little_is_repaired(tmp_path: Path) -> None:
    path = tmp_path / "c1.wav"
    sound = _sound(1)
    path.write_bytes(wav_header(8000, 0) + sound + b"x")
    assert repair(path)
    assert _read(path) == (2, 8000, sound)
    assert not repair(path)


def test_a_header_that_says_too_much_is_repaired(tmp_path: Path) -> None:
    path = tmp_path / "c1.wav"
    path.write_bytes(wav_header(8000, 4000) + bytes(400))
    assert repair(path)
    assert _read(path)[2] == bytes(400)


@pytest.mark.parametrize("content", [b"", b"RIFF", b"x" * 100])
def test_what_is_no_recording_is_left_alone(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "c1.wav"
    path.write_bytes(content)
    assert not repair(path)
    assert path.read_bytes() == content
