"""`voice understand`: labelled lines in, answers out, errors with their line."""

from __future__ import annotations

import io
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from tests.understanding.test_intents import ASKED, EXAMPLES, OUTSIDE
from voice.errors import ExamplesError
from voice.understanding.command import run


def write(path: Path, rows: Sequence[Any]) -> Path:
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


def understand(
    examples: Path, *lines: str, code: int = 0, told: io.StringIO | None = None
) -> list[dict[str, Any]]:
    out = io.StringIO()
    stream = io.BytesIO("\n".join(lines).encode())
    assert run(examples, stream, out, told or io.StringIO()) == code
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


BROKEN = ["{", "[]", '"text"', '{"txt": "a"}', '{"text": 3}', "[" * 100_000, "1" * 5000]


@pytest.mark.parametrize("line", BROKEN)
def test_a_bad_line_is_named_and_answered_and_stops_no_other(examples: Path, line: str) -> None:
    told = io.StringIO()
    rows = understand(examples, '{"text": "a table"}', line, '{"text": "a table"}', code=1, told=told)
    assert told.getvalue().startswith("standard input:2:") and told.getvalue().count("\n") == 1
    assert (rows[1]["line"], rows[1]["intents"], rows[1]["out_of_scope"]) == (2, [], 1.0) and rows[1]["error"]
    assert rows[0] == rows[2] and rows[0]["intents"][0]["name"] == "book_table"


def test_the_column_of_what_is_no_json_is_told(examples: Path) -> None:
    told = io.StringIO()
    understand(examples, '{"text": "a table", }', code=1, told=told)
    assert told.getvalue().startswith("standard input:1:21: error row: not JSON")


def test_of_very_many_bad_lines_the_first_are_told_and_the_rest_counted(examples: Path) -> None:
    told = io.StringIO()
    assert len(understand(examples, *["oops"] * 100, '{"text": "a table"}', code=1, told=told)) == 101
    first, *_, last = told.getvalue().splitlines()
    assert (first[:17], last) == ("standard input:1:", "standard input: … and 80 more such lines")


def test_marks_and_ends_of_lines_do_not_matter(examples: Path, tmp_path: Path) -> None:
    windows = tmp_path / "windows.jsonl"
    windows.write_bytes(examples.read_text("utf-8").replace("\n", "\r\n\r\n").encode("utf-8-sig"))
    assert understand(windows, '\ufeff{"text": "une table"}\r', "\r") == understand(
        examples, '{"text": "une table"}'
    )


def test_a_line_that_is_no_utf_8_is_read_and_told(examples: Path) -> None:
    out, told = io.StringIO(), io.StringIO()
    assert run(examples, io.BytesIO('{"text": "café à réserver"}'.encode("cp1252")), out, told) == 0
    assert "café à réserver" in out.getvalue()
    assert told.getvalue() == "standard input: 1 line is not UTF-8, and read as Windows-1252\n"


def test_many_rows_are_read_as_each_alone(examples: Path) -> None:
    said = [text for text, _ in ASKED] * 10
    together = understand(examples, *(json.dumps({"text": text}) for text in said))
    alone = [understand(examples, json.dumps({"text": text}))[0] for text, _ in ASKED]
    for row, wanted in zip(together, alone * 10, strict=True):
        assert [i["name"] for i in row["intents"]] == [i["name"] for i in wanted["intents"]]
        assert row["out_of_scope"] == pytest.approx(wanted["out_of_scope"], abs=0.002)


def test_one_intent_is_enough(tmp_path: Path) -> None:
    rows = [{"text": text, "intent": "table"} for text in ("a table for two", "book me a table")]
    asked = '{"text": "I would like a table"}'
    (row,) = understand(write(tmp_path / "one.jsonl", rows), asked)
    assert row["intents"][0]["name"] == "table" and row["out_of_scope"] < 0.5
    rows.append({"text": "what is the weather like", "intent": "oos"})
    path = write(tmp_path / "two.jsonl", rows)
    assert understand(path, asked)[0]["out_of_scope"] < 0.5
    assert understand(path, '{"text": "how is the weather"}')[0]["out_of_scope"] > 0.5


BAD: list[tuple[Any, str]] = [
    ({"text": "a"}, 'no "intent"'), ({"text": "a", "label": "b"}, 'it has "text", "label"'),
    ({"text": "a", "intent": 3}, '"intent" is no name'), ({"text": "a", "intent": " "}, "no name"),
    ({"text": "a", "intent": ["b"]}, "no name"), ({"intent": "b"}, 'no "text"'), ({}, "no keys"),
    ([{"text": "a", "intent": "b"}], "jq -c"),
]  # fmt: skip


def test_all_bad_examples_are_named_at_once(tmp_path: Path) -> None:
    path = write(tmp_path / "bad.jsonl", [{"text": "a table", "intent": "table"}, *(row for row, _ in BAD)])
    with pytest.raises(ExamplesError) as caught:
        understand(path)
    first, *lines = caught.value.message.splitlines()
    assert first == "nothing was learned." and len(lines) == len(BAD)
    for number, (line, (_, message)) in enumerate(zip(lines, BAD, strict=True), 2):
        assert line.startswith(f"{path}:{number}:1: error row: ") and message in line


def test_examples_must_be_there(tmp_path: Path) -> None:
    with pytest.raises(ExamplesError, match="No such file"):
        understand(tmp_path / "none.jsonl")
    with pytest.raises(ExamplesError, match="no row with an intent"):
        understand(write(tmp_path / "empty.jsonl", [{"text": "a", "intent": "oos"}]))


def test_of_too_many_examples_some_are_learned_and_it_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("voice.understanding.intents", "voice.understanding.command"):
        monkeypatch.setattr(f"{module}.MOST_EXAMPLES", 20)
    rows = [{"text": f"a table for {number}th street", "intent": "table"} for number in range(40)]
    rows += [{"text": text, "intent": "menu"} for text in EXAMPLES["menu"]]
    told = io.StringIO()
    (row,) = understand(write(tmp_path / "many.jsonl", rows), '{"text": "the menu please"}', told=told)
    assert row["intents"][0]["name"] == "menu" and "20 are learned" in told.getvalue()
