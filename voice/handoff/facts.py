"""What is known of a call, taken from its events and nothing else."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from voice.dialplan.builtin import SENTENCES
from voice.dialplan.model import Dialplan
from voice.dialplan.spoken import spoken
from voice.events import (
    AgentLookedUp,
    AgentSpoke,
    Assessed,
    BotSpoke,
    Broke,
    CallbackAgreed,
    CallbackBegan,
    CallerSpoke,
    CallEvent,
    CallStarted,
    Consulted,
    ConsultEnded,
    ErrandEnded,
    ErrandGiven,
    HandoffFailed,
    LookedUp,
    PassedOn,
    TurnTaken,
    VoicemailLeft,
)
from voice.turn import LANGUAGES, Assessment, CallbackTime, ConsultOutcome, Language, Outcome

_YES = re.compile(
    r"\s*(oui|ouais|exact|tout à fait|c'est (bien )?(ça|juste)|voilà|yes|yeah|yep|correct|right)\b", re.I
)
_MOST_CHARACTERS = 2000
_ALWAYS_SAID = frozenset(
    text for texts in SENTENCES.values() for variants in texts.values() for text in variants
)
"""Sentences of every plan; none of them is an answer."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the conversation."""

    who: str
    """caller, bot or agent."""
    at: float
    text: str
    slots: tuple[str, ...] = ()
    """Names of the slots that it gave values for."""


@dataclass(slots=True)
class Value:
    """A slot's latest value."""

    name: str
    value: str
    turn: int
    sure: float = 1.0
    """0 to 1: how sure the recognizer was of the words; 1 for keys."""
    confirmed: bool = False


@dataclass(slots=True)
class Search:
    """One lookup, and what the bot said after it."""

    name: str
    ok: bool
    rows: int
    found: Mapping[str, str]
    told: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Answer:
    """Something that the bot told for a request, without a lookup."""

    text: str
    cut: bool
    """True when the caller cut in, and did not hear it to its end."""


@dataclass(frozen=True, slots=True)
class Message:
    """A message that the caller left, by its place in the recording."""

    at: float
    ended: float


@dataclass(slots=True)
class Facts:
    """Everything that a summary may say."""

    caller: str = ""
    dialled: str = ""
    call_id: str = ""
    requests: list[str] = field(default_factory=list)
    """Names of intents, in the order they came up."""
    sure: dict[str, float] = field(default_factory=dict)
    """Of each request understood from words: how sure, 0 to 1, at its best."""
    values: dict[str, Value] = field(default_factory=dict)
    """The latest of each slot."""
    given: list[Value] = field(default_factory=list)
    """All that were given, also those taken back."""
    searches: list[Search] = field(default_factory=list)
    answers: list[Answer] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    turns: int = 0
    not_understood: int = 0
    silences: int = 0
    broken: list[str] = field(default_factory=list)
    """Parts of ours that failed."""
    attempts: list[tuple[str, str]] = field(default_factory=list)
    """Persons who were tried before: target and why it failed."""
    passed_on: list[tuple[str, str]] = field(default_factory=list)
    """Agents who had the call and passed it on, and what they noted for the next."""
    consulting: tuple[str, str] | None = None
    """The agent who is asking a colleague right now, and what he wants him to know."""
    errands: list[tuple[ErrandGiven, ErrandEnded | None]] = field(default_factory=list)
    """What agents gave back to the bot, and what became of it; None while it is under way."""
    called_back: bool = False
    """True when nobody is on the line: whoever takes it is put through to the caller's phone."""
    agreed: CallbackTime | None = None
    """When the caller has chosen to be called back."""
    message: Message | None = None
    assessment: Assessment | None = None
    _said: list[str] = field(default_factory=list)
    """What the bot said since the last turn."""
    _search: Search | None = None


def gather(plan: Dialplan, events: Sequence[CallEvent]) -> Facts:  # noqa: C901 - one case an event
    """Walk through the events once."""
    facts = Facts()
    for event in events:
        match event:
            case CallStarted():
                facts.caller, facts.dialled, facts.call_id = event.caller, event.dialled, event.call_id
            case BotSpoke():
                _bot(facts, plan, event)
            case TurnTaken():
                _turn(facts, plan, event)
            case Assessed():
                facts.assessment = event.assessment
            case LookedUp():
                facts._search = Search(event.name, event.ok, event.rows, event.found)
                facts.searches.append(facts._search)
            case AgentLookedUp():
                facts.searches.append(Search(event.name, event.ok, event.rows, event.found))
            case CallerSpoke() | AgentSpoke():
                who = "caller" if isinstance(event, CallerSpoke) else "agent"
                facts.lines.append(Line(who, event.at, event.text[:_MOST_CHARACTERS]))
            case HandoffFailed():
                facts.attempts.append((event.agent or event.target, event.failure.value))
            case Consulted():
                facts.consulting = (event.agent, event.note)
            case ConsultEnded():
                if facts.consulting is not None and event.outcome is ConsultOutcome.JOINED:
                    facts.passed_on.append(facts.consulting)
                facts.consulting = None
            case CallbackAgreed(start=start, end=end):
                facts.agreed = CallbackTime(start, end)
            case ErrandGiven():
                facts.errands.append((event, None))
            case ErrandEnded() if facts.errands:
                facts.errands[-1] = (facts.errands[-1][0], event)
            case CallbackBegan():
                facts.called_back = True
            case VoicemailLeft():
                facts.message = Message(event.at, event.ended)
            case PassedOn():
                facts.passed_on.append((event.agent, event.note))
            case Broke():
                facts.broken.append(event.part)
            case _:
                pass
    return facts


