"""When to call back: as soon as somebody is free, or at a time that the caller chooses."""

from __future__ import annotations

from collections.abc import Iterable

from voice.conversation.choosing_time import Wish, chosen
from voice.conversation.memory import Memory, Mode
from voice.conversation.wording import Wording
from voice.dialplan.callback_times import callback_times, part_of, said
from voice.dialplan.spoken import phone
from voice.turn import (
    Action,
    AgreeCallback,
    CallbackTime,
    EndReason,
    HangUp,
    Heard,
    Language,
    Listen,
    Outcome,
    RequestCallback,
    TransferReason,
)
from voice.understanding.yes_no import yes_or_no

SOON_KEY = "1"
FIRST_KEY = 2
"""Of the times that are offered."""
_KEYS: dict[Language, str] = {"en": "{time}, press {key}", "fr": "{time}, appuyez sur {key}"}
_NUMBERS: dict[Language, tuple[str, ...]] = {
    "en": ("one", "two", "three", "four", "five", "six"),
    "fr": ("un", "deux", "trois", "quatre", "cinq", "six"),
}


class AgreedTime:
    """The last question before a caller is called back. His wish is kept as soon as it is asked."""

    def __init__(self, memory: Memory, wording: Wording) -> None:
        self._memory = memory
        self._wording = wording

    def ask(self) -> list[Action]:
        """The number is settled: note it, and ask for the time where there is a choice."""
        memory = self._memory
        memory.progress()
        everything = tuple(callback_times(memory.plan, memory.moment))
        full = tuple(time.start for time in everything if self._full(time))
        wish = RequestCallback(memory.number, full)
        memory.times = self._some(everything)
        if not memory.times or memory.reason is TransferReason.DANGER:
            return [wish, *self.soon()]
        memory.mode = Mode.CALLBACK_TIME
        return [wish, *self._again()]

    def question(self) -> list[Action]:
        """The times that are offered, each with its key."""
        memory, language = self._memory, self._memory.tongue
        told = [
            _KEYS[language].format(time=said(time, memory.moment, language), key=_NUMBERS[language][key - 1])
            for key, time in enumerate(memory.times, FIRST_KEY)
        ]
        return self._wording.sentence(
            "callback_times", memory.misses + memory.silences, times=" ; ".join(told)
        )

    def heard(self, heard: Heard) -> tuple[Outcome, list[Action]]:
        """A time, as soon as possible, later, or something else."""
        memory = self._memory
        free = self._free()
        found = chosen(heard.text, heard.language or memory.tongue, memory.times, free, memory.moment)
        match found:
            case Wish.SOON:
                return Outcome.FILLED, self.soon()
            case Wish.LATER:
                return Outcome.MATCHED, self._later(free)
            case Wish.NONE:
                return self._missed("callback_time_none")
            case None if len(memory.times) == 1 and yes_or_no(heard.text):
                return self._agree(memory.times[0])
            case None:
                return self._missed("nomatch_slot")
            case (time,) if time in memory.times:
                return self._agree(time)
            case _:
                return self._several(found)

    def keyed(self, key: str) -> tuple[Outcome, list[Action]]:
        """One of the keys."""
        times = self._memory.times
        if key == SOON_KEY:
            return Outcome.FILLED, self.soon()
        if key.isdigit() and 0 <= (index := int(key) - FIRST_KEY) < len(times):
            return self._agree(times[index])
        return self._missed("nomatch_slot")

    def silent(self) -> list[Action]:
        """Nothing was said: asked again, and then as soon as somebody is free."""
        memory = self._memory
        if memory.silences > memory.plan.retries:
            return self.soon("callback_no_time")
        return [*self._wording.sentence("noinput_slot"), *self._again()]

    # -- what follows --

    def _several(self, found: tuple[CallbackTime, ...]) -> tuple[Outcome, list[Action]]:
        """Those are offered; who is offered the same ones again has not said which."""
        memory, before = self._memory, self._memory.times
        free = self._some(found, apart=False)
        if not free:
            return self._no_longer_free()
        if free == before:
            return self._missed("nomatch_slot")
        memory.times = free
        return Outcome.MATCHED, self._again()

    def _no_longer_free(self) -> tuple[Outcome, list[Action]]:
        memory = self._memory
        memory.times = self._some(self._free())
        told = self._wording.sentence("callback_time_full")
        return Outcome.MATCHED, [*told, *(self._again() if memory.times else self.soon())]

    def _agree(self, time: CallbackTime) -> tuple[Outcome, list[Action]]:
        memory = self._memory
        if self._full(time):
            return self._no_longer_free()
        spoken = said(time, memory.moment, memory.tongue)
        told = self._wording.sentence(
            "callback_done_at", number=phone(memory.number, memory.tongue), time=spoken
        )
        memory.mode = Mode.ENDED
        return Outcome.FILLED, [AgreeCallback(time), *told, HangUp(EndReason.CALLBACK)]

    def soon(self, why: str = "") -> list[Action]:
        """He is called as soon as somebody is free; `why` names a sentence before that."""
        memory = self._memory
        told = self._wording.sentence(why) if why else []
        told += self._wording.sentence("callback_done", number=phone(memory.number, memory.tongue))
        memory.mode = Mode.ENDED
        return [*told, HangUp(EndReason.CALLBACK)]

    def _later(self, free: tuple[CallbackTime, ...]) -> list[Action]:
        memory = self._memory
        last = max(time.start for time in memory.times)
        memory.times = self._some(time for time in free if time.start > last)
        return self._again() if memory.times else self.soon("callback_no_later")

    def _missed(self, sentence: str) -> tuple[Outcome, list[Action]]:
        memory = self._memory
        memory.misses += 1
        if memory.misses > memory.plan.retries:
            return Outcome.NO_MATCH, self.soon("callback_no_time")
        return Outcome.NO_MATCH, [*self._wording.sentence(sentence), *self._again()]

    def _again(self) -> list[Action]:
        return [*self.question(), self._wording.listen(Listen())]

    # -- which times there are --

    def _full(self, time: CallbackTime) -> bool:
        plan = self._memory.plan
        return self._memory.agreed(plan.name, time.start) >= plan.callback.most

    def _free(self) -> tuple[CallbackTime, ...]:
        times = callback_times(self._memory.plan, self._memory.moment)
        return tuple(time for time in times if not self._full(time))

    def _some(self, times: Iterable[CallbackTime], *, apart: bool = True) -> tuple[CallbackTime, ...]:
        """The first free ones; `apart`: one for each part of a day, so that they are easily told apart."""
        some: dict[object, CallbackTime] = {}
        for time in times:
            if not self._full(time):
                some.setdefault((time.start.date(), part_of(time)) if apart else time, time)
        return tuple(some.values())[: self._memory.plan.callback.offer]
