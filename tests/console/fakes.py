"""A store with one served call and one hand-over, written as callers would fill it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from voice.console.numbers import Number
from voice.errors import RecordsError
from voice.events import (
    BotSpoke,
    CallEnded,
    CallEvent,
    CallStarted,
    HandoffAccepted,
    HandoffOffered,
    HandoffStarted,
    KeyPressed,
    LookedUp,
    TurnTaken,
)
from voice.handoff.brief import (
    Done,
    EarlierCall,
    Failed,
    FirstSentence,
    HandoffBrief,
    Request,
    Said,
    SlotValue,
    Told,
)
from voice.records.rows import Callback, CallRecord, CallRow, Note, fold
from voice.records.rows import Outcome as GivenOutcome
from voice.turn import (
    Assessment,
    EndReason,
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

CALL = "5d41402abc4b2a76b9719d911017c592"
HANDOFF = "7d793037a0760186574b0282f2f435e7"
HOSTILE = '<script>alert("x")</script><img src=x onerror=alert(1)>'
STARTED = datetime(2026, 3, 14, 9, 26, 53, tzinfo=UTC)
PASSWORD = "correct horse"
HASH = "scrypt:10:8:1:AAECAwQFBgcICQoLDA0ODw==:nfkj3u1fRTHCea-fVr03sWV770kp5wLOLoEakziKhqE="
"""Of PASSWORD, with a lower cost than the gateway's own, so that the tests are fast."""

_MOOD = Assessment(
    emotion=0.64,
    complexity=0.31,
    thresholds=Thresholds(0.6, 0.7),
    signals=(
        Signal("complaint", Side.EMOTION, 0.9, 0.5, 2, "« c’est la troisième fois que j’appelle »"),
        Signal("repeats", Side.COMPLEXITY, 0.6, 0.4, 2, "Asked the same thing twice"),
    ),
    decided_by="emotion",
)


def events() -> list[CallEvent]:
    def turn(number: int, step: str, heard: Heard | None, outcome: Outcome) -> Turn:
        return Turn(number, step, heard, Understanding((Intent("order_status", 0.93),)), outcome)

    return [
        CallStarted(
            at=0,
            call_id=CALL,
            door="sip",
            caller="+33123456789",
            dialled="1001",
            plan="retail",
            plan_sha="c0ffee" * 10,
            languages=("fr",),
            models={"recognizer": "ab" * 32},
            started=STARTED,
        ),
        BotSpoke(
            at=0.4, step="welcome", text="Bonjour, que puis-je faire pour vous ?", language="fr", seconds=2.1
        ),
        TurnTaken(
            at=6.2,
            step="order_number",
            why="order_status, 93 %",
            assessment=None,
            turn=turn(1, "welcome", Heard("Où est ma commande ?", 0.91, "fr", 3.1, 4.9), Outcome.MATCHED),
        ),
        BotSpoke(
            at=6.4,
            step="order_number",
            text="Quel est son numéro ?",
            language="fr",
            seconds=1.2,
            cut=True,
            gap=1.5,
        ),
        KeyPressed(at=7.9, key="4"),
        TurnTaken(
            at=9.0,
            step="status",
            why="filled order",
            assessment=None,
            turn=turn(2, "order_number", Heard("", digits="4711", started=7.9, ended=8.8), Outcome.FILLED),
        ),
        LookedUp(at=9.1, name="order", ok=True, rows=1, seconds=0.02, found={"status": "en livraison"}),
        BotSpoke(
            at=9.3,
            step="status",
            text="Votre commande 4711 est en livraison.",
            language="fr",
            seconds=3,
            gap=0.5,
        ),
        TurnTaken(
            at=19, step="status", why="", assessment=None, turn=turn(3, "status", None, Outcome.NO_INPUT)
        ),
        TurnTaken(
            at=24.4,
            step="person",
            why="emotion 64 % ≥ 60 %",
            assessment=_MOOD,
            turn=turn(4, "status", Heard(HOSTILE, 0.72, "fr", 21.0, 24.0), Outcome.NO_MATCH),
        ),
        HandoffStarted(at=24.5, handoff_id=HANDOFF, reason=TransferReason.EMOTION),
        HandoffOffered(at=27.0, handoff_id=HANDOFF, target="service", attempt=1),
        HandoffAccepted(at=41.0, handoff_id=HANDOFF, target="service"),
        CallEnded(at=95.0, reason=EndReason.AGENT_HUNG_UP),
    ]


