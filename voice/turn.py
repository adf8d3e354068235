"""The vocabulary between stages: what was heard, what it meant, what to do next.

Everything here is frozen and knows nothing of audio frames, clocks, disks or networks. Times are seconds
since the call was answered.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Literal

Language = Literal["en", "fr"]
LANGUAGES: tuple[Language, ...] = ("en", "fr")


@dataclass(frozen=True, slots=True)
class Tone:
    """How a stretch of the caller's voice sounded. One more piece of evidence; never a reason by itself."""

    anger: float
    """Probability, 0 to 1, that the voice sounds angry; 0.0 when there was too little voice to tell."""
    level_db: float = 0.0
    """Level of the speech in dB of full scale; comparable only within one call."""
    pitch_hz: float = 0.0
    """Median pitch of the voice; 0.0 when it had none."""
    rate: float = 0.0
    """Syllable-like peaks per second of speech."""
    longest_pause: float = 0.0
    """Seconds of the longest silence between two pieces of speech."""
    voiced_seconds: float = 0.0
    """How much voice all this was told from."""


@dataclass(frozen=True, slots=True)
class Heard:
    """One thing the caller said or keyed, as far as the machine could tell."""

    text: str
    """Recognized words; empty when only keys were pressed."""
    confidence: float = 1.0
    """The recognizer's own estimate, 0 to 1 (geometric mean of its token probabilities)."""
    language: Language | None = None
    """Language of the words; None when nobody asked and nobody can tell (keys, typed lines)."""
    started: float = 0.0
    """Seconds since the call was answered at which the caller began."""
    ended: float = 0.0
    """Seconds since the call was answered at which the caller stopped."""
    barged_in: bool = False
    """True when the caller began while the bot was speaking."""
    digits: str = ""
    """Keys pressed (0-9 * #), in order; the terminating # is not kept."""
    tone: Tone | None = None
    """How it was said; None when typed, keyed, or when the sound could not be judged."""


@dataclass(frozen=True, slots=True)
class Intent:
    """One request recognized in a sentence."""

    name: str
    """The request type's name in the plan."""
    confidence: float
    """Calibrated probability, 0 to 1."""


@dataclass(frozen=True, slots=True)
class Understanding:
    """What a sentence meant within one plan."""

    intents: tuple[Intent, ...] = ()
    """Requests found, best first; empty when none is sure enough."""
    slots: Mapping[str, str] = field(default_factory=dict)
    """Values found, by slot name, in canonical form (digits as digits, dates as ISO 8601)."""
    out_of_scope: float = 0.0
    """Probability, 0 to 1, that the sentence asks for something the plan does not serve."""


class Outcome(StrEnum):
    """What a turn did at the step where it happened."""

    MATCHED = "matched"
    """A request type or menu choice led somewhere."""
    FILLED = "filled"
    """The slot asked for was understood."""
    COMMAND = "command"
    """A command that works everywhere: repeat, help, a person, start again."""
    NO_MATCH = "no_match"
    """Something was said, but it means nothing here."""
    NO_INPUT = "no_input"
    """Nothing was said in time."""


class Side(StrEnum):
    """Which reading of the call a signal belongs to."""

    EMOTION = "emotion"
    COMPLEXITY = "complexity"
    DEMAND = "demand"
    """Needs no score: the caller asks for a person, or must have one."""


