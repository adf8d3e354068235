"""What an answer does: words, keys or silence, at whatever is being waited for."""

from __future__ import annotations

import re
from collections.abc import Sequence

from voice.conversation.commanded import Commanded, Reply
from voice.conversation.memory import Memory, Mode
from voice.conversation.person import Person
from voice.conversation.questions import Questions
from voice.conversation.walk import Walk
from voice.conversation.wording import Wording
from voice.escalation.score import ASKED_FOR_PERSON, DANGER, demand
from voice.turn import Heard, Listen, Outcome, TransferReason, Understanding
from voice.understanding.commands import Command
from voice.understanding.slots import needs_letter, read_value
from voice.understanding.yes_no import yes_or_no
from voice.words import fold

CLEARLY_OUT = 0.6
"""Probability of being out of scope from which the bot says what it cannot do."""
CHANGES_MIND = 0.6
"""A request other than the one being served counts from this probability on."""
_THANKS = re.compile(
    r"(?:non )?(?:merci|thanks|thank you|cheers)(?: (?:beaucoup|bien|a vous|so much|very much|you))*"
)


class Answers:
    """Reacts to the caller. Every reply's actions end in one that waits."""

    demands = frozenset({Command.PERSON, Command.DANGER})

    def __init__(self, memory: Memory, wording: Wording, walk: Walk, person: Person) -> None:
        self._memory = memory
        self._wording = wording
        self._walk = walk
        self._person = person
        self._questions = Questions(memory, wording, walk, person)
        self._commanded = Commanded(memory, wording, walk, person, self._questions)

    # -- words --

    def words(self, heard: Heard, understood: Understanding, command: Command | None, number: int) -> Reply:
        """The caller said something."""
        if command in self.demands:
            return self.demanded(command, heard.text, number)
        if command and (reply := self._commanded.reply(command, understood)):
            return reply
        if self._person.calling_back:
            outcome, actions = self._person.heard(heard)
            return Reply(outcome, actions, "callback")
        match self._memory.mode:
            case Mode.CONFIRM:
                return self._confirmed(heard, understood)
            case Mode.OFFER:
                return self._offered(heard, understood)
            case Mode.MORE:
                return self._asked_more(heard, understood)
            case _:
                return self._at_step(heard, understood)

    def demanded(self, command: Command | None, text: str, number: int) -> Reply:
        """A person is asked for, or a life is in danger: no score is needed."""
        name, why, reason = ASKED_FOR_PERSON, "person", TransferReason.CALLER_ASKED
        if command is Command.DANGER:
            name, why, reason = DANGER, "danger", TransferReason.DANGER
        quoted = f"« {text} »" if self._memory.tongue == "fr" else f'"{text}"'
        signal = demand(name, number, quoted)
        return Reply(Outcome.COMMAND, self._person.begin(reason), why, quoted, signal)

    def _at_step(self, heard: Heard, understood: Understanding) -> Reply:
        memory = self._memory
        asked = memory.step.slot
        self._keep(understood, but=asked)
        if asked and asked in understood.slots:
            return self._value(asked, understood.slots[asked], heard)
        if asked:
            others = [
                i for i in understood.intents if i.name != memory.request and i.confidence >= CHANGES_MIND
            ]
            if not others:
                return self._missed(heard.text, understood)
            if memory.request:
                memory.pending.insert(0, memory.request)
            return self._requested([intent.name for intent in others], understood)
        if understood.intents:
            return self._requested([intent.name for intent in understood.intents], understood)
        if request := self._explained_by(understood):
            return self._requested([request], understood)
        return self._missed(heard.text, understood)

    def _keep(self, understood: Understanding, but: str | None = None) -> None:
        """Values given without being asked for are used later without asking.

        A value that fits several slots is kept for the one that the request asks for, else not at all.
        """
        plan, given = self._memory.plan, understood.slots
        wanted = {plan.steps[plan.intents[intent.name].goto].slot for intent in understood.intents[:1]}
        for name, value in given.items():
            alone = sum(other == value for other in given.values()) == 1
            if name != but and (alone or name in wanted):
                self._memory.slots[name] = value

    def _requested(self, names: Sequence[str], understood: Understanding) -> Reply:
        memory = self._memory
        titles = ", ".join(memory.plan.intents[name].title[memory.tongue] for name in names)
        return Reply(Outcome.MATCHED, self._walk.serve(names, understood.slots), "request", titles)

    def _explained_by(self, understood: Understanding) -> str | None:
        """The first request that begins by asking for a value that was just given."""
        steps = self._memory.plan.steps
        asking = ((name, steps[intent.goto].slot) for name, intent in self._memory.plan.intents.items())
        return next((name for name, slot in asking if slot in understood.slots), None)

    # -- values --

    def _value(self, slot: str, value: str, heard: Heard) -> Reply:
        """A value that was asked for: kept, or read back when the ear or the words leave a doubt."""
        memory = self._memory
        policy = memory.plan.slots[slot].confirm
        if policy == "always" or (policy == "unsure" and not self._certain(slot, value, heard)):
            memory.candidate, memory.mode = value, Mode.CONFIRM
            actions = [*self._questions.ask(), self._wording.listen(Listen(expects="yes_no"))]
            return Reply(Outcome.FILLED, actions, "unsure", value)
        return self._fill(slot, value)

    def _certain(self, slot: str, value: str, heard: Heard) -> bool:
        memory = self._memory
        if heard.confidence < memory.plan.confirm_below:
            return False
        spoken = heard.language if heard.language in memory.plan.languages else memory.tongue
        read = read_value(heard.text, memory.plan.slots[slot], spoken, memory.today)
        return read is None or read.value != value or read.sure

    def _fill(self, slot: str, value: str) -> Reply:
        memory = self._memory
        memory.progress()
        memory.slots[slot] = value
        return Reply(Outcome.FILLED, self._walk.to(str(memory.step.goto)), "filled", value)

    def _confirmed(self, heard: Heard, understood: Understanding) -> Reply:
        memory, slot = self._memory, str(self._memory.step.slot)
        kind = memory.plan.slots[slot].type
        value = None if kind in ("yes_no", "text", "number") else understood.slots.get(slot)
        if value == memory.candidate:
            return self._fill(slot, value)
        answer = yes_or_no(heard.text)
        if value and answer is not True:
            memory.misses += 1
            return self._value(slot, value, heard)
        return self._missed(heard.text, understood) if answer is None else self._sure(answer)

    def _sure(self, yes: bool) -> Reply:
        memory = self._memory
        if yes:
            return self._fill(str(memory.step.slot), memory.candidate)
        memory.mode = Mode.STEP
        memory.misses += 1
        if memory.misses > memory.retries:
            return self._given_up(Outcome.NO_MATCH)
        actions = [*self._wording.sentence("confirm_no"), *self._questions.ask(), self._questions.listen()]
        return Reply(Outcome.NO_MATCH, actions, "denied")

    # -- between requests --

    def _offered(self, heard: Heard, understood: Understanding) -> Reply:
        answer = yes_or_no(heard.text)
        if understood.intents and answer is not True:
            self._keep(understood)
            return self._requested([intent.name for intent in understood.intents], understood)
        return self._missed(heard.text, understood) if answer is None else self._taken(answer)

    def _taken(self, yes: bool) -> Reply:
        memory = self._memory
        memory.progress()
        name, *rest = memory.pending
        if yes:
            memory.pending = rest
            return Reply(Outcome.MATCHED, self._walk.serve([name], memory.slots), "yes")
        memory.pending = rest
        return Reply(Outcome.MATCHED, self._walk.offer() if rest else self._walk.more(), "no")

    def _asked_more(self, heard: Heard, understood: Understanding) -> Reply:
        self._keep(understood)
        if understood.intents:
            return self._requested([intent.name for intent in understood.intents], understood)
        answer = False if _THANKS.fullmatch(fold(heard.text)) else yes_or_no(heard.text)
        if answer is None and (request := self._explained_by(understood)):
            return self._requested([request], understood)
        return self._missed(heard.text, understood) if answer is None else self._wants_more(answer)

    def _wants_more(self, yes: bool) -> Reply:
        self._memory.progress()
        if yes:
            actions = [*self._wording.sentence("go_ahead"), self._questions.listen()]
            return Reply(Outcome.MATCHED, actions, "yes")
        return Reply(Outcome.MATCHED, self._walk.goodbye(), "no")

    # -- keys --

    def keys(self, digits: str, understood: Understanding, number: int) -> Reply:
        """The caller keyed something."""
        if digits == "0":
            pressed = "touche 0" if self._memory.tongue == "fr" else "key 0"
            signal = demand(ASKED_FOR_PERSON, number, pressed)
            actions = self._person.begin(TransferReason.CALLER_ASKED)
            return Reply(Outcome.COMMAND, actions, "person", pressed, signal)
        if self._person.calling_back:
            outcome, actions = self._person.keyed(digits)
            return Reply(outcome, actions, "callback")
        mode = self._memory.mode
        if mode in (Mode.CONFIRM, Mode.OFFER, Mode.MORE) and digits in ("1", "2"):
            react = {Mode.CONFIRM: self._sure, Mode.OFFER: self._taken, Mode.MORE: self._wants_more}[mode]
            return react(digits == "1")
        if mode is Mode.STEP:
            return self._keyed_at_step(digits, understood)
        return self._missed(digits, understood)

    def _keyed_at_step(self, digits: str, understood: Understanding) -> Reply:
        memory, step = self._memory, self._memory.step
        if step.slot and step.slot in understood.slots:
            return self._fill(step.slot, understood.slots[step.slot])
        if digits in step.menu:
            memory.progress()
            return Reply(Outcome.MATCHED, self._walk.to(step.menu[digits]), "menu", digits)
        if step.slot and needs_letter(digits, memory.plan.slots[step.slot]):
            memory.misses += 1
            if memory.misses <= memory.retries:
                actions = [*self._wording.sentence("needs_letter"), self._questions.listen()]
                return Reply(Outcome.NO_MATCH, actions, "no_match", digits)
            return self._given_up(Outcome.NO_MATCH)
        return self._missed(digits, understood)

    # -- nothing understood --

    def _missed(self, text: str, understood: Understanding) -> Reply:
        memory = self._memory
        memory.misses += 1
        if memory.misses > memory.retries:
            return self._given_up(Outcome.NO_MATCH)
        index = memory.misses - 1
        step = memory.step
        if memory.mode is Mode.STEP and step.no_match:
            said = self._wording.text(step.no_match[min(index, len(step.no_match) - 1)])
        elif memory.mode is Mode.STEP and step.slot:
            said = [*self._wording.sentence("no_match_slot", index), *self._questions.ask()]
        elif memory.mode in (Mode.CONFIRM, Mode.OFFER):
            said = [*self._questions.ask(), *self._wording.sentence("yes_or_no", index)]
        elif index == 0 and understood.out_of_scope >= CLEARLY_OUT and len(text.split()) > 2:
            said = self._wording.sentence("out_of_scope", 0)
        else:
            said = self._wording.sentence("no_match", index)
        return Reply(Outcome.NO_MATCH, [*said, self._questions.listen()], "no_match", text)

    def silence(self) -> Reply:
        """The caller said nothing in time."""
        memory = self._memory
        if self._person.calling_back:
            return Reply(Outcome.NO_INPUT, self._person.silent(), "no_input")
        memory.silences += 1
        if memory.silences > memory.retries:
            if memory.mode is Mode.MORE and memory.served:
                return Reply(Outcome.NO_INPUT, self._walk.goodbye(), "no_input")
            return self._given_up(Outcome.NO_INPUT)
        index, step = memory.silences - 1, memory.step
        if memory.mode is Mode.STEP and step.no_input:
            said = self._wording.text(step.no_input[min(index, len(step.no_input) - 1)])
        elif memory.mode is Mode.STEP and not step.slot:
            said = self._wording.sentence("no_input", index)
        else:
            said = [*self._wording.sentence("no_input_slot", index), *self._questions.ask()]
        return Reply(Outcome.NO_INPUT, [*said, self._questions.listen()], "no_input")

    def _given_up(self, outcome: Outcome) -> Reply:
        memory = self._memory
        elsewhere = memory.step.otherwise if memory.mode in (Mode.STEP, Mode.CONFIRM) else None
        memory.progress()
        if elsewhere:
            return Reply(outcome, self._walk.to(elsewhere), "given_up")
        sentence = "transfer_silence" if outcome is Outcome.NO_INPUT else None
        return Reply(
            outcome, self._person.begin(TransferReason.NOT_UNDERSTOOD, sentence=sentence), "given_up"
        )
