"""The desk: where agents see who waits, take calls, talk, pass on and write down what became of it."""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any, Literal

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, JSONResponse, Response, StreamingResponse
from pydantic import BaseModel, ConfigDict, Field

from voice.call.bridge import LENT, Bridge, TalkEnd
from voice.call.live_desk import LiveDesk, Ticket
from voice.console import desk_callbacks, desk_consulting, desk_errands
from voice.console.desk_assist import WrittenBody, assist_state
from voice.console.desk_assist import router as assist_router
from voice.console.desk_callbacks import calling
from voice.console.desk_texts import SAID
from voice.console.desk_view import desk_state, talk_state
from voice.console.pages import Pages, words_of
from voice.console.problems import log_failure
from voice.console.seats import Seats
from voice.console.store import Store
from voice.desk.agents import Status
from voice.desk.news import OfferEnd
from voice.desk.refusals import NotHere, NotYours
from voice.events import AgentHeld, AgentMuted, PassedOn
from voice.records.rows import Outcome
from voice.settings import DeskSettings
from voice.telephony.port import Line
from voice.telephony.webrtc import OfferRefused
from voice.telephony.webrtc_agent import AgentDoor
from voice.turn import Language

LOOK_SECONDS = 0.5
"""How often a talk is looked at for new words."""
BEAT_SECONDS = 5.0
"""How often an idle page is sent something, so that a dead one is noticed."""
TICKET = Field(min_length=1, max_length=64)
NOTE = Field(default="", max_length=2000)


class _Body(BaseModel):
    model_config = ConfigDict(extra="forbid")


class StatusBody(_Body):
    """The agent says what he does."""

    status: Status


class SeatBody(_Body):
    """How the agent works: which queues, which languages, and on the phone or in the browser."""

    skills: list[str] | None = Field(default=None, max_length=100)
    languages: list[Language] | None = Field(default=None, max_length=10)
    phone: bool | None = None


class TakeBody(_Body):
    """The agent takes a caller; in the browser with an offer of sound."""

    caller: str = TICKET
    sdp: str = Field(default="", max_length=65536)
    type: str = Field(default="", max_length=10)


class DeclineBody(_Body):
    """The agent does not take the caller he is offered."""

    caller: str = TICKET
    note: str = NOTE


class SwitchBody(_Body):
    """Hold or mute, on or off."""

    on: bool


class PassOnBody(_Body):
    """The caller goes to a queue or a colleague."""

    queue: str = Field(default="", max_length=100)
    agent: str = Field(default="", max_length=100)
    note: str = NOTE


class OutcomeBody(_Body):
    """What became of the call."""

    handoff: str = TICKET
    outcome: Literal["solved", "follow_up", "wrong_department"]
    note: str = NOTE
    written: WrittenBody | None = None
    """Left out: nothing was drafted, or it is not to be kept."""


