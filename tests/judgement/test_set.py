"""The labelled set: valid, balanced, split by situations."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import get_args

import pytest

from tests.judgement.set import HALVES, Kind, Labelled, SetError, load
from voice.turn import LANGUAGES
from voice.understanding.said_numbers import beside_numbers

LEAST_PER_LANGUAGE = 65
LEAST_IN_A_HALF = 80
SENSITIVE = {
    "christmas-gift-missing", "birthday-gift-missing", "claim-turned-down", "theft-not-covered",
    "bill-not-understood", "bereavement-contract", "widow-and-bill", "furious-about-delay",
    "rage-at-the-machine",
}  # fmt: skip


@pytest.fixture(scope="module")
def whole() -> tuple[Labelled, ...]:
    return load()


def test_it_is_large_enough_in_both_languages(whole: tuple[Labelled, ...]) -> None:
    counts = Counter(one.call.language for one in whole)
    assert min(counts[language] for language in LANGUAGES) >= LEAST_PER_LANGUAGE
    assert len({one.call.id for one in whole}) == len(whole)


def test_languages_and_kinds_are_balanced_in_each_half(whole: tuple[Labelled, ...]) -> None:
    counts = Counter((one.half, one.call.language, one.call.kind) for one in whole)
    for half in HALVES:
        for kind in get_args(Kind):
            english, french = (counts[half, language, kind] for language in LANGUAGES)
            assert english == french >= 3, (half, kind)
    halves = Counter(one.half for one in whole)
    assert min(halves[half] for half in HALVES) >= LEAST_IN_A_HALF


def test_no_situation_is_in_both_halves_and_each_speaks_both_languages(whole: tuple[Labelled, ...]) -> None:
    assert all(len({one.half for one in whole if one.situation == name}) == 1 for name in situations(whole))
    for name in situations(whole):
        assert {one.call.language for one in whole if one.situation == name} == set(LANGUAGES), name


def test_every_demand_is_in_both_halves(whole: tuple[Labelled, ...]) -> None:
    for half in HALVES:
        demands = {one.call.demand for one in whole if one.half == half and one.call.demand}
        assert demands == {"person", "danger", "vulnerable", "legal", "data_protection", "fraud"}


def test_the_sensitive_situations_are_there(whole: tuple[Labelled, ...]) -> None:
    assert situations(whole) >= SENSITIVE


def test_no_sentence_stands_in_both_halves(whole: tuple[Labelled, ...]) -> None:
    """Short answers and numbers may; sentences that judgement rests on may not."""
    said = [
        {line.say for one in whole if one.half == half for line in one.call.lines if line.say}
        for half in HALVES
    ]
    assert not {text for text in said[0] & said[1] if len(beside_numbers(f"is {text}").split()) > 7}


GOOD = """
about: A test.
conversations:
  - id: made-up-fr-1
    language: fr
    plan: retail
    kind: ordinary
    lines: [bonjour, merci]
    expect: stay
    why: Yes.
  - id: made-up-en-1
    language: en
    plan: retail
    kind: emotional
    lines: [hello, {say: no, tone: {anger: 0.5}}, {keys: "10#"}, {silence: true}]
    expect: transfer
    by: emotion
    first_sign: 2
    latest: 3
    why: Yes.
"""


def test_lines_are_words_keys_or_silence(tmp_path: Path) -> None:
    calls = [one.call for one in load(written(tmp_path, GOOD))]
    assert [line.say for line in calls[0].lines] == ["bonjour", "merci"]
    spoken, keyed, silent = calls[1].lines[1:]
    assert spoken.tone and spoken.tone.anger == 0.5
    assert keyed.keys == "10#" and silent.silence


@pytest.mark.parametrize(
    ("right", "wrong", "message"),
    [
        ("latest: 3", "latest: 9", "are lines of the caller"),
        ("    first_sign: 2\n", "", "belong to a transfer, all of them"),
        ("by: emotion", "by: demand", "go together"),
        ("kind: emotional", "kind: trap", "a conversation of kind trap stays"),
        ("silence: true", "silence: true, say: oh", "exactly one of say, keys and silence"),
        ("plan: retail\n", "plan: bank\n", "'retail', 'insurance' or 'hospital'"),
        ("anger: 0.5", "joy: 0.5", "Extra inputs are not permitted"),
        ("id: made-up-en-1", "id: made-up-fr-1", "made-up-fr-1 stands in made-up.yaml too"),
        ("id: made-up-en-1", "id: other-en-1", "the id begins with made-up-en-"),
    ],
)
def test_what_is_wrong_is_said_with_its_place(tmp_path: Path, right: str, wrong: str, message: str) -> None:
    with pytest.raises(SetError, match=r"made-up\.yaml:\d+:\d+: error") as caught:
        load(written(tmp_path, GOOD.replace(right, wrong, 1)))
    assert message in str(caught.value)


def test_all_problems_are_said_at_once(tmp_path: Path) -> None:
    written(tmp_path, GOOD.replace("plan: retail", "plan: bank"))
    (tmp_path / "report").mkdir()
    (tmp_path / "report" / "made-up.yaml").write_text(GOOD, "utf-8")
    with pytest.raises(SetError) as caught:
        load(tmp_path)
    assert "in both halves" in str(caught.value) and str(caught.value).count("'retail'") == 2


def written(folder: Path, text: str) -> Path:
    (folder / "tune").mkdir()
    (folder / "tune" / "made-up.yaml").write_text(text, "utf-8")
    return folder


def situations(whole: tuple[Labelled, ...]) -> set[str]:
    return {one.situation for one in whole}
