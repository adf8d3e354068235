"""Why something was decided: one sentence in the reader's language."""

from __future__ import annotations

from collections.abc import Sequence

from voice.console.quality.timeline import weightiest
from voice.console.story import Told
from voice.console.words import Words
from voice.conversation.reasons import reason_of, why
from voice.turn import Assessment, Side, Signal

_MOST_NAMED = 3


def because(t: Words, told: Told) -> str:
    """Why the conversation went on as it did after this line; empty when nothing was decided there."""
    judged = told.assessment
    if judged is not None and judged.decided_by:
        return _person(t, judged, judged.decided_by)
    return in_words(t, told.why)


def in_words(t: Words, sentence: str) -> str:
    """A reason that was given in the plan's language, in the reader's; as it is when it is not known."""
    found = reason_of(sentence)
    return why(found[0], t.language, found[1]) if found else sentence


def _person(t: Words, judged: Assessment, decided_by: str) -> str:
    if decided_by not in (Side.EMOTION.value, Side.COMPLEXITY.value):
        return t(
            "To a person at once, whatever the scores, for this was heard: {signal}.",
            signal=t.code("signal", decided_by),
        )
    side = Side(decided_by)
    values = {
        "side": t(side.value),
        "score": round(100 * getattr(judged, side.value)),
        "limit": round(100 * getattr(judged.thresholds, side.value)),
    }
    most = _names(t, weightiest(judged, side))
    if not most:
        return t("To a person: {side} came to {score} %, and the plan’s threshold is {limit} %.", **values)
    return t(
        "To a person: {side} came to {score} %, and the plan’s threshold is {limit} %;"
        " what counted most was {signals}.",
        **values,
        signals=most,
    )


def _names(t: Words, signals: Sequence[Signal]) -> str:
    named = dict.fromkeys(t.code("signal", signal.name) for signal in signals)
    return ", ".join(list(named)[:_MOST_NAMED])
