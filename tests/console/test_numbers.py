"""The numbers on the pages, from the shipped plans."""

from __future__ import annotations

from pathlib import Path

from voice.console.numbers import MOST_EXAMPLES, numbers
from voice.dialplan.load import load_all


def test_every_number_says_what_can_be_asked_there() -> None:
    found = {number.pattern: number for number in numbers(load_all(Path("dialplans")))}
    assert {"100", "200", "300"} <= set(found)
    for number in found.values():
        for language in number.titles:
            assert 1 <= len(number.examples[language]) <= MOST_EXAMPLES
    shop = found["100"]
    assert shop.titles["en"] == "the Lumen shop"
    assert shop.examples["en"][0] == "I'm calling about order A1042", "the order's number helps a newcomer"
    assert not any("refund" in text for text in shop.examples["en"]), "refunds go to a person"
