"""Lookups in real databases: bound, read-only, bounded in time."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path

import pytest

from tests.conversation.talk import PLANS, plan
from voice.connectors.lookups import look_up
from voice.connectors.sql import look_up as sql_look_up
from voice.dialplan.load import load_plan
from voice.dialplan.model import Dialplan, LookupSpec, ValueType
from voice.errors import LookupFailed
from voice.turn import Lookup


async def test_a_row_of_the_example_data() -> None:
    rows = await look_up(plan("retail"), Lookup("order", {"order_number": "A1042"}))
    assert rows == [
        {
            "status": "shipped",
            "carrier": "Chronopost",
            "expected": "2026-03-12",
            "delivered": "",
            "returnable": "no",
        }
    ]


@pytest.mark.parametrize("number", ["Z9999", "", "' OR '1'='1", "A1042'; DROP TABLE orders; --"])
async def test_values_are_bound_never_spliced(number: str) -> None:
    assert await look_up(plan("retail"), Lookup("order", {"order_number": number})) == []


async def test_a_missing_parameter_finds_nothing() -> None:
    assert await look_up(plan("retail"), Lookup("order", {})) == []


def spec(sql: str, timeout: float = 3.0) -> LookupSpec:
    return LookupSpec(sql=sql, gives={"a": ValueType.TEXT}, timeout=timeout)


@pytest.fixture
def address(tmp_path: Path) -> str:
    with sqlite3.connect(tmp_path / "some.db") as database:
        database.execute("CREATE TABLE t (a)")
        database.execute("INSERT INTO t VALUES (1), (NULL)")
    database.close()
    return f"sqlite+aiosqlite:///{tmp_path / 'some.db'}"


async def test_values_are_text(address: str) -> None:
    assert await sql_look_up(address, spec("SELECT a FROM t"), {}) == [{"a": "1"}, {"a": ""}]


@pytest.mark.parametrize(
    "sql", ["INSERT INTO t VALUES (2)", "WITH x AS (SELECT 1) DELETE FROM t", "SELECT a FROM nowhere"]
)
async def test_writing_and_mistakes_fail(address: str, sql: str) -> None:
    with pytest.raises(LookupFailed):
        await sql_look_up(address, spec(sql), {})
    assert len(await sql_look_up(address, spec("SELECT a FROM t"), {})) == 2


async def test_an_answer_that_takes_too_long_fails(address: str) -> None:
    forever = "WITH RECURSIVE n(a) AS (SELECT 1 UNION SELECT a+1 FROM n LIMIT 3000000) SELECT max(a) a FROM n"
    with pytest.raises(LookupFailed, match="did not answer"):
        await sql_look_up(address, spec(forever, timeout=0.05), {})


@pytest.mark.parametrize("where", ["no url", "sqlite+aiosqlite:////nowhere/at/all.db", "nosuch://host/db"])
async def test_an_address_that_leads_nowhere_fails(where: str) -> None:
    with pytest.raises(LookupFailed):
        await sql_look_up(where, spec("SELECT 1 AS a"), {})


def with_data(data: str, **gives: ValueType) -> Dialplan:
    retail = plan("retail")
    order = retail.lookups["order"]
    changed = order.model_copy(update={"data": data, "gives": {**order.gives, **gives}})
    return retail.model_copy(update={"lookups": {"order": changed}})


async def test_the_address_may_come_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = Lookup("order", {"order_number": "B2001"})
    with pytest.raises(LookupFailed, match="SHOP_DATABASE"):
        await look_up(with_data("env:SHOP_DATABASE"), asked)
    monkeypatch.setenv("SHOP_DATABASE", plan("retail").lookups["order"].data)
    assert (await look_up(with_data("env:SHOP_DATABASE"), asked))[0]["status"] == "delivered"


async def test_a_column_the_select_lacks_is_named() -> None:
    broken = with_data(plan("retail").lookups["order"].data, colour=ValueType.TEXT)
    with pytest.raises(LookupFailed, match="colour"):
        await look_up(broken, Lookup("order", {"order_number": "A1042"}))


async def test_a_folder_with_an_odd_name(tmp_path: Path) -> None:
    folder = tmp_path / "été 100% #1?" / "retail"
    shutil.copytree(PLANS / "retail", folder)
    rows = await look_up(load_plan(folder), Lookup("order", {"order_number": "A1043"}))
    assert rows[0]["status"] == "delayed"


async def test_a_plan_asks_a_service(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "retail"
    shutil.copytree(PLANS / "retail", folder)
    text = (folder / "plan.yaml").read_text(encoding="utf-8")
    start, end = text.index("    sql: >-"), text.index("    gives:")
    http = "    http: {base: env:SHOP_API, path: '/orders/{order_number}'}\n"
    (folder / "plan.yaml").write_text(text[:start] + http + text[end:], encoding="utf-8")
    shop = load_plan(folder)
    with pytest.raises(LookupFailed, match="SHOP_API"):
        await look_up(shop, Lookup("order", {"order_number": "A1042"}))
    assert await look_up(shop, Lookup("order", {})) == []
