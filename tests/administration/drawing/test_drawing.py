"""`voice draw`: pictures of plans."""

from __future__ import annotations

import json
import re
from itertools import combinations
from pathlib import Path
from xml.etree import ElementTree as Xml

import pytest

from tests.administration.shop import make_shop
from tests.conversation.talk import plan
from voice.administration.drawing.graph import Drawing, Kind, draw
from voice.administration.drawing.layout import Placed, lay_out
from voice.administration.drawing.mermaid import as_mermaid
from voice.administration.drawing.svg import as_svg
from voice.administration.drawing.text import width, wrapped
from voice.cli import main
from voice.dialplan.base import PERSON
from voice.dialplan.load import load_plan
from voice.turn import Language

NAMES = ("retail", "insurance", "hospital")
LANGUAGES: tuple[Language, ...] = ("fr", "en")
SVG = "{http://www.w3.org/2000/svg}"
NASTY = r"""'1. say "hi" <b>x</b> & [a](b) `c` | d; #e; %% -- ]]> end'"""


@pytest.fixture(params=[(name, language) for name in NAMES for language in LANGUAGES], ids=str)
def drawing(request: pytest.FixtureRequest) -> Drawing:
    name, language = request.param
    return draw(plan(name), language)


@pytest.mark.parametrize("name", NAMES)
def test_every_step_and_request_is_drawn_once(name: str) -> None:
    boxes = list(draw(plan(name), "en").boxes())
    steps = [box.name for box in boxes if box.id.startswith("step-")]
    assert sorted(steps) == sorted(plan(name).steps.keys() - {PERSON})
    requests = [box.name for box in boxes if box.kind is Kind.REQUEST]
    assert requests == list(plan(name).intents)
    assert len({box.id for box in boxes}) == len(boxes)


@pytest.mark.parametrize("name", NAMES)
def test_every_way_of_the_plan_is_an_arrow(name: str) -> None:
    steps = {box.name: box for box in draw(plan(name), "en").boxes() if box.id.startswith("step-")}
    for step, box in steps.items():
        ways = [target for _, target in plan(name).steps[step].exits if target != PERSON]
        drawn = [arrow.to.name for arrow in box.arrows if arrow.to.kind not in (Kind.PERSON, Kind.END)]
        assert set(ways) <= set(drawn)
        if plan(name).steps[step].hands_over:
            assert [arrow.to.kind for arrow in box.arrows] == [Kind.PERSON]


def test_labels_say_what_leads_where() -> None:
    boxes = {box.id: box for box in draw(plan("insurance"), "en").boxes()}
    found = {arrow.to.name: arrow.label for arrow in boxes["step-claim_search"].arrows}
    assert found == {"claim_found": "found", "claim_unknown": "nothing found"}
    ways = {arrow.to.name: arrow.label for arrow in boxes["step-claim_found"].arrows}
    assert ways["claim_expert"] == 'claim.status == "expert"'
    assert list(ways)[-1] == "claim_received" and ways["claim_received"] == "else"
    (asked,) = boxes["step-claim_number"].arrows
    assert asked.label == "claim number"


def test_keys_targets_limits_and_further_ends_are_drawn(tmp_path: Path) -> None:
    steps = """\
    listen: true
    menu: {1: hours, 2: call_me, "*": tape, "#": bye}
  call_me: {callback: true}
  tape: {voicemail: true}
  bye: {hang_up: true}
"""
    folder = make_shop(
        tmp_path,
        {"    listen: true\n": steps, "transfer: true": "transfer: [support, boss]",
         "  support: sip:": "  boss: sip:boss@127.0.0.1:5071\n  support: sip:",
         "    goto: refund\n": "    goto: refund\n    depth: 3\n"},
    )  # fmt: skip
    drawing = draw(load_plan(folder), "en")
    boxes = {box.id: box for box in drawing.boxes()}
    keys = {arrow.label: arrow.to.name for arrow in boxes["step-welcome"].arrows if arrow.label}
    assert keys == {"key 1": "hours", "key 2": "call_me", "key *": "tape", "key #": "bye"}
    assert boxes["step-refund"].arrows[0].to.name == "person: support → boss"
    assert boxes["step-call_me"].arrows[0].to.name == "a call back is offered"
    assert boxes["step-bye"].arrows[0].to.name == "the call ends"
    assert boxes["request-refund"].notes == ["always a person", "at most 3 exchanges → person"]
    assert boxes["request-hours"].arrows[0].to.kind is Kind.BACK
    assert drawing.anywhere == "At any time, key 0 or “agent”: boss → support"


def test_no_two_boxes_overlap_and_arrows_lead_rightwards(drawing: Drawing) -> None:
    layout = lay_out(drawing, 70)
    for one, other in combinations(layout.placed, 2):
        assert _apart(one, other), (one.box.id, other.box.id)
    for line in layout.lines:
        assert line.start.x + line.start.width < line.turn < line.end.x
    assert all(box.x + box.width < layout.width for box in layout.placed)
    assert all(box.y >= 70 and box.y + box.height < layout.height for box in layout.placed)


