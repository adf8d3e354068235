"""What a caller said in one turn, put together from the stretches of voice that it came in."""

from __future__ import annotations

from collections.abc import Sequence

from voice.speech.tone import together
from voice.turn import Heard


def merge(heards: Sequence[Heard]) -> Heard:
    """Several stretches of voice as one thing said; the longest gives the language."""
    if len(heards) == 1:
        return heards[0]
    words = [max(1, len(heard.text.split())) for heard in heards]
    confidence = sum(h.confidence * n for h, n in zip(heards, words, strict=True)) / sum(words)
    return Heard(
        text=" ".join(heard.text for heard in heards),
        confidence=round(confidence, 3),
        language=max(zip(words, heards, strict=True), key=lambda pair: pair[0])[1].language,
        started=heards[0].started,
        ended=heards[-1].ended,
        barged_in=heards[0].barged_in,
        tone=together([heard.tone for heard in heards]),
    )
