"""All that can happen in a call, one frozen model each.

The list of a call's events is append-only; console, store, quality assurance and replay read nothing else.
`at` is seconds since the call was answered, on the call's own clock.
"""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, TypeAdapter

from voice.turn import (
    Assessment,
    CallbackOutcome,
    ConsentAnswer,
    ConsultOutcome,
    EndReason,
    ErrandOutcome,
    HandoffFailure,
    Language,
    TransferReason,
    Turn,
)


class _Event(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    at: float
    """Seconds since the call was answered."""


class CallStarted(_Event):
    """The call was answered."""

    kind: Literal["call_started"] = "call_started"
    call_id: str
    door: Literal["sip", "browser", "tape", "typed", "callback"]
    """callback: the gateway called back."""
    caller: str
    """What the network says the caller's number is; not verified."""
    dialled: str
    plan: str
    plan_sha: str
    plan_version: str = ""
    """Published version of all dialplans that the plan came from; empty when it came from a folder."""
    languages: tuple[Language, ...]
    models: dict[str, str]
    """Name of each model in use and its sha256."""
    started: datetime
    """When the call was answered, with time zone."""


class BotSpoke(_Event):
    """The bot said something and it was played, wholly or in part. `at` is when it began."""

    kind: Literal["bot_spoke"] = "bot_spoke"
    step: str
    text: str
    language: Language
    seconds: float
    """How much of it was played."""
    cut: bool = False
    """True when the caller cut in."""
    gap: float | None = None
    """Seconds between the end of the caller's words and this; None when it answers none."""


class KeyPressed(_Event):
    """One key, when it was pressed."""

    kind: Literal["key_pressed"] = "key_pressed"
    key: str


class BargedIn(_Event):
    """The caller began to speak while the bot was speaking."""

    kind: Literal["barged_in"] = "barged_in"


class Unheard(_Event):
    """A sound that was taken for speech and turned out to hold no words worth a turn."""

    kind: Literal["unheard"] = "unheard"
    why: str
    """Which guard refused it: no_speech, low_confidence, loop, invented, empty."""
    seconds: float


class LanguageFound(_Event):
    """The caller's language was settled."""

    kind: Literal["language_found"] = "language_found"
    language: Language
    probability: float


class TurnTaken(_Event):
    """One exchange, and what was decided on it."""

    kind: Literal["turn_taken"] = "turn_taken"
    turn: Turn
    assessment: Assessment | None
    step: str
    """Where the conversation went."""
    why: str


class Assessed(_Event):
    """How the call stands, between turns: what was looked up can call for a person too."""

    kind: Literal["assessed"] = "assessed"
    assessment: Assessment
    step: str
    """Where the conversation went."""
    why: str


class LookedUp(_Event):
    """Data was fetched, or was not."""

    kind: Literal["looked_up"] = "looked_up"
    name: str
    ok: bool
    rows: int
    seconds: float
    found: dict[str, str] = Field(default_factory=dict)
    """The fields handed to the conversation."""


class HandoffStarted(_Event):
    """The call is on its way to a person."""

    kind: Literal["handoff_started"] = "handoff_started"
    handoff_id: str
    """Opaque; also in the INVITE to the agent and in the page's address."""
    reason: TransferReason


class HandoffOffered(_Event):
    """A person's phone is being dialled."""

    kind: Literal["handoff_offered"] = "handoff_offered"
    handoff_id: str
    target: str
    attempt: int
    agent: str = ""
    """Who of the desk, for a queue; empty for a target that is rung directly."""


class HandoffAnswered(_Event):
    """A person's phone was picked up; the summary is being spoken there."""

    kind: Literal["handoff_answered"] = "handoff_answered"
    handoff_id: str
    target: str
    agent: str = ""
    """Who of the desk, for a queue; empty for a target that is rung directly."""


class HandoffAccepted(_Event):
    """A person pressed 1: caller and person are joined."""

    kind: Literal["handoff_accepted"] = "handoff_accepted"
    handoff_id: str
    target: str
    agent: str = ""
    """Who of the desk, for a queue; empty for a target that is rung directly."""


class HandoffFailed(_Event):
    """One attempt to reach a person failed."""

    kind: Literal["handoff_failed"] = "handoff_failed"
    handoff_id: str
    target: str
    failure: HandoffFailure
    agent: str = ""
    """Who of the desk, for a queue; empty for a target that is rung directly."""
    note: str = ""
    """The agent's own words."""


class QueueJoined(_Event):
    """The caller began to wait in a queue, or waits again after an agent was lost or passed the call on."""

    kind: Literal["queue_joined"] = "queue_joined"
    handoff_id: str
    queue: str
    position: int
    """From 1."""
    expected: float | None = None
    """Seconds that the wait will take, as talks went lately; None when that cannot be told."""


class QueueLeft(_Event):
    """The caller waits no longer."""

    kind: Literal["queue_left"] = "queue_left"
    handoff_id: str
    queue: str
    why: Literal["taken", "caller_hung_up", "caller_left", "no_answer", "unreachable", "busy"]
    """taken by an agent; hung up; pressed the key; waited too long; nobody signed in; the queue was full."""
    waited: float
    """Seconds."""


class AgentLost(_Event):
    """The line of the agent who had the call broke: the caller waits at the head of the queue again."""

    kind: Literal["agent_lost"] = "agent_lost"
    handoff_id: str
    agent: str


class PassedOn(_Event):
    """The agent passed the caller on to a queue or a colleague."""

    kind: Literal["passed_on"] = "passed_on"
    handoff_id: str
    agent: str
    queue: str = ""
    to: str = ""
    """The colleague; empty: whoever serves the queue."""
    note: str = ""
    """What the agent wants the next to know."""


class Consulted(_Event):
    """The agent asks a colleague before he passes the caller on, who is on hold meanwhile."""

    kind: Literal["consulted"] = "consulted"
    handoff_id: str
    agent: str
    queue: str = ""
    to: str = ""
    """The colleague; empty: whoever serves the queue."""
    note: str = ""
    """What the agent wants the colleague to know."""


class ConsultEnded(_Event):
    """The agent is back with his caller, or the colleague has him."""

    kind: Literal["consult_ended"] = "consult_ended"
    handoff_id: str
    agent: str
    to: str = ""
    """Who was talked to; empty when nobody was."""
    outcome: ConsultOutcome


class ErrandGiven(_Event):
    """The agent gave the caller back to the bot for a simple step."""

    kind: Literal["errand_given"] = "errand_given"
    handoff_id: str
    agent: str
    errand: str
    """Its name in the plan."""
    title: dict[Language, str]
    """In a few words, in the plan's languages."""
    then: Literal["back", "end"]
    """What comes after it: the agent, or the end of the call."""


class ErrandEnded(_Event):
    """The bot's step is over."""

    kind: Literal["errand_ended"] = "errand_ended"
    handoff_id: str
    agent: str
    """Who gave it."""
    errand: str
    outcome: ErrandOutcome
    reason: TransferReason | None = None
    """Why a person was needed; None for the other outcomes."""
    slots: tuple[str, ...] = ()
    """Names of the values that were given."""
    agent_there: bool = True
    """False: the agent who gave it had gone meanwhile."""


class AgentHeld(_Event):
    """The agent put the caller on hold, or came back."""

    kind: Literal["agent_held"] = "agent_held"
    handoff_id: str
    held: bool


class AgentMuted(_Event):
    """The agent muted himself, or can be heard again."""

    kind: Literal["agent_muted"] = "agent_muted"
    handoff_id: str
    muted: bool


class AssistOffered(_Event):
    """Something was suggested to the agent during the talk, and shown."""

    kind: Literal["assist_offered"] = "assist_offered"
    handoff_id: str
    agent: str
    id: str
    """Of the suggestion, within this call; the same until it is offered with other words."""
    what: Literal["reply", "lookup", "reminder", "warning"]
    text: str
    """As shown: what is to be said in the caller's language, everything else in the agent's."""
    source: str
    """Where it comes from: steps of the plan, a lookup, a line of the plan for agents, a signal."""


class AssistUsed(_Event):
    """What became of a suggestion."""

    kind: Literal["assist_used"] = "assist_used"
    handoff_id: str
    agent: str
    id: str
    """Of the suggestion, as in AssistOffered."""
    what: Literal["reply", "lookup", "reminder", "warning"]
    did: Literal["accepted", "edited", "dismissed", "heard"]
    """heard: nobody pressed anything; the agent's words hold what was to be said."""
    text: str = ""
    """As the agent used it; empty when dismissed."""


class AgentLookedUp(_Event):
    """The agent had data fetched at the desk, or it could not be had."""

    kind: Literal["agent_looked_up"] = "agent_looked_up"
    handoff_id: str
    agent: str
    name: str
    """Lookup of the plan."""
    given: dict[str, str]
    """Values it was asked with, by slot."""
    ok: bool
    rows: int
    seconds: float
    found: dict[str, str] = Field(default_factory=dict)
    """The fields of the first row."""


class AgentSpoke(_Event):
    """Words of the person who took the call."""

    kind: Literal["agent_spoke"] = "agent_spoke"
    text: str
    ended: float


class CallerSpoke(_Event):
    """Words of the caller that were not for the bot: to the person who took the call, or while waiting."""

    kind: Literal["caller_spoke"] = "caller_spoke"
    text: str
    ended: float


class CallbackRequested(_Event):
    """The caller wants to be called back."""

    kind: Literal["callback_requested"] = "callback_requested"
    number: str
    full: tuple[AwareDatetime, ...] = ()
    """Beginnings of times that were not offered, since enough callers had agreed on them."""


class CallbackAgreed(_Event):
    """The caller has chosen a time at which to be called back."""

    kind: Literal["callback_agreed"] = "callback_agreed"
    start: AwareDatetime
    end: AwareDatetime


class CallbackBegan(_Event):
    """The gateway has begun to call somebody back: agents are asked first."""

    kind: Literal["callback_began"] = "callback_began"
    callback: int
    """Its number in the records."""
    wanted_in: str
    """Id of the call in which it was asked for."""
    attempt: int
    """1 for the first time that the caller's phone is to be rung."""


class CallbackDialled(_Event):
    """An agent has taken it, and the caller's phone is being rung."""

    kind: Literal["callback_dialled"] = "callback_dialled"
    handoff_id: str
    agent: str


class CallbackAnswered(_Event):
    """The caller has picked up: caller and agent are joined."""

    kind: Literal["callback_answered"] = "callback_answered"
    handoff_id: str


class CallbackEnded(_Event):
    """What became of this attempt to call back, and what follows."""

    kind: Literal["callback_ended"] = "callback_ended"
    outcome: CallbackOutcome
    then: Literal["done", "again", "by_hand"]
    """Nothing; tried again later; left to a person."""


class RequestNoted(_Event):
    """Something was promised that a colleague is to do after the call."""

    kind: Literal["request_noted"] = "request_noted"
    title: dict[Language, str]
    """In a few words, in the plan's languages."""
    values: dict[str, str]
    """What is needed for it, by the titles of the slots."""


class SurveyAnswered(_Event):
    """The caller was asked for an opinion."""

    kind: Literal["survey_answered"] = "survey_answered"
    survey: str
    """Its name in the plan."""
    title: dict[Language, str]
    """In a few words, in the plan's languages."""
    mark: int | None
    """None when none was given."""
    least: int
    most: int
    """Ends of the scale."""


class PlanEntered(_Event):
    """The call went on with another plan."""

    kind: Literal["plan_entered"] = "plan_entered"
    plan: str
    plan_sha: str
    plan_version: str = ""
    """Published version of all dialplans that it came from; empty when it came from a folder."""


class RecordingSettled(_Event):
    """What was said to the caller about the recording, and what follows."""

    kind: Literal["recording_settled"] = "recording_settled"
    answer: ConsentAnswer
    recorded: bool
    """False: the call's sound is not kept, but for a message that the caller leaves."""


class VoicemailLeft(_Event):
    """The caller left a message; `at` and `ended` are its place in the call's recording."""

    kind: Literal["voicemail_left"] = "voicemail_left"
    ended: float


class Held(_Event):
    """The caller put us on hold."""

    kind: Literal["held"] = "held"


class Resumed(_Event):
    """The caller came back from hold."""

    kind: Literal["resumed"] = "resumed"


class Broke(_Event):
    """Something of ours failed in this call."""

    kind: Literal["broke"] = "broke"
    part: str
    """recognizer, voice, lookup, dialog, recording."""
    code: str


class CallEnded(_Event):
    """The call is over."""

    kind: Literal["call_ended"] = "call_ended"
    reason: EndReason


CallEvent = Annotated[
    CallStarted
    | BotSpoke
    | KeyPressed
    | BargedIn
    | Unheard
    | LanguageFound
    | TurnTaken
    | Assessed
    | LookedUp
    | HandoffStarted
    | HandoffOffered
    | HandoffAnswered
    | HandoffAccepted
    | HandoffFailed
    | QueueJoined
    | QueueLeft
    | AgentLost
    | PassedOn
    | Consulted
    | ConsultEnded
    | ErrandGiven
    | ErrandEnded
    | AgentHeld
    | AgentMuted
    | AssistOffered
    | AssistUsed
    | AgentLookedUp
    | AgentSpoke
    | CallerSpoke
    | CallbackRequested
    | CallbackAgreed
    | CallbackBegan
    | CallbackDialled
    | CallbackAnswered
    | CallbackEnded
    | RequestNoted
    | SurveyAnswered
    | PlanEntered
    | RecordingSettled
    | VoicemailLeft
    | Held
    | Resumed
    | Broke
    | CallEnded,
    Field(discriminator="kind"),
]

CALL_EVENT: TypeAdapter[CallEvent] = TypeAdapter(CallEvent)
"""Reads and writes one event as JSON."""
