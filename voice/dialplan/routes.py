"""Which dialled number leads to which plan: routes.yaml."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from voice.dialplan.checks import did_you_mean
from voice.dialplan.source import Document, read
from voice.errors import Problem

_PATTERN = re.compile(r"\+?[0-9A-Za-z._-]+\*?|\*")


@dataclass(frozen=True, slots=True)
class Route:
    """One number, or all numbers with one beginning."""

    pattern: str
    """Digits with an optional leading +, or a SIP user name; a * at the end stands for any rest."""
    plan: str

    def matches(self, dialled: str) -> bool:
        """True when a dialled number is meant; blanks, dots and dashes between digits do not count."""
        number = _plain(dialled)
        if self.pattern.endswith("*"):
            return number.startswith(_plain(self.pattern[:-1]))
        return number == _plain(self.pattern)

    @property
    def rank(self) -> tuple[bool, int]:
        """Whole numbers come before beginnings, long beginnings before short ones."""
        return (self.pattern.endswith("*"), -len(self.pattern))


def _plain(number: str) -> str:
    return re.sub(r"(?<=[0-9+])[\s.\-]+(?=[0-9])", "", number.strip()).lower()


def read_routes(path: Path, plans: Sequence[str]) -> tuple[tuple[Route, ...], str | None, list[Problem]]:
    """Routes (most particular first), the default plan, and the problems of the file."""
    document = read(path)
    if document.problems:
        return (), None, document.problems
    data = document.data
    if not isinstance(data, dict):
        document.problem((), "empty", "the file holds no routes", "write routes: and below it number: plan")
        return (), None, document.problems
    for key in data.keys() - {"routes", "default"}:
        document.problem(
            (key,), "unknown_key", f"unknown key {key}", did_you_mean(key, ("routes", "default"))
        )
    routes = _routes(document, data.get("routes"), plans)
    default = data.get("default")
    if default is not None and not _known(document, ("default",), default, plans):
        default = None
    return tuple(sorted(routes, key=lambda route: route.rank)), default, document.problems


def _routes(document: Document, raw: object, plans: Sequence[str]) -> list[Route]:
    if not isinstance(raw, dict) or not raw:
        document.problem(("routes",), "missing", "routes is missing or empty", "write number: plan")
        return []
    routes = []
    for pattern, plan in raw.items():
        if not _PATTERN.fullmatch(pattern):
            message = f"{pattern} is no number; write digits with an optional + before and * after"
            document.problem(("routes", pattern), "route", message)
        elif _known(document, ("routes", pattern), plan, plans):
            routes.append(Route(pattern, plan))
    return routes


def _known(document: Document, location: tuple[str, ...], plan: object, plans: Sequence[str]) -> bool:
    if plan in plans:
        return True
    document.problem(location, "unknown_plan", f"there is no plan {plan}", did_you_mean(str(plan), plans))
    return False
