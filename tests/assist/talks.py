"""A plan, and talks of callers with its agents."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from voice.assist.situation import Situation, situation
from voice.assist.suggest import assist
from voice.assist.suggestions import Assist
from voice.dialplan.load import load_plan
from voice.dialplan.model import Dialplan
from voice.events import (
    AgentLookedUp,
    AgentSpoke,
    BotSpoke,
    CallerSpoke,
    CallEvent,
    CallStarted,
    HandoffAccepted,
    HandoffStarted,
    LookedUp,
    TurnTaken,
)
from voice.turn import (
    Assessment,
    Heard,
    Intent,
    Language,
    Outcome,
    Thresholds,
    TransferReason,
    Turn,
    Understanding,
)
from voice.understanding.understander import Understander

STARTED = datetime(2026, 3, 3, 10, 0, tzinfo=UTC)


@cache
def shop() -> Dialplan:
    """The plan beside this file."""
    return load_plan(Path(__file__).parent / "shop")


@cache
def _understander() -> Understander:
    return Understander(shop())


def read(text: str, expecting: str | None) -> Understanding:
    """As the call reads its caller."""
    return _understander().understand(Heard(text, language="en"), expecting, "en")


def started(caller: str = "+33612345678") -> CallStarted:
    """The call is answered."""
    return CallStarted(
        at=0, call_id="c1", door="sip", caller=caller, dialled="100", plan="shop", plan_sha="5" * 64,
        languages=("fr", "en"), models={}, started=STARTED,
    )  # fmt: skip


def turn(
    count: int,
    text: str,
    at: float,
    /,
    *intents: str,
    outcome: Outcome = Outcome.MATCHED,
    emotion: float = 0.0,
    **slots: str,
) -> TurnTaken:
    """The caller says something to the bot."""
    return TurnTaken(
        at=at,
        turn=Turn(
            count,
            "welcome",
            Heard(text, 0.9, "en", at - 2, at - 0.5),
            Understanding(tuple(Intent(name, 0.9) for name in intents), slots, 0.0),
            outcome,
        ),
        assessment=Assessment(emotion, 0.1, Thresholds(0.6, 0.6)),
        step="order_number",
        why="",
    )


def bot(step: str, text: str, at: float) -> BotSpoke:
    """The bot says something at a step."""
    return BotSpoke(at=at, step=step, text=text, language="en", seconds=2)


def found(at: float, **fields: str) -> LookedUp:
    """The bot looked the order up."""
    return LookedUp(at=at, name="order", ok=True, rows=bool(fields), seconds=0.1, found=fields)


def fetched(at: float, number: str = "A1042", **fields: str) -> AgentLookedUp:
    """The agent looked the order up."""
    return AgentLookedUp(
        at=at, handoff_id="h1", agent="Marie", name="order", given={"number": number}, ok=True,
        rows=bool(fields), seconds=0.1, found=fields,
    )  # fmt: skip


def caller(text: str, at: float) -> CallerSpoke:
    """The caller says something to the agent."""
    return CallerSpoke(at=at, text=text, ended=at + 2)


def agent(text: str, at: float) -> AgentSpoke:
    """The agent says something."""
    return AgentSpoke(at=at, text=text, ended=at + 2)


def taken(*bot_part: CallEvent, at: float = 30) -> list[CallEvent]:
    """A call that Marie has taken."""
    return [
        started(),
        bot("welcome", "Hello.", 0.2),
        *bot_part,
        HandoffStarted(at=at - 5, handoff_id="h1", reason=TransferReason.CALLER_ASKED),
        HandoffAccepted(at=at, handoff_id="h1", target="desk", agent="Marie"),
    ]


def here(
    events: Sequence[CallEvent], language: Language = "en", agent_language: Language | None = None
) -> Situation:
    """How the talk stands."""
    return situation(shop(), events, language, agent_language or language, read)


def shown(
    events: Sequence[CallEvent],
    language: Language = "en",
    agent_language: Language | None = None,
    reason: TransferReason = TransferReason.CALLER_ASKED,
    now: float = 100.0,
) -> Assist:
    """What the agent is shown."""
    return assist(here(events, language, agent_language), reason, now)
