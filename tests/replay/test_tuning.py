"""Labels on records, and what other thresholds would have done to the calls they are about."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.replay.test_command import replay, settings, stocked
from voice.cli import _parser
from voice.dialplan.load import load_plan
from voice.errors import RecordsError, SettingsError
from voice.replay.labelling import run_label
from voice.replay.thresholds import write_thresholds
from voice.replay.tuning import run_tune
from voice.settings import Settings
from voice.turn import Thresholds

__all__ = ["replay", "settings", "stocked"]


def label(settings: Settings, *words: str) -> int:
    return run_label(_parser().parse_args(["label", *words]), settings)


def tune(settings: Settings, *words: str) -> int:
    return run_tune(_parser().parse_args(["tune", *words]), settings)


def test_a_rater_says_something_once_and_may_change_it(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    label(settings, "aaaa", "--transfer", "no", "--rater", "ana")
    label(settings, "aaaa", "--mood", "calm", "--rater", "ana")
    label(settings, "aaaa", "--transfer", "1", "--rater", "ben")
    capsys.readouterr()
    assert label(settings, "aaaa", "--json") == 0
    ana, ben = json.loads(capsys.readouterr().out)
    assert (ana["rater"], ana["transfer"], ana["mood"]) == ("ana", False, "calm")
    assert (ben["rater"], ben["transfer"], ben["turn"]) == ("ben", True, 1)
    label(settings, "aaaa", "--transfer", "yes", "--rater", "ben")
    label(settings, "aaaa", "--remove", "--rater", "ana")
    capsys.readouterr()
    label(settings, "aaaa", "--json")
    (ben,) = json.loads(capsys.readouterr().out)
    assert (ben["transfer"], ben["turn"]) == (True, None)


def test_a_label_is_about_a_call_and_a_turn_that_are_there(settings: Settings) -> None:
    with pytest.raises(RecordsError, match="no call"):
        label(settings, "zzzz", "--transfer", "yes")
    with pytest.raises(SettingsError, match="turn 9"):
        label(settings, "aaaa", "--transfer", "9")
    with pytest.raises(SystemExit):
        label(settings, "aaaa", "--transfer", "perhaps")


def test_the_thresholds_are_weighed_on_labelled_calls(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(RecordsError, match="voice label"):
        tune(settings, "call")
    for call_id, said in (("aaaa", "no"), ("bbbb", "yes"), ("cccc", "no")):
        label(settings, call_id, "--transfer", said, "--rater", "ana")
        label(settings, call_id, "--transfer", said, "--rater", "ben")
    label(settings, "cccc", "--transfer", "yes", "--rater", "ben")
    capsys.readouterr()
    assert tune(settings, "call", "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["calls"], told["disputed"]) == (2, 1)
    assert told["present"]["missed"] == {"count": 0, "of": 1, "rate": 0.0, "interval": [0.0, 0.7935]}
    assert told["present"]["needless"]["count"] == 0
    assert told["agreement"] == [{"raters": ["ana", "ben"], "kappa": pytest.approx(0.4), "calls": 3}]
    assert told["best"]["emotion"] == told["present"]["emotion"], "nothing is gained by a change"
    assert tune(settings, "call") == 0
    assert "These are few" in capsys.readouterr().out


def test_applying_writes_the_numbers_and_leaves_every_comment(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    label(settings, "aaaa", "--transfer", "no")
    folder = settings.dialplans / "call"
    text = (folder / "plan.yaml").read_text("utf-8")
    tune(settings, "call", "--apply")
    spec = load_plan(folder).escalation
    assert (spec.emotion, spec.complexity) == (0.7, 0.7)
    assert (folder / "plan.yaml").read_text("utf-8").startswith(text)
    assert "written into" in capsys.readouterr().err


@pytest.mark.parametrize(
    "block",
    [
        "escalation:\n  emotion: 0.7  # as agreed in May\n  complexity: 0.65\n",
        "escalation: {emotion: 0.7, complexity: 0.65}  # one line\n",
        "escalation:\n  # only emotion so far\n  emotion: .7\n",
        "# none yet\n",
    ],
)
def test_two_numbers_change_and_nothing_else(block: str, tmp_path: Path) -> None:
    plan = Path(__file__).parent.parent / "call" / "plan.yaml"
    (tmp_path / "plan.yaml").write_text(plan.read_text("utf-8") + block, "utf-8")
    write_thresholds(tmp_path, Thresholds(0.55, 0.8))
    spec = load_plan(tmp_path).escalation
    assert (spec.emotion, spec.complexity) == (0.55, 0.8)
    after = (tmp_path / "plan.yaml").read_text("utf-8")
    comment = block.partition("#")[2].partition("\n")[0]
    assert comment in after
    assert after.startswith(plan.read_text("utf-8"))
