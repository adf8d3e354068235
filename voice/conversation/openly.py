"""Where anything may be asked for: at the beginning, between requests, after a question on the way."""

from __future__ import annotations

import re

from voice.conversation.commanded import Commanded, Reply
from voice.conversation.memory import ASIDE, Memory, Mode
from voice.conversation.questions import Questions
from voice.conversation.remarks import Remark, bare, declines, leaves, plain_answer, remark, thanks_only
from voice.conversation.requests import Requests
from voice.conversation.taking_in import A_REQUEST, confirms, goes_on, objects, only_echoes, takes_in
from voice.conversation.unclear import Unclear
from voice.conversation.values import Values
from voice.conversation.walk import Walk
from voice.conversation.wording import Wording
from voice.turn import Heard, Language, Outcome, Understanding
from voice.words import fold, without_fillers

_WANTS_MORE = re.compile(
    r"^(?:oui|ouais|si|yes|yeah|yep)\b(?!.*\b(?:mais|but)\b)(?: \w+){0,8}?"
    r" (?:autre|question|encore|aussi|chose|another|more|else|also|one)\b"
)
_WHO = re.compile(
    r"^(?:(?:oui|yes|alors|so|right|well|sorry|pardon|hello|allo|bonjour) )*"
    r"(?:is (?:this|that|it)|am i (?:speaking|talking) (?:to|with)|have i (?:reached|got|called)"
    r"|that s|this is"
    r"|(?:est ce que )?c est bien|(?:est ce que )?je suis bien (?:a|chez|au|avec)|vous etes bien|est ce bien"
    r"|suis je bien|c est|on est bien)\b"
)
_ANOTHER: dict[Language, re.Pattern[str]] = {
    "fr": re.compile(r"\b(?:autres?|deuxieme|seconde?|nouve(?:au|lle)|une?)\b"),
    "en": re.compile(r"\b(?:another|other|second|new|different|an?)\b"),
}
"""What tells that another one is meant: "to pay an invoice" is no question about the last one."""
_THANKS = re.compile(r"\b(?:merci|thanks?|thank you|cheers|ta)\b")
_IN_NAMES = frozenset({"the", "les", "des", "une", "for", "pour", "and"})


