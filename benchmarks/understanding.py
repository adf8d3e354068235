"""How well requests are told apart, and what is none of them: several ways side by side.

    python -m benchmarks.understanding --data FOLDER [--quick]

FOLDER/intents holds labelled sentences, *.jsonl.gz, rows {"text", "intent", "lang", "split"}: CLINC150,
BANKING77, BANKING77-OOS, HWU64, NatCS (insurance) and the test sentences of Home Assistant. Learned from
`train` rows and measured on `dev` rows. Where a set has only one of the two, a fixed part is kept out of the
learning: a fifth of each request's rows (BANKING77), each fifth in turn (Home Assistant), all but ten
examples a request (NatCS). Every draw is fixed by its number.
"""

from __future__ import annotations

import argparse
import json
import platform
import random
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.metrics import average_precision_score, roc_auc_score
from threadpoolctl import threadpool_limits

from benchmarks.candidates import CANDIDATES, Array, Candidate
from benchmarks.disturb import DISTURBANCES
from benchmarks.intent_rows import Row, common, few, fifth, part, read, split_few
from benchmarks.understanding_page import page
from voice.dialplan.load import load_all
from voice.understanding.intents import ExampleClassifier, classifier, general_background
from voice.understanding.several import find_requests

ROOT = Path(__file__).parent.parent
RESULTS = ROOT / "benchmarks" / "results"
IN_USE = "likeness (in use)"
FEW = 10
DRAWS = 5
SLOW = "letters"
TARGETS = {
    "CLINC150: accuracy": 0.95,
    "CLINC150: out-of-scope AUROC": 0.97,
    "BANKING77, all training rows: accuracy": 0.92,
    "BANKING77, 10 examples a request: accuracy": 0.80,
    "French (Home Assistant): accuracy": 0.88,
}
THRESHOLD = 0.5


@dataclass(frozen=True, slots=True)
class Measured:
    """What one candidate made of one set of kept-out rows."""

    accuracy: float
    answers: list[tuple[Row, str, float, float]]
    """Row, best request, its probability given in scope, out of scope."""
    learn_seconds: float
    sentence_ms: float


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--quick", action="store_true", help="only what is in use; nothing is written")
    args = parser.parse_args()
    with threadpool_limits(1):
        results = measure(args.data / "intents", [IN_USE] if args.quick else list(CANDIDATES))
    print(page(results, TARGETS, IN_USE))
    if not args.quick:
        text = json.dumps(results, ensure_ascii=False, indent=2)
        (RESULTS / "understanding.json").write_text(f"{text}\n", "utf-8")
        (RESULTS / "understanding.md").write_text(page(results, TARGETS, IN_USE), "utf-8")


def measure(folder: Path, names: Sequence[str]) -> dict[str, Any]:
    """All figures, as written to benchmarks/results."""
    figures: dict[str, dict[str, float]] = {}
    errors: dict[str, Any] = {}
    for name in names:
        started = time.perf_counter()
        figures[name], kept = figures_of(name, folder)
        if name == IN_USE:
            errors = {title: mistakes(measured) for title, measured in kept.items()}
        print(f"{name}: {time.perf_counter() - started:.0f} s", flush=True)
    return {
        "date": datetime.now(UTC).date().isoformat(),
        "machine": f"{platform.machine()}, one thread, shared with other work",
        "targets": TARGETS,
        "figures": figures,
        "disturbed": disturbed(folder),
        "several": several(folder),
        "plans": plans(),
        "errors": errors,
    }


# -- the sets --


