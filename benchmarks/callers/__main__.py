"""Synthetic callers: makes them, lets them phone, and tells how many calls went as was expected of them.

    python -m benchmarks.callers --out DIR [--jobs 2] [--only WORDS] [--make-only]

Several voices, pitches, rates and levels; G.711, G.722 and Opus; three noises at 20, 10 and 5 dB; lost
packets. The sound is made anew by everyone who runs this, and is the same each time for the same weights and
seed. `DIR/PLAN/*.wav` are the callers' channels; `DIR/callers.jsonl` says of each what is said, pressed and
expected. A run that was interrupted goes on where it was.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

from rich.progress import Progress

from benchmarks.callers.dialogues import dialogues
from benchmarks.callers.holding import Held, Place, hold_all
from benchmarks.callers.making import write_list
from benchmarks.callers.report import write_report
from benchmarks.callers.speech import voices_there
from benchmarks.callers.takes import SPEAKERS, takes


def main() -> int:
    parser = argparse.ArgumentParser(prog="benchmarks.callers", description=__doc__.splitlines()[0])
    parser.add_argument("--out", type=Path, required=True, metavar="DIR", help="where the callers are put")
    parser.add_argument("--results", type=Path, default=Path("benchmarks/results"))
    parser.add_argument("--models", type=Path, default=Path("models"))
    parser.add_argument("--jobs", type=int, default=1, metavar="N", help="processes")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--lines", type=int, default=3, choices=range(1, 6), help="callers of each dialogue, on as many lines"
    )
    parser.add_argument("--only", default="", metavar="WORDS", help="only callers with this in their names")
    parser.add_argument(
        "--minutes", type=float, metavar="N", help="begin no more calls after N minutes; tell of those held"
    )
    parser.add_argument("--make-only", action="store_true", help="write the files, phone nobody")
    args = parser.parse_args()
    voices = voices_there(args.models)
    for name in sorted({speaker.voice for speaker in SPEAKERS} - set(voices)):
        print(f"without {name}: python -m voice.speech.weights --also {name} fetches it", file=sys.stderr)
    wanted = [take for take in takes(dialogues(), voices, args.seed, args.lines) if args.only in take.id]
    if not wanted:
        print(f"no caller has {args.only} in its name", file=sys.stderr)
        return 2
    began, found = time.monotonic(), list[Held]()
    with Progress(disable=not sys.stderr.isatty()) as progress:
        bar = progress.add_task("callers", total=len(wanted))
        seconds = args.minutes * 60 if args.minutes else None
        for one in hold_all(
            wanted,
            Place(args.models, args.out),
            jobs=args.jobs,
            make_only=args.make_only,
            seconds=seconds,
        ):
            found.append(one)
            progress.advance(bar)
    found.sort(key=lambda one: one.made.take.id)
    write_list([one.made for one in found], args.out)
    print(f"{len(found)} of {len(wanted)} callers in {args.out}, {time.monotonic() - began:.0f} s")
    if not args.make_only:
        results = args.results if not args.only else args.out
        print(write_report(found, results, seed=args.seed, of=len(wanted)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
