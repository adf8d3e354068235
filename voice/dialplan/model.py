"""The administrator's rules as strict models: one plan is one object. Unknown keys are errors."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from enum import StrEnum
from functools import cached_property
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, field_validator
from pydantic_core import PydanticCustomError

from voice.dialplan.builtin import SENTENCES
from voice.dialplan.conditions import Condition, ConditionError, parse
from voice.dialplan.hours import Hours
from voice.dialplan.text import VALUE, Text, fill, sentences
from voice.turn import Language, Target

NAME = r"^[a-z][a-z0-9_]*$"
Name = Annotated[str, Field(pattern=NAME, max_length=60)]
Key = Annotated[str, Field(pattern=r"^[1-9*#]$")]
"""A key of a menu; 0 always means a person."""
Share = Annotated[float, Field(ge=0, le=1)]


def _listed(raw: Any) -> Any:
    return [raw] if isinstance(raw, (str, dict)) else raw


Names = Annotated[tuple[Name, ...], BeforeValidator(_listed)]
Texts = Annotated[tuple[Text, ...], BeforeValidator(_listed)]


class ValueType(StrEnum):
    """What kind of value a slot or a column holds; decides how it is understood and spoken."""

    IDENTIFIER = "identifier"
    DIGITS = "digits"
    NUMBER = "number"
    AMOUNT = "amount"
    DATE = "date"
    TIME = "time"
    PHONE = "phone"
    YES_NO = "yes_no"
    CHOICE = "choice"
    POSTCODE = "postcode"
    NAME = "name"
    EMAIL = "email"
    TEXT = "text"


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class Intent(_Model):
    """One kind of request."""

    title: Text
    """In a few words, as a person would name it: spoken in help, read by the agent."""
    examples: Mapping[Language, tuple[str, ...]]
    """What callers say, in each language; eight or more make a good start."""
    keywords: Mapping[Language, tuple[str, ...]] = Field(default_factory=dict)
    """Words that settle it by themselves."""
    depth: int = Field(default=6, ge=1, le=50)
    """Exchanges that it takes at most when all goes well; more of them count as a difficulty."""
    goto: Name
    """Step that serves it."""


class SlotSpec(_Model):
    """One value that callers give."""

    type: ValueType
    title: Text
    """In a few words: read by the agent."""
    pattern: tuple[str, ...] = ()
    """Shapes of an identifier or of digits: 9 is a digit, A a letter, anything else itself."""
    least: int = Field(default=1, ge=1, le=30)
    """Fewest digits, where there is no pattern."""
    most: int = Field(default=15, ge=1, le=30)
    """Most digits, where there is no pattern."""
    choices: Mapping[Name, Mapping[Language, tuple[str, ...]]] = Field(default_factory=dict)
    """Of a choice: value, and the words for it in each language."""
    toward: Literal["future", "past"] = "future"
    """Of a date: which way a day lies that is said without its year or month."""
    sensitive: bool = False
    """True: shown to no one who does not need it, and cut from stored words."""
    confirm: Literal["unsure", "always", "never"] = "unsure"
    """When to read it back and ask whether it is right."""

    @field_validator("type")
    @classmethod
    def _understood(cls, kind: ValueType) -> ValueType:
        if kind is ValueType.TIME:
            raise PydanticCustomError(
                "slot", "callers cannot give a {kind}; only lookups can", {"kind": kind.value}
            )
        return kind

    @field_validator("pattern", mode="before")
    @classmethod
    def _patterns(cls, raw: Any) -> Any:
        return [str(raw)] if isinstance(raw, (str, int)) else raw


class LookupSpec(_Model):
    """Data that steps fetch."""

    sql: str
    """One SELECT; :slot stands for the value of a slot and is bound, never spliced in."""
    gives: Mapping[Name, ValueType]
    """Columns and how they are spoken; {lookup.column} in a text."""
    data: str = ""
    """Database of this lookup; empty: the plan's."""
    timeout: float = Field(default=3.0, gt=0, le=30)
    """Seconds after which it has failed."""

    @property
    def parameters(self) -> tuple[str, ...]:
        """Slots that the query needs."""
        return tuple(dict.fromkeys(re.findall(r"(?<![:\w]):([a-z][a-z0-9_]*)", self.sql)))


class TargetSpec(_Model):
    """A person or group that calls can be given to."""

    address: Annotated[str, Field(pattern=r"^sips?:[^\s<>\"]+$")]
    """SIP URI."""
    ring: float = Field(default=20.0, ge=3, le=180)
    """Seconds it may ring before the next target is tried."""
    language: Language | None = None
    """Language of the spoken summary; left out: the caller's."""


def _target(raw: Any) -> Any:
    return {"address": raw} if isinstance(raw, str) else raw


class HandoffSpec(_Model):
    """Who takes calls, in which order, and when."""

    to: Names = ()
    """Targets in order; left out: all, in the order they are written."""
    hours: Hours | None = None
    """When somebody is there; left out: always."""


