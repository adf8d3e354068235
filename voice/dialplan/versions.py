"""A version of the dialplans: all their files, and the hash of what they say.

The hash does not depend on the machine, the folder, the clock or the editor: line endings and a byte order
mark of text files do not count. Anything else does.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path, PurePosixPath

from voice.errors import VersionError

TEXT = frozenset({".yaml", ".yml", ".md", ".txt", ".csv", ".sql", ".json"})
"""Files of these kinds are the same with any line endings."""
_HEADER = b"voice dialplans 1\n"
SHORT = 12
"""Digits of a version that are shown."""


@dataclass(frozen=True)
class Tree:
    """The files of all dialplans at one moment."""

    files: Mapping[str, bytes]
    """Path below the folder, with /, to content, byte for byte."""

    @cached_property
    def version(self) -> str:
        """SHA-256 over the paths and the canonical contents, hexadecimal."""
        digest = hashlib.sha256(_HEADER)
        for path in sorted(self.files):
            content = hashlib.sha256(canonical(path, self.files[path])).hexdigest()
            digest.update(f"{content} {len(path.encode())} {path}\n".encode())
        return digest.hexdigest()

    @property
    def plans(self) -> list[str]:
        """Names of the plans in it."""
        paths = map(PurePosixPath, self.files)
        return sorted(path.parts[0] for path in paths if len(path.parts) == 2 and path.name == "plan.yaml")

    def below(self, plan: str) -> dict[str, bytes]:
        """The files in a plan's folder."""
        return {path: body for path, body in self.files.items() if path.startswith(f"{plan}/")}

    def write(self, folder: Path) -> None:
        """Put all files below `folder`. Raises VersionError when one leads out of it or cannot be written."""
        for path, body in self.files.items():
            if not is_inside(path):
                raise VersionError(f"the version holds a file outside its folder: {path!r}; it is not used")
            target = folder / path
            try:
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(body)
            except OSError as error:
                raise VersionError(f"{target} cannot be written: {error.strerror}") from error


def canonical(path: str, body: bytes) -> bytes:
    """What counts of a file."""
    if PurePosixPath(path).suffix.lower() not in TEXT:
        return body
    return body.removeprefix(b"\xef\xbb\xbf").replace(b"\r\n", b"\n").replace(b"\r", b"\n")


def is_inside(path: str) -> bool:
    """True for a plain path below a folder."""
    parts = path.split("/")
    return "\0" not in path and "\\" not in path and all(part not in ("", ".", "..") for part in parts)


@dataclass(frozen=True, slots=True)
class Change:
    """What became of one file between two versions."""

    path: str
    kind: str
    """added, changed or removed."""


def changes(before: Tree | None, after: Tree) -> Iterator[Change]:
    """The files that differ, by path; line endings do not count."""
    old = before.files if before else {}
    for path in sorted({*old, *after.files}):
        if path not in old:
            yield Change(path, "added")
        elif path not in after.files:
            yield Change(path, "removed")
        elif canonical(path, old[path]) != canonical(path, after.files[path]):
            yield Change(path, "changed")
