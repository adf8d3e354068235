"""`voice diff`: what changes for callers."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from tests.administration.shop import PLAN, make_shop
from tests.conversation.talk import PLANS, plan
from voice.administration.comparing.compare import Change, Group, Kind, compare, compare_sides
from voice.administration.comparing.flat import flat
from voice.administration.references import Side, read_plan, read_side
from voice.cli import main
from voice.dialplan.load import load_plan
from voice.errors import SettingsError


def changes(tmp_path: Path, edits: dict[str, str]) -> list[Change]:
    before = make_shop(tmp_path / "before")
    after = make_shop(tmp_path / "after", edits)
    return compare(load_plan(before), load_plan(after))


CASES = [
    ({"fr: Bonjour.": "fr: Bonsoir."},
     (Group.SAID, "welcome", "say.fr", Kind.CHANGED, "Bonjour.", "Bonsoir.")),
    ({"start: welcome": "start: hours"}, (Group.PLAN, "", "start", Kind.CHANGED, "welcome", "hours")),
    ({"fr: la boutique": "fr: le magasin"},
     (Group.PLAN, "", "title.fr", Kind.CHANGED, "la boutique", "le magasin")),
    ({"    transfer: true": "    done: true"}, (Group.STEPS, "refund", "done", Kind.ADDED, "", "yes")),
    ({"    listen: true": "    listen: true\n    retries: 1"},
     (Group.STEPS, "welcome", "retries", Kind.ADDED, "", "1")),
    ({"    listen: true": "    listen: true\n    interruptible: false"},
     (Group.STEPS, "welcome", "interruptible", Kind.ADDED, "", "no")),
    ({"    listen: true": "    listen: true\n    menu: {1: hours}"},
     (Group.STEPS, "welcome", "menu.1", Kind.ADDED, "", "hours")),
    ({"    listen: true": "    listen: true\n    when: {refund: hours}"},
     (Group.STEPS, "welcome", "when.refund", Kind.ADDED, "", "hours")),
    ({"    goto: refund": "    goto: hours"},
     (Group.REQUESTS, "refund", "goto", Kind.CHANGED, "refund", "hours")),
    ({"    goto: refund": "    goto: refund\n    depth: 4"},
     (Group.REQUESTS, "refund", "depth", Kind.ADDED, "", "4")),
    ({"    goto: refund": "    goto: refund\n    keywords: {en: [refund]}"},
     (Group.REQUESTS, "refund", "keywords.en", Kind.ADDED, "", ("refund",))),
    ({"sip:agent@127.0.0.1:5070": "sip:boss@127.0.0.1:71"},
     (Group.PEOPLE, "support", "address", Kind.CHANGED, "sip:agent@127.0.0.1:5070", "sip:boss@127.0.0.1:71")),
    ({"intents:\n": "escalation: {emotion: 0.5}\nintents:\n"},
     (Group.ESCALATION, "escalation", "emotion", Kind.CHANGED, "0.7", "0.5")),
    ({"intents:\n": "escalation: {weights: {anger: 0.1}}\nintents:\n"},
     (Group.ESCALATION, "escalation", "weights.anger", Kind.CHANGED, "0.6", "0.1")),
    ({"intents:\n": "escalation: {ignore: [fraud]}\nintents:\n"},
     (Group.ESCALATION, "escalation", "ignore", Kind.ADDED, "", ("fraud",))),
    ({"intents:\n": 'handoff: {hours: {days: {mon: "09:00-12:00"}}}\nintents:\n'},
     (Group.PEOPLE, "handoff", "hours.days.mon", Kind.ADDED, "", ("09:00-12:00",))),
    ({"intents:\n": "retries: 3\nintents:\n"}, (Group.MANNER, "retries", "", Kind.CHANGED, "2", "3")),
    ({"intents:\n": "prompts: {goodbye: {fr: Adieu., en: Bye.}}\nintents:\n"},
     (Group.SAID, "goodbye", "", Kind.ADDED, "", ("1.fr: Adieu.", "1.en: Bye."))),
    ({"intents:\n": "slots: {town: {type: text, title: {fr: ville, en: town}}}\nintents:\n"},
     (Group.VALUES, "town", "", Kind.ADDED, "", ("type: text", "title.fr: ville"))),
]  # fmt: skip


@pytest.mark.parametrize(
    ("edits", "expected"), CASES, ids=lambda case: next(iter(case)) if isinstance(case, dict) else ""
)
def test_each_kind_of_change_is_told(
    tmp_path: Path, edits: dict[str, str], expected: tuple[object, ...]
) -> None:
    found = changes(tmp_path, edits)
    group, item, key, kind, before, after = expected
    (change,) = [one for one in found if (one.group, one.item, one.key) == (group, item, key)]
    assert change.kind is kind
    assert change.before == before
    if isinstance(after, tuple):
        assert isinstance(change.after, tuple) and set(after) <= set(change.after)
    else:
        assert change.after == after


def test_a_step_that_comes_or_goes_is_told_as_a_whole(tmp_path: Path) -> None:
    sorry = "  sorry:\n    say: {fr: Désolée., en: Sorry.}\n    goto: refund\n  refund:\n    say"
    edits = {"    goto: refund\n": "    goto: sorry\n", "  refund:\n    say": sorry}
    found = changes(tmp_path, edits)
    (added,) = [change for change in found if change.item == "sorry"]
    assert (added.kind, added.group) == (Kind.ADDED, Group.STEPS)
    assert set(added.after) >= {"say.fr: Désolée.", "say.en: Sorry.", "goto: refund"}
    back = compare(load_plan(tmp_path / "after" / "shop"), load_plan(tmp_path / "before" / "shop"))
    (removed,) = [change for change in back if change.item == "sorry"]
    assert removed.kind is Kind.REMOVED and removed.before == added.after


def test_examples_that_come_and_go_are_told_one_by_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = make_shop(tmp_path / "a")
    after = make_shop(tmp_path / "b", {"- when do you open": "- is anybody there"})
    assert run(str(before), str(after)) == 1
    out = capsys.readouterr().out
    assert "~ hours examples.en\n      - when do you open\n      + is anybody there\n" in out
    assert "are you open on Saturday" not in out


def test_conditions_in_another_order_are_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    one = '    if: [{when: open, goto: hours}, {when: language == "fr", goto: refund}]\n    else: hours\n'
    other = '    if: [{when: language == "fr", goto: refund}, {when: open, goto: hours}]\n    else: hours\n'
    step = {"start: welcome": "start: first", "steps:\n": "steps:\n  first:\n"}
    before = make_shop(tmp_path / "a", {**step, "  welcome:\n": f"{one}  welcome:\n"})
    after = make_shop(tmp_path / "b", {**step, "  welcome:\n": f"{other}  welcome:\n"})
    (change,) = compare(load_plan(before), load_plan(after))
    assert change.key == "if.order"
    assert run(str(before), str(after)) == 1
    assert 'in another order: language == "fr", open' in capsys.readouterr().out


def test_what_only_looks_different_is_no_difference(tmp_path: Path) -> None:
    before = make_shop(tmp_path / "before")
    text = PLAN.replace("{fr: Bonjour., en: Hello.}", "\n      en: 'Hello.'\n      fr: \"Bonjour.\"")
    after = make_shop(tmp_path / "after" / "elsewhere")
    (after / "plan.yaml").write_text("# Another comment\n" + text + "retries: 2\n", encoding="utf-8")
    assert compare(load_plan(before), load_plan(after)) == []


def test_where_a_folder_lies_makes_no_difference(tmp_path: Path) -> None:
    shutil.copytree(PLANS / "insurance", tmp_path / "copy" / "garance")
    shutil.copytree(PLANS / "shared", tmp_path / "copy" / "shared")
    assert compare(plan("insurance"), load_plan(tmp_path / "copy" / "garance")) == []


@pytest.mark.parametrize("name", ["retail", "insurance", "hospital"])
def test_no_setting_of_a_plan_is_overlooked(name: str) -> None:
    """Whatever differs in the plan's data is told."""
    whole = plan(name)
    settings = flat(whole)
    for language in whole.languages:
        for step, spec in whole.steps.items():
            for place, text in spec.texts:
                said = settings["steps", step, *map(str, place), language]
                assert said == text[language]
        for intent, contract in whole.intents.items():
            assert settings["intents", intent, "examples", language] == contract.examples[language]
    ways = {(step, target) for step, spec in whole.steps.items() for _, target in spec.exits}
    told = {(path[1], value) for path, value in settings.items() if path[0] == "steps"}
    assert ways <= told


