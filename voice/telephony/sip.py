"""The SIP door: callers come in over UDP and TCP, and people are reached through it.

Answers every number with 200 OK and hands over an `IncomingCall`; one caller more than allowed, and everybody
while draining, gets 486 Busy Here, on which a dispatcher or a PBX moves the call on.
"""

from __future__ import annotations

import asyncio
import re
import traceback
import uuid
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime

from baresip import BaresipError
from loguru import logger

from voice.errors import DialFailed
from voice.settings import SipSettings
from voice.telephony.port import CallInfo, IncomingCall, Line
from voice.telephony.sip_dial import address_of, ring
from voice.telephony.sip_line import SipLine
from voice.telephony.sip_stack import SipStack
from voice.turn import HandoffFailure, Target

_ANSWERING = 35.0
"""Seconds after which a caller who never acknowledged the answer is let go: 64 * T1 of RFC 3261, and some."""
_ENDING = 10.0
"""Seconds that calls have to end after they were hung up."""
_NUMBER = re.compile(r"(?:sips?:|tel:)?([^@;>?]*)", re.IGNORECASE)


class SipDoor:
    """Takes calls and reaches people; implements `Dialer`.

    `on_call` runs in a task of its own for each answered call; the call is hung up when it returns or raises.
    `on_dead` is called once when the native stack has died: only a new process helps.
    """

    def __init__(
        self,
        settings: SipSettings,
        on_call: Callable[[IncomingCall], Awaitable[None]],
        on_dead: Callable[[], None] | None = None,
    ) -> None:
        self._settings = settings
        self._on_call = on_call
        self._callers: set[SipLine] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self._draining = False
        self._stack = SipStack(
            host=settings.host,
            port=settings.port,
            rtp=(settings.rtp_first, settings.rtp_last),
            rtp_timeout=settings.rtp_timeout,
            # Callers are counted here; the stack's own limit leaves room for the legs to people.
            most_calls=4 * settings.max_calls + 16,
            expose_headers=settings.expose_headers,
            on_dead=on_dead,
        )

    async def start(self) -> None:
        """Open the door. Raises PortInUse, naming the port, when it is taken."""
        await self._stack.start(self._incoming)
        logger.info("SIP door open on {}:{} (UDP and TCP)", self._settings.host, self._settings.port)

    @property
    def calls(self) -> int:
        """Callers at this moment."""
        return len(self._callers)

    @property
    def dead(self) -> bool:
        """True once the native stack has died."""
        return self._stack.dead

    async def dial(self, target: Target, *, headers: Mapping[str, str]) -> Line:
        """Ring the target for at most its `ring_seconds`; the answered line.

        Works while draining too, since running calls may still need a person. Cancelling stops the ringing at
        once. Raises DialFailed.
        """
        if self._stack.dead:
            raise DialFailed(
                HandoffFailure.UNREACHABLE, f"Target {target.name} cannot be reached: no SIP stack."
            )
        target = replace(target, address=address_of(target, self._settings.trunk))
        return await ring(self._stack, target, headers)

    async def drain(self, seconds: float) -> bool:
        """Refuse new calls and let the running ones finish, for at most `seconds`; True when all have."""
        self._draining = True
        if self._tasks:
            await asyncio.wait(tuple(self._tasks), timeout=seconds)
        return not self._tasks

    async def close(self) -> None:
        """Hang up whatever still runs, wait until each `on_call` has returned, and close.

        The native stack may crash at interpreter exit; a process that has nothing else to do should end with
        `os._exit` after this.
        """
        self._draining = True
        await asyncio.gather(*(line.hang_up() for line in tuple(self._callers)))
        if self._tasks:
            await asyncio.wait(tuple(self._tasks), timeout=_ENDING)
        for task in tuple(self._tasks):
            logger.error("A call did not end after it was hung up; it is cancelled.")
            task.cancel()
        await asyncio.gather(*tuple(self._tasks), return_exceptions=True)
        await self._stack.close()

    # -- one caller ----------------------------------------------------------------------------------------

    def _incoming(self, line: SipLine) -> None:
        full = len(self._callers) >= self._settings.max_calls
        if full or self._draining:
            logger.info("Call refused: {}", "no line free" if full else "the gateway is stopping")
            self._spawn(line.refuse())
            return
        self._callers.add(line)
        self._spawn(self._serve(line))

    def _spawn(self, work: Awaitable[None]) -> None:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _serve(self, line: SipLine) -> None:
        call_id = uuid.uuid4().hex
        try:
            if not await self._answer(line):
                logger.info("Call {} was given up before it could be answered", call_id)
                return
            logger.info("Call {} answered", call_id)
            info = CallInfo(
                id=call_id,
                door="sip",
                caller=number_of(line.peer),
                dialled=number_of(line.headers.get("To", "")),
                answered=datetime.now(UTC),
                headers={
                    name: line.headers[name] for name in self._settings.expose_headers if name in line.headers
                },
            )
            await self._on_call(IncomingCall(info=info, line=line, dialer=self))
        except Exception as error:
            # An exception's text may quote the caller: its type and place are told, no values.
            place = "".join(traceback.format_tb(error.__traceback__))
            logger.error("Call {} broke with {} and is hung up:\n{}", call_id, type(error).__name__, place)
        finally:
            await line.hang_up()
            self._callers.discard(line)
            logger.info("Call {} over", call_id)

    async def _answer(self, line: SipLine) -> bool:
        try:
            await line.answer()
            async with asyncio.timeout(_ANSWERING):
                return await line.answered()
        except (BaresipError, TimeoutError):
            return False


def number_of(address: str) -> str:
    """The user part of a SIP address: `+331` for `sip:+331@host;x=y`; the host of an address without one."""
    text = address.strip()
    if "<" in text:
        text = text.partition("<")[2].partition(">")[0]
    found = _NUMBER.match(text)
    return found.group(1) if found else ""