@dataclass(frozen=True, slots=True)
class Signal:
    """One observation that speaks for a person taking over, with its evidence."""

    name: str
    side: Side
    strength: float
    """0 to 1: how strongly it was seen."""
    weight: float
    """0 to 1: how much the plan lets it count."""
    turn: int
    """Number of the turn that shows it."""
    evidence: str
    """In words, in the plan's language; may quote the caller, so it never goes to a log."""


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Scores at which the call goes to a person."""

    emotion: float
    complexity: float


@dataclass(frozen=True, slots=True)
class Assessment:
    """How the call stands, after a turn. Each score is 1 - prod(1 - weight * strength) of its side."""

    emotion: float
    complexity: float
    thresholds: Thresholds
    signals: tuple[Signal, ...] = ()
    decided_by: str | None = None
    """Name of the signal or side that sends the call to a person; None while it stays with the bot."""


@dataclass(frozen=True, slots=True)
class Turn:
    """One exchange: what was heard at a step and what it did there."""

    number: int
    """From 1, counting silences too."""
    step: str
    """The step that was waiting when the caller spoke."""
    heard: Heard | None
    """None when the caller said nothing in time."""
    understood: Understanding
    outcome: Outcome


class TransferReason(StrEnum):
    """Why a call goes to a person."""

    CALLER_ASKED = "caller_asked"
    PLAN = "plan"
    LIMIT = "limit"
    """The request goes further than its contract lets the bot go."""
    EMOTION = "emotion"
    COMPLEXITY = "complexity"
    DANGER = "danger"
    VULNERABLE = "vulnerable"
    """A child, or somebody who says to be frail."""
    FRAUD = "fraud"
    LEGAL = "legal"
    """Steps at law, or a request about personal data."""
    SENSITIVE = "sensitive"
    """A death in the family."""
    ENGINE_FAILED = "engine_failed"
    LOOKUP_FAILED = "lookup_failed"
    NOT_UNDERSTOOD = "not_understood"


class HandoffFailure(StrEnum):
    """Why one attempt to reach a person failed."""

    DECLINED = "declined"
    BUSY = "busy"
    NO_ANSWER = "no_answer"
    UNREACHABLE = "unreachable"
    CLOSED = "closed"
    CALLER_HUNG_UP = "caller_hung_up"
    AGENT_HUNG_UP = "agent_hung_up"
    """The agent's phone answered and went away."""
    AGENT_VOICEMAIL = "agent_voicemail"
    """The agent's phone answered and nobody pressed 1 in time: a voicemail, or nobody there."""
    CALLER_LEFT = "caller_left"
    """The caller chose not to wait any longer, and is still on the line."""


class CallbackOutcome(StrEnum):
    """What became of one attempt to call somebody back."""

    REACHED = "reached"
    """Caller and agent were joined."""
    BUSY = "busy"
    DECLINED = "declined"
    NO_ANSWER = "no_answer"
    UNREACHABLE = "unreachable"
    AGENT_HUNG_UP = "agent_hung_up"
    """The agent went away while the caller's phone rang."""
    NO_AGENT = "no_agent"
    """No agent took it while somebody was there; the caller was not rung."""
    NOT_ALLOWED = "not_allowed"
    """The operator does not let the gateway dial this number."""
    TOO_OLD = "too_old"
    """It was asked for so long ago that a person decides."""
    CUT_OFF = "cut_off"
    """The gateway died while the caller waited for an agent; he was never asked whether he wants a call."""
    FAILED = "failed"
    """An error of ours: a person decides."""
    NO_QUEUE = "no_queue"
    """The plan has no queue whose agents could take it."""
    DROPPED = "dropped"
    """After the agent passed the caller on, nobody else took the call."""
    WITHDRAWN = "withdrawn"
    """Somebody marked it as done meanwhile."""
    STOPPED = "stopped"
    """The gateway stopped meanwhile."""


class ConsultOutcome(StrEnum):
    """How an agent's question to a colleague ended."""

    JOINED = "joined"
    """The colleague has the caller now."""
    CAME_BACK = "came_back"
    """The agent went back to the caller."""
    COLLEAGUE_HUNG_UP = "colleague_hung_up"
    DECLINED = "declined"
    BUSY = "busy"
    NO_ANSWER = "no_answer"
    UNREACHABLE = "unreachable"
    AGENT_HUNG_UP = "agent_hung_up"
    """The colleague's phone answered and went away."""
    AGENT_VOICEMAIL = "agent_voicemail"
    ENDED = "ended"
    """The caller, or the agent who asked, was gone."""


