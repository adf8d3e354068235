"""`voice check`: every problem of all plans, routes and tests at once.

Exit codes: 0 clean, 1 errors (with --strict also warnings), 2 nothing there that could be checked.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.text import Text

from voice.administration.checking.collect import Checked, check_folder
from voice.errors import Problem
from voice.output import print_json

_COLOURS = {"error": "bold red", "warning": "yellow"}


def run(args: argparse.Namespace, folder: Path) -> int:
    """Check a folder; the exit code. `folder` is where plans are when none is named."""
    folder = args.folder or folder
    checked = check_folder(folder)
    if args.json:
        print_json(as_data(checked))
    else:
        print_checked(checked)
    if not checked.plans:
        return 2
    return int(bool(checked.errors or (args.strict and checked.warnings)))


def print_checked(checked: Checked) -> None:
    """One line a problem, and the sum."""
    console = Console(soft_wrap=True, highlight=False)
    for problem in checked.problems:
        console.print(_line(problem))
    plans = f"{len(checked.plans)} plan{'s' * (len(checked.plans) != 1)}"
    errors, warnings = len(checked.errors), len(checked.warnings)
    if not checked.problems:
        console.print(Text(f"{plans}: clean", style="bold green"))
    else:
        counts = [f"{errors} error{'s' * (errors != 1)}", f"{warnings} warning{'s' * (warnings != 1)}"]
        console.print(Text(f"{plans}: {', '.join(counts)}", style="bold red" if errors else "yellow"))


def _line(problem: Problem) -> Text:
    text = Text()
    text.append(f"{problem.file}:{problem.line}:{problem.column}: ", style="bold")
    text.append(f"{problem.level}[{problem.code}]", style=_COLOURS[problem.level])
    text.append(f" {problem.message}")
    if problem.hint:
        text.append(f" ({problem.hint})", style="dim")
    return text


def as_data(checked: Checked) -> dict[str, Any]:
    """The same for a program."""
    return {
        "plans": list(checked.plans),
        "errors": len(checked.errors),
        "warnings": len(checked.warnings),
        "problems": [problem.as_json() for problem in checked.problems],
    }
