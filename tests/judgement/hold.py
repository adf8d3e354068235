"""Holds a labelled conversation with the real plan, dialogue and data; no sound, no waiting."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from tests.judgement.set import Labelled, Line
from voice.connectors.lookups import look_up
from voice.conversation import Conversation
from voice.dialplan.model import Dialplan
from voice.turn import Assessment, Decision, HangUp, Heard, Language, Lookup, Outcome, Say, Tone, Transfer

CALLER = "+33612345678"
ANSWERED = datetime(2026, 3, 9, 10, 0, tzinfo=UTC)
"""A Monday morning, in the days that the example data speaks of."""
WORDS_A_SECOND = 2.5
BETWEEN = 4.0
"""Seconds from the end of a caller's line to the beginning of the next: the bot speaks."""


@dataclass(frozen=True, slots=True)
class Exchange:
    """One caller line and what it led to, its lookups included."""

    line: int
    """From 1."""
    caller: str
    outcome: Outcome | None
    """None when the line changed nothing."""
    step: str
    """Where the dialogue stood afterwards."""
    bot: str
    assessment: Assessment | None


@dataclass(frozen=True, slots=True)
class Held:
    """How a labelled conversation went."""

    labelled: Labelled
    exchanges: tuple[Exchange, ...]
    transfer: Transfer | None
    """None while the call stayed with the bot."""
    why: str
    """The last decision's reason, in words."""
    ended: bool
    """The bot hung up."""

    @property
    def line(self) -> int | None:
        """The caller line at which the transfer was decided."""
        return self.exchanges[-1].line if self.transfer else None

    @property
    def assessment(self) -> Assessment | None:
        """How the call stood at its last line."""
        return self.exchanges[-1].assessment if self.exchanges else None

    @property
    def unheard(self) -> int:
        """Lines left when the bot hung up."""
        return len(self.labelled.call.lines) - len(self.exchanges) if self.ended else 0


async def hold(plan: Dialplan, labelled: Labelled) -> Held:
    """Say the caller's lines until the call is given to a person, ends, or they do."""
    call = labelled.call
    talk = Conversation(plan, caller=CALLER, dialled=plan.name, now=ANSWERED)
    talk.open()
    exchanges: list[Exchange] = []
    decision, clock = None, 0.0
    for number, line in enumerate(call.lines, 1):
        ended = clock + (len((line.say or "").split()) / WORDS_A_SECOND)
        first = _caller(talk, line, call.language, clock, ended)
        decision, exchange = await _settled(plan, talk, first, number, line)
        exchanges.append(exchange)
        clock = ended + BETWEEN
        if isinstance(decision.actions[-1], Transfer | HangUp):
            break
    last = decision.actions[-1] if decision else None
    return Held(
        labelled,
        tuple(exchanges),
        last if isinstance(last, Transfer) else None,
        decision.why if decision else "",
        isinstance(last, HangUp),
    )


def _caller(talk: Conversation, line: Line, language: Language, began: float, ended: float) -> Decision:
    if line.silence:
        return talk.silence(ended)
    if line.keys:
        digits = line.keys.removesuffix("#")
        return talk.keys(digits, Heard("", started=began, ended=ended, digits=digits))
    tone = Tone(line.tone.anger) if line.tone else None
    return talk.hear(Heard(line.say or "", line.confidence, language, began, ended, tone=tone))


async def _settled(
    plan: Dialplan, talk: Conversation, decision: Decision, number: int, line: Line
) -> tuple[Decision, Exchange]:
    """The decision that waits for the caller again, and all that was said on the way to it."""
    first, said, assessment = decision, _said(decision), decision.assessment
    while isinstance(lookup := decision.actions[-1], Lookup):
        decision = talk.looked_up(await look_up(plan, lookup))
        said += _said(decision)
        assessment = decision.assessment or assessment
    return decision, Exchange(
        number,
        line.say or (f"[keys {line.keys}]" if line.keys else "[silence]"),
        first.turn.outcome if first.turn else None,
        decision.step,
        " ".join(said),
        assessment,
    )


def _said(decision: Decision) -> list[str]:
    return [action.text for action in decision.actions if isinstance(action, Say)]