class Weights(_Model):
    """How much each signal counts, 0 to 1."""

    anger: Share = 0.6
    distress: Share = 0.6
    insult: Share = 0.3
    threat: Share = 0.45
    grievance: Share = 0.3
    irony: Share = 0.3
    bereavement: Share = 0.6
    child_gift: Share = 0.5
    shouting: Share = 0.3
    talks_over: Share = 0.15
    negotiates: Share = 0.55
    two_sources: Share = 0.55
    told_otherwise: Share = 0.4
    not_answered: Share = 0.4
    wants_explained: Share = 0.5
    wavers: Share = 0.35
    contradicts: Share = 0.4
    several: Share = 0.5
    long_story: Share = 0.3
    not_understood: Share = 0.45
    repeats: Share = 0.4
    out_of_scope: Share = 0.35
    slot_failed: Share = 0.5
    nothing_found: Share = 0.5
    many_turns: Share = 0.5


BuiltInDemand = Literal["minor", "vulnerable", "fraud", "bereavement", "legal", "data_protection"]
"""What needs a person in every plan, but for those that leave it out."""


class DemandSpec(_Model):
    """One more case that needs a person without any score."""

    name: Name
    words: Mapping[Language, Annotated[tuple[str, ...], BeforeValidator(_listed), Field(min_length=1)]]
    """What callers say, in each language: a * stands for up to six words, and at the end of a word for its
    endings."""
    reason: Text
    """In a few words: read by the agent and the administrator."""


class EscalationSpec(_Model):
    """When a call goes to a person by itself."""

    emotion: Share = 0.7
    complexity: Share = 0.7
    weights: Weights = Weights()
    demands: tuple[DemandSpec, ...] = ()
    """Cases of the house that need a person without any score."""
    ignore: tuple[BuiltInDemand, ...] = ()
    """Built-in cases that do not, here."""
    to: Names = ()
    """Targets in order; left out: those of `handoff`."""


class Branch(_Model):
    """One way out of an `if`."""

    when: str
    """A condition, as: order.status == "shipped"."""
    goto: Name

    @field_validator("when")
    @classmethod
    def _sound(cls, text: str) -> str:
        try:
            parse(text)
        except ConditionError as error:
            raise PydanticCustomError("condition", "{why}", {"why": str(error)}) from None
        return text

    @cached_property
    def condition(self) -> Condition:
        """The condition, ready to be asked."""
        return parse(self.when)


class NoteSpec(_Model):
    """Something that a colleague is to do after the call; shown on the console's first page."""

    title: Text
    """In a few words."""
    slots: Names = ()
    """Values that are needed for it."""


class Step(_Model):
    """One place in the conversation: what is said there, and one thing that is done."""

    say: Text | None = None
    interruptible: bool = True
    """False: the caller's voice does not stop what is said here. Keys always do."""

    listen: bool = False
    """Wait for a request."""
    when: Mapping[Name, Name] = Field(default_factory=dict)
    """Request to step, where it differs from the request's own `goto`."""
    menu: Mapping[Key, Name] = Field(default_factory=dict)
    """Key to step."""

    ask: Text | None = None
    """Question for the value of `slot`; skipped when it is known already."""
    slot: Name | None = None

    lookup: Name | None = None
    """Data to fetch; goes on at `goto`, `none` or `failed`."""
    none: Name | None = None
    """Step when nothing was found."""
    failed: Name | None = None
    """Step when the data could not be reached; left out: a person."""

    branches: tuple[Branch, ...] = Field(default=(), alias="if")
    otherwise: Name | None = Field(default=None, alias="else")
    """Step when no branch holds; with ask and listen: step when retries are used up."""

    set_: Mapping[Name, str] = Field(default_factory=dict, alias="set")
    """Slots given a value here, after `say`."""
    forget: Names = ()
    """Slots emptied here, after `say`."""

    note: NoteSpec | None = None
    """What a colleague is to do, written down before `say`."""

    goto: Name | None = None
    done: bool = False
    """The request is served: ask whether there is anything else."""
    transfer: bool | Names = False
    """Give the call to a person; true means those of `handoff`."""
    callback: bool = False
    """Offer to call back."""
    voicemail: bool = False
    """Take a message."""
    hang_up: bool = False

    no_input: Texts = ()
    """Said one after the other when the caller says nothing; left out: the built-in ones."""
    no_match: Texts = ()
    """Said one after the other when nothing fits."""
    retries: int | None = Field(default=None, ge=0, le=9)
    """How often to ask again before a person takes over; left out: the plan's."""

    @property
    def waits(self) -> bool:
        """True when the step waits for the caller."""
        return self.listen or bool(self.menu) or self.ask is not None

    @property
    def acts(self) -> list[str]:
        """The things done here; a sound step has exactly one."""
        acts = {
            "listen": self.listen or bool(self.menu),
            "ask": self.ask is not None,
            "lookup": self.lookup is not None,
            "if": bool(self.branches),
            "done": self.done,
            "transfer": bool(self.transfer),
            "callback": self.callback,
            "voicemail": self.voicemail,
            "hang_up": self.hang_up,
        }
        found = [name for name, is_there in acts.items() if is_there]
        return found or (["goto"] if self.goto else [])

    @property
    def exits(self) -> Iterator[tuple[tuple[str | int, ...], str]]:
        """Steps this one leads to, each with its place in the step."""
        for key in ("goto", "none", "failed"):
            if name := getattr(self, key):
                yield (key,), name
        if self.otherwise:
            yield ("else",), self.otherwise
        for intent, name in self.when.items():
            yield ("when", intent), name
        for digit, name in self.menu.items():
            yield ("menu", digit), name
        for index, branch in enumerate(self.branches):
            yield ("if", index, "goto"), branch.goto

    @property
    def texts(self) -> Iterator[tuple[tuple[str | int, ...], Mapping[Language, str]]]:
        """Everything said here, each with its place in the step."""
        if self.say:
            yield ("say",), self.say
        if self.ask:
            yield ("ask",), self.ask
        for index, text in enumerate(self.no_input):
            yield ("no_input", index), text
        for index, text in enumerate(self.no_match):
            yield ("no_match", index), text


