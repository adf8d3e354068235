"""Ringing a person over SIP, and what their phone's answer means."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Mapping

from baresip import BaresipError

from voice.errors import DialFailed
from voice.telephony.sip_line import SipLine
from voice.telephony.sip_stack import SipStack
from voice.turn import HandoffFailure, Target

_FAILURES = {
    486: HandoffFailure.BUSY,
    600: HandoffFailure.BUSY,
    603: HandoffFailure.DECLINED,
    607: HandoffFailure.DECLINED,
    408: HandoffFailure.NO_ANSWER,
    480: HandoffFailure.NO_ANSWER,
    487: HandoffFailure.NO_ANSWER,
}
"""Final answers (RFC 3261 §21, RFC 8197) that say something about the person; all others: unreachable."""

_SENTENCES = {
    HandoffFailure.BUSY: "is busy",
    HandoffFailure.DECLINED: "declined the call",
    HandoffFailure.NO_ANSWER: "did not answer",
    HandoffFailure.UNREACHABLE: "cannot be reached",
}


def address_of(target: Target, trunk: str) -> str:
    """The SIP URI to dial: a telephone number is one at the trunk. Raises DialFailed when there is none."""
    if target.address.lower().startswith(("sip:", "sips:")):
        return target.address
    if not trunk:
        raise DialFailed(
            HandoffFailure.UNREACHABLE,
            f"Target {target.name} has a telephone number, and sip.trunk does not say where to dial it.",
        )
    return f"sip:{target.address}@{trunk}"


async def ring(stack: SipStack, target: Target, headers: Mapping[str, str]) -> SipLine:
    """Ring the target for at most its `ring_seconds`; the answered line.

    Cancelling the task sends CANCEL at once. Raises DialFailed.
    """
    sending = asyncio.ensure_future(stack.dial(target.address, headers))
    try:
        line = await asyncio.shield(sending)
    except asyncio.CancelledError:
        await _give_up(sending)
        raise
    except (BaresipError, ValueError) as error:
        raise _failed(target, HandoffFailure.UNREACHABLE, type(error).__name__) from error
    try:
        async with asyncio.timeout(target.ring_seconds):
            answered = await line.answered()
    except TimeoutError:
        await line.hang_up()
        failure = HandoffFailure.NO_ANSWER if line.rang else HandoffFailure.UNREACHABLE
        raise _failed(target, failure, "rang in vain" if line.rang else "nothing came back") from None
    except asyncio.CancelledError:
        await asyncio.shield(line.hang_up())
        raise
    line.lost_after = target.lost_after
    if not answered:
        reason = line.close_reason or ""
        raise _failed(target, failure_of(reason), reason)
    return line


def failure_of(close_reason: str) -> HandoffFailure:
    """What the end of an unanswered call says, from a reason like `486 Busy Here`."""
    status = close_reason[:3]
    if status.isdigit():
        return _FAILURES.get(int(status), HandoffFailure.UNREACHABLE)
    return HandoffFailure.UNREACHABLE


def _failed(target: Target, failure: HandoffFailure, detail: str) -> DialFailed:
    return DialFailed(failure, f"Target {target.name} {_SENTENCES[failure]} ({detail or 'no reason given'}).")


async def _give_up(sending: asyncio.Future[SipLine]) -> None:
    """The INVITE may be on its way: take it back as soon as it is known."""
    with contextlib.suppress(BaresipError, ValueError):
        line = await asyncio.shield(sending)
        await asyncio.shield(line.hang_up())