class Station:
    """One agent's doings at the desk, whoever asks for them."""

    def __init__(self, live: LiveDesk, seats: Seats, door: AgentDoor, store: Store) -> None:
        self.live = live
        self.seats = seats
        self._door = door
        self.store = store
        self._tasks: set[asyncio.Task[None]] = set()

    async def take(self, name: str, body: TakeBody) -> dict[str, str]:
        """Take a caller: the phone rings, or the browser's offer is answered.

        Raises NotYours and OfferRefused.
        """
        live, ticket = self.live, self._ticket(body.caller)
        if live.desk.agent(name).phone:
            live.act(lambda desk, now: desk.take(name, body.caller, now))
            if ticket.leg is not None and self._is_offered(name, body.caller):
                ticket.leg.press("1")
            return {}
        live.act(lambda desk, now: desk.take(name, body.caller, now))
        live.act(lambda desk, now: desk.accept(name, body.caller, now))
        try:
            answer = await self._door.offer(body.sdp, body.type, lambda line: self._bring(ticket, name, line))
        except OfferRefused:
            live.act(lambda desk, now: desk.back(body.caller, now, why="no_sound"))
            raise
        return {"sdp": answer.sdp, "type": answer.type, "call_id": ticket.call_id}

    def decline(self, name: str, body: DeclineBody) -> None:
        """Not this caller."""
        why = OfferEnd.DECLINED
        self.live.act(lambda desk, now: desk.refuse(name, body.caller, why, now, body.note.strip()))

    def hold(self, name: str, on: bool) -> None:
        """Put the caller on hold, or come back. Raises NotYours."""
        ticket, bridge = self._talk(name)
        if bridge.lent:
            raise NotYours(LENT)
        if bridge.held != on:
            bridge.hold(on)
            ticket.journal.append(AgentHeld(at=ticket.clock(), handoff_id=ticket.id, held=on))
            self.live.changed()

    def mute(self, name: str, on: bool) -> None:
        """Be not heard, or be heard again. Raises NotYours."""
        ticket, bridge = self._talk(name)
        if bridge.muted != on:
            bridge.mute(on)
            ticket.journal.append(AgentMuted(at=ticket.clock(), handoff_id=ticket.id, muted=on))
            self.live.changed()

    def hang_up(self, name: str) -> None:
        """End the call, or stop calling back. Raises NotYours."""
        if leg := calling(self.live, name):
            self._let_go(leg.line)
            return
        _, bridge = self._talk(name)
        bridge.end(TalkEnd.AGENT_HUNG_UP)

    def pass_on(self, name: str, body: PassOnBody) -> None:
        """Give the caller to a queue or a colleague, with a note. Raises NotYours, NotHere."""
        ticket, bridge = self._talk(name)
        if bridge.lent:
            raise NotYours(LENT)
        desk = self.live.desk
        to = ""
        if body.agent:
            colleague = desk.agent(body.agent)
            if not colleague.here or colleague.name == name:
                raise NotYours("This colleague is not at the desk.")
            to = colleague.title
        elif not body.queue:
            raise NotYours("Choose a queue or a colleague.")
        event = PassedOn(
            at=ticket.clock(),
            handoff_id=ticket.id,
            agent=desk.agent(name).title,
            queue=body.queue,
            to=to,
            note=body.note.strip(),
        )
        ticket.journal.append(event)
        self.live.act(lambda desk, now: desk.pass_on(ticket.id, now, queue=body.queue, agent=body.agent))
        bridge.end(TalkEnd.PASSED_ON)

    async def outcome(self, name: str, body: OutcomeBody) -> None:
        """Write down what became of the last call, and be available again. Raises NotYours, RecordsError."""
        wrapping, ticket = self.live.desk.wrapping(name), self.live.ticket(body.handoff)
        if wrapping is None or wrapping.caller.id != body.handoff or ticket is None:
            raise NotYours("There is no call of yours to write down.")
        requests = ticket.brief.requests if ticket.brief else ()
        outcome = Outcome(
            handoff_id=ticket.id,
            call_id=ticket.call_id,
            agent=self.live.desk.agent(name).title,
            outcome=body.outcome,
            note=body.note.strip(),
            understood=tuple(request.name for request in requests),
            given=datetime.now(UTC),
        )
        await self.store.save_outcome(outcome)
        await self._write_up(name, ticket, body)
        self.live.act(lambda desk, now: desk.wrapped_up(name, now))

    async def _write_up(self, name: str, ticket: Ticket, body: OutcomeBody) -> None:
        agent = self.live.desk.agent(name)
        if ticket.assist is not None and body.written is not None:
            ended = ticket.talks_ended.get(agent.known_as, agent.since)
            writing = body.written.writing(body.outcome, body.note)
            await ticket.assist.write_up(agent.known_as, writing, self.live.now - ended)

    def _ticket(self, handoff_id: str) -> Ticket:
        ticket = self.live.tickets.get(handoff_id)
        if ticket is None:
            raise NotYours("This caller waits no longer.")
        return ticket

    def _talk(self, name: str) -> tuple[Ticket, Bridge]:
        ticket = self.live.talk_of(name)
        if ticket.bridge is None:
            raise NotYours("You are not in a call.")
        return ticket, ticket.bridge

    def _is_offered(self, name: str, handoff_id: str) -> bool:
        offer = self.live.desk.offer_of(handoff_id)
        return offer is not None and offer.agent == name

    def _bring(self, ticket: Ticket, name: str, line: Line | None) -> None:
        """The agent's browser can be heard, or cannot: give its line to the call that waits for it."""
        talk = self.live.desk.talk_of(ticket.id)
        wanted = (
            talk is not None and talk.agent == name and ticket.line is not None and not ticket.line.done()
        )
        if line is None or not wanted or ticket.line is None:
            if line is not None:
                self._let_go(line)
            if talk is not None and talk.agent == name and ticket.bridge is None and line is None:
                self.live.act(lambda desk, now: desk.back(ticket.id, now, why="no_sound"))
            return
        ticket.line.set_result(line)

    def _let_go(self, line: Line) -> None:
        task = asyncio.create_task(line.hang_up())
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


