"""What speaks for a person taking over: one small function a signal, each over the whole call so far."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher

from voice.escalation.lexicon import ANGRY, INSULT, NEGOTIATES, THREAT
from voice.turn import Language, Outcome, Side, Signal, Turn
from voice.words import fold

MOST_QUOTED = 80
"""Characters of the caller's words that an evidence quotes at most."""
REPEATED = 0.85
"""Two sentences at least this alike (0 to 1) say the same."""
CLEARLY_OUT = 0.6
"""Probability of being out of scope from which a sentence counts."""
CREDIBLE = 0.35
"""Words that the recognizer is less sure of prove nothing."""
MANY_TURNS = 12
"""A call is long from this turn on, and far too long at twice that."""


@dataclass(frozen=True, slots=True)
class History:
    """The call so far, as far as the signals look."""

    turns: tuple[Turn, ...]
    language: Language
    """Of the evidence."""
    nothing_found: tuple[int, ...] = ()
    """Number of the turn that led to each lookup without a result."""
    shouted: tuple[int, ...] = ()
    """Turns whose sound was angry."""
    asked: frozenset[int] = frozenset()
    """Turns that answered a question for a value: what does not fit there is not out of scope."""


@dataclass(frozen=True, slots=True)
class Sight:
    """A signal before it is weighed."""

    name: str
    side: Side
    strength: float
    turn: int
    evidence: str


def observe(history: History, weights: Mapping[str, float]) -> tuple[Signal, ...]:
    """All signals of a call so far, weighed, in the order of their turns."""
    sights = [sight for look in LOOKS for sight in look(history)]
    signals = [
        Signal(s.name, s.side, round(min(s.strength, 1.0), 2), weights.get(s.name, 0.0), s.turn, s.evidence)
        for s in sights
    ]
    return tuple(sorted((s for s in signals if s.weight > 0), key=lambda s: (s.turn, s.name)))


def _say(history: History, fr: str, en: str) -> str:
    return fr if history.language == "fr" else en


def _words(history: History) -> Iterator[tuple[Turn, str]]:
    for turn in history.turns:
        if turn.heard and turn.heard.text and turn.heard.confidence >= CREDIBLE:
            yield turn, fold(turn.heard.text)


def _lexical(
    history: History,
    name: str,
    side: Side,
    pattern: re.Pattern[str],
    fr: str,
    en: str,
    first: float,
    more: float,
) -> Iterator[Sight]:
    for turn, words in _words(history):
        hits = list(dict.fromkeys(match.group(0) for match in pattern.finditer(words)))
        if hits:
            said = ", ".join(f"« {hit} »" if history.language == "fr" else f'"{hit}"' for hit in hits[:3])
            strength = first + more * (len(hits) - 1)
            yield Sight(name, side, strength, turn.number, _say(history, fr, en).format(said)[:160])


def angry_words(history: History) -> Iterator[Sight]:
    """Words of displeasure; two different ones in a sentence count in full."""
    yield from _lexical(
        history, "angry_words", Side.EMOTION, ANGRY, "mots de colère : {}", "angry words: {}", 0.8, 0.2
    )


def insult(history: History) -> Iterator[Sight]:
    """Words against somebody."""
    yield from _lexical(history, "insult", Side.EMOTION, INSULT, "insulte : {}", "insult: {}", 1.0, 0.0)


def threat(history: History) -> Iterator[Sight]:
    """A complaint, a lawyer, or leaving is announced."""
    yield from _lexical(
        history, "threat", Side.EMOTION, THREAT, "menace de plainte ou de départ : {}",
        "threatens to complain or leave: {}", 0.9, 0.1,
    )  # fmt: skip


def shouting(history: History) -> Iterator[Sight]:
    """The sound of the voice; never enough by itself."""
    for number in history.shouted:
        yield Sight("shouting", Side.EMOTION, 1.0, number, _say(history, "le ton monte", "raised voice"))


def negotiates(history: History) -> Iterator[Sight]:
    """Asks for something that only a person can grant."""
    yield from _lexical(
        history, "negotiates", Side.COMPLEXITY, NEGOTIATES, "demande un geste ou conteste : {}",
        "asks for an exception or disputes: {}", 0.9, 0.1,
    )  # fmt: skip


def not_understood(history: History) -> Iterator[Sight]:
    """Not understood several times in a row: the second time counts half, the third in full."""
    row = 0
    for turn in history.turns:
        row = row + 1 if turn.outcome is Outcome.NO_MATCH else 0
        if row >= 2:
            evidence = _say(
                history, f"pas compris {row} fois de suite", f"not understood {row} times in a row"
            )
            yield Sight("not_understood", Side.COMPLEXITY, 0.5 * (row - 1), turn.number, evidence)


def repeats(history: History) -> Iterator[Sight]:
    """Says the same again, in nearly the same words."""
    before: list[tuple[int, str]] = []
    for turn, words in _words(history):
        if len(words.split()) < 3:
            continue
        again = next(
            (n for n, other in before if SequenceMatcher(None, words, other).ratio() >= REPEATED), None
        )
        if again is not None:
            evidence = _say(
                history, f"répète ce qu'il a dit au tour {again}", f"repeats what was said in turn {again}"
            )
            yield Sight("repeats", Side.COMPLEXITY, 1.0, turn.number, evidence)
        before.append((turn.number, words))


def out_of_scope(history: History) -> Iterator[Sight]:
    """Asks for what the plan does not serve."""
    for turn, words in _words(history):
        unlike = turn.understood.out_of_scope
        if turn.number in history.asked or turn.outcome is not Outcome.NO_MATCH:
            continue
        if unlike >= CLEARLY_OUT and len(words.split()) >= 3:
            said = (turn.heard.text if turn.heard else "")[:MOST_QUOTED]
            evidence = _say(history, f"hors du domaine : « {said} »", f'out of scope: "{said}"')
            yield Sight("out_of_scope", Side.COMPLEXITY, unlike, turn.number, evidence)


def slot_failed(history: History) -> Iterator[Sight]:
    """The same question failed twice or more, in a row or not."""
    failures: dict[str, int] = {}
    for turn in history.turns:
        if turn.outcome is Outcome.NO_MATCH and turn.number in history.asked:
            failures[turn.step] = failures.get(turn.step, 0) + 1
            if failures[turn.step] == 2:
                evidence = _say(
                    history, "deux échecs à la même question", "failed twice at the same question"
                )
                yield Sight("slot_failed", Side.COMPLEXITY, 0.6, turn.number, evidence)


def nothing_found(history: History) -> Iterator[Sight]:
    """What the caller gave leads to nothing in the data."""
    for number in history.nothing_found:
        evidence = _say(history, "rien trouvé avec ce qui a été donné", "nothing found for what was given")
        yield Sight("nothing_found", Side.COMPLEXITY, 1.0, number, evidence)


def many_turns(history: History) -> Iterator[Sight]:
    """The call drags on."""
    count = len(history.turns)
    if count > MANY_TURNS:
        evidence = _say(history, f"{count} échanges déjà", f"{count} exchanges already")
        yield Sight("many_turns", Side.COMPLEXITY, (count - MANY_TURNS) / MANY_TURNS, count, evidence)


LOOKS: tuple[Callable[[History], Iterator[Sight]], ...] = (
    angry_words, insult, threat, shouting, negotiates, not_understood, repeats, out_of_scope, slot_failed,
    nothing_found, many_turns,
)  # fmt: skip
