"""`voice draw`: a plan as a picture.

Exit codes: 0 drawn, 2 the plan cannot be used.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from voice.administration.drawing.graph import draw
from voice.administration.drawing.mermaid import as_mermaid
from voice.administration.drawing.svg import as_svg
from voice.administration.references import read_plan
from voice.errors import SettingsError
from voice.output import print_json


def run(args: argparse.Namespace, dialplans: Path) -> int:
    """Draw one plan; the exit code."""
    plan = read_plan(args.plan, dialplans)
    language = args.language or plan.languages[0]
    if language not in plan.languages:
        raise SettingsError(f"{plan.name} does not speak {language}, but {' and '.join(plan.languages)}")
    drawing = draw(plan, language)
    kind = args.format or ("svg" if args.out and args.out.suffix == ".svg" else "mermaid")
    text = as_svg(drawing) if kind == "svg" else as_mermaid(drawing)
    if args.out:
        args.out.write_text(text, encoding="utf-8")
    if args.json:
        boxes = sum(1 for _ in drawing.boxes())
        told = {"plan": plan.name, "format": kind, "language": language, "boxes": boxes}
        file = {"file": str(args.out)} if args.out else {"text": text}
        print_json({**told, **file})
    elif not args.out:
        sys.stdout.write(text)
    return 0
