"""Publishing, history, rolling back and checking out, as an administrator types them."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.administration.publishing.shop import plan, write
from voice import cli
from voice.administration.publishing.publish import Signed, publish, roll_back
from voice.administration.publishing.sources import PublishedSource
from voice.administration.publishing.taking import take
from voice.errors import PublishConflict, SettingsError, VersionError
from voice.records.store import Store

ANN = Signed("ann", "a reason")


@pytest.fixture(autouse=True)
def _settings(monkeypatch: pytest.MonkeyPatch, folder: Path, url: str) -> Iterator[None]:
    monkeypatch.setenv("VOICE_DIALPLANS", str(folder))
    monkeypatch.setenv("VOICE_RECORDS__URL", url)
    yield


class Typed:
    """Types commands; keeps what they print."""

    def __init__(self, capfd: pytest.CaptureFixture[str]) -> None:
        self._capfd = capfd
        self.out = self.err = ""

    def __call__(self, *words: str) -> int:
        with pytest.raises(SystemExit) as ended:
            cli.main(words)
        self.out, self.err = self._capfd.readouterr()
        return int(ended.value.code or 0)

    def json(self, *words: str, code: int = 0) -> Any:
        assert self(*words, "--json") == code, self.err
        return json.loads(self.out)


@pytest.fixture
def voice(capfd: pytest.CaptureFixture[str]) -> Typed:
    return Typed(capfd)


def test_from_the_first_version_to_a_rollback(voice: Typed, folder: Path, tmp_path: Path) -> None:
    assert voice("publish", "--message", "The first", "--author", "ann") == 0, voice.out + voice.err
    assert "added    shop/plan.yaml" in voice.out and "number 1 is in use" in voice.out
    write(folder, 2)
    done = voice.json("publish", "--message", "New hours", "--author", "bob")
    assert done["changes"] == [{"path": "shop/plan.yaml", "kind": "changed"}]
    assert done["published"]["number"] == 2 and done["before"]["number"] == 1
    assert voice("publish", "--message", "Again") == 0
    assert "nothing changed: number 2 stays in use" in voice.out

    lines = voice.json("history")
    assert [(line["number"], line["author"], line["message"], line["plans"]) for line in lines] == [
        (2, "bob", "New hours", ["shop"]),
        (1, "ann", "The first", ["shop"]),
    ]
    assert voice("rollback", "--author", "ann") == 0
    assert "number 3 is in use" in voice.out
    last = voice.json("history", "--limit", "1")[0]
    assert (last["kind"], last["version"]) == ("rollback", lines[1]["version"])
    assert last["message"] == "back to number 1: The first"
    assert voice("history") == 0 and "rollback: back to number 1: The first" in voice.out

    assert voice("history", "--show", "2", "shop/plan.yaml") == 0
    assert voice.out == plan(2)
    assert voice("history", "--show", "2", "shop/none.yaml") == 2
    assert "it has: routes.yaml, shop/plan.yaml" in voice.err
    there = tmp_path / "there"
    assert voice("checkout", lines[0]["version"][:8], str(there)) == 0
    assert (there / "shop" / "plan.yaml").read_text() == plan(2)
    assert voice("checkout", "1", str(there)) == 2
    assert "not empty" in voice.err


def test_line_endings_are_no_change_and_are_kept(voice: Typed, folder: Path, tmp_path: Path) -> None:
    file = folder / "shop" / "plan.yaml"
    file.write_bytes(plan(0).replace("\n", "\r\n").encode())
    voice.json("publish", "--message", "From Windows")
    file.write_text(plan(0))
    assert voice.json("publish", "--message", "From elsewhere")["published"] is None
    voice("checkout", "1", str(tmp_path / "there"))
    assert b"\r\n" in (tmp_path / "there" / "shop" / "plan.yaml").read_bytes()


def test_problems_refuse_with_their_places(voice: Typed, folder: Path) -> None:
    voice("publish", "--message", "Good")
    file = folder / "shop" / "plan.yaml"
    file.write_text(plan(1).replace("goto: hours", "goto: ours"))
    assert voice("publish", "--message", "Bad") == 1
    assert f"{file}:12:5: error unknown_step" in voice.err
    assert "not published: 1 error" in voice.err
    refused = voice.json("publish", "--message", "Bad", code=1)
    assert refused["published"] is None
    errors = [problem["code"] for problem in refused["problems"] if problem["level"] == "error"]
    assert errors == ["unknown_step"]
    assert len(voice.json("history")) == 1


def test_conversations_that_fail_refuse(voice: Typed, folder: Path) -> None:
    (folder / "shop" / "tests").mkdir()
    test = folder / "shop" / "tests" / "hours.yaml"
    said = (
        "- name: hours\n  language: en\n  lines:\n    - says: what are your opening hours\n      hears: {}\n"
    )
    test.write_text(said.format("at nine"))
    assert voice("publish", "--message", "Tested") == 0
    kept = folder / "shop" / "tests" / "calls" / "c1.yaml"
    kept.parent.mkdir()
    kept.write_text(said.format("at midnight"))
    write(folder, 1)
    assert voice("publish", "--message", "A kept call goes otherwise") == 1
    assert f"{kept}:5:7: error test: shop/" in voice.err
    kept.unlink()
    test.write_text(said.format("at noon"))
    assert voice("publish", "--message", "Not as expected") == 1
    assert f"{test}:5:7: error test: shop/hours: hours: hears: expected" in voice.err
    assert len(voice.json("history")) == 1


def test_a_secret_is_never_stored(voice: Typed, folder: Path, tmp_path: Path) -> None:
    (folder / "notes.md").write_text("https://root:hunter2@example.org")
    assert voice("publish", "--message", "Oops") == 1
    assert "error secret" in voice.err
    assert b"hunter2" not in (tmp_path / "voice.db").read_bytes()


def test_trying_publishes_nothing(voice: Typed) -> None:
    assert voice("publish", "--message", "Try", "--dry-run") == 0
    assert "nothing was published; it would be version" in voice.out
    assert voice("history") == 0 and voice.out == "Nothing was published yet.\n"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["publish", "nowhere", "--message", "x"], "neither a folder nor a plan"),
        (["publish", "--message", " \n"], "--message"),
        (["publish", "--message", "x", "--author", ""], "--author"),
        (["publish", "shop", "--message", "x"], "publish the whole folder first"),
        (["rollback"], "nothing was published yet"),
        (["history", "--show", "1", "x"], "no version 1"),
    ],
)
def test_what_cannot_be_used(voice: Typed, words: list[str], said: str) -> None:
    assert voice(*words) == 2
    assert said in voice.err


def test_who_is_late_is_told(voice: Typed, folder: Path) -> None:
    voice("publish", "--message", "One")
    write(folder, 2)
    assert voice("publish", "--message", "Two", "--after", "0") == 1
    assert "number 1 is in use, not 0" in voice.err
    assert voice("publish", "--message", "Two", "--after", "1") == 0


def test_one_plan_beside_the_others_as_published(voice: Typed, folder: Path) -> None:
    write(folder, 1, "bakery")
    voice.json("publish", "--message", "Two plans")
    write(folder, 2, "bakery")
    write(folder, 2, "shop")
    (folder / "routes.yaml").write_text('routes:\n  "100": shop\n  "200": bakery\n')
    done = voice.json("publish", "bakery", "--message", "Bread")
    assert [change["path"] for change in done["changes"]] == ["bakery/plan.yaml"]
    done = voice.json("publish", str(folder), "--message", "The rest")
    assert [change["path"] for change in done["changes"]] == ["routes.yaml", "shop/plan.yaml"]
    numbers = [line["number"] for line in voice.json("history", "bakery")]
    assert numbers == [2, 1]
    assert [line["number"] for line in voice.json("history", "shop")] == [3, 1]
    assert voice("history", "florist") == 2
    voice("publish", str(folder / "shop"), "--message", "same")
    assert "nothing changed" in voice.out


def test_one_plan_with_a_shared_piece_that_changed(voice: Typed, folder: Path) -> None:
    (folder / "shared").mkdir()
    (folder / "shared" / "hours.yaml").write_text("a: 1\n")
    voice.json("publish", "--message", "First")
    write(folder, 2)
    (folder / "shared" / "new.yaml").write_text("b: 1\n")
    assert voice("publish", "shop", "--message", "A new piece") == 0
    (folder / "shared" / "hours.yaml").write_text("a: 2\n")
    write(folder, 3)
    assert voice("publish", "shop", "--message", "A changed piece") == 1
    assert "error shared" in voice.err


async def test_of_two_who_publish_at_once_one_wins(store: Store, folder: Path, tmp_path: Path) -> None:
    folders = [write(tmp_path / str(number), number) for number in range(4)]
    work = (publish(store.versions, one, Signed(one.name, "mine")) for one in folders)
    done = await asyncio.gather(*work, return_exceptions=True)
    lines = await store.versions.history()
    lost = [one for one in done if isinstance(one, PublishConflict)]
    assert len(lines) + len(lost) == 4
    assert [line.number for line in lines] == list(range(len(lines), 0, -1))
    assert all("meanwhile: mine" in str(error) for error in lost)


async def test_rolling_back_step_by_step(store: Store, folder: Path) -> None:
    for edition in (1, 2, 3):
        await publish(store.versions, write(folder, edition), ANN)
    first, second, _ = reversed([line.version for line in await store.versions.history()])
    for expected in (second, first):
        done = await roll_back(store.versions, None, "bob", "step back")
        assert done.published and done.published.version == expected
    with pytest.raises(VersionError, match="no version before"):
        await roll_back(store.versions, None, "bob", None)
    done = await roll_back(store.versions, first[:8], "bob", None)
    assert done.published is None and not done.changes


async def test_a_version_that_loads_no_more_is_not_rolled_back_to(store: Store, folder: Path) -> None:
    (folder / "shop" / "plan.yaml").write_text(plan(1).replace("goto: hours", "goto: ours"))
    old = take(folder).tree
    await store.versions.publish(old, after=0, kind="publish", author="x", message="older software took it")
    await publish(store.versions, write(folder, 2), ANN)
    done = await roll_back(store.versions, "1", "bob", None)
    assert done.refused and done.published is None
    assert str(done.problems[0].file) == f"{old.version[:12]}/shop/plan.yaml"


async def test_a_gateway_starts_with_the_latest_version_that_loads(store: Store, folder: Path) -> None:
    source = PublishedSource(store.versions)
    with pytest.raises(SettingsError, match="voice publish"):
        await source.first()
    await publish(store.versions, write(folder, 1), ANN)
    (folder / "shop" / "plan.yaml").write_text("steps: {}\n")
    await store.versions.publish(take(folder).tree, after=1, kind="publish", author="x", message="broken")
    plans = await source.first()
    good = (await store.versions.find("1")).version
    assert plans.version == good
    shop = plans.plan_for("100")
    assert shop is not None and shop.version == plans.unmapped().version == good
    assert await source.newer() is None
    await publish(store.versions, write(folder, 3), ANN)
    newer = await source.newer()
    assert newer is not None and newer.version != good
    source.close()


async def test_several_gateways_follow(store: Store, folder: Path) -> None:
    await publish(store.versions, folder, ANN)
    sources = [PublishedSource(store.versions) for _ in range(3)]
    for source in sources:
        await source.first()
    for edition in (2, 3):
        done = await publish(store.versions, write(folder, edition), ANN)
        assert done.published is not None
        for source in sources:
            newer = await source.newer()
            assert newer is not None and newer.version == done.published.version
            assert await source.newer() is None
    back = await roll_back(store.versions, "1", "ann", None)
    assert back.published is not None
    for source in sources:
        newer = await source.newer()
        assert newer is not None and newer.version == back.published.version
        source.close()


async def test_a_gateway_whose_database_is_away_follows_when_it_is_back(
    store: Store, folder: Path, url: str
) -> None:
    import sqlalchemy as sa
    from sqlalchemy.ext.asyncio import create_async_engine

    from voice.errors import RecordsError

    async def rename(old: str, new: str) -> None:
        engine = create_async_engine(url)
        async with engine.begin() as connection:
            await connection.execute(sa.text(f"ALTER TABLE {old} RENAME TO {new}"))
        await engine.dispose()

    await publish(store.versions, folder, ANN)
    source = PublishedSource(store.versions)
    await source.first()
    await publish(store.versions, write(folder, 2), ANN)
    await rename("files", "elsewhere")
    for _ in range(2):
        with pytest.raises(RecordsError):
            await source.newer()
    await rename("elsewhere", "files")
    assert await source.newer() is not None
    source.close()


async def test_files_of_old_versions_stay_as_long_as_calls_may_need_them(store: Store, folder: Path) -> None:
    await publish(store.versions, folder, ANN)
    source = PublishedSource(store.versions, kept_seconds=0)
    place = source._place
    await source.first()
    assert len(list(place.iterdir())) == 1
    await publish(store.versions, write(folder, 2), ANN)
    await source.newer()
    assert len(list(place.iterdir())) == 2
    await source.newer()
    assert [path.name for path in place.iterdir()] == [(await store.versions.history())[0].version]
    source.close()
    assert not place.exists()