def brief() -> dict[str, Any]:
    """As the store gives it."""
    made = HandoffBrief(
        id=HANDOFF,
        call_id=CALL,
        created=STARTED,
        reason=TransferReason.EMOTION,
        plan="retail",
        plan_title="Boutique en ligne",
        caller="+33123456789",
        dialled="1001",
        language="fr",
        agent_language="fr",
        summary=(
            "Appelle pour la troisième fois au sujet de la commande 4711.",
            "La commande est en livraison depuis jeudi ; l’appelant dit ne rien avoir reçu.",
        ),
        spoken="Appelant contrarié, commande 4711, en livraison depuis jeudi.",
        requests=(
            Request(name="order_status", title="Où est ma commande"),
            Request(name="other", title=HOSTILE),
        ),
        slots=(
            SlotValue(name="order", title="Numéro de commande", value="4711", confirmed=True),
            SlotValue(name="postcode", title="Code postal", value=HOSTILE, confirmed=False),
        ),
        done=(
            Done(
                lookup="commande",
                found={"état": "en livraison", "depuis": "jeudi"},
                told=("Votre commande 4711 est en livraison depuis jeudi.",),
            ),
        ),
        failed=(Failed(what="not_understood", name="", text="Une réponse n’a pas été comprise."),),
        assessment=_MOOD,
        transcript=(
            Said(who="bot", at=0.4, text="Bonjour, que puis-je faire pour vous ?"),
            Said(who="caller", at=3.1, text="Où est ma commande ?"),
            Said(who="bot", at=6.4, text="Quel est son numéro ?"),
            Said(who="caller", at=7.9, text="4711"),
            Said(who="bot", at=9.3, text="Votre commande 4711 est en livraison depuis jeudi."),
            Said(who="caller", at=21.0, text="C’est la troisième fois que j’appelle, je n’ai rien !"),
            Said(who="caller", at=23.0, text=HOSTILE),
            Said(who="bot", at=24.6, text="Je vous passe une personne qui va vous aider."),
        ),
        next_step="Demander au transporteur où est le colis, proposer un nouvel envoi.",
        told=(Told(text=HOSTILE, cut=True),),
        first_sentence=FirstSentence(text=f"Bonjour {HOSTILE}", meaning=f"Hello {HOSTILE}"),
        earlier=(
            EarlierCall(
                call_id="e" * 32,
                started=STARTED - timedelta(days=2),
                plan=HOSTILE,
                requests=(Request(name="x", title=HOSTILE), Request(name="order_status", title="Suivi")),
                reason=TransferReason.EMOTION,
                taken=True,
                ended=EndReason.AGENT_HUNG_UP,
                mood="upset",
                emotion=0.8,
            ),
        ),
    )
    return made.model_dump(mode="json") | {"status": "accepted"}


class FakeStore:
    """Implements `voice.console.store.Store` in memory."""

    def __init__(self, recording: Path | None = None) -> None:
        row = fold(CallRow(CALL, recording=str(recording) if recording else None), events())
        self.record = CallRecord(row, events(), [brief()])
        self.open_callbacks = {3: Callback(3, CALL, "+33198765432", "insurance", STARTED)}
        details = {"policy number": "730152"}
        title = {"fr": "envoyer une attestation", "en": "send a certificate"}
        self.open_notes = {4: Note(4, CALL, title, details, "+33198765432", "insurance", STARTED)}
        self.given: list[GivenOutcome] = []
        self.broken = False

    async def save_outcome(self, outcome: GivenOutcome) -> None:
        if self.broken:
            raise RecordsError("the database of records failed")
        self.given.append(outcome)

    async def outcomes(self, handoff_id: str) -> list[GivenOutcome]:
        return [outcome for outcome in self.given if outcome.handoff_id == handoff_id]

    async def recent_calls(self, limit: int = 20) -> list[CallRow]:
        if self.broken:
            raise RecordsError("the database of records failed")
        return [self.record.row, CallRow("f" * 32, STARTED, "hospital", caller="", dialled="1003")][:limit]

    async def call(self, call_id: str, /) -> CallRecord | None:
        return self.record if call_id and CALL.startswith(call_id) else None

    async def handoff(self, handoff_id: str) -> dict[str, Any] | None:
        return brief() if handoff_id == HANDOFF else None

    async def recent_handoffs(self, limit: int = 20) -> list[dict[str, Any]]:
        return [brief()][:limit]

    async def callbacks(self) -> list[Callback]:
        return list(self.open_callbacks.values())

    async def notes(self) -> list[Note]:
        return list(self.open_notes.values())

    async def finish_note(self, note_id: int) -> bool:
        return self.open_notes.pop(note_id, None) is not None

    async def finish_callback(self, callback_id: int) -> bool:
        return self.open_callbacks.pop(callback_id, None) is not None


def numbers() -> list[Number]:
    asked: dict[Language, list[str]] = {"en": ["I'm calling about order A1042"], "fr": ["où est ma commande"]}
    return [
        Number("1001", "retail", {"en": "Online shop", "fr": "Boutique en ligne"}, asked),
        Number("1002", "insurance", {"en": "Insurance", "fr": "Assurance"}),
        Number("1003", "hospital", {"en": "Hospital", "fr": "Hôpital"}),
    ]


def status() -> dict[str, Any]:
    return {"status": "ok", "sip": "127.0.0.1:5060", "active_calls": 2, "version": "0.1.0"}
