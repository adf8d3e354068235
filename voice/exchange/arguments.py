"""The arguments of `voice export` and `voice restore`; imports nothing heavy."""

from __future__ import annotations

import argparse
from pathlib import Path

FORMATS = ("vcon", "vtt", "wav", "jsonl")


def add_export_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of `voice export`."""
    parser.add_argument("id", help="the call's id, or its beginning")
    parser.add_argument(
        "--as",
        dest="kind",
        choices=FORMATS,
        default="vcon",
        help="vcon: all in one JSON file; vtt: subtitles; wav: the stereo recording; jsonl: the events",
    )
    parser.add_argument(
        "--out", type=Path, metavar="FILE", help="where to (default: standard output; not for wav)"
    )
    parser.add_argument(
        "--redact",
        action="store_true",
        help="hide sensitive values, names, numbers and addresses, in the text and in the sound",
    )
    parser.add_argument("--no-audio", action="store_true", help="of a vcon: leave the recording out")
    parser.add_argument("--json", action="store_true", help="print one JSON object about the file")


def add_restore_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of `voice restore`."""
    parser.add_argument(
        "files", type=Path, nargs="+", metavar="FILE", help="vCon files that `voice export` wrote"
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object")
