"""Publishing dialplans: what is in a folder is checked as it will be kept, then kept, then in use."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import Any

from voice.administration.checking.collect import check_folder
from voice.administration.publishing.taking import SOUND, YAML, take
from voice.administration.rehearsal.command import read_suites
from voice.administration.rehearsal.suite import run_suite
from voice.dialplan.load import ROUTES
from voice.dialplan.versions import Change, Tree, changes
from voice.errors import Problem, PublishConflict, SettingsError, VersionError
from voice.records.versions import Publication, Versions

MOST_TEXT = 500
"""Characters of a message."""
_IN_FULL = "voice test shows it in full"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of publishing."""

    published: Publication | None
    """None when it was refused, tried only, or nothing had changed."""
    in_use: Publication | None
    """What was in use before."""
    version: str
    """Of what was to be published."""
    changes: tuple[Change, ...]
    problems: tuple[Problem, ...] = ()
    left_out: tuple[str, ...] = ()

    @property
    def refused(self) -> bool:
        """True when it must not be published."""
        return any(problem.level == "error" for problem in self.problems)

    def as_json(self) -> dict[str, Any]:
        """Plain values."""
        return {
            "published": self.published.as_json() if self.published else None,
            "before": self.in_use.as_json() if self.in_use else None,
            "version": self.version,
            "changes": [{"path": change.path, "kind": change.kind} for change in self.changes],
            "problems": [problem.as_json() for problem in self.problems],
            "left_out": list(self.left_out),
        }


@dataclass(frozen=True, slots=True)
class Signed:
    """Who publishes, and why."""

    author: str
    message: str

    @classmethod
    def of(cls, author: str, message: str) -> Signed:
        """One line each. Raises SettingsError when one is empty."""
        one = cls(*(" ".join(_plain(text).split())[:MOST_TEXT] for text in (author, message)))
        if not one.message:
            raise SettingsError("say in --message what changes for callers, in a sentence")
        if not one.author:
            raise SettingsError("say in --author who publishes")
        return one


async def publish(
    versions: Versions,
    folder: Path,
    signed: Signed,
    *,
    plan: str | None = None,
    after: int | None = None,
    only_try: bool = False,
) -> Outcome:
    """Publish a folder, or one plan of it beside the others as published; errors and failing tests refuse it.

    `after` is the number of the publication that this one must follow. Raises PublishConflict, RecordsError,
    SettingsError for a plan that is not there, VersionError.
    """
    in_use = await versions.latest()
    number = in_use.number if in_use else 0
    if after is not None and after != number:
        raise PublishConflict(f"number {number} is in use, not {after}; look at `voice history`")
    before = await versions.tree(in_use.version) if in_use else None
    taken = take(folder)
    tree, problems = taken.tree, list(taken.problems)
    if plan is not None:
        tree, found = only(plan, tree, before, folder)
        problems = [problem for problem in problems if problem.file.is_relative_to(folder / plan)] + found
    outcome = Outcome(None, in_use, tree.version, tuple(changes(before, tree)), left_out=taken.left_out)
    if in_use and tree.version == in_use.version:
        return outcome
    if not problems:
        problems = await asyncio.to_thread(examine, tree, folder, taken.pinned)
    outcome = replace(outcome, problems=tuple(sorted(problems)))
    if outcome.refused or only_try:
        return outcome
    line = await versions.publish(
        tree, after=number, kind="publish", author=signed.author, message=signed.message
    )
    return replace(outcome, published=line)


