"""Settings that people get wrong: where, what, and what to write instead, all at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from voice.errors import SettingsError
from voice.settings_read import read_settings


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def refused() -> list[str]:
    with pytest.raises(SettingsError) as caught:
        read_settings()
    return [line.strip() for line in caught.value.message.splitlines()]


def test_without_a_file_there_are_defaults() -> None:
    assert read_settings().sip.port == 5060


WRONG = """\
# mine
foo = 1

[handoff]
fluent_url = "llm.example/v1"
fluent_sec = 3
fluent_seconds = "soon"

[callback]
  allowed = "+33"
refused = ["33 1"]
attempts = 0

[callbak]
attempts = 1

[desk.agents.marie]
phone = 5
colour = "blue"
"""


def test_everything_wrong_is_told_at_once_with_its_place(tmp_path: Path) -> None:
    (tmp_path / "voice.toml").write_text(WRONG)
    _, *told = refused()
    assert sorted(told) == sorted([
        "voice.toml:2:1: foo: there is no such setting (there are " + told[-2].partition("(there are ")[2],
        "voice.toml:5:1: handoff.fluent_url: it cannot be used (write http://… or https://…)",
        "voice.toml:6:1: handoff.fluent_sec: there is no such setting (did you mean fluent_seconds?)",
        "voice.toml:7:1: handoff.fluent_seconds: a number is wanted",
        "voice.toml:10:3: callback.allowed: a list is wanted (write beginnings of numbers, "
        'digits after a + or none: ["+33", "0800"])',
        "voice.toml:11:1: callback.refused: it cannot be used (write beginnings of numbers, "
        'digits after a + or none: ["+3389"])',
        "voice.toml:12:1: callback.attempts: it must be 1 or more",
        "voice.toml:14:1: callbak: there is no such setting (did you mean callback?)",
        "voice.toml:18:1: desk.agents.marie.phone: a text is wanted",
        "voice.toml:19:1: desk.agents.marie.colour: there is no such setting",
    ])  # fmt: skip


def test_a_secret_is_not_said_back(tmp_path: Path) -> None:
    (tmp_path / "voice.toml").write_text("[handoff]\nfluent_key = 48151623\n")
    assert refused()[1] == "voice.toml:2:1: handoff.fluent_key: a text is wanted"


def test_variables_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VOICE_SIP__PROT", "5060")
    monkeypatch.setenv("VOICE_CALBACK__ALLOWED", "[]")
    monkeypatch.setenv("VOICE_DOWNLOADS", "elsewhere")  # other programs' own
    _, *told = refused()
    assert told[0] == "VOICE_CALBACK__ALLOWED: there is no section calback (did you mean callback?)"
    assert told[1] == "VOICE_SIP__PROT: sip.prot: there is no such setting (did you mean port?)"
    assert len(told) == 2


def test_a_variable_that_is_no_json(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VOICE_CALLBACK__ALLOWED", "+33")
    monkeypatch.setenv("VOICE_WEB__USERS", '{"anna": "scrypt:…"}')
    (told,) = refused()[1:]
    assert told.startswith("VOICE_CALLBACK__ALLOWED: not JSON (write beginnings of numbers")


@pytest.mark.parametrize(
    ("text", "place"),
    [
        (b"[handoff\n", "voice.toml:1:9: not TOML"),
        (b"[sip]\nport = \n", "voice.toml:2:8: not TOML"),
        (b"[sip]\nhost = 10.0.0.1\n", "voice.toml:2:"),
        (b"[sip]\nhosts = [\n", "voice.toml:2:1: not TOML"),
        (b"[sip]\nport = 1\nport = 2\n", "voice.toml:3:"),
        ("# é".encode("latin-1"), "voice.toml: not UTF-8"),
    ],
)
def test_a_file_that_is_no_toml(tmp_path: Path, text: bytes, place: str) -> None:
    (tmp_path / "voice.toml").write_bytes(text)
    assert refused()[0].startswith(place)


def test_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "voice.toml").mkdir()
    assert refused()[0].startswith("voice.toml: cannot be read: ")
