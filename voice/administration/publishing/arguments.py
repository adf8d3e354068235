"""What the verbs about versions are given."""

from __future__ import annotations

import argparse
from pathlib import Path

_VERSION = "a number of `voice history`, or the beginning of a version's hash"


def add_publish(parser: argparse.ArgumentParser) -> None:
    """The arguments of `voice publish`."""
    what = "folder of the dialplans (default: the setting dialplans), or one plan of it by name"
    parser.add_argument("what", nargs="?", metavar="DIR|PLAN", help=what)
    parser.add_argument("--message", required=True, help="what changes for callers")
    parser.add_argument("--author", help="who publishes (default: the user's name)")
    parser.add_argument("--after", type=int, metavar="NUMBER", help="refuse unless this one is in use")
    parser.add_argument(
        "--dry-run", action="store_true", help="check, show what would change, publish nothing"
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object")


def add_history(parser: argparse.ArgumentParser) -> None:
    """The arguments of `voice history`."""
    parser.add_argument("plan", nargs="?", help="only what changed this plan")
    parser.add_argument("--limit", type=int, default=20)
    parser.add_argument("--show", nargs=2, metavar=("VERSION", "FILE"), help="print a published file")
    parser.add_argument("--json", action="store_true")


def add_rollback(parser: argparse.ArgumentParser) -> None:
    """The arguments of `voice rollback`."""
    parser.add_argument("version", nargs="?", help=f"{_VERSION} (default: the one in use before)")
    parser.add_argument("--message", help="why (default: what it goes back to)")
    parser.add_argument("--author", help="who publishes (default: the user's name)")
    parser.add_argument("--json", action="store_true", help="print one JSON object")


def add_checkout(parser: argparse.ArgumentParser) -> None:
    """The arguments of `voice checkout`."""
    parser.add_argument("version", help=_VERSION)
    parser.add_argument("folder", type=Path, metavar="DIR", help="empty, or not there yet")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
