"""`voice diff`: what changes for callers from one plan to another.

Exit codes: 0 nothing changes, 1 something does, 2 one of them cannot be used.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from rich.console import Console

from voice.administration.comparing.compare import compare_sides
from voice.administration.comparing.published import Published
from voice.administration.comparing.report import as_data, print_compared
from voice.administration.references import read_side
from voice.output import print_json


def run(args: argparse.Namespace, dialplans: Path, records: str) -> int:
    """Compare; the exit code. `records` is the database that keeps published versions."""
    with tempfile.TemporaryDirectory(prefix="voice-diff-") as place:
        versions = Published(records, Path(place))
        before = read_side(args.before, dialplans, versions)
        after = read_side(args.after, dialplans, versions)
        compared = compare_sides(before, after)
    if args.json:
        data = as_data(before.name, after.name, compared)
        print_json(data)
    else:
        console = Console(soft_wrap=True, highlight=False)
        print_compared(console, before.name, after.name, compared)
    return int(any(one.changes for one in compared))
