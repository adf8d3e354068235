"""The sentences that the models of whole sentences learn from.

Our own sentences stand in *_examples.jsonl (not those of unseen_examples.jsonl, which nothing learns from); a
row's `author` tells who wrote it where a file has several. What is ordinary is also taken from the plans'
examples, and from the half of the labelled calls that is tuned on. DATA is a folder with
intents/{clinc150_en,banking77_en,home_assistant_fr_en}.jsonl.gz (CC BY 3.0, CC BY 4.0, CC BY 4.0; JSON lines
with `text`, `intent`, `lang`, `split`) and
emotion_text/goemotions_en.jsonl.gz (Apache-2.0; `text`, `labels`, `split`). Only their train rows are used.
"""

from __future__ import annotations

import gzip
import json
import random
from collections.abc import Collection, Iterable
from pathlib import Path
from typing import Any

from tests.judgement.set import load
from voice.dialplan.load import load_all
from voice.turn import Language

ROOT = Path(__file__).resolve().parents[1]
RESULTS = ROOT / "benchmarks" / "results"
SEED = 7
OF_A_CALL = "call: "
"""Before a situation of the labelled calls, where an author stands else."""
FEWEST_WORDS = 4
"""Shorter lines of the labelled calls say too little by themselves."""
FOLDS = 8
EVERY = 4
"""One in so many sentences far from any call is learned from."""
NOT_MINE = frozenset(
    {
        "card_payment_not_recognised",
        "compromised_card",
        "direct_debit_payment_not_recognised",
        "cash_withdrawal_not_recognised",
        "report_fraud",
    }
)
"""Requests of the corpora that are a suspicion of fraud."""
NEAR = frozenset({"lost_or_stolen_card", "lost_or_stolen_phone", "report_lost_card"})
"""Left out: neither ordinary nor surely fraud."""
CALM = frozenset({"neutral", "approval", "joy", "gratitude", "amusement", "admiration", "optimism", "relief"})

Row = tuple[str, str, Language]
"""Label, text, language."""


def own_by(name: str, label: str, author: str = "") -> list[tuple[str, Row]]:
    """Our own sentences with the author of each, `author` where the rows do not say; `label` is the field
    that tells what each is.
    """
    lines = (ROOT / "benchmarks" / f"{name}_examples.jsonl").read_text("utf-8").splitlines()
    found = map(json.loads, lines)
    return [(row.get("author", author), (row[label], row["text"], row["lang"])) for row in found]


def demands_by() -> list[tuple[str, Row]]:
    """Our own sentences that were written as demands, or beside them, with their authors."""
    files = (("demand", "first"), ("demand_more", "second"), ("demand_voices", ""))
    return [row for name, author in files for row in own_by(name, "demand", author)]


def only(label: str, rows: Iterable[tuple[str, Row]]) -> list[tuple[str, Row]]:
    """Those of them that are this."""
    return [row for row in rows if row[1][0] == label]


def harmless(data: Path) -> list[tuple[str, Row]]:
    """Remarks, calm calls and the plans' requests, `ordinary`, and some requests of other trades, `far`."""
    remarks = only("remark", [*own_by("remark", "kind", "first"), *own_by("remark_voices", "kind")])
    ours = [(author, ("ordinary", text, lang)) for author, (_, text, lang) in remarks]
    ours += of_calls(("ordinary", "trap"), "ordinary")
    return [*ours, *nobodys(of_plans("ordinary")), *nobodys(far_off(data))]


def of_calls(kinds: Collection[str], label: str) -> list[tuple[str, Row]]:
    """What callers say in the labelled calls of these kinds that the bot should serve, with the situation.

    Only of the half that is tuned on.
    """
    calls = [one for one in load() if one.half == "tune" and one.call.expect == "stay"]
    return [
        (OF_A_CALL + one.situation, (label, line.say, one.call.language))
        for one in calls
        if one.call.kind in kinds
        for line in one.call.lines
        if line.say and len(line.say.split()) >= FEWEST_WORDS
    ]


def demanding_calls() -> list[tuple[str, Row]]:
    """The line with which a demand comes in the labelled calls of the same half, with the situation."""
    found: list[tuple[str, Row]] = []
    for one in load():
        call = one.call
        line = call.lines[call.latest - 1] if call.latest and call.first_sign == call.latest else None
        if one.half == "tune" and call.demand and line and line.say and len(line.say.split()) >= FEWEST_WORDS:
            found.append((OF_A_CALL + one.situation, (call.demand, line.say, call.language)))
    return found


def nobodys(rows: Iterable[Row]) -> list[tuple[str, Row]]:
    """Rows that nobody wrote for this."""
    return [("", row) for row in rows]


def of_plans(label: str) -> list[Row]:
    """The examples of the shipped plans."""
    intents = [i for plan in load_all(ROOT / "dialplans").plans.values() for i in plan.intents.values()]
    return [(label, text, lang) for i in intents for lang, said in i.examples.items() for text in said]


def far(data: Path) -> list[Row]:
    """Requests of other trades, `far`, and suspicions of fraud among them."""
    chance = random.Random(SEED)
    rows: list[Row] = []
    for name, most in (("clinc150_en", 3000), ("banking77_en", 2500), ("home_assistant_fr_en", 800)):
        found = _read(data / "intents" / f"{name}.jsonl.gz")
        french = name.startswith("home")
        wanted = [r for r in found if (r["lang"].startswith("fr") if french else r["split"] == "train")]
        suspicious = [r["text"] for r in wanted if r["intent"] in NOT_MINE]
        plain = [r["text"] for r in wanted if r["intent"] not in NOT_MINE | NEAR]
        chance.shuffle(suspicious)
        chance.shuffle(plain)
        rows += [("fraud", text, "en") for text in suspicious[:60]]
        rows += [("far", text, "fr" if french else "en") for text in plain[:most]]
    return rows


def far_off(data: Path) -> list[Row]:
    """Requests of other trades and suspicions of fraud, one in EVERY, all `far`."""
    return [("far", text, lang) for _, text, lang in far(data)[::EVERY]]


def calm(data: Path, label: str, most: int) -> list[Row]:
    """Comments that readers found calm or glad."""
    found = _read(data / "emotion_text" / "goemotions_en.jsonl.gz")
    texts = [r["text"] for r in found if r["split"] == "train" and set(r["labels"]) <= CALM]
    random.Random(SEED).shuffle(texts)
    return [(label, text, "en") for text in texts[:most]]


def _read(path: Path) -> list[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]
