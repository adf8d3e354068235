"""The arguments of the administrator's verbs; light, since every start of `voice` reads them."""

from __future__ import annotations

import argparse
from pathlib import Path


def add_check_arguments(parser: argparse.ArgumentParser) -> None:
    """Of `voice check`."""
    _add_folder(parser)
    parser.add_argument("--strict", action="store_true", help="let warnings fail too")


def add_test_arguments(parser: argparse.ArgumentParser) -> None:
    """Of `voice test`."""
    _add_folder(parser)
    parser.add_argument(
        "-k", dest="wanted", default="", metavar="NAME", help="only conversations with this in their name"
    )
    parser.add_argument("--junit", type=Path, metavar="FILE", help="also write JUnit XML to this file")


def _add_folder(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "folder",
        nargs="?",
        type=Path,
        metavar="DIR",
        help="folder of plans, or of one plan (default: dialplans)",
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object")
