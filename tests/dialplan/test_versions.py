"""What makes a version, and what does not."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voice.dialplan.versions import Change, Tree, changes, is_inside
from voice.errors import VersionError

FILES = {
    "routes.yaml": b'routes:\n  "100": shop\n',
    "shop/plan.yaml": "title: l'échoppe\nstart: a\n".encode(),
    "shop/prompts/hello.wav": b"RIFF\r\n\x00\x01",
}
PINNED = "24692b9eeb91ad182c53e19049d74c6536d5dea9cb3d2b97afec8145fdd88608"


def test_the_version_of_a_content_is_the_same_everywhere() -> None:
    assert Tree(FILES).version == PINNED
    assert Tree(dict(reversed(FILES.items()))).version == PINNED


@pytest.mark.parametrize("ending", [b"\r\n", b"\r"])
def test_line_endings_and_byte_order_marks_of_text_do_not_matter(ending: bytes) -> None:
    text = {path: body.replace(b"\n", ending) for path, body in FILES.items() if path.endswith(".yaml")}
    assert Tree({**FILES, **text}).version == PINNED
    marked = {path: b"\xef\xbb\xbf" + body for path, body in FILES.items() if path.endswith(".yaml")}
    assert Tree({**FILES, **marked}).version == PINNED


def test_line_endings_in_sound_do_matter() -> None:
    wave = FILES["shop/prompts/hello.wav"].replace(b"\r\n", b"\n")
    assert Tree({**FILES, "shop/prompts/hello.wav": wave}).version != PINNED


@given(st.sampled_from(sorted(FILES)), st.data())
def test_any_changed_byte_matters(path: str, data: st.DataObject) -> None:
    body = bytearray(FILES[path])
    where = data.draw(st.integers(0, len(body) - 1))
    old, new = body[where], data.draw(st.integers(0, 255))
    body[where] = new
    if new == old or {old, new} <= {10, 13}:
        return
    assert Tree({**FILES, path: bytes(body)}).version != PINNED


def test_names_matter_and_cannot_be_mixed_up_with_content() -> None:
    moved = {("store" + path[4:] if path.startswith("shop") else path): body for path, body in FILES.items()}
    assert Tree(moved).version != PINNED
    assert Tree({"a": b"b"}).version != Tree({"ab": b""}).version
    assert Tree({"a": b"", "b": b""}).version != Tree({"a\nb": b""}).version


def test_files_come_back_byte_for_byte_and_hours_do_not_matter(tmp_path: Path) -> None:
    Tree(FILES).write(tmp_path)
    os.utime(tmp_path / "routes.yaml", (1, 1))
    found = {
        path.relative_to(tmp_path).as_posix(): path.read_bytes()
        for path in tmp_path.rglob("*")
        if path.is_file()
    }
    assert found == FILES
    assert Tree(found).version == PINNED


@pytest.mark.parametrize(
    "path", ["../evil", "/etc/evil", "a/../../evil", "a//b", "", "a/.", "a\\..\\b", "a\0b"]
)
def test_no_file_leads_out_of_the_folder(path: str, tmp_path: Path) -> None:
    assert not is_inside(path)
    inner = tmp_path / "inner"
    inner.mkdir()
    with pytest.raises(VersionError):
        Tree({path: b"x"}).write(inner)
    assert list(tmp_path.rglob("*")) == [inner]


def test_what_changed_between_two() -> None:
    after = {
        "routes.yaml": FILES["routes.yaml"].replace(b"\n", b"\r\n"),
        "shop/plan.yaml": b"start: b\n",
        "shop/tests/hours.yaml": b"",
    }
    assert list(changes(Tree(FILES), Tree(after))) == [
        Change("shop/plan.yaml", "changed"),
        Change("shop/prompts/hello.wav", "removed"),
        Change("shop/tests/hours.yaml", "added"),
    ]
    assert {change.kind for change in changes(None, Tree(after))} == {"added"}


def test_the_plans_of_a_tree() -> None:
    tree = Tree({**FILES, "shop/old/plan.yaml": b"", "plan.yaml": b"", "zoo/plan.yaml": b""})
    assert tree.plans == ["shop", "zoo"]
    assert set(tree.below("shop")) == {path for path in tree.files if path.startswith("shop/")}
