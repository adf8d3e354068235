"""Calls made of events, for tests."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

from voice.events import (
    BotSpoke,
    CallbackRequested,
    CallEnded,
    CallEvent,
    CallStarted,
    HandoffAccepted,
    HandoffAnswered,
    HandoffFailed,
    HandoffOffered,
    HandoffStarted,
    LanguageFound,
    TurnTaken,
)
from voice.turn import (
    Assessment,
    EndReason,
    HandoffFailure,
    Heard,
    Intent,
    Outcome,
    Side,
    Signal,
    Thresholds,
    TransferReason,
    Turn,
    Understanding,
)

PARIS_SUMMER = timezone(timedelta(hours=2))
STARTED = datetime(2025, 6, 3, 14, 5, 6, 250000, PARIS_SUMMER)


def started(call_id: str = "c1", *, plan: str = "retail", at: datetime = STARTED) -> CallStarted:
    """A call to a plan that speaks both languages."""
    return CallStarted(
        at=0,
        call_id=call_id,
        door="sip",
        caller="+33612345678",
        dialled="100",
        plan=plan,
        plan_sha="5" * 64,
        languages=("en", "fr"),
        models={"whisper-small": "a" * 64},
        started=at,
    )


def turn(
    number: int, text: str, at: float, *, slots: dict[str, str] | None = None, mood: float = 0.0
) -> TurnTaken:
    """One exchange about an order."""
    signal = Signal("anger_words", Side.EMOTION, 0.9, 0.8, number, f"“{text}”")
    return TurnTaken(
        at=at,
        turn=Turn(
            number=number,
            step="welcome",
            heard=Heard(text, 0.9, "fr", at - 2, at - 0.5),
            understood=Understanding((Intent("order_status", 0.93),), slots or {}, 0.02),
            outcome=Outcome.MATCHED,
        ),
        assessment=Assessment(mood, 0.1, Thresholds(0.6, 0.7), (signal,) if mood else ()),
        step="order_number",
        why="order_status",
    )


def whole_call(call_id: str = "c1", **about: datetime | str) -> list[CallEvent]:
    """A call that is handed over at the second attempt."""
    return [
        started(call_id, **about),  # type: ignore[arg-type]
        BotSpoke(at=0.1, step="welcome", text="Bonjour, que puis-je faire ?", language="fr", seconds=2.0),
        LanguageFound(at=4.0, language="fr", probability=0.98),
        turn(1, "où est ma commande", 5.0, slots={"order": "40213"}),
        turn(2, "c'est inadmissible !", 12.0, mood=0.72),
        HandoffStarted(at=13, handoff_id="h1", reason=TransferReason.EMOTION),
        HandoffOffered(at=13.1, handoff_id="h1", target="orders", attempt=1),
        HandoffFailed(at=20, handoff_id="h1", target="orders", failure=HandoffFailure.DECLINED),
        HandoffOffered(at=20.1, handoff_id="h1", target="desk", attempt=2),
        HandoffAnswered(at=22, handoff_id="h1", target="desk"),
        HandoffAccepted(at=30, handoff_id="h1", target="desk"),
        CallEnded(at=75.5, reason=EndReason.CALLER_HUNG_UP),
    ]


def callback_call(call_id: str = "c2") -> list[CallEvent]:
    """A call that ends with a wish to be called back."""
    return [
        started(call_id),
        CallbackRequested(at=60, number="+33611223344"),
        CallEnded(at=62, reason=EndReason.CALLBACK),
    ]


class Brief:
    """A written summary, as far as the store looks into it."""

    def __init__(
        self, handoff_id: str = "h1", call_id: str = "c1", created: datetime | None = None, revision: int = 0
    ) -> None:
        self.id = handoff_id
        self.call_id = call_id
        self.revision = revision
        self.created = created or datetime.now(UTC)

    def model_dump_json(self) -> str:
        """JSON with the fields that every summary has."""
        created = self.created.isoformat()
        return f'{{"id":"{self.id}","call_id":"{self.call_id}","created":"{created}","spoken":"é"}}'
