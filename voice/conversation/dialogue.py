"""One conversation: what to say next, and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import lru_cache
from weakref import finalize

from voice.conversation.answers import Answers
from voice.conversation.commanded import Reply
from voice.conversation.judge import Judge
from voice.conversation.memory import Agreed, Memory, Mode
from voice.conversation.person import Person
from voice.conversation.plans import together
from voice.conversation.reasons import reached, why
from voice.conversation.remarks import without_greeting
from voice.conversation.walk import Walk
from voice.conversation.wording import Wording
from voice.dialplan.model import Dialplan
from voice.escalation.readers import warm
from voice.turn import (
    Action,
    Assessment,
    BackToAgent,
    Consent,
    Decision,
    ErrandOutcome,
    HandoffFailure,
    Heard,
    Language,
    Listen,
    Outcome,
    Say,
    Side,
    TransferReason,
    Turn,
    Understanding,
)
from voice.understanding.commands import Command, find_command
from voice.understanding.language import guess_language
from voice.understanding.understander import Understander

FEW_WORDS = 4
"""Fewer words than this do not settle the language unless they tell it by themselves."""


_prepared: dict[int, Understander] = {}
"""What was learned of plans, by their id(), for as long as the plan is there."""


def prepare(plan: Dialplan) -> None:
    """Learn the plan's requests and load what reads moods before the first call needs them.

    About a second, once per content of a plan. What was learned is kept for as long as this plan is: a call
    on it waits for no learning.
    """
    if id(plan) not in _prepared:
        _prepared[id(plan)] = Understander(plan)
        finalize(plan, _prepared.pop, id(plan), None)
    warm(plan.languages)


def understander(plan: Dialplan) -> Understander:
    """What was learned of a plan; learned now when nobody has prepared it."""
    return _prepared.get(id(plan)) or Understander(plan)


class Conversation:
    """The dialogue of one call. Ordinary calls in, decisions out; each ends in exactly one action that waits.

    An event that does not fit what is being waited for changes nothing: the last decision's waiting action
    comes back, the same object, without a turn.
    """

    def __init__(
        self,
        plan: Dialplan,
        *,
        caller: str,
        dialled: str,
        now: datetime,
        plans: Mapping[str, Dialplan] | None = None,
        agreed: Agreed = lambda plan, start: 0,
    ) -> None:
        """Begin in `plan`; `plans` are those that a step may go on with, by name.

        `agreed` tells how many callers are to be called back at a time already.
        """
        self._memory = Memory(
            plan,
            caller,
            dialled,
            now,
            plan.start,
            plans or {},
            entered=[plan],
            entry=plan.start,
            agreed=agreed,
        )
        if len(plan.languages) == 1:
            self.language_found(plan.languages[0])
        wording = Wording(self._memory)
        self._person = Person(self._memory, wording)
        self._walk = Walk(self._memory, wording, self._person)
        self._learn()
        self._answers = Answers(
            self._memory, wording, self._walk, self._person, lambda text: self._read(text)
        )
        self._wording = wording

    def _learn(self) -> None:
        """Understand and judge by the plan that the call is in now."""
        self._learned = self._memory.plan
        self._understander = understander(self._learned)
        self._read = lru_cache(maxsize=16)(self._understander.read)
        self._judge = Judge(self._memory)

    # -- what can be seen from outside --

    @property
    def step(self) -> str:
        """Where the conversation stands: a step of the plan, or a place of the bot's own (memory.PLACES)."""
        return self._memory.place

    @property
    def plan(self) -> Dialplan:
        """The plan that the call is in now."""
        return self._memory.plan

    @property
    def whole_plan(self) -> Dialplan:
        """The plan that the call is in, with all that those knew that it was in before: for summaries."""
        return together(self._memory.entered)

    @property
    def asked_consent(self) -> bool:
        """True while the caller has been asked whether the call may be recorded, and has not answered."""
        return self._memory.asked_consent

    @property
    def language(self) -> Language:
        """The caller's language; the plan's first until it is known."""
        return self._memory.tongue

    @property
    def slots(self) -> Mapping[str, str]:
        """Values known, by slot name."""
        return dict(self._memory.slots)

    @property
    def turns(self) -> tuple[Turn, ...]:
        """All exchanges so far."""
        return tuple(self._memory.turns)

    # -- what happens --

    def open(self) -> Decision:
        """The call was answered."""
        return self._decide(self._walk.enter(), "opening")

    def language_found(self, language: Language) -> None:
        """The caller's language is known; from now on everything is said in it."""
        if language in self._memory.plan.languages:
            self._memory.language, self._memory.settled = language, True

    def hear(self, heard: Heard) -> Decision:
        """The caller said something."""
        if self._memory.mode in (Mode.ENDED, Mode.TRANSFER, Mode.VOICEMAIL, Mode.LOOKUP):
            return self._aside(heard)
        self._memory.elapsed = max(self._memory.elapsed, heard.ended)
        self._notice_language(heard)
        words = replace(heard, text=without_greeting(heard.text))
        understood = self._understander.understand(
            words, self._expecting, self._spoken(heard), self._memory.today
        )
        place = self._memory.place
        number = self._begin_turn()
        self._judge.feel(Turn(number, place, heard, understood, Outcome.MATCHED))
        command = find_command(heard.text, self._memory.plan.languages)
        if demanded := self._judge.demanded(heard, command, understood):
            reply = self._answers.demanded(demanded, number)
        else:
            reply = self._answers.words(heard, understood, command, number)
        return self._took(Turn(number, place, heard, understood, reply.outcome), reply)

    def keys(self, digits: str, heard: Heard | None = None) -> Decision:
        """The caller pressed a key, or finished keying in a number; a lone 0 is a demand for a person."""
        mode = self._memory.mode
        aside = mode in (Mode.VOICEMAIL, Mode.LOOKUP, Mode.ENDED) and digits != "0"
        if mode is Mode.TRANSFER or aside:
            return self._same()
        heard = replace(heard or Heard(""), digits=digits)
        self._memory.elapsed = max(self._memory.elapsed, heard.ended)
        place, expecting = self._memory.place, self._expecting
        number = self._begin_turn()
        understood = Understanding()
        if digits != "0":
            understood = self._understander.understand(heard, expecting, today=self._memory.today)
        reply = self._answers.keys(digits, understood, number)
        return self._took(Turn(number, place, heard, understood, reply.outcome), reply)

    def silence(self, at: float) -> Decision:
        """The caller said nothing for as long as the last Listen allowed; `at`: seconds since the answer."""
        if self._memory.mode in (Mode.ENDED, Mode.TRANSFER, Mode.VOICEMAIL, Mode.LOOKUP):
            return self._same()
        self._memory.elapsed = max(self._memory.elapsed, at)
        place = self._memory.place
        number = self._begin_turn()
        reply = self._answers.silence()
        return self._took(Turn(number, place, None, Understanding(), Outcome.NO_INPUT), reply)

    def looked_up(self, rows: Sequence[Mapping[str, str]]) -> Decision:
        """The data asked for with Lookup; only the first row counts."""
        memory = self._memory
        if memory.mode is not Mode.LOOKUP:
            return self._same()
        name, step = str(memory.step.lookup), memory.step
        for column in self._memory.plan.lookups[name].gives:
            memory.found[f"{name}.{column}"] = str(rows[0].get(column) or "") if rows else ""
        if rows:
            return self._decide(self._walk.to(str(step.goto)), "found", name)
        memory.nothing_found.append(len(memory.turns))
        assessment = self._judge.assess()
        if assessment.decided_by:
            actions = self._person.begin(_reason(assessment), self._memory.plan.escalation.to)
            return self._decide(actions, "escalated", reached(assessment, memory.tongue), assessment)
        return self._decide(self._walk.to(str(step.none)), "nothing_found", name)

    def lookup_failed(self) -> Decision:
        """The data asked for could not be had."""
        if self._memory.mode is not Mode.LOOKUP:
            return self._same()
        elsewhere = self._memory.step.failed
        if elsewhere:
            return self._decide(self._walk.to(elsewhere), "lookup_failed")
        return self._decide(self._person.begin(TransferReason.LOOKUP_FAILED), "lookup_failed")

    def handoff_failed(self, failure: HandoffFailure) -> Decision:
        """The person dialled with the last Transfer could not be had."""
        if self._memory.mode is not Mode.TRANSFER:
            return self._same()
        return self._decide(self._person.failed(failure), "handoff_failed", failure.value)

    # -- a step that an agent gives to the bot --

    @property
    def on_errand(self) -> bool:
        """True while the bot has a caller whom an agent has given back to it."""
        return self._memory.on_errand

    def give_back(self, name: str) -> Decision:
        """An agent who has the caller gives the bot one of the plan's errands."""
        said = self._person.errands.begin(name)
        spec = self._memory.plan.errands[name]
        return self._decide([*said, *self._walk.to(spec.goto)], "errand", spec.title[self._memory.tongue])

    def take_back(self, *, too_long: bool = False) -> Decision:
        """The agent wants the caller back now, or it takes too long."""
        if not self._memory.on_errand:
            return self._same()
        if too_long:
            over = self._person.errands.over(ErrandOutcome.TOO_LONG)
            return self._decide(over, "too_long")
        return self._decide(self._person.errands.over(ErrandOutcome.TAKEN_BACK), "taken_back")

    def leave_errand(self) -> None:
        """The caller is with the agent again, whatever was being said."""
        if self._memory.errand is not None:
            self._memory.errand.over, self._memory.mode = True, Mode.TRANSFER

    def agent_gone(self) -> None:
        """The agent who gave it is gone: nobody is promised to the caller."""
        if self._memory.errand is not None:
            self._memory.errand.alone = True

    def recorded(self, seconds: float) -> Decision:
        """The message asked for with Record is over; its length in seconds."""
        if self._memory.mode is not Mode.VOICEMAIL:
            return self._same()
        return self._decide(self._person.recorded(seconds), "recorded", str(round(seconds)))

    def broke(self) -> Decision:
        """Something of ours failed: one honest sentence, and a person."""
        return self._leave("broke", None)

    def too_long(self) -> Decision:
        """The call has been with the bot for too long."""
        return self._leave("too_long", "transfer_too_long")

    # -- turns --

    @property
    def _expecting(self) -> str | None:
        return self._memory.wanted

    def _begin_turn(self) -> int:
        memory = self._memory
        number = len(memory.turns) + 1
        if self._expecting or memory.which:
            memory.asked.add(number)
        return number

    def _took(self, turn: Turn, reply: Reply) -> Decision:
        memory = self._memory
        memory.turns.append(turn)
        assessment = self._judge.assess(reply.demand)
        actions, reason, what = reply.actions, reply.why, reply.what
        back = isinstance(actions[-1], BackToAgent)
        free = not self._person.calling_back and memory.mode not in (
            Mode.TRANSFER,
            Mode.VOICEMAIL,
            Mode.ENDED,
        )
        gave_up = memory.mode is Mode.TRANSFER and not back and memory.reason is TransferReason.NOT_UNDERSTOOD
        if assessment.decided_by and not reply.demand and (free or gave_up) and not memory.rounds:
            actions = self._person.begin(_reason(assessment), self._memory.plan.escalation.to)
            reason, what = "escalated", reached(assessment, memory.tongue)
        elif not reply.demand and assessment.decided_by:
            assessment = replace(assessment, decided_by=None)
        if not memory.limit and not reply.demand and (beyond := self._walk.beyond()):
            actions = beyond
        return self._decide(self._soothed(turn, actions), reason, what, assessment, turn)

    def _soothed(self, turn: Turn, actions: Sequence[Action]) -> Sequence[Action]:
        """Once in a call, a word and the offer of a person before the next question to an upset caller."""
        memory = self._memory
        understood = turn.outcome in (Outcome.MATCHED, Outcome.FILLED)
        if memory.offered or not memory.upset or not understood or self._person.calling_back:
            return actions
        if memory.on_errand:
            return actions
        if not isinstance(actions[-1], Listen):
            return actions
        memory.offered = True
        return [*self._wording.sentence("upset_offer"), *actions]

    def _aside(self, heard: Heard) -> Decision:
        """Words while nobody listens: only a demand for a person is heeded, where one can still be had."""
        memory = self._memory
        command = find_command(heard.text)
        if memory.mode is Mode.TRANSFER or command not in (Command.PERSON, Command.DANGER):
            return self._same()
        demanded = self._judge.demanded(heard, command)
        if demanded is None:
            return self._same()
        place, understood = memory.place, Understanding()
        number = self._begin_turn()
        reply = self._answers.demanded(demanded, number)
        return self._took(Turn(number, place, heard, understood, reply.outcome), reply)

    def _notice_language(self, heard: Heard) -> None:
        memory = self._memory
        if memory.settled or not heard.text.strip():
            return
        guess = guess_language(heard.text, self._memory.plan.languages)
        language = heard.language if heard.language in self._memory.plan.languages else guess
        if language:
            memory.language = language
            memory.settled = guess == language or len(heard.text.split()) >= FEW_WORDS

    def _spoken(self, heard: Heard) -> Language:
        return heard.language if heard.language in self._memory.plan.languages else self._memory.tongue

    # -- decisions --

    def _leave(self, reason: str, sentence: str | None) -> Decision:
        memory = self._memory
        if memory.mode in (Mode.ENDED, Mode.TRANSFER):
            return self._same()
        if memory.mode is Mode.VOICEMAIL:
            return self._decide(self._person.recorded(0.0), reason)
        if self._person.calling_back:
            return self._decide(self._person.break_off(), reason)
        return self._decide(self._person.begin(TransferReason.ENGINE_FAILED, sentence=sentence), reason)

    def _decide(
        self,
        actions: Sequence[Action],
        reason: str,
        what: str = "",
        assessment: Assessment | None = None,
        turn: Turn | None = None,
    ) -> Decision:
        memory = self._memory
        if memory.limit:
            reason, what, memory.limit = "limit", memory.limit, ""
        if memory.asked_consent and memory.mode is not Mode.CONSENT:
            memory.settle("unanswered")
            memory.first.append(Consent("unanswered"))
        if memory.plan is not self._learned:
            self._learn()
        memory.last, memory.first = (*memory.first, *actions), []
        if reason != "again":
            memory.said = tuple(action for action in actions if isinstance(action, Say))
        if memory.answered:
            memory.answered, memory.told = False, memory.said
        return Decision(memory.place, memory.last, turn, assessment, why(reason, memory.tongue, what))

    def _same(self) -> Decision:
        memory = self._memory
        if not memory.last:
            return self.open()
        return Decision(memory.place, memory.last[-1:], why=why("nothing", memory.tongue))


def _reason(assessment: Assessment) -> TransferReason:
    return (
        TransferReason.EMOTION if assessment.decided_by == Side.EMOTION.value else TransferReason.COMPLEXITY
    )
