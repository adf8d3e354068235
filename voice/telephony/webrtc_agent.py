"""An agent's browser as a phone: the page's offer is answered, and the line is ready once sound can flow."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Callable

from loguru import logger
from pipecat.transports.smallwebrtc.connection import SmallWebRTCConnection

from voice.telephony.port import Line
from voice.telephony.webrtc import CONNECT_SECONDS, Answer, check_offer, negotiated
from voice.telephony.webrtc_line import BrowserLine

LOST_SECONDS = 3.0
"""Without a packet for so long, the agent's browser counts as gone: a caller must not talk to nobody.

Browsers send all the time, also when muted (RFC 7874, section 3).
"""


class AgentDoor:
    """Takes the offers of agents' pages. What is done with the line is the desk's affair."""

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[None]] = set()

    async def offer(self, sdp: str, type: str, ready: Callable[[Line | None], None]) -> Answer:  # noqa: A002 (SDP's word)
        """Answer an offer; `ready` is called once, with the line or with None when no sound gets through.

        The line is closed by itself after its HungUp. Raises OfferMalformed.
        """
        check_offer(sdp, type)
        line_id = uuid.uuid4().hex
        connection = SmallWebRTCConnection(connection_timeout_secs=int(CONNECT_SECONDS))
        line = BrowserLine(connection, line_id, lost_after=LOST_SECONDS, goodbye_needed=True)
        answer = await negotiated(connection, line, sdp, type)
        task = asyncio.create_task(self._serve(line, line_id, ready), name=f"agent line {line_id}")
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return Answer(answer["sdp"], answer["type"], line_id)

    async def close(self) -> None:
        """End all lines."""
        for task in set(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _serve(self, line: BrowserLine, line_id: str, ready: Callable[[Line | None], None]) -> None:
        try:
            connected = await line.connect(CONNECT_SECONDS)
            ready(line if connected else None)
            if connected:
                await line.over()
            else:
                logger.warning("agent line {}: no way for sound between page and gateway", line_id)
        finally:
            line.end(failed=False)
            await line.closed()
