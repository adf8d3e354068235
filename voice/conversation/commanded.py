"""What the commands do that work in every state."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from voice.conversation.memory import PACES, Memory, Mode
from voice.conversation.person import Person
from voice.conversation.questions import Questions
from voice.conversation.remarks import Remark, leaves
from voice.conversation.walk import Walk
from voice.conversation.wording import Wording
from voice.turn import Action, Outcome, Signal, Understanding
from voice.understanding.commands import Command

LEAVING = frozenset({Command.GOODBYE, Command.STOP, Command.RESTART})
"""Commands that give way to a request made in the same sentence."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What one answer led to. `actions` end in one that waits."""

    outcome: Outcome
    actions: Sequence[Action]
    why: str
    what: str = ""
    demand: Signal | None = None


class Commanded:
    """Carries commands out, also while a call back is being arranged."""

    def __init__(
        self, memory: Memory, wording: Wording, walk: Walk, person: Person, questions: Questions
    ) -> None:
        self._memory = memory
        self._wording = wording
        self._walk = walk
        self._person = person
        self._questions = questions

    def reply(self, command: Command, text: str, understood: Understanding) -> Reply | None:
        """What the command leads to; None when the sentence says something else besides that counts more."""
        calling_back = self._person.calling_back
        if command in (Command.FRENCH, Command.ENGLISH):
            return self._change_language(command, understood)
        if self._said_more(command, text, understood):
            return None
        if command is Command.HELLO:
            return self._greeted(text)
        self._memory.progress()
        match command:
            case Command.REPEAT:
                return Reply(Outcome.COMMAND, self.again(), "again", command.value)
            case Command.SLOWER | Command.FASTER:
                return Reply(Outcome.COMMAND, self._pace(command), "again", command.value)
            case Command.BACK:
                return self._done(command, self._back())
            case Command.HELP:
                return self._done(command, self._help())
            case Command.RESTART:
                return self._done(command, self._restart())
            case _ if calling_back:
                return self._done(command, self._person.leave())
            case Command.STOP if self._memory.mode in (Mode.CONSENT, Mode.SURVEY):
                return None
            case Command.STOP:
                return self.stopped()
            case _:
                return self._done(command, self._walk.goodbye())

    def _said_more(self, command: Command, text: str, understood: Understanding) -> bool:
        """True when leaving is only a part of what the sentence says."""
        if command is Command.GOODBYE and not leaves(text):
            return True
        return bool(understood.intents) and command in LEAVING and not self._person.calling_back

    def _greeted(self, text: str) -> Reply:
        """A greeting leads to the question; "salut" between requests is a goodbye."""
        if self._memory.mode is Mode.MORE and leaves(text):
            return self._done(Command.HELLO, self._walk.goodbye())
        return self._done(Command.HELLO, [*self._questions.ask(), self._questions.listen()])

    def about_us(self, asked: Remark) -> Reply:
        """An honest word about who speaks, and the question again."""
        if asked is Remark.LOUD:
            return Reply(Outcome.COMMAND, self.again(), "again", asked.value)
        if asked is Remark.HELLO:
            return self._done(Command.HELLO, [*self._questions.ask(), self._questions.listen()])
        name = {Remark.WHO: "who_speaks", Remark.ROBOT: "automatic", Remark.THERE: "i_hear_you"}[asked]
        actions = [*self._wording.sentence(name), *self._questions.ask(), self._questions.listen()]
        return Reply(Outcome.COMMAND, actions, "command", asked.value)

    def _done(self, command: Command, actions: Sequence[Action]) -> Reply:
        return Reply(Outcome.COMMAND, actions, "command", command.value)

    def _change_language(self, command: Command, understood: Understanding) -> Reply | None:
        memory = self._memory
        language = "fr" if command is Command.FRENCH else "en"
        changed = memory.language != language
        memory.language, memory.settled = "fr" if language == "fr" else "en", True
        if understood.intents or understood.slots:
            return None
        said = self._wording.sentence("language_changed") if changed else []
        return self._done(command, [*said, *self._questions.ask(), self._questions.listen()])

    def again(self) -> list[Action]:
        """What was said last, at the pace of this call."""
        memory = self._memory
        says = [self._wording.paced(say) for say in memory.said if say.language in memory.speaks]
        return [*(says or self._questions.ask()), self._questions.listen()]

    def told_again(self) -> list[Action]:
        """The answer to the request that was served last."""
        says = [say for say in self._memory.told if say.language in self._memory.speaks]
        return [*map(self._wording.paced, says), self._questions.listen()] if says else self.again()

    def _pace(self, command: Command) -> list[Action]:
        memory = self._memory
        index = PACES.index(memory.speed) + (1 if command is Command.FASTER else -1)
        if not 0 <= index < len(PACES):
            return [*self._wording.sentence("pace_limit"), *self.again()]
        memory.speed = PACES[index]
        return [*self._wording.sentence(command.value), *self.again()]

    def _back(self) -> list[Action]:
        found = (self._person.calling_back and self._person.back()) or self._walk.back()
        said = self._wording.sentence("back" if found else "back_nothing")
        return [*said, *self._questions.ask(), self._questions.listen()]

    def _help(self) -> list[Action]:
        memory = self._memory
        if self._person.calling_back:
            return [*self._questions.ask(), self._questions.listen()]
        asking = memory.mode is not Mode.STEP or memory.step.slot
        if memory.mode is Mode.STEP and memory.step.help:
            own = self._wording.text(memory.step.help)
            return [*own, *(self._questions.ask() if asking else []), self._questions.listen()]
        if memory.on_errand:
            return [*self._questions.ask(), self._questions.listen()]
        again = self._questions.ask() if asking and memory.mode is not Mode.MORE else []
        return [*self._wording.sentence("help"), *again, self._questions.listen()]

    def _restart(self) -> list[Action]:
        memory = self._memory
        if memory.on_errand and memory.errand is not None:
            memory.errand.afresh = True
            first = memory.plan.errands[memory.errand.name].goto
            return [*self._wording.sentence("restart"), *self._walk.to(first)]
        memory.slots.clear()
        memory.partial.clear()
        memory.pending.clear()
        memory.trail.clear()
        memory.request, memory.candidate = None, ""
        return [*self._wording.sentence("restart"), *self._walk.to(memory.plan.start)]

    def stopped(self) -> Reply:
        """The caller does not want this request any more."""
        return self._done(Command.STOP, self._stop())

    def _stop(self) -> list[Action]:
        """Leave the request; where there is none, the call ends."""
        memory = self._memory
        if memory.mode is Mode.MORE or memory.on_errand:
            return self._walk.goodbye()
        memory.pending.clear()
        memory.request, memory.candidate = None, ""
        return [*self._wording.sentence("stopped"), *self._walk.more()]
