"""Learns what callers say who need a person, and measures it by cross-validation.

    python -m benchmarks.demands --data DATA [--write]

DATA is described at the head of benchmarks/sentence_rows.py. `--write` puts the weights into
voice/escalation/data/demands.npz.

What the rules of voice/escalation/demand_words.py find needs no model; both figures are given. No fold is
trained on its own sentences, but one author wrote them all: other callers find other words.
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

from benchmarks.sentence_rows import (
    FOLDS,
    RESULTS,
    ROOT,
    Row,
    calm,
    crossed,
    far,
    of_plans,
    own,
    points_of,
    save,
)
from voice.escalation.demands import find_demand
from voice.turn import Language
from voice.understanding.commands import Command, find_command
from voice.understanding.encoder import Matrix

TABLE = ROOT / "voice" / "escalation" / "data" / "demands.npz"
NAMES = ("danger", "vulnerable", "legal", "data_protection", "fraud")
THRESHOLDS = {"danger": 0.65, "vulnerable": 0.65, "legal": 0.55, "data_protection": 0.5, "fraud": 0.6}
"""Fixed where about one in a hundred of sentences passes that were written to be mistaken for one."""
ORDINARY = ("ordinary", "upset", "far")
SHOWN = 10


def main() -> None:
    """Measure, and write what was asked for."""
    arguments = argparse.ArgumentParser(description="Learn and measure demands.")
    arguments.add_argument("--data", type=Path, required=True)
    arguments.add_argument("--write", action="store_true", help="train anew, too")
    chosen = arguments.parse_args()
    rows = [*own("demand", "demand"), *_remarks(), *of_plans("ordinary"), *far(chosen.data)]
    rows += calm(chosen.data, "far", 1500)
    points, labels = points_of(rows), np.array([label for label, _, _ in rows])
    report = measure(rows, labels, crossed(points, labels, NAMES, fit))
    if chosen.write:
        fitted = [fit(points, labels, name) for name in NAMES]
        save(TABLE, fitted, NAMES, (THRESHOLDS[name] for name in NAMES))
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / "demands.json").write_text(json.dumps(report, indent=1, ensure_ascii=False) + "\n", "utf-8")
    (RESULTS / "demands.md").write_text(page(report), "utf-8")
    print(page(report))


def _remarks() -> list[Row]:
    return [("ordinary", text, language) for _, text, language in own("remark", "kind")]


def fit(points: Matrix, labels: npt.NDArray[Any], name: str) -> LogisticRegression:
    """One against all others."""
    weights = np.select(
        [labels == name, np.isin(labels, ("ordinary", "upset")), labels == "far"], [4.0, 2.0, 0.5], 1.0
    )
    model = LogisticRegression(C=10, max_iter=500)
    model.fit(points, labels == name, sample_weight=weights)
    return model


def by_rule(text: str, language: Language) -> str | None:
    """The demand that the rules find."""
    if find_command(text) is Command.DANGER:
        return "danger"
    found = find_demand(text, language)
    return {"minor": "vulnerable"}.get(found.name, found.name) if found else None


def measure(rows: Sequence[Row], labels: npt.NDArray[Any], told: npt.NDArray[np.float64]) -> dict[str, Any]:
    """Shares found and wrongly taken, per demand."""
    over = told >= np.array([THRESHOLDS[name] for name in NAMES])
    rules = np.array([by_rule(text, language) or "" for _, text, language in rows])
    figures: dict[str, Any] = {}
    for column, name in enumerate(NAMES):
        mine, likely = labels == name, over[:, column]
        ruled = rules == name
        ordinary = np.isin(labels, ORDINARY)
        descending = np.argsort(-told[:, column])
        wrong = [i for i in descending if likely[i] and ordinary[i]]
        missed = [i for i in np.flatnonzero(mine) if not likely[i] and not ruled[i]]
        figures[name] = {
            "sentences": int(mine.sum()),
            "by_rules": _share(ruled[mine]),
            "by_model": _share(likely[mine]),
            "by_either": _share((ruled | likely)[mine]),
            "ordinary_taken_by_rules": _share(ruled[labels == "ordinary"]),
            "ordinary_taken_by_model": _share(likely[labels == "ordinary"]),
            "upset_taken_by_model": _share(likely[labels == "upset"]),
            "far_taken_by_model": _share(likely[labels == "far"]),
            "wrongly_taken": [[rows[int(i)][1], round(float(told[i, column]), 2)] for i in wrong[:SHOWN]],
            "missed": [[rows[int(i)][1], round(float(told[i, column]), 2)] for i in missed[:SHOWN]],
        }
    return {
        "date": datetime.now(UTC).date().isoformat(),
        "ordinary": int((labels == "ordinary").sum()),
        "upset": int((labels == "upset").sum()),
        "far": int((labels == "far").sum()),
        "thresholds": THRESHOLDS,
        "demands": figures,
    }


def _share(found: npt.NDArray[Any]) -> float:
    return round(float(found.mean()), 4)


def page(report: dict[str, Any]) -> str:
    """The report for people."""
    intro = (
        f"{report['date']}. `python -m benchmarks.demands --data DATA`. {FOLDS}-fold cross-validation over "
        f"our own examples, {report['ordinary']} ordinary sentences of callers (many of them written to be "
        f"mistaken for a demand) and {report['far']} far from any call. One author wrote the examples, so "
        "other callers will be understood less well; and the rules, unlike the models, have seen all of them."
    )
    lines = [
        "# Demands told from whole sentences",
        "",
        *textwrap.wrap(intro, 110),
        "",
        "| demand | sentences | by rules | by the model | by either | ordinary taken (rules) "
        "| ordinary taken (model) | upset taken (model) | far taken (model) |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    lines += [
        f"| {name} | {row['sentences']} | {row['by_rules']:.3f} | {row['by_model']:.3f} "
        f"| {row['by_either']:.3f} | {row['ordinary_taken_by_rules']:.4f} "
        f"| {row['ordinary_taken_by_model']:.4f} | {row['upset_taken_by_model']:.4f} "
        f"| {row['far_taken_by_model']:.4f} |"
        for name, row in report["demands"].items()
    ]
    for name, row in report["demands"].items():
        for title, key in (("Taken wrongly", "wrongly_taken"), ("Missed by both", "missed")):
            if row[key]:
                lines += ["", f"{title}, {name}:", ""]
                lines += [f"- {text} ({probability})" for text, probability in row[key]]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
