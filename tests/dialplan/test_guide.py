"""The guide to dialplans tells the truth."""

from __future__ import annotations

import re
from pathlib import Path

from voice.dialplan.load import load_plan
from voice.dialplan.model import EscalationSpec, ValueType, Weights
from voice.dialplan.reference import PAGE, SCHEMA, models, reference, schema

GUIDE = (Path(__file__).resolve().parents[2] / "docs" / "dialplan.md").read_text(encoding="utf-8")


def test_the_whole_plan_in_the_guide_loads(tmp_path: Path) -> None:
    example = next(
        block for block in re.findall(r"```yaml\n(.*?)```", GUIDE, re.DOTALL) if "\nsteps:\n" in block
    )
    folder = tmp_path / "retail"
    folder.mkdir()
    (folder / "plan.yaml").write_text(example, encoding="utf-8")
    (folder / "retail.db").touch()
    assert load_plan(folder).name == "retail"


def test_every_key_and_type_is_explained() -> None:
    explained = set(re.findall(r"\w+", " ".join(re.findall(r"`+([^`]+)`+", GUIDE))))
    keys = {info.alias or name for kind, _ in models() for name, info in kind.model_fields.items()}
    explained |= set(re.findall(r"`(\w+)`", reference()))
    assert {*keys, *ValueType} <= explained, {*keys, *ValueType} - explained


def test_the_generated_page_and_schema_are_fresh() -> None:
    root = Path(__file__).resolve().parents[2]
    assert (root / PAGE).read_text(encoding="utf-8") == reference(), "run make docs"
    assert (root / SCHEMA).read_text(encoding="utf-8") == schema(), "run make docs"


def test_the_weights_in_the_guide_are_the_defaults() -> None:
    rows = dict(re.findall(r"\| `(\w+)` \| [^|]+ \| ([0-9.]+) \|", GUIDE))
    assert {name: float(rows[name]) for name in Weights.model_fields} == Weights().model_dump()


def test_no_signal_decides_by_itself_with_the_defaults() -> None:
    limits = EscalationSpec()
    assert max(Weights().model_dump().values()) < min(limits.emotion, limits.complexity)