class AskedOpenly:
    """Reacts to words where nothing in particular is asked for."""

    def __init__(
        self,
        memory: Memory,
        wording: Wording,
        walk: Walk,
        questions: Questions,
        commanded: Commanded,
        requests: Requests,
        unclear: Unclear,
        values: Values,
    ) -> None:
        self._memory = memory
        self._wording = wording
        self._walk = walk
        self._questions = questions
        self._commanded = commanded
        self._requests = requests
        self._unclear = unclear
        self._values = values

    def heard(self, heard: Heard, understood: Understanding, number: int) -> Reply:
        """The caller said something."""
        memory, text, which = self._memory, heard.text, self._memory.which
        if self._between_requests and memory.mode is not Mode.GUESS and confirms(text, memory.heard_last):
            memory.mode = Mode.MORE
            return Reply(Outcome.COMMAND, self._commanded.told_again(), "again", text)
        if reply := self._answered(heard, understood, number):
            return reply
        if self._asks_who(text):
            said = [*self._wording.sentence("this_is"), *self._wording.sentence("what_can_i_do")]
            return Reply(Outcome.COMMAND, [*said, self._questions.listen()], "command", "who")
        if self._between_requests and self._takes_in(text, understood):
            memory.mode = Mode.MORE
            return self._commented(text)
        if reply := self._wanted(heard, understood, asked_which=bool(which)):
            return reply
        return self._unclear.which_of(which, text) if which else self._remarked(text, understood, number)

    def _answered(self, heard: Heard, understood: Understanding, number: int) -> Reply | None:
        """What answers a question on the way, or is nothing but yes, no, thanks or approval."""
        memory, text = self._memory, heard.text
        if memory.mode is Mode.PERSON_OFFER and declines(text):
            return self._unclear.answered(False, text, number)
        if wanted := self.wanted_after_all(understood):
            return self._values.take(wanted, understood.slots[wanted], heard)
        if reply := self._requests.for_which(text):
            return reply
        if memory.mode is Mode.GUESS and self._denies(text, understood):
            return self._unclear.answered(False, text, number)
        return self._bare(text, number) if bare(text) and not goes_on(text) else None

    def _wanted(self, heard: Heard, understood: Understanding, *, asked_which: bool) -> Reply | None:
        """The requests that were made, or what a value is for; None when nothing is asked for."""
        plainly = any(intent.confidence >= A_REQUEST for intent in understood.intents)
        if not plainly and remark(heard.text) is Remark.WAIT:
            return self._unclear.wait()
        if understood.intents:
            self._values.keep(understood)
        if not asked_which and (unsure := self._requests.unsure(understood)):
            return self._unclear.ask_whether(unsure, heard.text)
        names = [intent.name for intent in understood.intents]
        if self._asks_about_the_answer(names, heard.text, understood):
            return self._told_again(heard.text)
        return (
            self._requests.start(names, understood) if names else self._requests.for_value(heard, understood)
        )

    def _asks_about_the_answer(self, names: list[str], text: str, understood: Understanding) -> bool:
        """True for the request that was served last, without a value, and for no other of its kind."""
        same = bool(names) and names == self._memory.served[-1:] and self._between_requests
        return same and not understood.slots and not _ANOTHER[self._memory.tongue].search(fold(text))

    def _told_again(self, text: str) -> Reply:
        """The answer once more; to who objects to it, or has heard it twice, a person is offered."""
        memory = self._memory
        if memory.repeated or objects(text):
            return self._unclear.offer_person("out_of_scope", text)
        memory.repeated, memory.mode = True, Mode.MORE
        memory.progress()
        return Reply(Outcome.MATCHED, self._commanded.told_again(), "again", text)

    def _denies(self, text: str, understood: Understanding) -> bool:
        """True when a guess is turned down with words that resemble what was guessed."""
        others = [intent for intent in understood.intents if intent.name != self._memory.guessed]
        return not others and plain_answer(text) is False

    def wanted_after_all(self, understood: Understanding) -> str | None:
        """The slot asked for before a question on the way, when its value is given now."""
        memory = self._memory
        if memory.mode not in ASIDE or memory.wanted not in understood.slots:
            return None
        memory.mode = Mode.STEP
        return memory.wanted

    def _bare(self, text: str, number: int) -> Reply | None:
        """Nothing but yes, no, thanks or approval."""
        memory, answer = self._memory, plain_answer(text)
        if memory.mode in ASIDE:
            return None if answer is None else self._unclear.answered(answer, text, number)
        if memory.mode is Mode.MORE:
            if leaves(text) or (answer is False and not thanks_only(text)):
                return self.wants_more(False)
            yes = answer is True and not thanks_only(text)
            return self.wants_more(True) if yes else self._commented(text)
        if remark(text) is Remark.DONE:
            return Reply(Outcome.MATCHED, self._walk.goodbye(), "no")
        if answer is True or thanks_only(text):
            memory.misses += 1
            if memory.misses > memory.retries:
                return self._unclear.given_up(Outcome.NO_MATCH)
            return Reply(
                Outcome.MATCHED, [*self._wording.sentence("go_ahead"), self._questions.listen()], "yes"
            )
        return None

    def _remarked(self, text: str, understood: Understanding, number: int) -> Reply:
        """A sentence without a request."""
        said, mode = remark(text), self._memory.mode
        if said is Remark.WAIT:
            return self._unclear.wait()
        if mode in ASIDE:
            answer = plain_answer(text)
            if answer is not None:
                return self._unclear.answered(answer, text, number)
        elif mode is Mode.MORE:
            if said is Remark.DONE:
                return self.wants_more(False)
            if said is Remark.COMMENT and not goes_on(text):
                return self._commented(text)
            if _WANTS_MORE.search(fold(text)):
                return self.wants_more(True)
            if plain_answer(text) is False:
                return self._commented(text)
        return self._unclear.missed(text, understood)

    @property
    def _between_requests(self) -> bool:
        memory = self._memory
        return Mode.MORE in (memory.mode, memory.resume if memory.mode in ASIDE else memory.mode)

    def _takes_in(self, text: str, understood: Understanding) -> bool:
        """True when the caller only says what he makes of the answer; not of one who is upset."""
        memory, given = self._memory, bool(understood.slots)
        if memory.calm:
            return takes_in(text, memory.heard_last, memory.tongue, understood.intents, given)
        return not memory.upset and only_echoes(text, memory.heard_last, memory.tongue)

    def _commented(self, text: str) -> Reply:
        """Thanks or a comment: asked once more whether there is anything else; the second time, goodbye."""
        memory = self._memory
        memory.progress()
        if memory.commented:
            return Reply(Outcome.MATCHED, self._walk.goodbye(), "no")
        memory.commented, thanks = True, bool(_THANKS.search(fold(text)))
        said = self._wording.sentence("more_after_thanks" if thanks else "more_after_comment")
        if not memory.calm and not thanks:  # to whom something is unwelcome it is not good
            said = [*self._wording.sentence("all_right"), *self._wording.sentence("anything_else")]
        return Reply(Outcome.MATCHED, [*said, self._questions.listen()], "comment", text)

    def _asks_who(self, text: str) -> bool:
        """True when the caller asks whether this is the right house, and nothing else."""
        words = fold(text)
        begins = _WHO.match(without_fillers(words))
        if not begins:
            return False
        own = {
            word
            for title in self._memory.plan.title.values()
            for word in fold(title).split()
            if len(word) >= 3 and word not in _IN_NAMES
        }
        rest = [word for word in without_fillers(words)[begins.end() :].split() if len(word) >= 3]
        return any(word in own for word in rest) and sum(word not in own for word in rest) <= 2

    def wants_more(self, yes: bool) -> Reply:
        """Yes or no to whether there is anything else."""
        self._memory.progress()
        if yes:
            actions = [*self._wording.sentence("go_ahead"), self._questions.listen()]
            return Reply(Outcome.MATCHED, actions, "yes")
        return Reply(Outcome.MATCHED, self._walk.goodbye(), "no")
