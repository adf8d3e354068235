"""`voice import`: a first plan from an Asterisk context, and every line that it does not carry over.

Exit codes: 0 all was carried over, 1 some lines were not, 2 nothing could be imported.
"""

from __future__ import annotations

import argparse
import re
import sys
from pathlib import Path
from typing import Any

from voice.administration.importing.extensions import Note, read_extensions
from voice.administration.importing.plan import Imported, Wanted, make_plan
from voice.dialplan.load import PLAN
from voice.errors import ImportFailed
from voice.output import print_json


def run(args: argparse.Namespace) -> int:
    """Import; the exit code. Raises ImportFailed."""
    folder: Path = args.out
    if (folder / PLAN).exists():
        raise ImportFailed(f"{folder / PLAN} is there already; name a folder without a plan")
    if not re.fullmatch(r"[a-z][a-z0-9_-]*", folder.name):
        raise ImportFailed(f"{folder.name} is no name for a plan: small letters, digits, _ and -")
    wanted = Wanted(args.file, args.context, args.language, args.pbx, args.timezone, args.sounds)
    imported = make_plan(read_extensions(args.file), wanted, folder.name)
    try:
        imported.write(folder)
    except OSError as error:
        raise ImportFailed(f"{folder} cannot be written: {error.strerror or error}") from error
    if args.json:
        print_json(as_data(imported, folder, args.file))
    else:
        sys.stdout.write("\n".join(as_lines(imported, folder, args.file)) + "\n")
    return int(bool(imported.left_out))


def as_lines(imported: Imported, folder: Path, source: Path) -> list[str]:
    """For a person."""
    changed = [note for note in imported.notes if not note.left_out]
    lines = [f"{folder / PLAN}: context {imported.context}"]
    for title, notes in (("Not carried over", imported.left_out), ("Works in another way", changed)):
        if notes:
            lines += ["", f"{title}:", *(line for note in notes for line in _lines(note, source))]
    if imported.others:
        lines += ["", f"Contexts that nothing leads to from there: {', '.join(imported.others)}"]
    return [*lines, "", f"Next: write the texts, give {imported.name} a number in routes.yaml, voice check"]


def _lines(note: Note, source: Path) -> list[str]:
    what = "".join(letter if letter.isprintable() else "?" for letter in note.what)
    return [f"  {source}:{note.line}: {what}", f"      {note.why}; {note.todo}"]


def as_data(imported: Imported, folder: Path, source: Path) -> dict[str, Any]:
    """For a program."""
    return {
        "plan": str(folder / PLAN),
        "context": imported.context,
        "other_contexts": list(imported.others),
        "prompts": [name for name, _ in imported.sounds],
        "notes": [
            {
                "file": str(source),
                "line": note.line,
                "what": note.what,
                "why": note.why,
                "todo": note.todo,
                "left_out": note.left_out,
            }
            for note in imported.notes
        ],
    }
