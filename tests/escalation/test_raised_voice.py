"""A voice against the caller's own first turns."""

from __future__ import annotations

import pytest

from voice.escalation.raised_voice import raised_voice
from voice.turn import Tone


def tone(level: float, pitch: float, voice: float = 1.0) -> Tone:
    return Tone(0.1, level_db=level, pitch_hz=pitch, voiced_seconds=voice)


FIRST = [tone(-20, 120), tone(-22, 118), None, tone(-21, 125)]


def test_louder_and_higher_is_raised() -> None:
    raised = raised_voice([*FIRST, tone(-12, 200)])
    assert raised.strength == 1.0
    assert (raised.level_db, raised.semitones) == (9.0, 8.8)


def test_louder_alone_is_a_handset_moved() -> None:
    assert raised_voice([*FIRST, tone(-5, 121)]).strength == 0.0


def test_higher_alone_counts_half_at_most() -> None:
    assert raised_voice([*FIRST, tone(-21, 240)]).strength == 0.5


@pytest.mark.parametrize(
    "tones", [[], [None], [tone(-10, 300)], [None, tone(-10, 300)], [*FIRST, None], [*FIRST, tone(-5, 0)],
              [*FIRST, tone(-5, 300, voice=0.1)]]
)  # fmt: skip
def test_without_anything_to_compare_nothing_is_raised(tones: list[Tone | None]) -> None:
    assert raised_voice(tones).strength == 0.0


def test_only_the_first_turns_are_the_measure() -> None:
    loud = [tone(-12, 200)] * 6
    assert raised_voice([*FIRST, *loud]).strength == 1.0, "he does not get used to shouting"
