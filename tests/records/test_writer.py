"""From the call to the database, also when the database is away or the process dies."""

from __future__ import annotations

import asyncio
import signal
import sys
import wave
from collections.abc import AsyncIterator, Sequence
from pathlib import Path

import pytest

from tests.records.calls import Brief, callback_call, whole_call
from voice.errors import RecordsError
from voice.events import CallEvent
from voice.records.journal import JournalFile
from voice.records.rows import CallRow
from voice.records.store import Store
from voice.records.writer import RecordsWriter


class Flaky(Store):
    """A store that refuses while `away`, and always refuses the call `poison`."""

    away = False
    poison = ""

    async def save_events(
        self, call_id: str, events: Sequence[CallEvent], *, first: int = 0, recording: str | None = None
    ) -> CallRow:
        """As a database that is away would."""
        if self.away or call_id == self.poison:
            raise RecordsError("the database is away")
        return await super().save_events(call_id, events, first=first, recording=recording)

    async def save_handoff(self, brief: object, *, deliver: bool = False) -> None:
        """As a database that is away would."""
        if self.away:
            raise RecordsError("the database is away")
        await super().save_handoff(brief, deliver=deliver)  # type: ignore[arg-type]


@pytest.fixture
async def flaky(tmp_path: Path) -> AsyncIterator[Flaky]:
    store = await Flaky.open(f"sqlite+aiosqlite:///{tmp_path}/voice.db")
    await store.migrate()
    assert isinstance(store, Flaky)
    yield store
    await store.close()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "recordings"


async def _until_settled(writer: RecordsWriter) -> None:
    async with asyncio.timeout(20):
        await writer.settled()


def _left(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.glob("*.json*"))


async def test_calls_reach_the_database_while_they_last(store: Store, folder: Path) -> None:
    writer = RecordsWriter(store, folder, every=0.01)
    await writer.start()
    calls = {f"c{number}": whole_call(f"c{number}") for number in range(10)}
    journals = {call_id: writer.journal(call_id) for call_id in calls}
    recordings = {call_id: writer.recording(call_id, 8000) for call_id in calls}
    for place in range(len(calls["c0"])):
        for call_id, journal in journals.items():
            recordings[call_id].write(bytes(640))
            if place == len(calls["c0"]) - 1 and call_id != "c3":
                await recordings[call_id].close()
            journal.append(calls[call_id][place])
        if place == 4:
            await _until_settled(writer)
            row = (await store.recent_calls(20))[0]
            assert (row.events, row.ended) == (5, None)
    await _until_settled(writer)
    await writer.close()
    for call_id, events in calls.items():
        record = await store.call(call_id)
        assert record is not None and record.events == events
        assert record.row.recording == str(folder / f"{call_id}.wav")
        with wave.open(record.row.recording) as file:
            assert file.getnframes() == 160 * len(events)
    assert _left(folder) == []


async def test_nothing_is_lost_while_the_database_is_away(flaky: Flaky, folder: Path) -> None:
    delivered: list[bool] = []
    writer = RecordsWriter(
        flaky, folder, deliver=True, on_delivery=lambda: delivered.append(True), every=0.01
    )
    await writer.start()
    flaky.away = True
    ended, running = writer.journal("c1"), writer.journal("c2")
    for event in whole_call("c1"):
        ended.append(event)
    for event in callback_call("c2")[:-1]:
        running.append(event)
    writer.keep_handoff(Brief())
    async with asyncio.timeout(20):
        while _left(folder) != ["c1.events.jsonl", "c2.events.jsonl", "h1.handoff.json"]:
            await asyncio.sleep(0.01)
    await asyncio.sleep(0.1)
    assert len(_left(folder)) == 3
    assert delivered == []
    flaky.away = False
    await _until_settled(writer)
    running.append(callback_call("c2")[-1])
    await _until_settled(writer)
    await writer.close()
    for call_id, events in (("c1", whole_call("c1")), ("c2", callback_call("c2"))):
        record = await flaky.call(call_id)
        assert record is not None and record.events == events
    brief = await flaky.handoff("h1")
    assert brief is not None and brief["status"] == "accepted"
    assert await flaky.outbox() == {"waiting": 1}
    assert delivered
    assert _left(folder) == []


async def test_closed_while_the_database_is_away(flaky: Flaky, folder: Path) -> None:
    writer = RecordsWriter(flaky, folder, every=0.01)
    await writer.start()
    flaky.away = True
    journal = writer.journal("c1")
    for event in whole_call():
        journal.append(event)
    writer.keep_handoff(Brief())
    await writer.close()
    flaky.away = False
    again = RecordsWriter(flaky, folder, every=0.01)
    assert await again.start() == 2
    await _until_settled(again)
    await again.close()
    record = await flaky.call("c1")
    assert record is not None and record.events == whole_call() and len(record.handoffs) == 1


