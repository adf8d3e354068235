"""How fast recorded calls are replayed: nothing known, words known under another plan, words alone.

    python -m benchmarks.replay [--calls 12] [--out benchmarks/results]

The callers are made with the gateway's own voices, so that anyone can make the same ones. One process is
measured; processes do not talk to each other, so several cores take that many times less.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import tempfile
import time
from dataclasses import replace
from pathlib import Path

import numpy as np

from voice.dialplan.load import load_plan
from voice.dialplan.model import Dialplan
from voice.logs import set_up_logs
from voice.replay.batch import Job, Outcome, Setting, Worker
from voice.replay.clock import run
from voice.replay.recorded import Recorded, recorded_file
from voice.replay.tape import write_stereo
from voice.settings import CallSettings, HandoffSettings, ModelsSettings, SpeechSettings
from voice.speech.engines import load_engines
from voice.turn import Language

RATE = 8000
SAID: tuple[tuple[Language, tuple[str, ...]], ...] = (
    ("en", ("Hello, where is my order?", "A ten forty two.", "No thank you, goodbye.")),
    ("fr", ("Bonjour, où est ma commande ?", "A mille quarante-deux.", "Non merci, au revoir.")),
    (
        "en",
        ("I want to send something back.", "B two thousand and one.", "I would like to speak to a person."),
    ),
    ("fr", ("Je voudrais parler à quelqu'un.",)),
)
PAUSES = (9.0, 9.0, 14.0, 6.0)


def callers(folder: Path, number: int) -> list[Recorded]:
    """So many recorded callers; each says his words a little earlier or later than the others."""
    engines = load_engines(ModelsSettings(), SpeechSettings())

    async def speak(
        language: Language, lines: tuple[str, ...], late: float
    ) -> np.ndarray[tuple[int], np.dtype[np.int16]]:
        sound = []
        for pause, line in zip(PAUSES, lines, strict=False):
            sound.append(np.zeros(int((pause + late) * RATE), np.int16))
            sound.append(np.frombuffer(await engines.voices.speak(line, language, RATE), np.int16))
        return np.concatenate([*sound, np.zeros(int(PAUSES[-1] * RATE), np.int16)])

    try:
        for index in range(number):
            language, lines = SAID[index % len(SAID)]
            left = run(speak(language, lines, index * 0.013))
            write_stereo(
                folder / f"{index:03}.wav", np.stack([left, left * 0], 1).astype("<i2").tobytes(), RATE
            )
    finally:
        engines.close()
    return [recorded_file(path) for path in sorted(folder.glob("*.wav"))]


def timed(jobs: list[Job], setting: Setting, *, begun: bool = True) -> tuple[float, list[Outcome]]:
    """Seconds a call, and what came of them; `begun`: in a process that has done the first one already."""
    worker = Worker(setting)
    try:
        first = [worker.do(jobs[0])] if begun else []
        began = time.perf_counter()
        outcomes = [worker.do(job) for job in jobs[len(first) :]]
        return (time.perf_counter() - began) / len(outcomes), [*first, *outcomes]
    finally:
        worker.close()


def edited(folder: Path) -> Dialplan:
    """The plan with another hash, as after an edit that changes no sentence."""
    copy = folder / "retail"
    shutil.copytree("dialplans/retail", copy)
    path = copy / "plan.yaml"
    path.write_text(path.read_text("utf-8") + "\n# edited\n", "utf-8")
    return load_plan(copy)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--calls", type=int, default=12)
    parser.add_argument("--out", type=Path, default=Path("benchmarks/results"))
    args = parser.parse_args()
    set_up_logs()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "sound").mkdir()
        recorded = callers(folder / "sound", args.calls)
        plan, other = load_plan(Path("dialplans/retail")), edited(folder)
        setting = Setting(
            ModelsSettings(), SpeechSettings(), CallSettings(), HandoffSettings(), folder / "kept"
        )
        cold, first = timed([Job(call, plan) for call in recorded], setting, begun=False)
        warm, second = timed([Job(call, other) for call in recorded], setting)
        again, _ = timed([Job(call, other) for call in recorded], setting)
        as_live = [
            Job(replace(call, events=outcome.events), other)
            for call, outcome in zip(recorded, second, strict=True)
        ]
        words, _ = timed(as_live, replace(setting, words_only=True))
    seconds = sum(outcome.events[-1].at for outcome in first)
    assert not [outcome.error for outcome in (*first, *second) if outcome.error]
    rows = {
        "nothing known yet (engines loaded, words recognized, sentences spoken)": cold,
        "words and sentences known, plan edited": warm,
        "words, keys and silences alone (`--words`)": words,
        "the same run once more": again,
    }
    table = [
        f"| {what} | {took:.2f} | {seconds / args.calls / took:.0f} | {3600 / took:.0f} |"
        for what, took in rows.items()
    ]
    load = os.getloadavg()[0]
    page = "\n".join([
        "# Replay: how fast", "",
        f"`python -m benchmarks.replay --calls {args.calls}`: as many callers made with the gateway's voices,"
        f" {seconds / args.calls:.0f} s of call each on average, under the plan retail. One process;"
        f" the machine has {os.cpu_count()} cores and had a load of {load:.1f} at the"
        " end: an idle one is faster.", "",
        "| | seconds a call | times real time | calls an hour |", "|---|---|---|---|", *table, "",
        "The first row includes loading the engines and learning the plan, which a process does once.", "",
    ])  # fmt: skip
    args.out.mkdir(parents=True, exist_ok=True)
    (args.out / "replay.md").write_text(page, "utf-8")
    figures = {"calls": args.calls, "call_seconds": seconds, "seconds_a_call": rows, "load": load}
    (args.out / "replay.json").write_text(json.dumps(figures, indent=2) + "\n", "utf-8")
    print(page)


if __name__ == "__main__":
    main()
