"""Addresses and secrets: plans name them, the environment holds them."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping

from voice.dialplan.text import VALUE
from voice.errors import LookupFailed

_NAMED = r"env:([A-Za-z_][A-Za-z0-9_]*)"
_EITHER = re.compile(rf"{_NAMED}|{VALUE.pattern}")


def filled_in(text: str, what: str, values: Mapping[str, str] | None = None) -> str:
    """A text of a plan with what the environment holds in place of each env:NAME, and `values` for {name}.

    The environment is read at each use. Neither what it holds nor a value is looked at again. `what` says in
    a few words what the variable must hold. Raises LookupFailed when it is not set.
    """

    def put_in(found: re.Match[str]) -> str:
        if found[1]:
            return _value(found[1], what)
        return found[0] if values is None else values[found[2]]

    return _EITHER.sub(put_in, text)


def is_secret(text: object) -> bool:
    """True when a text of a plan holds an env:NAME."""
    return isinstance(text, str) and re.search(_NAMED, text) is not None


def _value(name: str, what: str) -> str:
    value = os.environ.get(name, "").strip()
    if not value:
        raise LookupFailed(f"the environment variable {name} is not set; it must hold {what}")
    return value