class PlanFile(_Model):
    """The content of one plan.yaml."""

    title: Text
    """Who is on the phone, as the agent reads it."""
    languages: Annotated[tuple[Language, ...], Field(min_length=1)]
    """Spoken languages, the most likely first."""
    start: Name
    """First step."""
    data: str = ""
    """Database of the lookups: a SQLite file in the plan's folder, a URL, or env:NAME."""
    intents: Mapping[Name, Intent] = Field(default_factory=dict)
    slots: Mapping[Name, SlotSpec] = Field(default_factory=dict)
    lookups: Mapping[Name, LookupSpec] = Field(default_factory=dict)
    target_specs: Mapping[Name, Annotated[TargetSpec, BeforeValidator(_target)]] = Field(
        default_factory=dict, alias="targets"
    )
    handoff: HandoffSpec = HandoffSpec()
    escalation: EscalationSpec = EscalationSpec()
    retries: int = Field(default=2, ge=0, le=9)
    """How often a step asks again before a person takes over."""
    no_input_after: float = Field(default=6.0, ge=1, le=60)
    """Seconds of silence that count as saying nothing."""
    confirm_below: Share = 0.6
    """Values heard with less confidence are read back."""
    prompts: Mapping[Name, Texts] = Field(default_factory=dict)
    """Built-in sentences in the plan's own words."""
    steps: Annotated[Mapping[Name, Step], Field(min_length=1)]


class Dialplan(PlanFile):
    """One plan, checked, with its name and the hash of its content."""

    name: str
    """Its folder's name."""
    sha: str
    """SHA-256 of the plan's files, hexadecimal."""
    version: str = ""
    """Published version of all dialplans that it came from; empty when it came from a folder."""

    @cached_property
    def targets(self) -> Mapping[str, Target]:
        """Whom calls can be given to, by name."""
        return {
            name: Target(name, spec.address, spec.ring, spec.language)
            for name, spec in self.target_specs.items()
        }

    def chain(self, names: tuple[str, ...] = ()) -> tuple[Target, ...]:
        """Targets in the order they are tried: those named, else those of `handoff`, else all."""
        return tuple(self.targets[name] for name in names or self.handoff.to or self.targets)

    def sentence(self, name: str, language: Language) -> tuple[str, ...]:
        """The variants of a built-in sentence, in the plan's own words where it gives them."""
        if name in self.prompts:
            return tuple(self.with_own_values(text[language], language) for text in self.prompts[name])
        return tuple(self.with_own_values(text, language) for text in SENTENCES[name][language])

    def with_own_values(self, text: str, language: Language) -> str:
        """A text with {requests} and {house} put in, which do not change during a call."""
        own = {"requests": self.requests(language), "house": self.title[language]}
        return fill(text, lambda name: own.get(name, "{" + name + "}"))

    def requests(self, language: Language) -> str:
        """The titles of all requests the plan serves itself, for help."""
        titles = [intent.title[language] for name, intent in self.intents.items() if self.serves(name)]
        if len(titles) < 2:
            return "".join(titles)
        return ", ".join(titles[:-1]) + {"fr": " ou ", "en": " or "}[language] + titles[-1]

    def serves(self, request: str) -> bool:
        """True when the bot serves a request itself, at least to begin with."""
        step = self.steps.get(self.intents[request].goto)
        return step is not None and not step.transfer

    def fixed_prompts(self) -> Iterator[tuple[str, Language]]:
        """Every sentence that can be said without a value from the call, each once."""
        seen: dict[tuple[str, Language], None] = {}
        for language in self.languages:
            texts = [text[language] for step in self.steps.values() for _, text in step.texts]
            texts = [self.with_own_values(text, language) for text in texts]
            for name in SENTENCES:
                texts.extend(self.sentence(name, language))
            for text in texts:
                for sentence in sentences(text):
                    if not VALUE.search(sentence):
                        seen[sentence, language] = None
        yield from seen
