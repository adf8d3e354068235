"""What an answer does: words, keys or silence, at whatever is being waited for."""

from __future__ import annotations

from collections.abc import Callable

from voice.conversation.commanded import Commanded, Reply
from voice.conversation.consent import Consenting
from voice.conversation.memory import ASIDE, Memory, Mode
from voice.conversation.openly import AskedOpenly
from voice.conversation.person import Person
from voice.conversation.questions import Questions
from voice.conversation.remarks import Remark, about_us, bare, gives_up, plain_answer, remark, thanks_only
from voice.conversation.requests import Requests
from voice.conversation.surveys import Surveys
from voice.conversation.taking_in import only_echoes
from voice.conversation.unclear import Unclear
from voice.conversation.values import Values
from voice.conversation.walk import Walk
from voice.conversation.wording import Wording
from voice.escalation.demands import Demanded
from voice.escalation.score import ASKED_FOR_PERSON, DANGER, demand
from voice.turn import ErrandOutcome, Heard, Outcome, TransferReason, Understanding
from voice.understanding.commands import Command
from voice.understanding.intents import Reading
from voice.understanding.slots import needs_letter

CHANGES_MIND = 0.6
"""A request other than the one being served counts from this probability on."""


class Answers:
    """Reacts to the caller. Every reply's actions end in one that waits."""

    def __init__(
        self,
        memory: Memory,
        wording: Wording,
        walk: Walk,
        person: Person,
        read: Callable[[str], Reading],
    ) -> None:
        self._memory = memory
        self._wording = wording
        self._walk = walk
        self._person = person
        self._questions = Questions(memory, wording, walk, person)
        self._commanded = Commanded(memory, wording, walk, person, self._questions)
        self._requests = Requests(memory, wording, walk, self._questions, read)
        self._consenting = Consenting(memory, wording, walk)
        self._surveys = Surveys(memory, wording, walk)
        self._unclear = Unclear(memory, wording, walk, person, self._questions, self._requests)
        self._values = Values(memory, wording, walk, self._questions, self._unclear)
        self._openly = AskedOpenly(
            memory,
            wording,
            walk,
            self._questions,
            self._commanded,
            self._requests,
            self._unclear,
            self._values,
        )

    # -- words --

    def words(self, heard: Heard, understood: Understanding, command: Command | None, number: int) -> Reply:
        """The caller said something."""
        if command and (reply := self._commanded.reply(command, heard.text, understood)):
            return reply
        if asked := about_us(heard.text):
            return self._commanded.about_us(asked)
        if self._person.calling_back:
            outcome, actions = self._person.heard(heard)
            return Reply(outcome, actions, "callback")
        match self._memory.mode:
            case Mode.CONSENT | Mode.SURVEY:
                return self._asked_aside(heard, understood, command, number)
            case Mode.CONFIRM:
                return self._values.confirmed(heard, understood)
            case Mode.OFFER:
                return self._offered(heard, understood)
            case Mode.STEP if self._memory.step.slot:
                return self._at_question(heard, understood)
            case _:
                return self._openly.heard(heard, understood, number)

    def _asked_aside(
        self, heard: Heard, understood: Understanding, command: Command | None, number: int
    ) -> Reply:
        """At a question that is the house's rather than the caller's: he may as well ask for something."""
        memory = self._memory
        asking = self._consenting if memory.mode is Mode.CONSENT else self._surveys
        if command is Command.STOP:
            return asking.declined()
        asks = bool(understood.intents)
        if memory.mode is Mode.CONSENT:
            reply = self._consenting.heard(heard, asks_for_something=asks)
        else:
            reply = self._surveys.heard(heard) or (None if asks else self._surveys.missed(heard.text))
        if reply is None and memory.on_errand:
            actions = self._person.errands.over(ErrandOutcome.OTHER_REQUEST)
            return Reply(Outcome.NO_MATCH, actions, "no_match", heard.text)
        if reply is None:
            memory.mode = Mode.MORE
            return self._openly.heard(heard, understood, number)
        return reply

    def demanded(self, demanded: Demanded, number: int) -> Reply:
        """A person is asked for, or must be had: no score is needed."""
        why = {ASKED_FOR_PERSON: "person", DANGER: "danger"}.get(demanded.name, "demanded")
        names = () if why != "demanded" else self._memory.plan.escalation.to
        signal = demand(demanded.name, number, demanded.evidence)
        actions = self._person.begin(demanded.reason, names)
        return Reply(Outcome.COMMAND, actions, why, demanded.evidence, signal)

    # -- at a question for a value --

    def _at_question(self, heard: Heard, understood: Understanding) -> Reply:
        memory, asked = self._memory, str(self._memory.step.slot)
        self._values.keep(understood, but=asked)
        if asked in understood.slots:
            return self._values.take(asked, understood.slots[asked], heard)
        if reply := self._values.in_part(asked, heard):
            return reply
        said = remark(heard.text)
        if said is Remark.WAIT:
            return self._unclear.wait()
        if gives_up(heard.text):
            return self._commanded.stopped()
        if bare(heard.text) and (reply := self._bare_at_question(heard.text)):
            return reply
        others = [intent for intent in understood.intents if intent.name != memory.request]
        if others and (answer := self._in_passing(others[0].name)):
            return answer
        changed = [intent.name for intent in others if intent.confidence >= CHANGES_MIND]
        if changed:
            if memory.request:
                memory.pending.insert(0, memory.request)
            return self._requests.start(changed, understood)
        if said is Remark.WITHOUT:
            memory.misses += 1
            return self._unclear.offer_person("without_value", heard.text)
        return self._unclear.missed(heard.text, understood)

    def _bare_at_question(self, text: str) -> Reply | None:
        """Yes or approval where a value is wanted only means: go on; no, that it is not wanted."""
        memory = self._memory
        if plain_answer(text) is False and not thanks_only(text):
            return self._commanded.stopped()
        if not memory.misses and (thanks_only(text) or plain_answer(text)):
            memory.misses += 1
            actions = [*self._wording.sentence("go_ahead"), self._questions.listen()]
            return Reply(Outcome.NO_MATCH, actions, "yes")
        return None

    def _in_passing(self, name: str) -> Reply | None:
        """A request that takes nothing but an answer is answered, and the question asked again."""
        said = self._walk.in_passing(name)
        if not said:
            return None
        self._memory.served.append(name)
        actions = [*said, *self._questions.ask(), self._questions.listen()]
        return Reply(Outcome.MATCHED, actions, "request", self._title(name))

    def _title(self, name: str) -> str:
        return self._memory.plan.intents[name].title[self._memory.tongue]

    # -- between requests --

    def _offered(self, heard: Heard, understood: Understanding) -> Reply:
        answer, memory = plain_answer(heard.text), self._memory
        if memory.calm and only_echoes(heard.text, memory.heard_last, memory.tongue):
            memory.progress()
            actions = [*self._questions.ask(), self._questions.listen()]
            return Reply(Outcome.MATCHED, actions, "comment", heard.text)
        if understood.intents and answer is not True:
            self._values.keep(understood)
            return self._requests.start([intent.name for intent in understood.intents], understood)
        if reply := self._taken_with_its_value(understood):
            return reply
        said = remark(heard.text)
        if answer is None and said is Remark.WAIT:
            return self._unclear.wait()
        if answer is None and said is Remark.COMMENT:
            return self._taken(thanks_only(heard.text))
        return self._unclear.missed(heard.text, understood) if answer is None else self._taken(answer)

    def _taken_with_its_value(self, understood: Understanding) -> Reply | None:
        """The value that the request heard earlier begins with says yes to it."""
        memory = self._memory
        slot = memory.plan.steps[memory.plan.intents[memory.pending[0]].goto].slot
        if slot is None or slot not in understood.slots:
            return None
        memory.slots[slot] = understood.slots[slot]
        return self._taken(True)

    def _taken(self, yes: bool) -> Reply:
        memory = self._memory
        memory.progress()
        name, *rest = memory.pending
        if yes:
            memory.pending = rest
            return Reply(Outcome.MATCHED, self._walk.serve([name], memory.slots), "yes")
        memory.pending = rest
        return Reply(Outcome.MATCHED, self._walk.offer() if rest else self._walk.more(), "no")

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
        if mode is Mode.CONSENT:
            return self._consenting.keyed(digits)
        if mode is Mode.SURVEY:
            return self._surveys.keyed(digits)
        if mode in (Mode.CONFIRM, Mode.OFFER, Mode.MORE) and digits in ("1", "2"):
            react = {
                Mode.CONFIRM: self._values.sure,
                Mode.OFFER: self._taken,
                Mode.MORE: self._openly.wants_more,
            }[mode]
            return react(digits == "1")
        if mode in ASIDE and digits in ("1", "2"):
            return self._unclear.answered(digits == "1", digits, number)
        if wanted := self._openly.wanted_after_all(understood):
            return self._values.fill(wanted, understood.slots[wanted])
        if mode is Mode.STEP:
            return self._keyed_at_step(digits, understood)
        keyed = Heard("", digits=digits)
        return self._requests.for_value(keyed, understood) or self._unclear.missed(digits, understood)

    def _keyed_at_step(self, digits: str, understood: Understanding) -> Reply:
        memory, step = self._memory, self._memory.step
        if step.slot and step.slot in understood.slots:
            return self._values.fill(step.slot, understood.slots[step.slot])
        if digits in step.menu:
            memory.progress()
            return Reply(Outcome.MATCHED, self._walk.choose(step.menu[digits]), "menu", digits)
        if step.slot and needs_letter(digits, memory.plan.slots[step.slot]):
            memory.misses += 1
            if memory.misses <= memory.retries:
                memory.partial[step.slot] = digits
                actions = [*self._wording.sentence("needs_letter"), self._questions.listen()]
                return Reply(Outcome.NO_MATCH, actions, "no_match", digits)
            return self._unclear.given_up(Outcome.NO_MATCH)
        keyed = Heard("", digits=digits)
        if not step.slot and (reply := self._requests.for_value(keyed, understood)):
            return reply
        return self._unclear.missed(digits, understood)

    # -- nothing said --

    def silence(self) -> Reply:
        """The caller said nothing in time."""
        if self._person.calling_back:
            return Reply(Outcome.NO_INPUT, self._person.silent(), "no_input")
        if self._memory.mode is Mode.CONSENT:
            return self._consenting.silence()
        if self._memory.mode is Mode.SURVEY:
            return self._surveys.silence()
        return self._unclear.silence()
