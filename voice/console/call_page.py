"""The page that phones in from a browser, and the offer it makes."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, JSONResponse
from pydantic import BaseModel, ConfigDict, Field

from voice.console.numbers import Number
from voice.console.pages import Pages, words_of
from voice.telephony.webrtc import BrowserDoor, DoorClosing, DoorFull, OfferRefused

SAID = (
    "Ready to call",
    "Asking for the microphone…",
    "Ringing…",
    "In call",
    "Calling a person…",
    "With a person",
    "Call ended",
    "The browser was not allowed to use the microphone. Allow it in the address bar, then call again.",
    "No microphone was found. Plug one in, then call again.",
    "Browsers give a microphone only to https pages or to localhost. Open this page that way.",
    "All lines are busy. Call again in a minute.",
    "The gateway is stopping. Call again in a minute.",
    "The gateway does not answer. Is it still running?",
    "No sound gets through. A firewall may be blocking UDP between you and the gateway.",
    "The connection was lost.",
    "The gateway had a problem with this call.",
    "The gateway refused this call.",
    "You were signed out. Reload the page.",
)
"""Every sentence that the page's script may show."""


class Offer(BaseModel):
    """What the page posts to call."""

    model_config = ConfigDict(extra="forbid")

    sdp: str = Field(max_length=65536)
    type: str = Field(max_length=10)
    dialled: str = Field(min_length=1, max_length=64)
    caller: str = Field(default="", max_length=64)


def router(pages: Pages, browser: BrowserDoor | None, numbers: Callable[[], Sequence[Number]]) -> APIRouter:
    """`/call` and `/api/offer`."""
    made = APIRouter()

    @made.get("/call")
    async def call(request: Request, to: str = "") -> HTMLResponse:
        if browser is None:
            return pages.problem(request, 404, "The browser door is closed on this gateway.")
        words = words_of(request)
        said = {text: words(text) for text in SAID}
        return pages.show(request, "call.html", numbers=numbers(), to=to, said=said)

    @made.post("/api/offer")
    async def offer(body: Offer) -> JSONResponse:
        if browser is None:
            return JSONResponse({"code": "door_closed", "message": "The browser door is closed."}, 404)
        try:
            answer = await browser.offer(body.sdp, body.type, body.dialled, body.caller)
        except OfferRefused as error:
            status = 503 if isinstance(error, DoorFull | DoorClosing) else 400
            return JSONResponse({"code": error.code, "message": error.message}, status)
        return JSONResponse({"sdp": answer.sdp, "type": answer.type, "call_id": answer.call_id})

    return made
