"""`voice test`: the conversations written beside the plans, held without sound.

Exit codes: 0 all passed, 1 some failed, 2 plans or tests that cannot be used, or nothing to test.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from rich.console import Console

from voice.administration.rehearsal.junit import as_junit
from voice.administration.rehearsal.read import plan_folders
from voice.administration.rehearsal.report import as_data, print_failure, print_summary
from voice.administration.rehearsal.suite import Result, Suite, read_suite, run_suite
from voice.dialplan.load import load_plan
from voice.errors import PlanError, Problem
from voice.output import print_json


def run(args: argparse.Namespace, folder: Path) -> int:
    """Hold all conversations; the exit code. `folder` is where plans are when none is named."""
    suites = read_suites(args.folder or folder)
    console = Console(soft_wrap=True, highlight=False)
    results: list[Result] = []
    for suite in suites:
        show = None if args.json else lambda result: None if result.passed else print_failure(console, result)
        results += run_suite(suite, args.wanted, on_result=show)
    if args.junit:
        args.junit.write_text(as_junit(results), encoding="utf-8")
    if args.json:
        print_json(as_data(results))
    elif results:
        print_summary(console, results)
    if not results:
        named = f" named {args.wanted}" if args.wanted else ""
        sys.stderr.write(f"voice test: there is no conversation{named} to test in {args.folder or folder}\n")
        return 2
    return int(any(not result.passed for result in results))


def read_suites(folder: Path) -> list[Suite]:
    """The conversations of all plans in a folder. Raises PlanError with all problems of plans and tests."""
    problems: list[Problem] = []
    suites: list[Suite] = []
    for plan_folder in plan_folders(folder):
        try:
            suites.append(read_suite(plan_folder, load_plan(plan_folder)))
            problems += suites[-1].problems
        except PlanError as error:
            problems += error.problems
    if not suites and not problems:
        problems.append(
            Problem(folder, 0, 0, "missing", "there is no plan here", "see the setting dialplans")
        )
    if any(problem.level == "error" for problem in problems):
        raise PlanError(tuple(problem for problem in problems if problem.level == "error"))
    return suites
