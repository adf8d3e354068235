"""How well and how early calls are given to a person, on the labelled conversations.

    python -m benchmarks.escalation [--reveal]

Every conversation of tests/judgement/conversations is held with the shipped plan, dialogue and data, without
sound. The half `tune` may be looked at and tuned on: its errors are shown. Of the half `report` only totals
are shown and written, so that nobody tunes on it by accident; --reveal prints its errors too.

Counted as missed: a demand that is not heeded by the line where a good supervisor would have heeded it; any
other conversation that ends without a transfer. Counted as needless: a transfer where the bot should have
served the call, or before anything called for it.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import textwrap
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, get_args

from tests.judgement.figures import (
    Figures,
    Verdict,
    decided_by,
    deciding_signals,
    evidence,
    figures,
    misunderstood,
    verdict,
    worst,
)
from tests.judgement.hold import Held, hold
from tests.judgement.set import HALVES, Half, Kind, load
from voice.dialplan.load import load_all
from voice.turn import LANGUAGES

ROOT = Path(__file__).parent.parent
RESULTS = ROOT / "benchmarks" / "results"
WORST = 10
MISSED_PERCENT = 5.0
NEEDLESS_PERCENT = 10.0
DELAY_LINES = 1.0


def main() -> None:
    parser = argparse.ArgumentParser(description="Transfers that were missed, needless or late.")
    parser.add_argument("--reveal", action="store_true", help="print the errors of the reported half too")
    options = parser.parse_args()
    held = asyncio.run(hold_all())
    results = {
        "date": datetime.now(UTC).date().isoformat(),
        "halves": {half: measure(of_half(held, half)) for half in HALVES},
        "tune_errors": [row(one, found) for one, found in worst(of_half(held, "tune"), WORST)],
        "tune_misunderstood": [one.labelled.call.id for one in misunderstood(of_half(held, "tune"))],
    }
    RESULTS.mkdir(exist_ok=True)
    text = json.dumps(results, indent=1, ensure_ascii=False)
    (RESULTS / "escalation.json").write_text(f"{text}\n", "utf-8")
    (RESULTS / "escalation.md").write_text(page(results, held), "utf-8")
    print(page(results, held))
    if options.reveal:
        errors = of_half(held, "report")
        print(section("Errors of the half that is only reported", worst(errors, len(errors))))


async def hold_all() -> list[Held]:
    plans = load_all(ROOT / "dialplans").plans
    return [await hold(plans[labelled.call.plan], labelled) for labelled in load()]


def of_half(held: Iterable[Held], half: Half) -> list[Held]:
    return [one for one in held if one.labelled.half == half]


def measure(held: Sequence[Held]) -> dict[str, Any]:
    """The totals of one half."""
    return {
        "all": figures(held).as_dict(),
        "languages": {
            language: figures(one for one in held if one.labelled.call.language == language).as_dict()
            for language in LANGUAGES
        },
        "kinds": {
            kind: {
                **figures(chosen).as_dict(),
                "verdicts": dict(Counter(verdict(one).value for one in chosen)),
            }
            for kind in get_args(Kind)
            if (chosen := [one for one in held if one.labelled.call.kind == kind])
        },
        "transfers_decided_by": dict(
            Counter(decided for one in held if (decided := decided_by(one))).most_common()
        ),
        "deciding_signals": deciding_signals(held),
        "stays_misunderstood": len(misunderstood(held)),
    }


def row(held: Held, found: Verdict) -> dict[str, Any]:
    call = held.labelled.call
    return {
        "id": call.id,
        "verdict": found.value,
        "expected": call.by or "stay",
        "first_sign": call.first_sign,
        "latest": call.latest,
        "transferred_at": held.line,
        "decided_by": decided_by(held),
        "label": call.why,
        "evidence": evidence(held),
    }


def targets(found: Figures) -> list[tuple[str, str, str, bool]]:
    """Name, target, reached, met."""
    delay = found.mean_delay
    return [
        (
            "demands missed",
            "0",
            f"{found.demands_missed} of {found.demands}",
            not found.demands_missed,
        ),
        (
            "other escalations missed",
            f"≤ {MISSED_PERCENT:g} %",
            f"{found.others_missed} of {found.others} ({100 * found.others_missed_share:.1f} %)",
            100 * found.others_missed_share <= MISSED_PERCENT,
        ),
        (
            "needless transfers",
            f"≤ {NEEDLESS_PERCENT:g} %",
            f"{found.needless + found.early} of {found.stays + found.early}"
            f" ({100 * found.needless_share:.1f} %)",
            100 * found.needless_share <= NEEDLESS_PERCENT,
        ),
        (
            "lines from first sign to transfer, mean",
            f"≤ {DELAY_LINES:g}",
            "none" if delay is None else f"{delay:.2f}",
            delay is not None and delay <= DELAY_LINES,
        ),
    ]


def page(results: dict[str, Any], held: Sequence[Held]) -> str:
    reported, tuned = of_half(held, "report"), of_half(held, "tune")
    both = [figures(reported), figures(tuned)]
    goals = [
        [name, target, reached, "yes" if met else "**no**", elsewhere[2]]
        for (name, target, reached, met), elsewhere in zip(*map(targets, both), strict=True)
    ]
    parts = [
        "# When a person takes over",
        f"{results['date']}. {len(held)} labelled conversations, split in two by whole situations. "
        "Made by `benchmarks/escalation.py`;\nits first lines say what is counted.",
        summary(both[0]),
        table(["", "target", "reported half", "met", "tuned half"], goals),
    ]
    for half, name in (("report", "Reported half"), ("tune", "Tuned half")):
        parts.append(breakdown(name, results["halves"][half]))
    parts.append(section(f"The {WORST} worst errors of the tuned half", worst(tuned, WORST)))
    return "\n\n".join(parts) + "\n"


def summary(found: Figures) -> str:
    met = sum(met for *_, met in targets(found))
    delays = [
        "none" if delay is None else f"{delay:.2f}" for delay in (found.mean_delay, found.others_mean_delay)
    ]
    text = (
        f"On the half that nothing was tuned on, **{met} of 4 targets are met**. Of {found.demands} callers "
        f"who demanded a person or must have one, {found.demands_missed} did not get one in time, and "
        f"{found.demands_for_another_reason} got one for another reason. Of {found.others} upset or "
        f"complicated calls, {found.others_missed} stayed with the bot to the end, "
        f"{found.others_late} left it later than a good supervisor would have wished, and "
        f"{found.others_not_understood} went only because the bot did not understand. Of {found.stays} calls "
        f"that the bot should "
        f"have served, {found.needless} were given away; {found.early} more went before there was a reason. "
        f"From the first sign to the transfer it takes {delays[0]} caller lines on average; {delays[1]} "
        f"without the demands and what the plan itself gives away."
    )
    return textwrap.fill(text, 110)


def breakdown(name: str, half: dict[str, Any]) -> str:
    groups = {"all": half["all"], **half["languages"], **half["kinds"]}
    rows = [
        [
            group,
            str(found["conversations"]),
            f"{found['demands_missed']}/{found['demands']}",
            str(found["demands_for_another_reason"]),
            f"{found['others_missed']}/{found['others']}",
            str(found["others_late"]),
            str(found["others_not_understood"]),
            f"{found['by_plan_missed']}/{found['by_plan']}",
            f"{found['needless']}/{found['stays']}",
            str(found["early"]),
            "" if found["mean_delay"] is None else f"{found['mean_delay']:.2f}",
        ]
        for group, found in groups.items()
    ]
    heads = ["", "held", "demands missed", "for another reason", "others missed", "late", "not understood"]
    heads += ["plan's missed", "needless", "early", "mean delay"]
    return "\n\n".join(
        [
            f"## {name}",
            table(heads, rows),
            f"Transfers were decided by: {counts(half['transfers_decided_by'])}.",
            f"Signals in the decisions of a score or a demand: {counts(half['deciding_signals'])}.",
            f"Calls to be served in which the bot did not understand a line, or hung up early: "
            f"{half['stays_misunderstood']}.",
        ]
    )


def section(title: str, errors: Sequence[tuple[Held, Verdict]]) -> str:
    parts = [f"## {title}"]
    for one, found in errors:
        call = one.labelled.call
        expected = f"{call.by}, lines {call.first_sign} to {call.latest}" if call.by else "stays"
        came = f"at line {one.line} by {decided_by(one)}" if one.line else "not at all"
        parts.append(
            f"### {call.id}: {found.value}\n\nExpected: {expected}. Transferred: {came}. {call.why}\n\n"
            "```text\n" + "\n".join(evidence(one)) + "\n```"
        )
    return "\n\n".join(parts if errors else [*parts, "None."])


def counts(found: dict[str, int]) -> str:
    return ", ".join(f"{name} {number}" for name, number in found.items()) or "none"


def table(heads: list[str], rows: Iterable[list[str]]) -> str:
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


if __name__ == "__main__":
    main()
