"""Signals of emotion: what is said, how it is said, and how the call goes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from voice.escalation.demand_words import BEREAVEMENT, LONG_AGO
from voice.escalation.history import History, Look, Mood, Sight, quoted, said_turns, say
from voice.escalation.lexicon import ANGRY, INSULT, THREAT
from voice.escalation.raised_voice import raised_voice
from voice.escalation.situations import CHILD, FEAST, GRIEVANCE, IRONY, LEAVING, TOO_LATE, own_words
from voice.turn import Language, Side
from voice.words import fold

FELT = 0.35
"""A mood weaker than this is none."""
ANGRY_VOICE = 0.5
"""A voice counts as angry from this probability."""
MOST_BARGED = 3
"""Times of talking over the bot from which it means impatience."""


@dataclass(frozen=True, slots=True)
class PlainMood:
    """A mood read from the lexicon alone."""

    anger: float
    distress: float
    evidence: tuple[str, ...]


def plain_mood(text: str, language: Language) -> PlainMood:
    """Anger by the words of the lexicon; needs no model."""
    words = own_words(fold(text))
    insults, angry, threats = _hits(INSULT, words), _hits(ANGRY, words), _hits(THREAT, words)
    anger = 0.9 if insults else min(0.7 + 0.2 * (len(angry) - 1), 1.0) if angry else 0.5 if threats else 0.0
    return PlainMood(anger, 0.0, (*insults, *angry, *threats))


def _hits(pattern: re.Pattern[str], words: str) -> list[str]:
    return list(dict.fromkeys(match.group(0) for match in pattern.finditer(words)))


@lru_cache(maxsize=1024)
def _own(folded: str) -> str:
    return own_words(folded)


def _mood(history: History, text: str) -> Mood:
    return (history.mood or plain_mood)(text, history.language)


def _felt(mood: Mood, words: str) -> bool:
    """False when all that shows it is told of somebody else."""
    own = _own(words)
    return not mood.evidence or any(word in own for word in mood.evidence)


def anger(history: History) -> Iterator[Sight]:
    """Displeasure in words."""
    for turn, words in said_turns(history):
        mood = _mood(history, turn.heard.text if turn.heard else "")
        if mood.anger >= FELT and _felt(mood, words):
            why = quoted(history, ", ".join(mood.evidence[:3]))
            yield Sight(
                "anger",
                Side.EMOTION,
                mood.anger,
                turn.number,
                say(history, f"colère : {why}", f"anger: {why}"),
            )


def _only_loss(mood: Mood, words: str) -> bool:
    """True when nothing but a death in the family shows it, which counts by itself."""
    loss = BEREAVEMENT.search(words)
    return loss is not None and all(word in loss[0] or loss[0] in word for word in mood.evidence)


def distress(history: History) -> Iterator[Sight]:
    """Fear, grief or helplessness in words."""
    for turn, words in said_turns(history):
        mood = _mood(history, turn.heard.text if turn.heard else "")
        if mood.distress >= FELT and _felt(mood, words) and not _only_loss(mood, words):
            why = quoted(history, ", ".join(mood.evidence[:3]))
            evidence = say(history, f"détresse : {why}", f"distress: {why}")
            yield Sight("distress", Side.EMOTION, mood.distress, turn.number, evidence)


def _lexical(
    history: History, name: str, pattern: re.Pattern[str], fr: str, en: str, first: float, more: float
) -> Iterator[Sight]:
    for turn, words in said_turns(history):
        hits = _hits(pattern, _own(words))
        if hits:
            said = ", ".join(quoted(history, hit) for hit in hits[:3])
            strength = first + more * (len(hits) - 1)
            yield Sight(name, Side.EMOTION, strength, turn.number, say(history, fr, en).format(said)[:160])


def insult(history: History) -> Iterator[Sight]:
    """Words against somebody."""
    yield from _lexical(history, "insult", INSULT, "insulte : {}", "insult: {}", 1.0, 0.0)


def threat(history: History) -> Iterator[Sight]:
    """A complaint or leaving is announced."""
    fr, en = "menace de plainte ou de départ : {}", "threatens to complain or leave: {}"
    yield from _lexical(history, "threat", LEAVING, fr, en, 0.9, 0.1)


def grievance(history: History) -> Iterator[Sight]:
    """Waiting, repeating oneself, being sent about."""
    yield from _lexical(history, "grievance", GRIEVANCE, "contrariété : {}", "grievance: {}", 0.6, 0.4)


def irony(history: History) -> Iterator[Sight]:
    """Praise that means the opposite."""
    yield from _lexical(history, "irony", IRONY, "ironie : {}", "irony: {}", 0.8, 0.2)


def child_gift(history: History) -> Iterator[Sight]:
    """A child's present that has not come."""
    child = feast = late = ""
    for turn, words in said_turns(history):
        fresh = not (child and feast)
        child = child or next(iter(_hits(CHILD, words)), "")
        feast = feast or next(iter(_hits(FEAST, words)), "")
        missing = next(iter(_hits(TOO_LATE, words)), "")
        if not (child and feast) or (late and not fresh):
            continue
        if missing and not late:
            late = missing
            why = quoted(history, ", ".join((child, feast, missing)))
            fr, en = f"cadeau d'enfant qui manque : {why}", f"a child's present is missing: {why}"
            yield Sight("child_gift", Side.EMOTION, 1.0, turn.number, say(history, fr, en))


def bereavement(history: History) -> Iterator[Sight]:
    """A death in the family; one of long ago counts half."""
    for turn, words in said_turns(history):
        if found := BEREAVEMENT.search(words):
            strength = 0.5 if LONG_AGO.search(words) else 1.0
            fr, en = f"un décès : {quoted(history, found[0])}", f"a death: {quoted(history, found[0])}"
            yield Sight("bereavement", Side.EMOTION, strength, turn.number, say(history, fr, en))


def shouting(history: History) -> Iterator[Sight]:
    """The sound of the voice, at its worst so far; never enough by itself."""
    tones = [turn.heard.tone if turn.heard else None for turn in history.turns]
    worst = max(
        (
            (
                max(tone.anger if tone.anger >= ANGRY_VOICE else 0.0, raised_voice(tones[: at + 1]).strength),
                at,
            )
            for at, tone in enumerate(tones)
            if tone
        ),
        default=(0.0, 0),
    )
    strength, at = worst
    if strength > 0:
        turn = history.turns[at].number
        yield Sight("shouting", Side.EMOTION, strength, turn, say(history, "le ton monte", "raised voice"))


def talks_over(history: History) -> Iterator[Sight]:
    """Cuts in again and again."""
    cuts = [turn.number for turn in history.turns if turn.heard and turn.heard.barged_in]
    if len(cuts) >= MOST_BARGED:
        evidence = say(history, f"coupe la parole {len(cuts)} fois", f"cuts in {len(cuts)} times")
        yield Sight("talks_over", Side.EMOTION, min(len(cuts) / (2 * MOST_BARGED), 1.0), cuts[-1], evidence)


FEELINGS: tuple[Look, ...] = (
    anger, distress, insult, threat, grievance, irony, bereavement, child_gift, shouting, talks_over,
)  # fmt: skip
HEARD_ONLY = frozenset({"shouting", "talks_over"})
"""Signals of how it sounds; they never decide without one of what is said."""
