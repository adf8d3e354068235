"""Recorded callers: any file of sound becomes a line, anything else one clear sentence."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import soundfile

from voice.errors import AudioFileError
from voice.replay.clock import run
from voice.replay.tape import QUIET_SECONDS, Tape, TapeLine, read_tape, write_stereo
from voice.telephony.port import HungUp, Key, LineEvent, Sound


def tone(seconds: float, rate: int, hertz: float = 440) -> np.ndarray[tuple[int], np.dtype[np.int16]]:
    t = np.arange(int(seconds * rate)) / rate
    return (8000 * np.sin(2 * np.pi * hertz * t)).astype(np.int16)


def pitch(pcm: np.ndarray[tuple[int], np.dtype[np.int16]], rate: int) -> float:
    return float(np.argmax(np.abs(np.fft.rfft(pcm))) * rate / len(pcm))


@pytest.mark.parametrize(
    ("rate", "expected"), [(8000, 8000), (11025, 8000), (16000, 16000), (44100, 16000), (48000, 16000)]
)
def test_any_rate(tmp_path: Path, rate: int, expected: int) -> None:
    soundfile.write(tmp_path / "a.wav", tone(1, rate), rate)
    tape = read_tape(tmp_path / "a.wav")
    assert tape.rate == expected
    assert len(tape.pcm) == pytest.approx(expected, rel=0.01)
    assert pitch(tape.pcm, tape.rate) == pytest.approx(440, abs=5)


def test_of_stereo_the_left_channel_is_the_caller(tmp_path: Path) -> None:
    both = np.stack([tone(1, 8000, 300), tone(1, 8000, 900)], axis=1)
    soundfile.write(tmp_path / "a.wav", both, 8000)
    tape = read_tape(tmp_path / "a.wav")
    assert pitch(tape.pcm, 8000) == pytest.approx(300, abs=5)


@pytest.mark.parametrize("subtype", ["ULAW", "ALAW", "PCM_24", "FLOAT"])
def test_the_telephone_s_own_codings(tmp_path: Path, subtype: str) -> None:
    soundfile.write(tmp_path / "a.wav", tone(1, 8000), 8000, subtype=subtype)
    assert pitch(read_tape(tmp_path / "a.wav").pcm, 8000) == pytest.approx(440, abs=5)


def test_flac(tmp_path: Path) -> None:
    soundfile.write(tmp_path / "a.flac", tone(1, 8000), 8000)
    assert len(read_tape(tmp_path / "a.flac").pcm) == 8000


@pytest.mark.parametrize("content", [b"", b"not sound at all", b"RIFF\x00\x00\x00\x00WAVE"])
def test_what_is_not_sound_is_told_in_one_line(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.wav").write_bytes(content)
    with pytest.raises(AudioFileError) as error:
        read_tape(tmp_path / "a.wav")
    assert "\n" not in error.value.message
    assert "a.wav" in error.value.message


def test_no_file_and_no_sound(tmp_path: Path) -> None:
    soundfile.write(tmp_path / "empty.wav", np.zeros(0, np.int16), 8000)
    for path in (tmp_path / "none.wav", tmp_path / "empty.wav", tmp_path):
        with pytest.raises(AudioFileError):
            read_tape(path)


def test_a_tape_plays_then_waits_out_the_bot_then_hangs_up() -> None:
    tape = Tape(tone(1, 8000), 8000, keys=((0.5, "4"), (0.7, "2")))

    async def main() -> list[LineEvent]:
        return [event async for event in TapeLine(tape).events()]

    events = run(main())
    sounds = [event for event in events if isinstance(event, Sound)]
    assert events[-1] == HungUp()
    assert [event.key for event in events if isinstance(event, Key)] == ["4", "2"]
    assert all(len(sound.pcm) == 320 for sound in sounds)
    assert b"".join(sound.pcm for sound in sounds)[:16000] == tape.pcm.tobytes()
    assert len(sounds) * 0.02 == pytest.approx(1 + QUIET_SECONDS, abs=0.1)


def test_written_stereo_can_be_read(tmp_path: Path) -> None:
    both = np.stack([tone(1, 8000, 300), tone(1, 8000, 900)], axis=1)
    write_stereo(tmp_path / "a.wav", both.astype("<i2").tobytes(), 8000)
    sound, rate = soundfile.read(tmp_path / "a.wav", dtype="int16")
    assert rate == 8000
    assert np.array_equal(sound, both)