def router(pages: Pages, station: Station, settings: DeskSettings, *, users: bool) -> APIRouter:  # noqa: C901 - one page
    """`/desk` and `/api/desk/…`."""
    made = APIRouter()
    live, seats, store = station.live, station.seats, station.store

    def who(request: Request) -> str:
        """The agent who asks: who signed in, or, where nobody has to, who he says he is."""
        name = (
            str(getattr(request.state, "user", None) or "") if users else request.query_params.get("as", "")
        )
        if name not in settings.agents:
            raise NotHere("You are no agent; ask the operator to add you under desk.agents.")
        return name

    made.include_router(assist_router(live, who))

    @made.get("/desk")
    async def desk(request: Request) -> HTMLResponse:
        try:
            name = who(request)
        except NotHere:
            names = [] if users else [(each, seats.settings(each).title or each) for each in seats.names]
            return pages.show(request, "desk_choose.html", names=names, status=200 if names else 403)
        words = words_of(request)
        said = {text: words.unfilled(text) for text in SAID}
        return pages.show(
            request,
            "desk.html",
            said=said,
            agent=name,
            title=seats.settings(name).title or name,
            known=not users,
        )

    @made.get("/api/desk/events")
    async def events(request: Request) -> StreamingResponse:
        stream = _stream(live, seats, who(request), words_of(request))
        return StreamingResponse(stream, media_type="text/event-stream", headers={"x-accel-buffering": "no"})

    @made.get("/api/desk/brief/{handoff_id}")
    async def brief(request: Request, handoff_id: str) -> Response:
        who(request)
        ticket = live.ticket(handoff_id)
        if ticket is None or ticket.brief is None:
            return JSONResponse({"code": "no_brief", "message": "There is no summary."}, 404)
        shown = ticket.brief.model_dump(mode="json")
        return pages.show(request, "brief.html", brief=shown, mood=shown["assessment"] or {}, desk=True)

    @made.post("/api/desk/status")
    async def status(request: Request, body: StatusBody) -> JSONResponse:
        name = who(request)
        live.act(lambda desk, now: desk.set_status(name, body.status, now))
        return JSONResponse({})

    @made.post("/api/desk/seat")
    async def seat(request: Request, body: SeatBody) -> JSONResponse:
        skills = None if body.skills is None else frozenset(body.skills)
        languages = None if body.languages is None else frozenset(body.languages)
        seats.change(who(request), skills=skills, languages=languages, phone=body.phone)
        return JSONResponse({})

    @made.post("/api/desk/take")
    async def take(request: Request, body: TakeBody) -> JSONResponse:
        try:
            return JSONResponse(await station.take(who(request), body))
        except OfferRefused as error:
            return JSONResponse({"code": error.code, "message": words_of(request).known(error.message)}, 400)

    @made.post("/api/desk/decline")
    async def decline(request: Request, body: DeclineBody) -> JSONResponse:
        station.decline(who(request), body)
        return JSONResponse({})

    @made.post("/api/desk/hold")
    async def hold(request: Request, body: SwitchBody) -> JSONResponse:
        station.hold(who(request), body.on)
        return JSONResponse({})

    @made.post("/api/desk/mute")
    async def mute(request: Request, body: SwitchBody) -> JSONResponse:
        station.mute(who(request), body.on)
        return JSONResponse({})

    @made.post("/api/desk/hang-up")
    async def hang_up(request: Request) -> JSONResponse:
        station.hang_up(who(request))
        return JSONResponse({})

    @made.post("/api/desk/pass-on")
    async def pass_on(request: Request, body: PassOnBody) -> JSONResponse:
        station.pass_on(who(request), body)
        return JSONResponse({})

    @made.post("/api/desk/outcome")
    async def outcome(request: Request, body: OutcomeBody) -> JSONResponse:
        await station.outcome(who(request), body)
        return JSONResponse({})

    made.include_router(desk_callbacks.router(live, store, who))
    made.include_router(desk_consulting.router(live, who))
    made.include_router(desk_errands.router(live, who))
    return made


async def _stream(live: LiveDesk, seats: Seats, name: str, words: Any) -> AsyncIterator[str]:
    """Server-sent events: the whole desk whenever it has changed, and the talk as it grows."""
    changed = asyncio.Event()
    leave, unsubscribe = seats.sit_down(name), live.subscribe(changed.set)
    last: dict[str, str] = {}
    complained = False
    try:
        while True:
            changed.clear()
            state = desk_state(live, seats, name, words)
            talk = state["talk"] or state["wrap_up"]
            ticket = live.ticket(talk["id"]) if talk else None
            news = [("desk", state)]
            if ticket is not None:
                try:
                    # In a thread: reading moods takes a model, and sound must not wait for it.
                    told = await asyncio.to_thread(talk_state, ticket)
                    told |= await assist_state(live, ticket, name, talking=bool(state["talk"]))
                    news.append(("talk", told))
                except Exception as error:  # without it the agent can still hold, pass on and hang up
                    if not complained:
                        log_failure(error)
                    complained = True
            for kind, value in news:
                text = json.dumps(value)
                if last.get(kind) != text:
                    last[kind] = text
                    yield f"event: {kind}\ndata: {json.dumps({**value, 'now': live.now})}\n\n"
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(LOOK_SECONDS if state["talk"] else BEAT_SECONDS):
                    await changed.wait()
            if not changed.is_set() and not state["talk"]:
                yield ": still here\n\n"
    finally:
        unsubscribe()
        leave()
