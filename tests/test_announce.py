"""What the gateway prints when its doors are open."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from voice.announce import announcement, program
from voice.dialplan.load import load_all
from voice.settings import Settings


def test_it_tells_where_to_call_who_answers_and_how_to_see_a_handover() -> None:
    settings = Settings.model_validate({"sip": {"port": 5999}, "web": {"port": 8999}})
    text = announcement(load_all(Path("dialplans")), settings)
    for number, plan in (("100", "retail"), ("200", "insurance"), ("300", "hospital")):
        assert f"sip:{number}@127.0.0.1:5999   {plan}: " in text
    assert "http://127.0.0.1:8999/call" in text
    assert "support at sip:agent@127.0.0.1:5070" in text
    assert "make demo" in text


def test_what_it_says_to_type_can_be_typed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    folder = tmp_path / ".venv" / "bin"
    folder.mkdir(parents=True)
    (folder / "voice").touch(mode=0o755)
    monkeypatch.setattr(sys, "prefix", str(tmp_path / ".venv"))
    monkeypatch.setenv("PATH", "/usr/bin")

    monkeypatch.chdir(tmp_path)
    assert program() == ".venv/bin/voice"
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    assert program() == str(folder / "voice")
    monkeypatch.setenv("PATH", str(folder))
    assert program() == "voice"
