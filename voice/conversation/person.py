"""Giving the call to a person, and what follows when nobody can be had: a call back, or a message."""

from __future__ import annotations

import re

from voice.conversation.agreed_time import AgreedTime
from voice.conversation.errands import Errands
from voice.conversation.memory import CALLING_BACK, Memory, Mode
from voice.conversation.wording import Wording
from voice.dialplan.people import QueueCall
from voice.dialplan.spoken import phone
from voice.turn import (
    Action,
    Digits,
    EndReason,
    ErrandOutcome,
    HandoffFailure,
    HangUp,
    Heard,
    Listen,
    Outcome,
    Record,
    Target,
    Transfer,
    TransferReason,
)
from voice.understanding.slots import canonical_phone, find_phone
from voice.understanding.yes_no import yes_or_no
from voice.words import fold

MOST_ROUNDS = 2
"""How often all targets are tried in one call."""
SOFTENED = frozenset(
    {
        TransferReason.CALLER_ASKED,
        TransferReason.PLAN,
        TransferReason.LIMIT,
        TransferReason.COMPLEXITY,
        TransferReason.NOT_UNDERSTOOD,
    }
)
"""Reasons whose sentence would be too long, or too brisk, for who is upset."""
SHORTEST_MESSAGE = 1.0
"""Seconds below which a message counts as none."""
_OTHER = re.compile(r"\b(?:autre|different|another|other)\b")
_MESSAGE = re.compile(r"\b(?:message|messagerie|voicemail|voice mail|repondeur)\b")

Reaction = tuple[Outcome, list[Action]]


