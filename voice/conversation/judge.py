"""How the call stands with the caller: demands, and both scores."""

from __future__ import annotations

from collections.abc import Sequence

from voice.conversation.memory import Memory
from voice.conversation.remarks import about_us
from voice.conversation.taking_in import echoes
from voice.escalation.demand_words import LONG_AGO
from voice.escalation.demands import Demanded, OwnDemand, find_demand, told_demand, told_together
from voice.escalation.history import CREDIBLE, History
from voice.escalation.readers import alike, mood_of
from voice.escalation.score import ASKED_FOR_PERSON, DANGER, assess, score
from voice.escalation.signals import observe
from voice.turn import Assessment, Heard, Side, Signal, Thresholds, TransferReason, Turn, Understanding
from voice.understanding.commands import Command
from voice.understanding.danger import told_of_the_past
from voice.words import fold

NOTHING = Understanding()
VERY_LIKELY = 0.95
"""What a whole sentence must be to be a demand though it makes a request or says the bot's answer again."""
_DISTRESSED = frozenset({"distress", "child_gift", "bereavement"})


class Judge:
    """Weighs a call against its plan. Reads the memory and keeps nothing but the mood there."""

    def __init__(self, memory: Memory) -> None:
        self._memory = memory
        spec = memory.plan.escalation
        self._weights: dict[str, float] = spec.weights.model_dump()
        self._thresholds = Thresholds(spec.emotion, spec.complexity)
        self._own = tuple(
            OwnDemand(demand.name, tuple(p for said in demand.words.values() for p in said), demand.reason)
            for demand in spec.demands
        )

    def demanded(
        self, heard: Heard, command: Command | None, understood: Understanding = NOTHING
    ) -> Demanded | None:
        """What in the words needs a person at once; None when nothing does.

        Once people were tried in vain, only who asks again or is in danger is given to them again.
        """
        memory = self._memory
        quoted = f"« {heard.text} »" if memory.tongue == "fr" else f'"{heard.text}"'
        if command is Command.DANGER:
            return Demanded(DANGER, TransferReason.DANGER, quoted)
        if command is Command.PERSON:
            return Demanded(ASKED_FOR_PERSON, TransferReason.CALLER_ASKED, quoted)
        if memory.rounds or heard.confidence < CREDIBLE:
            return None
        text = heard.text
        ignored: tuple[str, ...] = memory.plan.escalation.ignore
        long_past = LONG_AGO.search(fold(text)) or told_of_the_past(fold(text))
        if understood.intents or long_past:
            # Told calmly beside a request, or long past: the request is served, and the loss weighs.
            ignored = (*ignored, "bereavement")
        if found := find_demand(text, memory.tongue, self._own, ignored):
            return found
        if about_us(text):
            return None
        beside = understood.intents or echoes(text, memory.heard_last, memory.tongue)
        ignored = (*ignored, "danger") if long_past else ignored
        if beside:
            return told_demand(text, memory.tongue, VERY_LIKELY, ignored)
        return told_demand(text, memory.tongue, ignored=ignored) or told_together(
            self._before, text, memory.tongue, ignored
        )

    @property
    def _before(self) -> str:
        """What the caller said last, where no request was understood in it."""
        last = self._memory.turns[-1] if self._memory.turns else None
        if last is None or last.heard is None or last.understood.intents:
            return ""
        return last.heard.text

    def feel(self, turn: Turn) -> None:
        """Note how upset the caller is, before the answer to this turn is chosen."""
        self._note(observe(self._history((*self._memory.turns, turn)), self._weights))

    def assess(self, demand: Signal | None = None) -> Assessment:
        """How the call stands after its turns so far."""
        assessment = assess(self._history(tuple(self._memory.turns)), self._weights, self._thresholds, demand)
        self._note(assessment.signals)
        return assessment

    def _note(self, signals: Sequence[Signal]) -> None:
        memory = self._memory
        memory.emotion = score(signals, Side.EMOTION)
        felt = [signal for signal in signals if signal.side is Side.EMOTION]
        leading = max(felt, key=lambda signal: signal.weight * signal.strength, default=None)
        memory.distressed = leading is not None and leading.name in _DISTRESSED
        memory.loss = any(signal.name == "bereavement" and signal.strength == 1.0 for signal in signals)

    def _history(self, turns: tuple[Turn, ...]) -> History:
        memory = self._memory
        first = memory.errand.first if memory.errand is not None else 1
        return History(
            tuple(turn for turn in turns if turn.number >= first),
            memory.tongue,
            nothing_found=tuple(turn for turn in memory.nothing_found if turn >= first),
            asked=frozenset(memory.asked),
            begun=max(memory.begun, first),
            depth=memory.plan.intents[memory.request].usual_depth if memory.request else 0,
            mood=mood_of,
            alike=alike,
        )