def figures_of(name: str, folder: Path) -> tuple[dict[str, float], dict[str, Measured]]:
    """One candidate on every set, and what is shown of its errors."""
    found: dict[str, float] = {}
    clinc = read(folder, "clinc150_en")
    full = run(name, part(clinc, "train"), part(clinc, "dev"))
    found["CLINC150: accuracy"] = full.accuracy
    found |= {f"CLINC150: {key}": value for key, value in outside_figures(full.answers).items()}
    found["CLINC150: seconds to learn 15,100 rows"] = full.learn_seconds
    found["CLINC150: ms a sentence, in batches"] = full.sentence_ms
    untold = run(name, few([row for row in part(clinc, "train") if row.intent], FEW, 0), part(clinc, "dev"))
    found[f"CLINC150, {FEW} examples a request, no outside given: accuracy"] = untold.accuracy
    for key, value in outside_figures(untold.answers).items():
        found[f"CLINC150, {FEW} examples a request, no outside given: {key}"] = value

    learned, kept = fifth(read(folder, "banking77_en"), 0)
    banking = run(name, learned, kept)
    found["BANKING77, all training rows: accuracy"] = banking.accuracy
    found["BANKING77, all training rows: mean accuracy of the requests"] = mean_of_requests(banking.answers)
    found["BANKING77, all training rows: calibration error"] = calibration(banking.answers)
    draws = [run(name, few(learned, FEW, draw), kept) for draw in range(DRAWS)]
    found["BANKING77, 10 examples a request: accuracy"] = mean(draw.accuracy for draw in draws)
    found["BANKING77, 10 examples a request: mean accuracy of the requests"] = mean(
        mean_of_requests(draw.answers) for draw in draws
    )
    found["BANKING77, 10 examples a request: calibration error"] = mean(
        calibration(draw.answers) for draw in draws
    )
    found["BANKING77, 10 examples a request: lowest draw"] = min(draw.accuracy for draw in draws)

    bank_out = read(folder, "banking77_oos_en")
    near = run(name, [row for row in part(bank_out, "train") if row.intent], part(bank_out, "dev"))
    found["BANKING77-OOS, no outside given: accuracy"] = near.accuracy
    for kind in ("ood-oos", "id-oos"):
        answers = [answer for answer in near.answers if answer[0].intent or answer[0].kind == kind]
        found[f"BANKING77-OOS, no outside given: AUROC, {kind}"] = outside_figures(answers)[
            "out-of-scope AUROC"
        ]

    hwu = read(folder, "hwu64_en")
    found["HWU64: accuracy"] = run(name, part(hwu, "train"), part(hwu, "dev")).accuracy
    found["HWU64, 10 examples a request: accuracy"] = mean(
        run(name, few(part(hwu, "train"), FEW, draw), part(hwu, "dev")).accuracy for draw in range(3)
    )
    natcs = common(read(folder, "natcs_dstc11_en"), FEW + 5)
    found["NatCS insurance, 10 examples a request: accuracy"] = mean(
        run(name, *split_few(natcs, FEW, draw)).accuracy for draw in range(DRAWS)
    )

    home = common(read(folder, "home_assistant_fr_en"), 5)
    french = [row for row in home if row.lang == "fr"]
    english = [row for row in home if row.lang == "en"]
    folds = [run(name, *fifth(french, number)) for number in range(5)]
    answers = [answer for fold in folds for answer in fold.answers]
    found["French (Home Assistant): accuracy"] = share(row.intent == best for row, best, _, _ in answers)
    found["French (Home Assistant): calibration error"] = calibration(answers)
    found["French, 5 examples a request: accuracy"] = mean(
        run(name, *split_few(french, 5, draw)).accuracy for draw in range(DRAWS)
    )
    both = {row.intent for row in english} & {row.intent for row in french}
    found["French, learned from English alone: accuracy"] = run(
        name, [row for row in english if row.intent in both], [row for row in french if row.intent in both]
    ).accuracy
    return found, {"CLINC150": full, "BANKING77": banking, "French (Home Assistant)": folds[0]}


def run(name: str, learned: Sequence[Row], kept: Sequence[Row]) -> Measured:
    """Learn and read."""
    inside = [row for row in learned if row.intent]
    started = time.perf_counter()
    candidate: Candidate = CANDIDATES[name](
        [row.text for row in inside],
        [str(row.intent) for row in inside],
        [row.text for row in learned if row.intent is None],
    )
    learn_seconds = time.perf_counter() - started
    started = time.perf_counter()
    names, shares, out = candidate.read([row.text for row in kept])
    sentence_ms = (time.perf_counter() - started) * 1000 / max(len(kept), 1)
    answers = answers_of(kept, names, shares, out)
    right = share(row.intent == best for row, best, _, _ in answers if row.intent)
    return Measured(right, answers, learn_seconds, sentence_ms)


def answers_of(
    kept: Sequence[Row], names: list[str], shares: Array, out: Array
) -> list[tuple[Row, str, float, float]]:
    """Each row with the best request."""
    best = shares.argmax(axis=1)
    return [
        (row, names[best[index]], float(shares[index, best[index]]), float(out[index]))
        for index, row in enumerate(kept)
    ]


# -- figures --


def outside_figures(answers: Sequence[tuple[Row, str, float, float]]) -> dict[str, float]:
    """How well what is outside is told, and what is right when 0.5 decides."""
    outside = np.array([row.intent is None for row, *_ in answers])
    scores = np.array([out for *_, out in answers])
    kept = scores < THRESHOLD
    right = np.array([row.intent == best for row, best, _, _ in answers])
    return {
        "out-of-scope AUROC": float(roc_auc_score(outside, scores)),
        "out-of-scope AUPR": float(average_precision_score(outside, scores)),
        "outside refused at 0.5": float((~kept[outside]).mean()),
        "inside kept at 0.5": float(kept[~outside].mean()),
        "right at 0.5, inside and outside": float((np.where(outside, ~kept, kept & right)).mean()),
        "calibration error": calibration(answers),
    }


def calibration(answers: Sequence[tuple[Row, str, float, float]]) -> float:
    """Expected calibration error of the best request's confidence, ten bins; outside none is right."""
    sure = np.array([probability * (1 - out) for _, _, probability, out in answers])
    right = np.array([row.intent == best for row, best, _, _ in answers])
    bins = np.minimum((sure * 10).astype(int), 9)
    return float(
        sum(abs(right[bins == b].mean() - sure[bins == b].mean()) * (bins == b).mean() for b in set(bins))
    )


def mean_of_requests(answers: Sequence[tuple[Row, str, float, float]]) -> float:
    """Accuracy of each request, averaged: what counts where all are equally frequent."""
    by_intent: dict[str, list[bool]] = defaultdict(list)
    for row, best, _, _ in answers:
        if row.intent:
            by_intent[row.intent].append(row.intent == best)
    return mean(share(right) for right in by_intent.values())


