"""How a voice sounds: what is measured, and what must not change it."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
import soundfile
from numpy.typing import NDArray

from tests.fakes import vowel
from voice.speech.prosody import RATE, measure, to_line_rate
from voice.speech.tone import anger_model, features, together, tone_of, tone_of_pcm
from voice.speech.tone_command import run
from voice.turn import Tone

Array = NDArray[np.float64]


def hum(seconds: float = 1.5, hertz: float = 130.0, rate: int = RATE) -> Array:
    return np.frombuffer(vowel(seconds, rate, hertz), "<i2") / 32768


@pytest.mark.parametrize("hertz", [85.0, 130.0, 210.0, 340.0])
def test_pitch_is_found_where_the_line_has_cut_the_fundamental(hertz: float) -> None:
    heard = measure(hum(hertz=hertz))
    assert heard.voiced.mean() > 0.8
    assert np.median(heard.pitch[heard.voiced]) == pytest.approx(hertz, rel=0.02)


def test_noise_has_no_pitch() -> None:
    noise = np.random.default_rng(1).normal(0, 0.1, 2 * RATE)
    assert measure(noise).voiced.mean() < 0.02
    assert tone_of(noise).anger == 0.0


@pytest.mark.parametrize("gain", [0.25, 4.0])
def test_the_level_of_a_clip_changes_its_level_and_nothing_else(gain: float) -> None:
    sound = hum() * 0.2 + np.random.default_rng(2).normal(0, 0.002, int(1.5 * RATE))
    plain, other = tone_of(sound), tone_of(sound * gain)
    assert other.anger == pytest.approx(plain.anger, abs=0.002)
    assert other.level_db - plain.level_db == pytest.approx(20 * np.log10(gain), abs=0.1)
    assert (other.pitch_hz, other.rate) == (plain.pitch_hz, plain.rate)


def test_the_rate_of_the_sound_makes_little_difference() -> None:
    wide = to_line_rate(hum(rate=16000), 16000)
    assert tone_of(wide).pitch_hz == pytest.approx(tone_of(hum()).pitch_hz, rel=0.01)


def test_pauses_and_syllables_are_counted() -> None:
    spoken = np.concatenate([hum(1.0), np.zeros(int(0.7 * RATE)), hum(1.0)])
    tone = tone_of(spoken)
    assert tone.longest_pause == pytest.approx(0.7, abs=0.08)
    assert 2.5 < tone.rate < 5.5, "the hum swells four times a second"


@pytest.mark.parametrize("samples", [np.zeros(0), np.zeros(50), np.zeros(RATE), np.ones(RATE), hum(0.03)])
def test_what_is_no_voice_is_judged_by_nobody(samples: Array) -> None:
    tone = tone_of(samples)
    assert tone.anger == 0.0 and np.isfinite(tone.level_db)


def test_odd_bytes_do_no_harm() -> None:
    assert tone_of_pcm(vowel(0.5) + b"\x00", RATE) == tone_of_pcm(vowel(0.5), RATE)


def test_the_table_knows_every_feature_and_no_other() -> None:
    model = anger_model()
    found = features(measure(hum()))
    assert set(model.names) == set(found)
    assert all(np.isfinite(value) for value in found.values())
    assert not any("level_db" in name for name in model.names)


def test_a_harsher_higher_voice_sounds_angrier() -> None:
    calm = hum(hertz=110.0)
    angry = hum(hertz=320.0)
    angry = np.tanh(30 * np.diff(angry, prepend=0.0))
    assert tone_of(angry).anger > tone_of(calm).anger


def test_stretches_of_a_turn_are_judged_together() -> None:
    long, short = Tone(0.3, -20, 120, 4, 0.1, 2.0), Tone(0.9, -10, 240, 6, 0.5, 0.5)
    both = together([long, None, short])
    assert both == Tone(0.3, -18.0, 120, 4.4, 0.5, 2.5), "a quarter of the voice counts a quarter"
    angry = together([Tone(0.9, -20, 120, 4, 0.1, 2.0), Tone(0.1, -20, 120, 4, 0.1, 1.0)])
    assert angry is not None and angry.anger == 0.9
    assert together([long]) == long
    assert together([None, None]) is None


def test_files_of_any_kind(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    left = hum(1.0, rate=44100)
    soundfile.write(tmp_path / "a.flac", np.stack([left, np.zeros_like(left)], axis=1), 44100)
    soundfile.write(tmp_path / "b.wav", hum(1.0), RATE)
    assert run([tmp_path / "a.flac", tmp_path / "b.wav"]) == 0
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [row["file"] for row in rows] == [str(tmp_path / "a.flac"), str(tmp_path / "b.wav")]
    assert all(row["seconds"] == 1.0 and row["voiced_seconds"] > 0.7 for row in rows)
    assert rows[0]["anger"] == pytest.approx(rows[1]["anger"], abs=0.1)


@pytest.mark.parametrize("subtype", ["PCM_U8", "PCM_24", "PCM_32", "FLOAT", "DOUBLE", "ULAW", "ALAW"])
def test_samples_of_any_kind(subtype: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    soundfile.write(tmp_path / "a.wav", hum(1.0, rate=48000), 48000, subtype=subtype)
    assert run([tmp_path / "a.wav"]) == 0
    row = json.loads(capsys.readouterr().out)
    assert row["pitch_hz"] == pytest.approx(130, rel=0.03)
    assert row["anger"] == pytest.approx(tone_of(hum(1.0)).anger, abs=0.1)


def test_who_says_nothing_is_not_angry(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    soundfile.write(tmp_path / "empty.wav", np.zeros(0), 44100)
    soundfile.write(tmp_path / "silence.wav", np.zeros(RATE), RATE)
    soundfile.write(tmp_path / "click.wav", np.ones(3), RATE)
    assert run([tmp_path / name for name in ("empty.wav", "silence.wav", "click.wav")]) == 0
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [(row["anger"], row["voiced_seconds"]) for row in rows] == [(0.0, 0.0)] * 3
    assert [row["seconds"] for row in rows] == [0.0, 1.0, 0.0]


def test_a_name_that_is_no_utf_8(tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    path = tmp_path / "caf\udce9.wav"
    soundfile.write(tmp_path / "plain.wav", hum(0.5), RATE)
    (tmp_path / "plain.wav").rename(path)
    assert run([path, tmp_path / "non\udce9.wav"]) == 2
    said = capsysbinary.readouterr()
    assert json.loads(said.out)["file"].endswith("caf?.wav") and b"no such file" in said.err


def test_files_that_cannot_be_judged(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "text.wav").write_text("not sound")
    (tmp_path / "folder").mkdir()
    (tmp_path / "nothing.wav").touch()
    soundfile.write(tmp_path / "nan.wav", np.full(RATE, np.nan), RATE, subtype="FLOAT")
    soundfile.write(tmp_path / "good.wav", hum(0.5), RATE)
    names = ("text.wav", "folder", "nothing.wav", "nan.wav", "none.wav", "good.wav")
    assert run([tmp_path / name for name in names]) == 2
    said = capsys.readouterr()
    assert len(said.out.splitlines()) == 1
    assert "none.wav: no such file" in said.err and "folder: a folder; name its files" in said.err
    assert "nothing.wav: the file is empty" in said.err
    assert [name in line for name, line in zip(names, said.err.splitlines(), strict=False)] == [True] * 5
