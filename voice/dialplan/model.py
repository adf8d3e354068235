"""The administrator's rules as strict models: one plan is one object. Unknown keys are errors."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import datetime
from functools import cached_property
from pathlib import Path, PurePath
from typing import Annotated

from pydantic import BeforeValidator, Field, field_validator

from voice.dialplan.assist import AgentReplySpec, MustSaySpec
from voice.dialplan.base import NAME, PERSON, Key, Model, Name, Names, Share, Texts, listed
from voice.dialplan.builtin import SENTENCES
from voice.dialplan.contract import Channel, Intent, Limit, NeverSays
from voice.dialplan.errands import ErrandSpec
from voice.dialplan.escalation import BuiltInDemand, DemandSpec, EscalationSpec, Weights
from voice.dialplan.hours import Hours
from voice.dialplan.lookups import FieldSpec, HttpSpec, LookupSpec
from voice.dialplan.manner import RecordingSpec, SurveySpec, Timeouts, VoiceSpec
from voice.dialplan.people import CallbackSpec, HandoffSpec, QueueCall, QueueSpec, Targets, TargetSpec
from voice.dialplan.recorded import Unreadable, path_of
from voice.dialplan.steps import Branch, NoteSpec, Step
from voice.dialplan.text import VALUE, Text, fill, sentences
from voice.dialplan.values import SlotSpec, ValueType
from voice.turn import Language, Queue, Target

__all__ = [
    "NAME", "PERSON", "AgentReplySpec", "Branch", "BuiltInDemand", "CallbackSpec", "Channel", "DemandSpec",
    "Dialplan", "ErrandSpec", "EscalationSpec", "FieldSpec", "HandoffSpec", "Hours", "HttpSpec", "Intent",
    "Key", "Limit", "LookupSpec", "MustSaySpec", "Name", "Names", "NeverSays", "NoteSpec", "PlanFile",
    "QueueCall", "QueueSpec", "RecordingSpec", "Share", "SlotSpec", "Step", "SurveySpec", "TargetSpec",
    "Text", "Texts", "Timeouts", "ValueType", "VoiceSpec", "Weights",
]  # fmt: skip


class PlanFile(Model):
    """The content of one plan.yaml."""

    include: Annotated[tuple[str, ...], BeforeValidator(listed, json_schema_input_type=str | list[str])] = ()
    """Shared pieces: files below the folder `shared` beside the plans."""
    title: Text
    """Who is on the phone, as the agent reads it."""
    languages: Annotated[tuple[Language, ...], Field(min_length=1)]
    """Spoken languages, the most likely first."""
    start: Name
    """First step."""
    voices: Mapping[Language, VoiceSpec] = Field(default_factory=dict)
    """Voice and pace, by language."""
    recording: RecordingSpec = RecordingSpec()
    """Consent to recording."""
    data: str = ""
    """Database of the lookups: a SQLite file in the plan's folder, a URL, or env:NAME."""
    hours: Mapping[Name, Hours] = Field(default_factory=dict)
    """Opening hours by name; {name}.open can be asked in conditions."""
    target_specs: Targets = Field(default_factory=dict, alias="targets")
    """Whom calls can be given to."""
    handoff: HandoffSpec = HandoffSpec()
    """Who takes calls, in which order, and when."""
    queues: Mapping[Name, QueueSpec] = Field(default_factory=dict)
    """Lines of waiting callers."""
    callback: CallbackSpec = CallbackSpec()
    """Times at which callers can choose to be called back."""
    escalation: EscalationSpec = EscalationSpec()
    """When a call goes to a person by itself."""
    retries: int = Field(default=2, ge=0, le=9)
    """How often a step asks again before a person takes over."""
    timeouts: Timeouts = Timeouts()
    """Seconds after which something counts as over."""
    confirm_below: Share = 0.6
    """Values heard with less confidence are read back."""
    intents: Mapping[Name, Intent] = Field(default_factory=dict)
    """The scope contract: the request types served; what is not here is out of scope."""
    slots: Mapping[Name, SlotSpec] = Field(default_factory=dict)
    """Values that callers give."""
    lookups: Mapping[Name, LookupSpec] = Field(default_factory=dict)
    """Data that steps fetch."""
    surveys: Mapping[Name, SurveySpec] = Field(default_factory=dict)
    """Questions for the caller's opinion."""
    must_say: Mapping[Name, MustSaySpec] = Field(default_factory=dict)
    """Lines that the agent must say before a call is over: the desk reminds of them."""
    agent_replies: Mapping[Name, AgentReplySpec] = Field(default_factory=dict)
    """Texts that the desk offers to the agent."""
    errands: Mapping[Name, ErrandSpec] = Field(default_factory=dict)
    """Simple steps that an agent may give back to the bot during a talk."""
    prompts: Mapping[Name, Texts] = Field(default_factory=dict)
    """Built-in sentences in the plan's own words."""
    steps: Annotated[Mapping[Name, Step], Field(min_length=1, max_length=5000)]
    """The places of the conversation."""

    @field_validator("steps")
    @classmethod
    def _with_person(cls, steps: Mapping[str, Step]) -> Mapping[str, Step]:
        return {**steps, PERSON: Step(transfer=True)}

    def hours_of(self, named: Hours | str | None) -> Hours | None:
        """Hours written in place, or those under `hours` with this name; None: always."""
        return self.hours[named] if isinstance(named, str) else named

    def serves(self, request: str) -> bool:
        """True when the bot serves a request itself, at least to begin with."""
        intent = self.intents[request]
        step = self.steps.get(intent.goto)
        return intent.channel is not Channel.HUMAN and step is not None and not step.hands_over


