"""Giving the caller back to the bot for a simple step, as the agent's page does it."""

from __future__ import annotations

from collections.abc import Callable

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field

from voice.call.live_desk import GivesBack, LiveDesk
from voice.desk.refusals import NotYours


class GiveBody(BaseModel):
    """What the bot shall do."""

    model_config = ConfigDict(extra="forbid")

    errand: str = Field(min_length=1, max_length=100)
    """Its name in the plan of the call."""


def router(live: LiveDesk, who: Callable[[Request], str]) -> APIRouter:
    """`/api/desk/give-back` and `/take-back`. `who` gives the agent who asks, or raises NotHere."""
    made = APIRouter()

    @made.post("/api/desk/give-back")
    async def give_back(request: Request, body: GiveBody) -> JSONResponse:
        name = who(request)
        _mine(live, name).start(body.errand)
        return JSONResponse({})

    @made.post("/api/desk/take-back")
    async def take_back(request: Request) -> JSONResponse:
        name = who(request)
        _mine(live, name).take_back()
        return JSONResponse({})

    return made


def _mine(live: LiveDesk, name: str) -> GivesBack:
    errands = live.talk_of(name).errands
    if errands is None:
        raise NotYours("You are not in a call.")
    return errands
