"""`voice tune`: what other thresholds would have done to the calls that people have labelled."""

from __future__ import annotations

import argparse
import asyncio
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from rich.console import Console
from rich.table import Table

from voice.conversation import prepare
from voice.dialplan.model import Dialplan
from voice.errors import RecordsError
from voice.escalation.tune import (
    Carried,
    Judged,
    Labelled,
    Point,
    Share,
    Stability,
    best,
    carried,
    curve,
    grid,
    kappa,
    point,
    stability,
)
from voice.output import print_json
from voice.records.labels import Label
from voice.records.verbs import opened
from voice.replay.moments import moments
from voice.replay.plans import Plans
from voice.replay.recorded import Recorded, recorded_call
from voice.replay.thresholds import write_thresholds
from voice.replay.words import replay_words
from voice.settings import Settings
from voice.turn import Assessment, Thresholds

LEAST_CALLS = 20
"""Fewer labelled calls than this are told to be few."""
_NONE = Assessment(0.0, 0.0, Thresholds(1.0, 1.0))


@dataclass(frozen=True, slots=True)
class Tuned:
    """Everything that `voice tune` tells."""

    calls: int
    disputed: int
    """Calls on which raters are evenly divided; they are left out."""
    agreement: tuple[tuple[str, str, float | None, int], ...]
    """Two raters, Cohen's kappa, and calls that both labelled."""
    present: Point
    best: Point
    curve: tuple[Point, ...]
    stability: Stability
    carried: tuple[Carried, ...]
    miss: float


def run_tune(args: argparse.Namespace, settings: Settings) -> int:
    """Tell, and write the best thresholds if told to; the exit code. Raises VoiceError."""
    plans = Plans(settings)
    plan = plans.named(args.plan)
    calls, labels = asyncio.run(_labelled(settings, args.served_by or plan.name))
    tuned = tune(plan, calls, labels, args.miss)
    if args.json:
        print_json(as_json(tuned))
    else:
        _print(tuned)
    if args.apply:
        path = write_thresholds(plans.folder(args.plan), tuned.best.thresholds)
        sys.stderr.write(f"written into {path}\n")
    return 0


async def _labelled(settings: Settings, plan: str) -> tuple[list[Recorded], list[Label]]:
    async with opened(settings.records.url) as store:
        labels = [label for label in await store.labels.of_plan(plan) if label.transfer is not None]
        records = [await store.call(call_id) for call_id in dict.fromkeys(label.call_id for label in labels)]
    if not labels:
        raise RecordsError(
            f"no call of the plan {plan} is labelled; say of some what should have become of them:"
            " voice label ID --transfer yes, or no"
        )
    found = [recorded_call(record, settings.records.recordings) for record in records if record is not None]
    return found, labels


def tune(plan: Dialplan, calls: Sequence[Recorded], labels: Sequence[Label], miss: float) -> Tuned:
    """Hold the labelled calls again without thresholds, and try every pair of them."""
    patient = plan.model_copy(
        update={"escalation": plan.escalation.model_copy(update={"emotion": 1.0, "complexity": 1.0})}
    )
    prepare(patient)
    verdicts = _verdicts(labels)
    labelled = [
        Labelled(call.id, verdict[0], _path(call, patient), verdict[1])
        for call in calls
        if (verdict := verdicts.get(call.id)) is not None
    ]
    if not labelled:
        raise RecordsError("the raters are evenly divided on every call; label more of them")
    present = Thresholds(plan.escalation.emotion, plan.escalation.complexity)
    now = point(labelled, present)
    points = grid(labelled)
    chosen = best([*points, now], miss, present)
    return Tuned(
        calls=len(labelled),
        disputed=len(calls) - len(labelled),
        agreement=tuple(_agreement(labels)),
        present=now,
        best=chosen,
        curve=tuple(curve(points)),
        stability=stability(labelled, miss, present),
        carried=tuple(carried(labelled, chosen.thresholds)),
        miss=miss,
    )


def _path(call: Recorded, plan: Dialplan) -> tuple[Judged, ...]:
    events, _ = replay_words(call, plan)
    return tuple(
        Judged(moment.turn, moment.assessment or _NONE, moment.transfer is not None)
        for moment in moments(events)
        if moment.turn or moment.transfer
    )