def test_recordings_with_another_sound_are_told(tmp_path: Path) -> None:
    spoken = {"{fr: Bonjour., en: Hello.}": "{fr: Bonjour., en: {text: Hello., audio: hello.wav}}"}
    folders = [make_shop(tmp_path / side) for side in ("a", "b")]
    for index, folder in enumerate(folders):
        _write_wav(folder / "hello.wav", index)
        make_shop(folder.parent, spoken)
    (change,) = compare(*(load_plan(folder) for folder in folders))
    assert (change.group, change.item, change.key) == (Group.SAID, "hello.wav", "recording")


def _write_wav(path: Path, level: int) -> None:
    import soundfile

    soundfile.write(path, [0.0, level / 10] * 4000, 8000)


def test_whole_folders_are_compared_with_their_numbers(tmp_path: Path) -> None:
    make_shop(tmp_path / "a")
    make_shop(tmp_path / "b", {"en: Hello.": "en: Hi."})
    make_shop(tmp_path / "b", name="library")
    (tmp_path / "b" / "routes.yaml").write_text(
        'routes:\n  "100": library\n  "101": shop\ndefault: shop\n', encoding="utf-8"
    )
    sides = [read_side(str(tmp_path / side), tmp_path) for side in ("a", "b")]
    numbers, library, shop = compare_sides(*sides)
    assert [(change.item, change.before, change.after) for change in numbers.changes] == [
        ("100", "shop", "library"),
        ("101", "", "shop"),
        ("all other numbers", "", "shop"),
    ]
    assert (library.plan, library.changes[0].kind) == ("library", Kind.ADDED)
    assert [change.key for change in shop.changes] == ["say.en"]
    gone = compare_sides(*reversed(sides))[1]
    assert gone.changes[0].kind is Kind.REMOVED
    assert compare_sides(sides[0], sides[0]) == []