class ErrandOutcome(StrEnum):
    """How a step ended that an agent had given to the bot."""

    DONE = "done"
    STOPPED = "stopped"
    """The caller did not want it, or took his leave."""
    WITHOUT = "without"
    """The caller does not have what was asked for."""
    OTHER_REQUEST = "other_request"
    """The caller spoke of something else."""
    SILENT = "silent"
    """The caller said nothing."""
    PERSON = "person"
    """A person was needed."""
    TOO_LONG = "too_long"
    TAKEN_BACK = "taken_back"
    """The agent took the caller back."""
    CALLER_GONE = "caller_gone"


class EndReason(StrEnum):
    """Why a call ended."""

    CALLER_HUNG_UP = "caller_hung_up"
    AGENT_HUNG_UP = "agent_hung_up"
    COMPLETED = "completed"
    """The bot said goodbye and hung up."""
    TRANSFERRED = "transferred"
    """A person took the call, and what follows is not ours to follow (replay)."""
    CALLBACK = "callback"
    VOICEMAIL = "voicemail"
    UNREACHABLE_PERSON = "unreachable_person"
    """No person could be had and the caller left neither a number nor a message."""
    CALLER_UNREACHED = "caller_unreached"
    """A caller who wanted to be called back was rung in vain."""
    LINE_LOST = "line_lost"
    TOO_LONG = "too_long"
    DRAINED = "drained"
    """The gateway was stopped and the call did not finish in the time allowed."""
    FAILED = "failed"
    """An error of ours that left no other way."""


@dataclass(frozen=True, slots=True)
class Queue:
    """A line of waiting callers, and how one waits in it."""

    name: str
    """Also a skill: agents who have it, or no skills at all, serve the queue."""
    skills: tuple[str, ...] = ()
    """What the agent must be able to do besides."""
    priority: int = 5
    """1 to 9: each step above 5 counts as a minute that the caller came earlier, each below as one later."""
    wait_seconds: float = 300.0
    """How long a caller waits at most."""
    announce_seconds: float = 45.0
    """Seconds between two words about the place in the queue."""
    most: int = 20
    """Callers that may wait; one more is told at once that nobody can be had."""
    music: str = ""
    """Path of the sound file that is played meanwhile; empty: a quiet tone."""


@dataclass(frozen=True, slots=True)
class Target:
    """A person or group that calls can be given to; named in the plan, dialled nowhere else."""

    name: str
    address: str
    """SIP URI."""
    ring_seconds: float = 20.0
    """How long it may ring before the next target is tried."""
    language: Language | None = None
    """Language in which the summary is spoken; None means the caller's."""
    lost_after: float = 0.0
    """Seconds without media after which a phone that has answered counts as gone; 0: as any other call."""
    queue: Queue | None = None
    """Where the caller waits for an agent of the desk; None: `address` is rung."""


@dataclass(frozen=True, slots=True)
class Say:
    """Speak one sentence to the caller."""

    text: str
    language: Language
    interruptible: bool = True
    """False: the caller's voice does not stop it. Keys always do."""
    fixed: bool = False
    """True: no slot in it, so it is synthesized once and kept."""
    speed: float = 1.0
    """Pace, where 1.0 is the voice's own; 0.8 is slower by a fifth, for callers who ask for it."""
    voice: str = ""
    """Name of the voice; empty: the one of its language."""
    recording: str = ""
    """Path of a sound file played in place of the text; empty, or a file that is gone: the text is spoken."""


@dataclass(frozen=True, slots=True)
class Digits:
    """Keys that complete an answer."""

    most: int
    """As many keys as this end the entry at once."""
    least: int = 1
    terminator: str = "#"
    between: float = 2.5
    """Seconds without a key that end the entry."""


@dataclass(frozen=True, slots=True)
class Listen:
    """Wait for the caller."""

    no_input_after: float = 6.0
    """Seconds of silence after the bot stopped that count as no_input."""
    digits: Digits | None = None
    """None: each key is an answer by itself (a menu). Else keys are gathered into one."""
    expects: Literal["words", "number", "yes_no"] = "words"
    """A hint for endpointing and recognition; the caller may always say something else."""
    languages: tuple[Language, ...] = ()
    """Languages to listen for; more than one means: find out which."""


