"""Events told as a conversation."""

from __future__ import annotations

from tests.console.fakes import events
from voice.console.story import tell
from voice.events import AgentSpoke, Broke, CallerSpoke, HandoffFailed, LookedUp, Unheard
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


def test_the_same_noise_again_and_again_is_one_note() -> None:
    def noise(at: float, why: str = "no_speech") -> Unheard:
        return Unheard(at=at, why=why, seconds=1)

    told = tell(
        [noise(1), noise(2), noise(3), noise(4, "loop"), AgentSpoke(at=5, text="Yes?", ended=6), noise(7)]
    )
    assert [(line.at, line.kind, line.times) for line in told] == [
        (1, "unheard", 3),
        (4, "unheard", 1),
        (5, "", 1),
        (7, "unheard", 1),
    ]
    assert told[0].facts == (("unheard", "no_speech"),)


def test_what_a_lookup_left_empty_is_left_out() -> None:
    found = {"status": "shipped", "delivered": ""}
    (told,) = tell([LookedUp(at=1, name="order", ok=True, rows=1, seconds=0.1, found=found)])
    assert told.facts == (("", "order"), ("", "status: shipped"))
