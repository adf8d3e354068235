"""A call along its time, and its shapes."""

from __future__ import annotations

import re

import pytest

from tests.console.fakes import events
from voice.console.quality.curves import curves
from voice.console.quality.timeline import timeline, weightiest
from voice.events import Assessed, BotSpoke
from voice.records.loudness import Loudness
from voice.turn import Assessment, Side, Signal, Thresholds


def test_lines_end_when_they_were_over_or_the_next_began() -> None:
    line = timeline(events())
    spans = [(one.told.at, one.until, one.told.who) for one in line.lines if one.told.who != "note"]
    assert spans == [
        (0.4, 2.5, "bot"),
        (3.1, 4.9, "caller"),
        (6.4, pytest.approx(7.6), "bot"),
        (7.9, 8.8, "caller"),
        (9.3, 12.3, "bot"),
        (19, 19, "caller"),
        (21.0, 24.0, "caller"),
    ]
    assert [one.number for one in line.lines] == list(range(len(line.lines)))


def test_answers_belong_to_the_turn_before_them() -> None:
    line = timeline(events())
    assert [(one.turn, one.gap, one.slow) for one in line.answers] == [(1, 1.5, False), (2, 0.5, False)]
    assert line.usual_gap == 1.0
    assert line.slowest and line.slowest.turn == 1
    assert timeline([]).slowest is None and timeline([]).usual_gap is None


def test_the_longer_of_call_and_recording_is_the_length() -> None:
    assert timeline(events()).seconds == 95
    assert timeline(events(), 120.0).seconds == 120
    assert timeline([]).seconds > 0


def test_the_highest_score_is_the_first_that_reached_it() -> None:
    line = timeline([_assessed(1, 0.2), _assessed(2, 0.8), _assessed(3, 0.8), _assessed(4, 0.1)])
    highest = line.highest(Side.EMOTION)
    assert highest and highest.at == 2
    assert timeline([]).highest(Side.EMOTION) is None


def test_what_counted_most_comes_first() -> None:
    judged = Assessment(
        0.9,
        0.9,
        Thresholds(0.6, 0.6),
        (
            Signal("irony", Side.EMOTION, 0.9, 0.2, 1, ""),
            Signal("anger", Side.EMOTION, 0.5, 0.9, 1, ""),
            Signal("repeats", Side.COMPLEXITY, 1.0, 1.0, 1, ""),
        ),
    )
    assert [signal.name for signal in weightiest(judged, Side.EMOTION)] == ["anger", "irony"]


def test_scores_hold_until_the_next_and_lie_beside_their_thresholds() -> None:
    drawn = curves(timeline([_assessed(10, 0.25), _assessed(50, 0.75)], 100.0), None)
    assert drawn.emotion_d == "M0 100.0H100.0V75.0H500.0V25.0H1000"
    assert drawn.emotion_limit_d == "M0 40.0H100.0V40.0H500.0V40.0H1000"
    assert drawn.caller_d == drawn.bot_d == ""


def test_the_sound_is_drawn_over_as_much_of_the_width_as_it_lasts() -> None:
    line = timeline([BotSpoke(at=0, step="x", text="y", language="en", seconds=200.0)])
    drawn = curves(line, Loudness(100.0, (0.0, 1.0, 0.5, 0.0), (0.0,) * 4))
    places = [float(x) for x in re.findall(r"M([0-9.]+) ", drawn.caller_d)]
    heights = [float(v) for v in re.findall(r"v([0-9.]+)", drawn.caller_d)]
    assert max(places) < 500
    assert heights[1] > heights[2] > heights[0] > 0


def test_there_are_few_ticks_however_long_the_call() -> None:
    for seconds in (1.0, 7.0, 61.0, 600.0, 7200.0, 90_000.0):
        ticks = curves(timeline([], seconds), None).ticks
        assert len(ticks) <= 30
        assert all(0 < place <= 100 for place, _ in ticks)


def _assessed(at: float, emotion: float) -> Assessed:
    return Assessed(at=at, step="s", why="", assessment=Assessment(emotion, 0.1, Thresholds(0.6, 0.7)))
