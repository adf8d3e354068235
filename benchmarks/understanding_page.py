"""The figures of benchmarks/understanding.py as Markdown."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def page(results: dict[str, Any], targets: Mapping[str, float], in_use: str) -> str:
    """The figures as Markdown."""
    figures = results["figures"]
    names = list(figures)
    use = figures[in_use]
    met = [title for title, target in targets.items() if use[title] >= target]
    lines = [
        "# Understanding requests",
        "",
        f"{results['date']}, {results['machine']}. Made by `benchmarks/understanding.py`, whose first"
        " lines say what is learned and what is kept out.",
        "",
        f"**{len(met)} of {len(targets)} targets are met.**",
        "",
        "| figure | target | " + " | ".join(names) + " |",
        "|---|---|" + "---|" * len(names),
    ]
    for title in use:
        target = f"≥ {targets[title]:.2f}" if title in targets else ""
        cells = [f"{figures[name][title]:.3f}" for name in names]
        lines.append(f"| {title} | {target} | " + " | ".join(cells) + " |")
    lines += ["", "## What a recognizer spoils", "", *_table(results["disturbed"])]
    lines += ["", "## Several requests in one sentence", "", *_table({"share": results["several"]})]
    lines += ["", "## The shipped plans", "", *_table(results["plans"])]
    for title, errors in results["errors"].items():
        lines += ["", f"## Errors: {title}", "", "| is | taken for | times |", "|---|---|---|"]
        lines += [f"| {e['is']} | {e['taken for']} | {e['times']} |" for e in errors["confusions"]]
        lines += [
            "",
            "The ten surest errors:",
            "",
            "| text | is | taken for | confidence |",
            "|---|---|---|---|",
        ]
        lines += [
            f"| {e['text']} | {e['is']} | {e['taken for']} | {e['confidence']:.2f} |" for e in errors["worst"]
        ]
    return "\n".join(lines) + "\n"


def _table(rows: dict[str, dict[str, float]]) -> list[str]:
    titles = list(next(iter(rows.values())))
    lines = ["| | " + " | ".join(titles) + " |", "|---|" + "---|" * len(titles)]
    for name, values in rows.items():
        lines.append(f"| {name} | " + " | ".join(f"{values[title]:.3f}" for title in titles) + " |")
    return lines