class Dialplan(PlanFile):
    """One plan, checked, with its name and the hash of its content."""

    name: str
    """Its folder's name."""
    sha: str
    """SHA-256 of the plan's files, hexadecimal."""
    version: str = ""
    """Published version of all dialplans that it came from; empty when it came from a folder."""
    folder: str = ""
    """Where its files are; paths of recordings begin there."""

    @cached_property
    def targets(self) -> Mapping[str, Target]:
        """Whom calls can be given to, by name."""
        return {
            name: Target(name, spec.address, spec.ring, spec.language)
            for name, spec in self.target_specs.items()
        }

    def chain(self, names: tuple[str, ...] = ()) -> tuple[Target, ...]:
        """Targets and queues in the order they are tried: those named, else those of `handoff`, else all."""
        anybody = tuple(self.targets) or tuple(self.queues)
        return tuple(
            self.targets.get(name) or self.waiting_in(QueueCall(name=name))
            for name in names or self.handoff.to or anybody
        )

    @cached_property
    def music(self) -> Mapping[str, str]:
        """Paths of the queues' sound files, by queue, of those that have one that is there."""
        found = {}
        for name, spec in self.queues.items():
            with suppress(Unreadable):
                if spec.music:
                    found[name] = str(path_of(Path(self.folder), spec.music))
        return found

    def waiting_in(self, call: QueueCall) -> Target:
        """A queue as something that calls can be given to."""
        spec = self.queues[call.name]
        queue = Queue(
            name=call.name,
            skills=tuple(dict.fromkeys((*spec.skills, *call.skills))),
            priority=call.priority or spec.priority,
            wait_seconds=spec.wait,
            announce_seconds=spec.announce,
            most=spec.most,
            music=self.music.get(call.name, ""),
        )
        return Target(call.name, f"queue:{call.name}", queue=queue)

    def there(self, target: str, now: datetime) -> bool:
        """True when somebody takes calls at a target at `now`: by its own hours, else those of `handoff`."""
        spec = self.target_specs.get(target)
        hours = self.hours_of((spec.hours if spec else None) or self.handoff.hours)
        return hours is None or hours.open_at(now)

    def path_of(self, audio: str) -> str:
        """Where a sound file of the plan is."""
        return str(PurePath(self.folder) / audio)

    def voice(self, language: Language) -> VoiceSpec:
        """How the bot speaks a language."""
        return self.voices.get(language) or VoiceSpec()

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

    @property
    def timezone(self) -> str | None:
        """Time zone of the house: that of its first hours."""
        hours = self.hours_of(self.handoff.hours) or next(iter(self.hours.values()), None)
        return hours.timezone if hours else None

    @property
    def own_texts(self) -> Iterator[Text]:
        """Everything that the plan's own steps, lookups and surveys can say."""
        for step in self.steps.values():
            yield from (text for _, text in step.texts)
        yield from (lookup.waiting for lookup in self.lookups.values() if lookup.waiting)
        for survey in self.surveys.values():
            yield survey.ask
            if survey.thanks:
                yield survey.thanks

    def fixed_prompts(self) -> Iterator[tuple[str, Language]]:
        """Every sentence that can be said without a value from the call, each once."""
        seen: dict[tuple[str, Language], None] = {}
        for language in self.languages:
            texts = [text[language] for text in self.own_texts]
            texts = [self.with_own_values(text, language) for text in texts]
            for name in SENTENCES:
                texts.extend(self.sentence(name, language))
            for text in texts:
                for sentence in sentences(text):
                    if not VALUE.search(sentence):
                        seen[sentence, language] = None
        yield from seen
