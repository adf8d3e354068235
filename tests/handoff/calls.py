"""A plan and calls to it, for tests."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

from voice.dialplan.model import Dialplan
from voice.events import BotSpoke, CallEvent, CallStarted, LookedUp, TurnTaken
from voice.handoff.brief import HandoffBrief, make_brief
from voice.turn import (
    Assessment,
    Heard,
    Intent,
    Language,
    Outcome,
    Side,
    Signal,
    Thresholds,
    TransferReason,
    Turn,
    Understanding,
)

PLAN = Dialplan.model_validate(
    {
        "name": "retail",
        "sha": "5" * 64,
        "title": {"fr": "la boutique Lumen", "en": "the Lumen shop"},
        "languages": ["fr", "en"],
        "start": "welcome",
        "intents": {
            "order_status": {
                "title": {"fr": "le suivi d'une commande", "en": "tracking an order"},
                "examples": {},
                "goto": "order_number",
            },
            "start_return": {
                "title": {"fr": "le retour d'un article", "en": "returning an item"},
                "examples": {},
                "goto": "return_number",
            },
        },
        "slots": {
            "order": {"type": "identifier", "title": {"fr": "numéro de commande", "en": "order number"}},
            "birth": {
                "type": "date",
                "title": {"fr": "date de naissance", "en": "date of birth"},
                "sensitive": True,
            },
            "name": {"type": "text", "title": {"fr": "nom", "en": "name"}},
        },
        "steps": {
            "welcome": {"say": {"fr": "Bonjour.", "en": "Hello."}, "listen": True},
            "order_number": {"hang_up": True},
            "return_number": {"hang_up": True},
            "hours": {"say": {"fr": "Ouvert.", "en": "Open."}, "done": True},
        },
    }
)

CREATED = datetime(2025, 6, 3, 12, 6, tzinfo=UTC)


def started(caller: str = "+33612345678") -> CallStarted:
    """The call is answered."""
    return CallStarted(
        at=0,
        call_id="c1",
        door="sip",
        caller=caller,
        dialled="100",
        plan="retail",
        plan_sha="5" * 64,
        languages=("fr", "en"),
        models={},
        started=CREATED,
    )


def bot(text: str, at: float, language: Language = "en") -> BotSpoke:
    """The bot says something."""
    return BotSpoke(at=at, step="s", text=text, language=language, seconds=2)


def turn(
    number: int,
    text: str,
    at: float,
    *,
    intents: tuple[str, ...] = (),
    slots: Mapping[str, str] | None = None,
    outcome: Outcome = Outcome.MATCHED,
    emotion: float = 0.0,
    step: str = "order_number",
    digits: str = "",
) -> TurnTaken:
    """The caller says something."""
    signals = (Signal("insult", Side.EMOTION, 0.9, 0.6, number, f"“{text}”"),) if emotion else ()
    return TurnTaken(
        at=at,
        turn=Turn(
            number,
            "welcome",
            None if outcome is Outcome.NO_INPUT else Heard(text, 0.9, "en", at - 2, at - 0.5, digits=digits),
            Understanding(tuple(Intent(name, 0.9) for name in intents), slots or {}, 0.0),
            outcome,
        ),
        assessment=Assessment(emotion, 0.1, Thresholds(0.7, 0.7), signals),
        step=step,
        why="",
    )


def found(at: float, rows: int = 1, *, ok: bool = True, **fields: str) -> LookedUp:
    """A lookup of the order."""
    return LookedUp(at=at, name="order", ok=ok, rows=rows, seconds=0.01, found=fields)


def order_call(told: str = "Your order left on Tuesday.", language: Language = "en") -> list[CallEvent]:
    """A caller gets an answer about an order and loses patience."""
    value = "A 1 0 4 2" if language == "fr" else "A, 1 0 4 2"
    return [
        started(),
        bot("Hello.", 0.2, language),
        turn(1, "where is my bloody order", 5, intents=("order_status",)),
        bot("What is the order number?", 5.5, language),
        turn(2, "a ten forty two", 9, slots={"order": "A1042"}, outcome=Outcome.FILLED),
        bot(f"{value}, is that right?", 9.5, language),
        turn(3, "yes that's right", 12, outcome=Outcome.FILLED),
        found(12.5, status="shipped", city="Lyon"),
        bot(told, 13, language),
        turn(4, "this is a disgrace you idiots", 18, outcome=Outcome.NO_MATCH, emotion=0.54),
    ]


def brief(
    events: list[CallEvent],
    reason: TransferReason = TransferReason.CALLER_ASKED,
    language: Language = "en",
    agent_language: Language | None = None,
) -> HandoffBrief:
    """The summary of these events."""
    return make_brief(
        handoff_id="h1",
        plan=PLAN,
        events=events,
        reason=reason,
        language=language,
        agent_language=agent_language or language,
        created=CREATED,
    )
