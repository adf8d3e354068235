"""Values from what a recognizer writes, and from keys."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voice.turn import Language
from voice.understanding.dates import Toward
from voice.understanding.slots import (
    add_letter,
    digits_without_letter,
    find_phone,
    find_slots,
    find_value,
    from_keys,
    needs_letter,
    read_value,
)


@dataclass(frozen=True)
class Slot:
    type: str
    pattern: tuple[str, ...] = ()
    least: int = 1
    most: int = 15
    choices: Mapping[str, Mapping[Language, tuple[str, ...]]] = field(default_factory=dict)
    toward: Toward = "future"


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
        ("en", "my parcel's on a boat somewhere a one oh four two", "A1042"),
        ("en", "how is a two oh oh one doing", "A2001"),
        ("en", "it's for a one two three oh please", "A1230"),
        ("fr", "il est où mon lot de lames a mille quarante-deux", "A1042"),
        ("en", "I have a 2000 euro bill", None),
        ("fr", "je veux parler à 1042", None),
        ("fr", "mon voisin en a 2000", None),
        ("fr", "il doit venir à pied il en est où a mille quarante-deux", "A1042"),
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


TUESDAY = date(2026, 3, 10)
"""The day of the calls."""


@pytest.mark.parametrize(
    ("language", "text", "postcode"),
    [
        ("fr", "75011", "75011"), ("fr", "soixante-quinze zéro onze", "75011"), ("fr",
        "soixante quinze mille onze", "75011"),
        ("fr", "zéro six mille", "06000"), ("fr", "le 69 003",
        "69003"),
        ("fr", "trente-trois mille à Bordeaux", "33000"), ("fr", "deux A zéro zéro quatre", None),
        ("en", "SW1A 1AA", "SW1A 1AA"), ("en", "s w one a one a a", "SW1A 1AA"), ("en",
        "S W one A one double A", "SW1A 1AA"),
        ("en", "sierra whiskey one alpha one alpha alpha", "SW1A 1AA"), ("en", "it's M for Mike 1 1 A E",
        "M1 1AE"),
        ("en", "B as in Bravo thirty three eight T H", "B33 8TH"), ("en", "cr2 6xh", "CR2 6XH"),
        ("en", "d n fifty five one p t", "DN55 1PT"), ("en", "my postcode", None), ("en",
        "seventy five zero eleven", "75011"),
    ],
)  # fmt: skip
def test_postcodes(language: Language, text: str, postcode: str | None) -> None:
    assert find_value(text, Slot("postcode"), language) == postcode


@pytest.mark.parametrize(
    ("language", "text", "name"),
    [
        ("fr", "Dupont", "Dupont"), ("fr", "je m'appelle Jean Dupont", "Jean Dupont"), ("fr", "D U P O N T",
        "Dupont"),
        ("fr", "Dupont avec un T", "Dupont"), ("fr", "Dupond avec un t", "Dupont"), ("fr",
        "Dupond, D U P O N T", "Dupont"),
        ("fr", "c'est madame Durand s'il vous plaît", "Durand"), ("fr", "jean-pierre martin",
        "Jean-Pierre Martin"),
        ("fr", "D comme Désiré, U comme Ursule, P comme Pierre, O, N, T", "Dupont"), ("fr",
        "au nom de Lefèvre", "Lefèvre"),
        ("fr", "Petit, P E deux T I T", "Pettit"), ("fr", "Anne avec deux n", "Anne"), ("fr",
        "Fernand avec deux n", "Fernnand"),
        ("fr", "L E F E B V R E", "Lefebvre"), ("fr", "Durand avec un D à la fin", "Durand"), ("fr",
        "je ne sais pas", None),
        ("fr", "Martin avec un y", "Martyn"), ("fr", "euh oui c'est Camus", "Camus"), ("fr",
        "où est ma commande", None),
        ("en", "my name is Andrea Jones", "Andrea Jones"), ("en", "Max Savage", "Max Savage"), ("en",
        "it's Smith with a y", "Smyth"),
        ("en", "S M I T H", "Smith"), ("en", "Smith, that's S M Y T H E", "Smythe"), ("en",
        "john smyth s m y t h", "John Smyth"),
        ("en", "B for Bravo R O W N", "Brown"), ("en", "Mr Khan", "Khan"), ("en", "where is my order", None),
        ("en", "sierra mike india tango hotel", "Smith"), ("en", "this is Siobhan O'Neill",
        "Siobhan O'Neill"),
        ("en", "F U double L E R", "Fuller"),
    ],
)  # fmt: skip
def test_names(language: Language, text: str, name: str | None) -> None:
    assert find_value(text, Slot("name"), language) == name


@pytest.mark.parametrize(
    ("language", "text", "address"),
    [
        ("fr", "jean point dupont arobase gmail point com", "jean.dupont@gmail.com"), ("fr",
        "jean.dupont@gmail.com", "jean.dupont@gmail.com"),
        ("fr", "c'est marie tiret du bas leroy quarante-deux arobase orange point fr",
        "marie_leroy42@orange.fr"),
        ("fr", "mon adresse c'est j tiret paul arobase la poste point net merci", "j-paul@laposte.net"),
        ("en", "max dot savage at gmail dot com", "max.savage@gmail.com"), ("en",
        "it's andrea jones at hotmail dot co dot uk", "andreajones@hotmail.co.uk"),
        ("en", "my email is bob underscore seven at yahoo dot com please", "bob_7@yahoo.com"), ("en",
        "I don't have one at home", None),
    ],
)  # fmt: skip
def test_email_addresses(language: Language, text: str, address: str | None) -> None:
    assert find_value(text, Slot("email"), language) == address


@pytest.mark.parametrize(
    ("slot", "language", "text", "value", "sure"),
    [
        (ORDER, "fr", "A 10 42", "A1042", True), (ORDER, "fr", "aime mille quarante-deux", "M1042", True),
        (ORDER, "en", "A one zero four two five", None, False), (ORDER, "fr", "c'est 3107", None, False),
        (Slot("identifier", ("S9999",)), "fr", "quarante-huit vingt et un", "S4821", True),
        (Slot("digits", ("99999",)), "fr", "quatre-vingt-un quatre cent cinquante", "81450", True),
        (Slot("digits", ("99999",)), "en", "five two oh one seven", "52017", True),
        (Slot("digits", ("99999",)), "fr", "8 en 4 5 1", "81451", False),
        (Slot("digits", ("99999",)), "fr", "en fait c'est le 81451", "81451", True),
        (Slot("digits", ("999999",)), "fr", "sept cent trente mille cent cinquante-deux", "730152", True),
        (Slot("digits", ("999999",)), "fr", "soixante-treize zéro un cinquante-deux", "730152", True),
        (Slot("digits", least=4, most=4), "en", "triple seven one", "7771", True),
        (Slot("digits", least=3, most=3), "fr", "trois fois le 7", "777", True),
        (Slot("digits", ("9999",)), "fr", "soixante et onze quatre-vingt-douze", "7192", True),
        (Slot("phone"), "fr", "zéro six soixante douze trente quatre cinquante six soixante dix huit",
        "0672345678", True),
        (Slot("phone"), "fr", "06 soixante-douze 34 56 78", "0672345678", True),
        (Slot("phone"), "en", "plus four four seven seven double oh nine hundred one two three",
        "+447700900123", True),
        (Slot("phone"), "fr", "six douze trente-quatre", None, False),
        (Slot("number"), "fr", "douze", "12", True), (Slot("number"), "en", "two or three", "3", False),
    ],
)  # fmt: skip
def test_what_is_read_back_is_what_leaves_a_doubt(
    slot: Slot, language: Language, text: str, value: str | None, sure: bool
) -> None:
    found = read_value(text, slot, language, TUESDAY)
    assert (found.value, found.sure) == (value, sure) if found else value is None


@pytest.mark.parametrize(
    ("language", "text"), [("en", "does it do leaks"), ("fr", "et les fuites d'eau"), ("en", "a leak")]
)
def test_a_choice_may_be_said_in_the_plural(language: Language, text: str) -> None:
    kinds: dict[str, dict[Language, tuple[str, ...]]] = {
        "water": {"fr": ("fuite d'eau",), "en": ("leak",)},
        "glass": {"fr": ("vitre",), "en": ("glass",)},
    }
    assert find_value(text, Slot("choice", choices=kinds), language) == "water"


def test_choices_take_the_longest_words() -> None:
    slot = Slot(
        "choice",
        choices={"water": {"fr": ("les eaux", "dégât des eaux")}, "glass": {"fr": ("eau de verre",)}},
    )
    assert find_value("un dégât des eaux", slot, "fr") == "water"
    assert find_value("autre chose", slot, "fr") is None


@pytest.mark.parametrize(
    ("language", "text", "digits"),
    [
        ("fr", "mille quarante-deux", "1042"), ("fr", "trente et un zéro sept", "3107"),
        ("fr", "deux mille deux euh non pardon deux mille un", "2001"), ("en", "three one oh seven", "3107"),
        ("en", "twenty oh two er no sorry twenty oh one", "2001"), ("en", "1042", "1042"),
        ("fr", "a mille quarante-deux", None), ("fr", "bé deux mille un", None),
        ("en", "see three one oh seven", None),
        ("en", "a ten forty two", None), ("fr", "cent quarante", None), ("en", "next thursday", None),
    ],
)  # fmt: skip
def test_digits_without_their_letter(language: Language, text: str, digits: str | None) -> None:
    assert digits_without_letter(text, ORDER, language) == digits
    if digits:
        assert read_value(text, ORDER, language, TUESDAY) is None


@pytest.mark.parametrize(
    ("language", "text", "value", "sure"),
    [
        ("fr", "b comme bernard", "B2001", True), ("fr", "oui avec un b devant", "B2001", True),
        ("en", "there's a b in front", "B2001", True), ("en", "b", "B2001", True),
    ],
)  # fmt: skip
def test_a_letter_is_put_to_the_digits_told_before(
    language: Language, text: str, value: str, sure: bool
) -> None:
    found = add_letter(text, "2001", ORDER, language)
    assert found and (found.value, found.sure) == (value, sure)
    assert add_letter("i don't know what you mean", "2001", ORDER, "en") is None


def test_a_claim_number_needs_no_letter_said() -> None:
    slot = Slot("identifier", ("S9999",))
    assert digits_without_letter("forty eight twenty one", slot, "en") is None


def test_keys() -> None:
    assert from_keys("1042", Slot("digits", least=4, most=4)) == "1042"
    assert from_keys("104", Slot("digits", least=4, most=4)) is None
    assert from_keys("4821", Slot("identifier", ("S9999",))) == "S4821"
    assert from_keys("1042", ORDER) is None
    assert needs_letter("1042", ORDER) and not needs_letter("104", ORDER)
    assert from_keys("1", Slot("yes_no")) == "yes"
    assert from_keys("12031984", Slot("date")) == "1984-03-12"
    assert from_keys("0305", Slot("date"), TUESDAY) == "2026-05-03"
    assert from_keys("120384", Slot("date", toward="past"), TUESDAY) == "1984-03-12"
    assert from_keys("42*50", Slot("amount")) == "42.50" and from_keys("42", Slot("amount")) == "42"
    assert from_keys("75011", Slot("postcode")) == "75011" and from_keys("7501", Slot("postcode")) is None
    assert from_keys("42", Slot("name")) is None


kinds = st.sampled_from(
    [
        "identifier",
        "digits",
        "phone",
        "number",
        "date",
        "yes_no",
        "text",
        "choice",
        "amount",
        "postcode",
        "name",
        "email",
    ]
)


@given(
    text=st.text(max_size=60),
    kind=kinds,
    language=st.sampled_from(["fr", "en"]),
    keys=st.text("0123456789*#", max_size=20),
)
def test_any_input_gives_a_value_or_nothing(text: str, kind: str, language: Language, keys: str) -> None:
    slot = Slot(kind, ("A9999", "99999") if kind == "identifier" else ())
    value = find_value(text, slot, language, TUESDAY)
    assert value is None or value
    find_slots(text, {"slot": slot}, language, today=TUESDAY)
    from_keys(keys, slot, TUESDAY)


@given(
    letter=st.sampled_from("ABCDEFGHJKLMNPQRSTUVWXYZ"),
    number=st.integers(0, 9999),
    language=st.sampled_from(["fr", "en"]),
)
def test_a_plain_identifier_is_always_understood(letter: str, number: int, language: Language) -> None:
    assert find_value(f"{letter}{number:04}", ORDER, language) == f"{letter}{number:04}"
