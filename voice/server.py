"""The gateway: everything is loaded once here, the doors opened, and each call runs in a task of its own."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import socket
import sys
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

import uvicorn
from loguru import logger

from voice.administration.publishing.running import RunningPlans
from voice.administration.publishing.sources import KEPT_SECONDS, FolderSource, PlanSource, PublishedSource
from voice.call.callbacks import Callbacks, Outside
from voice.call.kept import add_voices, fixed, keep, openings
from voice.call.live_desk import LiveDesk
from voice.call.pipeline import run_call
from voice.call.services import CallRecords, CallServices, Journal
from voice.connectors.lookups import look_up
from voice.console.app import create_app
from voice.console.auth import check_binding, check_quality
from voice.console.metrics import Metrics
from voice.console.numbers import numbers
from voice.console.quality.replays import Replays, environment
from voice.console.quality.room import Room
from voice.desk.callbacks import CallbackRules
from voice.desk.offers import Rules
from voice.dialplan.load import Dialplans
from voice.dialplan.versions import SHORT
from voice.errors import PortInUse
from voice.events import Broke
from voice.handoff.brief import HandoffBrief
from voice.handoff.fluent_writer import FluentWriter
from voice.handoff.webhook import WebhookSender
from voice.records.recording import StereoRecording
from voice.records.retention import Retention
from voice.records.store import Store
from voice.records.writer import RecordsWriter
from voice.settings import CallbackSettings, Settings
from voice.speech.engines import Engines, load_engines
from voice.telephony.port import IncomingCall
from voice.telephony.sip import SipDoor
from voice.telephony.sip_stack import check_free
from voice.telephony.webrtc import BrowserDoor
from voice.telephony.webrtc_agent import AgentDoor

LINE_RATES = (8000, 16000)
LAST_WORDS_SECONDS = 15.0
"""Most that telling the callers takes who are still there when the time to finish is over."""


class _Web(uvicorn.Server):
    """A web server that leaves the process's signals to the gateway."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


