"""A voice raised against the caller's own first turns: a comparison within one call, and nothing more.

Level and pitch are never compared between callers, and this never changes what the anger detector says.
A handset moved to the mouth raises the level alone, so that counts for nothing; telephones that keep the
level even leave only the pitch, so that counts half.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import log2
from statistics import median

from voice.turn import Tone

FIRST_TURNS = 3
"""Turns with voice that show how the caller speaks; at least one other must follow."""
LEAST_VOICE = 0.3
"""Seconds of voice under which a turn is not compared."""
LEVEL_DB = (2.0, 8.0)
"""Rise of the level that begins to count, and that counts in full."""
SEMITONES = (3.0, 8.0)
"""Rise of the pitch that begins to count, and that counts in full."""


@dataclass(frozen=True, slots=True)
class RaisedVoice:
    """How the latest turn stands against the first ones."""

    strength: float
    """0 to 1: half for the pitch, and half more for a level that rises with it."""
    level_db: float = 0.0
    """Rise of the level in dB."""
    semitones: float = 0.0
    """Rise of the median pitch in semitones."""


def raised_voice(tones: Sequence[Tone | None]) -> RaisedVoice:
    """Compare the last turn of a call so far with its first turns; tones in the order of the turns."""
    latest = tones[-1] if tones else None
    if latest is None or not _comparable(latest):
        return RaisedVoice(0.0)
    before = [tone for tone in tones[:-1] if tone is not None and _comparable(tone)][:FIRST_TURNS]
    if not before:
        return RaisedVoice(0.0)
    level = latest.level_db - median(tone.level_db for tone in before)
    pitch = 12 * log2(latest.pitch_hz / median(tone.pitch_hz for tone in before))
    strength = _share(pitch, SEMITONES) * (0.5 + 0.5 * _share(level, LEVEL_DB))
    return RaisedVoice(round(strength, 2), round(level, 1), round(pitch, 1))


def _comparable(tone: Tone) -> bool:
    return tone.voiced_seconds >= LEAST_VOICE and tone.pitch_hz > 0


def _share(rise: float, limits: tuple[float, float]) -> float:
    least, full = limits
    return max(0.0, min(1.0, (rise - least) / (full - least)))
