"""What is done with values that callers give: kept, read back, completed, corrected."""

from __future__ import annotations

from voice.conversation.commanded import Reply
from voice.conversation.memory import Memory, Mode
from voice.conversation.questions import Questions
from voice.conversation.remarks import Remark, plain_answer, remark, thanks_only
from voice.conversation.unclear import Unclear
from voice.conversation.walk import Walk
from voice.conversation.wording import Wording
from voice.dialplan.spoken import spoken
from voice.turn import Heard, Language, Listen, Outcome, Understanding
from voice.understanding.slots import add_letter, digits_without_letter, read_value


class Values:
    """Takes the values that were asked for, and keeps those that were not."""

    def __init__(
        self, memory: Memory, wording: Wording, walk: Walk, questions: Questions, unclear: Unclear
    ) -> None:
        self._memory = memory
        self._wording = wording
        self._walk = walk
        self._questions = questions
        self._unclear = unclear

    def keep(self, understood: Understanding, but: str | None = None) -> None:
        """Values given without being asked for are used later without asking.

        A value that fits several slots is kept for the one that the request asks for, else not at all; of
        several requests the first that the bot serves.
        """
        plan, given = self._memory.plan, understood.slots
        begun = sorted((intent.name for intent in understood.intents), key=lambda name: not plan.serves(name))
        wanted = {plan.steps[plan.intents[name].goto].slot for name in begun[:1]}
        for name, value in given.items():
            alone = sum(other == value for other in given.values()) == 1
            if name != but and (alone or name in wanted):
                self._memory.slots[name] = value

    def take(self, slot: str, value: str, heard: Heard, sure: bool = True) -> Reply:
        """A value that was asked for: kept, or read back when the ear or the words leave a doubt."""
        memory = self._memory
        policy = memory.plan.slots[slot].confirm
        certain = sure and self._certain(slot, value, heard)
        if policy == "always" or (policy == "unsure" and not certain):
            memory.candidate, memory.mode = value, Mode.CONFIRM
            actions = [*self._questions.ask(), self._wording.listen(Listen(expects="yes_no"))]
            return Reply(Outcome.FILLED, actions, "unsure", value)
        return self.fill(slot, value)

    def _certain(self, slot: str, value: str, heard: Heard) -> bool:
        memory = self._memory
        if heard.confidence < memory.plan.confirm_below:
            return False
        read = read_value(heard.text, memory.plan.slots[slot], self._spoken(heard), memory.today)
        return read is None or read.value != value or read.sure

    def fill(self, slot: str, value: str) -> Reply:
        """The value is known: on."""
        memory = self._memory
        memory.progress()
        memory.partial.clear()
        memory.slots[slot] = value
        return Reply(Outcome.FILLED, self._walk.to(str(memory.step.goto)), "filled", value)

    def in_part(self, slot: str, heard: Heard) -> Reply | None:
        """Digits without their letter are kept, and the letter asked for; then it is put to them."""
        memory = self._memory
        shape, known = memory.plan.slots[slot], memory.partial.get(slot)
        if shape.type not in ("identifier", "digits"):
            return None
        digits = digits_without_letter(heard.text, shape, self._spoken(heard))
        if digits and digits != known:
            return self.ask_letter(slot, digits)
        if known and (whole := add_letter(heard.text, known, shape, self._spoken(heard))):
            return self.take(slot, whole.value, heard, whole.sure)
        return None

    def ask_letter(self, slot: str, digits: str) -> Reply:
        """Say which digits were heard, and ask for the letter that goes with them."""
        memory = self._memory
        memory.partial[slot] = digits
        memory.misses += 1
        heard = spoken(digits, "digits", memory.tongue)
        actions = [*self._wording.sentence("which_letter", value=heard), self._questions.listen()]
        return Reply(Outcome.MATCHED, actions, "in_part", digits)

    def confirmed(self, heard: Heard, understood: Understanding) -> Reply:
        """The answer to a value read back."""
        memory, slot = self._memory, str(self._memory.step.slot)
        shape = memory.plan.slots[slot]
        value = None if shape.type in ("yes_no", "text", "number") else understood.slots.get(slot)
        if value == memory.candidate:
            return self.fill(slot, value)
        answer = plain_answer(heard.text)
        if value and answer is not True:
            memory.misses += 1
            return self.take(slot, value, heard)
        if other := self._other_letter(slot, heard):
            memory.misses += 1
            return self.take(slot, other, heard)
        if answer is None and remark(heard.text) is Remark.WAIT:
            return self._unclear.wait()
        if answer is None and thanks_only(heard.text):
            return self.sure(True)
        return self._unclear.missed(heard.text, understood) if answer is None else self.sure(answer)

    def _other_letter(self, slot: str, heard: Heard) -> str | None:
        """The value read back, with the letter that the caller says instead."""
        shape, candidate = self._memory.plan.slots[slot], self._memory.candidate
        digits = "".join(char for char in candidate if char.isdigit())
        if shape.type != "identifier" or not digits or digits == candidate:
            return None
        found = add_letter(heard.text, digits, shape, self._spoken(heard))
        return found.value if found and found.value != candidate else None

    def sure(self, yes: bool) -> Reply:
        """Yes or no to a value read back."""
        memory = self._memory
        if yes:
            return self.fill(str(memory.step.slot), memory.candidate)
        memory.mode = Mode.STEP
        memory.misses += 1
        if memory.misses > memory.retries:
            return self._unclear.given_up(Outcome.NO_MATCH)
        actions = [*self._wording.sentence("confirm_no"), *self._questions.ask(), self._questions.listen()]
        return Reply(Outcome.NO_MATCH, actions, "denied")

    def _spoken(self, heard: Heard) -> Language:
        return heard.language if heard.language in self._memory.plan.languages else self._memory.tongue
