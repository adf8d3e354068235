"""The browser door: a page's WebRTC offer becomes an `IncomingCall` (RFC 8829; aiortc through pipecat).

No STUN or TURN server is asked: both sides use the addresses of their own network cards, so it works offline
and on a local network.
"""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from aiortc.sdp import SessionDescription
from loguru import logger
from pipecat.transports.smallwebrtc.connection import SmallWebRTCConnection

from voice.errors import LineError
from voice.telephony.port import CallInfo, Dialer, IncomingCall
from voice.telephony.webrtc_line import BrowserLine

CONNECT_SECONDS = 15.0
"""How long a page may take from its offer to the first sound."""
_OFFER_BYTES = 64 * 1024
_LIBRARY = "pipecat.transports.smallwebrtc.connection"
"""Logs every data channel message it cannot read, keys included, so it is kept silent."""


class OfferRefused(LineError):
    """The browser door does not take this call."""

    code = "offer_refused"


class DoorFull(OfferRefused):
    """As many browser calls as allowed are running."""

    code = "door_full"


class DoorClosing(OfferRefused):
    """The gateway is being stopped."""

    code = "door_closing"


class OfferMalformed(OfferRefused):
    """The offer is not SDP that a voice call can be made of."""

    code = "offer_malformed"


@dataclass(frozen=True, slots=True)
class Answer:
    """What the page needs to complete its call."""

    sdp: str
    type: str
    call_id: str


class BrowserDoor:
    """Takes WebRTC offers and runs `on_call` once for each, in a task of its own."""

    def __init__(
        self, on_call: Callable[[IncomingCall], Awaitable[None]], dialer: Dialer, max_calls: int
    ) -> None:
        self._on_call = on_call
        self._dialer = dialer
        self._max_calls = max_calls
        self._lines: dict[str, BrowserLine] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._places = 0
        self._closing = False
        logger.disable(_LIBRARY)

    @property
    def active(self) -> int:
        """Calls that are connecting or running."""
        return self._places

    async def offer(self, sdp: str, type: str, dialled: str, caller: str) -> Answer:  # noqa: A002 (SDP's word)
        """Answer a page's offer; the call begins once sound can flow.

        `dialled` and `caller` are what the page says and nothing more. Raises DoorFull, DoorClosing or
        OfferMalformed.
        """
        if self._closing:
            raise DoorClosing("The gateway is stopping and takes no new calls; call again in a minute.")
        if self._places >= self._max_calls:
            raise DoorFull("All lines are busy; call again in a minute.")
        check_offer(sdp, type)
        self._places += 1
        try:
            return await self._answer(sdp, type, dialled, caller)
        except BaseException:
            self._places -= 1
            raise

    async def _answer(self, sdp: str, kind: str, dialled: str, caller: str) -> Answer:
        call_id = uuid.uuid4().hex
        connection = SmallWebRTCConnection(connection_timeout_secs=int(CONNECT_SECONDS))
        line = BrowserLine(connection, call_id)
        answer = await negotiated(connection, line, sdp, kind)
        self._lines[call_id] = line
        task = asyncio.create_task(
            self._serve(call_id, line, dialled, caller), name=f"browser call {call_id}"
        )
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return Answer(answer["sdp"], answer["type"], call_id)

    async def _serve(self, call_id: str, line: BrowserLine, dialled: str, caller: str) -> None:
        try:
            if not await line.connect(CONNECT_SECONDS):
                logger.warning("browser call {}: no way for sound between page and gateway", call_id)
                return
            info = CallInfo(call_id, "browser", caller, dialled, datetime.now(UTC))
            await self._on_call(IncomingCall(info, line, self._dialer))
        except Exception as error:
            logger.error("browser call {}: serving it failed ({})", call_id, type(error).__name__)
            line.end(failed=True)
        finally:
            line.end(failed=False)
            try:
                await line.closed()
            finally:
                del self._lines[call_id]
                self._places -= 1

    async def drain(self, seconds: float | None = None) -> bool:
        """Refuse new calls and let the running ones finish, for at most `seconds`; True when all have."""
        self._closing = True
        if self._tasks:
            await asyncio.wait(set(self._tasks), timeout=seconds)
        return not self._tasks

    async def close(self) -> None:
        """Take no new calls and hang up the running ones; return when nothing runs any more.

        A call that goes on 10 seconds after its line has ended is cancelled.
        """
        self._closing = True
        for line in list(self._lines.values()):
            await line.hang_up()
        if self._tasks:
            _, late = await asyncio.wait(set(self._tasks), timeout=10)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)


async def negotiated(
    connection: SmallWebRTCConnection, line: BrowserLine, sdp: str, kind: str
) -> dict[str, str]:
    """The answer to an offer, as `sdp` and `type`. Raises OfferMalformed; the line is closed then."""
    try:
        async with asyncio.timeout(CONNECT_SECONDS):
            await connection.initialize(sdp, kind)
        answer = connection.get_answer()  # type: ignore[no-untyped-call]
        if answer is None:
            raise ValueError("no answer")
    except Exception as error:  # aiortc raises many kinds on an offer it cannot use
        await line.closed()
        logger.info("browser offer refused: {}", type(error).__name__)
        raise OfferMalformed("This offer cannot be answered; reload the page and call again.") from error
    return dict(answer)


def check_offer(sdp: str, kind: str) -> None:
    """Refuse what is not an offer of exactly one sound, before anything is set up for it."""
    problem = OfferMalformed("Only an offer of one audio stream and one data channel can be answered.")
    if kind != "offer" or len(sdp) > _OFFER_BYTES:
        raise problem
    try:
        media = [part.kind for part in SessionDescription.parse(sdp).media]
    except Exception as error:  # the parser has no error of its own
        raise problem from error
    if media.count("audio") != 1 or not set(media) <= {"audio", "application"}:
        raise problem
