"""Demands in the words of an author whose sentences nothing was learned from.

    python -m benchmarks.unseen

`unseen_examples.jsonl` holds sentences of a second author: no rule was written for them, no model has seen
them. A sentence counts as found when the rules or the models of the gateway name its demand. The author knew
some of the rules' words and some sentences that had been missed, and wrote what is `ordinary` or `upset` to
be mistaken for a demand.
"""

from __future__ import annotations

import json
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from benchmarks.demands import by_rule
from voice.escalation.demands import told_demand
from voice.turn import Language

EXAMPLES = Path(__file__).parent / "unseen_examples.jsonl"
RESULTS = Path(__file__).parent / "results"
HARMLESS = ("ordinary", "upset")


def main() -> None:
    """Measure, and write the figures to benchmarks/results/unseen.{json,md}."""
    rows = [json.loads(line) for line in EXAMPLES.read_text("utf-8").splitlines()]
    report = measure(rows)
    RESULTS.joinpath("unseen.json").write_text(
        json.dumps(report, indent=1, ensure_ascii=False) + "\n", "utf-8"
    )
    RESULTS.joinpath("unseen.md").write_text(page(report), "utf-8")
    print(page(report))


def named(text: str, language: Language) -> str | None:
    """The demand that rules or models name."""
    if ruled := by_rule(text, language):
        return ruled
    told = told_demand(text, language)
    return {"minor": "vulnerable"}.get(told.name, told.name) if told else None


def measure(rows: list[dict[str, Any]]) -> dict[str, Any]:
    """What was found of each label, and the sentences that went wrong."""
    asked: Counter[str] = Counter()
    right: Counter[str] = Counter()
    wrong: dict[str, list[str]] = {}
    for row in rows:
        label, text = row["demand"], row["text"]
        got = named(text, row["lang"])
        asked[label] += 1
        if got == label or (label in HARMLESS and got is None):
            right[label] += 1
        else:
            wrong.setdefault(label, []).append(f"{text} ({got or 'nothing'})")
    return {
        "date": datetime.now(UTC).date().isoformat(),
        "labels": {
            label: {"sentences": asked[label], "right": right[label], "wrong": wrong.get(label, [])[:10]}
            for label in sorted(asked)
        },
    }


def page(report: dict[str, Any]) -> str:
    """The figures for people."""
    lines = [
        "# Demands in words that nothing was learned from",
        "",
        f"{report['date']}, `python -m benchmarks.unseen`: its first lines say who wrote them.",
        "Harmless ones (`ordinary`, `upset`), written to be mistaken, are right when no demand is named.",
        "",
        "| label | sentences | right | |",
        "| --- | --- | --- | --- |",
    ]
    for label, row in report["labels"].items():
        share = row["right"] / row["sentences"]
        lines.append(f"| {label} | {row['sentences']} | {row['right']} | {share:.0%} |")
    for label, row in report["labels"].items():
        if row["wrong"]:
            lines += ["", f"Wrong, {label} (what was named instead):", ""]
            lines += [f"- {text}" for text in row["wrong"]]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
