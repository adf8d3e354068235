"""Conditions, opening hours, spoken values, and texts."""

from __future__ import annotations

import contextlib
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voice.dialplan.builtin import CALL_VALUES, SENTENCES
from voice.dialplan.conditions import ConditionError, parse
from voice.dialplan.hours import Hours
from voice.dialplan.spoken import phone, spoken
from voice.dialplan.text import fill, sentences, values_in
from voice.turn import HandoffFailure, Language, TransferReason

VALUES = {"order.status": "shipped", "amount": "120.50", "code": "", "open": "true"}


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ('order.status == "shipped"', True),
        ('order.status != "shipped"', False),
        ("amount > 100 and amount <= 120.5", True),
        ("not code", True),
        ("code or missing", False),
        ("open and not (amount < 100)", True),
        ("order.carrier", False),
        ("1 < 2 < 3", True),
    ],
)
def test_conditions(text: str, holds: bool) -> None:
    assert parse(text).holds(VALUES) is holds


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a b",
        "f()",
        "a.b.c",
        "[1]",
        "a in b",
        "x if y else z",
        "lambda: 1",
        "a == b'x'",
        "1" * 400,
        "a[0]",
        "(a := 1)",
    ],
)
def test_what_is_no_condition(text: str) -> None:
    with pytest.raises(ConditionError):
        parse(text)


@given(st.text(max_size=60))
def test_any_text_is_a_condition_or_refused(text: str) -> None:
    with contextlib.suppress(ConditionError):
        parse(text).holds(VALUES)


HOURS = {"timezone": "Europe/Paris", "days": {"mon-fri": "09:00-12:00, 14:00-18:00", "sat": "10:00-12:00"},
         "closed_on": ["2026-05-01"]}  # fmt: skip


@pytest.mark.parametrize(
    ("moment", "is_open"),
    [
        (datetime(2026, 3, 10, 8, 30, tzinfo=UTC), True),
        (datetime(2026, 3, 10, 7, 30, tzinfo=UTC), False),
        (datetime(2026, 3, 10, 12, 0, tzinfo=UTC), False),
        (datetime(2026, 3, 14, 10, 0, tzinfo=UTC), True),
        (datetime(2026, 3, 15, 10, 0, tzinfo=UTC), False),
        (datetime(2026, 5, 1, 10, 0, tzinfo=UTC), False),
        (datetime(2026, 7, 7, 15, 59, tzinfo=UTC), True),
        (datetime(2026, 7, 7, 16, 0, tzinfo=UTC), False),
    ],
)
def test_opening_hours_are_local(moment: datetime, is_open: bool) -> None:
    assert Hours.model_validate(HOURS).open_at(moment) is is_open


@pytest.mark.parametrize(
    ("value", "kind", "language", "said"),
    [
        ("A1042", "identifier", "fr", "A, 1 0 4 2"),
        ("52017", "digits", "en", "5 2 0 1 7"),
        ("2026-03-01", "date", "fr", "dimanche 1er mars"),
        ("2026-03-12", "date", "en", "Thursday the 12th of March"),
        ("2026-03-22", "date", "en", "Sunday the 22nd of March"),
        ("soon", "date", "en", "soon"),
        ("14:15", "time", "fr", "14 heures 15"),
        ("09:00", "time", "en", "9 a.m."),
        ("12:05", "time", "en", "12 oh 5 p.m."),
        ("62.40", "amount", "fr", "62 euros et 40 centimes"),
        ("1", "amount", "fr", "1 euro"),
        ("24", "amount", "en", "24 euros"),
        ("yes", "yes_no", "fr", "oui"),
        ("UPS", "text", "en", "UPS"),
    ],
)
def test_values_aloud(value: str, kind: str, language: Language, said: str) -> None:
    assert spoken(value, kind, language) == said


def test_phone_numbers_aloud() -> None:
    assert phone("+33612345678", "fr") == "0 6, 1 2, 3 4, 5 6, 7 8"
    assert phone("02079460000", "en") == "0 2 0, 7 9 4, 6 0 0, 0 0"


def test_texts_fall_into_sentences() -> None:
    assert sentences("Bonjour. Ça va ? Oui, à 9 h 30.") == ["Bonjour.", "Ça va ?", "Oui, à 9 h 30."]


@given(st.text(max_size=30))
def test_a_value_never_brings_in_another(value: str) -> None:
    assert fill("a {b} c", lambda name: value) == f"a {value} c"


def test_built_in_sentences_are_whole() -> None:
    for name, by_language in SENTENCES.items():
        assert set(by_language) == {"fr", "en"}, name
        for variants in by_language.values():
            assert len(set(variants)) == len(variants) > 0
            for text in variants:
                assert set(values_in(text)) <= {"requests", "house", *CALL_VALUES.get(name, ())}
    for reason in TransferReason:
        assert f"transfer_{reason.value}" in SENTENCES
    assert "nobody_caller_left" in SENTENCES
    for failure in set(HandoffFailure) - {HandoffFailure.CALLER_HUNG_UP, HandoffFailure.CALLER_LEFT}:
        assert f"failed_{failure.value}" in SENTENCES and f"nobody_{failure.value}" in SENTENCES
