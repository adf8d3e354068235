"""Learns which sentences ask for nothing (comments on what was just heard), and measures it.

    python -m benchmarks.remarks --data DATA [--write]

DATA is described at the head of benchmarks/sentence_rows.py. `--write` puts the table into
voice/conversation/data/remarks.npz; benchmarks/demands.py comes first, whose axes it uses. Measured by
cross-validation on our own sentences, no fold being trained on authors that it judges, and on chats that no
part was trained on: DATA/handoff/multidogo_customer_turns.jsonl.gz (CDLA-Permissive-1.0; JSON lines with
`customer_turns` of `text` and `intent`), where thanks, confirmations and refusals of more are remarks and
requests are none.
"""

from __future__ import annotations

import gzip
import json
import textwrap
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from sklearn.metrics import roc_auc_score

from benchmarks.learning import asked, keep
from benchmarks.likeness_fit import Material, fit, gram_of, judged, likeness, material, sure, write
from benchmarks.sentence_rows import FOLDS, ROOT, Row, demands_by, far_off, nobodys, of_plans, own_by
from voice.conversation.taking_in import LIKELY

TABLE = ROOT / "voice" / "conversation" / "data" / "remarks.npz"
NAME = "remark"
KINDS = (NAME, "complaint", "request", "demand", "far")
SHOWN = 15
REMARKS = frozenset({"thankyou", "confirmation", "rejection"})
NEITHER = frozenset({"contentonly", "openinggreeting", "closinggreeting", "outofdomain", "unlabelled"})
FEWEST_WORDS = 4
"""Shorter turns of the chats are told by rules."""


def main() -> None:
    """Measure, and write what was asked for."""
    chosen = asked("Learn and measure what asks for nothing.")
    learned = material(learned_from(chosen.data))
    found = judged(learned, [NAME], weigh)
    report = {
        "date": datetime.now(UTC).date().isoformat(),
        "threshold": LIKELY,
        "authors": learned.writers,
        **measure(learned.rows, learned.labels, found.told[:, 0]),
        "chats": of_chats(chosen.data, learned, found.curves[0]),
    }
    if chosen.write:
        TABLE.parent.mkdir(exist_ok=True)
        write(TABLE, learned, found, [NAME], weigh, [LIKELY])
    keep("remarks", report, page(report))


def learned_from(data: Path) -> list[tuple[str, Row]]:
    """All sentences with their authors, each with its kind."""
    rows = [*own_by("remark", "kind", "first"), *own_by("remark_voices", "kind")]
    for by, (label, text, lang) in demands_by():
        if label != "ordinary":
            rows.append((by, ("complaint" if label == "upset" else "demand", text, lang)))
    for name, field in (("matter", "matter"), ("matter_voices", "matter"), ("feeling", "feeling")):
        for by, (label, text, lang) in own_by(name, field, "first"):
            rows += [(by, ("complaint", text, lang))] if label != "ordinary" else []
    return [*rows, *nobodys(of_plans("request")), *nobodys(far_off(data))]


def weigh(labels: npt.NDArray[Any], name: str) -> npt.NDArray[np.float64]:
    """Remarks against all that asks for something, complains or needs a person."""
    return np.select([labels == name, labels == "complaint", labels == "far"], [3.0, 4.0, 2.0], 1.0)


def measure(rows: Sequence[Row], labels: npt.NDArray[Any], told: npt.NDArray[np.float64]) -> dict[str, Any]:
    """Shares taken for a remark, by what the sentences are."""
    over, descending = told >= LIKELY, np.argsort(-told)
    kinds = {}
    for kind in KINDS:
        mine = labels == kind
        kinds[kind] = {"sentences": int(mine.sum()), "taken": round(float(over[mine].mean()), 4)}
    wrong = [i for i in descending if over[i] and labels[i] not in (NAME, "far")]
    missed = [i for i in descending[::-1] if not over[i] and labels[i] == NAME]
    return {
        "kinds": kinds,
        "wrongly_taken": [[rows[int(i)][1], round(float(told[i]), 2)] for i in wrong[:SHOWN]],
        "missed": [[rows[int(i)][1], round(float(told[i]), 2)] for i in missed[:SHOWN]],
    }


def of_chats(data: Path, learned: Material, slopes: tuple[float, float]) -> dict[str, Any]:
    """The same on customers' turns of other people's chats."""
    path = data / "handoff" / "multidogo_customer_turns.jsonl.gz"
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        turns = [turn for line in lines for turn in json.loads(line)["customer_turns"]]
    said: dict[str, bool] = {}
    for turn in turns:
        kinds = set(turn["intent"])
        plain = kinds <= REMARKS or not kinds & REMARKS
        if len(turn["text"].split()) >= FEWEST_WORDS and kinds and plain and not kinds & NEITHER:
            said[turn["text"]] = kinds <= REMARKS
    texts, mine = list(said), np.array(list(said.values()))
    model = fit(gram_of(learned.turned), learned.labels, NAME, weigh)
    chats = material([("", ("", text, "en")) for text in texts])
    told = sure(*slopes, model.decisions(likeness(chats.turned, learned.turned)))
    return {
        "remarks": int(mine.sum()),
        "requests": int((~mine).sum()),
        "auc": round(float(roc_auc_score(mine, told)), 3),
        "remarks_taken": round(float((told[mine] >= LIKELY).mean()), 3),
        "requests_taken": round(float((told[~mine] >= LIKELY).mean()), 4),
    }


def page(report: dict[str, Any]) -> str:
    """The report for people."""
    chats, kinds = report["chats"], report["kinds"]
    intro = (
        f"{report['date']}. `python -m benchmarks.remarks --data DATA`. {FOLDS}-fold cross-validation over "
        f"our own sentences; {report['authors']} authors wrote them, most of them personas of one writer, "
        "and none is learned from and judged at once. Taken for a remark:"
    )
    outro = (
        f"On turns of MultiDoGO's chats with at least {FEWEST_WORDS} words, which nothing was trained on: "
        f"AUC {chats['auc']:.3f}; of {chats['remarks']} remarks {chats['remarks_taken']:.1%} are taken, of "
        f"{chats['requests']} requests {chats['requests_taken']:.1%}."
    )
    lines = [
        "# Sentences that ask for nothing",
        "",
        *textwrap.wrap(intro, 110),
        "",
        "| what they are | sentences | taken |",
        "|---|---|---|",
        *(f"| {kind} | {row['sentences']} | {row['taken']:.3f} |" for kind, row in kinds.items()),
        "",
        *textwrap.wrap(outro, 110),
    ]
    for title, key in (("Taken wrongly", "wrongly_taken"), ("Not told", "missed")):
        lines += ["", f"{title}:", "", *(f"- {text} ({probability})" for text, probability in report[key])]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