def test_labels_have_room_before_their_box(drawing: Drawing) -> None:
    for line in lay_out(drawing, 70).lines:
        for text in line.label:
            assert line.turn + 10 + width(text, 11) <= line.end.x


def _apart(one: Placed, other: Placed) -> bool:
    beside = one.x + one.width <= other.x or other.x + other.width <= one.x
    return beside or one.y + one.height <= other.y or other.y + other.height <= one.y


def test_the_svg_is_sound_and_needs_nothing_else(drawing: Drawing) -> None:
    text = as_svg(drawing)
    root = Xml.fromstring(text)
    assert root.tag == f"{SVG}svg" and root.get("role") == "img"
    assert "<script" not in text and "@import" not in text
    links = [element.get("href", "") for element in root.iter(f"{SVG}a")]
    ids = {element.get("id") for element in root.iter()}
    assert links and all(link.startswith("#") and link[1:] in ids for link in links)
    assert len(root.findall(f".//{SVG}rect")) == 1 + len(list(drawing.boxes()))
    assert not re.search(r"(?:href|src|url)\W+(?:https?:)?//", text.replace('xmlns="http://www.w3.org', ""))


_NODE = re.compile(r'  \w+(?:\[|\(\[|\[\(|\{\{)"[^"\[\]{}|`\\]+"(?:\]|\]\)|\)\]|\}\})')
_EDGE = re.compile(r'  \w+ -->(?:\|"[^"\[\]{}|`\\]+"\|)? \w+')
_STYLE = re.compile(r"  (?:classDef \w+ [\w#:,]+|class [\w,]+ \w+)")


def test_the_mermaid_text_is_sound(drawing: Drawing) -> None:
    first, *lines = as_mermaid(drawing).splitlines()
    assert first == "flowchart LR"
    for line in lines:
        assert any(pattern.fullmatch(line) for pattern in (_NODE, _EDGE, _STYLE)), line
    known = {line.split("[")[0].split("(")[0].split("{")[0].strip() for line in lines if '"' in line}
    ends = {end for line in lines if "-->" in line for end in (line.split()[0], line.split()[-1])}
    assert ends <= known


def test_whatever_a_plan_says_is_only_text(tmp_path: Path) -> None:
    folder = make_shop(
        tmp_path,
        {"{fr: Bonjour., en: Hello.}": f"{{fr: {NASTY}, en: {NASTY}}}", "en: opening hours": "en: end"},
    )
    drawing = draw(load_plan(folder), "en")
    root = Xml.fromstring(as_svg(drawing))
    assert root.find(f".//{SVG}b") is None and "<b>x</b>" in "".join(root.itertext())
    for line in as_mermaid(drawing).splitlines()[1:]:
        assert any(pattern.fullmatch(line) for pattern in (_NODE, _EDGE, _STYLE)), line
    assert "1#46; say #34;hi#34;" in as_mermaid(drawing)


def test_a_deep_plan_is_drawn(tmp_path: Path) -> None:
    chain = "".join(f"  s{index}: {{goto: s{index + 1}}}\n" for index in range(1100))
    folder = make_shop(
        tmp_path, {"    goto: refund\n": "    goto: s0\n", "  refund:\n    say": f"{chain}  s1100:\n    say"}
    )
    assert len(list(draw(load_plan(folder), "fr").boxes())) > 1100
    Xml.fromstring(as_svg(draw(load_plan(folder), "fr")))


def test_lines_break_at_words_and_end_in_dots() -> None:
    assert wrapped("one two three", 60, 12, 5) == ["one two", "three"]
    assert wrapped("Bonjour, ça va ?", 76, 12, 3) == ["Bonjour, ça", "va\N{NO-BREAK SPACE}?"]
    assert wrapped("a b c d e f g h i j k l m n o p q r s t u v", 60, 12, 1)[0].endswith(" …")
    assert all(width(line, 12) <= 60 for line in wrapped("x" * 80, 60, 12, 99))


# -- the verb --


def run(*arguments: str) -> int:
    with pytest.raises(SystemExit) as ended:
        main(["draw", *arguments])
    return int(str(ended.value.code or 0))


def test_the_verb_prints_mermaid_or_writes_svg(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = make_shop(tmp_path)
    assert run(str(folder)) == 0
    assert capsys.readouterr().out.startswith("flowchart LR\n")
    assert run(str(folder), "--out", str(tmp_path / "shop.svg"), "--language", "en") == 0
    assert "the shop" in "".join(Xml.parse(tmp_path / "shop.svg").getroot().itertext())
    assert run(str(folder), "--format", "svg", "--json") == 0
    data = json.loads(capsys.readouterr().out)
    assert data["format"] == "svg" and data["boxes"] == 7 and "<svg" in data["text"]


def test_the_verb_refuses_what_it_cannot_draw(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(str(tmp_path / "none")) == 2
    assert "there is no plan" in capsys.readouterr().err
    folder = make_shop(tmp_path, {"start: welcome": "start: wlcome"})
    assert run(str(folder)) == 2
    assert "did you mean welcome?" in capsys.readouterr().err
