"""Lines as people really have them: marks, line ends, encodings, and programs that wait for an answer."""

from __future__ import annotations

import codecs
import io
import os
import threading
from pathlib import Path

import pytest

from voice.input import Line, read_batches, read_lines


def texts(data: bytes) -> list[str]:
    return [line.text for line in read_lines(io.BytesIO(data))]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-be"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_whatever_wrote_them_the_lines_are_the_same(encoding: str, end: str) -> None:
    said = ["où est ma commande ?", "", "😀 l'été\u2028 ici", "the end"]
    mark = codecs.BOM_UTF16_BE if encoding == "utf-16-be" else b""
    data = mark + end.join([*said, ""]).encode(encoding)
    assert texts(data) == said
    assert texts(mark + end.join(said).encode(encoding)) == said, "the last line without its end"


def test_nothing_has_no_lines() -> None:
    for data in (b"", codecs.BOM_UTF8, codecs.BOM_UTF16_LE):
        assert texts(data) == []
    assert texts(b"\n\n") == ["", ""]


def test_a_line_that_is_no_utf_8_is_read_as_what_it_most_likely_is() -> None:
    lines = list(read_lines(io.BytesIO("déjà\n".encode() + "déjà vu\nok".encode("cp1252"))))
    assert lines == [Line(1, "déjà"), Line(2, "déjà vu", guessed=True), Line(3, "ok")]


def test_a_file_comes_in_batches_however_long_its_lines(tmp_path: Path) -> None:
    said = [str(number) * (1 + number % 7 * 5000) for number in range(200)]
    (tmp_path / "lines").write_text("\n".join(said), "utf-8")
    with (tmp_path / "lines").open("rb") as file:
        batches = list(read_batches(file, most=64))
    assert [len(batch) for batch in batches] == [64, 64, 64, 8]
    assert [(line.number, line.text) for batch in batches for line in batch] == list(enumerate(said, 1))


def test_who_writes_one_line_and_waits_is_given_it() -> None:
    reading, writing = os.pipe()
    asked, answered = os.fdopen(writing, "wb", buffering=0), threading.Event()

    def write() -> None:
        with asked:
            asked.write(b"a\n")
            assert answered.wait(10)
            asked.write(b"b\n")

    thread = threading.Thread(target=write)
    thread.start()
    got = []
    with os.fdopen(reading, "rb") as stream:
        for batch in read_batches(stream):
            got.append([line.text for line in batch])
            answered.set()
    thread.join()
    assert got == [["a"], ["b"]]