def test_a_plan_is_compared_with_its_like_in_a_folder(tmp_path: Path) -> None:
    folder = make_shop(tmp_path / "a")
    make_shop(tmp_path / "b", {"en: Hello.": "en: Hi."})
    (shop,) = compare_sides(read_side(str(folder), tmp_path), read_side(str(tmp_path / "b"), tmp_path))
    assert [change.key for change in shop.changes] == ["say.en"]


def test_references(tmp_path: Path) -> None:
    folder = make_shop(tmp_path)
    for reference in (str(folder), "shop", str(folder / "plan.yaml")):
        assert read_plan(reference, tmp_path).name == "shop"
    with pytest.raises(SettingsError, match=r"there is no plan shap; in .* there are: shop"):
        read_plan("shap", tmp_path)
    make_shop(tmp_path, name="other")
    with pytest.raises(SettingsError, match="several plans; name one of other, shop"):
        read_plan(str(tmp_path), tmp_path)


def test_published_versions_can_be_meant(tmp_path: Path) -> None:
    make_shop(tmp_path)

    def versions(reference: str) -> Side | None:
        return Side(reference, {"shop": load_plan(tmp_path / "shop")}, {}) if reference == "abc123" else None

    assert read_side("abc123", tmp_path, versions).name == "abc123"
    with pytest.raises(SettingsError):
        read_side("abc124", tmp_path, versions)


def test_two_published_versions_and_a_folder_are_compared(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("VOICE_RECORDS__URL", f"sqlite+aiosqlite:///{tmp_path / 'voice.db'}")
    dialplans = tmp_path / "dialplans"
    for edits in ({}, {"en: Hello.": "en: Hi."}):
        make_shop(dialplans, edits)
        with pytest.raises(SystemExit) as ended:
            main(["publish", str(dialplans), "--message", "for the test", "--author", "tester"])
        assert not ended.value.code
    make_shop(dialplans, {"en: Hello.": "en: Welcome."})
    capsys.readouterr()
    assert run("1", "2") == 1
    assert "say.en: Hello. → Hi." in capsys.readouterr().out
    assert run("2", str(dialplans)) == 1
    assert "say.en: Hi. → Welcome." in capsys.readouterr().out
    assert run("2", "2") == 0
    assert run("2", "3") == 2
    assert "there is no plan 3" in capsys.readouterr().err


# -- the verb --


def run(*arguments: str) -> int:
    with pytest.raises(SystemExit) as ended:
        main(["diff", *arguments])
    return int(str(ended.value.code or 0))


def test_the_verb_groups_what_changes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = make_shop(tmp_path / "a")
    after = make_shop(
        tmp_path / "b", {"en: Hello.": "en: Hi.", "agent@": "boss@", "transfer: true": "done: true"}
    )
    assert run(str(before), str(after)) == 1
    out = capsys.readouterr().out
    assert out.startswith(f"{before} → {after}: what changes for callers\n")
    order = [out.index(heading) for heading in ("\nSteps\n", "\nWhat is said\n", "\nPersons and queues\n")]
    assert order == sorted(order)
    assert "  ~ welcome say.en: Hello. → Hi.\n" in out
    assert "  + refund done: yes\n  - refund transfer: yes\n" in out or (
        "  - refund transfer: yes\n  + refund done: yes\n" in out
    )


def test_the_verb_says_when_nothing_changes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = str(make_shop(tmp_path))
    assert run(folder, folder) == 0
    assert "nothing changes for callers" in capsys.readouterr().out
    assert run(folder, folder, "--json") == 0
    assert json.loads(capsys.readouterr().out)["identical"] is True


def test_the_verb_gives_data_for_programs(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = make_shop(tmp_path / "a")
    after = make_shop(tmp_path / "b", {"en: Hello.": "en: Hi."})
    assert run(str(before), str(after), "--json") == 1
    (change,) = json.loads(capsys.readouterr().out)["changes"]
    assert change == {
        "plan": "shop", "group": "said", "item": "welcome", "key": "say.en", "kind": "changed",
        "before": "Hello.", "after": "Hi.",
    }  # fmt: skip


def test_the_verb_refuses_what_cannot_be_compared(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = str(make_shop(tmp_path))
    assert run(folder, str(tmp_path / "none")) == 2
    broken = str(make_shop(tmp_path / "b", {"start: welcome": "start: wlcome"}))
    assert run(folder, broken) == 2
    assert "unknown_step" in capsys.readouterr().err
