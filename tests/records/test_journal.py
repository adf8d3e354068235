"""The journal of a call in memory and on disk."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.records.calls import started, whole_call
from voice.events import CallerSpoke, CallEvent
from voice.records.journal import Journal, JournalFile, claim, dump_event, load_events


def test_events_stay_in_order_and_listeners_hear_them() -> None:
    journal, heard, woken = Journal("c1", wake=lambda: woken.append(1)), list[CallEvent](), list[int]()
    unsubscribe = journal.subscribe(heard.append)
    events = whole_call()
    for event in events[:3]:
        journal.append(event)
    unsubscribe()
    unsubscribe()
    for event in events[3:]:
        assert not journal.ended
        journal.append(event)
    assert journal.events == tuple(events)
    assert journal.since(4) == events[4:]
    assert heard == events[:3]
    assert len(woken) == len(events)
    assert journal.ended


def test_nothing_comes_after_the_end() -> None:
    journal = Journal("c1")
    for event in whole_call():
        journal.append(event)
    journal.append(CallerSpoke(at=99, text="late", ended=99))
    assert journal.events == tuple(whole_call())


def test_a_listener_that_fails_harms_nobody() -> None:
    journal, heard = Journal("c1"), list[CallEvent]()

    def broken(event: CallEvent) -> None:
        raise ValueError("what the caller said")

    journal.subscribe(broken)
    journal.subscribe(heard.append)
    journal.append(started())
    assert heard == [started()]


@given(st.text(st.characters(exclude_categories=())))
def test_whatever_is_said_is_one_line_that_can_be_read(text: str) -> None:
    line = dump_event(CallerSpoke(at=1, text=text, ended=2))
    assert len(line.splitlines()) == 1
    (event,) = load_events([line])
    assert isinstance(event, CallerSpoke)
    assert event.text == text.encode("utf-8", "replace").decode()


def test_every_event_is_on_disk_and_a_torn_line_is_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "c1.events.jsonl"
    with ThreadPoolExecutor(1) as disk:
        journal = Journal("c1", file=JournalFile(path, disk))
        for event in whole_call():
            journal.append(event)
    content = path.read_bytes()
    assert load_events(content.splitlines()) == whole_call()
    assert load_events(content[:-10].splitlines()) == whole_call()[:-1]
    assert path.stat().st_mode & 0o077 == 0


def test_a_disk_that_refuses_gets_the_rest_later(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write, room = os.write, [300, 0, 0, 10]

    def narrow(fd: int, data: bytearray) -> int:
        if not room:
            return write(fd, data)
        if not (most := room.pop(0)):
            raise OSError(28, "No space left on device")
        return write(fd, data[:most])

    monkeypatch.setattr(os, "write", narrow)
    path = tmp_path / "c1.events.jsonl"
    with ThreadPoolExecutor(1) as disk:
        file = JournalFile(path, disk)
        journal = Journal("c1", file=file)
        for event in whole_call()[:4]:
            journal.append(event)
        disk.submit(lambda: None).result()
        assert file.behind
        for event in whole_call()[4:]:
            journal.append(event)
    assert not file.behind
    assert load_events(path.read_bytes().splitlines()) == whole_call()


def test_a_file_in_use_cannot_be_claimed(tmp_path: Path) -> None:
    path = tmp_path / "c1.events.jsonl"
    with ThreadPoolExecutor(1) as disk:
        file = JournalFile(path, disk)
        file.write(started())
        disk.submit(lambda: None).result()
        assert claim(path) is None
        file.close(remove=False)
    fd = claim(path)
    assert fd is not None
    os.close(fd)
    assert claim(tmp_path / "missing") is None