class Person:
    """The way to a person: targets in turn, then a call back, then a message."""

    def __init__(self, memory: Memory, wording: Wording) -> None:
        self._memory = memory
        self._wording = wording
        self._times = AgreedTime(memory, wording)
        self.errands = Errands(memory, wording)

    # -- on the way to a person --

    def begin(
        self, reason: TransferReason, names: tuple[str, ...] = (), sentence: str | None = None
    ) -> list[Action]:
        """Say what happens and try the first target."""
        return self._begin(reason, self._memory.plan.chain(names), sentence)

    def wait_in(self, call: QueueCall, reason: TransferReason = TransferReason.PLAN) -> list[Action]:
        """Let the caller wait for an agent; the queue's targets are rung when nobody is at the desk."""
        plan = self._memory.plan
        queue = plan.waiting_in(call)
        others = (target for target in plan.chain(plan.queues[call.name].to) if target.queue is None)
        return self._begin(reason, (queue, *others))

    def _begin(
        self, reason: TransferReason, everybody: tuple[Target, ...], sentence: str | None = None
    ) -> list[Action]:
        memory, danger = self._memory, reason is TransferReason.DANGER
        if memory.on_errand:
            said_by = self._farewell(reason, sentence)
            return self.errands.over(ErrandOutcome.PERSON, reason, said_by)
        if memory.rounds >= MOST_ROUNDS:
            said = self._wording.sentence("danger_alone" if danger else "person_tried")
            return [*said, *self.call_back()]
        memory.chain = tuple(
            target for target in everybody if danger or memory.plan.there(target.name, memory.now)
        )
        memory.attempt, memory.reason = 1, reason
        if not memory.chain:
            memory.rounds = MOST_ROUNDS
            failure = HandoffFailure.CLOSED if everybody else HandoffFailure.UNREACHABLE
            warning = self._wording.sentence("danger_alone") if danger else []
            return [*warning, *self._wording.sentence(f"nobody_{failure.value}"), *self.call_back()]
        said = self._wording.sentence(self._farewell(reason, sentence))
        memory.mode = Mode.TRANSFER
        return [*said, Transfer(memory.chain[0], reason, 1)]

    def _farewell(self, reason: TransferReason, sentence: str | None) -> str:
        """Name of the sentence before the transfer: short and warm for who is upset."""
        memory = self._memory
        if reason is TransferReason.EMOTION and memory.distressed:
            return "transfer_distress"
        if memory.upset and reason in SOFTENED:
            return "transfer_upset"
        return sentence or f"transfer_{reason.value}"

    def failed(self, failure: HandoffFailure) -> list[Action]:
        """One target could not be reached: say so, then the next, or a call back."""
        memory = self._memory
        if failure is HandoffFailure.CALLER_HUNG_UP:
            memory.mode = Mode.ENDED
            return [HangUp(EndReason.CALLER_HUNG_UP)]
        if failure is not HandoffFailure.CALLER_LEFT and memory.attempt < len(memory.chain):
            memory.attempt += 1
            said = self._wording.sentence(f"failed_{failure.value}")
            return [*said, Transfer(memory.chain[memory.attempt - 1], memory.reason, memory.attempt)]
        memory.rounds += 1
        return [*self._wording.sentence(f"nobody_{failure.value}"), *self.call_back()]

    # -- calling back --

    def call_back(self) -> list[Action]:
        """Offer to call back, at the caller's own number where it is known."""
        memory = self._memory
        if memory.on_errand:
            return self.errands.over(ErrandOutcome.PERSON, TransferReason.PLAN)
        memory.progress()
        memory.unmet = True
        memory.number = canonical_phone(memory.caller) or ""
        memory.mode = Mode.CALLBACK_OFFER if memory.number else Mode.CALLBACK_ASK
        return [*self.question(), self.listen()]

    def question(self) -> list[Action]:
        """What is being asked in a call-back dialogue."""
        memory, said = self._memory, self._memory.misses + self._memory.silences
        if memory.mode is Mode.CALLBACK_TIME:
            return self._times.question()
        if memory.mode is Mode.CALLBACK_ASK:
            return self._wording.sentence("callback_ask", said)
        name = "callback_offer" if memory.mode is Mode.CALLBACK_OFFER else "callback_confirm"
        return self._wording.sentence(name, said, number=phone(memory.number, memory.tongue))

    def listen(self) -> Listen:
        """How to listen in a call-back dialogue: a number can be keyed at any point of it."""
        if self._memory.mode is Mode.CALLBACK_TIME:
            return self._wording.listen(Listen())
        expects = "number" if self._memory.mode is Mode.CALLBACK_ASK else "yes_no"
        wait = Listen(digits=Digits(most=15, least=1), expects="number" if expects == "number" else "yes_no")
        return self._wording.listen(wait)

    def heard(self, heard: Heard) -> Reaction:
        """Words in a call-back dialogue."""
        memory = self._memory
        if memory.mode is Mode.CALLBACK_TIME and not _MESSAGE.search(fold(heard.text)):
            return self._times.heard(heard)
        number = find_phone(heard.text, heard.language or memory.tongue)
        if number and number != memory.number:
            return self._new_number(number)
        if _MESSAGE.search(fold(heard.text)):
            return Outcome.MATCHED, self.voicemail()
        another = bool(_OTHER.search(fold(heard.text)))
        answer = True if number else yes_or_no(heard.text)
        if answer is None and not another:
            return self._missed()
        return self._answered(bool(answer), another=another)

    def keyed(self, digits: str) -> Reaction:
        """Keys in a call-back dialogue: 1 yes, 2 no, or a number."""
        if self._memory.mode is Mode.CALLBACK_TIME:
            return self._times.keyed(digits)
        if digits in ("1", "2") and self._memory.mode is not Mode.CALLBACK_ASK:
            return self._answered(digits == "1", another=False)
        number = canonical_phone(digits)
        return self._new_number(number) if number else self._missed()

    def silent(self) -> list[Action]:
        """Nothing was said in a call-back dialogue."""
        self._memory.silences += 1
        if self._memory.mode is Mode.CALLBACK_TIME:
            return self._times.silent()
        if self._memory.silences > self._memory.plan.retries:
            return self.voicemail()
        return [*self._wording.sentence("noinput_slot"), *self.question(), self.listen()]

    def back(self) -> bool:
        """To the question before this one; False when it is not one of ours."""
        memory = self._memory
        known = canonical_phone(memory.caller) or ""
        if memory.mode in (Mode.CALLBACK_CONFIRM, Mode.CALLBACK_TIME):
            memory.mode, memory.number = Mode.CALLBACK_ASK, ""
        elif memory.mode is Mode.CALLBACK_ASK and known:
            memory.mode, memory.number = Mode.CALLBACK_OFFER, known
        else:
            return False
        return True

    def _new_number(self, number: str) -> Reaction:
        memory = self._memory
        memory.progress()
        memory.number, memory.mode = number, Mode.CALLBACK_CONFIRM
        return Outcome.FILLED, [*self.question(), self.listen()]

    def _answered(self, yes: bool, *, another: bool) -> Reaction:
        memory = self._memory
        if yes and memory.mode is not Mode.CALLBACK_ASK:
            return Outcome.FILLED, self._times.ask()
        if yes:
            return self._missed()
        if another or memory.mode is Mode.CALLBACK_CONFIRM:
            memory.misses += memory.mode is Mode.CALLBACK_CONFIRM
            if memory.misses > memory.plan.retries:
                return Outcome.NO_MATCH, self.voicemail()
            memory.mode, memory.number = Mode.CALLBACK_ASK, ""
            return Outcome.MATCHED, [*self.question(), self.listen()]
        return Outcome.MATCHED, self.voicemail()

    def _missed(self) -> Reaction:
        memory = self._memory
        memory.misses += 1
        if memory.misses > memory.plan.retries:
            return Outcome.NO_MATCH, self.voicemail()
        return Outcome.NO_MATCH, [*self._wording.sentence("nomatch_slot"), *self.question(), self.listen()]

    # -- a message --

    def break_off(self) -> list[Action]:
        """Something of ours failed in a call-back dialogue: the call back that is settled, else a message."""
        return self._times.soon() if self._memory.mode is Mode.CALLBACK_TIME else self.voicemail()

    def voicemail(self) -> list[Action]:
        """Ask for a message and record it."""
        memory = self._memory
        if memory.on_errand:
            return self.errands.over(ErrandOutcome.PERSON, TransferReason.PLAN)
        memory.mode = Mode.VOICEMAIL
        said = self._wording.sentence("voicemail_only") if memory.recorded is False else []
        said += self._wording.sentence("voicemail")
        return [*said, Record(memory.plan.timeouts.message)]

    def recorded(self, seconds: float) -> list[Action]:
        """Say honestly whether there is a message, and goodbye."""
        self._memory.mode = Mode.ENDED
        if seconds < SHORTEST_MESSAGE:
            return [*self._wording.sentence("voicemail_empty"), HangUp(EndReason.UNREACHABLE_PERSON)]
        return [*self._wording.sentence("voicemail_thanks"), HangUp(EndReason.VOICEMAIL)]

    def leave(self) -> list[Action]:
        """The caller takes his leave of a call-back dialogue: told that he is called, if that is settled."""
        if self._memory.mode is Mode.CALLBACK_TIME:
            return self._times.soon()
        self._memory.mode = Mode.ENDED
        return [*self._wording.sentence("goodbye"), HangUp(EndReason.UNREACHABLE_PERSON)]

    @property
    def calling_back(self) -> bool:
        """True in a call-back dialogue."""
        return self._memory.mode in CALLING_BACK
