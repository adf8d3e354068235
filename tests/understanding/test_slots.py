"""Values from what a recognizer writes, and from keys."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voice.turn import Language
from voice.understanding.dates import find_date
from voice.understanding.slots import find_phone, find_slots, find_value, from_keys, needs_letter
from voice.understanding.yes_no import yes_or_no


@dataclass(frozen=True)
class Slot:
    type: str
    pattern: tuple[str, ...] = ()
    least: int = 1
    most: int = 15
    choices: Mapping[str, Mapping[Language, tuple[str, ...]]] = field(default_factory=dict)


ORDER = Slot("identifier", ("A9999",))


@pytest.mark.parametrize(
    ("language", "text", "value"),
    [
        ("fr", "A 10 42.", "A1042"),
        ("fr", "À 1042", "A1042"),
        ("fr", "a-1042", "A1042"),
        ("fr", "8 1042", "A1042"),
        ("fr", "A comme Anatole 1042", "A1042"),
        ("fr", "a mille quarante-deux", "A1042"),
        ("fr", "A un zéro quatre deux", "A1042"),
        ("fr", "ah, dis quarante-deux", "A1042"),
        ("fr", "Ah ! 10 42", "A1042"),
        ("fr", "des 2001", "D2001"),
        ("fr", "aime 20 01", "M2001"),
        ("fr", "c'est la commande B deux mille un, merci", "B2001"),
        ("fr", "A 1042, non, B 2001", "B2001"),
        ("en", "a ten forty two", "A1042"),
        ("en", "A one zero four two", "A1042"),
        ("en", "A double four two one", "A4421"),
        ("en", "it's a, uh, ten forty two", "A1042"),
        ("en", "B twenty oh one", "B2001"),
        ("en", "A 1,042.", "A1042"),
        ("en", "A for apple one oh four two", "A1042"),
        ("en", "A1042", "A1042"),
        ("fr", "un zéro quatre deux", None),
        ("fr", "euh 1042", None),
        ("fr", "je ne l'ai pas sous les yeux", None),
        ("en", "I don't know", None),
    ],
)
def test_an_identifier_that_was_asked_for(language: Language, text: str, value: str | None) -> None:
    assert find_value(text, ORDER, language) == value


@pytest.mark.parametrize(
    ("language", "text", "value"),
    [
        ("fr", "où est ma commande A1042", "A1042"),
        ("fr", "c'est la commande a deux mille un", "A2001"),
        ("en", "my order is a 10 42", "A1042"),
        ("en", "I have a 2000 euro bill", None),
        ("fr", "je veux parler à 1042", None),
        ("fr", "des 2001", None),
    ],
)
def test_an_identifier_nobody_asked_for_is_taken_only_when_plain(
    language: Language, text: str, value: str | None
) -> None:
    assert find_slots(text, {"order": ORDER}, language).get("order") == value


@pytest.mark.parametrize(
    ("language", "text", "value"),
    [
        ("fr", "quatre-vingt-douze soixante-dix-huit", "9278"),
        ("fr", "neuf deux set huit", "9278"),
        ("en", "nine two seven eight", "9278"),
        ("en", "oh double seven one", "0771"),
        ("en", "won to for ate", "1248"),
        ("en", "12", None),
    ],
)
def test_digits(language: Language, text: str, value: str | None) -> None:
    assert find_value(text, Slot("digits", least=4, most=4), language) == value


@pytest.mark.parametrize(
    ("language", "text", "number"),
    [
        ("fr", "zéro six douze trente-quatre cinquante-six soixante-dix-huit", "0612345678"),
        ("fr", "c'est le 06.12.34.56.78", "0612345678"),
        ("fr", "plus trente-trois six 12 34 56 78", "+33612345678"),
        ("en", "oh seven seven double four one two three four five", "0774412345"),
        ("en", "00 33 6 12 34 56 78", "+33612345678"),
        ("en", "yes please", None),
    ],
)
def test_phone_numbers(language: Language, text: str, number: str | None) -> None:
    assert find_phone(text, language) == number


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("oui", True), ("Ouais, c'est ça.", True), ("euh oui voilà", True), ("tout à fait", True),
        ("d'accord", True),
        ("yes", True), ("Yeah, that's right", True), ("sure", True), ("OK", True),
        ("yes, and where is my order", True),
        ("non", False), ("Non merci.", False), ("pas du tout", False), ("c'est pas ça", False),
        ("ce n'est pas bon", False),
        ("no", False), ("nope", False), ("not really", False), ("that's wrong", False),
        ("no thank you", False),
        ("peut-être", None), ("ma commande", None), ("", None), ("nous", None), ("note", None),
    ],
)  # fmt: skip
def test_yes_and_no(text: str, answer: bool | None) -> None:
    assert yes_or_no(text) is answer


@pytest.mark.parametrize(
    ("language", "text", "iso"),
    [
        ("fr", "le 12 mars 1984", "1984-03-12"),
        ("fr", "le premier janvier deux mille un", "2001-01-01"),
        ("fr", "12/03/1984", "1984-03-12"),
        ("en", "March 12th, 1984", "1984-03-12"),
        ("en", "the 3rd of May 2001", "2001-05-03"),
        ("en", "31/02/2001", None),
        ("en", "tomorrow", None),
    ],
)
def test_dates(language: Language, text: str, iso: str | None) -> None:
    assert find_date(text, language) == iso


def test_choices_take_the_longest_words() -> None:
    slot = Slot(
        "choice",
        choices={"water": {"fr": ("les eaux", "dégât des eaux")}, "glass": {"fr": ("eau de verre",)}},
    )
    assert find_value("un dégât des eaux", slot, "fr") == "water"
    assert find_value("autre chose", slot, "fr") is None


def test_keys() -> None:
    assert from_keys("1042", Slot("digits", least=4, most=4)) == "1042"
    assert from_keys("104", Slot("digits", least=4, most=4)) is None
    assert from_keys("4821", Slot("identifier", ("S9999",))) == "S4821"
    assert from_keys("1042", ORDER) is None
    assert needs_letter("1042", ORDER) and not needs_letter("104", ORDER)
    assert from_keys("1", Slot("yes_no")) == "yes"
    assert from_keys("12031984", Slot("date")) == "1984-03-12"


kinds = st.sampled_from(["identifier", "digits", "phone", "number", "date", "yes_no", "text", "choice"])


@given(
    text=st.text(max_size=60),
    kind=kinds,
    language=st.sampled_from(["fr", "en"]),
    keys=st.text("0123456789*#", max_size=20),
)
def test_any_input_gives_a_value_or_nothing(text: str, kind: str, language: Language, keys: str) -> None:
    slot = Slot(kind, ("A9999", "99999") if kind == "identifier" else ())
    value = find_value(text, slot, language)
    assert value is None or value
    find_slots(text, {"slot": slot}, language)
    from_keys(keys, slot)


@given(
    letter=st.sampled_from("ABCDEFGHJKLMNPQRSTUVWXYZ"),
    number=st.integers(0, 9999),
    language=st.sampled_from(["fr", "en"]),
)
def test_a_plain_identifier_is_always_understood(letter: str, number: int, language: Language) -> None:
    assert find_value(f"{letter}{number:04}", ORDER, language) == f"{letter}{number:04}"
