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
