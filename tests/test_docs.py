"""What README and docs tell one to type exists, and what they show is what one gets.

Every fenced block of kind sh or console is looked at: each `voice VERB --option` must be one that the program
has (that `make` targets exist is tested in test_project.py). A block below `<!-- test: run -->` is run, each
line after `$ ` by a shell at the project's root with records of its own; the lines below it must come out in
this order, `…` standing for any others.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from voice.cli import _parser

ROOT = Path(__file__).parent.parent
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]
_BLOCK = re.compile(
    r"(?:^<!-- test: (?P<mark>\w+)[^\n]*-->\n)?^```(?P<kind>sh|console)\n(?P<text>.*?)^```$",
    re.MULTILINE | re.DOTALL,
)


@dataclass(frozen=True)
class Block:
    page: Path
    line: int
    kind: str
    text: str
    mark: str

    def __str__(self) -> str:
        return f"{self.page.relative_to(ROOT)}:{self.line}"

    def commands(self) -> Iterator[tuple[str, list[str]]]:
        """Each command with the lines that it is said to print."""
        if self.kind == "sh":
            yield from ((line, []) for line in self.text.splitlines() if line.strip())
            return
        for part in re.split(r"^\$ ", self.text, flags=re.MULTILINE)[1:]:
            command, *printed = part.splitlines()
            yield command, [line for line in printed if line.strip()]


def blocks() -> Iterator[Block]:
    for page in PAGES:
        text = page.read_text("utf-8")
        for found in _BLOCK.finditer(text):
            line = text.count("\n", 0, found.start("kind")) + 1
            yield Block(page, line, found["kind"], found["text"], found["mark"] or "")


BLOCKS = list(blocks())


def verbs() -> dict[str, argparse.ArgumentParser]:
    actions = _parser()._actions
    return dict(next(a for a in actions if isinstance(a, argparse._SubParsersAction)).choices)


def of_voice(command: str) -> Iterator[list[str]]:
    """The arguments of each call of the program in a shell line."""
    for part in re.split(r"[|;&]+(?=(?:[^\"']|\"[^\"]*\"|'[^']*')*$)", command):
        words = shlex.split(re.split(r"\s[<>]+\s", part)[0], comments=True)
        if words and Path(words[0]).name == "voice":
            yield words[1:]


def test_the_pages_hold_blocks_to_test() -> None:
    assert len(BLOCKS) >= 10
    assert {"run"} <= {block.mark for block in BLOCKS}
    assert {block.mark for block in BLOCKS} <= {"", "run", "skip"}


@pytest.mark.parametrize("block", BLOCKS, ids=str)
def test_every_verb_and_option_exists(block: Block) -> None:
    for command, _ in block.commands():
        for words in of_voice(command):
            if words == ["--help"]:
                continue
            assert words[0] in verbs(), f"{block}: voice {words[0]}"
            try:
                _parser().parse_args(words)
            except SystemExit:
                pytest.fail(f"{block}: these arguments are refused: {command}")


def test_verbs_named_in_running_text_exist() -> None:
    named = {
        (page.name, verb)
        for page in PAGES
        for verb in re.findall(r"`(?:\.venv/bin/)?voice ([a-z]+)", page.read_text("utf-8"))
    }
    assert named
    assert {verb for _, verb in named} <= set(verbs())


@pytest.mark.long
@pytest.mark.parametrize("block", [block for block in BLOCKS if block.mark == "run"], ids=str)
def test_what_is_shown_is_what_one_gets(block: Block, tmp_path: Path) -> None:
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("VOICE_")},
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
        "PYTHONPATH": str(ROOT),
        "COLUMNS": "120",
        "VOICE_RECORDS__URL": f"sqlite+aiosqlite:///{tmp_path / 'voice.db'}",
        "VOICE_RECORDS__RECORDINGS": str(tmp_path / "recordings"),
    }
    for command, printed in block.commands():
        done = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", command],
            cwd=ROOT, env=environment, capture_output=True, text=True, timeout=300, check=False,
        )  # fmt: skip
        assert done.returncode == 0, f"{block}: {command}\n{done.stderr}"
        got = iter([" ".join(line.split()) for line in done.stdout.splitlines()])
        for wanted in (" ".join(line.split()) for line in printed):
            assert wanted == "…" or wanted in got, (
                f"{block}: not printed, or not there: {wanted}\n{done.stdout}"
            )


def test_the_session_in_the_readme_is_told_in_the_demonstrations_own_words() -> None:
    text = (ROOT / "README.md").read_text("utf-8")
    session = text.partition("```text\n")[2].partition("```")[0]
    source = "".join(path.read_text("utf-8") for path in (ROOT / "voice" / "demo").glob("*.py"))
    for words in (
        "presses 1",
        "only the agent hears this: ",
        "caller and agent are joined",
        "what each heard",
    ):
        assert words in session
        assert words in source


def test_the_page_on_judgement_gives_the_figures_of_unseen_sentences_as_measured() -> None:
    page = " ".join((ROOT / "docs" / "judgement.md").read_text("utf-8").split())
    found = json.loads((ROOT / "benchmarks" / "results" / "unseen.json").read_text("utf-8"))
    demands, harmless = found["demands"], found["harmless"]
    told = 100 * demands["right"] / demands["sentences"]
    mistaken = 100 - 100 * harmless["right"] / harmless["sentences"]
    assert (
        f"Of another's {demands['sentences']}, which nothing was learned from, {told:.0f} % are told" in page
    )
    assert (
        f"of his {harmless['sentences']} harmless ones that sound alike {mistaken:.0f} % are mistaken" in page
    )


def test_the_readme_gives_the_figures_of_judgement_as_measured() -> None:
    text = (ROOT / "README.md").read_text("utf-8")
    found = json.loads((ROOT / "benchmarks" / "results" / "escalation.json").read_text("utf-8"))
    held = found["halves"]["report"]["all"]
    demands, others, early = held["demands"], held["others"], held["early"]
    assert (
        f"{held['conversations']} conversations that nothing was tuned on |"
        f" of {demands} that must reach a person at once {demands - held['demands_missed']} do in time;"
        f" {held['others_missed']} of {others} other upset or complicated calls stay with the bot;"
        f" {held['needless'] + early} of {held['stays'] + early} calls are given away needlessly."
    ) in text