def _verdicts(labels: Sequence[Label]) -> dict[str, tuple[bool, int | None]]:
    """What most raters say of each call, and the earliest turn named; ties are left out."""
    by_call: dict[str, list[Label]] = {}
    for label in labels:
        by_call.setdefault(label.call_id, []).append(label)
    verdicts: dict[str, tuple[bool, int | None]] = {}
    for call_id, said in by_call.items():
        yes = [label for label in said if label.transfer]
        if 2 * len(yes) != len(said):
            should = 2 * len(yes) > len(said)
            turns = [label.turn for label in yes if label.turn is not None]
            verdicts[call_id] = should, min(turns, default=None) if should else None
    return verdicts


def _agreement(labels: Sequence[Label]) -> list[tuple[str, str, float | None, int]]:
    by_rater: dict[str, dict[str, bool]] = {}
    for label in labels:
        by_rater.setdefault(label.rater, {})[label.call_id] = bool(label.transfer)
    found = []
    for one, other in combinations(sorted(by_rater), 2):
        value, common = kappa(by_rater[one], by_rater[other])
        if common:
            found.append((one, other, value, common))
    return found


def as_json(tuned: Tuned) -> dict[str, Any]:
    """Plain values."""
    return {
        "calls": tuned.calls,
        "disputed": tuned.disputed,
        "miss": tuned.miss,
        "agreement": [
            {"raters": [one, other], "kappa": value, "calls": common}
            for one, other, value, common in tuned.agreement
        ],
        "present": _point(tuned.present, tuned.miss),
        "best": _point(tuned.best, tuned.miss),
        "curve": [_point(one, tuned.miss) for one in tuned.curve],
        "stability": {
            "emotion": list(tuned.stability.emotion),
            "complexity": list(tuned.stability.complexity),
            "saved": list(tuned.stability.saved),
        },
        "carried": [
            {"signal": one.name, "rightly": one.rightly, "needlessly": one.needlessly}
            for one in tuned.carried
        ],
    }


def _point(one: Point, miss: float) -> Mapping[str, Any]:
    return {
        "emotion": one.thresholds.emotion,
        "complexity": one.thresholds.complexity,
        "contained": _share(one.contained),
        "missed": _share(one.missed),
        "needless": _share(one.needless),
        "cost": one.cost(miss),
    }


def _share(share: Share) -> Mapping[str, Any]:
    return {
        "count": share.count,
        "of": share.of,
        "rate": round(share.rate, 4),
        "interval": [round(edge, 4) for edge in share.interval],
    }


def _print(tuned: Tuned) -> None:
    console = Console(width=None if sys.stdout.isatty() else 160, markup=False, highlight=False)
    console.print(f"{tuned.calls} labelled calls" + (f", {tuned.disputed} left out" * bool(tuned.disputed)))
    if tuned.calls < LEAST_CALLS:
        console.print("These are few: the intervals say how little they tell.")
    for one, other, value, common in tuned.agreement:
        told = "not to be told apart from chance" if value is None else f"{value:.2f}"
        console.print(f"{one} and {other} labelled {_calls(common)} both; Cohen's kappa {told}")
    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in ("", "emotion", "complexity", "contained", "missed", "needless", "cost"):
        table.add_column(name)
    rows: list[tuple[str, Point]] = [
        ("present", tuned.present),
        ("best", tuned.best),
        *(("curve", at) for at in tuned.curve),
    ]
    for name, at in rows:
        shares = (_told(share) for share in (at.contained, at.missed, at.needless))
        limits = (f"{at.thresholds.emotion:.2f}", f"{at.thresholds.complexity:.2f}")
        table.add_row(name, *limits, *shares, f"{at.cost(tuned.miss):g}")
    console.print(table)
    emotion, complexity, saved = tuned.stability.emotion, tuned.stability.complexity, tuned.stability.saved
    console.print(
        f"Among other calls like these (95 %) the best would lie at emotion {emotion[0]:.2f} to"
        f" {emotion[1]:.2f}, complexity {complexity[0]:.2f} to {complexity[1]:.2f}, and save"
        f" {saved[0]:.2f} to {saved[1]:.2f} a call."
    )
    for each in tuned.carried:
        console.print(
            f"  {each.name}: without it {each.rightly} calls would be missed,"
            f" {each.needlessly} would be spared a needless transfer"
        )


def _told(share: Share) -> str:
    low, high = share.interval
    return f"{share.count} of {share.of} ({low:.0%}–{high:.0%})"


def _calls(count: int) -> str:
    return "1 call" if count == 1 else f"{count} calls"
