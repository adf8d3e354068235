"""The phone's script language."""

from __future__ import annotations

import argparse
from pathlib import Path

import pytest

from voice.phone.command import add_arguments, run
from voice.phone.script import ScriptError, Step, parse


def test_steps() -> None:
    assert parse("wait 3; keys 1*#; play a b.wav\n say Hello there ; LISTEN; hangup;") == (
        Step("wait", "3"),
        Step("keys", "1*#"),
        Step("play", "a b.wav"),
        Step("say", "Hello there"),
        Step("listen"),
        Step("hangup"),
    )


@pytest.mark.parametrize(
    "script",
    ["jump", "wait", "wait long", "keys", "keys 1 2", "keys x", "play", "say", "hangup now", "hold on"],
)
def test_what_is_no_step_is_named(script: str) -> None:
    with pytest.raises(ScriptError, match=script.split()[0]):
        parse(f"wait 1; {script}")


@pytest.mark.parametrize(
    "arguments",
    [
        ["call"],
        ["--script", "jump"],
        ["--script", "say hello"],
        ["--play", "missing.wav"],
        ["--rtp", "x"],
        ["call", "sip:a@127.0.0.1", "--header", "no colon"],
    ],
)
def test_unusable_arguments_end_with_2_and_one_line(
    arguments: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    parser = argparse.ArgumentParser()
    add_arguments(parser)
    assert run(parser.parse_args(arguments)) == 2
    assert capsys.readouterr().err.count("\n") == 1
