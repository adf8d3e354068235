"""Whether the requests of a plan can be told apart by their examples, as the real classifier tells them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

import numpy as np

from voice.dialplan.model import Dialplan
from voice.dialplan.source import Document, Location
from voice.errors import Problem
from voice.turn import Language
from voice.understanding.encoder import Matrix, encode
from voice.understanding.kernel import MOST_LEFT_OUT, LikenessModel, normal

NEAR = 0.92
"""Cosine of meaning from which two sentences say the same."""
CONFUSED = 0.2
"""Share of a request's examples that read as one other request from which the two are hard to tell apart."""
AT_LEAST = 2
"""Examples below which a share tells nothing."""
MOST_NAMED = 3
"""Examples that a warning quotes."""


def overlapping(plan: Dialplan, document: Document) -> list[Problem]:
    """Examples of two requests that mean the same, and requests whose examples read as another's."""
    examples = _Examples(plan)
    if len({said.request for said in examples.rows}) < 2:
        return []
    return [
        Problem(*document.place(said.place), "overlap", message, hint, "warning")
        for said, message, hint in (*_near(examples), *_confused(examples))
    ]


@dataclass(frozen=True, slots=True)
class _Said:
    request: str
    text: str
    language: Language
    index: int

    @property
    def place(self) -> Location:
        return ("intents", self.request, "examples", self.language, self.index)


Finding = tuple[_Said, str, str]


class _Examples:
    """All examples of a plan in the order in which they are learned."""

    def __init__(self, plan: Dialplan) -> None:
        self.titles = {name: intent.title[plan.languages[0]] for name, intent in plan.intents.items()}
        every = [
            _Said(name, text, language, index)
            for name, intent in plan.intents.items()
            for language, texts in intent.examples.items()
            for index, text in enumerate(texts)
            if normal(text)
        ]
        step = len(every) // MOST_LEFT_OUT + 1
        self.rows = sorted(every[::step], key=lambda said: (said.request, said.text))
        self.points: Matrix = encode([said.text for said in self.rows])

    @cached_property
    def elsewhere(self) -> Matrix:
        """(examples, examples): how near two examples of different requests are, -1 to 1."""
        requests = np.array([said.request for said in self.rows])
        near = self.points @ self.points.T
        return np.where(requests[:, None] == requests[None, :], -1.0, near)


def _near(examples: _Examples) -> Iterator[Finding]:
    rows = examples.rows
    for one, other in zip(*np.nonzero(np.triu(examples.elsewhere >= NEAR)), strict=True):
        first, second = rows[one], rows[other]
        if normal(first.text) == normal(second.text):
            continue  # said already, as an error, by the plan's own checks
        message = (
            f"{first.request} and {second.request} have examples that mean the same: "
            f"“{first.text}” and “{second.text}”"
        )
        yield second, message, "leave each with the request that callers mean"


def _confused(examples: _Examples) -> Iterator[Finding]:
    """Examples that would read as another request's, had they not been learned."""
    rows = examples.rows
    model = LikenessModel([said.text for said in rows], [said.request for said in rows], examples.points)
    reads_as = model.labels[model.left_out.argmax(axis=1)]
    astray = sorted(
        (
            (said.request, str(other), row)
            for row, (said, other) in enumerate(zip(rows, reads_as, strict=True))
            if said.request != other
        ),
    )
    for (request, other), found in groupby(astray, key=lambda item: item[:2]):
        indexes = [row for _, _, row in found]
        count = sum(said.request == request for said in rows)
        if len(indexes) < AT_LEAST or len(indexes) < CONFUSED * count:
            continue
        yield rows[indexes[0]], _told_apart(examples, request, other, indexes, count), _HINT


_HINT = "make them one request, or say in the examples what sets each apart"


def _told_apart(examples: _Examples, request: str, other: str, indexes: list[int], count: int) -> str:
    of_other = np.array([said.request == other for said in examples.rows])
    pairs = []
    for row in indexes[:MOST_NAMED]:
        nearest = int(np.where(of_other, examples.elsewhere[row], -2.0).argmax())
        pairs.append(f"“{examples.rows[row].text}” (near “{examples.rows[nearest].text}”)")
    return (
        f"{request} and {other} are hard to tell apart: {len(indexes)} of {count} examples of {request} "
        f"read as {other}: {', '.join(pairs)}"
    )
