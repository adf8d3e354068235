"""Writes docs/settings.md, the reference of every setting, from the settings' own types and docstrings."""

from __future__ import annotations

import ast
import inspect
import itertools
import textwrap
from collections.abc import Iterator
from pathlib import Path

from pydantic import BaseModel, SecretStr
from pydantic.fields import FieldInfo

from voice.settings import Settings

PAGE = Path("docs/settings.md")

HEAD = """# Settings

Written by `make docs` from `voice/settings.py`; do not edit.

Each setting can stand in `voice.toml`, in the folder where the gateway is started, or in the environment,
which wins. Values of lists and tables in the environment are JSON. An unknown key is an error.
"""


def render() -> str:
    """Give the whole page."""
    top = [name for name in Settings.model_fields if _section(name) is None]
    parts = [HEAD, _table(Settings, "", top)]
    for name in Settings.model_fields:
        section = _section(name)
        if section is not None:
            about = inspect.cleandoc(section.__doc__ or "")
            parts.append(f"## [{name}]\n\n{about}\n\n{_table(section, name, list(section.model_fields))}")
    return "\n".join(parts)


def explanations(model: type[BaseModel]) -> dict[str, str]:
    """Give the docstring under each field of a model, in one line; fields without one are left out."""
    tree = ast.parse(textwrap.dedent(inspect.getsource(model)))
    return {name: words for node in tree.body for name, words in _documented(node)}


def _documented(node: ast.stmt) -> Iterator[tuple[str, str]]:
    body = node.body if isinstance(node, ast.ClassDef) else []
    for field, text in itertools.pairwise(body):
        match field, text:
            case ast.AnnAssign(target=ast.Name(id=name)), ast.Expr(value=ast.Constant(value=str(words))):
                yield name, " ".join(words.split())


def _section(name: str) -> type[BaseModel] | None:
    kind = Settings.model_fields[name].annotation
    return kind if inspect.isclass(kind) and issubclass(kind, BaseModel) else None


def _table(model: type[BaseModel], section: str, names: list[str]) -> str:
    said = explanations(model)
    lines = ["| key | environment | default | meaning |", "| --- | --- | --- | --- |"]
    for name in names:
        variable = "VOICE_" + (f"{section}__{name}" if section else name).upper()
        meaning = said.get(name, "").replace("|", "\\|")
        lines.append(f"| `{name}` | `{variable}` | {_default(model.model_fields[name])} | {meaning} |")
    return "\n".join(lines) + "\n"


def _default(field: FieldInfo) -> str:
    if field.is_required():
        return "required"
    value = field.get_default(call_default_factory=True, validated_data={})
    if isinstance(value, SecretStr):
        value = value.get_secret_value()
    if isinstance(value, list | tuple):
        value = ", ".join(map(str, value))
    return f"`{value}`" if value not in ("", {}, None) else "empty"


if __name__ == "__main__":
    PAGE.write_text(render(), encoding="utf-8")
