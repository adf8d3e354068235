"""The project as a whole: what is committed, locked, documented and deployed."""

from __future__ import annotations

import re
import subprocess
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import BaseModel
from ruamel.yaml import YAML

from voice.settings import Settings
from voice.settings_doc import PAGE, explanations, render

ROOT = Path(__file__).parent.parent
# In two parts each, so that this file does not contain them.
FORBIDDEN = [
    one + two
    for one, two in (
        ("/wo", "rk/"),
        (".lib", "rary"),
        ("/tm", "p/w/"),
        ("pypi", ".org"),
        ("python", "hosted"),
        ("registry", ".npmjs"),
        ("deb.", "debian.org"),
    )
]
REQUIREMENT = re.compile(r"^(?P<name>[A-Za-z0-9][\w.-]*)(\[[\w,]+\])?(?P<pin>==\S+)?", re.MULTILINE)


def committed(folder: str = ".") -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "-z", folder], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if listed.returncode:
        pytest.skip("not a git work tree")
    paths = [ROOT / name for name in listed.stdout.split("\0") if name]
    return [path for path in paths if path.is_file()]


def pages() -> list[Path]:
    return [path for path in committed() if path.suffix == ".md"]


def make_targets() -> set[str]:
    return set(re.findall(r"^([a-z][a-z-]*):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))


def sections() -> Iterator[type[BaseModel]]:
    yield Settings
    for field in Settings.model_fields.values():
        if isinstance(field.annotation, type) and issubclass(field.annotation, BaseModel):
            yield field.annotation


def variables() -> set[str]:
    return set(re.findall(r"`(VOICE_\w+)`", render()))


def dockerfile() -> str:
    return (ROOT / "Dockerfile").read_text("utf-8")


def test_nothing_committed_names_a_machine_or_a_registry_host() -> None:
    found = [
        f"{path.relative_to(ROOT)}: {word}"
        for path in committed()
        for word in FORBIDDEN
        if word.encode() in path.read_bytes()
    ]
    assert not found


def test_nothing_large_is_committed() -> None:
    large = [str(path.relative_to(ROOT)) for path in committed() if path.stat().st_size > 2_000_000]
    assert not large


def test_every_locked_package_is_pinned_and_hashed_and_has_no_address() -> None:
    text = (ROOT / "requirements.lock").read_text("utf-8")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    assert "://" not in "\n".join(lines)
    assert not [line for line in lines if line.startswith("-")]
    packages = re.split(r"\n(?=\S)", "\n".join(lines))
    assert len(packages) > 50
    for package in packages:
        assert re.match(r"[\w.-]+==\S+", package), package
        assert "--hash=sha256:" in package, package


def test_the_lock_holds_what_the_project_requires() -> None:
    lock = {_canonical(found["name"]): found["pin"] for found in _requirements(ROOT / "requirements.lock")}
    for wanted in _requirements(ROOT / "requirements.in"):
        name = _canonical(wanted["name"])
        assert name in lock, f"{name} is not locked: run `make lock`"
        assert wanted["pin"] in (None, lock[name]), f"{name} is locked at {lock[name]}: run `make lock`"


def _requirements(path: Path) -> Iterator[re.Match[str]]:
    yield from REQUIREMENT.finditer(path.read_text("utf-8"))


def _canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def test_every_room_has_its_place_in_the_import_contract() -> None:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"][
        "contracts"
    ]
    placed = set(re.findall(r"voice\.(\w+)", " ".join(contracts[0]["layers"])))
    rooms = {path.relative_to(ROOT).parts[1].removesuffix(".py") for path in committed("voice")}
    assert rooms - {"__init__", "py.typed"} <= placed


def test_every_setting_is_explained() -> None:
    silent = [
        f"{section.__name__}.{name}"
        for section in sections()
        for name, field in section.model_fields.items()
        if name not in explanations(section)
        and not (isinstance(field.annotation, type) and issubclass(field.annotation, BaseModel))
    ]
    assert not silent


def test_the_settings_page_is_fresh() -> None:
    assert (ROOT / PAGE).read_text("utf-8") == render(), "run `make docs`"


def test_links_between_pages_lead_somewhere() -> None:
    dead = []
    for page in pages():
        text = re.sub(r"```.*?```", "", page.read_text("utf-8"), flags=re.DOTALL)
        for target in re.findall(r"\]\(([^)\s]+)\)", text):
            if re.match(r"[a-z]+:|#", target):
                continue
            if not (page.parent / target.partition("#")[0]).exists():
                dead.append(f"{page.relative_to(ROOT)}: {target}")
    assert not dead


def test_pages_name_only_make_targets_that_exist() -> None:
    code = re.compile(r"```.*?```|`[^`\n]+`", re.DOTALL)
    unknown = {
        f"{page.relative_to(ROOT)}: make {target}"
        for page in pages()
        for part in code.findall(page.read_text("utf-8"))
        for target in re.findall(r"(?:^|[`$&;|] ?)make ([a-z][a-z-]*)", part, re.MULTILINE)
        if target not in make_targets()
    }
    assert not unknown


def test_make_lists_every_target() -> None:
    listed = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert all(f"make {target} " in listed for target in make_targets())


def test_compose_sets_only_settings_that_exist_and_builds_from_files_that_exist() -> None:
    compose = YAML(typ="safe").load(ROOT / "docker-compose.yml")
    gateway, postgres = compose["services"]["gateway"], compose["services"]["postgres"]
    example = (ROOT / ".env.example").read_text("utf-8")
    set_there = [*gateway["environment"], *re.findall(r"^(VOICE_\w+)=", example, re.MULTILINE)]
    assert set(set_there) <= variables()
    assert gateway["depends_on"]["postgres"]["condition"] == "service_healthy"
    for service in (gateway, postgres):
        assert service["healthcheck"]["test"]
        for volume in service["volumes"]:
            source = volume.partition(":")[0]
            assert source in compose["volumes"] or (ROOT / source).exists()
    assert (ROOT / gateway["build"].get("dockerfile", "Dockerfile")).is_file()


def test_the_image_copies_only_what_is_committed_and_sent_to_the_engine() -> None:
    names = {str(path.relative_to(ROOT)) for path in committed()}
    sent = re.findall(r"^!(.+)$", (ROOT / ".dockerignore").read_text("utf-8"), re.MULTILINE)
    for line in re.findall(r"^COPY (.+)$", dockerfile(), re.MULTILINE):
        for source in line.split()[:-1]:
            assert any(name == source or name.startswith(f"{source}/") for name in names), source
            assert source in sent


def test_the_image_sets_only_settings_that_exist() -> None:
    set_there = set(re.findall(r"\b(VOICE_\w+)=", dockerfile()))
    assert set_there
    assert set_there <= variables()


def test_the_image_and_the_makefile_agree_with_the_declared_python() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert project["requires-python"] == ">=3.11,<3.13"
    assert "(3, 11) <= sys.version_info[:2] < (3, 13)" in (ROOT / "Makefile").read_text("utf-8")
    assert re.search(r"^FROM python:3\.11-", dockerfile(), re.MULTILINE)
