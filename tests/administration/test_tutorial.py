"""The tutorial's commands are run in a new folder, with the files that it tells one to write."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from tests.administration.shell import Shell, blocks

PAGE = Path(__file__).resolve().parents[2] / "docs" / "dialplan-tutorial.md"


@pytest.mark.long
def test_the_tutorial_leads_where_it_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in [name for name in os.environ if name.startswith("VOICE_")]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    shell, held = Shell(tmp_path, monkeypatch, capsys), 0
    for block in blocks(PAGE):
        if block.file:
            path = tmp_path / block.file
            assert path.parent.is_dir(), f"{path.parent} was not made before"
            path.write_text(block.text, encoding="utf-8")
        elif block.kind == "console":
            held += shell.hold(block.text)
    assert held >= 18
    assert (tmp_path / "dentist.svg").read_text("utf-8").startswith("<?xml")


def test_every_verb_for_plans_is_in_the_tutorial() -> None:
    text = PAGE.read_text("utf-8")
    verbs = ("check", "test", "say", "draw", "diff", "publish", "history", "rollback")
    assert all(re.search(rf"^\$ .*\bvoice {verb}\b", text, re.MULTILINE) for verb in verbs)
