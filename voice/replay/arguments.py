"""The arguments of `voice replay`; imports nothing heavy, for every verb builds them."""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from voice.records.labels import MOODS, OUTCOMES
from voice.records.query import ENDED, moment, score_test

T = TypeVar("T")


def add_replay_arguments(parser: argparse.ArgumentParser) -> None:
    """The verb's arguments."""
    parser.add_argument(
        "calls",
        nargs="*",
        metavar="CALL",
        help="a call's id or its beginning, a sound file (of a stereo one the left channel is the caller),"
        " a vCon,"
        " or a folder of sound files",
    )
    parser.add_argument(
        "--plan", metavar="NAME|DIR|VERSION", help="plan to replay under (default: each call's own)"
    )
    parser.add_argument(
        "--against",
        metavar="NAME|DIR|VERSION",
        help="compare with a replay under this plan, not with what was live",
    )
    _add_query(parser)
    parser.add_argument(
        "--jobs", type=_jobs, metavar="N", help="processes (default: 1); 0: one for each core"
    )
    parser.add_argument(
        "--on",
        choices=("here", "ray"),
        default="here",
        help="ray: on the Ray cluster of RAY_ADDRESS, or the one running on this machine",
    )
    parser.add_argument(
        "--words", action="store_true", help="replay recognized words and keys only, without sound: very fast"
    )
    parser.add_argument(
        "--recognize", choices=("kept", "again"), default="kept", help="again: forget recognized words"
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument(
        "--each",
        action="store_true",
        help="show every change in full, however many there are; with --json: every turn",
    )
    parser.add_argument("--junit", type=Path, metavar="FILE", help="also write JUnit XML")
    parser.add_argument("--html", type=Path, metavar="FILE", help="also write a page that needs nothing else")
    parser.add_argument(
        "--audio", action="store_true", help="with --html: put changed calls' recordings into it"
    )
    parser.add_argument(
        "--at",
        type=datetime.fromisoformat,
        metavar="TIME",
        help="when the caller of a sound file phones, like 2026-03-04T10:00 (the default):"
        " opening hours depend on it",
    )
    parser.add_argument(
        "--wav", type=Path, help="of one sound file: also write both sides to this stereo WAV"
    )


def add_pin_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of `voice pin`."""
    parser.add_argument("id", help="the call's id, or its beginning")
    parser.add_argument(
        "--plan", metavar="NAME|DIR", help="beside which plan (default: the one that served it)"
    )
    parser.add_argument("--words", action="store_true", help="expect the bot's sentences too")
    parser.add_argument(
        "--audio", action="store_true", help="keep the caller's voice too; it cannot be redacted"
    )
    parser.add_argument(
        "--keep-values", action="store_true", help="leave the caller's own numbers and names in it"
    )
    parser.add_argument("--again", action="store_true", help="write a pinned call anew")
    parser.add_argument("--json", action="store_true", help="print one JSON object")


def add_label_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of `voice label`."""
    parser.add_argument("id", help="the call's id, or its beginning")
    parser.add_argument(
        "--transfer",
        metavar="yes|no|TURN",
        type=_typed(_transfer),
        help="should a person have had the call? a number: yes, at this turn at the latest",
    )
    parser.add_argument("--mood", choices=MOODS, help="the caller's")
    parser.add_argument("--outcome", choices=OUTCOMES, help="what came of the request")
    parser.add_argument("--rater", help="who says so (default: the user's name)")
    parser.add_argument("--remove", action="store_true", help="take this rater's judgement back")
    parser.add_argument("--json", action="store_true", help="print one JSON object")


def _transfer(text: str) -> tuple[bool, int | None]:
    if text in ("yes", "no"):
        return text == "yes", None
    if text.isdecimal() and int(text) > 0:
        return True, int(text)
    raise ValueError(f"{text}: write yes, no, or the number of a turn")


def add_tune_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of `voice tune`."""
    parser.add_argument("plan", metavar="NAME|DIR", help="the plan whose thresholds are looked at")
    parser.add_argument("--served-by", metavar="NAME", help="whose labelled calls (default: the plan's own)")
    parser.add_argument(
        "--miss", type=_typed(_cost), default=5.0, metavar="COST",
        help="how many needless transfers one missed caller is as bad as (default: 5)",
    )  # fmt: skip
    parser.add_argument("--apply", action="store_true", help="write the best thresholds into the plan's file")
    parser.add_argument("--json", action="store_true", help="print one JSON object")


def _cost(text: str) -> float:
    try:
        cost = float(text)
    except ValueError:
        cost = 0.0
    if not 0 < cost < 1000:
        raise ValueError(f"{text}: write a number above 0 and below 1000")
    return cost


def _add_query(parser: argparse.ArgumentParser) -> None:
    query = parser.add_argument_group("calls of the records, instead of or beside ids")
    query.add_argument("--since", type=_typed(moment), metavar="WHEN", help="2026-03-01, or 36h, 7d, 2w ago")
    query.add_argument("--served-by", metavar="NAME", help="name of the plan that answered")
    query.add_argument("--ended", choices=ENDED, help="how the call ended")
    query.add_argument(
        "--score",
        type=_typed(score_test),
        metavar="TEST",
        help="highest score of a call, as in 'emotion>0.6'",
    )
    query.add_argument("--limit", type=int, metavar="N", help="the latest N of them")


def _typed(read: Callable[[str], T]) -> Callable[[str], T]:
    def typed(text: str) -> T:
        try:
            return read(text)
        except ValueError as error:
            raise argparse.ArgumentTypeError(str(error)) from None

    return typed


def _jobs(text: str) -> int:
    if not text.isdecimal():
        raise argparse.ArgumentTypeError(f"{text}: write a number of processes, or 0 for one a core")
    return int(text) or os.cpu_count() or 1
