"""What the verbs print for other programs."""

from __future__ import annotations

import json
from xml.etree import ElementTree as Xml

import pytest

from voice.output import print_json, xml_text


def test_json_is_one_value_with_its_accents(capsys: pytest.CaptureFixture[str]) -> None:
    print_json({"said": "où est-ce ?"})
    out = capsys.readouterr().out
    assert json.loads(out) == {"said": "où est-ce ?"} and "où" in out


def test_a_name_that_is_no_utf_8_is_printed_all_the_same(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    print_json({"file": "caf\udce9.yaml"})
    assert json.loads(capsysbinary.readouterr().out) == {"file": "caf?.yaml"}


def test_any_text_can_stand_in_xml() -> None:
    text = "".join(map(chr, range(0x3000))) + "\ud800\ufffe\uffff\U0001f600"
    assert Xml.fromstring(f"<a>{xml_text(text).replace('&', '').replace('<', '')}</a>").text
    assert xml_text("tab\tline\n é 😀") == "tab\tline\n é 😀"
