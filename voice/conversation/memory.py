"""Everything one conversation remembers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import Enum
from zoneinfo import ZoneInfo

from voice.dialplan.model import Dialplan, Step
from voice.turn import Action, CallbackTime, ConsentAnswer, Language, Say, Target, TransferReason, Turn


class Mode(Enum):
    """What the conversation waits for."""

    STEP = "step"
    """The caller's answer at a step of the plan."""
    CONFIRM = "confirm"
    """Yes or no to a value read back."""
    MORE = "more"
    """Whether there is anything else."""
    OFFER = "offer"
    """Yes or no to a request heard earlier."""
    GUESS = "guess"
    """Yes or no to a request that was heard, not surely."""
    PERSON_OFFER = "person_offer"
    """Yes or no to being given to a person, for what the bot cannot do."""
    CONSENT = "consent"
    """Yes or no to being recorded."""
    SURVEY = "survey"
    """The caller's opinion."""
    LOOKUP = "lookup"
    TRANSFER = "transfer"
    CALLBACK_OFFER = "callback_offer"
    """Yes or no to being called back at the caller's own number."""
    CALLBACK_ASK = "callback_ask"
    """A number to call back."""
    CALLBACK_CONFIRM = "callback_confirm"
    """Yes or no to a number read back."""
    CALLBACK_TIME = "callback_time"
    """When to call back."""
    VOICEMAIL = "voicemail"
    ENDED = "ended"


PACES = (0.7, 0.85, 1.0, 1.15)
"""How fast the bot can speak; 1.0 is the voice's own pace."""
ASIDE = frozenset({Mode.GUESS, Mode.PERSON_OFFER})
"""Questions asked on the way; where they were asked is in Memory.resume."""
CALM = 0.25
"""Share of the emotion threshold below which the caller is calm."""
RISING = 0.5
"""Share of the emotion threshold from which the bot speaks plainly and offers a person."""
CALLING_BACK = frozenset({Mode.CALLBACK_OFFER, Mode.CALLBACK_ASK, Mode.CALLBACK_CONFIRM, Mode.CALLBACK_TIME})
Agreed = Callable[[str, datetime], int]
"""How many callers of a plan, by its name, are to be called back at the time that begins then."""
ALLOWED = frozenset({"announced", "given"})
PLACES = {
    Mode.CONSENT: "consent",
    Mode.MORE: "anything_else",
    Mode.OFFER: "anything_else",
    Mode.TRANSFER: "handoff",
    Mode.CALLBACK_OFFER: "callback",
    Mode.CALLBACK_ASK: "callback",
    Mode.CALLBACK_CONFIRM: "callback",
    Mode.CALLBACK_TIME: "callback",
    Mode.VOICEMAIL: "voicemail",
    Mode.ENDED: "ended",
}
"""Names of the places that no plan has; all other modes stand at a step of the plan."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A place of the plan where the caller was waited for."""

    at: str
    """Its step."""
    request: str | None
    """Request that was being served there."""


@dataclass(slots=True)
class Errand:
    """A step that an agent has given to the bot."""

    name: str
    first: int
    """Number of its first turn: what was before the talk is judged no more."""
    afresh: bool = True
    """True until something was asked: that is asked even if it is known."""
    alone: bool = False
    """True when the agent who gave it is gone."""
    over: bool = False


