"""Learns what callers say whose matter no plan settles, and measures it by cross-validation.

    python -m benchmarks.matters --data DATA [--write]

DATA is described at the head of benchmarks/sentence_rows.py. `--write` puts the weights into
voice/escalation/data/matters.npz.

What the rules of voice/escalation/matters.py find needs no model; both figures are given. No fold is trained
on its own sentences, but one author wrote them all.
"""

from __future__ import annotations

import argparse
import json
import textwrap
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from sklearn.linear_model import LogisticRegression

from benchmarks.sentence_rows import FOLDS, RESULTS, ROOT, Row, crossed, far, of_plans, own, points_of, save
from voice.escalation import matters
from voice.understanding.encoder import Matrix
from voice.words import fold

TABLE = ROOT / "voice" / "escalation" / "data" / "matters.npz"
RULES = {
    "negotiates": matters.NEGOTIATES,
    "two_sources": matters.TWO_SOURCES,
    "told_otherwise": matters.TOLD_OTHERWISE,
    "wants_explained": matters.EXPLAIN,
}
NAMES = tuple(RULES)
THRESHOLD = 0.6
"""Fixed where about one in a hundred of ordinary sentences passes."""
SHOWN = 8


def main() -> None:
    """Measure, and write what was asked for."""
    arguments = argparse.ArgumentParser(description="Learn and measure intricate matters.")
    arguments.add_argument("--data", type=Path, required=True)
    arguments.add_argument("--write", action="store_true", help="train anew, too")
    chosen = arguments.parse_args()
    ordinary = [
        ("ordinary", text, lang) for kind, text, lang in own("demand", "demand") if kind == "ordinary"
    ]
    remarks = [("ordinary", text, lang) for kind, text, lang in own("remark", "kind") if kind == "remark"]
    rows = [*own("matter", "matter"), *ordinary, *remarks, *of_plans("ordinary")]
    rows += [("far", text, lang) for _, text, lang in far(chosen.data)]
    points, labels = points_of(rows), np.array([label for label, _, _ in rows])
    report = measure(rows, labels, crossed(points, labels, NAMES, fit))
    if chosen.write:
        save(TABLE, [fit(points, labels, name) for name in NAMES], NAMES, [THRESHOLD] * len(NAMES))
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / "matters.json").write_text(json.dumps(report, indent=1, ensure_ascii=False) + "\n", "utf-8")
    (RESULTS / "matters.md").write_text(page(report), "utf-8")
    print(page(report))


def fit(points: Matrix, labels: npt.NDArray[Any], name: str) -> LogisticRegression:
    """One against all that is ordinary; the other matters, which resemble it, count little."""
    weights = np.select([labels == name, labels == "ordinary", labels == "far"], [6.0, 2.0, 0.5], 0.3)
    model = LogisticRegression(C=10, max_iter=500)
    model.fit(points, labels == name, sample_weight=weights)
    return model


def measure(rows: Sequence[Row], labels: npt.NDArray[Any], told: npt.NDArray[np.float64]) -> dict[str, Any]:
    """Shares found and wrongly taken, per matter."""
    over = told >= THRESHOLD
    matter = np.isin(labels, NAMES)
    any_rule = np.array([any(rule.search(fold(text)) for rule in RULES.values()) for _, text, _ in rows])
    wrong = [i for i in np.argsort(-told.max(axis=1)) if over[i].any() and labels[i] == "ordinary"]
    return {
        "date": datetime.now(UTC).date().isoformat(),
        "threshold": THRESHOLD,
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
        f"{report['date']}. `python -m benchmarks.matters --data DATA`. {FOLDS}-fold cross-validation over "
        "our own sentences; one author wrote them. Found as any of these matters:"
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
