"""The page about the tools tells the truth."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from tests.administration.shell import Shell, blocks
from tests.conversation.talk import plan
from voice.administration.rehearsal.model import Line, Scene
from voice.administration.rehearsal.suite import read_suite, run_suite

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "dialplan-tools.md"


def test_the_commands_print_what_is_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    # Without the longest files of conversations, which test_rehearsal.py holds.
    few = shutil.ignore_patterns("people.yaml", "sensitive.yaml")
    shutil.copytree(ROOT / "dialplans", tmp_path / "dialplans", ignore=few)
    monkeypatch.chdir(tmp_path)
    shell = Shell(tmp_path, monkeypatch, capsys)
    held = sum(shell.hold(block.text) for block in blocks(PAGE) if block.kind == "console")
    assert held == 5
    commands = [line for block in blocks(PAGE) if block.kind == "sh" for line in block.text.splitlines()]
    for command in commands:
        shell.run(command)
    assert (tmp_path / "dialplans.xml").is_file() and len(commands) == 2


def test_the_conversations_of_the_page_come_as_expected(tmp_path: Path) -> None:
    (example,) = [block.text for block in blocks(PAGE) if block.kind == "yaml"]
    (tmp_path / "tests").mkdir()
    (tmp_path / "tests" / "page.yaml").write_text(example, encoding="utf-8")
    suite = read_suite(tmp_path, plan("retail"))
    assert suite.problems == ()
    results = run_suite(suite)
    assert len(results) == 4
    assert [result.path for result in results if not result.passed] == []


def test_every_key_of_a_conversation_is_explained() -> None:
    told = set(re.findall(r"\w+", " ".join(re.findall(r"`+([^`]+)`+", PAGE.read_text("utf-8")))))
    assert {*Line.model_fields, *Scene.model_fields} <= told
