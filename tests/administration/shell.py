"""Runs the commands of a page, and looks whether they print what the page shows."""

from __future__ import annotations

import io
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from voice.cli import main

_BLOCK = re.compile(
    r"(?:^<!-- file: (?P<file>\S+) -->\n)?^```(?P<kind>\w+)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL
)


_VOICE = re.compile(
    r"(?:(?P<feed>printf '[^']*') \| )?"
    r"voice (?P<arguments>(?:[^|&;\"]|\"[^\"]*\")+?)"
    r"(?P<otherwise> \|\| echo \"exit code \$\?\")?"
)


def commands(text: str) -> Iterator[tuple[str, list[str]]]:
    """Each command with the lines that it is said to print."""
    for part in re.split(r"^\$ ", text, flags=re.MULTILINE)[1:]:
        command, *printed = part.splitlines()
        yield command, printed


@dataclass(frozen=True)
class Block:
    """A fenced block of a page."""

    file: str
    """Where the reader is told to write it; empty for others."""
    kind: str
    text: str


def blocks(page: Path) -> Iterator[Block]:
    """The blocks of a page, in order."""
    for found in _BLOCK.finditer(page.read_text("utf-8")):
        yield Block(found["file"] or "", found["kind"], found["text"])


class Shell:
    """Runs the page's commands; `voice` within this process, since each start of it takes seconds."""

    def __init__(
        self, folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        self._folder = folder
        self._patch = monkeypatch
        self._capsys = capsys

    def run(self, command: str) -> str:
        """What a command prints; it must succeed, or be told to go on."""
        called = _VOICE.fullmatch(command)
        if not called:
            return self._bash(command)
        if called["feed"]:
            fed = io.BytesIO(self._bash(called["feed"]).encode())
            self._patch.setattr(sys, "stdin", io.TextIOWrapper(fed, "utf-8"))
        self._capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            main(shlex.split(called["arguments"]))
        code = int(str(ended.value.code or 0))
        out, err = self._capsys.readouterr()
        assert code == 0 or called["otherwise"], f"{command}\n{out}\n{err}"
        return f"{out}exit code {code}\n" if code else str(out)

    def hold(self, text: str) -> int:
        """Run a block's commands; how many. What is said to be printed must be."""
        held = 0
        for command, printed in commands(text):
            out = self.run(command)
            missing = not_printed(printed, out)
            assert missing is None, f"$ {command}\nnot printed in its place: {missing}\n{out}"
            held += 1
        return held

    def _bash(self, command: str) -> str:
        done = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", command],
            cwd=self._folder, capture_output=True, text=True, timeout=60, check=True,
        )  # fmt: skip
        return done.stdout


def not_printed(printed: list[str], out: str) -> str | None:
    """The first line that was not printed in its place; … stands for anything."""
    lines = iter([" ".join(line.split()) for line in out.splitlines() if line.strip()])
    anywhere = True
    for wanted in (" ".join(line.split()) for line in printed if line.strip()):
        if wanted == "…":
            anywhere = True
            continue
        pattern = re.compile(".*".join(map(re.escape, wanted.split("…"))))
        if anywhere:
            if not any(pattern.fullmatch(line) for line in lines):
                return wanted
        elif not pattern.fullmatch(next(lines, "")):
            return wanted
        anywhere = False
    return None