async def roll_back(versions: Versions, named: str | None, author: str, message: str | None) -> Outcome:
    """Publish an old version again; left out, the one that was in use before the present one.

    It must load; its conversations are not held again, for they passed when it was published. Raises
    PublishConflict, RecordsError, VersionError.
    """
    lines = await versions.history()
    if not lines:
        raise VersionError("nothing was published yet")
    old = await versions.find(named) if named else _previous(lines)
    tree = await versions.tree(old.version)
    before = await versions.tree(lines[0].version)
    outcome = Outcome(None, lines[0], tree.version, tuple(changes(before, tree)))
    if old.version == lines[0].version:
        return outcome
    found = await asyncio.to_thread(examine, tree, Path(old.short), tests=False)
    outcome = replace(outcome, problems=tuple(sorted(found)))
    if outcome.refused:
        return outcome
    signed = Signed.of(author, message or f"back to number {old.number}: {old.message}")
    line = await versions.publish(
        tree, after=lines[0].number, kind="rollback", author=signed.author, message=signed.message
    )
    return replace(outcome, published=line)


def _previous(lines: list[Publication]) -> Publication:
    """What was in use before the present version; a rollback counts as the version it went back to."""
    present = lines[0]
    if present.kind == "rollback":
        present = next(line for line in lines[1:] if line.version == present.version)
    for line in lines:
        if line.number < present.number and line.version != present.version:
            return line
    raise VersionError("there is no version before the one in use; `voice history` lists all")


def only(plan: str, tree: Tree, before: Tree | None, folder: Path) -> tuple[Tree, list[Problem]]:
    """What is published with one plan of `tree` in it; problems where the plan shares what has changed.

    Raises SettingsError when there is no such plan, or nothing was published yet.
    """
    if plan not in tree.plans:
        there = ", ".join(tree.plans) or "none"
        raise SettingsError(f"there is no plan {plan} in {folder}; there are: {there}")
    if before is None:
        raise SettingsError("nothing was published yet: publish the whole folder first")
    own = tree.below(plan)
    others = {path: body for path, body in before.files.items() if not path.startswith(f"{plan}/")}
    problems = []
    for path in _shared(tree, plan):
        if path not in others:
            others[path] = tree.files[path]
        elif Tree({path: others[path]}).version != Tree({path: tree.files[path]}).version:
            message = "this is not as published, and other plans may use it too"
            problems.append(Problem(folder / path, 0, 0, "shared", message, "publish the whole folder"))
    return Tree({**others, **own}), problems


def _shared(tree: Tree, plan: str) -> list[str]:
    """Files outside every plan's folder that plans may use, but for the routes."""
    plans = set(tree.plans)
    return [
        path
        for path in tree.files
        if path.partition("/")[0] not in plans
        and path != ROUTES
        and PurePosixPath(path).suffix.lower() in YAML | SOUND
    ]


def examine(
    tree: Tree, shown: Path, pinned: Mapping[str, bytes] | None = None, *, tests: bool = True
) -> list[Problem]:
    """Every problem of a tree as it will be kept, with places below `shown`; failing conversations too.

    Of `pinned`, calls kept beside tests, those of the tree's plans are held as well.
    """
    with tempfile.TemporaryDirectory(prefix="voice-publish-") as place:
        folder = Path(place).resolve()
        tree.write(folder)
        plans = set(tree.plans)
        Tree({path: body for path, body in (pinned or {}).items() if path.split("/")[0] in plans}).write(
            folder
        )
        problems = list(check_folder(folder).problems)
        if tests and not any(problem.level == "error" for problem in problems):
            problems += _failing(folder)
        return [_moved(problem, folder, shown) for problem in problems]


def _failing(folder: Path) -> Iterator[Problem]:
    """What went otherwise than expected in the conversations written beside the plans."""
    for suite in read_suites(folder):
        for result in run_suite(suite):
            for failure, place in zip(result.played.failures, result.places, strict=True):
                message = f"{result.path}: {failure.mismatch}"
                yield Problem(place.file, place.line, place.column, "test", message, _IN_FULL)


def _moved(problem: Problem, folder: Path, shown: Path) -> Problem:
    if not problem.file.is_relative_to(folder):
        return problem
    return replace(problem, file=shown / problem.file.relative_to(folder))


def _plain(text: str) -> str:
    printable = "".join(letter if letter.isprintable() else " " for letter in text)
    return printable.encode("utf-8", "replace").decode()
