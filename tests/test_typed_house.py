"""A finished plan, typed: consent, an opinion, another plan, a service that is not there."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest
import soundfile

from voice.dialplan.load import load_plan
from voice.dialplan.model import Dialplan
from voice.typed import run_typed

HERE = Path(__file__).parent / "call"


@pytest.fixture(scope="module")
def plans(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Dialplan]:
    folder = tmp_path_factory.mktemp("plans")
    for name in ("house", "annex"):
        shutil.copytree(HERE / name, folder / name)
    soundfile.write(folder / "house" / "welcome.wav", np.full(8000, 0.1), 8000)
    return {name: load_plan(folder / name) for name in ("house", "annex")}


def typed(plans: Mapping[str, Dialplan], *lines: str) -> str:
    written: list[str] = []
    run_typed(plans["house"], plans, language="en", lines=lines, write=written.append, show=True)
    return "\n".join(written)


def test_consent_is_asked_and_told(plans: Mapping[str, Dialplan]) -> None:
    text = typed(plans, "no")
    assert "bot (en)> May this call be recorded?" in text
    assert "[recording refused: not kept]" in text
    assert "bot (en)> We go on without a recording." in text


def test_an_opinion_and_a_recording(plans: Mapping[str, Dialplan]) -> None:
    text = typed(plans, "yes", "I want to give my opinion", "four out of five")
    assert "[recording given: kept]" in text
    assert "Welcome to the house. How can I help?  [" in text and "welcome.wav]" in text
    assert "[opinion, pleased: 4]" in text
    assert text.endswith("[the call ends: completed]")


def test_another_plan_is_gone_on_in_once(plans: Mapping[str, Dialplan]) -> None:
    text = typed(plans, "1", "I have a question about a bill", "take me back to the house", "")
    assert "[goes on with plan annex]" in text
    assert "The annex looks after bills." in text
    assert "[transfer to accounts (plan), attempt 1]" in text


def test_a_service_without_an_address_is_told(
    plans: Mapping[str, Dialplan], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("HOUSE_API", raising=False)
    text = typed(plans, "1", "where is my parcel", "#1042")
    assert "[lookup parcel failed: the environment variable HOUSE_API is not set" in text
    assert "bot (en)> The carrier cannot be reached." in text
