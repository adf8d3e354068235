"""Events told as a conversation."""

from __future__ import annotations

from tests.console.fakes import events
from voice.console.story import tell
from voice.events import AgentSpoke, Broke, CallerSpoke, HandoffFailed
from voice.turn import HandoffFailure


def test_lines_stand_where_they_were_said_not_where_they_were_decided() -> None:
    told = tell(events())
    assert [line.at for line in told] == sorted(line.at for line in told)
    caller = next(line for line in told if line.who == "caller")
    assert (caller.at, caller.text, caller.outcome) == (3.1, "Où est ma commande ?", "matched")
    assert not any(line.kind == "key_pressed" for line in told)


def test_a_silence_stands_where_it_was_noticed() -> None:
    silence = next(line for line in tell(events()) if line.outcome == "no_input")
    assert (silence.at, silence.text, silence.confidence) == (19, "", None)


def test_people_speak_and_failures_are_notes() -> None:
    told = tell(
        [
            CallerSpoke(at=5, text="Bonjour", ended=6),
            AgentSpoke(at=4, text="Service clients", ended=5),
            Broke(at=1, part="recognizer", code="engine_failed"),
            HandoffFailed(at=2, handoff_id="x", target="service", failure=HandoffFailure.BUSY),
        ]
    )
    assert [(line.who, line.text) for line in told[2:]] == [
        ("agent", "Service clients"),
        ("caller", "Bonjour"),
    ]
    assert told[0].facts == (("", "recognizer"), ("", "engine_failed"))
    assert told[1].facts == (("", "service"), ("status", "busy"))
