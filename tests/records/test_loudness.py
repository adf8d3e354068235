"""How loud a recording is over time."""

from __future__ import annotations

import wave
from pathlib import Path

import numpy as np
import pytest

from voice.records.loudness import loudness

RATE = 8000


def _write(path: Path, sound: np.ndarray, channels: int = 2) -> Path:
    with wave.open(str(path), "wb") as file:
        file.setparams((channels, 2, RATE, 0, "NONE", ""))
        file.writeframes(sound.astype("<i2").tobytes())
    return path


def test_each_side_is_loud_where_it_was_spoken(tmp_path: Path) -> None:
    sound = np.zeros((60 * RATE + 7, 2))
    sound[10 * RATE : 11 * RATE, 0] = -16384
    sound[50 * RATE : 51 * RATE, 1] = 32767
    found = loudness(_write(tmp_path / "a.wav", sound), parts=120)
    assert found.seconds == pytest.approx(60, abs=0.01)
    assert len(found.caller) == len(found.bot) == 120
    assert {number for number, peak in enumerate(found.caller) if peak} <= {19, 20, 21, 22}
    assert max(found.caller) == 0.5
    assert {number for number, peak in enumerate(found.bot) if peak} <= {99, 100, 101, 102}
    assert max(found.bot) == pytest.approx(1.0, abs=0.001)


def test_the_loudest_sample_is_not_lost_at_the_negative_end(tmp_path: Path) -> None:
    assert loudness(_write(tmp_path / "a.wav", np.full((RATE, 2), -32768))).caller[0] == 1.0


@pytest.mark.parametrize("frames", [0, 1, 7, 899, 901])
def test_short_recordings_have_as_many_parts_as_they_fill(tmp_path: Path, frames: int) -> None:
    found = loudness(_write(tmp_path / "a.wav", np.ones((frames, 2))))
    assert found.seconds == frames / RATE
    assert len(found.caller) <= 900 and all(found.caller)


def test_a_file_that_is_no_recording_of_ours_is_refused(tmp_path: Path) -> None:
    with pytest.raises(wave.Error):
        loudness(_write(tmp_path / "mono.wav", np.zeros(RATE), channels=1))
    (tmp_path / "text.wav").write_text("hello, this is no sound at all")
    with pytest.raises(wave.Error):
        loudness(tmp_path / "text.wav")
