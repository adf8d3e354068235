"""What the page on plans in calls shows can be put into a plan as it stands."""

from __future__ import annotations

import re
from io import StringIO
from pathlib import Path
from typing import Any

import numpy as np
import soundfile
from ruamel.yaml import YAML

from voice.dialplan.load import load_plan

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "dialplan-in-calls.md").read_text(encoding="utf-8")
REST = """
title: {fr: la maison, en: the house}
languages: [fr, en]
start: welcome
targets: {support: "sip:support@127.0.0.1:5070"}
slots: {order_number: {type: digits, title: {fr: numéro, en: number}}}
steps:
  parting: {say: {fr: Au revoir., en: Goodbye.}, hang_up: true}
"""


def test_every_piece_of_the_page_is_a_piece_of_a_plan(tmp_path: Path) -> None:
    yaml = YAML(typ="safe", pure=True)
    plan: dict[str, Any] = yaml.load(REST)
    pieces = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)
    for piece in pieces:
        for key, value in yaml.load(piece).items():
            plan.setdefault(key, {}).update(value)
    folder = tmp_path / "house"
    (folder / "prompts").mkdir(parents=True)
    soundfile.write(folder / "prompts" / "bonjour.wav", np.full(8000, 0.1), 8000)
    text = StringIO()
    yaml.dump(plan, text)
    (folder / "plan.yaml").write_text(text.getvalue(), encoding="utf-8")
    loaded = load_plan(folder)
    assert len(pieces) == 4
    assert loaded.lookups["parcel"].http is not None
    assert loaded.steps["opinion"].survey == "pleased"
