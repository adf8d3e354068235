"""Amounts of money as callers say them."""

from __future__ import annotations

import pytest

from voice.turn import Language
from voice.understanding.amounts import read_amount


@pytest.mark.parametrize(
    ("language", "text", "amount", "sure"),
    [
        ("fr", "quarante-deux euros cinquante", "42.50", True), ("fr", "42,50 €", "42.50", True),
        ("fr", "mille deux cents euros", "1200", True), ("fr", "1 200,50 euros", "1200.50", True),
        ("fr", "cinquante centimes", "0.50", True), ("fr", "dix euros et cinq centimes", "10.05", True),
        ("fr", "quarante-deux cinquante", "42.50", False), ("fr", "deux cents", "200", True),
        ("fr", "trois euros et demi", "3.50", True), ("fr", "cent vingt livres", "120", False),
        ("fr", "c'est 62 euros 40 je crois", "62.40", True), ("fr", "je ne sais pas", None, True),
        ("en", "forty two fifty", "42.50", False), ("en", "€42.50", "42.50", True),
        ("en", "forty two euros and fifty cents", "42.50", True), ("en", "1,200 euros", "1200", True),
        ("en", "a hundred and fifty euros", "150", True), ("en", "sixty two forty", "62.40", False),
        ("en", "fifty cents", "0.50", True), ("en", "a hundred pounds", "100", False), ("en",
        "no idea", None, True),
    ],
)  # fmt: skip
def test_amounts(language: Language, text: str, amount: str | None, sure: bool) -> None:
    found = read_amount(text, language)
    assert (found.value if found else None) == amount
    assert found is None or found.sure is sure
