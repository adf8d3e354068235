"""Where the verbs read from: lines of a file or of another program, however they were written.

UTF-8 with or without its mark (BOM), UTF-16 with one, either kind of line end. A line that is no UTF-8 is
read as Windows-1252, which is what such lines in English or French nearly always are, and says so.
"""

from __future__ import annotations

import codecs
import io
import select
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

MOST_TOGETHER = 64
"""Lines of a batch."""
_BLOCK = 1 << 16
_STALLED = 0.02
"""Seconds without anything new after which what has come is a batch: somebody waits for the answer."""
_WIDE = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
_MARKS = (codecs.BOM_UTF8, *_WIDE)


@dataclass(frozen=True, slots=True)
class Line:
    """One line, without its end."""

    number: int
    """From 1."""
    text: str
    guessed: bool = False
    """It is no UTF-8: some letters may be others."""


def read_lines(stream: IO[bytes]) -> Iterator[Line]:
    """All lines."""
    for batch in read_batches(stream):
        yield from batch


def read_batches(stream: IO[bytes], most: int = MOST_TOGETHER) -> Iterator[list[Line]]:
    """All lines, as many at once as are there, `most` at a time.

    Of a file, or of a program that writes faster than it is read, these are always the same batches.
    """
    batch: list[Line] = []
    number, begun = 0, [b""]
    for block in _blocks(stream):
        first, *others = block.split(b"\n")
        begun.append(first)
        for part in others:
            number += 1
            batch.append(_line(number, b"".join(begun)))
            begun = [part]
            if len(batch) >= most:
                yield batch
                batch = []
        if batch and _stalled(stream):
            yield batch
            batch = []
    if last := b"".join(begun):
        batch.append(_line(number + 1, last))
    if batch:
        yield batch


def _blocks(stream: IO[bytes]) -> Iterator[bytes]:
    """The stream as UTF-8, as it comes, without a mark."""
    start = _read(stream)
    while start and any(mark.startswith(start) and mark != start for mark in _MARKS):
        if not (more := _read(stream)):
            break
        start += more
    wide = _WIDE.get(start[:2])
    if not wide:
        yield start.removeprefix(codecs.BOM_UTF8)
        while block := _read(stream):
            yield block
        return
    decoder = codecs.getincrementaldecoder(wide)("replace")
    block = start[2:]
    while block:
        yield decoder.decode(block).encode("utf-8", "replace")
        block = _read(stream)
    yield decoder.decode(b"", final=True).encode("utf-8", "replace")


def _read(stream: IO[bytes]) -> bytes:
    read = stream.read1 if isinstance(stream, io.BufferedIOBase) else stream.read
    return read(_BLOCK)


def _stalled(stream: IO[bytes]) -> bool:
    try:
        return not select.select([stream.fileno()], [], [], _STALLED)[0]
    except (OSError, ValueError):  # no file of the system, as bytes in memory are
        return False


def _line(number: int, raw: bytes) -> Line:
    raw = raw.removesuffix(b"\r")
    try:
        return Line(number, raw.decode("utf-8"))
    except UnicodeDecodeError:
        return Line(number, raw.decode("cp1252", "replace"), guessed=True)
