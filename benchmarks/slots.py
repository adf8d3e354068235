"""How many values are read exactly as they were meant, and how many of those taken without asking are right.

    python -m benchmarks.slots --evi FILE

FILE is the EVI set of PolyAI (CC BY 4.0): real telephone calls in British English, as the n-best lists of a
commercial recognizer, with the postcode, the name and the date of birth that the caller was to give; JSON
lines, `.gz` or not, with `target` and `turns`. Nothing was tuned on it. A caller is asked up to three times
per value. Names are compared without accents, case and punctuation; everything else as it is.

The second part needs no file: values said in words by rule, in both languages, as a perfect recognizer would
write them (ten thousand ways of saying a number are not ten thousand callers: an upper bound, and the only
figure for French).
"""

from __future__ import annotations

import argparse
import gzip
import json
import platform
import random
import statistics
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from benchmarks import said_by_rule as said
from voice.turn import Language
from voice.understanding.dates import Toward
from voice.understanding.reading import Reading
from voice.understanding.slots import read_value
from voice.words import fold

RESULTS = Path(__file__).parent / "results"
DAY = date(2021, 6, 1)
"""The day of the calls; dates of birth lie before it."""
SEED = 20260310
SAID = 400
"""Values said by rule, of each kind and language."""


@dataclass(frozen=True)
class Shape:
    """A slot of a plan."""

    type: str
    pattern: tuple[str, ...] = ()
    least: int = 1
    most: int = 15
    choices: Mapping[str, Mapping[Language, tuple[str, ...]]] = field(default_factory=dict)
    toward: Toward = "past"


SHAPES = {"postcode": Shape("postcode"), "name": Shape("name"), "dob": Shape("date")}


@dataclass
class Tally:
    """Counts of one kind of value."""

    asked: int = 0
    exact: int = 0
    none: int = 0
    sure: int = 0
    sure_exact: int = 0
    in_nbest: int = 0
    exact_nbest: int = 0
    wrong: Counter[str] = field(default_factory=Counter)
    milliseconds: list[float] = field(default_factory=list)

    def add(self, read: Reading | None, same: bool) -> None:
        """Count one."""
        self.asked += 1
        self.exact += same
        self.none += read is None
        if read and read.sure:
            self.sure += 1
            self.sure_exact += same

    def figures(self) -> dict[str, Any]:
        """Shares, and milliseconds of one core."""
        return {
            "utterances": self.asked,
            "exact": _share(self.exact, self.asked),
            "nothing_read": _share(self.none, self.asked),
            "taken_without_asking": _share(self.sure, self.asked),
            "right_of_those_taken": _share(self.sure_exact, self.sure),
            "milliseconds_median": round(statistics.median(self.milliseconds), 2),
            "milliseconds_worst": round(max(self.milliseconds), 1),
        }


def _share(part: int, whole: int) -> float | None:
    return round(part / whole, 4) if whole else None


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    arguments.add_argument("--evi", type=Path, help="the EVI set; left out: only what is said by rule")
    arguments.add_argument("--results", type=Path, default=RESULTS)
    chosen = arguments.parse_args()
    report: dict[str, Any] = {
        "when": datetime.now(UTC).isoformat(timespec="seconds"),
        "machine": f"{platform.machine()}, Python {platform.python_version()}",
        "said_by_rule": by_rule(),
    }
    if chosen.evi:
        report["evi"] = evi(chosen.evi)
    chosen.results.mkdir(parents=True, exist_ok=True)
    (chosen.results / "slots.json").write_text(
        json.dumps(report, indent=2, ensure_ascii=False) + "\n", "utf-8"
    )
    (chosen.results / "slots.md").write_text(markdown(report), "utf-8")
    print(markdown(report))


# -- real callers --


def evi(path: Path) -> dict[str, Any]:
    raw = path.read_bytes()
    lines = (gzip.decompress(raw) if path.suffix == ".gz" else raw).decode().splitlines()
    calls = [call for line in lines if (call := json.loads(line))["target"]]
    tallies = {item: Tally() for item in SHAPES}
    dialogues: dict[str, Counter[str]] = {item: Counter() for item in SHAPES}
    worst: dict[str, list[list[str]]] = {item: [] for item in SHAPES}
    for call in calls:
        for item, shape in SHAPES.items():
            turns = [turn for turn in call["turns"] if turn["item"] == item]
            got = [one_turn(turn, shape, call["target"][item], tallies[item], worst[item]) for turn in turns]
            if got:
                dialogues[item]["calls"] += 1
                dialogues[item]["first"] += got[0][0]
                dialogues[item]["within_three"] += any(top for top, _ in got)
                dialogues[item]["within_three_nbest"] += any(best for _, best in got)
    return {
        item: tally.figures()
        | {
            "exact_nbest": round(tally.exact_nbest / tally.asked, 4),
            "right_one_in_nbest": round(tally.in_nbest / tally.asked, 4),
            "calls": dialogues[item]["calls"],
            "calls_first_time": round(dialogues[item]["first"] / dialogues[item]["calls"], 4),
            "calls_within_three": round(dialogues[item]["within_three"] / dialogues[item]["calls"], 4),
            "calls_within_three_nbest": round(
                dialogues[item]["within_three_nbest"] / dialogues[item]["calls"], 4
            ),
            "taken_and_wrong": worst[item][:10],
        }
        for item, tally in tallies.items()
    }