class Gateway:
    """One process of the gateway, from start to drained."""

    def __init__(
        self,
        settings: Settings,
        plans: Dialplans,
        source: PlanSource,
        engines: Engines,
        store: Store,
        web_socket: socket.socket,
    ) -> None:
        self._settings = settings
        self._web_socket = web_socket
        self._engines = engines
        self._store = store
        self._metrics = Metrics()
        self._stopping = asyncio.Event()
        self._broken = False
        self._draining = False
        self._active = 0
        self._calls: set[asyncio.Task[None]] = set()
        self._idle = asyncio.Event()
        self._idle.set()
        self._unkept = asyncio.Event()
        self._unkept.set()
        look_every = settings.plans.look_every
        self._running = RunningPlans(source, plans, look_every=look_every, on_new=self._unkept.set)
        self._webhook = WebhookSender(settings.handoff, store)
        self._writer = RecordsWriter(
            store,
            settings.records.recordings,
            deliver=bool(settings.handoff.webhook_url),
            on_delivery=self._webhook.wake,
        )
        self._fluent = FluentWriter(settings.handoff, self._keep_written, self._metrics.fluent)
        self._sip = SipDoor(settings.sip, self._on_call, on_dead=self._on_dead)
        self._browser = BrowserDoor(self._on_call, self._sip, settings.sip.max_calls)
        rules = Rules(
            settings.desk.offer_seconds, settings.desk.wrap_up_seconds, settings.desk.declined_seconds
        )
        self._desk = LiveDesk(rules)
        self._agent_door = AgentDoor()
        self._replays = Replays(environment(settings))
        self._services = CallServices(
            recognizer=engines.recognizer,
            voices=engines.voices,
            look_up=look_up,
            keep_brief=self._keep_brief,
            watch=self._metrics,
            call=settings.call,
            handoff=settings.handoff,
            now=lambda: datetime.now(UTC),
            models=engines.models,
            earlier=store.earlier_calls,
            desk=self._desk,
        )

        self._callbacks = self._calling_back(settings.callback)

    def _calling_back(self, settings: CallbackSettings) -> Callbacks:
        rules = CallbackRules(settings.allowed, settings.refused, settings.attempts, settings.again_seconds)
        outside = Outside(
            book=self._store.callings,
            all_wishes=self._store.callbacks,
            call=self._store.call,
            plans=lambda: self._plans.plans,
            journal=self._writer.journal,
            recording=self._recording,
            ended=self._metrics.callback,
            in_time=self._metrics.callback_in_time,
        )
        return Callbacks(
            outside,
            live=self._desk,
            dialer=self._sip,
            services=self._services,
            rules=rules,
            ring_seconds=settings.ring_seconds,
            look_every=settings.look_every,
        )

    async def serve(self, announce: Callable[[Dialplans], None]) -> int:
        """Open the doors, serve until told to stop, drain; the exit code."""
        await add_voices(self._engines.voices, self._plans)
        for say in openings(self._plans):
            await keep(self._engines.voices, say, LINE_RATES[0])
        await self._sip.start()
        web = self._web()
        await self._writer.start()
        await self._webhook.start()
        background = [
            asyncio.create_task(web.serve(sockets=[self._web_socket])),
            asyncio.create_task(self._keep_prompts()),
            asyncio.create_task(self._callbacks.run()),
            asyncio.create_task(Retention(self._settings.records, self._store.forgetting).run()),
        ]
        self._running.start()
        loop = asyncio.get_running_loop()
        for signum in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(signum, self._stopping.set)
        loop.add_signal_handler(signal.SIGHUP, self._running.look_now)
        announce(self._plans)
        await self._stopping.wait()
        await self._drain()
        await self._running.stop()
        web.should_exit = True
        for task in background[1:]:
            task.cancel()
        await asyncio.gather(*background, return_exceptions=True)
        await self._replays.close()
        await self._fluent.close()
        await self._webhook.close()
        await self._writer.close()
        return 1 if self._broken else 0

    async def _drain(self) -> None:
        self._draining = True
        seconds = 0.0 if self._broken else self._settings.call.drain_seconds
        logger.info("no new calls; {} running call(s) have {:.0f} s to end", self._active, seconds)
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await asyncio.gather(
                    self._sip.drain(seconds), self._browser.drain(), self._callbacks.drain(seconds)
                )
        if self._calls and not self._broken:
            for task in self._calls:
                task.cancel()
            await asyncio.wait(self._calls, timeout=LAST_WORDS_SECONDS)
        await self._callbacks.drain(0)
        await self._browser.close()
        await self._agent_door.close()
        await self._sip.close()

    # -- calls --

    async def _on_call(self, incoming: IncomingCall) -> None:
        info = incoming.info
        plans = self._plans
        plan = plans.plan_for(info.dialled) or plans.unmapped()
        journal = self._writer.journal(info.id)
        recording = self._recording(info.id, incoming.line.rate, journal)
        self._active += 1
        self._idle.clear()
        self._metrics.call_started(info.door)
        reason = "failed"
        if task := asyncio.current_task():
            self._calls.add(task)
            task.add_done_callback(self._calls.discard)
        try:
            records = CallRecords(journal, recording)
            reason = (await run_call(incoming, plan, self._services, records, plans.plans)).value
        finally:
            self._active -= 1
            if not self._active:
                self._idle.set()
            self._metrics.call_ended(reason)
            logger.info("call {} ended: {}", info.id, reason)

    def _recording(self, call_id: str, rate: int, journal: Journal) -> StereoRecording:
        """The recording of a call whose journal is open; what is wrong with it is journalled."""
        recording: StereoRecording = self._writer.recording(
            call_id,
            rate,
            on_error=lambda code: journal.append(Broke(at=recording.seconds, part="recording", code=code)),
        )
        return recording

    async def _keep_brief(self, brief: HandoffBrief, status: str) -> None:
        self._fluent.keep(brief)

    def _keep_written(self, brief: HandoffBrief) -> None:
        self._writer.keep_handoff(brief)
        if brief.fluent:
            self._desk.worded(brief)

    def _on_dead(self) -> None:
        logger.critical("the SIP stack has died; this process ends so that a new one can start")
        self._broken = True
        self._stopping.set()

    # -- plans --

    @property
    def _plans(self) -> Dialplans:
        return self._running.current

    async def _keep_prompts(self) -> None:
        """Synthesize everything that is always said the same, while nobody is on the line."""
        while True:
            await self._unkept.wait()
            self._unkept.clear()
            await add_voices(self._engines.voices, self._plans)
            prompts = fixed(self._plans)
            for say, rate in ((prompt, rate) for rate in LINE_RATES for prompt in prompts):
                await self._idle.wait()
                await keep(self._engines.voices, say, rate)
                if self._unkept.is_set():
                    break

    # -- web --

    def _web(self) -> uvicorn.Server:
        app = create_app(
            web=self._settings.web,
            browser=self._browser,
            store=self._store,
            numbers=lambda: numbers(self._plans),
            status=self._status,
            metrics=self._metrics,
            live=self._desk,
            agents=self._settings.desk,
            door=self._agent_door,
            quality=Room(self._store, self._settings.quality, self._settings.dialplans, self._replays),
        )
        return _Web(uvicorn.Config(app, log_config=None, access_log=False, timeout_graceful_shutdown=5))

    def _status(self) -> Mapping[str, Any]:
        status = "broken" if self._broken else "draining" if self._draining else "ok"
        sip = self._settings.sip
        return {
            "status": status,
            "sip": f"{sip.host}:{sip.port}",
            "active_calls": self._active,
            "plans": (self._plans.version or self._plans.sha)[:SHORT],
        }