def _bot(facts: Facts, plan: Dialplan, event: BotSpoke) -> None:
    facts.lines.append(Line("bot", event.at, event.text[:_MOST_CHARACTERS]))
    facts._said.append(event.text)
    search, step = facts._search, plan.steps.get(event.step)
    # What was said while looking is no answer.
    if search is not None and (step is None or step.lookup != search.name):
        search.told.append(event.text)
    elif step is not None and step.done and step.say and event.text not in _ALWAYS_SAID:
        facts.answers.append(Answer(event.text[:_MOST_CHARACTERS], event.cut))


def _turn(facts: Facts, plan: Dialplan, event: TurnTaken) -> None:
    turn = event.turn
    facts.turns += 1
    facts.not_understood += turn.outcome is Outcome.NO_MATCH
    facts.silences += turn.outcome is Outcome.NO_INPUT
    facts.assessment = event.assessment or facts.assessment
    if turn.heard is not None:
        words = turn.heard.text or f"[{turn.heard.digits}]"
        facts.lines.append(_caller_line(event, words))
    if turn.outcome is Outcome.MATCHED:
        _add_requests(facts, plan, event)
    _confirm(facts, plan, event)
    for name, value in turn.understood.slots.items():
        known = facts.values.get(name)
        if name in plan.slots and (known is None or known.value != value):
            sure = turn.heard.confidence if turn.heard is not None and turn.heard.text else 1.0
            facts.values[name] = Value(name, value, turn.number, sure)
            facts.given.append(facts.values[name])
    facts._said, facts._search = [], None


def _caller_line(event: TurnTaken, words: str) -> Line:
    heard = event.turn.heard
    at = heard.started if heard is not None and heard.started else event.at
    return Line("caller", at, words[:_MOST_CHARACTERS], tuple(event.turn.understood.slots))


def _add_requests(facts: Facts, plan: Dialplan, event: TurnTaken) -> None:
    for intent in event.turn.understood.intents:
        facts.sure[intent.name] = max(intent.confidence, facts.sure.get(intent.name, 0.0))
    names = [intent.name for intent in event.turn.understood.intents if intent.name in plan.intents]
    # A key of a menu names no request; the step it leads to does.
    names = names or [name for name, intent in plan.intents.items() if intent.goto == event.step]
    facts.requests.extend(name for name in names if name not in facts.requests)


def _confirm(facts: Facts, plan: Dialplan, event: TurnTaken) -> None:
    """A value counts as confirmed when the bot read it back and the caller then said yes."""
    heard, slots = event.turn.heard, event.turn.understood.slots
    if heard is None or not (_YES.match(heard.text) or heard.digits == "1"):
        return
    said = _bare(" ".join(facts._said))
    for value in facts.values.values():
        if value.name not in slots and _read_back(plan, value, said):
            value.confirmed = True


def _read_back(plan: Dialplan, value: Value, said: str) -> bool:
    return any(bare and bare in said for bare in map(_bare, forms(plan, value)))


def _bare(text: str) -> str:
    return re.sub(r"[\W_]+", "", text).casefold()


def forms(plan: Dialplan, value: Value) -> set[str]:
    """A value as it is stored and as it is said in each language."""
    kind = plan.slots[value.name].type.value
    return {value.value, *(spoken(value.value, kind, language) for language in LANGUAGES)} - {""}


def words_of(message: Message, facts: Facts) -> str:
    """What was understood of a message; empty when nothing was."""
    spoken = (line for line in facts.lines if line.who == "caller")
    return " ".join(line.text for line in spoken if message.at - 0.5 <= line.at <= message.ended)


def last_searches(facts: Facts) -> list[Search]:
    """The lookups, each with its last result."""
    return list({search.name: search for search in facts.searches}.values())


def title_of(titles: Mapping[Language, str], language: Language) -> str:
    """A title in this language, or in one that the plan has."""
    return titles.get(language) or next(iter(titles.values()), "")
