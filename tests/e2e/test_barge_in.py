"""How soon the bot falls silent when somebody speaks over it: measured on the wire, at the caller."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from tests.e2e.gateway import Gateway
from tests.e2e.rtp import Packet, RtpPhone
from tests.e2e.words import Speech
from tests.phones import Sipp, until
from voice.events import BargedIn, TurnTaken

pytestmark = [pytest.mark.line("sipp"), pytest.mark.weights]

SCENARIO = Path(__file__).parent / "sipp" / "talk.xml"
CALLS = 2
WORDS = ("What are your opening hours?", "Where is my order?", "That is all, goodbye.")
LONGEST = 0.6
"""Seconds; three times what is promised, for machines that have other things to do."""


async def test_the_bot_falls_silent_when_the_caller_speaks(
    gateway: Gateway, speech: Speech, tmp_path: Path, figures: list[str]
) -> None:
    """Over the greeting, over an answer, over a question; after "goodbye" the bot hangs up."""
    sounds = [await speech(words) for words in WORDS]
    gaps: list[float] = []
    for nth in range(CALLS):
        number = f"+336200000{nth}"
        sipp = Sipp(
            SCENARIO, tmp_path / str(nth), to=gateway.address, number="100", port=28460, rtp=28610,
            keys={"caller": number, "rtp": "28600"},
        )  # fmt: skip
        async with RtpPhone(28600) as phone, sipp:
            call = await gateway.call_from(f"{number}1")
            for turn, sound in enumerate(sounds, 1):
                await until(phone.hears_speech, 15)
                phone.say(sound)
                await call.wait(TurnTaken, nth=turn)
            assert await sipp.passed(30), sipp.errors()
            assert await call.ended() == "completed"
        assert len(call.all(BargedIn)) == len(WORDS), call.story()
        gaps += [silent_after(at, phone.received) - at for at in onsets(phone.sent)]
    assert len(gaps) == CALLS * len(WORDS)
    shown = ", ".join(f"{gap * 1000:.0f}" for gap in gaps)
    figures.append(f"milliseconds from the caller's first sound to the bot's last, on the wire: {shown}")
    assert all(0 < gap < LONGEST for gap in gaps), shown


def onsets(sent: list[Packet]) -> list[float]:
    """When each thing said began: the first loud packet after a second of silence."""
    found, last = [], -np.inf
    for packet in sent:
        if packet.loud:
            if packet.at - last > 1:
                found.append(packet.at)
            last = packet.at
    return found


def silent_after(began: float, received: list[Packet]) -> float:
    """When the last sound arrived before 0.4 s of silence, of what came after `began`."""
    last = began
    for packet in received:
        if packet.at <= began or not packet.loud:
            continue
        if packet.at - last > 0.4:
            break
        last = packet.at
    return last
