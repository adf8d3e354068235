"""Versions of the dialplans in the store, on SQLite and on PostgreSQL."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

import pytest
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import create_async_engine

from tests.records.calls import started
from voice.dialplan.versions import Tree
from voice.errors import PublishConflict, RecordsError, VersionError
from voice.records.store import Store
from voice.records.versions import Publication

NOW = datetime(2026, 3, 4, 10, 0, tzinfo=UTC)
ONE = Tree({"routes.yaml": b"routes: 1\r\n", "shop/plan.yaml": b"a\n", "shop/hello.wav": bytes(range(256))})
TWO = Tree({**ONE.files, "shop/plan.yaml": b"b\n"})


async def put(store: Store, tree: Tree, after: int, **more: str) -> Publication:
    values = {"kind": "publish", "author": "ann", "message": "why", **more}
    return await store.versions.publish(tree, after=after, now=NOW, **values)  # type: ignore[arg-type]


async def test_nothing_is_published_at_first(store: Store) -> None:
    assert await store.versions.latest() is None
    assert await store.versions.history() == []


async def test_a_version_comes_back_byte_for_byte(store: Store) -> None:
    line = await put(store, ONE, 0, message="the first, l'été")
    assert line == Publication(1, ONE.version, "publish", "ann", "the first, l'été", NOW)
    assert await store.versions.latest() == line
    assert dict((await store.versions.tree(ONE.version)).files) == dict(ONE.files)


async def test_many_files(store: Store) -> None:
    tree = Tree({f"shop/prompts/{number}.wav": str(number).encode() for number in range(450)})
    await put(store, tree, 0)
    assert dict((await store.versions.tree(tree.version)).files) == dict(tree.files)


async def test_a_version_published_again_has_a_line_of_its_own(store: Store) -> None:
    await put(store, ONE, 0)
    await put(store, TWO, 1)
    await put(store, ONE, 2, kind="rollback")
    lines = await store.versions.history()
    assert [(line.number, line.version, line.kind) for line in lines] == [
        (3, ONE.version, "rollback"),
        (2, TWO.version, "publish"),
        (1, ONE.version, "publish"),
    ]
    assert len(await store.versions.history(2)) == 2
    files = await store.versions.files([ONE.version, TWO.version])
    differing = [path for path, sha in files[ONE.version].items() if files[TWO.version][path] != sha]
    assert differing == ["shop/plan.yaml"]


async def test_who_publishes_late_is_told_and_changes_nothing(store: Store) -> None:
    await put(store, ONE, 0, author="bob", message="opening hours")
    with pytest.raises(PublishConflict, match=r"bob published number 1 .* meanwhile: opening hours"):
        await put(store, TWO, 0)
    with pytest.raises(PublishConflict, match="no publication number 7"):
        await put(store, TWO, 7)
    assert len(await store.versions.history()) == 1
    with pytest.raises(VersionError, match="no version"):
        await store.versions.tree(TWO.version)


async def test_of_many_who_publish_at_once_one_wins(store: Store) -> None:
    trees = [Tree({**ONE.files, "shop/plan.yaml": str(number).encode()}) for number in range(8)]
    done = await asyncio.gather(*(put(store, tree, 0) for tree in trees), return_exceptions=True)
    won = [line for line in done if isinstance(line, Publication)]
    assert len(won) == 1
    assert sum(isinstance(line, PublishConflict) for line in done) == 7
    assert await store.versions.history() == won
    stored = await store.versions.files([tree.version for tree in trees])
    assert list(stored) == [won[0].version]


async def test_versions_are_found_by_number_or_beginning(store: Store) -> None:
    await put(store, ONE, 0)
    await put(store, TWO, 1)
    await put(store, ONE, 2, kind="rollback")
    assert (await store.versions.find("2")).version == TWO.version
    assert (await store.versions.find(ONE.version[:6].upper())).number == 3
    assert (await store.versions.find(TWO.version)).number == 2
    for wrong in ("9", "abc", "", "ffffffffff"):
        with pytest.raises(VersionError):
            await store.versions.find(wrong)


async def test_a_damaged_version_is_never_given_out(store: Store, url: str) -> None:
    await put(store, ONE, 0)
    engine = create_async_engine(url)
    async with engine.begin() as connection:
        await connection.execute(
            sa.text("UPDATE files SET body = :b WHERE body = :a"), {"a": b"a\n", "b": b"x"}
        )
    await engine.dispose()
    with pytest.raises(VersionError, match="damaged"):
        await store.versions.tree(ONE.version)


async def test_a_database_that_is_away(store: Store) -> None:
    async def gone() -> None:
        engine = create_async_engine(store._engine.url)
        async with engine.begin() as connection:
            await connection.execute(sa.text("DROP TABLE publications"))
        await engine.dispose()

    await gone()
    with pytest.raises(RecordsError):
        await store.versions.latest()


async def test_a_call_keeps_the_version_it_was_answered_with(store: Store) -> None:
    first = started().model_copy(update={"plan_version": ONE.version})
    await store.save_events("c1", [first])
    record = await store.call("c1")
    assert record is not None and record.row.plan_version == ONE.version
    assert record.row.as_json()["plan_version"] == ONE.version
