"""What the caller answers when asked whether the call may be recorded. Nobody is kept at the question."""

from __future__ import annotations

from voice.conversation.commanded import Reply
from voice.conversation.memory import Memory
from voice.conversation.remarks import plain_answer
from voice.conversation.walk import Walk
from voice.conversation.wording import Wording
from voice.turn import Action, Consent, ConsentAnswer, Heard, Listen, Outcome
from voice.understanding.yes_no import yes_or_no

MOST_ASKED = 2
"""How often the question is asked; who does not answer is not recorded, and goes on."""


class Consenting:
    """Yes, no, or something else; the call goes on in any case."""

    def __init__(self, memory: Memory, wording: Wording, walk: Walk) -> None:
        self._memory = memory
        self._wording = wording
        self._walk = walk

    def heard(self, heard: Heard, *, asks_for_something: bool) -> Reply | None:
        """Words at the question; None when they ask for something, which is then served.

        "Yes, and where is my order?" is a yes; "where is my order?" is none.
        """
        if asks_for_something:
            if yes_or_no(heard.text):
                self._memory.first.append(self._settled("given"))
            return None
        answer = plain_answer(heard.text)
        if answer is None and yes_or_no(heard.text) is False:
            answer = False
        return self._missed(heard.text) if answer is None else self._answered(answer)

    def keyed(self, digits: str) -> Reply:
        """1 is yes, 2 is no."""
        return self._answered(digits == "1") if digits in ("1", "2") else self._missed(digits)

    def declined(self) -> Reply:
        """The caller wants to leave this."""
        return self._answered(False)

    def silence(self) -> Reply:
        """Nothing was said."""
        return Reply(Outcome.NO_INPUT, self._missed("").actions, "no_input")

    def _answered(self, yes: bool) -> Reply:
        if yes:
            return Reply(Outcome.FILLED, [self._settled("given"), *self._go_on()], "yes")
        return Reply(Outcome.FILLED, self._unrecorded("refused"), "no")

    def _missed(self, said: str) -> Reply:
        memory = self._memory
        memory.misses += 1
        if memory.misses >= MOST_ASKED:
            return Reply(Outcome.NO_MATCH, self._unrecorded("unanswered"), "given_up")
        again = [*self._wording.sentence("recording_asked"), *self._wording.sentence("yes_or_no")]
        listen = self._wording.listen(Listen(expects="yes_no"))
        return Reply(Outcome.NO_MATCH, [*again, listen], "no_match", said)

    def _unrecorded(self, answer: ConsentAnswer) -> list[Action]:
        said = [self._settled(answer), *self._wording.sentence("recording_refused")]
        return [*said, *self._go_on(self._memory.plan.recording.refused)]

    def _go_on(self, elsewhere: str | None = None) -> list[Action]:
        self._memory.progress()
        return self._walk.to(elsewhere or self._memory.entry)

    def _settled(self, answer: ConsentAnswer) -> Consent:
        self._memory.settle(answer)
        return Consent(answer)
