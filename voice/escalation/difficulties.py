"""Signals of complexity: what is asked for, how it is told, and where the dialogue gets stuck."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher

from voice.escalation import matters
from voice.escalation.history import History, Look, Sight, quoted, said_turns, say
from voice.escalation.matter_model import likely_matters
from voice.turn import Outcome, Side, Turn

TOLD_IN_ALL = 0.8
"""Strength of what only the whole sentence tells, beside that of the words."""
REPEATED = 0.85
"""Two sentences at least this alike (0 to 1) say the same."""
REPHRASED = 0.6
"""Share of the words of the shorter sentence that another one must have to say the same in other words."""
SAME_MEANING = 0.8
"""Nearness of meaning (0 to 1) from which two sentences say the same."""
CLEARLY_OUT = 0.6
"""Probability of being out of scope from which a sentence counts."""
MANY_TURNS = 12
"""A call is long from this turn on, and far too long at twice that."""
LONG = 28
"""Words of one turn from which it is a tale; one of three times as many counts in full."""
SERVED = "anything_else"
"""Where the caller is asked what else he wants: another value there is for something else."""
SEVERAL_ASKED = 3
"""Different requests in one call from which they are many."""
_LITTLE = frozenset(
    ("alors", "avec", "avez", "bonjour", "cette", "dans", "elle", "encore", "etes", "fait", "mais", "nous",
     "pour", "quand", "quoi", "vous", "votre", "voudrais", "about", "could", "have", "hello", "just", "know",
     "please", "that", "this", "want", "what", "when", "where", "with", "would", "your")
)  # fmt: skip


def _lexical(
    history: History, name: str, pattern: re.Pattern[str], fr: str, en: str, first: float, more: float
) -> Iterator[Sight]:
    for turn, words in said_turns(history):
        if hits := matters.pieces(pattern, words):
            said = ", ".join(quoted(history, hit) for hit in hits[:2])
            strength = first + more * (len(hits) - 1)
            yield Sight(name, Side.COMPLEXITY, strength, turn.number, say(history, fr, en).format(said)[:160])
        elif (
            turn.heard
            and not _answers(history, turn)
            and (probability := likely_matters(turn.heard.text).get(name))
        ):
            said = f"{quoted(history, turn.heard.text)} ({round(100 * probability)} %)"
            told = say(history, fr, en).format(said)
            yield Sight(name, Side.COMPLEXITY, TOLD_IN_ALL * first, turn.number, told)


def _answers(history: History, turn: Turn) -> bool:
    """The value that was asked for, and no more is made of what stands beside it."""
    return turn.number in history.asked and turn.outcome is Outcome.FILLED


def negotiates(history: History) -> Iterator[Sight]:
    """Asks for something that only a person can grant."""
    fr, en = "demande un geste ou conteste : {}", "asks for an exception or disputes: {}"
    yield from _lexical(history, "negotiates", matters.NEGOTIATES, fr, en, 0.9, 0.1)


def two_sources(history: History) -> Iterator[Sight]:
    """Two papers, or a paper and the file, say different things."""
    fr, en = "deux sources se contredisent : {}", "two sources disagree: {}"
    yield from _lexical(history, "two_sources", matters.TWO_SOURCES, fr, en, 0.9, 0.1)


def told_otherwise(history: History) -> Iterator[Sight]:
    """Relies on what somebody else has said."""
    fr, en = "on lui a dit autre chose : {}", "was told something else: {}"
    yield from _lexical(history, "told_otherwise", matters.TOLD_OTHERWISE, fr, en, 0.7, 0.3)


def not_answered(history: History) -> Iterator[Sight]:
    """Says that the question was not answered."""
    fr, en = "n'a pas sa réponse : {}", "has not been answered: {}"
    yield from _lexical(history, "not_answered", matters.NOT_ANSWERED, fr, en, 0.7, 0.3)


def wants_explained(history: History) -> Iterator[Sight]:
    """Cannot make sense of something."""
    fr, en = "veut une explication : {}", "wants it explained: {}"
    yield from _lexical(history, "wants_explained", matters.EXPLAIN, fr, en, 0.7, 0.3)


def wavers(history: History) -> Iterator[Sight]:
    """Corrects or doubts himself."""
    fr, en = "se corrige ou hésite : {}", "corrects or doubts himself: {}"
    yield from _lexical(history, "wavers", matters.WAVERS, fr, en, 0.6, 0.4)


def contradicts(history: History) -> Iterator[Sight]:
    """Gives another value for what was given and found before."""
    given: dict[str, tuple[int, str]] = {}
    for turn in history.turns:
        for name, value in turn.understood.slots.items():
            before = given.get(name)
            sought = before is not None and any(before[0] <= n < turn.number for n in history.nothing_found)
            corrects = turn.number in history.asked and turn.outcome is Outcome.NO_MATCH
            if (
                before
                and before[1] != value
                and not sought
                and not corrects
                and turn.step != SERVED
                and _same_request(history, turn, before)
            ):
                fr = f"donne une autre valeur qu'au tour {before[0]}"
                en = f"gives another value than in turn {before[0]}"
                yield Sight("contradicts", Side.COMPLEXITY, 0.7, turn.number, say(history, fr, en))
            given[name] = turn.number, value


def _same_request(history: History, turn: Turn, before: tuple[int, str]) -> bool:
    return before[0] >= history.begun or turn.number < history.begun


def several(history: History) -> Iterator[Sight]:
    """Several requests at once, or one after the other."""
    asked: dict[str, int] = {}
    for turn, words in said_turns(history):
        names = [intent.name for intent in turn.understood.intents]
        hits = matters.pieces(matters.MANY_THINGS, words)
        at_once = 1.0 if len(names) > 2 or len(hits) > 1 else 0.6 if len(names) > 1 or hits else 0.0
        if at_once:
            fr, en = "plusieurs demandes à la fois", "several requests at once"
            yield Sight("several", Side.COMPLEXITY, at_once, turn.number, say(history, fr, en))
        for name in names:
            asked.setdefault(name, turn.number)
    if len(asked) > SEVERAL_ASKED:
        fr, en = f"{len(asked)} demandes différentes", f"{len(asked)} different requests"
        yield Sight("several", Side.COMPLEXITY, 0.6, max(asked.values()), say(history, fr, en))


def long_story(history: History) -> Iterator[Sight]:
    """Tells a long tale in one go."""
    for turn, words in said_turns(history):
        count = len(words.split())
        if count > LONG:
            fr, en = f"long récit ({count} mots)", f"a long tale ({count} words)"
            strength = (count - LONG) / (2 * LONG) + 0.3
            yield Sight("long_story", Side.COMPLEXITY, strength, turn.number, say(history, fr, en))


def not_understood(history: History) -> Iterator[Sight]:
    """Not understood several times in a row: the second time counts half, the third in full."""
    row = 0
    for turn in history.turns:
        row = row + 1 if turn.outcome is Outcome.NO_MATCH else 0
        if row >= 2:
            fr, en = f"pas compris {row} fois de suite", f"not understood {row} times in a row"
            yield Sight("not_understood", Side.COMPLEXITY, 0.5 * (row - 1), turn.number, say(history, fr, en))


def repeats(history: History) -> Iterator[Sight]:
    """Says the same again, in nearly the same words or in others."""
    before: list[tuple[int, str, str]] = []
    for turn, words in said_turns(history):
        text = turn.heard.text if turn.heard else ""
        if len(words.split()) < 3 or turn.outcome is Outcome.COMMAND or _answers(history, turn):
            continue
        for number, other, said in before:
            strength, how = _alike(history, words, other, text, said)
            if strength:
                fr = f"répète {how[0]} ce qu'il a dit au tour {number}"
                en = f"repeats {how[1]} what was said in turn {number}"
                yield Sight("repeats", Side.COMPLEXITY, strength, turn.number, say(history, fr, en))
                break
        before.append((turn.number, words, text))


def _alike(history: History, words: str, other: str, text: str, said: str) -> tuple[float, tuple[str, str]]:
    if SequenceMatcher(None, words, other).ratio() >= REPEATED:
        return 1.0, ("presque mot pour mot", "almost word for word")
    one, two = _content(words), _content(other)
    fewer = min(len(one), len(two))
    lexical = fewer >= 3 and len(one & two) / fewer >= REPHRASED
    near = history.alike
    meant = near is not None and fewer >= 2 and near(text, said) >= SAME_MEANING
    return (0.7 if lexical or meant else 0.0), ("en d'autres mots", "in other words")


def _content(words: str) -> set[str]:
    return {word[:6] for word in words.split() if len(word) > 3 and word not in _LITTLE}


def out_of_scope(history: History) -> Iterator[Sight]:
    """Asks for what the plan does not serve."""
    for turn, words in said_turns(history):
        unlike = turn.understood.out_of_scope
        if turn.number in history.asked or turn.outcome is not Outcome.NO_MATCH:
            continue
        if unlike >= CLEARLY_OUT and len(words.split()) >= 3:
            said = quoted(history, turn.heard.text if turn.heard else "")
            evidence = say(history, f"hors du domaine : {said}", f"out of scope: {said}")
            yield Sight("out_of_scope", Side.COMPLEXITY, unlike, turn.number, evidence)


def slot_failed(history: History) -> Iterator[Sight]:
    """The same question failed twice or more, in a row or not."""
    failures: dict[str, int] = {}
    for turn in history.turns:
        if turn.outcome is Outcome.NO_MATCH and turn.number in history.asked:
            failures[turn.step] = failures.get(turn.step, 0) + 1
            if failures[turn.step] == 2:
                fr, en = "deux échecs à la même question", "failed twice at the same question"
                yield Sight("slot_failed", Side.COMPLEXITY, 0.6, turn.number, say(history, fr, en))


def nothing_found(history: History) -> Iterator[Sight]:
    """What the caller gave leads to nothing in the data."""
    for number in history.nothing_found:
        fr, en = "rien trouvé avec ce qui a été donné", "nothing found for what was given"
        yield Sight("nothing_found", Side.COMPLEXITY, 1.0, number, say(history, fr, en))


def many_turns(history: History) -> Iterator[Sight]:
    """The call drags on, or the request takes more than it should."""
    count = len(history.turns)
    taken = count - history.begun + 1
    for many, most, fr, en in (
        (taken, history.depth, "{} échanges pour cette demande", "{} exchanges for this request"),
        (count, MANY_TURNS, "{} échanges déjà", "{} exchanges already"),
    ):
        if most and many > most:
            strength = (many - most) / most
            yield Sight("many_turns", Side.COMPLEXITY, strength, count, say(history, fr, en).format(many))
            return


DIFFICULTIES: tuple[Look, ...] = (
    negotiates, two_sources, told_otherwise, not_answered, wants_explained, wavers, contradicts, several,
    long_story, not_understood, repeats, out_of_scope, slot_failed, nothing_found, many_turns,
)  # fmt: skip
