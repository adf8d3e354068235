"""What is done when an answer fits nothing, or nothing is said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from voice.conversation.commanded import Reply
from voice.conversation.memory import ASIDE, Memory, Mode
from voice.conversation.person import Person
from voice.conversation.questions import Questions
from voice.conversation.requests import HINT, MAYBE, Requests
from voice.conversation.walk import Walk
from voice.conversation.wording import Wording
from voice.escalation.score import ASKED_FOR_PERSON, demand
from voice.turn import Action, ErrandOutcome, Outcome, TransferReason, Understanding

CLEARLY_OUT = 0.6
"""Probability of being out of scope from which the bot says what it cannot do."""
SOME_WORDS = 3
"""Fewer words than this are no sentence that could be out of scope."""
SEARCHING = 30.0
"""Seconds a caller gets who is looking for something."""
A_TALE = 7
"""As many words at a question for a value tell of something else."""


class Unclear:
    """Asks again, asks what was meant, offers a person, and gives up in time."""

    def __init__(
        self,
        memory: Memory,
        wording: Wording,
        walk: Walk,
        person: Person,
        questions: Questions,
        requests: Requests,
    ) -> None:
        self._memory = memory
        self._wording = wording
        self._walk = walk
        self._person = person
        self._questions = questions
        self._requests = requests

    # -- something was said --

    def missed(self, text: str, understood: Understanding) -> Reply:
        """Words that fit nothing."""
        memory = self._memory
        memory.misses += 1
        if memory.loss and not memory.rounds:
            return self._after_a_loss(text)
        asks_for_value = memory.mode is Mode.STEP and memory.step.slot
        if memory.mode in (Mode.CONFIRM, Mode.OFFER) or asks_for_value:
            return self._missed_at_question(text)
        return self._missed_request(text, understood)

    def _missed_at_question(self, text: str) -> Reply:
        memory, index = self._memory, self._memory.misses - 1
        if memory.misses > memory.retries:
            return self.given_up(Outcome.NO_MATCH)
        if index and len(text.split()) >= A_TALE:
            return self.offer_person("out_of_scope", text)
        if memory.mode is not Mode.STEP:
            said = [*self._questions.ask(), *self._wording.sentence("yes_or_no", index)]
        elif memory.step.nomatch:
            step = memory.step
            said = self._wording.text(step.nomatch[min(index, len(step.nomatch) - 1)])
        elif memory.upset:
            said = [*self._plainly(index), *self._questions.ask()]
        else:
            said = [*self._wording.sentence("nomatch_slot", index), *self._questions.ask()]
        return self._again(said, text)

    def _missed_request(self, text: str, understood: Understanding) -> Reply:
        memory, index = self._memory, self._memory.misses - 1
        memory.unplaced = text
        sentence = len(text.split()) >= SOME_WORDS
        ending = self._requests.at_the_end(text)
        if ending and ending not in memory.served and memory.mode not in ASIDE:
            return self._requests.start([ending], understood)
        if sentence and self._guessed(text):
            return self._guess(text)
        if memory.mode is Mode.PERSON_OFFER and sentence:
            actions = self._person.begin(TransferReason.NOT_UNDERSTOOD, sentence="transfer_complexity")
            return Reply(Outcome.NO_MATCH, actions, "given_up")
        if memory.misses > memory.retries:
            return self.given_up(Outcome.NO_MATCH)
        if memory.mode is Mode.GUESS and sentence:
            return self.offer_person("out_of_scope", text)
        if memory.mode in ASIDE:
            return self._again([*self._questions.ask(), *self._wording.sentence("yes_or_no", index)], text)
        step = memory.step
        if memory.mode is Mode.STEP and step.nomatch:
            return self._again(self._wording.text(step.nomatch[min(index, len(step.nomatch) - 1)]), text)
        if sentence and (index or understood.out_of_scope >= CLEARLY_OUT):
            return self.offer_person("out_of_scope", text)
        said = self._plainly(index) if memory.upset else self._wording.sentence("nomatch", index)
        return self._again(said, text)

    def _plainly(self, index: int) -> list[Action]:
        """For who is upset: what went wrong in few words, and a person."""
        self._memory.offered = True
        return self._wording.sentence("nomatch_upset", index)

    def _again(self, said: list[Action], text: str) -> Reply:
        return Reply(Outcome.NO_MATCH, [*said, self._questions.listen()], "no_match", text)

    # -- questions on the way --

    def _guessed(self, text: str) -> bool:
        """True when a request is likely enough to ask about; one that is less likely is kept as a hint.

        What was served already is not asked about again: more words about it are no such request.
        """
        memory = self._memory
        if memory.on_errand:
            return False
        likely = self._requests.likeliest(text, HINT)
        if memory.mode is Mode.GUESS or not likely or likely in memory.served:
            return False
        if memory.mode is Mode.PERSON_OFFER and memory.resume is not Mode.STEP:
            return False
        memory.guessed = likely
        return self._requests.likeliest(text, MAYBE) is not None

    def which_of(self, names: Sequence[str], text: str) -> Reply:
        """Asked which of these is meant, the caller said something else: now by yes or no."""
        self._memory.misses += 1
        return self.ask_whether(self._requests.likelier(names, text), text)

    def ask_whether(self, request: str, text: str) -> Reply:
        """Whether it is this request that is meant."""
        self._memory.guessed, self._memory.unplaced = request, text
        return self._guess(text)

    def _guess(self, text: str) -> Reply:
        self._aside(Mode.GUESS)
        sorry = self._wording.sentence("upset") if self._memory.upset else []
        actions = [*sorry, *self._questions.ask(), self._questions.listen()]
        return Reply(Outcome.NO_MATCH, actions, "guess", text)

    def offer_person(self, sentence: str, text: str) -> Reply:
        """Say honestly what cannot be done, and ask whether a person shall take over."""
        if self._memory.on_errand:
            without = sentence == "without_value"
            outcome = ErrandOutcome.WITHOUT if without else ErrandOutcome.OTHER_REQUEST
            return Reply(Outcome.NO_MATCH, self._person.errands.over(outcome), "no_match", text)
        if self._memory.loss and not self._memory.rounds:
            return self._after_a_loss(text)
        said = self._wording.sentence(sentence)
        if self._memory.upset:
            self._memory.offered = True
            said = [*self._wording.sentence("upset"), *self._wording.sentence("offer_person")]
        self._aside(Mode.PERSON_OFFER)
        return Reply(Outcome.NO_MATCH, [*said, self._questions.listen()], "offer_person", text)

    def _after_a_loss(self, text: str) -> Reply:
        """Who has told of a death is asked nothing twice."""
        actions = self._person.begin(TransferReason.SENSITIVE, self._memory.plan.escalation.to)
        return Reply(Outcome.NO_MATCH, actions, "loss", text)

    def _aside(self, mode: Mode) -> None:
        memory = self._memory
        if memory.mode not in ASIDE:
            memory.resume = memory.mode
        memory.mode = mode

    def answered(self, yes: bool, text: str, number: int) -> Reply:
        """Yes or no to a question asked on the way."""
        memory = self._memory
        if memory.mode is Mode.GUESS and yes:
            memory.mode = memory.resume
            return self._requests.start([memory.guessed], Understanding(slots=memory.slots))
        if yes:
            signal = demand(ASKED_FOR_PERSON, number, text)
            actions = self._person.begin(TransferReason.CALLER_ASKED)
            return Reply(Outcome.COMMAND, actions, "person", text, signal)
        guessed = memory.mode is Mode.GUESS
        memory.mode, memory.guessed = memory.resume, ""
        if guessed:
            return self._again(self._wording.sentence("nomatch", 0), text)
        memory.progress()
        actions = [*self._wording.sentence("all_right"), *self._questions.ask(), self._questions.listen()]
        return Reply(Outcome.MATCHED, actions, "no")

    # -- nothing was said --

    def wait(self) -> Reply:
        """The caller is looking for something: no hurry, and no failure."""
        memory = self._memory
        memory.mode = memory.resume if memory.mode in ASIDE else memory.mode
        said = self._wording.sentence("take_your_time")
        listen = replace(self._questions.listen(), no_input_after=SEARCHING)
        return Reply(Outcome.COMMAND, [*said, listen], "wait")

    def silence(self) -> Reply:
        """The caller said nothing in time."""
        memory = self._memory
        memory.silences += 1
        if memory.silences > memory.retries:
            if memory.mode is Mode.MORE and memory.served:
                return Reply(Outcome.NO_INPUT, self._walk.goodbye(), "no_input")
            return self.given_up(Outcome.NO_INPUT)
        index, step = memory.silences - 1, memory.step
        if memory.mode is Mode.STEP and step.noinput:
            said = self._wording.text(step.noinput[min(index, len(step.noinput) - 1)])
        elif memory.mode is Mode.STEP and not step.slot:
            said = self._wording.sentence("noinput", index)
        else:
            said = [*self._wording.sentence("noinput_slot", index), *self._questions.ask()]
        if memory.upset:
            said = [*self._wording.sentence("noinput_upset"), *(self._questions.ask() if step.slot else [])]
        return Reply(Outcome.NO_INPUT, [*said, self._questions.listen()], "no_input")

    def given_up(self, outcome: Outcome) -> Reply:
        """Asked often enough: elsewhere if the plan says so, else to a person."""
        memory = self._memory
        elsewhere = memory.step.otherwise if memory.mode in (Mode.STEP, Mode.CONFIRM) else None
        memory.progress()
        if elsewhere:
            return Reply(outcome, self._walk.to(elsewhere), "given_up")
        sentence = "transfer_silence" if outcome is Outcome.NO_INPUT else None
        actions = self._person.begin(TransferReason.NOT_UNDERSTOOD, sentence=sentence)
        return Reply(outcome, actions, "given_up")
