"""What `voice replay FILE` prints of a call."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from voice.events import BotSpoke, CallEnded, CallEvent, CallStarted, HandoffOffered, HandoffStarted
from voice.replay.report import as_text, call_report
from voice.turn import EndReason, Language, TransferReason


@pytest.mark.parametrize(
    ("language", "words"), [("fr", "La personne est mécontente."), ("en", "They are upset.")]
)
def test_why_a_person_takes_over_is_said_in_words_of_the_call(language: Language, words: str) -> None:
    started = CallStarted(
        at=0.0, call_id="a", door="tape", caller="", dialled="100", plan="retail", plan_sha="0" * 64,
        languages=("fr", "en"), models={}, started=datetime(2026, 3, 10, tzinfo=UTC),
    )  # fmt: skip
    events: list[CallEvent] = [
        started,
        BotSpoke(at=0.0, step="welcome", text="…", language=language, seconds=1.0),
        HandoffStarted(at=5.0, handoff_id="h", reason=TransferReason.EMOTION),
        HandoffOffered(at=5.0, handoff_id="h", target="support", attempt=1),
        CallEnded(at=9.0, reason=EndReason.CALLER_HUNG_UP),
    ]
    report = call_report(events, None)
    assert (report["handoff"]["reason"], report["handoff"]["why"]) == ("emotion", words)
    assert f"handed to support: emotion. {words}" in as_text(report)
