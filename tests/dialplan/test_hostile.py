"""No file, however it is made, crashes the loader, keeps it busy, or runs anything."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import BaseModel
from ruamel.yaml import YAML

from tests.dialplan.test_load import GOOD
from voice.dialplan.load import load_all, load_plan, plan_and_problems
from voice.dialplan.reference import models
from voice.dialplan.source import MOST_BYTES, read
from voice.errors import PlanError


def keys_of(model: type[BaseModel]) -> list[str]:
    return [info.alias or name for name, info in model.model_fields.items()]


MODELS = [model for model, _ in models()]
KEYS = st.sampled_from(sorted({key for model in MODELS for key in keys_of(model)} | {"fr", "en"}))
SCALARS = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False), st.text(max_size=30))
TREES = st.recursive(
    st.one_of(SCALARS, KEYS),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4), st.dictionaries(st.one_of(KEYS, st.text(max_size=8)), inner, max_size=6)
    ),
    max_leaves=40,
)
HOSTILE = (
    "__import__('os').system('id')", "().__class__", "open('/etc/passwd')", "a" * 299, "not " * 70 + "a",
    "(" * 150, "9**9**9", "[x for x in y]", "lambda: 1", "a if b else c", "{a}", "'\\x00'", "f'{a}'", "True",
    "a == b == c == 'd'", "exec('1')", "a.b.c.d", "*", "a\x00b", "1e999 > a", "-a", "...", "a and",
    "order.status ==", "é == 'x'",
)  # fmt: skip


def told(content: bytes | str) -> list[str]:
    """Codes of the problems of a plan made of this content; what is not in order is never used."""
    with tempfile.TemporaryDirectory(prefix="plan-") as folder:
        path = Path(folder) / "trial"
        path.mkdir()
        body = content if isinstance(content, bytes) else content.encode("utf-8", "surrogatepass")
        (path / "plan.yaml").write_bytes(body)
        plan, problems = plan_and_problems(path)
        for problem in problems:
            assert problem.line >= 1 and problem.column >= 1 and problem.message
            str(problem)
        assert (plan is None) == any(problem.level == "error" for problem in problems)
        return [problem.code for problem in problems]


@settings(max_examples=80, deadline=None)
@given(st.binary(max_size=400))
def test_random_bytes(content: bytes) -> None:
    assert told(content)


@settings(max_examples=80, deadline=None)
@given(st.text(alphabet=st.sampled_from(" \n:-[]{}&*!|>'\"%@`#,?abc01\t"), max_size=120))
def test_random_yaml_signs(content: str) -> None:
    assert told(content)


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(TREES)
def test_random_trees_of_the_plans_own_keys(tree: Any) -> None:
    assert told(dumped(tree))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_a_good_plan_with_one_part_replaced(data: st.DataObject) -> None:
    tree = read_good()
    inside: Any = tree
    while isinstance(inside, dict | list) and inside:
        parts = list(inside) if isinstance(inside, dict) else list(range(len(inside)))
        part = data.draw(st.sampled_from(parts))
        if not isinstance(inside[part], dict | list) or data.draw(st.booleans()):
            inside[part] = data.draw(TREES)
            break
        inside = inside[part]
    told(dumped(tree))


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_conditions_are_told_and_run_nothing(text: str, tmp_path: Path) -> None:
    when = dumped(text).removesuffix("...").strip()
    step = f"  extra:\n    if: [{{when: {when}, goto: hours}}]\n    else: hours\n"
    assert told(GOOD.replace("menu: {1: hours", "menu: {3: extra, 1: hours") + step)


def test_conditions_of_limits_are_the_same_language() -> None:
    limit = "    limits: [{when: \"__import__('os')\"}]\n"
    assert "condition" in told(GOOD.replace("    goto: hours\n", "    goto: hours\n" + limit, 1))


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("a: " + "[" * 200_000, "too_deep"),
        ("{a: " * 5_000, "too_deep"),
        ("- " * 5_000 + "a", "too_deep"),
        ("a: &a [*a]\n", "yaml"),
        ("a: *b\n", "yaml"),
        ("a: 'x", "yaml"),
        ("x" * (MOST_BYTES + 1), "too_big"),
        ("a: !!python/object/apply:os.system [id]\n", "yaml"),
        ("a: !!binary aGk=\n", "yaml"),
        ("a: 1\n---\nb: 2\n", "yaml"),
        ("? [a, b]\n: c\n", "key"),
        (b"\xff\xfea\x00", "unreadable"),
        (b"a: \x00\n", "yaml"),
        ("a: \x07\n", "yaml"),
        ("<<: {a: 1}\n", "unknown_key"),
    ],
)
def test_what_yaml_allows_and_a_plan_does_not(content: bytes | str, code: str) -> None:
    begun = time.process_time()
    assert code in told(content)
    assert time.process_time() - begun < 20


def test_a_bomb_of_aliases_is_refused_before_it_unfolds() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 30)]
    assert told("\n".join(lines)) == ["too_big"]


def test_thousands_of_steps_that_lead_in_circles_are_looked_through() -> None:
    names = [f"s{index}" for index in range(1500)]
    steps = "".join(
        f"  {name}: {{ask: {{fr: a, en: a}}, slot: code, goto: {names[index * 7 % 1500]}, "
        f"else: {names[index - 1]}}}\n"
        for index, name in enumerate(names)
    )
    assert {"circle", "no_person"} <= set(told(GOOD + steps))


def test_a_plan_is_read_as_yaml_1_2(tmp_path: Path) -> None:
    path = tmp_path / "values.yaml"
    path.write_text(
        "%YAML 1.1\n---\n{a: yes, b: on, c: 012, d: 12:30, e: 1_000, f: 2026-05-01, g: +33612, h: true, "
        "i: 3, j: 0.5, k: null, l: '7', m: 0x1F, n: NO, o: 1e3}\n",
        encoding="utf-8",
    )
    assert list(read(path).data.values()) == [
        "yes", "on", "012", "12:30", "1_000", "2026-05-01", "+33612", True, 3, 0.5, None, "7", "0x1F", "NO",
        "1e3",
    ]  # fmt: skip


def test_a_byte_order_mark_and_windows_lines_do_not_matter(tmp_path: Path) -> None:
    folder = tmp_path / "trial"
    folder.mkdir()
    (folder / "plan.yaml").write_bytes(b"\xef\xbb\xbf" + GOOD.replace("\n", "\r\n").encode())
    assert load_plan(folder).start == "welcome"


@pytest.mark.parametrize("name", ["plan.yaml", "routes.yaml"])
def test_a_folder_or_a_link_to_nowhere_in_place_of_a_file(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "trial"
    folder.mkdir()
    (folder / "plan.yaml").write_text(GOOD, encoding="utf-8")
    (tmp_path / "routes.yaml").write_text("routes: {100: trial}\n", encoding="utf-8")
    path = (folder if name == "plan.yaml" else tmp_path) / name
    path.unlink()
    if name == "plan.yaml":
        path.mkdir()
    else:
        path.symlink_to(tmp_path / "nowhere")
    with pytest.raises(PlanError, match="cannot be read"):
        load_all(tmp_path)


def read_good() -> Any:
    return YAML(typ="safe", pure=True).load(GOOD)


def dumped(tree: Any) -> str:
    with tempfile.TemporaryFile("w+", encoding="utf-8", errors="surrogatepass") as file:
        YAML(typ="safe", pure=True).dump(tree, file)
        file.seek(0)
        return file.read()
