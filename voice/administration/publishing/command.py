"""`voice publish`, `history`, `rollback` and `checkout`: versions of the dialplans.

Exit codes: 0 done, 1 refused (problems, failing tests, somebody was faster), 2 what was given cannot be used.
"""

from __future__ import annotations

import argparse
import asyncio
import getpass
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TypeVar

from voice.administration.publishing.history import as_lines, changed_plans
from voice.administration.publishing.publish import Outcome, Signed, publish, roll_back
from voice.dialplan.load import PLAN
from voice.dialplan.versions import SHORT
from voice.errors import PublishConflict, SettingsError, VersionError
from voice.output import print_json
from voice.records.verbs import opened
from voice.records.versions import Publication, Versions
from voice.settings import Settings

T = TypeVar("T")

_SHOWN_CHANGES = 20


def run_publish(args: argparse.Namespace, settings: Settings) -> int:
    """Publish; the exit code. Raises VoiceError for what cannot be used."""
    folder, plan = _place(args.what, settings.dialplans)
    signed = Signed.of(_author(args), args.message)
    outcome = _refusable(
        settings,
        lambda versions: publish(
            versions, folder, signed, plan=plan, after=args.after, only_try=args.dry_run
        ),
    )
    if outcome is None:
        return 1
    if args.json:
        print_json(outcome.as_json())
    else:
        _tell(outcome, tried=args.dry_run)
        if outcome.published and settings.plans.source == "folder":
            _print("With these settings a gateway uses its folder; plans.source = published makes it follow.")
    return int(outcome.refused)


def run_rollback(args: argparse.Namespace, settings: Settings) -> int:
    """Publish an old version again; the exit code. Raises VoiceError for what cannot be used."""
    outcome = _refusable(
        settings, lambda versions: roll_back(versions, args.version, _author(args), args.message)
    )
    if outcome is None:
        return 1
    if args.json:
        print_json(outcome.as_json())
    else:
        _tell(outcome)
    return int(outcome.refused)


def run_history(args: argparse.Namespace, settings: Settings) -> int:
    """Print what was published; the exit code. Raises VoiceError."""
    if args.show:
        sys.stdout.flush()
        sys.stdout.buffer.write(_with(settings, lambda versions: _file(versions, *args.show)))
        sys.stdout.buffer.flush()
        return 0
    lines, changed = _with(settings, _history)
    if args.plan is not None:
        if lines and args.plan not in {plan for plans in changed.values() for plan in plans}:
            raise SettingsError(f"no version ever held a plan {args.plan}")
        lines = [line for line in lines if args.plan in changed[line.number]]
    lines = lines[: args.limit]
    if args.json:
        print_json([{**line.as_json(), "plans": changed[line.number]} for line in lines])
    elif lines:
        _print("\n".join(as_lines(lines, changed)))
    else:
        _print("Nothing was published yet.")
    return 0


def run_checkout(args: argparse.Namespace, settings: Settings) -> int:
    """Put a version's files into a folder; the exit code. Raises VoiceError."""
    folder: Path = args.folder
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise VersionError(f"{folder} is not empty; name a folder that is not there yet")

    async def fetch(versions: Versions) -> tuple[Publication, list[str]]:
        line = await versions.find(args.version)
        tree = await versions.tree(line.version)
        tree.write(folder)
        return line, sorted(tree.files)

    line, files = _with(settings, fetch)
    if args.json:
        print_json({"version": line.version, "folder": str(folder), "files": files})
    else:
        _print(f"{len(files)} files of version {line.short} are in {folder}")
    return 0


async def _history(versions: Versions) -> tuple[list[Publication], dict[int, list[str]]]:
    lines = await versions.history()
    return lines, changed_plans(lines, await versions.files([line.version for line in lines]))


async def _file(versions: Versions, named: str, path: str) -> bytes:
    tree = await versions.tree((await versions.find(named)).version)
    if path not in tree.files:
        there = ", ".join(sorted(tree.files))
        raise VersionError(f"version {tree.version[:SHORT]} has no file {path}; it has: {there}")
    return tree.files[path]


def _place(what: str | None, folder: Path) -> tuple[Path, str | None]:
    """The folder of the dialplans, and the one plan that is meant, if one is."""
    if what is None:
        return folder, None
    path = Path(what)
    if (folder / what / PLAN).is_file() and len(path.parts) == 1:
        return folder, what
    if (path / PLAN).is_file():
        return path.resolve().parent, path.resolve().name
    if path.is_dir():
        return path, None
    raise SettingsError(f"{what} is neither a folder nor a plan in {folder}")


def _refusable(settings: Settings, work: Callable[[Versions], Awaitable[Outcome]]) -> Outcome | None:
    try:
        return _with(settings, work)
    except PublishConflict as error:
        sys.stderr.write(f"not published: {error.message}\n")
        return None


def _with(settings: Settings, work: Callable[[Versions], Awaitable[T]]) -> T:
    async def main() -> T:
        async with opened(settings.records.url) as store:
            return await work(store.versions)

    return asyncio.run(main())


def _tell(outcome: Outcome, *, tried: bool = False) -> None:
    errors = [problem for problem in outcome.problems if problem.level == "error"]
    for problem in errors:
        sys.stderr.write(f"{problem}\n")
    if errors:
        sys.stderr.write(f"not published: {len(errors)} error{'s' * (len(errors) > 1)}\n")
        return
    if outcome.problems:
        _print(f"  warnings: {len(outcome.problems)}; voice check shows them")
    for change in outcome.changes[:_SHOWN_CHANGES]:
        _print(f"  {change.kind:8} {change.path}")
    if len(outcome.changes) > _SHOWN_CHANGES:
        _print(f"  and {len(outcome.changes) - _SHOWN_CHANGES} more files")
    if outcome.left_out:
        _print(f"  left out {', '.join(outcome.left_out)}")
    version = outcome.version[:SHORT]
    if outcome.published:
        _print(f"number {outcome.published.number} is in use: version {version}")
    elif outcome.in_use and not outcome.changes:
        _print(f"nothing changed: number {outcome.in_use.number} stays in use, version {version}")
    elif tried:
        _print(f"nothing was published; it would be version {version}")


def _author(args: argparse.Namespace) -> str:
    if args.author is not None:
        return str(args.author)
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "unknown"


def _print(text: str) -> None:
    sys.stdout.write(text + "\n")
