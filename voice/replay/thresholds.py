"""Writing two numbers into a plan's file and leaving every other byte as it was."""

from __future__ import annotations

import re
from pathlib import Path

from voice.dialplan.load import PLAN, load_plan
from voice.dialplan.source import read
from voice.errors import PlanError, SettingsError
from voice.turn import Thresholds


def write_thresholds(folder: Path, thresholds: Thresholds) -> Path:
    """Put the thresholds where the plan of a folder has them, or at its end; the file written last.

    Raises SettingsError, with every file as it was, when they cannot be written there.
    """
    before: dict[Path, str] = {}
    path = folder / PLAN
    for name, value in (("complexity", thresholds.complexity), ("emotion", thresholds.emotion)):
        path = _write(folder / PLAN, name, f"{value:g}", before)
    try:
        spec = load_plan(folder).escalation
        written: Thresholds | None = Thresholds(spec.emotion, spec.complexity)
    except PlanError:
        written = None
    if written != thresholds:
        for file, text in before.items():
            file.write_text(text, "utf-8")
        raise SettingsError(
            f"the thresholds cannot be written into {path}; under escalation set"
            f" emotion: {thresholds.emotion:g} and complexity: {thresholds.complexity:g} by hand"
        )
    return path


def _write(plan: Path, name: str, value: str, before: dict[Path, str]) -> Path:
    places = read(plan).places
    own, around = places.get(("escalation", name)), places.get(("escalation",))
    path = own.file if own else around.file if around else plan
    text = path.read_text("utf-8")
    before.setdefault(path, text)
    lines = text.splitlines(keepends=True)
    if own is not None:
        start, line = own.column - 1, lines[own.line - 1]
        changed = re.sub(rf"({name}\s*:\s*)[0-9.]+", rf"\g<1>{value}", line[start:], count=1)
        lines[own.line - 1] = line[:start] + changed
    elif around is not None:
        lines.insert(around.line, f"  {name}: {value}\n")
    else:
        end = "" if text.endswith("\n") else "\n"
        lines.append(f"{end}\nescalation:\n  {name}: {value}\n")
    path.write_text("".join(lines), "utf-8")
    return path
