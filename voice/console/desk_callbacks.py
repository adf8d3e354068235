"""Calling back, as the agents see it: what they stop, and what they have done by hand."""

from __future__ import annotations

from collections.abc import Callable

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict

from voice.call.agent import AgentLeg
from voice.call.live_desk import LiveDesk
from voice.console.store import Store
from voice.desk.refusals import NotYours


class CalledBody(BaseModel):
    """Somebody was called back by hand."""

    model_config = ConfigDict(extra="forbid")

    id: int


def calling(live: LiveDesk, name: str) -> AgentLeg | None:
    """The phone of an agent for whom somebody is being called back and has not picked up yet."""
    talk = live.desk.talk_with(name)
    ticket = live.tickets.get(talk.caller.id) if talk and talk.caller.absent else None
    return ticket.leg if ticket is not None and ticket.bridge is None else None


def router(live: LiveDesk, store: Store, who: Callable[[Request], str]) -> APIRouter:
    """`/api/desk/called`. `who` gives the agent who asks, or raises NotHere."""
    made = APIRouter()

    @made.post("/api/desk/called")
    async def called(request: Request, body: CalledBody) -> JSONResponse:
        who(request)
        if not await store.finish_callback(body.id):
            raise NotYours("Somebody else has done this already.")
        live.by_hand = tuple(wish for wish in live.by_hand if wish.id != body.id)
        live.planned = tuple(wish for wish in live.planned if wish.id != body.id)
        live.changed()
        return JSONResponse({})

    return made
