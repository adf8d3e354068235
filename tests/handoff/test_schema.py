"""The published schema is the one of this version, and summaries keep to it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.handoff.calls import brief, order_call, started
from tests.handoff.test_earlier import before
from tests.handoff.test_earlier import brief as brief_with_earlier
from voice.handoff.brief import HandoffBrief
from voice.handoff.schema import PAGE, render, schema

ROOT = Path(__file__).parent.parent.parent
TYPES = {
    "string": str,
    "number": (int, float),
    "integer": int,
    "boolean": bool,
    "array": list,
    "object": dict,
}


def test_the_published_schema_is_up_to_date() -> None:
    assert (ROOT / PAGE).read_text("utf-8") == render(), "run make docs"
    assert f"({PAGE.name})" in (ROOT / "docs" / "webhook.md").read_text("utf-8")


def wrong(value: Any, rule: dict[str, Any], where: str = "$") -> Iterator[str]:
    """Where a value breaks the schema; knows the keywords that the schema uses."""
    if "$ref" in rule:
        rule = schema()["$defs"][rule["$ref"].removeprefix("#/$defs/")]
    if "anyOf" in rule:
        if all([*wrong(value, one, where)] for one in rule["anyOf"]):
            yield where
    elif not _suits(value, rule):
        yield where
    elif isinstance(value, list):
        for number, item in enumerate(value):
            yield from wrong(item, rule["items"], f"{where}[{number}]")
    elif isinstance(value, dict):
        yield from _wrong_members(value, rule, where)


def _suits(value: Any, rule: dict[str, Any]) -> bool:
    kind: Any = TYPES.get(rule.get("type", ""), object)
    return (
        isinstance(value, kind) and value in rule.get("enum", [value]) and value == rule.get("const", value)
    )


def _wrong_members(value: dict[str, Any], rule: dict[str, Any], where: str) -> Iterator[str]:
    known, more = rule.get("properties", {}), rule.get("additionalProperties", {})
    yield from (f"{where}.{name}" for name in rule.get("required", ()) if name not in value)
    for name, item in value.items():
        if name not in known and more is False:
            yield f"{where}.{name}"
        else:
            yield from wrong(item, known.get(name, more), f"{where}.{name}")


@pytest.mark.parametrize(
    "made",
    [
        brief([started()]),
        brief(order_call(), agent_language="fr"),
        brief_with_earlier(order_call(), [before("c9")]),
    ],
)
def test_summaries_keep_to_it(made: HandoffBrief) -> None:
    posted = json.loads(made.model_dump_json())
    assert list(wrong(posted, schema())) == []
    assert list(wrong(posted | {"created": 3, "more": 1}, schema())) == ["$.created", "$.more"]
    posted["slots"] = [{"name": "x"}]
    assert "$.slots[0].value" in list(wrong(posted, schema()))
