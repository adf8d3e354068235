"""What the agent should notice: a caller who is getting angrier, a danger, his own tone, a long hold."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from voice.assist.situation import Said, Situation
from voice.assist.suggestions import Suggestion
from voice.assist.words import say
from voice.escalation.demands import BUILT_IN, OwnDemand, find_demand, told_demand
from voice.escalation.history import History
from voice.escalation.readers import alike, mood_of
from voice.escalation.score import ASKED_FOR_PERSON, score
from voice.escalation.signals import observe
from voice.events import AgentHeld
from voice.turn import Heard, Language, Outcome, Side, Signal, Turn, Understanding
from voice.understanding.commands import Command, find_command

LATEST = 3
"""Sentences of the caller that count as now."""
RISING = 0.5
"""Share of the plan's threshold for emotion from which on a rise is worth a warning."""
LEAST_RISE = 0.1
IRRITATED = 0.6
"""Anger in a sentence of the agent's own, 0 to 1."""
HOLD_SECONDS = 45.0
MOST_QUOTED = 120
_DISTRESSED = frozenset({"distress", "child_gift", "bereavement"})
_BUILT_IN = tuple(name for name, _, _ in BUILT_IN)
_SURE = 0.9
"""Probability from which on a whole sentence, without a telling word, counts as a demand."""


def warnings(here: Situation, now: float) -> tuple[Suggestion, ...]:
    """The most urgent first; those dismissed are left out. `now` is on the call's clock."""
    found = {warning.id: warning for warning in _all(here, now) if warning.id not in here.used}
    return tuple(sorted(found.values(), key=lambda warning: not warning.strong))


def _all(here: Situation, now: float) -> Iterator[Suggestion]:
    for said in here.caller_said:
        yield from _demand(here, said)
    yield from _anger(here)
    for said in here.agent_said[-1:]:
        if mood_of(said.text, here.language).anger >= IRRITATED:
            yield _warn(here, "own_tone", said)
    yield from _hold(here, now)


def _warn(here: Situation, sentence: str, said: Said | None, *, strong: bool = False) -> Suggestion:
    quoted = here.hide.text(said.text[:MOST_QUOTED]) if said is not None else ""
    source = f"signal:{sentence}" + (f"@{said.at:.1f}" if said is not None else "")
    return Suggestion("warning", say(sentence, here.agent_language), source, evidence=quoted, strong=strong)


def _demand(here: Situation, said: Said) -> Iterator[Suggestion]:
    """What would have brought the call to a person, had it been said to the bot."""
    escalation = here.plan.escalation
    name = _named(said.text, here.language, tuple(escalation.ignore))
    own = [
        OwnDemand(spec.name, tuple(phrase for words in spec.words.values() for phrase in words), spec.reason)
        for spec in escalation.demands
    ]
    if not name and own and find_demand(said.text, here.language, own, _BUILT_IN):
        name = "own_demand"
    if name:
        yield _warn(here, name, said, strong=name == "danger")


@lru_cache(maxsize=2048)
def _named(text: str, language: Language, ignored: tuple[str, ...]) -> str:
    """The demand of every plan that stands in a sentence; empty when none does."""
    command = find_command(text)
    if command in (Command.DANGER, Command.PERSON):
        return "danger" if command is Command.DANGER else "somebody_else"
    found = find_demand(text, language, (), ignored) or told_demand(text, language, _SURE, ignored)
    if found is None:
        return ""
    return "somebody_else" if found.name == ASKED_FOR_PERSON else found.name


def _anger(here: Situation) -> Iterator[Suggestion]:
    """By the same signals, weights and threshold that the bot's part was judged with."""
    signals = _felt(here)
    last = len(here.caller_said)
    latest = [signal for signal in signals if signal.turn > last - LATEST]
    if not latest:
        return
    now = score(latest, Side.EMOTION)
    earlier = [signal for signal in signals if last - 2 * LATEST < signal.turn <= last - LATEST]
    assessment = here.facts.assessment
    at_first = assessment.emotion if assessment is not None else 0.0
    before = score(earlier, Side.EMOTION) if last > LATEST else at_first
    threshold = here.plan.escalation.emotion
    leading = max(latest, key=lambda signal: (signal.weight * signal.strength, signal.turn))
    said = here.caller_said[leading.turn - 1]
    if now >= threshold > 0 and leading.name in _DISTRESSED:
        yield _warn(here, "distressed", said, strong=True)
    elif now >= max(RISING * threshold, before + LEAST_RISE):
        yield _warn(here, "angrier", said, strong=now >= threshold > 0)
    elif now >= threshold > 0:
        yield _warn(here, "upset", said, strong=True)


def _felt(here: Situation) -> Sequence[Signal]:
    turns = tuple(
        Turn(number, "talk", Heard(said.text, language=here.language), Understanding(), Outcome.MATCHED)
        for number, said in enumerate(here.caller_said, start=1)
    )[-2 * LATEST :]
    history = History(turns, here.language, mood=mood_of, alike=alike)
    signals = observe(history, here.plan.escalation.weights.model_dump())
    return [signal for signal in signals if signal.side is Side.EMOTION]


def _hold(here: Situation, now: float) -> Iterator[Suggestion]:
    held = [event for event in here.talk if isinstance(event, AgentHeld)]
    if held and held[-1].held and now - held[-1].at >= HOLD_SECONDS:
        yield _warn(here, "long_hold", Said(held[-1].at, ""))
