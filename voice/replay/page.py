"""A run as one web page that needs nothing else: no network, no scripts of others, every word escaped."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined

from voice.replay.compare import Totals
from voice.replay.told import CHANGES, Compared, SideBySide, one_line, turns

_MOST_SOUND = 40_000_000
"""Bytes of one recording that still go into a page."""


@dataclass(frozen=True, slots=True)
class _Call:
    name: str
    anchor: str
    plan: str
    sha: str
    line: str
    changed: bool
    broken: bool
    turns: tuple[SideBySide, ...]
    sound: str


def page(compared: Sequence[Compared], totals: Totals, *, title: str, audio: bool = False) -> str:
    """The page as HTML; `audio` puts the recordings of changed calls into it."""
    environment = Environment(
        loader=PackageLoader("voice.replay"), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    numbered = {one.name: f"call-{number}" for number, one in enumerate(compared)}
    return environment.get_template("replay.html").render(
        title=title,
        totals=totals,
        changed=[(CHANGES[change], [(name, numbered[name]) for name in names])
                 for change, names in totals.changed],
        calls=[_call(one, numbered[one.name], audio=audio) for one in compared],
    )  # fmt: skip


def write_page(
    path: Path, compared: Sequence[Compared], totals: Totals, *, title: str, audio: bool = False
) -> None:
    """Write the page, for its owner alone: it holds what callers said. Raises OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch(mode=0o600)
    path.write_text(page(compared, totals, title=title, audio=audio), encoding="utf-8", errors="replace")


def _call(compared: Compared, anchor: str, *, audio: bool) -> _Call:
    job, comparison = compared.outcome.job, compared.comparison
    changed = comparison is not None and not comparison.same
    return _Call(
        name=compared.name,
        anchor=anchor,
        plan=job.plan.name,
        sha=job.plan.sha[:12],
        line=one_line(compared),
        changed=changed,
        broken=compared.broken,
        turns=tuple(turns(comparison)),
        sound=_sound(job.recorded.sound) if audio and changed else "",
    )


def _sound(path: Path | None) -> str:
    """The recording as a data address; empty when it is gone or too long."""
    if path is None or not path.is_file() or path.stat().st_size > _MOST_SOUND:
        return ""
    return "data:audio/wav;base64," + base64.b64encode(path.read_bytes()).decode()
