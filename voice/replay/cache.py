"""What was worked out once, kept in files: recognized words, tones of voice, spoken sentences, whole replays.

A key is a hash of everything the value depends on, so nothing kept can be out of date; deleting any file only
costs time. A file is written whole or not at all, so that a run can be interrupted at any moment.
"""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from functools import cache
from importlib.metadata import version
from pathlib import Path

from loguru import logger

import voice

_PACKAGE = Path(voice.__file__).parent


class Cache:
    """Bytes by kind and key, in `folder/kind/ke/key`; where that cannot be written nothing is kept."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._complained = False

    def read(self, kind: str, key: str) -> bytes | None:
        """What is kept, or None."""
        try:
            return self._path(kind, key).read_bytes()
        except OSError:
            return None

    def write(self, kind: str, key: str, value: bytes) -> None:
        """Keep it; only its owner can read the file, since it may hold what a caller said."""
        path = self._path(kind, key)
        try:
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            with tempfile.NamedTemporaryFile(dir=path.parent, prefix=".", delete=False) as file:
                file.write(value)
            Path(file.name).replace(path)
        except OSError as error:
            if not self._complained:
                logger.warning("the replay's cache cannot be written: {}", error.strerror)
            self._complained = True

    def forget(self, kind: str) -> None:
        """Delete everything of one kind."""
        shutil.rmtree(self.folder / kind, ignore_errors=True)

    def _path(self, kind: str, key: str) -> Path:
        return self.folder / kind / key[:2] / key


def key_of(*parts: str | bytes) -> str:
    """A SHA-256 over all parts, hexadecimal."""
    digest = hashlib.sha256()
    for part in parts:
        raw = part.encode() if isinstance(part, str) else part
        digest.update(len(raw).to_bytes(8, "big"))
        digest.update(raw)
    return digest.hexdigest()


@cache
def code_sha(*folders: str) -> str:
    """Hash of the program's own source: of these folders of the package, or of all of it."""
    digest = hashlib.sha256(version("pipecat-ai").encode())
    for folder in folders or (".",):
        base = _PACKAGE / folder
        for path in sorted(base.rglob("*")) if base.is_dir() else [base]:
            if not path.is_file() or "__pycache__" in path.parts:
                continue
            content = path.read_bytes()
            digest.update(f"{path.relative_to(_PACKAGE).as_posix()} {len(content)}\n".encode())
            digest.update(content)
    return digest.hexdigest()