def one_turn(
    turn: Mapping[str, Any], shape: Shape, meant: str, tally: Tally, worst: list[list[str]]
) -> tuple[bool, bool]:
    """Exact with the best hypothesis, and with all of them."""
    began = time.perf_counter()
    read = read_value(turn["transcription"], shape, "en", DAY)
    tally.milliseconds.append((time.perf_counter() - began) * 1000)
    same = alike(read, meant, shape)
    tally.add(read, same)
    if read and read.sure and not same:
        worst.append([turn["transcription"], read.value, meant])
    readings = [found for text in turn["nbest"] if (found := read_value(text, shape, "en", DAY))]
    tally.in_nbest += any(alike(found, meant, shape) for found in readings)
    best = next((found for found in readings if found.sure), readings[0] if readings else None)
    tally.exact_nbest += alike(best, meant, shape)
    return same, alike(best, meant, shape)


def alike(read: Reading | None, meant: str, shape: Shape) -> bool:
    if read is None:
        return False
    return fold(read.value) == fold(meant) if shape.type == "name" else read.value == meant


# -- said by rule --


def by_rule() -> dict[str, Any]:
    chance = random.Random(SEED)
    figures: dict[str, Any] = {}
    languages: tuple[Language, ...] = ("fr", "en")
    for language in languages:
        for kind, (shape, make) in MAKERS.items():
            tally, wrong = Tally(), []
            for _ in range(SAID):
                meant, words = make(chance, language)
                began = time.perf_counter()
                read = read_value(words, shape, language, DAY)
                tally.milliseconds.append((time.perf_counter() - began) * 1000)
                same = alike(read, meant, shape)
                tally.add(read, same)
                if not same:
                    wrong.append([words, read.value if read else "", meant])
            figures[f"{kind} {language}"] = tally.figures() | {"errors": wrong[:10]}
    return figures


MAKERS = {
    "identifier A9999": (Shape("identifier", ("A9999",)), said.identifier),
    "digits 99999": (Shape("digits", ("99999",)), said.digits_five),
    "phone": (Shape("phone"), said.telephone),
    "date": (Shape("date"), said.birth_date),
    "amount": (Shape("amount"), said.amount),
    "postcode": (Shape("postcode"), said.postcode),
}


# -- the page --

HEADS = {
    "utterances": "utterances",
    "exact": "exact",
    "exact_nbest": "with n-best",
    "right_one_in_nbest": "right one anywhere in n-best",
    "nothing_read": "nothing read",
    "taken_without_asking": "taken unasked",
    "right_of_those_taken": "of those right",
    "calls_first_time": "calls: first time",
    "calls_within_three": "within three",
    "calls_within_three_nbest": "within three, n-best",
}


def markdown(report: Mapping[str, Any]) -> str:
    return "\n".join(_lines(report)) + "\n"


def _lines(report: Mapping[str, Any]) -> Iterator[str]:
    yield "# Values read from what callers say"
    yield ""
    yield f"{report['when']}, {report['machine']}; `python -m benchmarks.slots --evi FILE`."
    if "evi" in report:
        yield ""
        yield "## EVI: real calls, British English, recognizer's n-best (not tuned on)"
        yield ""
        yield f"| value | {' | '.join(HEADS.values())} |"
        yield "|---" * (len(HEADS) + 1) + "|"
        for item, row in report["evi"].items():
            yield f"| {item} | {' | '.join(_shown(row[key]) for key in HEADS)} |"
        for item, row in report["evi"].items():
            yield ""
            yield f"Taken unasked and wrong, {item} (heard, read, meant):"
            yield ""
            for heard, read, meant in row["taken_and_wrong"]:
                yield f"- “{heard}”: {read}, not {meant}"
    yield ""
    yield "## Said by rule: perfect recognition, an upper bound"
    yield ""
    yield "| value | said | exact | nothing read | taken unasked | of those right | median ms | worst ms |"
    yield "|---|---|---|---|---|---|---|---|"
    for kind, row in report["said_by_rule"].items():
        yield (
            f"| {kind} | {row['utterances']} | {row['exact']:.3f} | {row['nothing_read']:.3f} "
            f"| {row['taken_without_asking']:.3f} | {row['right_of_those_taken'] or 0:.3f} "
            f"| {row['milliseconds_median']} | {row['milliseconds_worst']} |"
        )
    for kind, row in report["said_by_rule"].items():
        if row["errors"]:
            yield ""
            yield f"Errors, {kind} (said, read, meant):"
            yield ""
            for heard, read, meant in row["errors"]:
                yield f"- “{heard}”: {read or 'nothing'}, not {meant}"


def _shown(figure: float) -> str:
    return f"{figure:.3f}" if isinstance(figure, float) else str(figure)


if __name__ == "__main__":
    main()
