"""Learns anger and distress as callers put them, and measures it by cross-validation.

    python -m benchmarks.feelings --data DATA [--write]

DATA is described at the head of benchmarks/sentence_rows.py. `--write` puts the table into
voice/escalation/data/feelings.npz; benchmarks/demands.py comes first, whose axes it uses.

The mood of voice/escalation/mood.py learned from comments and films; both are counted as the signals count
them, from 0.35. No fold is trained on sentences of the authors that it judges.
"""

from __future__ import annotations

import argparse
import json
import textwrap
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from benchmarks.likeness_fit import Material, judged, material, write
from benchmarks.sentence_rows import RESULTS, ROOT, Row, far, nobodys, of_plans, own_by
from voice.escalation.feelings import FELT
from voice.escalation.mood import moods
from voice.escalation.mood_model import FEELINGS
from voice.turn import LANGUAGES

TABLE = ROOT / "voice" / "escalation" / "data" / "feelings.npz"
PASSES = 0.01
"""Share of calm sentences at which each threshold stands."""
LEAST = 0.5
"""No threshold stands lower."""
EVERY = 4
"""One in so many sentences far from any call is learned from."""


def main() -> None:
    """Measure, and write what was asked for."""
    arguments = argparse.ArgumentParser(description="Learn and measure the feelings of callers.")
    arguments.add_argument("--data", type=Path, required=True)
    arguments.add_argument("--write", action="store_true", help="train anew, too")
    chosen = arguments.parse_args()
    learned = material(learned_from(chosen.data))
    found = judged(learned, FEELINGS, weigh)
    thresholds = thresholds_of(learned.labels, found.told)
    report = measure(learned, found.told >= np.array(thresholds), by_mood(learned))
    report |= {"thresholds": thresholds, "authors": len({*learned.authors} - {""})}
    if chosen.write:
        write(TABLE, learned, found, FEELINGS, weigh, thresholds)
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / "feelings.json").write_text(json.dumps(report, indent=1, ensure_ascii=False) + "\n", "utf-8")
    (RESULTS / "feelings.md").write_text(page(report), "utf-8")
    print(page(report))


def learned_from(data: Path) -> list[tuple[str, Row]]:
    """All sentences with their authors, each with its feeling, or `ordinary` or `far`."""
    rows = own_by("feeling", "feeling")
    for name, author in (("demand", "first"), ("demand_more", "second"), ("demand_voices", "")):
        rows += [row for row in own_by(name, "demand", author) if row[1][0] == "ordinary"]
    rows += [row for row in own_by("matter_voices", "matter") if row[1][0] == "ordinary"]
    for author, (kind, text, lang) in own_by("remark", "kind", "first"):
        rows += [(author, ("ordinary", text, lang))] if kind == "remark" else []
    distant = [("far", text, lang) for _, text, lang in far(data)[::EVERY]]
    return [*rows, *nobodys(of_plans("ordinary")), *nobodys(distant)]


def weigh(labels: npt.NDArray[Any], name: str) -> npt.NDArray[np.float64]:
    """How much each sentence counts; the other feeling, which often goes with it, does not."""
    return np.select([labels == name, labels == "ordinary", labels == "far"], [4.0, 2.0, 2.0], 0.0)


def thresholds_of(labels: npt.NDArray[Any], told: npt.NDArray[np.float64]) -> list[float]:
    """Probability from which each feeling counts."""
    calm = np.quantile(told[labels == "ordinary"], 1 - PASSES, axis=0)
    return [max(LEAST, round(float(least), 2)) for least in calm]


def by_mood(learned: Material) -> npt.NDArray[np.bool_]:
    """(rows, FEELINGS): what the mood of the words shows."""
    found = np.zeros((len(learned.rows), len(FEELINGS)), bool)
    for language in LANGUAGES:
        places = [at for at, (_, _, lang) in enumerate(learned.rows) if lang == language]
        read = moods([learned.rows[at][1] for at in places], language)
        for at, mood in zip(places, read, strict=True):
            found[at] = mood.anger >= FELT, mood.distress >= FELT
    return found


def measure(learned: Material, over: npt.NDArray[Any], mood: npt.NDArray[np.bool_]) -> dict[str, Any]:
    """Shares in which any feeling is seen: by the mood, by the model, by either."""
    seen: dict[str, Any] = {"by_mood": mood.any(axis=1), "by_model": over.any(axis=1)}
    seen["by_either"] = seen["by_mood"] | seen["by_model"]
    kinds = {kind: learned.labels == kind for kind in (*FEELINGS, "ordinary", "far")}
    return {
        "date": datetime.now(UTC).date().isoformat(),
        "kinds": {
            kind: {
                "sentences": int(mine.sum()),
                **{how: round(float(found[mine].mean()), 4) for how, found in seen.items()},
            }
            for kind, mine in kinds.items()
        },
    }


def page(report: dict[str, Any]) -> str:
    """The report for people."""
    intro = (
        f"{report['date']}. `python -m benchmarks.feelings --data DATA`. Cross-validation over "
        f"{report['authors']} authors, most of them personas of one writer: none is learned from and judged "
        "at once. Share of sentences in which anger or distress is seen; in the last two rows wrongly."
    )
    lines = ["# Feelings as callers put them", "", *textwrap.wrap(intro, 110), ""]
    lines += [
        "| sentences of | sentences | by the mood | by the model | by either |",
        "|---|---|---|---|---|",
    ]
    lines += [
        f"| {kind} | {row['sentences']} | {row['by_mood']:.3f} | {row['by_model']:.3f} "
        f"| {row['by_either']:.3f} |"
        for kind, row in report["kinds"].items()
    ]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
