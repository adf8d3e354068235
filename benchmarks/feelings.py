"""Learns anger and distress as callers put them, and measures it by cross-validation.

    python -m benchmarks.feelings --data DATA [--write]

DATA is described at the head of benchmarks/sentence_rows.py. `--write` puts the table into
voice/escalation/data/feelings.npz; benchmarks/demands.py comes first, whose axes it uses.

The mood of voice/escalation/mood.py learned from comments and films; both are counted as the signals count
them, from 0.35. No fold is trained on sentences of the authors that it judges.
"""

from __future__ import annotations

import textwrap
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from benchmarks.learning import asked, keep
from benchmarks.likeness_fit import Material, against_ordinary, judged, material, threshold, write
from benchmarks.sentence_rows import ROOT, Row, demands_by, harmless, only, own_by
from voice.escalation.feelings import FELT
from voice.escalation.mood import moods
from voice.escalation.mood_model import FEELINGS
from voice.turn import LANGUAGES

TABLE = ROOT / "voice" / "escalation" / "data" / "feelings.npz"
PASSES = 0.01
"""Share of calm sentences at which each threshold stands."""


def main() -> None:
    """Measure, and write what was asked for."""
    chosen = asked("Learn and measure the feelings of callers.")
    learned = material(learned_from(chosen.data))
    found = judged(learned, FEELINGS, against_ordinary)
    thresholds = [threshold(each, PASSES) for each in found.told[learned.labels == "ordinary"].T]
    report = measure(learned, found.told >= np.array(thresholds), by_mood(learned))
    report |= {"thresholds": thresholds, "authors": learned.writers}
    if chosen.write:
        write(TABLE, learned, found, FEELINGS, against_ordinary, thresholds)
    keep("feelings", report, page(report))


def learned_from(data: Path) -> list[tuple[str, Row]]:
    """All sentences with their authors, each with its feeling, or `ordinary` or `far`."""
    calm = [*demands_by(), *own_by("matter_voices", "matter")]
    return [*own_by("feeling", "feeling"), *only("ordinary", calm), *harmless(data)]


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