def mistakes(measured: Measured) -> dict[str, Any]:
    """The most frequent confusions, and the ten surest errors."""
    wrong = [
        (row, best, probability * (1 - out))
        for row, best, probability, out in measured.answers
        if row.intent != best and (row.intent or out < THRESHOLD)
    ]
    confusions = Counter((row.intent or "(outside)", best) for row, best, _ in wrong)
    worst = sorted(wrong, key=lambda item: -item[2])[:10]
    return {
        "confusions": [{"is": a, "taken for": b, "times": n} for (a, b), n in confusions.most_common(10)],
        "worst": [
            {
                "text": row.text,
                "is": row.intent or "(outside)",
                "taken for": best,
                "confidence": round(sure, 3),
            }
            for row, best, sure in worst
        ],
    }


def disturbed(folder: Path) -> dict[str, dict[str, float]]:
    """The same rows as a recognizer or a caller might have spoilt them."""
    clinc = read(folder, "clinc150_en")
    learned = few([row for row in part(clinc, "train") if row.intent], 40, 0)
    candidate = CANDIDATES[IN_USE]([row.text for row in learned], [str(row.intent) for row in learned], [])
    french = [row for row in common(read(folder, "home_assistant_fr_en"), 5) if row.lang == "fr"]
    taught, asked = fifth(french, 0)
    in_french = CANDIDATES[IN_USE]([row.text for row in taught], [str(row.intent) for row in taught], [])
    found: dict[str, dict[str, float]] = {}
    for title, disturb in DISTURBANCES.items():
        figures = read_disturbed(candidate, part(clinc, "dev"), disturb, "en")
        heard = read_disturbed(in_french, asked, disturb, "fr")
        found[title] = {
            "CLINC150 (40 a request): accuracy": share(r.intent == b for r, b, _, _ in figures if r.intent),
            "CLINC150 (40 a request): AUROC": outside_figures(figures)["out-of-scope AUROC"],
            "French: accuracy": share(row.intent == best for row, best, _, _ in heard),
        }
    return found


def read_disturbed(
    candidate: Candidate, rows: Sequence[Row], disturb: Callable[[str, str, random.Random], str], lang: str
) -> list[tuple[Row, str, float, float]]:
    """What a candidate makes of spoilt rows."""
    chance = random.Random(0)
    names, shares, out = candidate.read([disturb(row.text, lang, chance) for row in rows])
    return answers_of(rows, names, shares, out)


def several(folder: Path) -> dict[str, float]:
    """Two requests joined, and single ones; twelve request types of CLINC150, twelve examples each."""
    clinc = [row for row in read(folder, "clinc150_en") if row.intent]
    names = sorted({str(row.intent) for row in clinc})
    found: dict[str, list[bool]] = defaultdict(list)
    for draw in range(3):
        chosen = set(random.Random(draw).sample(names, 12))
        learned = few([row for row in part(clinc, "train") if row.intent in chosen], 12, draw)
        examples: dict[str, list[str]] = defaultdict(list)
        for row in learned:
            examples[str(row.intent)].append(row.text)
        model = ExampleClassifier(examples, background=general_background(["en"]))
        asked = [row for row in part(clinc, "dev") if row.intent in chosen]
        random.Random(draw).shuffle(asked)
        for row in asked:
            found["single sentences taken for several"].append(len(find_requests(row.text, model)[0]) > 1)
        for first, second in zip(asked[::2], asked[1::2], strict=False):
            if first.intent == second.intent:
                continue
            for title, joint in (("and", " and "), ("and I also want to know", " and i also want to know "),
                                 ("nothing between", " ")):  # fmt: skip
                intents, _ = find_requests(first.text + joint + second.text, model)
                both = {intent.name for intent in intents} == {first.intent, second.intent}
                found[f"both found, joined by {title!r}"].append(both)
    return {title: share(values) for title, values in found.items()}


def plans() -> dict[str, dict[str, float]]:
    """Time to learn the shipped plans, and to read one sentence of a caller."""
    found = {}
    for name, plan in sorted(load_all(ROOT / "dialplans").plans.items()):
        started = time.perf_counter()
        model = classifier(plan.intents, plan.languages)
        learned = time.perf_counter() - started
        asked = [
            text for intent in plan.intents.values() for texts in intent.examples.values() for text in texts
        ]
        took = []
        for text in asked:
            started = time.perf_counter()
            find_requests(f"bonjour euh {text} s'il vous plaît", model)
            took.append(time.perf_counter() - started)
        found[name] = {
            "examples": len(asked),
            "seconds to learn": learned,
            "ms a sentence, median": float(np.median(took)) * 1000,
            "ms a sentence, 95 %": float(np.quantile(took, 0.95)) * 1000,
        }
    return found


def mean(values: Iterable[float]) -> float:
    return float(np.mean(list(values)))


def share(values: Iterable[bool]) -> float:
    return float(np.mean(list(values)))


if __name__ == "__main__":
    main()
