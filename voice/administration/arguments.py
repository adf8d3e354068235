"""The arguments of the administrator's verbs; light, since every start of `voice` reads them."""

from __future__ import annotations

import argparse
from pathlib import Path

from voice.turn import LANGUAGES


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


def add_draw_arguments(parser: argparse.ArgumentParser) -> None:
    """Of `voice draw`."""
    parser.add_argument("plan", help="name of a plan, or its folder")
    parser.add_argument(
        "--format", choices=["mermaid", "svg"], help="default: mermaid, or svg when --out ends in .svg"
    )
    parser.add_argument("--out", type=Path, metavar="FILE", help="write it there instead of printing it")
    parser.add_argument(
        "--language", choices=LANGUAGES, help="of what is said in it (default: the plan's first)"
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object")


def add_diff_arguments(parser: argparse.ArgumentParser) -> None:
    """Of `voice diff`."""
    meant = "a plan's folder or name, a folder of plans, or a published version"
    parser.add_argument("before", metavar="A", help=meant)
    parser.add_argument("after", metavar="B", help="the same, later")
    parser.add_argument("--json", action="store_true", help="print one JSON object")


def add_import_arguments(parser: argparse.ArgumentParser) -> None:
    """Of `voice import`."""
    parser.add_argument("file", type=Path, metavar="FILE", help="an Asterisk extensions.conf")
    parser.add_argument("--out", type=Path, required=True, metavar="DIR", help="the plan's folder")
    parser.add_argument("--context", help="where callers come in (default: the likeliest)")
    parser.add_argument("--language", choices=LANGUAGES, default="en", help="of the prompts (default: en)")
    parser.add_argument(
        "--pbx", default="127.0.0.1", metavar="HOST", help="where its people are rung (default: 127.0.0.1)"
    )
    parser.add_argument("--timezone", default="Europe/Paris", help="of the hours (default: Europe/Paris)")
    parser.add_argument("--sounds", type=Path, metavar="DIR", help="folder of the recorded prompts")
    parser.add_argument("--json", action="store_true", help="print one JSON object")


def _add_folder(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "folder",
        nargs="?",
        type=Path,
        metavar="DIR",
        help="folder of plans, or of one plan (default: dialplans)",
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object")
