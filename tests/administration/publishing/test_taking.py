"""Which files belong to a version, and what must not."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.administration.publishing.shop import plan
from voice.administration.publishing.taking import MOST_BYTES, take
from voice.dialplan.load import load_all


def codes(folder: Path) -> list[str]:
    return [problem.code for problem in take(folder).problems]


def put(folder: Path, name: str, body: str | bytes) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(body.encode() if isinstance(body, str) else body)
    return path


def test_plans_routes_prompts_and_tests_belong_to_it(folder: Path) -> None:
    for name in ("shop/tests/hours.yaml", "shop/prompts/hello.WAV", "shared/common.yaml", "README.md"):
        put(folder, name, "")
    taken = take(folder)
    assert sorted(taken.tree.files) == [
        "README.md",
        "routes.yaml",
        "shared/common.yaml",
        "shop/plan.yaml",
        "shop/prompts/hello.WAV",
        "shop/tests/hours.yaml",
    ]
    assert not taken.left_out and not taken.problems


def test_data_belongs_to_it_only_when_a_plan_names_it(folder: Path) -> None:
    for name in ("shop/orders.db", "shop/other.db", "shop/orders.sql", "shop/prompts/words.txt"):
        put(folder, name, name)
    put(folder, "shop/plan.yaml", plan(0) + "data: orders.db\nprompts: {x: [words.txt, orders.db]}\n")
    taken = take(folder)
    assert {"shop/orders.db", "shop/prompts/words.txt"} <= set(taken.tree.files)
    assert taken.left_out == ("shop/orders.sql", "shop/other.db")


def test_calls_kept_beside_tests_are_no_part_of_a_version(folder: Path) -> None:
    for name in ("shop/tests/calls/abc.yaml", "shop/tests/calls/abc.wav"):
        put(folder, name, "- name: a caller's words\n")
    taken = take(folder)
    assert not [path for path in taken.tree.files if "calls" in path]
    assert set(taken.pinned) == {"shop/tests/calls/abc.yaml"}
    assert taken.left_out == ("shop/tests/calls/abc.wav", "shop/tests/calls/abc.yaml")


def test_the_shipped_plans_are_whole(tmp_path: Path) -> None:
    shipped = Path(__file__).parents[3] / "dialplans"
    take(shipped).tree.write(tmp_path)
    assert load_all(tmp_path).plans.keys() == load_all(shipped).plans.keys()
    assert not take(shipped).problems


@pytest.mark.parametrize("name", [".env", "shop/.env", ".git/config.yaml", "shop/.plan.yaml.swp"])
def test_hidden_files_are_never_looked_at(folder: Path, name: str) -> None:
    put(folder, name, "PASSWORD=hunter2")
    put(folder, "shop/plan.yaml", plan(0) + f"data: {name.rpartition('/')[2]}\n")
    taken = take(folder)
    assert set(taken.tree.files) == {"routes.yaml", "shop/plan.yaml"}
    assert not taken.left_out


@pytest.mark.parametrize(
    "line",
    [
        "data: postgresql://reader:hunter2@db/orders",
        "targets: {boss: 'sip:boss:hunter2@10.0.0.1'}",
        "url: https://user:hunter2@example.org/",
        "key: |\n  -----BEGIN RSA PRIVATE KEY-----",
    ],
)
def test_secrets_are_refused_with_their_place(folder: Path, line: str) -> None:
    put(folder, "shop/plan.yaml", "title: x\n" + line)
    (problem,) = take(folder).problems
    assert problem.code == "secret"
    assert (problem.file, problem.level) == (folder / "shop" / "plan.yaml", "error")
    assert problem.line == (3 if "BEGIN" in line else 2) and problem.column > 1
    assert "hunter2" not in str(problem)


@pytest.mark.parametrize(
    "line",
    [
        "data: env:ORDERS_DB",
        "data: postgresql://reader@db/orders",
        "data: postgresql://db:5432/orders",
        "targets: {desk: 'sip:desk@127.0.0.1:5070'}",
        'say: "write to a@b.example: we answer"',
        "note: see https://example.org:8080/a@b",
    ],
)
def test_what_only_looks_like_a_secret(folder: Path, line: str) -> None:
    put(folder, "shop/plan.yaml", line)
    assert codes(folder) == []


def test_a_link_may_not_lead_out(folder: Path, tmp_path: Path) -> None:
    outside = put(tmp_path, "secret.yaml", "password: x")
    (folder / "shop" / "linked.yaml").symlink_to(outside)
    (folder / "shop" / "inner.yaml").symlink_to(folder / "routes.yaml")
    taken = take(folder)
    assert [problem.code for problem in taken.problems] == ["link"]
    assert "shop/inner.yaml" in taken.tree.files and "shop/linked.yaml" not in taken.tree.files


def test_a_database_that_is_written_to(folder: Path) -> None:
    put(folder, "shop/orders.db", b"x")
    put(folder, "shop/orders.db-wal", b"y")
    put(folder, "shop/plan.yaml", plan(0) + "data: orders.db\n")
    assert codes(folder) == ["data"]


def test_a_file_that_is_too_big(folder: Path) -> None:
    with put(folder, "shop/prompts/long.wav", b"").open("wb") as file:
        file.truncate(MOST_BYTES + 1)
    assert codes(folder) == ["too_big"]


def test_names_that_cannot_be_kept(folder: Path) -> None:
    put(folder, "shop/a\\b.yaml", "")
    put(folder, "shop/a\nb.yaml", "")
    (folder / "shop" / "a\udcff.yaml").write_text("")
    assert codes(folder) == ["name"] * 3
