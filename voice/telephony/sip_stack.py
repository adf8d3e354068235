"""The SIP stack of this process: one runtime, a user agent for UDP and one for TCP.

Everything particular to baresip-python is set here once. It keeps global state: one stack a process, and a
stack whose thread died can only be mended by a new process.
"""

from __future__ import annotations

import asyncio
import contextlib
import errno
import logging
import socket
from collections.abc import Callable, Mapping

from baresip import Account, BaresipError, Call, Config, Runtime, StackEvent, UserAgent
from loguru import logger

from voice.errors import PortInUse, SettingsError
from voice.telephony.sip_line import SipLine

CODECS = ("pcma", "pcmu", "g722/16000/1")
"""What is offered, best first: G.711 A-law and µ-law, G.722. An incoming call's own order wins."""
_ANY_ADDRESS = ("0.0.0.0", "::")  # noqa: S104 - compared with, not bound to
_MOST_HEADERS = 15
_CLOSING = 5.0
"""Seconds allowed for calls to end before the stack is stopped."""


class SipStack:
    """Runtime and user agents on one address."""

    def __init__(
        self,
        *,
        host: str,
        port: int,
        user: str = "voice",
        rtp: tuple[int, int] = (30000, 32000),
        rtp_timeout: int = 0,
        most_calls: int | None = None,
        expose_headers: tuple[str, ...] = (),
        codecs: tuple[str, ...] = CODECS,
        info_keys: bool = False,
        on_dead: Callable[[], None] | None = None,
    ) -> None:
        self.host, self.port = host, port
        self.dead = False
        """True once the stack's thread is gone; nothing in this process can bring it back."""
        self._on_dead = on_dead
        self._user, self._codecs, self._info_keys = user, codecs, info_keys
        self._lines: set[SipLine] = set()
        self._lines_changed = asyncio.Event()
        self._tasks: set[asyncio.Task[None]] = set()
        self._agents: dict[str, UserAgent] = {}
        self._runtime: Runtime | None = None
        self._config = Config(
            net_interface=None if host in _ANY_ADDRESS else host,
            max_concurrent_calls=most_calls,
            rtp_timeout=rtp_timeout,
            expose_headers=_with_to(expose_headers),
            native_log_level="error",
            extra_config_text=(
                f"sip_listen {host}:{port}\n"
                "sip_transports udp,tcp\n"
                f"rtp_ports {rtp[0]}-{rtp[1]}\n"
                "audio_jitter_buffer_type adaptive\n"
                "audio_jitter_buffer_ms 20-160\n"
            ),
        )

    async def start(self, on_incoming: Callable[[SipLine], None]) -> None:
        """Listen. `on_incoming` is called for each INVITE, with the line to answer or refuse.

        Raises PortInUse when the UDP or the TCP port is taken.
        """
        check_free(self.host, self.port)
        # Its own lines name the peers of calls; only what is broken beyond a call is worth a line in a log.
        logging.getLogger("baresip.native").setLevel(logging.CRITICAL)
        logging.getLogger("baresip").setLevel(logging.ERROR)
        runtime = Runtime()
        runtime.on_dead = self._died
        await runtime.start(self._config)
        self._runtime = runtime
        try:
            for transport in ("udp", "tcp"):
                self._agents[transport] = await self._agent(runtime, transport, on_incoming)
        except BaseException:
            await runtime.close()
            raise

    async def dial(self, uri: str, headers: Mapping[str, str]) -> SipLine:
        """Send an INVITE; the line, not yet answered.

        Raises BaresipError or ValueError when no INVITE could be sent.
        """
        if self._runtime is None:
            raise BaresipError("the SIP stack is not running")
        agent = self._agents["tcp" if ";transport=tcp" in uri.lower() else "udp"]
        # A far end on the same machine can answer before the call is known here.
        early: list[StackEvent] = []
        agent.on(early.append)
        try:
            call = await agent.dial(uri, headers=dict(headers))
        finally:
            agent.off(early.append)
        line = SipLine(call, [event for event in early if event.call == call.handle])
        self._keep(line)
        return line

    async def close(self) -> None:
        """Hang up everything, wait for it, stop.

        The native stack must not be stopped while a call of it lives.
        """
        runtime, self._runtime = self._runtime, None
        if runtime is None or self.dead:
            return
        await asyncio.gather(*(line.hang_up() for line in tuple(self._lines)))
        with contextlib.suppress(BaresipError, TimeoutError):
            await asyncio.wait_for(runtime.drain(), _CLOSING)
        try:
            await runtime.close()
        except BaresipError:
            logger.critical("The SIP stack did not stop; this process must end.")
            self.dead = True
        for line in tuple(self._lines):
            line.lose("closed")

    @property
    def lines(self) -> frozenset[SipLine]:
        """All calls alive, either direction."""
        return frozenset(self._lines)

    async def _agent(
        self, runtime: Runtime, transport: str, on_incoming: Callable[[SipLine], None]
    ) -> UserAgent:
        account = Account(
            user=self._user,
            domain=f"{self.host}:{self.port}",
            password="",
            reg_interval=0,
            transport="tcp" if transport == "tcp" else "udp",
            audio_codecs=self._codecs,
            dtmf_mode="info" if self._info_keys else "rtpevent",
            # Without the first each answer is followed by a re-INVITE; without the second every dialled
            # number but the account's own is refused with 404.
            extra_params=("video_codecs=none", "catchall=yes"),
        )
        agent = await UserAgent.create(runtime, account, transfer_policy="reject")

        def incoming(call: Call) -> None:
            line = SipLine(call)
            self._keep(line)
            on_incoming(line)

        agent.on_incoming(incoming)
        return agent

    def _keep(self, line: SipLine) -> None:
        """Hold the line, and the task that waits for its end, until that end."""

        async def forget() -> None:
            await line.ended()
            self._lines.discard(line)

        self._lines.add(line)
        task = asyncio.create_task(forget())
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def _died(self) -> None:
        self.dead = True
        logger.critical(
            "The SIP stack's thread is dead; no call can be made or taken until a new process starts."
        )
        for line in tuple(self._lines):
            line.lose("stack dead")
        if self._on_dead is not None:
            self._on_dead()


def _with_to(headers: tuple[str, ...]) -> tuple[str, ...]:
    """The operator's headers and To, from which the dialled number is read."""
    others = tuple(header for header in headers if header.lower() != "to")
    if len(others) > _MOST_HEADERS:
        raise SettingsError(
            f"sip.expose_headers names {len(others)} headers: {_MOST_HEADERS} are possible. Leave some out."
        )
    return ("To", *others)


def check_free(host: str, port: int) -> None:
    """Raise PortInUse, naming the port, when UDP or TCP `port` is taken on `host`."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    for kind, name in ((socket.SOCK_DGRAM, "UDP"), (socket.SOCK_STREAM, "TCP")):
        with socket.socket(family, kind) as probe:
            if kind == socket.SOCK_STREAM:
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, port))
            except OSError as error:
                if error.errno == errno.EADDRINUSE:
                    raise PortInUse(
                        f"SIP port {port} ({name}) on {host} is taken by another program: "
                        "stop it, or set sip.port (VOICE_SIP__PORT) to a free one."
                    ) from None
                raise PortInUse(
                    f"SIP cannot listen on {host}:{port} ({name}): {error.strerror}. "
                    "Set sip.host and sip.port to an address of this machine."
                ) from None
