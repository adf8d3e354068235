"""Learns which sentences ask for nothing (comments on what was just heard), and measures it.

    python -m benchmarks.remarks --data DATA [--write]

DATA is described at the head of benchmarks/sentence_rows.py. `--write` puts the weights into
voice/conversation/data/remarks.npz. Measured by cross-validation on our own sentences, and on chats that no
part was trained on: DATA/handoff/multidogo_customer_turns.jsonl.gz (CDLA-Permissive-1.0; JSON lines with
`customer_turns` of `text` and `intent`), where thanks, confirmations and refusals of more are remarks and
requests are none.
"""

from __future__ import annotations

import argparse
import gzip
import json
import textwrap
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

from benchmarks.sentence_rows import FOLDS, RESULTS, ROOT, Row, crossed, far, of_plans, own, points_of, save
from voice.understanding.encoder import Matrix

TABLE = ROOT / "voice" / "conversation" / "data" / "remarks.npz"
NAME = "remark"
THRESHOLD = 0.6
"""Fixed where one in a hundred of the plans' own examples passes."""
KINDS = (NAME, "complaint", "request", "demand", "far")
SHOWN = 15
REMARKS = frozenset({"thankyou", "confirmation", "rejection"})
NEITHER = frozenset({"contentonly", "openinggreeting", "closinggreeting", "outofdomain", "unlabelled"})
FEWEST_WORDS = 4
"""Shorter turns of the chats are told by rules."""


def main() -> None:
    """Measure, and write what was asked for."""
    arguments = argparse.ArgumentParser(description="Learn and measure what asks for nothing.")
    arguments.add_argument("--data", type=Path, required=True)
    arguments.add_argument("--write", action="store_true", help="train anew, too")
    chosen = arguments.parse_args()
    callers = own("demand", "demand")
    upset = [("complaint", text, lang) for label, text, lang in callers if label == "upset"]
    demands = [("demand", text, lang) for label, text, lang in callers if label not in ("ordinary", "upset")]
    rows = [*own("remark", "kind"), *upset, *demands, *of_plans("request")]
    rows += [("far", text, lang) for _, text, lang in far(chosen.data)]
    points, labels = points_of(rows), np.array([label for label, _, _ in rows])
    fitted = fit(points, labels, NAME)
    told = crossed(points, labels, [NAME], fit)[:, 0]
    report = {
        "date": datetime.now(UTC).date().isoformat(),
        "threshold": THRESHOLD,
        **measure(rows, labels, told),
        "chats": of_chats(chosen.data, fitted),
    }
    if chosen.write:
        TABLE.parent.mkdir(exist_ok=True)
        save(TABLE, [fitted], [NAME], [THRESHOLD])
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / "remarks.json").write_text(json.dumps(report, indent=1, ensure_ascii=False) + "\n", "utf-8")
    (RESULTS / "remarks.md").write_text(page(report), "utf-8")
    print(page(report))


def fit(points: Matrix, labels: npt.NDArray[Any], name: str) -> LogisticRegression:
    """Remarks against all that asks for something, complains or needs a person."""
    mine = labels == name
    weights = np.select([mine, labels == "complaint", labels == "far"], [3.0, 4.0, 0.5], 1.0)
    model = LogisticRegression(C=10, max_iter=500)
    model.fit(points, mine, sample_weight=weights)
    return model


def measure(rows: Sequence[Row], labels: npt.NDArray[Any], told: npt.NDArray[np.float64]) -> dict[str, Any]:
    """Shares taken for a remark, by what the sentences are."""
    over, descending = told >= THRESHOLD, np.argsort(-told)
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


def of_chats(data: Path, fitted: LogisticRegression) -> dict[str, Any]:
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
    told = fitted.predict_proba(points_of([("", text, "en") for text in texts]))[:, 1]
    return {
        "remarks": int(mine.sum()),
        "requests": int((~mine).sum()),
        "auc": round(float(roc_auc_score(mine, told)), 3),
        "remarks_taken": round(float((told[mine] >= THRESHOLD).mean()), 3),
        "requests_taken": round(float((told[~mine] >= THRESHOLD).mean()), 4),
    }


def page(report: dict[str, Any]) -> str:
    """The report for people."""
    chats, kinds = report["chats"], report["kinds"]
    intro = (
        f"{report['date']}. `python -m benchmarks.remarks --data DATA`. {FOLDS}-fold cross-validation over "
        "our own sentences; one author wrote them. Taken for a remark:"
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
