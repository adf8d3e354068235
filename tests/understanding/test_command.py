"""`voice understand`: labelled lines in, answers out, errors with their line."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest

from tests.understanding.test_intents import ASKED, EXAMPLES, OUTSIDE
from voice.errors import ExamplesError
from voice.understanding.command import run


def write(path: Path, rows: list[dict[str, Any]]) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    return path


@pytest.fixture
def examples(tmp_path: Path) -> Path:
    rows: list[dict[str, Any]] = [
        {"text": text, "intent": name} for name, texts in EXAMPLES.items() for text in texts
    ]
    rows += [{"text": "my computer is slow", "intent": None}, {"text": "the train is late", "intent": "oos"}]
    return write(
        tmp_path / "train.jsonl", [*rows, {"text": "ma télé ne marche pas", "intent": "out_of_scope"}]
    )


def understand(examples: Path, *lines: str) -> list[dict[str, Any]]:
    out = io.StringIO()
    assert run(examples, lines, out) == 0
    return [json.loads(line) for line in out.getvalue().splitlines()]


def test_each_row_is_answered_with_its_best_request(examples: Path) -> None:
    rows = understand(examples, *(json.dumps({"text": text, "intent": name}) for text, name in ASKED))
    assert [row["intents"][0]["name"] for row in rows] == [name for _, name in ASKED]
    assert all(0 <= row["out_of_scope"] < 0.5 for row in rows)
    assert [row["text"] for row in rows] == [text for text, _ in ASKED]


def test_rows_outside_have_a_best_guess_and_a_high_number(examples: Path) -> None:
    rows = understand(examples, *(json.dumps({"text": text}) for text in OUTSIDE))
    assert all(row["out_of_scope"] > 0.5 and len(row["intents"]) == 1 for row in rows)


def test_several_requests_are_printed(examples: Path) -> None:
    (row,) = understand(examples, '{"text": "what is the dish of the day and I forgot my umbrella"}')
    assert {intent["name"] for intent in row["intents"]} == {"menu", "lost_property"}


def test_other_keys_pass_and_blank_lines_do_not_count(examples: Path) -> None:
    (row,) = understand(examples, "\n", '{"text": "", "id": 7, "who": "é"}\n')
    assert row == {"text": "", "id": 7, "who": "é", "intents": [], "out_of_scope": 1.0}


def test_half_a_letter_can_be_printed(examples: Path) -> None:
    (row,) = understand(examples, r'{"text": "a table \ud800"}')
    assert row["intents"][0]["name"] == "book_table"


@pytest.mark.parametrize("line", ["{", "[]", '"text"', '{"txt": "a"}', '{"text": 3}', "[" * 100_000])
def test_a_bad_line_is_named(examples: Path, line: str) -> None:
    with pytest.raises(ExamplesError, match="standard input, line 2"):
        understand(examples, '{"text": "a table"}', line)


@pytest.mark.parametrize("row", [{"text": "a"}, {"text": "a", "intent": 3}, {"text": "a", "intent": ""},
                                 {"text": "a", "intent": ["b"]}, {"intent": "b"}])  # fmt: skip
def test_a_bad_example_is_named(tmp_path: Path, row: dict[str, Any]) -> None:
    path = write(tmp_path / "bad.jsonl", [{"text": "a table", "intent": "table"}, row])
    with pytest.raises(ExamplesError, match=r"bad\.jsonl, line 2"):
        understand(path)


def test_examples_must_be_there(tmp_path: Path) -> None:
    with pytest.raises(ExamplesError, match="No such file"):
        understand(tmp_path / "none.jsonl")
    with pytest.raises(ExamplesError, match="no row with an intent"):
        understand(write(tmp_path / "empty.jsonl", [{"text": "a", "intent": "oos"}]))
    (tmp_path / "latin.jsonl").write_bytes('{"text": "é", "intent": "a"}'.encode("latin-1"))
    with pytest.raises(ExamplesError, match="not UTF-8"):
        understand(tmp_path / "latin.jsonl")
