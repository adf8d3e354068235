"""A plan as a list of its single settings, each with the path that leads to it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from voice.dialplan.base import PERSON
from voice.dialplan.model import Dialplan

Path = tuple[str, ...]
Value = str | tuple[str, ...]
"""One setting as text; a list of them where their place in the list tells nothing by itself."""

_NO_SETTING = frozenset({"name", "sha", "version", "folder", "include"})
"""What differs without any difference for callers."""
_USUALLY = frozenset({"interruptible", "spoken"})
"""What is worth a word only where it is not so."""
ORDER = "order"
"""Key of the order in which conditions are tried."""
_BY = ("name", "when")
"""Keys by which things in a list are told apart."""


def flat(plan: Dialplan) -> dict[Path, Value]:
    """Every setting of a plan that is not empty; defaults are there too."""
    data = plan.model_dump(mode="json", by_alias=True, exclude=set(_NO_SETTING))
    data["steps"].pop(PERSON, None)
    for lookup in data["lookups"].values():
        lookup["data"] = _without_folder(lookup.get("data") or "", plan.data)
    return dict(_leaves(data, ()))


def _without_folder(address: str, own: str) -> str:
    """The database as the plan names it: where the plan's folder lies makes no difference."""
    if address.startswith("sqlite+aiosqlite:///file:"):
        file = address.partition("?")[0].rpartition("/")[2]
        return "" if own.rpartition("/")[2] == file else file
    return "" if address == own else address


def _leaves(value: Any, path: Path) -> Iterator[tuple[Path, Value]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            if key in _USUALLY and isinstance(inner, bool):
                inner = "" if inner else "no"
            yield from _leaves(inner, (*path, str(key)))
    elif isinstance(value, list) and value and all(isinstance(item, dict) for item in value):
        yield from _listed(value, path)
    elif isinstance(value, list):
        if value:
            yield path, tuple(_text(item) for item in value)
    elif value not in (None, "", False):
        yield path, _text(value)


def _listed(items: list[Any], path: Path) -> Iterator[tuple[Path, Value]]:
    """Things in a list: by what they are called, and their order."""
    names = [
        next((str(item[key]) for key in _BY if key in item), str(index + 1))
        for index, item in enumerate(items)
    ]
    if len(set(names)) < len(names):
        names = [str(index + 1) for index in range(len(items))]
    for name, item in zip(names, items, strict=True):
        inner = {key: value for key, value in item.items() if key not in _BY or str(value) != name}
        if set(inner) == {"goto"}:
            yield (*path, name), _text(inner["goto"])
        else:
            yield from _leaves(inner, (*path, name))
    if path[-1:] == ("if",) and len(names) > 1:
        yield (*path, ORDER), tuple(names)


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:g}"
    if isinstance(value, list):
        return "-".join(_text(item) for item in value)
    if isinstance(value, dict):
        return ", ".join(f"{key}: {_text(item)}" for key, item in value.items())
    return str(value)
