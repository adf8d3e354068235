"""Which request is meant, when the caller says it, hints at it, or only gives a value."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from voice.conversation.commanded import Reply
from voice.conversation.memory import ASIDE, Memory, Mode
from voice.conversation.questions import Questions
from voice.conversation.walk import Walk
from voice.conversation.wording import Wording
from voice.turn import Heard, Listen, Outcome, Understanding
from voice.understanding.intents import Reading
from voice.understanding.said_numbers import only_a_number
from voice.understanding.slots import from_keys, read_value
from voice.words import fold

MAYBE = 0.3
"""A request that is this probable is asked about rather than passed over."""
HINT = 0.1
"""A request that is this probable explains a value given with it or after it."""
A_STRETCH = 10
"""Words in a row that a long sentence is also read by."""
STRIDE = 3
SURE_IN_A_TALE = 0.55
"""A request in a stretch of words counts from this probability on."""
LAST_WORDS = (6, 8)
"""Words at the end of a tale that may be its question."""
SURE_AT_THE_END = 0.9
"""How probable a request in them must be."""
CLEARER = 3
"""How much more probable one of the requests must be that a value may be for."""
SURE_TO_GIVE_AWAY = 0.75
"""How probable a request must be that gives the call to a person at once."""
MOST_BESIDE = 14
"""Words of a sentence in which a value is looked for that nobody asked for."""
_AMOUNT = re.compile(r"\b(?:euros?|centimes?|pounds?|quid|cents|pourcents?|percent)\b|[€£%]")
_SECOND = ("second", "deuxieme", "dernier", "last")
_FIRST = ("premier", "first")
_IN_TITLES = frozenset({"votre", "notre", "pour", "avec", "dans", "your", "about", "with", "from"})
"""Words of a title that do not name the request."""


class Requests:
    """Finds and starts requests."""

    def __init__(
        self,
        memory: Memory,
        wording: Wording,
        walk: Walk,
        questions: Questions,
        read: Callable[[str], Reading],
    ) -> None:
        self._memory = memory
        self._wording = wording
        self._walk = walk
        self._questions = questions
        self._read = read

    def start(self, names: Sequence[str], understood: Understanding) -> Reply:
        """Serve these, the first at once; those that go to a person come after the others."""
        memory = self._memory
        names = sorted(names, key=lambda name: not memory.plan.serves(name))
        titles = ", ".join(memory.plan.intents[name].title[memory.tongue] for name in names)
        return Reply(Outcome.MATCHED, self._walk.serve(names, understood.slots), "request", titles)

    def likeliest(self, text: str, least: float) -> str | None:
        """The request that a sentence resembles most, when it is at least this probable.

        In a tale, some words in a row may tell it better than all of them.
        """
        best = next(iter(self._read(text).intents), None)
        if best and best.confidence >= least:
            return best.name
        words = text.split()
        if len(words) <= A_STRETCH:
            return None
        stretches = range(0, len(words) - A_STRETCH + STRIDE, STRIDE)
        readings = (self._read(" ".join(words[at : at + A_STRETCH])) for at in stretches)
        found = [reading.intents[0] for reading in readings if reading.intents]
        best = max(found, key=lambda intent: intent.confidence, default=None)
        return best.name if best and best.confidence >= min(2 * least, SURE_IN_A_TALE) else None

    def unsure(self, understood: Understanding) -> str | None:
        """The request to ask about first: one that a person serves, not sure enough to give the call away.

        Who is upset is not asked.
        """
        memory = self._memory
        if len(understood.intents) != 1 or memory.mode in ASIDE or memory.upset:
            return None
        only = understood.intents[0]
        given_away = not memory.plan.serves(only.name) and only.confidence < SURE_TO_GIVE_AWAY
        return only.name if given_away else None

    def likelier(self, names: Sequence[str], text: str) -> str:
        """The one of these that a sentence resembles most; the first where it resembles none."""
        reading = self._confidences(text)
        likely = [name for name in names if reading.get(name, 0.0) >= HINT]
        return max(likely or names[:1], key=lambda name: reading.get(name, 0.0))

    def at_the_end(self, text: str) -> str | None:
        """The request that a tale ends with, where its last words surely make one that is served."""
        found = self._ends_with(text, SURE_AT_THE_END)
        return found if found and self._memory.plan.serves(found) else None

    def _ends_with(self, text: str, least: float) -> str | None:
        words = text.split()
        if len(words) <= A_STRETCH:
            return None
        ends = (self._read(" ".join(words[-count:])).intents for count in LAST_WORDS)
        sure = (intents[0].name for intents in ends if intents and intents[0].confidence >= least)
        return next(sure, None)

    # -- values that nobody asked for --

    def for_value(self, heard: Heard, understood: Understanding) -> Reply | None:
        """Start what a value is for that the caller gives unasked; None when there is none."""
        found = {} if self._memory.on_errand else self._values(heard, understood)
        if not found:
            return None
        beside = "" if heard.digits else heard.text
        name = self._meant(list(found), beside)
        if name is None:
            return self._which(found)
        return self._begin(name, *found[name])

    def for_which(self, text: str) -> Reply | None:
        """The answer to what a value is for; None when nothing was asked, or this answers something else."""
        memory = self._memory
        names, memory.which = memory.which, ()
        if not names:
            return None
        words = fold(text).split()
        for name, ordinals in zip(names, (_FIRST, _SECOND), strict=False):
            if any(word.startswith(ordinals) for word in words):
                return self.start([name], Understanding(slots=memory.slots))
        reading = self._confidences(text)
        said = {word for word in words if len(word) > 3} - _IN_TITLES
        titles = {name: set(fold(memory.plan.intents[name].title[memory.tongue]).split()) for name in names}
        shared = {name: len(said & titles[name]) for name in names}
        best = max(names, key=lambda name: (shared[name], reading[name]))
        if shared[best] or reading[best] >= HINT:
            return self.start([best], Understanding(slots=memory.slots))
        return None

    def _values(self, heard: Heard, understood: Understanding) -> dict[str, tuple[str, str, bool]]:
        """Request to its first slot, a value for it, and whether the value is sure."""
        plan, found = self._memory.plan, dict[str, tuple[str, str, bool]]()
        short = len(heard.text.split()) <= MOST_BESIDE and not _AMOUNT.search(heard.text.casefold())
        for name, intent in plan.intents.items():
            slot = plan.steps[intent.goto].slot
            if slot is None or (plan.slots[slot].type == "choice" and len(heard.text.split()) > 4):
                continue
            if heard.digits:
                value = from_keys(heard.digits, plan.slots[slot]) if plan.slots[slot].pattern else None
                if value:
                    found[name] = slot, value, True
            elif slot in understood.slots:
                found[name] = slot, understood.slots[slot], True
            elif short and plan.slots[slot].pattern:
                spoken = heard.language if heard.language in plan.languages else self._memory.tongue
                reading = read_value(heard.text, plan.slots[slot], spoken, self._memory.today)
                if reading:
                    found[name] = slot, reading.value, reading.sure
        return found

    def _meant(self, names: list[str], text: str) -> str | None:
        """The request that a value is for: the only one, what was hinted at, or what the words resemble."""
        if len(names) == 1:
            return names[0]
        if best := self._clearly(names, text):
            return best
        ending = self._ends_with(text, SURE_IN_A_TALE)
        if ending in names:
            return ending
        if self._memory.guessed in names:
            return self._memory.guessed
        return self._clearly(names, self._memory.unplaced)

    def _clearly(self, names: list[str], text: str) -> str | None:
        """The one of these that the words resemble much more than the others."""
        said = "" if only_a_number(text) else text
        reading = self._confidences(said) if said else {}
        ranked = sorted(names, key=lambda name: reading.get(name, 0.0), reverse=True)
        first, second = (reading.get(name, 0.0) for name in ranked[:2])
        return ranked[0] if first >= HINT and first > CLEARER * second else None

    def _confidences(self, text: str) -> dict[str, float]:
        return {intent.name: intent.confidence for intent in self._read(text).intents}

    def _begin(self, name: str, slot: str, value: str, sure: bool) -> Reply:
        memory = self._memory
        if sure:
            memory.slots[slot] = value
            return self.start([name], Understanding(slots={slot: value}))
        self.start([name], Understanding())
        memory.candidate, memory.mode = value, Mode.CONFIRM
        actions = [*self._questions.ask(), self._wording.listen(Listen(expects="yes_no"))]
        return Reply(Outcome.MATCHED, actions, "unsure", value)

    def _which(self, found: dict[str, tuple[str, str, bool]]) -> Reply:
        memory = self._memory
        names = tuple(found)[:2]
        for name in names:
            slot, value, _ = found[name]
            memory.slots[slot] = value
        memory.which = names
        memory.mode = memory.resume if memory.mode in ASIDE else memory.mode
        memory.progress()
        titles = [memory.plan.intents[name].title[memory.tongue] for name in names]
        said = self._wording.sentence("which", first=titles[0], second=titles[1])
        return Reply(Outcome.MATCHED, [*said, self._questions.listen()], "which", " / ".join(titles))
