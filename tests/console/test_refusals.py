"""Why an agent cannot have what he wants is said in the language of his page."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest

from voice.call.bridge import LENT
from voice.console.sentences import FRENCH
from voice.desk.refusals import NotYours

REFUSALS = {"NotYours", "NotHere", "AssistRefused"}
ROOT = Path(__file__).resolve().parents[2] / "voice"


def sentences() -> Iterator[str]:
    """Every sentence that a refusal is made with; a name stands for the constant of its file."""
    for path in sorted(ROOT.rglob("*.py")):
        tree = ast.parse(path.read_text("utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in REFUSALS:
                said = node.args[0]
                assert isinstance(said, ast.Constant | ast.Name), f"{path}:{node.lineno}: not in any table"
                if isinstance(said, ast.Constant):
                    yield str(said.value)


@pytest.mark.parametrize("text", sorted({*sentences(), LENT}))
def test_each_is_there_in_french_with_the_same_values(text: str) -> None:
    def values(of: str) -> set[str | None]:
        return {name for _, name, _, _ in Formatter().parse(of) if name is not None}

    assert values(FRENCH[text]) == values(text)


def test_values_are_filled_in() -> None:
    assert NotYours("{who} has taken this call.", who="Marie").message == "Marie has taken this call."
