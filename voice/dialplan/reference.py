"""The JSON Schema for editors and the reference page for people, both made from the plan's own models."""

from __future__ import annotations

import json
import types
from collections.abc import Iterator
from enum import Enum
from pathlib import Path
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from voice.dialplan.base import Model
from voice.dialplan.builtin import CALL_VALUES, SENTENCES
from voice.dialplan.conditions import Condition
from voice.dialplan.model import PlanFile, ValueType
from voice.dialplan.shape import MAPPINGS, inner
from voice.dialplan.text import Text

SCHEMA = Path("dialplans/schema.json")
PAGE = Path("docs/dialplan-reference.md")
_HEAD = """# Dialplan reference

Written by `make docs` from the models that read plans; do not edit. The guide is [dialplan.md](dialplan.md).

Every key that a `plan.yaml` can hold. Whatever else stands there is an error, with its line and column.
*name* is small letters, digits and `_`; *text* is a text per language (`fr:` and `en:`), each plain or as
`{text: …, audio: prompts/hello.wav}`; *phrase* is words with `*` for any.
"""


def schema() -> str:
    """JSON Schema (2020-12) of plan.yaml."""
    made = PlanFile.model_json_schema(by_alias=True)
    made = {"$schema": "https://json-schema.org/draft/2020-12/schema", **made, "title": "plan.yaml"}
    return json.dumps(made, ensure_ascii=False, indent=1) + "\n"


def reference() -> str:
    """The reference page, in Markdown."""
    parts = [_HEAD]
    for kind, where in models():
        about = " ".join((kind.__doc__ or "").split())
        parts.append(f"## {where}\n\n{about}\n\n{_table(kind)}")
    parts.append(_types())
    parts.append(_sentences())
    return "\n".join(parts)


def models() -> Iterator[tuple[type[BaseModel], str]]:
    """Each model once, with where it stands, the plan first."""
    waiting: list[tuple[type[BaseModel], str]] = [(PlanFile, "plan.yaml")]
    seen = set[type[BaseModel]]()
    while waiting:
        kind, where = waiting.pop(0)
        if kind in seen:
            continue
        seen.add(kind)
        yield kind, where if kind is PlanFile else f"`{where}`"
        prefix = "" if kind is PlanFile else f"{where}."
        for name, field in kind.model_fields.items():
            key = field.alias or name
            for part, named in inner(field.annotation):
                if part not in seen and all(part is not other for other, _ in waiting):
                    waiting.append((part, f"{prefix}{key}" + (".NAME" if named else "")))


def _table(kind: type[BaseModel]) -> str:
    lines = ["| key | value | left out | meaning |", "| --- | --- | --- | --- |"]
    for name, field in kind.model_fields.items():
        meaning = " ".join((field.description or "").split()).replace("|", "\\|")
        lines.append(f"| `{field.alias or name}` | {_value(field)} | {_default(field)} | {meaning} |")
    return "\n".join(lines) + "\n"


def _value(field: FieldInfo) -> str:
    return _kind(field.annotation, field.metadata) + _bounds(field)


def _bounds(field: FieldInfo) -> str:
    bounds = {type(part).__name__: part for part in field.metadata}
    least = getattr(bounds.get("Ge"), "ge", getattr(bounds.get("Gt"), "gt", None))
    most = getattr(bounds.get("Le"), "le", None)
    return f", {least:g} to {most:g}" if least is not None and most is not None else ""


def _kind(kind: Any, metadata: Any = ()) -> str:
    """A type in an administrator's words."""
    plain = {bool: "true or false", int: "number", float: "number", Condition: "condition", Text: "text"}
    if kind in plain:
        return plain[kind]
    if kind is str:
        pattern = next((part.pattern for part in metadata if getattr(part, "pattern", None)), "")
        return "name" if pattern.startswith("^[a-z]") else "words"
    if isinstance(kind, type) and issubclass(kind, Enum):
        return "one of " + ", ".join(f"`{part.value}`" for part in kind)
    if isinstance(kind, type) and issubclass(kind, Model):
        return "see below"
    return _compound(kind)


def _compound(kind: Any) -> str:
    origin, parts = get_origin(kind), get_args(kind)
    if origin is Annotated:
        return _kind(parts[0], _flat(parts[1:]))
    if origin is Literal:
        return "one of " + ", ".join(f"`{part}`" for part in parts)
    if origin in (Union, types.UnionType):
        return " or ".join(dict.fromkeys(_kind(part) for part in parts if part is not type(None)))
    if origin is tuple:
        return f"list of {_kind(parts[0])}"
    if origin in MAPPINGS:
        return f"{_kind(parts[0])}: {_kind(parts[1])}"
    return "words"


def _flat(metadata: tuple[Any, ...]) -> list[Any]:
    return [
        inner for part in metadata for inner in (part.metadata if isinstance(part, FieldInfo) else [part])
    ]


def _default(field: FieldInfo) -> str:
    if field.is_required():
        return "**needed**"
    value = field.get_default(call_default_factory=True, validated_data={})
    if isinstance(value, Enum):
        value = value.value
    if isinstance(value, bool):
        value = str(value).lower()
    return "" if value in ("", (), {}, None) or isinstance(value, BaseModel) else f"`{value}`"


def _types() -> str:
    names = ", ".join(f"`{kind.value}`" for kind in ValueType)
    return f"## Kinds of value\n\n{names}\n"


def _sentences() -> str:
    lines = [
        "## Built-in sentences",
        "",
        "What the bot says by itself; under `prompts` a plan gives its own words: one text, or several said",
        "one after the other. `{requests}` and `{house}` can stand in all of them.",
        "",
        "| name | values | says |",
        "| --- | --- | --- |",
    ]
    for name, by_language in SENTENCES.items():
        values = ", ".join(f"`{{{value}}}`" for value in sorted(CALL_VALUES.get(name, ())))
        lines.append(f"| `{name}` | {values} | {by_language['en'][0]} |")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    SCHEMA.write_text(schema(), encoding="utf-8")
    PAGE.write_text(reference(), encoding="utf-8")