async def test_a_call_that_the_database_refuses_stops_no_other(flaky: Flaky, folder: Path) -> None:
    writer = RecordsWriter(flaky, folder, every=0.01)
    await writer.start()
    flaky.poison = "bad"
    bad, good = writer.journal("bad"), writer.journal("good")
    for event in whole_call("bad")[:-1]:
        bad.append(event)
    for event in whole_call("good"):
        good.append(event)
        await asyncio.sleep(0.03)
    async with asyncio.timeout(20):
        while (record := await flaky.call("good")) is None or record.row.ended is None:
            await asyncio.sleep(0.01)
    await writer.close()
    assert record.events == whole_call("good")
    assert _left(folder) == ["bad.events.jsonl"]


async def test_a_full_disk_still_fills_the_database(
    flaky: Flaky, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(self: JournalFile) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(JournalFile, "_open", full)
    writer = RecordsWriter(flaky, folder, every=0.01)
    await writer.start()
    flaky.away = True
    journal = writer.journal("c1")
    for event in whole_call():
        journal.append(event)
    await asyncio.sleep(0.1)
    flaky.away = False
    await _until_settled(writer)
    await writer.close()
    record = await flaky.call("c1")
    assert record is not None and record.events == whole_call()


async def test_files_that_hold_nothing_are_put_away(flaky: Flaky, folder: Path) -> None:
    folder.mkdir()
    (folder / "a.events.jsonl").write_bytes(b'{"kind":"call_sta')
    (folder / "b.events.jsonl").write_bytes(b"")
    (folder / "c.handoff.json").write_bytes(b"{}")
    writer = RecordsWriter(flaky, folder, every=0.01)
    assert await writer.start() == 3
    await _until_settled(writer)
    await writer.close()
    assert [path.name for path in sorted(folder.iterdir())] == [
        "a.events.jsonl.unreadable",
        "c.handoff.json.unreadable",
    ]


_VICTIM = """
import asyncio, sys
from pathlib import Path
from tests.records.calls import Brief, whole_call
from voice.records.store import Store
from voice.records.writer import RecordsWriter

async def main(url, folder):
    store = await Store.open(url)
    await store.migrate()
    writer = RecordsWriter(store, Path(folder), every=0.01)
    await writer.start()
    half, late = writer.journal("half"), writer.journal("late")
    recording = writer.recording("half", 8000)
    for _ in range(100):
        recording.write(bytes(range(128)) * 5)
    for event in whole_call("half")[:5]:
        half.append(event)
    await writer.settled()
    await store.close()
    writer._every = 60
    await asyncio.sleep(0.05)
    writer.keep_handoff(Brief("h2", "late"))
    for event in whole_call("late")[:7]:
        late.append(event)
    half.append(whole_call("half")[5])
    await asyncio.get_running_loop().run_in_executor(writer._disk, print, "ready")
    sys.stdout.flush()
    await asyncio.sleep(60)

asyncio.run(main(*sys.argv[1:]))
"""


async def test_a_killed_process_loses_nothing(url: str, folder: Path) -> None:
    victim = await asyncio.create_subprocess_exec(
        sys.executable, "-c", _VICTIM, url, str(folder), stdout=asyncio.subprocess.PIPE, cwd=Path.cwd()
    )
    try:
        assert victim.stdout is not None
        assert await asyncio.wait_for(victim.stdout.readline(), 60) == b"ready\n"
        store = await Store.open(url)
        early = RecordsWriter(store, folder, every=0.01)
        await early.start()
        await _until_settled(early)
        await early.close()
        assert "half.events.jsonl" in _left(folder), "taken from a process that lives"
    finally:
        victim.send_signal(signal.SIGKILL)
        await victim.wait()
    writer = RecordsWriter(store, folder, every=0.01)
    await writer.start()
    await _until_settled(writer)
    await writer.close()
    for call_id, count in (("half", 6), ("late", 7)):
        record = await store.call(call_id)
        assert record is not None
        assert record.events[:-1] == whole_call(call_id)[:count]
        end = record.events[-1]
        assert (end.kind, record.row.ended) == ("call_ended", "line_lost")
        assert end.at == whole_call(call_id)[count - 1].at
    half = await store.call("half")
    assert half is not None and half.row.recording is not None
    with wave.open(half.row.recording) as file:
        assert file.getnframes() == 16000
    assert await store.handoff("h2") is not None
    assert [path.name for path in folder.iterdir()] == ["half.wav"]
    await store.close()