WAITING_SECONDS = (2.0, 8.0)
"""How long a lookup may take before the caller is told that it takes long, and then before the next word."""


@dataclass(frozen=True, slots=True)
class Lookup:
    """Fetch data; the conversation goes on with `looked_up()`."""

    name: str
    """The lookup's name in the plan."""
    parameters: Mapping[str, str]
    """Bound parameters, never spliced into the query."""
    waiting: tuple[tuple[Say, ...], ...] = ()
    """Said one after the other while it takes longer than a moment."""


@dataclass(frozen=True, slots=True)
class Transfer:
    """Give the call to a person, once everything said before has been played."""

    target: Target
    reason: TransferReason
    attempt: int = 1
    """1 for the first target of the chain."""


@dataclass(frozen=True, slots=True)
class CallbackTime:
    """A stretch of time in which somebody is called back, on the clocks of the house (with time zone)."""

    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class RequestCallback:
    """Store that this caller wants to be called back, as soon as somebody is free."""

    number: str
    """As confirmed by the caller, digits and a leading + only."""
    full: tuple[datetime, ...] = ()
    """Beginnings of times that cannot be offered, since enough callers have agreed on them."""


@dataclass(frozen=True, slots=True)
class AgreeCallback:
    """Store at which time the caller wants to be called back who has just asked for it."""

    time: CallbackTime


@dataclass(frozen=True, slots=True)
class NoteRequest:
    """Write down what a colleague is to do for the caller after the call."""

    title: Mapping[Language, str]
    """In a few words, in the plan's languages."""
    values: Mapping[str, str]
    """What is needed for it, by the titles of the slots."""


@dataclass(frozen=True, slots=True)
class AnswerSurvey:
    """Store the answer to a question for the caller's opinion."""

    survey: str
    """The survey's name in the plan."""
    title: Mapping[Language, str]
    """In a few words, in the plan's languages."""
    mark: int | None
    """None when the caller was asked and gave none."""
    least: int
    most: int


@dataclass(frozen=True, slots=True)
class EnterPlan:
    """The call goes on with another plan."""

    plan: str
    sha: str
    version: str
    """Published version of the dialplans it came from; empty when it came from a folder."""


ConsentAnswer = Literal["announced", "given", "refused", "unanswered", "never"]
"""What became of the recording: told, allowed, not allowed, asked in vain, or never recorded by the plan."""


@dataclass(frozen=True, slots=True)
class Consent:
    """Settles whether this call is recorded: it is when `answer` is announced or given."""

    answer: ConsentAnswer


@dataclass(frozen=True, slots=True)
class Record:
    """Record a message after a tone; ends with #, silence, the limit or hang-up."""

    most_seconds: float = 120.0
    silence_seconds: float = 5.0


@dataclass(frozen=True, slots=True)
class HangUp:
    """End the call, once everything said before has been played."""

    reason: EndReason = EndReason.COMPLETED


@dataclass(frozen=True, slots=True)
class BackToAgent:
    """What an agent gave to the bot is over: the caller goes back, once everything said before was played."""

    outcome: ErrandOutcome
    reason: TransferReason | None = None
    """Why a person was needed; None for the other outcomes."""


Action = (
    Say
    | Listen
    | Lookup
    | Transfer
    | RequestCallback
    | AgreeCallback
    | NoteRequest
    | AnswerSurvey
    | EnterPlan
    | Consent
    | Record
    | BackToAgent
    | HangUp
)


@dataclass(frozen=True, slots=True)
class Decision:
    """What to do next, and why. The last action is the one that waits.

    That is exactly one of Listen, Lookup, Transfer, Record, BackToAgent and HangUp.
    """

    step: str
    """Where the conversation stands now."""
    actions: tuple[Action, ...]
    turn: Turn | None = None
    """The turn that led here; None at the opening and after lookups and hand-over attempts."""
    assessment: Assessment | None = None
    why: str = ""
    """One sentence in the plan's language; may quote the caller, so it never goes to a log."""
