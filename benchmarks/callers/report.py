"""How many calls went as expected: as a page and as figures."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.callers.dialogues import KINDS, PLANS
from benchmarks.callers.holding import Held
from benchmarks.callers.judging import Outcome, misses
from benchmarks.callers.takes import CODECS, CONDITIONS, NOISES, SPEAKERS, Take
from voice.escalation.tune import Share

KIND_WORDS = {
    "served": "served, by voice",
    "keys": "served, number on the keypad",
    "barge_in": "served, cutting in",
    "no_input": "says nothing: to a person",
    "no_match": "asks for something foreign: offered a person",
    "demand": "asks for a person, or key 0",
    "emotion": "angry: to a person",
    "complexity": "unknown numbers: to a person",
    "for_people": "a request that the plan gives to people",
}


@dataclass(frozen=True, slots=True)
class Row:
    """One call."""

    take: Take
    outcome: Outcome
    misses: tuple[str, ...]


def write_report(held: Sequence[Held], folder: Path, *, seed: int, of: int) -> str:
    """Write callers.md and callers.json into the folder; the page. `of`: how many callers there are."""
    rows = [
        Row(one.made.take, one.outcome, tuple(misses(one.made.take.dialogue.expect, one.outcome)))
        for one in held
        if one.outcome is not None
    ]
    written = {
        dialogue.id: misses(dialogue.expect, one.as_written)
        for one in held
        for dialogue in [one.made.take.dialogue]
    }
    tables = _tables(rows)
    page = _page(rows, written, tables, seed, of)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "callers.md").write_text(page, "utf-8")
    figures = {
        "seed": seed,
        "calls": len(rows),
        "of": of,
        "dialogues": len(written),
        "as_expected": sum(not row.misses for row in rows),
        "as_written": {name: found for name, found in written.items() if found},
        "shares": {
            title: {name: {"as_expected": share.count, "of": share.of} for name, share in table.items()}
            for title, table in tables.items()
        },
        "missed": {row.take.id: list(row.misses) for row in rows if row.misses},
    }
    (folder / "callers.json").write_text(json.dumps(figures, indent=1, ensure_ascii=False) + "\n", "utf-8")
    return page


Key = Callable[[Take], str]


def _tables(rows: Sequence[Row]) -> dict[str, dict[str, Share]]:
    of: dict[str, tuple[Sequence[str], Key]] = {
        "kind": (KINDS, lambda take: take.dialogue.kind),
        "condition": ([one.name for one in CONDITIONS], lambda take: take.condition.name),
        "noise": (NOISES, lambda take: take.noise),
        "codec": (CODECS, lambda take: take.codec),
        "language": (("en", "fr"), lambda take: take.dialogue.language),
        "plan": (PLANS, lambda take: take.dialogue.plan),
        "speaker": ([one.name for one in SPEAKERS], lambda take: take.speaker.name),
    }
    return {title: _shares(rows, names, key) for title, (names, key) in of.items()}


def _shares(rows: Sequence[Row], names: Sequence[str], key: Key) -> dict[str, Share]:
    found: dict[str, Share] = {}
    for name in names:
        those = [row for row in rows if key(row.take) == name]
        if those:
            found[name] = Share(sum(not row.misses for row in those), len(those))
    return found


def _page(
    rows: Sequence[Row],
    written: dict[str, list[str]],
    tables: dict[str, dict[str, Share]],
    seed: int,
    of: int,
) -> str:
    whole = Share(sum(not row.misses for row in rows), len(rows))
    plain = sum(not found for found in written.values())
    lines = [
        "# Synthetic callers", "",
        f"`python -m benchmarks.callers --out DIR` (seed {seed}): {of} callers hold written dialogues with"
        " the three shipped plans, each on several lines, through the same `run_call` that takes calls."
        + ("" if len(rows) == of else f" Here are {len(rows)} of them, drawn beforehand in a fixed order."),
        "A call went as expected when it ended so, for that reason, and request, values and answer are those"
        " that were written beside the dialogue before it was heard.", "",
        f"**{_told(whole)}** as expected. Held without sound, as written: {plain} of {len(written)}"
        " dialogues.", "",
    ]  # fmt: skip
    for title, table in tables.items():
        lines += [f"| {title} | as expected | of | % | 95 % interval |", "|---|---|---|---|---|"]
        lines += [_line(KIND_WORDS.get(name, name), share) for name, share in table.items()]
        lines.append("")
    lines += _kind_by_condition(rows)
    counts = Counter(row.misses[0] for row in rows if row.misses)
    lines += ["What came instead, the gravest of each call:", "", "| | calls |", "|---|---|"]
    lines += [f"| {what} | {count} |" for what, count in counts.most_common()]
    lines += ["", "Dialogues that do not come out as expected even without sound:", ""]
    lines += [f"- {name}: {'; '.join(found)}" for name, found in written.items() if found] or ["- none"]
    lines += [
        "", "The voices are synthetic and never angry: anger is in the words alone. Lost packets are silence,"
        " nothing conceals them. A caller speaks 2.5 seconds after the bot would have ended if all were"
        " understood, and does not answer a bot that says something else. At 0 dB, speech would be as loud as"
        " the noise.", "",
    ]  # fmt: skip
    return "\n".join(lines)


def _kind_by_condition(rows: Sequence[Row]) -> list[str]:
    names = [one.name for one in CONDITIONS]
    lines = [f"| kind | {' | '.join(names)} |", "|---" * (len(names) + 1) + "|"]
    for kind in KINDS:
        cells = []
        for name in names:
            those = [
                row for row in rows if row.take.dialogue.kind == kind and row.take.condition.name == name
            ]
            cells.append(f"{sum(not row.misses for row in those)} of {len(those)}")
        lines.append(f"| {KIND_WORDS[kind]} | {' | '.join(cells)} |")
    return [*lines, ""]


def _told(share: Share) -> str:
    return f"{share.count} of {share.of} calls ({share.rate:.0%})"


def _line(name: str, share: Share) -> str:
    low, high = share.interval
    between = f"{100 * low:.0f} to {100 * high:.0f}"
    return f"| {name} | {share.count} | {share.of} | {100 * share.rate:.0f} | {between} |"