def _bind(host: str, port: int) -> socket.socket:
    """The web's socket, bound now so that a taken port is told before anything starts."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    bound = socket.socket(family, socket.SOCK_STREAM)
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        bound.bind((host, port))
    except OSError as error:
        bound.close()
        raise PortInUse(
            f"Web port {port} on {host} cannot be used ({error.strerror}). "
            "Stop what listens there, or set VOICE_WEB__PORT."
        ) from error
    return bound


def serve(settings: Settings, announce: Callable[[Dialplans], None]) -> int:
    """Run the gateway until SIGTERM or Ctrl-C; the exit code. Raises VoiceError when it cannot start."""
    check_binding(settings.web)
    check_quality(settings.web, settings.quality)
    # Before the engines are loaded, which takes seconds.
    check_free(settings.sip.host, settings.sip.port)
    web_socket = _bind(settings.web.host, settings.web.port)
    code = asyncio.run(_serve(settings, announce, web_socket))
    sys.stdout.flush()
    sys.stderr.flush()
    # The native SIP stack may crash in the interpreter's own shutdown; everything of ours is closed.
    os._exit(code)


async def _serve(settings: Settings, announce: Callable[[Dialplans], None], web_socket: socket.socket) -> int:
    store = await Store.open(settings.records.url)
    try:
        await store.migrate()
        source = _source(settings, store)
        with contextlib.closing(source):
            plans = await source.first()
            # Blocks the loop, on which nothing else runs yet.
            engines = load_engines(settings.models, settings.speech)
            return await Gateway(settings, plans, source, engines, store, web_socket).serve(announce)
    finally:
        await store.close()


def _source(settings: Settings, store: Store) -> PlanSource:
    if settings.plans.source == "published":
        kept = max(KEPT_SECONDS, 2 * settings.call.max_seconds)
        return PublishedSource(store.versions, kept_seconds=kept)
    return FolderSource(settings.dialplans)
