"""Which plans a call can be replayed under: as it is now, a draft, or a published version."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from voice.dialplan.load import PLAN
from voice.records.versions import Publication

MOST_VERSIONS = 30
_NAME = re.compile(r"\w[\w-]*")


@dataclass(frozen=True, slots=True)
class Choice:
    """One plan to replay under."""

    value: str
    """As `voice replay --plan` takes it."""
    kind: Literal["folder", "draft", "version"]
    name: str
    """Of a plan or draft; of a version its number, hash and message."""


def choices(plan: str, dialplans: Path, drafts: Path, published: Iterable[Publication]) -> list[Choice]:
    """What to choose from for a call that this plan served. Reads folders; for a thread."""
    now = [Choice(plan, "folder", plan)] if _is_plan(dialplans / plan, plan) else []
    folders = sorted(drafts.iterdir()) if drafts.is_dir() else []
    edited = [
        Choice(str(folder), "draft", folder.name) for folder in folders if _is_plan(folder, folder.name)
    ]
    versions = [
        Choice(str(one.number), "version", f"{one.number} ({one.short}) {one.message}".strip())
        for one in list(published)[:MOST_VERSIONS]
    ]
    return now + edited + versions


def _is_plan(folder: Path, name: str) -> bool:
    """Names come from the records, so they may be anybody's."""
    return _NAME.fullmatch(name) is not None and (folder / PLAN).is_file()
