"""Demands in the words of authors whose sentences nothing was learned from.

    python -m benchmarks.unseen

`unseen_examples.jsonl` holds sentences of a second author: no rule was written for them, no model has seen
them. A sentence counts as found when the rules or the models of the gateway name its demand. The author knew
some of the rules' words and some sentences that had been missed, and wrote what is `ordinary` or `upset` to
be mistaken for a demand. `shown` marks those that this program once printed as errors, before
`demand_more_examples.jsonl` was written; it prints none any more. `unseen_more_examples.jsonl` holds those of
a persona of the writer of `demand_voices_examples.jsonl`, written after all that is learned from.
"""

from __future__ import annotations

import json
import textwrap
from collections import Counter
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from benchmarks.demands import by_rule
from voice.escalation.demands import told_demand
from voice.turn import Language

EXAMPLES = Path(__file__).parent / "unseen_examples.jsonl"
MORE = Path(__file__).parent / "unseen_more_examples.jsonl"
RESULTS = Path(__file__).parent / "results"
HARMLESS = ("ordinary", "upset")


def main() -> None:
    """Measure, and write the figures to benchmarks/results/unseen.{json,md}."""
    report = measure(_read(EXAMPLES)) | {"another": measure(_read(MORE))}
    RESULTS.joinpath("unseen.json").write_text(
        json.dumps(report, indent=1, ensure_ascii=False) + "\n", "utf-8"
    )
    RESULTS.joinpath("unseen.md").write_text(page(report), "utf-8")
    print(page(report))


def _read(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def named(text: str, language: Language) -> str | None:
    """The demand that rules or models name."""
    if ruled := by_rule(text, language):
        return ruled
    told = told_demand(text, language)
    return {"minor": "vulnerable"}.get(told.name, told.name) if told else None


def measure(rows: list[dict[str, Any]]) -> dict[str, Any]:
    """What was found of each label: of all its sentences, and of those that were never shown."""
    counts: dict[str, Counter[str]] = {}
    for row in rows:
        label = row["demand"]
        got = named(row["text"], row["lang"])
        right = got == label or (label in HARMLESS and got is None)
        count = counts.setdefault(label, Counter())
        count["sentences"] += 1
        count["right"] += right
        count["never_shown"] += not row.get("shown")
        count["never_shown_right"] += right and not row.get("shown")
        count["told_as_another"] += not right and got is not None
    labels = {label: dict(counts[label]) for label in sorted(counts)}
    return {
        "date": datetime.now(UTC).date().isoformat(),
        "demands": _total(found for label, found in labels.items() if label not in HARMLESS),
        "harmless": _total(found for label, found in labels.items() if label in HARMLESS),
        "labels": labels,
    }


def _total(counts: Iterable[dict[str, int]]) -> dict[str, int]:
    return dict(sum((Counter(count) for count in counts), Counter()))


def page(report: dict[str, Any]) -> str:
    """The figures for people; no sentence, so that nothing is learned from one."""
    shown = sum(
        report[kind]["sentences"] - report[kind].get("never_shown", 0) for kind in ("demands", "harmless")
    )
    intro = (
        f"{report['date']}, `python -m benchmarks.unseen`: its first lines say who wrote them. Harmless ones "
        "(`ordinary`, `upset`), written to be mistaken, are right when no demand is named. No sentence is "
        f"shown here. {shown} of them were, as errors, before the second half of what the models learn from "
        "was written; no sentence near one of these was learned from, and the others are also counted alone. "
        "These others are easier: what was shown had gone wrong."
    )
    lines = [
        "# Demands in words that nothing was learned from",
        "",
        *textwrap.wrap(intro, 110),
        "",
        "| label | sentences | right | | never shown | right | |",
        "| --- | --- | --- | --- | --- | --- | --- |",
    ]
    rows = {**report["labels"], "**all demands**": report["demands"], "**all harmless**": report["harmless"]}
    for label, row in rows.items():
        cells = [f"| {label} "]
        for asked, right in (("sentences", "right"), ("never_shown", "never_shown_right")):
            cells.append(f"| {row[asked]} | {row[right]} | {row[right] / row[asked]:.0%} ")
        lines.append("".join(cells) + "|")
    lines += ["", "## Another author", "", "| label | sentences | right | |", "| --- | --- | --- | --- |"]
    other = report["another"]
    rows = {**other["labels"], "**all demands**": other["demands"], "**all harmless**": other["harmless"]}
    for label, row in rows.items():
        lines.append(
            f"| {label} | {row['sentences']} | {row['right']} | {row['right'] / row['sentences']:.0%} |"
        )
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
