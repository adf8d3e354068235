"""Keys that are gathered into one input."""

from __future__ import annotations

import pytest

from voice.call.keys import LONE_ZERO_SECONDS, GatheredKeys
from voice.turn import Digits, Heard

FOUR = Digits(most=4, between=2.5)


def keyed(text: str, wanted: Digits | None) -> list[str | float]:
    """What each key gave: the digits of an input, or seconds to wait."""
    keys = GatheredKeys()
    given = [keys.press(key, wanted, at) for at, key in enumerate(text)]
    return [each.digits if isinstance(each, Heard) else each for each in given]


@pytest.mark.parametrize(
    ("text", "wanted", "expected"),
    [
        ("3", None, ["3"]),
        ("30", None, ["3", "0"]),
        ("1234", FOUR, [2.5, 2.5, 2.5, "1234"]),
        ("12#", FOUR, [2.5, 2.5, "12"]),
        ("#", FOUR, [""]),
        ("01", FOUR, [LONE_ZERO_SECONDS, 2.5]),
        ("0", Digits(most=4, between=0.5), [0.5]),
        ("10", FOUR, [2.5, 2.5]),
        ("12345", FOUR, [2.5, 2.5, 2.5, "1234", 2.5]),
    ],
)
def test_keys_become_inputs(text: str, wanted: Digits | None, expected: list[str | float]) -> None:
    assert keyed(text, wanted) == expected


@pytest.mark.parametrize(
    ("pressed", "key", "later", "wanted", "swallowed"),
    [
        ("1234", "#", 0.3, FOUR, True),
        ("1234", "#", 2.6, FOUR, False),
        ("1234", "*", 0.3, FOUR, False),
        ("12#", "#", 0.3, FOUR, False),
        ("1", "#", 0.3, None, False),
        ("1234", "*", 0.3, Digits(most=4, terminator="*"), True),
    ],
)
def test_the_terminator_of_a_number_that_was_full_is_no_input(
    pressed: str, key: str, later: float, wanted: Digits | None, swallowed: bool
) -> None:
    keys = GatheredKeys()
    for each in pressed:
        keys.press(each, wanted, 0.0)
    assert keys.ends_the_last(key, later) is swallowed
    assert not keys.ends_the_last(key, later), "only the first belongs to that number"


def test_an_input_lasts_from_its_first_key_to_its_end() -> None:
    keys = GatheredKeys()
    keys.press("4", FOUR, 7.0)
    keys.press("2", FOUR, 8.0)
    assert keys.complete(10.5) == Heard(text="", digits="42", started=7.0, ended=10.5, language=None)
    assert not keys


def test_what_was_pressed_before_words_is_forgotten() -> None:
    keys = GatheredKeys()
    keys.press("4", FOUR, 7.0)
    assert keys
    keys.forget()
    keys.press("2", FOUR, 9.0)
    assert keys.complete(10.0).digits == "2"
