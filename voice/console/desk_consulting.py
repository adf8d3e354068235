"""Asking a colleague before passing a caller on, as the agent's page does it."""

from __future__ import annotations

from collections.abc import Callable

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field

from voice.call.live_desk import Consults, LiveDesk
from voice.desk.refusals import NotYours


class AskBody(BaseModel):
    """Whom to ask: anybody of a queue, or one colleague."""

    model_config = ConfigDict(extra="forbid")

    queue: str = Field(default="", max_length=100)
    agent: str = Field(default="", max_length=100)
    note: str = Field(default="", max_length=2000)


def router(live: LiveDesk, who: Callable[[Request], str]) -> APIRouter:
    """`/api/desk/ask`, `/join` and `/back`. `who` gives the agent who asks, or raises NotHere."""
    made = APIRouter()

    @made.post("/api/desk/ask")
    async def ask(request: Request, body: AskBody) -> JSONResponse:
        name = who(request)
        _mine(live, name).start(queue=body.queue, agent=body.agent, note=body.note.strip())
        return JSONResponse({})

    @made.post("/api/desk/join")
    async def join(request: Request) -> JSONResponse:
        name = who(request)
        _mine(live, name).join()
        return JSONResponse({})

    @made.post("/api/desk/back")
    async def back(request: Request) -> JSONResponse:
        name = who(request)
        _mine(live, name).back()
        return JSONResponse({})

    return made


def _mine(live: LiveDesk, name: str) -> Consults:
    consults = live.talk_of(name).consults
    if consults is None:
        raise NotYours("You are not in a call.")
    return consults
