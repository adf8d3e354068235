"""The shape of a plan: which model stands where."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, get_args, get_origin

from voice.dialplan.base import Model
from voice.dialplan.model import PlanFile

MAPPINGS = (Mapping, dict)


def inner(kind: Any, *, named: bool = False) -> Iterator[tuple[type[Model], bool]]:
    """Models inside a type, and whether they are the values of a mapping."""
    if isinstance(kind, type) and issubclass(kind, Model):
        yield kind, named
        return
    for part in get_args(kind):
        yield from inner(part, named=named or get_origin(kind) in MAPPINGS)


def keys_at(location: Sequence[str | int]) -> list[str]:
    """Keys that can stand at a place of a plan."""
    kinds: list[type[Model]] = [PlanFile]
    for part in location:
        fields = [field for kind in kinds for field in _named(kind, part)]
        found = [model for field in fields for model, _ in inner(field)]
        kinds = found if fields else kinds
    return sorted({info.alias or name for kind in kinds for name, info in kind.model_fields.items()})


def _named(kind: type[Model], key: str | int) -> Iterator[Any]:
    for name, info in kind.model_fields.items():
        if key == (info.alias or name):
            yield info.annotation
