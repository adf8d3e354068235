"""A pinned call is a conversation that `voice test` holds, without the caller's secrets."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import pytest

from tests.call.scene import shop
from tests.replay.recorded_calls import SCRIPTS, live, recorded
from tests.replay.test_command import Replay, edit, replay, settings, stocked
from voice.administration.rehearsal.data import FilesBeside
from voice.administration.rehearsal.model import Scene
from voice.administration.rehearsal.play import play
from voice.cli import _parser
from voice.dialplan.load import load_plan
from voice.errors import PinError
from voice.handoff.patterns import find_patterns, without_patterns
from voice.replay.pin import pinned
from voice.replay.pins import run_pin
from voice.replay.standins import CALLER, other_digits
from voice.settings import Settings

__all__ = ["replay", "settings", "stocked"]


@pytest.mark.parametrize("name", ["served", "barged in", "presses 0", "declined", "order by keys"])
def test_a_call_of_each_kind_can_be_pinned_and_passes(name: str, tmp_path: Path) -> None:
    scene = asyncio.run(pinned(recorded(live(name), tmp_path), shop(), FilesBeside()))
    assert asyncio.run(play(shop(), Scene.model_validate(scene), FilesBeside())).passed
    assert scene["caller"] == CALLER
    did = {key for line in scene["lines"] for key in line} & {"says", "presses", "person"}
    assert did


def pin(settings: Settings, *words: str) -> int:
    return run_pin(_parser().parse_args(["pin", *words]), settings)


def test_a_pinned_call_is_held_by_voice_test_and_fails_when_the_plan_decides_otherwise(
    settings: Settings, replay: Replay, capsys: pytest.CaptureFixture[str]
) -> None:
    assert pin(settings, "cccc", "--json") == 0
    told = json.loads(capsys.readouterr().out)
    path = Path(told["file"])
    assert path == settings.dialplans / "call" / "tests" / "calls" / "cccc3333.yaml"
    assert path.read_text("utf-8").startswith("# A real call.")
    folder = settings.dialplans / "call"
    sha = load_plan(folder).sha
    from voice.administration.rehearsal.command import run as test

    words = ["test", str(settings.dialplans)]
    assert test(_parser().parse_args(words), settings.dialplans) == 0
    assert replay("cccc", "--words")[0] == 0
    edit(settings, "least: 4\n    most: 4", "least: 6\n    most: 6")
    assert load_plan(folder).sha != sha
    assert test(_parser().parse_args(words), settings.dialplans) == 1
    capsys.readouterr()
    code, out = replay("cccc", "--words", "--json")
    assert code == 1
    assert json.loads(out)["totals"]["broken"] == ["cccc3333"]


def test_other_words_of_the_bot_break_no_pinned_call(
    settings: Settings, replay: Replay, capsys: pytest.CaptureFixture[str]
) -> None:
    pin(settings, "aaaa")
    capsys.readouterr()
    edit(settings, "We are open from nine to five.", "Nine to five it is.")
    code, out = replay("aaaa", "--words", "--json")
    told = json.loads(out)["calls"][0]
    assert (code, told["same"], told["expected"]) == (0, False, True)


def test_pinning_twice_and_pinning_with_sound(settings: Settings) -> None:
    pin(settings, "aaaa")
    with pytest.raises(PinError, match="--again"):
        pin(settings, "aaaa")
    pin(settings, "aaaa", "--again", "--audio", "--words")
    folder = settings.dialplans / "call" / "tests" / "calls"
    assert (folder / "aaaa1111.wav").is_file()
    assert "hears:" in (folder / "aaaa1111.yaml").read_text("utf-8")


def test_secrets_are_replaced_by_values_of_the_same_shape(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    edit(settings, "least: 4\n    most: 4", "least: 4\n    most: 4\n    sensitive: true")
    pin(settings, "cccc")
    text = (settings.dialplans / "call" / "tests" / "calls" / "cccc3333.yaml").read_text("utf-8")
    assert "1042" not in text
    assert other_digits("1042") in text
    assert "33123456789" not in text
    pin(settings, "cccc", "--again", "--keep-values")
    text = (settings.dialplans / "call" / "tests" / "calls" / "cccc3333.yaml").read_text("utf-8")
    assert "1042" in text
    assert "--keep-values" in text


def test_a_call_in_which_nobody_did_anything_is_no_test(tmp_path: Path) -> None:
    call = recorded(live("noise"), tmp_path)
    assert SCRIPTS["noise"]
    with pytest.raises(PinError, match="nothing to pin"):
        asyncio.run(pinned(call, shop(), FilesBeside()))


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("my card is 4970 1012 3456 7890", []),
        ("my card is 4539 5787 6362 1486 thanks", ["card"]),
        ("FR76 3000 6000 0112 3456 7890 189", ["iban"]),
        ("call me on 06 12 34 56 78 or +33 1 99 00 12 34", ["phone", "phone"]),
        ("martin.dupont@example.com", ["email"]),
        ("martin at example dot com", ["email"]),
        ("order 40213 of the 4th of March 2026 for 42.50", []),
    ],
)
def test_numbers_and_addresses_are_told_by_their_shape(text: str, kinds: list[str]) -> None:
    assert [found.kind for found in find_patterns(text)] == kinds
    hidden = without_patterns(text, "•••")
    assert hidden.count("•••") == len(kinds)
    assert (hidden == text) == (not kinds)
