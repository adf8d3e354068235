"""What the programs that learn from whole sentences share: how they are asked, and what they leave."""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from benchmarks.sentence_rows import RESULTS


def asked(description: str) -> argparse.Namespace:
    """`data`, the folder described at the head of benchmarks/sentence_rows.py, and `write`."""
    arguments = argparse.ArgumentParser(description=description)
    arguments.add_argument("--data", type=Path, required=True)
    arguments.add_argument("--write", action="store_true", help="train anew, too")
    return arguments.parse_args()


def keep(name: str, report: Mapping[str, Any], page: str) -> None:
    """The report among the results, for programs and for people, who see it now too."""
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / f"{name}.json").write_text(json.dumps(report, indent=1, ensure_ascii=False) + "\n", "utf-8")
    (RESULTS / f"{name}.md").write_text(page, "utf-8")
    print(page)
