"""What pydantic finds wrong with a value, in words for those who write YAML and TOML."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

_MOST_QUOTED = 60
"""Characters of a value that are said back."""

_WANTED: Mapping[str, str] = {
    **dict.fromkeys(("int_type", "int_parsing", "int_from_float"), "a whole number is wanted"),
    **dict.fromkeys(("float_type", "float_parsing"), "a number is wanted"),
    **dict.fromkeys(("bool_type", "bool_parsing"), "true or false is wanted"),
    **dict.fromkeys(("string_type", "string_sub_type"), "a text is wanted"),
    **dict.fromkeys(
        ("dict_type", "model_type", "mapping_type", "model_attributes_type"),
        "keys with their values are wanted",
    ),
    **dict.fromkeys(("list_type", "tuple_type", "set_type", "frozen_set_type"), "a list is wanted"),
}
_BOUNDS: Mapping[str, tuple[str, str]] = {
    "greater_than_equal": ("it must be {} or more", "ge"),
    "greater_than": ("it must be more than {}", "gt"),
    "less_than_equal": ("it must be {} or less", "le"),
    "less_than": ("it must be less than {}", "lt"),
    **dict.fromkeys(("literal_error", "enum"), ("it must be {}", "expected")),
    "string_pattern_mismatch": ("it must fit the pattern {}", "pattern"),
}
"""The sentence for a kind of error, and where pydantic keeps what stands in it."""


def wrong_value(detail: Mapping[str, Any]) -> str:
    """What is wrong, and the value where it is given and short.

    `detail` is one of ValidationError.errors(); leave "input" out where the value may be a secret.
    """
    kind = str(detail["type"])
    if kind in _WANTED:
        said = _WANTED[kind]
    elif kind in _BOUNDS:
        text, key = _BOUNDS[kind]
        said = text.format(detail["ctx"][key])
    else:
        return str(detail["msg"]).removeprefix("Value error, ")
    value = detail.get("input", ())
    if value is None:
        return f"{said}, and nothing is given"
    if isinstance(value, bool):
        return f"{said}, not {str(value).lower()}"
    shown = isinstance(value, str | int | float) and len(repr(value)) <= _MOST_QUOTED
    return f"{said}, not {value!r}" if shown else said
