"""Texts of the plan and built-in sentences as things to say, in the languages that the caller may speak."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from voice.conversation.memory import Memory, Mode
from voice.dialplan.model import Dialplan
from voice.dialplan.spoken import spoken
from voice.dialplan.text import VALUE, Text, fill, sentences
from voice.turn import Action, Digits, Language, Listen, Say


def in_voice(plan: Dialplan, say: Say) -> Say:
    """A sentence in the plan's voice, at the plan's pace."""
    spec = plan.voice(say.language)
    return replace(say, voice=spec.voice, speed=spec.speed)


class Wording:
    """Puts values into texts and texts into sentences."""

    def __init__(self, memory: Memory) -> None:
        self._memory = memory

    def text(self, text: Mapping[Language, str] | None, *, interruptible: bool = True) -> list[Action]:
        """One text of the plan: as it was recorded, or a sentence at a time."""
        if text is None:
            return []
        return [
            say
            for language in self._memory.speaks
            for say in self._of_plan(text, language, {}, interruptible)
        ]

    def sentence(self, name: str, turn: int | None = None, **values: str) -> list[Action]:
        """One built-in sentence; `turn` picks the variant, else each use takes the next."""
        memory = self._memory
        if turn is None:
            turn = memory.used.get(name, 0)
            memory.used[name] = turn + 1
        own = memory.plan.prompts.get(name)
        says: list[Action] = []
        for language in memory.speaks:
            if own:
                says += self._of_plan(own[turn % len(own)], language, values, True)
                continue
            variants = memory.plan.sentence(name, language)
            says += self._says(variants[turn % len(variants)], language, values, True)
        return says

    def _of_plan(
        self, text: Mapping[Language, str], language: Language, values: Mapping[str, str], interruptible: bool
    ) -> list[Say]:
        plan = self._memory.plan
        words = plan.with_own_values(text[language], language)
        if isinstance(text, Text) and language in text.audio and VALUE.search(words) is None:
            recording = plan.path_of(text.audio[language])
            say = Say(" ".join(words.split()), language, interruptible, True, recording=recording)
            return [self.paced(say)]
        return self._says(words, language, values, interruptible)

    def paced(self, say: Say) -> Say:
        """A sentence in the plan's voice, at the pace of plan and caller; a recording has one pace only."""
        memory = self._memory
        return replace(
            in_voice(memory.plan, say),
            speed=round(memory.plan.voice(say.language).speed * memory.speed, 3),
            recording=say.recording if memory.speed == 1.0 else "",
        )

    def value(self, name: str, value: str, language: Language) -> str:
        """A slot's value in words."""
        slot = self._memory.plan.slots[name]
        if slot.choices and value in slot.choices:
            words = slot.choices[value].get(language)
            return words[0] if words else value
        this_year = slot.type != "date" or value.startswith(str(self._memory.now.year))
        return spoken(value, slot.type, language, year=not this_year)

    def own(self, name: str, language: Language) -> str:
        """A {value} of a plan's text in words; empty when it is not known."""
        memory = self._memory
        if name in memory.slots:
            return self.value(name, memory.slots[name], language)
        if "." in name:
            lookup, column = name.split(".")
            field = memory.plan.lookups[lookup].gives[column]
            return spoken(memory.found.get(name, ""), field.type, language) if field.spoken else ""
        if name in ("caller", "dialled"):
            return spoken(memory.caller if name == "caller" else memory.dialled, "phone", language)
        return ""

    def listen(self, listen: Listen) -> Listen:
        """The same Listen with the languages and patience of this call."""
        timeouts, here = self._memory.plan.timeouts, self._memory.mode is Mode.STEP
        return Listen(
            no_input_after=(here and self._memory.step.timeout) or timeouts.noinput,
            digits=replace(listen.digits, between=timeouts.keys) if listen.digits else None,
            expects=listen.expects,
            languages=self._memory.listens_for,
        )

    def listen_open(self) -> Listen:
        """How to listen for a request: a number that begins one can be keyed too."""
        plan = self._memory.plan
        if self._memory.mode is Mode.STEP and self._memory.step.menu:
            return self.listen(Listen())
        asked = {plan.steps[intent.goto].slot for intent in plan.intents.values()}
        keyed = [
            sum(char == "9" for char in mask)
            for name in asked
            if name
            for mask in plan.slots[name].pattern
            if "A" not in mask
        ]
        return self.listen(Listen(digits=Digits(max(keyed)) if keyed else None))

    def listen_here(self) -> Listen:
        """How to listen at the plan's step."""
        step = self._memory.step
        if not step.slot:
            return self.listen_open()
        slot = self._memory.plan.slots[step.slot]
        match slot.type:
            case "identifier" | "digits":
                most = max((sum(char == "9" for char in mask) for mask in slot.pattern), default=slot.most)
                return self.listen(Listen(digits=Digits(max(most, 1)), expects="number"))
            case "phone":
                return self.listen(Listen(digits=Digits(15), expects="number"))
            case "number" | "date" | "amount":
                return self.listen(Listen(digits=Digits(8), expects="number"))
            case "postcode":
                return self.listen(Listen(digits=Digits(5), expects="number"))
            case "email":
                return self.listen(Listen(expects="number"))
            case "yes_no":
                return self.listen(Listen(expects="yes_no"))
            case _:
                return self.listen(Listen())

    def _says(
        self, template: str, language: Language, values: Mapping[str, str], interruptible: bool
    ) -> list[Say]:
        says = []
        for sentence in sentences(template):
            fixed = VALUE.search(sentence) is None
            filled = fill(sentence, lambda name: values.get(name) or self.own(name, language))
            says.append(self.paced(Say(filled, language, interruptible, fixed)))
        return says
