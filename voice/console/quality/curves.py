"""What a call looks like: shapes for SVG, in a box 1000 wide and 100 high that is stretched to fit. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from voice.console.quality.timeline import Reading, Timeline
from voice.records.loudness import Loudness
from voice.turn import Side

WIDE, HIGH = 1000.0, 100.0
_ROUND = 0.55
"""Exponent that makes quiet speech visible beside loud."""
_TICKS = (1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 1800)
_MOST_TICKS = 9
_LONG_GAP = 4.0
"""Seconds of waiting that fill the strip of answers."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar of the strip of answers; places in percent."""

    x: float
    height: float
    """1 to 100."""
    slow: bool
    turn: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Curves:
    """Everything that is drawn; `d` are SVG path data, places are in percent of the width."""

    caller_d: str
    bot_d: str
    emotion_d: str
    complexity_d: str
    emotion_limit_d: str
    complexity_limit_d: str
    bars: tuple[Bar, ...]
    ticks: tuple[tuple[float, float], ...]
    """Place and seconds."""
    marks: tuple[tuple[float, str], ...]
    """Place, and kind of what happened."""


def curves(line: Timeline, loud: Loudness | None) -> Curves:
    """The shapes of one call; `loud` None: there is no recording."""
    return Curves(
        caller_d=_wave(loud.caller, loud.seconds / line.seconds) if loud else "",
        bot_d=_wave(loud.bot, loud.seconds / line.seconds) if loud else "",
        emotion_d=_steps(line, Side.EMOTION),
        complexity_d=_steps(line, Side.COMPLEXITY),
        emotion_limit_d=_limits(line, Side.EMOTION),
        complexity_limit_d=_limits(line, Side.COMPLEXITY),
        bars=tuple(
            Bar(
                _percent(answer.at, line.seconds),
                round(max(4.0, min(HIGH, HIGH * answer.gap / _LONG_GAP)), 1),
                answer.slow,
                answer.turn,
                answer.gap,
            )
            for answer in line.answers
        ),
        ticks=tuple(_ticks(line.seconds)),
        marks=tuple((_percent(mark.at, line.seconds), mark.kind) for mark in line.marks),
    )


def _percent(at: float, seconds: float) -> float:
    return round(100 * min(1.0, max(0.0, at / seconds)), 2)


def _wave(peaks: Sequence[float], share: float) -> str:
    """Upright strokes; `share`: how much of the width the sound covers."""
    if not peaks:
        return ""
    step = WIDE * share / len(peaks)
    middle = HIGH / 2
    parts = []
    for number, peak in enumerate(peaks):
        reach = max(0.6, (middle - 2) * peak**_ROUND)
        parts.append(f"M{step * (number + 0.5):.1f} {middle - reach:.1f}v{2 * reach:.1f}")
    return "".join(parts)


def _steps(line: Timeline, side: Side) -> str:
    return _path(
        [(0.0, 0.0), *((one.at, getattr(one.assessment, side.value)) for one in line.readings)], line
    )


def _limits(line: Timeline, side: Side) -> str:
    def limit(reading: Reading) -> float:
        return float(getattr(reading.assessment.thresholds, side.value))

    if not line.readings:
        return ""
    return _path([(0.0, limit(line.readings[0])), *((one.at, limit(one)) for one in line.readings)], line)


def _path(points: Sequence[tuple[float, float]], line: Timeline) -> str:
    """Each value holds until the next."""
    if not line.readings:
        return ""
    parts = [f"M0 {HIGH * (1 - points[0][1]):.1f}"]
    for at, value in points[1:]:
        parts.append(f"H{WIDE * min(1.0, at / line.seconds):.1f}V{HIGH * (1 - value):.1f}")
    return "".join(parts) + f"H{WIDE:.0f}"


def _ticks(seconds: float) -> list[tuple[float, float]]:
    step = next((step for step in _TICKS if seconds / step <= _MOST_TICKS), 3600)
    return [(_percent(at, seconds), float(at)) for at in range(step, int(seconds * 0.97) + 1, step)]
