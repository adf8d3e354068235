"""Scorecards: totals, how far raters agree, and the table that leaves the house. Pure."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from voice.escalation.tune import kappa
from voice.records.labels import Label
from voice.records.reviews import BOUNDS, Comment, Criterion, Mark
from voice.records.rows import CallRow

_FORMULAS = ("=", "+", "-", "@", "\t", "\r")
"""Beginnings that a spreadsheet takes for something to compute."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """All that one rater says about one call."""

    call_id: str
    rater: str
    label: Label | None
    marks: Mapping[int, int]
    """By criterion."""


@dataclass(frozen=True, slots=True)
class Pair:
    """How far two raters agree on the calls that both judged."""

    first: str
    second: str
    transfers: int
    """Calls of which both say whether a person should have had them."""
    transfer_kappa: float | None
    """Cohen's kappa on these; None when it cannot be told from chance."""
    marks: int
    """Yes-or-no criteria that both marked."""
    marks_kappa: float | None
    points: int
    """One-to-five criteria that both marked."""
    close: int
    """Of these, how many by at most one point apart."""


def judgements(labels: Iterable[Label], marks: Iterable[Mark]) -> list[Judgement]:
    """What was said and marked, by call and rater."""
    said = {(label.call_id, label.rater): label for label in labels}
    given: dict[tuple[str, str], dict[int, int]] = {}
    for mark in marks:
        given.setdefault((mark.call_id, mark.rater), {})[mark.criterion] = mark.mark
    return [
        Judgement(*key, said.get(key), given.get(key, {})) for key in sorted({*said.keys(), *given.keys()})
    ]


def total(criteria: Iterable[Criterion], marks: Mapping[int, int]) -> float | None:
    """Weighted mean of the marks, 0 to 1 on their scales; None when nothing that counts is marked."""
    points = weights = 0.0
    for criterion in criteria:
        mark = marks.get(criterion.id)
        if mark is not None:
            lowest, highest = BOUNDS[criterion.scale]
            points += criterion.weight * (mark - lowest) / (highest - lowest)
            weights += criterion.weight
    return points / weights if weights else None


def pairs(criteria: Iterable[Criterion], said: Sequence[Judgement]) -> list[Pair]:
    """Every two raters who judged a call both, by name."""
    scales = {criterion.id: criterion.scale for criterion in criteria}
    by_rater: dict[str, list[Judgement]] = {}
    for one in said:
        by_rater.setdefault(one.rater, []).append(one)
    found = []
    for first, second in combinations(sorted(by_rater), 2):
        transfer, transfers = kappa(_transfers(by_rater[first]), _transfers(by_rater[second]))
        yes, both = kappa(*(_yes_no(by_rater[rater], scales) for rater in (first, second)))
        points = _distances(*(_points(by_rater[rater], scales) for rater in (first, second)))
        if transfers or both or points:
            close = sum(distance <= 1 for distance in points)
            found.append(Pair(first, second, transfers, transfer, both, yes, len(points), close))
    return found


def _transfers(said: Iterable[Judgement]) -> dict[str, bool]:
    return {
        one.call_id: one.label.transfer
        for one in said
        if one.label is not None and one.label.transfer is not None
    }


def _yes_no(said: Iterable[Judgement], scales: Mapping[int, str]) -> dict[str, bool]:
    return {
        f"{criterion} {one.call_id}": bool(mark)
        for one in said
        for criterion, mark in one.marks.items()
        if scales.get(criterion) == "yes_no"
    }


def _points(said: Iterable[Judgement], scales: Mapping[int, str]) -> dict[tuple[int, str], int]:
    return {
        (criterion, one.call_id): mark
        for one in said
        for criterion, mark in one.marks.items()
        if scales.get(criterion) == "one_to_five"
    }


def _distances(first: Mapping[tuple[int, str], int], second: Mapping[tuple[int, str], int]) -> list[int]:
    return [abs(first[key] - second[key]) for key in sorted(first.keys() & second.keys())]


def as_csv(
    calls: Sequence[CallRow],
    criteria: Sequence[Criterion],
    said: Sequence[Judgement],
    comments: Sequence[Comment],
) -> str:
    """One line a call and rater, calls in the order given, as RFC 4180 has it."""
    text = io.StringIO()
    out = csv.writer(text)
    out.writerow(
        [
            *("call", "started", "plan", "plan_version", "ended", "rater"),
            *("transfer", "turn", "mood", "outcome", "total"),
            *(_cell(criterion.title) for criterion in criteria),
            "comments",
        ]
    )
    by_call: dict[str, list[Judgement]] = {}
    for one in said:
        by_call.setdefault(one.call_id, []).append(one)
    for call in calls:
        for one in by_call.get(call.id, []):
            remarks = [
                each.text for each in comments if (each.call_id, each.rater) == (one.call_id, one.rater)
            ]
            out.writerow(_line(call, criteria, one, remarks))
    return text.getvalue()


def _line(
    call: CallRow, criteria: Sequence[Criterion], one: Judgement, remarks: Sequence[str]
) -> list[object]:
    label = one.label or Label(one.call_id, one.rater)
    overall = total(criteria, one.marks)
    ended = "transferred" if call.handoff == "accepted" else call.ended
    return [
        _cell(call.id),
        call.started.isoformat() if call.started else "",
        _cell(call.plan),
        call.plan_version or call.plan_sha,
        ended or "",
        _cell(one.rater),
        "" if label.transfer is None else "yes" if label.transfer else "no",
        label.turn or "",
        label.mood or "",
        label.outcome or "",
        "" if overall is None else f"{overall:.3f}",
        *(one.marks.get(criterion.id, "") for criterion in criteria),
        _cell(" / ".join(remarks)),
    ]


def _cell(text: str) -> str:
    """Text that no spreadsheet computes."""
    return f"'{text}" if text.startswith(_FORMULAS) else text
