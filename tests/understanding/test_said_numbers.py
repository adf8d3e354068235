"""What is asked for shows in the words beside a number."""

from __future__ import annotations

import pytest

from voice.turn import Heard
from voice.understanding.said_numbers import beside_numbers
from voice.understanding.slots import find_slots

TAKEN_AWAY = {
    "je voudrais suivre ma commande A1042": "je voudrais suivre ma commande",
    "bon ce colis il se promène ou quoi a mille quarante-trois": "bon ce colis il se promène ou quoi",
    "order c three one oh seven just the date please": "order just the date please",
    "b two thousand and one i want to send it back": "i want to send it back",
    "commande c trente et un zéro sept vous me dites juste quand": "commande vous me dites juste quand",
    "my claim is S 4821 any news": "my claim is any news",
}
KEPT = [
    "five two oh one seven",
    "a mille quarante-deux",
    "j'ai quatre-vingt-dix ans",
    "i owe you two hundred and fifty pounds",
    "il y en a deux",
    "the twelfth of march at half past nine",
    "c'est au trois rue de la paix",
]


@pytest.mark.parametrize(("text", "words"), TAKEN_AWAY.items())
def test_a_long_number_and_its_letter_are_left_out(text: str, words: str) -> None:
    assert beside_numbers(text) == words


@pytest.mark.parametrize("text", KEPT)
def test_ages_sums_dates_and_what_is_nothing_but_a_number_stay(text: str) -> None:
    assert beside_numbers(text) == text


def test_a_pronoun_before_an_age_does_not_hide_a_number_of_digits_alone() -> None:
    from tests.conversation.talk import plan

    hospital = plan("hospital")
    heard = Heard("i'm ninety and it's for invoice eight one four five oh")
    assert find_slots(heard.text, hospital.slots, "en")["invoice_number"] == "81450"
