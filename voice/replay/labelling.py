"""`voice label`: what a person says about a call, kept with its records."""

from __future__ import annotations

import argparse
import asyncio
import getpass
import sys

from voice.errors import SettingsError
from voice.output import print_json
from voice.records.labels import Label
from voice.records.verbs import named_call, opened
from voice.settings import Settings


def run_label(args: argparse.Namespace, settings: Settings) -> int:
    """Keep one judgement, or show those there are; the exit code. Raises VoiceError."""
    labels = asyncio.run(_label(args, settings))
    if args.json:
        print_json([label.as_json() for label in labels])
    else:
        for label in labels:
            sys.stdout.write(f"{_line(label)}\n")
        if not labels:
            sys.stdout.write("nobody has said anything about this call\n")
    return 0


async def _label(args: argparse.Namespace, settings: Settings) -> list[Label]:
    async with opened(settings.records.url) as store:
        record = await named_call(store, args.id)
        transfer, turn = args.transfer or (None, None)
        if turn is not None and turn > record.row.turns:
            turns = "1 turn" if record.row.turns == 1 else f"{record.row.turns} turns"
            raise SettingsError(f"the call has {turns}; turn {turn} is none of them")
        rater = args.rater or getpass.getuser()
        if args.remove:
            await store.labels.remove(record.id, rater)
        elif transfer is not None or args.mood or args.outcome:
            await store.labels.put(Label(record.id, rater, transfer, turn, args.mood, args.outcome))
        return await store.labels.of_call(record.id)


def _line(label: Label) -> str:
    said = {None: "", True: "to a person", False: "stays with the bot"}[label.transfer]
    if label.turn is not None:
        said += f" by turn {label.turn}"
    parts = (said, label.mood, label.outcome)
    return f"{label.call_id[:12]}  {label.rater}: {', '.join(part for part in parts if part)}"
