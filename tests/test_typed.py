"""The typed conversation: the same plan and the same data, in a terminal."""

from __future__ import annotations

import io
import sys

import pytest

from tests.conversation.talk import plan
from voice.cli import _lines
from voice.errors import SettingsError
from voice.typed import run_typed


def typed(name: str, *lines: str, show: bool = True) -> str:
    written: list[str] = []
    assert run_typed(plan(name), language=None, lines=lines, write=written.append, show=show) == 0
    return "\n".join(written)


def test_a_request_is_served_with_scores_shown() -> None:
    text = typed("retail", "où est ma commande", "A1042", "non merci")
    assert "Chronopost" in text
    assert "welcome → order_number: matched" in text
    assert "emotion 0.00/0.7, complexity 0.00/0.7" in text
    assert text.endswith("[the call ends: completed]")


def test_a_transfer_is_shown_with_its_reason_and_evidence() -> None:
    text = typed("retail", "c'est scandaleux, bande de voleurs", "")
    assert "[transfer to support (emotion), attempt 1]" in text
    assert "colère : «" in text
    assert "scandaleux »" in text
    assert "[support takes the call]" in text


def test_why_a_person_is_needed_is_said_in_words_of_the_plan_s_language() -> None:
    text = typed("retail", "c'est scandaleux, bande de voleurs", "")
    assert "  La personne est mécontente. Le seuil est atteint : émotion 0," in text
    assert "pour 0,70 (" in text and "emotion (" not in text.partition("[transfer")[2].partition("]")[2]
    text = typed("retail", "I want a refund", "/busy", "/asleep", "")
    assert "  This request is for a person. The caller asks for: a refund." in text
    assert "[support: busy]" in text
    assert "[/asleep is not known; there are: /declined, /busy, /no_answer, /unreachable" in text
    assert text.endswith("[backup takes the call]")


def test_failing_transfers_keys_and_silence() -> None:
    text = typed("retail", "", "0", "/declined", "/no_answer", "#0611223344", "1")
    assert "no_input" in text
    assert "[transfer to backup (caller_asked), attempt 2]" in text
    assert "[call back requested: 0611223344]" in text


def test_the_end_of_the_lines_ends_it_and_quiet_is_quiet() -> None:
    text = typed("hospital", "bonjour", show=False)
    assert "bot (fr)>" in text and "emotion" not in text


def test_lines_of_any_kind_can_be_piped_in(monkeypatch: pytest.MonkeyPatch) -> None:
    told = "\ufeffoù est ma commande\r\n".encode() + "à quelle heure\n".encode("cp1252")
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(told)))
    assert list(_lines()) == ["où est ma commande", "à quelle heure"]


def test_without_a_standard_input_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", None)
    with pytest.raises(SettingsError, match="no standard input"):
        next(_lines())
