"""A comparison in words and as plain values: what terminal, JSON, JUnit and page have in common."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

from pydantic import TypeAdapter

from voice.replay.batch import Outcome
from voice.replay.compare import Change, Comparison, Totals
from voice.replay.moments import Moment
from voice.turn import Assessment

CHANGES: dict[Change, str] = {
    Change.NOW_TRANSFERRED: "now transferred",
    Change.NO_LONGER_TRANSFERRED: "no longer transferred",
    Change.OTHER_PERSON: "another person, or for another reason",
    Change.OTHER_STEP: "another step",
    Change.OTHER_SLOT: "another slot value",
    Change.OTHER_REQUEST: "another request understood",
    Change.OTHER_DATA: "other data looked up",
    Change.OTHER_PROMISE: "another promise",
    Change.OTHER_WORDS: "other words of the bot",
    Change.OTHER_END: "another end",
    Change.OTHER_TURNS: "a turn more or less",
}
_MOMENT = TypeAdapter(Moment)


@dataclass(frozen=True, slots=True)
class Compared:
    """One call of a run, with all that is told of it."""

    outcome: Outcome
    comparison: Comparison | None
    """None when the call could not be replayed, or nothing is known of then."""
    expected: Comparison | None = None
    """Against its pinned decisions; None when the call is not pinned."""

    @property
    def name(self) -> str:
        """The call's id, or the sound file's name."""
        return self.outcome.job.recorded.name

    @property
    def broken(self) -> bool:
        """True when a decision that was pinned is another one now, or could not be checked."""
        return self.expected is not None and not self.expected.same


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a comparison side by side."""

    label: str
    then: str
    now: str

    @property
    def differs(self) -> bool:
        """True when the two sides are not the same."""
        return self.then != self.now


def rows(then: Moment | None, now: Moment | None) -> Iterator[Row]:
    """A moment side by side, line by line; lines that are empty on both sides are left out."""
    before, after = dict(_lines(then)), dict(_lines(now))
    for label in dict.fromkeys((*before, *after)):
        if before.get(label) or after.get(label):
            yield Row(label, before.get(label, ""), after.get(label, ""))


@dataclass(frozen=True, slots=True)
class SideBySide:
    """One turn then and now."""

    number: int
    """0 is the opening."""
    counterfactual: bool
    """The recorded caller answers another bot here."""
    first: bool
    """The first that differs."""
    rows: tuple[Row, ...]


def turns(comparison: Comparison | None) -> list[SideBySide]:
    """All turns of a comparison; none when there is none."""
    if comparison is None:
        return []
    first = comparison.first.turn if comparison.first is not None else None
    pairs: zip_longest[tuple[Moment | None, Moment | None]] = zip_longest(comparison.then, comparison.now)
    return [
        SideBySide(number, first is not None and number > first, number == first, tuple(rows(*pair)))
        for number, pair in enumerate(pairs)
    ]


def _lines(moment: Moment | None) -> Iterator[tuple[str, str]]:
    if moment is None:
        yield "turn", "(no such turn)"
        return
    if moment.turn:
        yield "caller", "(silence)" if moment.heard is None else moment.heard
    yield "understood", ", ".join(moment.requests)
    yield "slots", ", ".join(f"{name}={value}" for name, value in sorted(moment.slots.items()))
    yield "outcome", moment.outcome
    yield "step", moment.step
    yield "why", moment.why
    yield "scores", scores(moment.assessment)
    yield "evidence", evidence(moment.assessment)
    yield "data", "; ".join(_lookup(*lookup) for lookup in moment.lookups)
    yield "bot", " / ".join(moment.said)
    yield "promised", "; ".join(moment.promises)
    yield "transfer", f"{moment.transfer} → {', '.join(moment.targets)}" if moment.transfer else ""
    yield "end", moment.ended or ""


def _lookup(name: str, worked: bool, found: Sequence[tuple[str, str]]) -> str:
    values = ", ".join(f"{key}={value}" for key, value in found)
    return f"{name}: {values or 'nothing found'}" if worked else f"{name}: failed"


def scores(assessment: Assessment | None) -> str:
    """Both scores beside their thresholds."""
    if assessment is None:
        return ""
    limits = assessment.thresholds
    text = (
        f"emotion {assessment.emotion:.2f}/{limits.emotion:.2f},"
        f" complexity {assessment.complexity:.2f}/{limits.complexity:.2f}"
    )
    return text + (f", decided by {assessment.decided_by}" if assessment.decided_by else "")


def evidence(assessment: Assessment | None) -> str:
    """What the scores rest on."""
    signals = assessment.signals if assessment is not None else ()
    return "; ".join(
        f"{signal.name} {signal.strength:.2f}×{signal.weight:.2f}: {signal.evidence}" for signal in signals
    )


def one_line(compared: Compared) -> str:
    """What became of a call, in a line."""
    if compared.outcome.error:
        return f"could not be replayed: {compared.outcome.error}"
    comparison = compared.comparison
    if comparison is None:
        return "replayed"
    if comparison.first is None:
        return "every decision is the same"
    what = ", ".join(CHANGES[change] for change in comparison.changes)
    where = f"turn {comparison.first.turn}" if comparison.first.turn else "the opening"
    return f"{where}: {what}"


def as_json(compared: Sequence[Compared], totals: Totals, *, each: bool = False) -> dict[str, Any]:
    """The object that `voice replay --json` prints for calls that are compared.

    `each`: with every turn side by side, in words.
    """
    return {
        "calls": [_call(one) | ({"turns": _side_by_side(one)} if each else {}) for one in compared],
        "totals": {
            "calls": totals.calls,
            "same": totals.same,
            "changed": {change.value: list(names) for change, names in totals.changed},
            "failed": list(totals.failed),
            "broken": [one.name for one in compared if one.broken],
        },
    }


def _call(compared: Compared) -> dict[str, Any]:
    job, comparison = compared.outcome.job, compared.comparison
    told: dict[str, Any] = {
        "id": job.recorded.id,
        "name": job.recorded.name,
        "plan": job.plan.name,
        "plan_sha": job.plan.sha,
        "error": compared.outcome.error or None,
        "same": None if comparison is None else comparison.same,
        "changes": [] if comparison is None else [change.value for change in comparison.changes],
        "first": None,
        "counterfactual_from": None,
        "expected": None if compared.expected is None else compared.expected.same,
    }
    if comparison is not None:
        told["heard_otherwise"] = list(comparison.heard)
        told["scored_otherwise"] = list(comparison.scores)
        told["then"], told["now"] = (
            [_MOMENT.dump_python(moment, mode="json") for moment in side]
            for side in (comparison.then, comparison.now)
        )
    if comparison is not None and comparison.first is not None:
        told["first"] = {
            "turn": comparison.first.turn,
            "changes": [change.value for change in comparison.first.changes],
        }
        told["counterfactual_from"] = comparison.counterfactual_from
    return told


def _side_by_side(compared: Compared) -> list[dict[str, Any]]:
    return [
        {
            "number": turn.number,
            "first": turn.first,
            "counterfactual": turn.counterfactual,
            "rows": [
                {"label": row.label, "then": row.then, "now": row.now, "differs": row.differs}
                for row in turn.rows
            ],
        }
        for turn in turns(compared.comparison)
    ]
