"""Learns demands from whole sentences and measures them by cross-validation.

    python -m benchmarks.demands --data DATA [--write]

DATA is described at the head of benchmarks/sentence_rows.py. `--write` puts the table into
voice/escalation/data/demands.npz.

What the rules of voice/escalation/demand_words.py find needs no model; both figures are given. No fold is
trained on sentences of the authors that it judges; the rules have seen those of the first.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from benchmarks.learning import asked, keep
from benchmarks.likeness_fit import judged, learn_axes, material, threshold, write
from benchmarks.sentence_rows import (
    EVERY,
    FOLDS,
    ROOT,
    Row,
    calm,
    demanding_calls,
    demands_by,
    far,
    nobodys,
    of_calls,
    of_plans,
    own_by,
)
from voice.escalation.demand_words import BEREAVEMENT
from voice.escalation.demands import find_demand
from voice.escalation.score import ASKED_FOR_PERSON
from voice.turn import Language
from voice.understanding.commands import Command, find_command
from voice.words import fold

TABLE = ROOT / "voice" / "escalation" / "data" / "demands.npz"
NAMES = ("danger", "vulnerable", "legal", "data_protection", "fraud", "bereavement", ASKED_FOR_PERSON)
PASSES = {"danger": 0.02, ASKED_FOR_PERSON: 0.004}
"""Share of harmless sentences, most of them written to be mistaken, at which a demand's threshold stands."""
PASSES_ELSE = 0.01
ORDINARY = ("ordinary", "upset", "far")
HARMLESS = ("ordinary", "upset")
SHOWN = 10
_OF_DEATH = re.compile(
    r"\b(?:enterr\w+|buried|lost my (?:father|mother)|perd\w+ (?:mon pere|ma mere))\b(?! sous)"
)


def main() -> None:
    """Measure, and write what was asked for."""
    chosen = asked("Learn and measure demands.")
    rows = learned_from(chosen.data)
    if chosen.write:
        learn_axes(rows)
    learned = material(rows)
    found = judged(learned, NAMES, weigh)
    thresholds = thresholds_of(learned.labels, found.told)
    report = measure(learned.rows, learned.labels, found.told, thresholds)
    report["authors"] = learned.writers
    if chosen.write:
        write(TABLE, learned, found, NAMES, weigh, list(thresholds.values()))
    keep("demands", report, page(report))


def learned_from(data: Path) -> list[tuple[str, Row]]:
    """All sentences with their authors, each with what it demands, or `ordinary`, `upset` or `far`."""
    ours = demands_by()
    beside = [*own_by("remark", "kind", "first"), *own_by("matter", "matter", "first")]
    beside += [*own_by("remark_voices", "kind"), *own_by("matter_voices", "matter")]
    ours += [(author, ("ordinary", text, lang)) for author, (_, text, lang) in beside]
    ours += [*demanding_calls(), *of_calls(("ordinary", "impatient", "trap"), "ordinary")]
    for author, (label, text, lang) in own_by("feeling", "feeling"):
        ours.append((author, ("ordinary" if label == "ordinary" else "upset", text, lang)))
    others = [*far(data), *calm(data, "far", 1500)]
    distant = [row for row in others if row[0] == "far"][::EVERY]
    rows = [*ours, *nobodys([*of_plans("ordinary"), *(row for row in others if row[0] != "far"), *distant])]
    return [(author, (_named(label, text), text, lang)) for author, (label, text, lang) in rows]


def _named(label: str, text: str) -> str:
    return ASKED_FOR_PERSON if label == "person" else _of_death(label, text)


def _of_death(label: str, text: str) -> str:
    """Remarks and what is said in grief were gathered before a death was told from whole sentences."""
    folded = fold(text)
    if label == "upset" and BEREAVEMENT.search(folded):
        return "bereavement"
    return "bereavement" if label in HARMLESS and _OF_DEATH.search(folded) else label


def weigh(labels: npt.NDArray[Any], name: str) -> npt.NDArray[np.float64]:
    """How much each sentence counts when a demand is learned."""
    return np.select([labels == name, np.isin(labels, HARMLESS), labels == "far"], [4.0, 2.0, 2.0], 1.0)


def thresholds_of(labels: npt.NDArray[Any], told: npt.NDArray[np.float64]) -> dict[str, float]:
    """Probability from which each demand counts."""
    harmless = told[np.isin(labels, HARMLESS)]
    return {name: threshold(harmless[:, at], PASSES.get(name, PASSES_ELSE)) for at, name in enumerate(NAMES)}


def by_rule(text: str, language: Language) -> str | None:
    """The demand that the rules find."""
    command = find_command(text)
    if command in (Command.DANGER, Command.PERSON):
        return "danger" if command is Command.DANGER else ASKED_FOR_PERSON
    found = find_demand(text, language)
    return {"minor": "vulnerable"}.get(found.name, found.name) if found else None


def measure(
    rows: Sequence[Row],
    labels: npt.NDArray[Any],
    told: npt.NDArray[np.float64],
    thresholds: dict[str, float],
) -> dict[str, Any]:
    """Shares found and wrongly taken, per demand."""
    over = told >= np.array([thresholds[name] for name in NAMES])
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
        "thresholds": thresholds,
        "demands": figures,
    }


def _share(found: npt.NDArray[Any]) -> float:
    return round(float(found.mean()), 4)


def page(report: dict[str, Any]) -> str:
    """The report for people."""
    intro = (
        f"{report['date']}. `python -m benchmarks.demands --data DATA`. {FOLDS}-fold cross-validation over "
        f"our own examples, {report['ordinary']} ordinary sentences of callers (many of them written to be "
        f"mistaken for a demand) and {report['far']} far from any call. {report['authors']} authors wrote "
        "them, most of them personas of one writer, and none is learned from and tested at once; the rules, "
        "unlike the models, have seen the sentences of the first."
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
