"""What is being asked, and how to listen for the answer, wherever the conversation stands."""

from __future__ import annotations

from voice.conversation.memory import Memory, Mode
from voice.conversation.person import Person
from voice.conversation.walk import Walk
from voice.conversation.wording import Wording
from voice.turn import Action, Listen


class Questions:
    """Asks once more what is being waited for."""

    def __init__(self, memory: Memory, wording: Wording, walk: Walk, person: Person) -> None:
        self._memory = memory
        self._wording = wording
        self._walk = walk
        self._person = person

    def ask(self) -> list[Action]:
        """What is being asked, in the language spoken."""
        memory, step = self._memory, self._memory.step
        if self._person.calling_back:
            return self._person.question()
        match memory.mode:
            case Mode.CONFIRM:
                value = self._wording.value(str(step.slot), memory.candidate, memory.tongue)
                return self._wording.sentence("confirm_slot", memory.misses, value=value)
            case Mode.OFFER:
                return self._walk.offer_question()
            case Mode.MORE:
                return self._wording.sentence("anything_else")
            case Mode.GUESS:
                title = memory.plan.intents[memory.guessed].title[memory.tongue]
                return self._wording.sentence("guess", title=title)
            case Mode.PERSON_OFFER:
                return self._wording.sentence("offer_person")
            case Mode.CONSENT:
                return self._wording.sentence("recording_asked")
            case Mode.SURVEY:
                return self._wording.text(memory.plan.surveys[str(step.survey)].ask)
            case _:
                return self._wording.text(step.ask) or self._wording.sentence("what_can_i_do")

    def listen(self) -> Listen:
        """How to listen for the answer."""
        if self._person.calling_back:
            return self._person.listen()
        if self._memory.mode is Mode.STEP:
            return self._wording.listen_here()
        if self._memory.mode is Mode.MORE:
            return self._wording.listen_open()
        if self._memory.mode is Mode.SURVEY:
            return self._wording.listen(Listen(expects="number"))
        return self._wording.listen(Listen(expects="yes_no"))