@dataclass(slots=True)
class Memory:
    """The state of one conversation; changed by nobody else."""

    plan: Dialplan
    """The one that the call is in now."""
    caller: str
    dialled: str
    now: datetime
    """When the call was answered."""
    at: str
    """Step of the plan."""
    plans: Mapping[str, Dialplan] = field(default_factory=dict)
    """Plans that the call can go on with, by name."""
    entered: list[Dialplan] = field(default_factory=list)
    """Plans that the call was in, in order; the last is the one it is in now."""
    entry: str = ""
    """Step of the plan to begin with, once it is settled whether the call is recorded."""
    mode: Mode = Mode.STEP
    language: Language | None = None
    """None until the caller has said something."""
    settled: bool = False
    """True when the language will not be guessed again."""
    speed: float = 1.0
    """One of PACES."""
    slots: dict[str, str] = field(default_factory=dict)
    found: dict[str, str] = field(default_factory=dict)
    """What lookups found, by lookup.column."""
    partial: dict[str, str] = field(default_factory=dict)
    """Digits whose letter is still wanted, by slot."""
    candidate: str = ""
    """Value waiting to be confirmed."""
    request: str | None = None
    """Request being served."""
    begun: int = 1
    """Number of the turn with which it began."""
    limits_met: set[int] = field(default_factory=set)
    """Limits of its contract that were met, by their index."""
    deep: bool = False
    """True when it has taken more exchanges than its contract allows."""
    limit: str = ""
    """Limit met last, in words; empty when none was met in this decision."""
    pending: list[str] = field(default_factory=list)
    """Requests heard and not yet served."""
    served: list[str] = field(default_factory=list)
    trail: list[Asked] = field(default_factory=list)
    """Places where the caller was waited for, in order; what "go back" follows."""
    turns: list[Turn] = field(default_factory=list)
    asked: set[int] = field(default_factory=set)
    """Turns that answered a question for a value."""
    nothing_found: list[int] = field(default_factory=list)
    resume: Mode = Mode.STEP
    """What was waited for before a question on the way."""
    guessed: str = ""
    """Request that the last sentence resembled most, not surely."""
    unplaced: str = ""
    """What the caller said last that led to no request."""
    which: tuple[str, ...] = ()
    """Requests that a value just given may be for."""
    commented: bool = False
    """True when the caller has thanked or commented, and was asked for more."""
    misses: int = 0
    """Answers in a row that fitted nothing."""
    silences: int = 0
    """Silences in a row."""
    used: dict[str, int] = field(default_factory=dict)
    """How often each built-in sentence was said."""
    chain: tuple[Target, ...] = ()
    attempt: int = 0
    reason: TransferReason = TransferReason.PLAN
    rounds: int = 0
    """How often all targets were tried in vain."""
    emotion: float = 0.0
    """Score of the emotion so far, 0 to 1."""
    distressed: bool = False
    """True when that is distress more than anger."""
    loss: bool = False
    """True when a death in the family was told that is not long past."""
    offered: bool = False
    """True when a person was offered to an upset caller."""
    unmet: bool = False
    """True when a person was wanted and could not be had, and nothing has been served since."""
    errand: Errand | None = None
    """The last that an agent gave to the bot; it stays here when it is over."""
    number: str = ""
    """Number to call back, waiting to be confirmed."""
    agreed: Agreed = field(default=lambda plan, start: 0)
    """How many have agreed on a time already."""
    elapsed: float = 0.0
    """Seconds since the answer, as far as the caller's words, keys and silences tell."""
    times: tuple[CallbackTime, ...] = ()
    """Times to call back that are being offered."""
    recorded: bool | None = None
    """Whether the call is recorded; None until something was said about it."""
    consented: bool = False
    """True when the caller said yes to it."""
    asked_consent: bool = False
    """True while the caller has been asked and has not answered."""
    first: list[Action] = field(default_factory=list)
    """What comes before everything else of the next decision."""
    last: tuple[Action, ...] = ()
    """What was decided last."""
    answered: bool = False
    """True when a request has been served by what is being decided."""
    told: tuple[Say, ...] = ()
    """The answer to the request that was served last."""
    repeated: bool = False
    """True when that answer was told again because the caller asked about it."""
    said: tuple[Say, ...] = ()
    """What "repeat" says again."""

    @property
    def step(self) -> Step:
        """The step of the plan where the conversation stands."""
        return self.plan.steps[self.at]

    @property
    def wanted(self) -> str | None:
        """Slot that the caller was asked for, also while something else is asked on the way."""
        before = self.resume if self.mode in ASIDE else self.mode
        return self.step.slot if before in (Mode.STEP, Mode.CONFIRM) else None

    @property
    def place(self) -> str:
        """Name of where the conversation stands."""
        return PLACES.get(self.resume if self.mode in ASIDE else self.mode, self.at)

    @property
    def on_errand(self) -> bool:
        """True while the bot has a caller whom an agent has given back to it."""
        return self.errand is not None and not self.errand.over

    @property
    def errand_then(self) -> str:
        """What comes after it: back or end; empty without one."""
        return self.plan.errands[self.errand.name].then if self.errand is not None else ""

    @property
    def tongue(self) -> Language:
        """The language spoken, or the most likely one."""
        return self.language or self.plan.languages[0]

    @property
    def speaks(self) -> tuple[Language, ...]:
        """Languages to say things in: all of the plan until the caller's is known."""
        return (self.language,) if self.language else self.plan.languages

    @property
    def listens_for(self) -> tuple[Language, ...]:
        """Languages to listen for."""
        return (self.language,) if self.language and self.settled else self.plan.languages

    @property
    def moment(self) -> datetime:
        """When it is, as far as is known."""
        return self.now + timedelta(seconds=self.elapsed)

    @property
    def retries(self) -> int:
        """How often to ask again here."""
        own = self.step.retries if self.mode in (Mode.STEP, Mode.CONFIRM) else None
        return self.plan.retries if own is None else own

    @property
    def upset(self) -> bool:
        """True when emotion has begun to rise."""
        return self.emotion >= RISING * self.plan.escalation.emotion > 0

    @property
    def heard_last(self) -> str:
        """What the caller was told last: the answer to his request, and what was said since."""
        return " ".join(dict.fromkeys(say.text for say in (*self.told, *self.said)))

    @property
    def calm(self) -> bool:
        """True when hardly an emotion was shown."""
        return self.emotion < CALM * self.plan.escalation.emotion

    @property
    def today(self) -> date:
        """The day of the call where the people of the plan are."""
        zone = self.plan.timezone
        return self.now.astimezone(ZoneInfo(zone)).date() if zone and self.now.tzinfo else self.now.date()

    @property
    def people_there(self) -> bool:
        """True when somebody takes calls at this hour."""
        chain = self.plan.chain()
        return not chain or any(self.plan.there(target.name, self.now) for target in chain)

    def settle(self, answer: ConsentAnswer) -> None:
        """What became of the recording."""
        self.recorded, self.consented = answer in ALLOWED, answer == "given"
        self.asked_consent = False

    def progress(self) -> None:
        """Something was understood: patience starts anew."""
        self.misses = 0
        self.silences = 0
