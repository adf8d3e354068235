"""Who says a dialogue, on which line and in which noise: drawn once, the same for the same seed."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks.callers.dialogues import Dialogue
from voice.turn import Language

CODECS = ("pcma", "pcmu", "g722", "opus")
NOISES = ("street", "babble", "hum")


@dataclass(frozen=True, slots=True)
class Speaker:
    """A voice and how it speaks."""

    name: str
    voice: str
    """Name in models/manifest.toml."""
    language: Language
    pitch: float = 1.0
    """1.12 is a little less than two semitones higher, formants included."""
    rate: float = 1.0
    """1.2 is a fifth faster than the voice by itself."""
    level: float = -20.0
    """dBFS of the speech (RMS of what is not silence)."""


SPEAKERS = (
    Speaker("joe", "en_US-joe-medium", "en"),
    Speaker("joe high and quick", "en_US-joe-medium", "en", 1.14, 1.15, -17.0),
    Speaker("joe low and slow", "en_US-joe-medium", "en", 0.93, 0.88, -27.0),
    Speaker("michael", "am_michael", "en", 1.0, 1.0, -22.0),
    Speaker("michael high", "am_michael", "en", 1.1, 1.05, -30.0),
    Speaker("siwis", "ff_siwis", "fr"),
    Speaker("siwis high and quick", "ff_siwis", "fr", 1.08, 1.15, -17.0),
    Speaker("siwis low", "ff_siwis", "fr", 0.86, 1.0, -27.0),
    Speaker("siwis low and slow", "ff_siwis", "fr", 0.93, 0.88, -30.0),
)


@dataclass(frozen=True, slots=True)
class Condition:
    """What a line does to a voice."""

    name: str
    snr: float | None = None
    """dB of the speech above the noise; None without noise."""
    loss: float = 0.0
    """Share of packets lost."""


CONDITIONS = (
    Condition("quiet"),
    Condition("noise 20 dB", snr=20.0),
    Condition("noise 10 dB", snr=10.0),
    Condition("noise 5 dB", snr=5.0),
    Condition("loss 5 %", loss=0.05),
)


@dataclass(frozen=True, slots=True)
class Take:
    """One caller of the corpus."""

    dialogue: Dialogue
    speaker: Speaker
    condition: Condition
    codec: str
    noise: str
    """Kind of noise; empty without."""
    seed: int

    @property
    def id(self) -> str:
        """Fit for the name of a file."""
        condition = self.condition.name.replace(" %", "").replace(" dB", "").replace(" ", "-")
        return f"{self.dialogue.id}-{condition}-{self.codec}"


def takes(wanted: Sequence[Dialogue], voices: Sequence[str], seed: int = 1, lines: int = 3) -> list[Take]:
    """Every dialogue on so many of the five lines, in turn; codecs, noises and speakers go round evenly.

    `voices` are those whose weights are there.
    """
    found: list[Take] = []
    speakers = {
        language: [one for one in SPEAKERS if one.language == language and one.voice in voices]
        for language in ("en", "fr")
    }
    for number, dialogue in enumerate(wanted):
        chance = random.Random(f"{seed} {dialogue.id}")
        there = chance.sample(speakers[dialogue.language], len(speakers[dialogue.language]))
        for turn in range(number, number + lines):
            condition = CONDITIONS[turn % len(CONDITIONS)]
            found.append(
                Take(
                    dialogue,
                    there[turn % len(there)],
                    condition,
                    CODECS[turn % len(CODECS)],
                    NOISES[(number + turn) % len(NOISES)] if condition.snr is not None else "",
                    chance.randrange(2**31),
                )
            )
    return found
