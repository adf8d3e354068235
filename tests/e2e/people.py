"""The people at the two ends of a call: phones at fixed places, and what their ears tell."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from tests.phones import BaresipPhone, Samples, Sipp, share_of, until

CALLERS = (28400, 28480)
AGENTS = (28420, 28440)
SCENARIOS = Path(__file__).parents[1] / "telephony" / "sipp"


def caller(folder: Path, number: str, which: int = 0, **more: Any) -> BaresipPhone:
    """Somebody who calls from this number; there can be two at once."""
    port = CALLERS[which]
    rtp = (port + 10, port + 18)
    return BaresipPhone(folder / f"caller-{which}", port=port, control=port + 3, rtp=rtp, user=number, **more)


def agent(folder: Path, which: int = 0, **more: Any) -> BaresipPhone:
    """The phone of a person who takes calls: 0 is `support`, 1 `backup`."""
    port = AGENTS[which]
    rtp = (port + 10, port + 18)
    return BaresipPhone(folder / f"agent-{which}", port=port, control=port + 3, rtp=rtp, user="agent", **more)


def sipp_agent(scenario: str, folder: Path, which: int = 0) -> Sipp:
    """The same phone, acted by sipp."""
    port = AGENTS[which]
    return Sipp(SCENARIOS / f"{scenario}.xml", folder / f"agent-{which}", port=port, rtp=port + 10)


def heard_until_now(phone: BaresipPhone) -> int:
    """How many samples reached this phone in its call so far."""
    return len(phone.heard()[0])


def from_pause(samples: Samples, rate: int, at: int) -> Samples:
    """What was heard since the last 0.3 s of quiet before `at`: words that are cut in two confuse an ear."""
    size = rate * 3 // 10
    for begin in range(at - size, 0, -size // 6):
        if np.abs(samples[begin : begin + size].astype(np.int32)).max() < 300:
            return samples[begin:]
    return samples


async def quiet_again(phone: BaresipPhone, since: int = 0, seconds: float = 30) -> None:
    """Until speech was heard at this phone, after `since` samples, and nothing followed for 1.5 s."""

    def quiet() -> bool:
        samples, rate = phone.heard()
        samples = samples[since:]
        loud = _loud(samples)
        return len(loud) > rate // 2 and len(samples) - loud[-1] > 1.5 * rate

    await until(quiet, seconds)


async def speech_begins(phone: BaresipPhone, seconds: float = 20) -> None:
    """Until a word or two were heard at this phone."""

    def begun() -> bool:
        samples, rate = phone.heard()
        return len(_loud(samples)) > rate // 2

    await until(begun, seconds)


def _loud(samples: Samples) -> npt.NDArray[np.intp]:
    """Places of what is no silence."""
    return np.flatnonzero(np.abs(samples.astype(np.int32)) > 1000)


def only_ringing(samples: Samples, rate: int, hertz: float = 425) -> bool:
    """True when everything that can be heard, and something can, is the ringing tone."""
    size = rate // 5
    parts = [samples[at : at + size] for at in range(0, len(samples) - size + 1, size)]
    loud = [part for part in parts if np.abs(part.astype(np.int32)).mean() > 100]
    return bool(loud) and all(share_of(hertz, part, rate, width=40) > 0.8 for part in loud)


def received_request(phone: BaresipPhone, method: str) -> str:
    """The first request of this kind that came to the phone, headers and body."""
    text = phone.messages().replace("\r\n", "\n")
    start = text.index(f"\n{method} sip:")
    return text[start : start + 3000].partition("\nSIP/2.0")[0]
