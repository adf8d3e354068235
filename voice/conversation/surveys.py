"""What the caller answers when asked for an opinion: a mark by key or in words, or none at all."""

from __future__ import annotations

import re

from voice.conversation.commanded import Reply
from voice.conversation.memory import Memory
from voice.conversation.remarks import leaves, plain_answer
from voice.conversation.walk import Walk
from voice.conversation.wording import Wording
from voice.dialplan.model import SurveySpec
from voice.turn import Action, AnswerSurvey, Heard, Language, Listen, Outcome
from voice.understanding.numbers import expected_digits, to_digits
from voice.words import fold, phrase_pattern, without_fillers

_OF = re.compile(r"\b(\d+) (?:sur|out of|of|over) \d+\b")
_NO_ANSWER = re.compile(
    r"\b(?:je (?:ne )?(?:veux|souhaite|prefere|sais) pas|pas (?:le temps|d avis|envie|maintenant)|sans avis"
    r"|aucune idee|passez|(?:i )?(?:d rather not|don t (?:want|know|have time)|no (?:time|opinion|comment)"
    r"|not (?:now|interested))|skip)\b"
)


class Surveys:
    """One question at a time; whatever the answer, the call goes on at the step's `goto`."""

    def __init__(self, memory: Memory, wording: Wording, walk: Walk) -> None:
        self._memory = memory
        self._wording = wording
        self._walk = walk

    def heard(self, heard: Heard) -> Reply | None:
        """Words at the question; None when they are neither a mark nor a refusal."""
        memory = self._memory
        mark = mark_of(heard.text, self._spec, heard.language or memory.tongue)
        if mark is not None:
            return self._marked(mark, heard.text)
        declined = plain_answer(heard.text) is False or leaves(heard.text)
        if declined or _NO_ANSWER.search(fold(heard.text)):
            return Reply(Outcome.MATCHED, self._without("all_right"), "survey_declined", heard.text)
        return None

    def keyed(self, digits: str) -> Reply:
        """A key at the question."""
        if digits.isdigit() and self._spec.least <= int(digits) <= self._spec.most:
            return self._marked(int(digits), digits)
        return self.missed(digits)

    def missed(self, said: str) -> Reply:
        """Neither a mark nor anything else: asked once more, then left."""
        memory = self._memory
        memory.misses += 1
        if memory.misses > 1:
            return Reply(Outcome.NO_MATCH, self._without("all_right"), "survey_declined", said)
        least, most = str(self._spec.least), str(self._spec.most)
        again = self._wording.sentence("survey_again", least=least, most=most)
        return Reply(
            Outcome.NO_MATCH, [*again, self._wording.listen(Listen(expects="number"))], "no_match", said
        )

    def declined(self) -> Reply:
        """The caller does not want to be asked."""
        return Reply(Outcome.COMMAND, self._without("all_right"), "survey_declined")

    def silence(self) -> Reply:
        """Who says nothing has nothing to say."""
        return Reply(Outcome.NO_INPUT, self._without(None), "no_input")

    @property
    def _spec(self) -> SurveySpec:
        return self._memory.plan.surveys[str(self._memory.step.survey)]

    def _marked(self, mark: int, said: str) -> Reply:
        thanks = self._wording.text(self._spec.thanks) or self._wording.sentence("survey_thanks")
        return Reply(Outcome.FILLED, [self._answer(mark), *thanks, *self._onward()], "survey_answered", said)

    def _without(self, sentence: str | None) -> list[Action]:
        said = self._wording.sentence(sentence) if sentence else []
        return [self._answer(None), *said, *self._onward()]

    def _answer(self, mark: int | None) -> AnswerSurvey:
        spec = self._spec
        return AnswerSurvey(str(self._memory.step.survey), dict(spec.title), mark, spec.least, spec.most)

    def _onward(self) -> list[Action]:
        self._memory.progress()
        return self._walk.to(str(self._memory.step.goto))


def mark_of(text: str, spec: SurveySpec, language: Language) -> int | None:
    """The mark that a sentence gives, as "quatre sur cinq" or a word of the survey's own; None when there is
    none, or several.
    """
    words = without_fillers(fold(text))
    for key, phrases in spec.words.items():
        if any(phrase_pattern(phrase).search(words) for said in phrases.values() for phrase in said):
            return int(key)
    digits = to_digits(text, language)
    if of := _OF.search(" ".join(digits)):
        digits = [of[1]]
    elif len(digits) <= 2:
        digits = expected_digits(digits, language)
    marks = {int(word) for word in digits if word.isascii() and word.isdigit() and len(word) < 4}
    if len(marks) != 1:
        return None
    (mark,) = marks
    return mark if spec.least <= mark <= spec.most else None
