"""What is too old goes, and nothing else; on SQLite and on PostgreSQL."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import create_async_engine

from tests.records.calls import Brief, started, whole_call
from voice import cli
from voice.errors import RecordsError
from voice.events import CallbackRequested, CallEnded, RequestNoted
from voice.records.retention import Retention
from voice.records.store import Store
from voice.records.tables import METADATA
from voice.settings import RecordsSettings
from voice.turn import EndReason

NOW = datetime(2026, 3, 31, 12, 0, tzinfo=UTC)


async def keep(
    store: Store, folder: Path, name: str, days: float, *events: object, ended: bool = True
) -> Path:
    """A call from so many days ago, with its recording."""
    at = NOW - timedelta(days=days)
    all_ = [started(name, at=at), *events, *([CallEnded(at=9, reason=EndReason.COMPLETED)] if ended else [])]
    folder.mkdir(exist_ok=True)
    wav = folder / f"{name}.wav"
    wav.write_bytes(b"RIFF")
    os.utime(wav, (at.timestamp(), at.timestamp()))
    await store.save_events(name, all_, recording=str(wav))  # type: ignore[arg-type]
    return wav


def retention(store: Store, folder: Path, *, calls: int = 0, recordings: int = 0) -> Retention:
    settings = RecordsSettings(recordings=folder, keep_days=calls, keep_recordings_days=recordings)
    return Retention(settings, store.forgetting, now=lambda: NOW)


async def names(store: Store) -> set[str]:
    return {row.id for row in await store.recent_calls(99)}


async def test_calls_older_than_allowed_go_with_everything(store: Store, url: str, tmp_path: Path) -> None:
    folder = tmp_path / "recordings"
    await store.save_events("old", whole_call(), recording=str(folder / "old.wav"))
    await store.save_handoff(Brief("h1", "old"), deliver=True)
    await store.delivered("h1")
    await store.save_handoff(Brief("h1", "old", revision=1), deliver=True)
    await store.delivered("h1.1")
    for callback in await store.callbacks():
        await store.finish_callback(callback.id)
    young = await keep(store, folder, "young", 29)
    (folder / "old.wav").write_bytes(b"RIFF")
    removed = await retention(store, folder, calls=30).round()
    assert (removed.calls, removed.recordings) == (1, 1)
    assert await names(store) == {"young"} and [*folder.iterdir()] == [young]
    engine = create_async_engine(url)
    async with engine.connect() as connection:
        for table in METADATA.sorted_tables:
            for column in table.columns:
                if column.name in ("call_id", "id") and isinstance(column.type, sa.Text):
                    found = await connection.execute(
                        sa.select(column).where(column.in_(["old", "h1", "h1.1"]))
                    )
                    assert found.all() == [], table.name
    await engine.dispose()


async def test_what_is_still_to_be_done_keeps_a_call(store: Store, tmp_path: Path) -> None:
    note = RequestNoted(at=3, title={"en": "send it"}, values={})
    await keep(store, tmp_path, "note", 99, note)
    await keep(store, tmp_path, "callback", 99, CallbackRequested(at=3, number="+33612345678"))
    await keep(store, tmp_path, "summary", 99)
    await store.save_handoff(Brief("h1", "summary"), deliver=True)
    await keep(store, tmp_path, "running", 99, ended=False)
    assert (await retention(store, tmp_path, calls=30).round()).calls == 0
    await store.finish_note((await store.notes())[0].id)
    await store.finish_callback((await store.callbacks())[0].id)
    await store.delivered("h1")
    await store.save_handoff(Brief("h1", "summary", revision=1), deliver=True)
    assert (await retention(store, tmp_path, calls=30).round()).calls == 2, "its revision is to be posted"
    await store.delivered("h1.1")
    assert (await retention(store, tmp_path, calls=30).round()).calls == 1
    assert await names(store) == {"running"}


async def test_recordings_may_go_before_their_calls(store: Store, tmp_path: Path) -> None:
    old = await keep(store, tmp_path, "old", 8)
    young = await keep(store, tmp_path, "young", 6)
    await retention(store, tmp_path, calls=30, recordings=7).round()
    assert await names(store) == {"old", "young"}
    assert not old.exists() and young.exists()
    record = await store.call("old")
    assert record is not None and record.row.recording is None
    assert (await retention(store, tmp_path, calls=30, recordings=7).round()).recordings == 0


async def test_recordings_of_calls_that_another_gateway_removed(store: Store, tmp_path: Path) -> None:
    wav = await keep(store, tmp_path, "old", 99)
    other = tmp_path / "other"
    other.mkdir()
    assert (await retention(store, other, calls=30).round()).calls == 1
    wav.write_bytes(b"RIFF")
    kept = await keep(store, tmp_path, "running", 99, ended=False)
    os.utime(wav, (1, 1))
    os.utime(kept, (1, 1))
    assert (await retention(store, tmp_path, calls=30).round()).recordings == 1
    assert not wav.exists() and kept.exists()


async def test_nothing_goes_unless_told(store: Store, tmp_path: Path) -> None:
    await keep(store, tmp_path, "old", 9999)
    await retention(store, tmp_path).run()
    assert await names(store) == {"old"} and (tmp_path / "old.wav").exists()


async def test_many_go_in_batches(store: Store, tmp_path: Path) -> None:
    for number in range(405):
        await store.save_events(f"c{number}", [started(f"c{number}", at=NOW - timedelta(days=40)),
                                               CallEnded(at=9, reason=EndReason.COMPLETED)])  # fmt: skip
    assert (await retention(store, tmp_path, calls=30).round()).calls == 405


async def test_calls_of_one_caller(store: Store, tmp_path: Path) -> None:
    await keep(store, tmp_path, "c1", 1)
    found = await store.forgetting.of_caller("+33612345678")
    assert [call.id for call in found] == ["c1"]
    assert await store.forgetting.of_caller("+33600000000") == []


def forget(capfd: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as ended:
        cli.main(["forget", *words])
    return (int(ended.value.code or 0), *capfd.readouterr())


@pytest.fixture
def one_call(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    import asyncio

    url = f"sqlite+aiosqlite:///{tmp_path}/voice.db"
    monkeypatch.setenv("VOICE_RECORDS__URL", url)
    monkeypatch.setenv("VOICE_RECORDS__RECORDINGS", str(tmp_path / "recordings"))

    async def make() -> Path:
        store = await Store.open(url)
        await store.migrate()
        wav = await keep(store, tmp_path / "recordings", "abc123", 99)
        await store.close()
        return wav

    return asyncio.run(make())


@pytest.mark.parametrize("words", [["abc"], ["--caller", "+33612345678"], ["--older-than", "30"]])
def test_the_verb(words: list[str], one_call: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert forget(capfd, *words, "--dry-run") == (0, "would be removed: abc123, abc123.wav\n", "")
    assert one_call.exists()
    assert forget(capfd, *words) == (0, "removed: abc123, abc123.wav\n", "")
    assert not one_call.exists()
    assert forget(capfd, *words)[0] == (2 if words == ["abc"] else 1)


@pytest.mark.parametrize("words", [[], ["abc", "--caller", "1"], ["--older-than", "-1"], ["zzz"]])
def test_what_cannot_be_forgotten(
    words: list[str], one_call: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert forget(capfd, *words)[0] == 2
    assert one_call.exists()


async def test_a_database_that_is_away_ends_nothing(store: Store, tmp_path: Path) -> None:
    class Away:
        async def before(self, *_: object, **__: object) -> None:
            raise RecordsError("away")

    with pytest.raises(RecordsError):
        await Retention(RecordsSettings(keep_days=1, recordings=tmp_path), Away()).round()  # type: ignore[arg-type]
