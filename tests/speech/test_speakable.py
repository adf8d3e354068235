"""How numbers and signs are said."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voice.speech.speakable import speakable

FRENCH = [
    (
        "Votre commande A-1042 coûte 42,50 €.",
        "Votre commande, a, un zéro quatre deux coûte quarante-deux euros cinquante.",
    ),
    (
        "Il reste 1 €, 0,50 € et 1 234 €.",
        "Il reste un euro, cinquante centimes et mille deux cent trente-quatre euros.",
    ),
    (
        "à 14 h 30, 14:30, 9h, 21:01, 12h",
        "à quatorze heures trente, quatorze heures trente, neuf heures, vingt et une heures une, midi",
    ),
    (
        "le 2026-03-01 et le 15/08/2026",
        "le premier mars deux mille vingt-six et le quinze août deux mille vingt-six",
    ),
    ("le 01 23 45 67 89", "le zéro un, vingt-trois, quarante-cinq, soixante-sept, quatre-vingt-neuf"),
    ("M. Dupont, n° 12, le 1er et la 1re", "Monsieur Dupont, numéro douze, le premier et la première"),
    ("21 minutes et 21 jours", "vingt et une minutes et vingt et un jours"),
    ("20 % de 3,5", "vingt pour cent de trois virgule cinq"),
    ("jean@exemple.fr", "jean arobase exemple point fr"),
    ("C’est l’été.", "C'est l'été."),
]
ENGLISH = [
    (
        "Your order A-1042 costs €42.50.",
        "Your order, eigh, one zero four two costs forty-two euros and fifty cents.",
    ),
    ("£12, £0.50, $1 and 5 EUR", "twelve pounds, fifty pence, one dollar and five euros"),
    ("$1,234.05", "one thousand two hundred and thirty-four dollars and five cents"),
    (
        "at 14:30, 9:00, 9:05 am, 12:00 or 3 pm",
        "at two thirty p m, nine o'clock, nine oh five a m, noon or three p m",
    ),
    ("on 2026-03-05 or 03/04/2026", "on March fifth, twenty twenty-six or March fourth, twenty twenty-six"),
    ("call 555-123-4567", "call five five five, one two three, four five six seven"),
    ("code 004512", "code zero zero four, five one two"),
    ("press 1 or #, the 22nd", "press one or pound, the twenty-second"),
    ("3.5 of 1,234 items", "three point five of one thousand two hundred and thirty-four items"),
    ("Thank you. I'll help.", "Thank you. I'll help."),
]


@pytest.mark.parametrize(("written", "said"), FRENCH)
def test_french(written: str, said: str) -> None:
    assert speakable(written, "fr") == said


@pytest.mark.parametrize(("written", "said"), ENGLISH)
def test_english(written: str, said: str) -> None:
    assert speakable(written, "en") == said


@pytest.mark.parametrize(
    "text",
    ["99:99", "2026-13-45", "31/02/2026", "A-", "€", "", "0", "+", "1e5", "12,3456 €", "9" * 5000 + " €"],
)
def test_nonsense_is_said_somehow(text: str) -> None:
    for said in (speakable(text, "fr"), speakable(text, "en")):
        assert not any(character.isdigit() for character in said)


@given(st.text(alphabet="0123456789.,:/-+€$£%#*@ ahAZBepmrdt'\"", max_size=40))
@settings(max_examples=300, deadline=None)
def test_any_text_is_said_without_figures(text: str) -> None:
    for said in (speakable(text, "fr"), speakable(text, "en")):
        assert not any(character.isdigit() for character in said)
