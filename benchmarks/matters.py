"""Learns what callers say whose matter no plan settles, and measures it by cross-validation.

    python -m benchmarks.matters --data DATA [--write]

DATA is described at the head of benchmarks/sentence_rows.py. `--write` puts the table into
voice/escalation/data/matters.npz; benchmarks/demands.py comes first, whose axes it uses.

What the rules of voice/escalation/matters.py find needs no model; both figures are given. No fold is trained
on sentences of the authors that it judges; the rules have seen those of the first.
"""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from benchmarks.learning import asked, keep
from benchmarks.likeness_fit import against_ordinary, judged, material, threshold, write
from benchmarks.sentence_rows import ROOT, Row, demands_by, harmless, only, own_by
from voice.escalation import matters
from voice.words import fold

TABLE = ROOT / "voice" / "escalation" / "data" / "matters.npz"
RULES = {
    "negotiates": matters.NEGOTIATES,
    "two_sources": matters.TWO_SOURCES,
    "told_otherwise": matters.TOLD_OTHERWISE,
    "wants_explained": matters.EXPLAIN,
}
NAMES = tuple(RULES)
PASSES = 0.005
"""Share of harmless sentences, most of them written to be mistaken, at which each threshold stands."""
SHOWN = 8


def main() -> None:
    """Measure, and write what was asked for."""
    chosen = asked("Learn and measure intricate matters.")
    learned = material(learned_from(chosen.data))
    found = judged(learned, NAMES, against_ordinary)
    thresholds = [threshold(each, PASSES) for each in found.told[learned.labels == "ordinary"].T]
    report = measure(learned.rows, learned.labels, found.told >= np.array(thresholds), found.told)
    report |= {"thresholds": thresholds, "authors": learned.writers}
    if chosen.write:
        write(TABLE, learned, found, NAMES, against_ordinary, thresholds)
    keep("matters", report, page(report))


def learned_from(data: Path) -> list[tuple[str, Row]]:
    """All sentences with their authors, each with its matter, or `ordinary` or `far`."""
    rows = [*own_by("matter", "matter", "first"), *own_by("matter_voices", "matter")]
    rows += [row for row in only("ordinary", demands_by()) if not ruled(row[1])]
    return [*rows, *harmless(data)]


def ruled(row: Row) -> bool:
    """What is ordinary among demands may be a matter: whether the rules find one."""
    folded = fold(row[1])
    return any(rule.search(folded) for rule in RULES.values())


def measure(
    rows: Sequence[Row], labels: npt.NDArray[Any], over: npt.NDArray[Any], told: npt.NDArray[np.float64]
) -> dict[str, Any]:
    """Shares found and wrongly taken, per matter."""
    matter = np.isin(labels, NAMES)
    any_rule = np.array([ruled(row) for row in rows])
    wrong = [i for i in np.argsort(-told.max(axis=1)) if over[i].any() and labels[i] == "ordinary"]
    return {
        "date": datetime.now(UTC).date().isoformat(),
        "matters": {
            name: {
                "sentences": int((labels == name).sum()),
                "by_rules": _share(any_rule[labels == name]),
                "by_model": _share(over[labels == name].any(axis=1)),
                "by_either": _share((any_rule | over.any(axis=1))[labels == name]),
            }
            for name in NAMES
        },
        "all_by_either": _share((any_rule | over.any(axis=1))[matter]),
        "ordinary_taken_by_rules": _share(any_rule[labels == "ordinary"]),
        "ordinary_taken_by_model": _share(over[labels == "ordinary"].any(axis=1)),
        "far_taken_by_model": _share(over[labels == "far"].any(axis=1)),
        "wrongly_taken": [[rows[int(i)][1], round(float(told[i].max()), 2)] for i in wrong[:SHOWN]],
    }


def _share(found: npt.NDArray[Any]) -> float:
    return round(float(found.mean()), 4)


def page(report: dict[str, Any]) -> str:
    """The report for people."""
    intro = (
        f"{report['date']}. `python -m benchmarks.matters --data DATA`. Cross-validation over "
        f"{report['authors']} authors, most of them personas of one writer: none is learned from and judged "
        "at once. Found as any of these matters:"
    )
    outro = (
        f"Of ordinary sentences the rules take {report['ordinary_taken_by_rules']:.1%}, the model "
        f"{report['ordinary_taken_by_model']:.1%}; of sentences far from any call the model takes "
        f"{report['far_taken_by_model']:.1%}. One of them weighs, and decides nothing by itself."
    )
    lines = ["# Matters that no plan settles", "", *textwrap.wrap(intro, 110), ""]
    lines += ["| matter | sentences | by rules | by the model | by either |", "|---|---|---|---|---|"]
    lines += [
        f"| {name} | {row['sentences']} | {row['by_rules']:.3f} | {row['by_model']:.3f} "
        f"| {row['by_either']:.3f} |"
        for name, row in report["matters"].items()
    ]
    lines += ["", *textwrap.wrap(outro, 110), "", "Taken wrongly:", ""]
    lines += [f"- {text} ({probability})" for text, probability in report["wrongly_taken"]]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
