"""The list of calls, and one call: what was said, when, how it was taken, and its sound."""

from __future__ import annotations

from pathlib import Path

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import FileResponse, HTMLResponse, JSONResponse, Response

from voice.console.pages import Pages
from voice.console.store import Store
from voice.console.story import tell
from voice.errors import RecordsError
from voice.events import CALL_EVENT
from voice.records.rows import CallRecord

_WITH = {
    "started": "calling_person",
    "offered": "calling_person",
    "answered": "calling_person",
    "accepted": "with_person",
}
"""Who is on the line with the caller, by how the latest hand-over stands; the bot otherwise."""


def router(pages: Pages, store: Store) -> APIRouter:
    """`/calls`, `/calls/<id>` with its `/audio`, and who is on the line for the page that phones."""
    made = APIRouter()

    @made.get("/calls")
    async def calls(request: Request) -> HTMLResponse:
        return pages.show(request, "calls.html", calls=await store.recent_calls(limit=200))

    @made.get("/calls/{call_id}")
    async def call(request: Request, call_id: str) -> HTMLResponse:
        record = await _find(store, call_id)
        if record is None:
            return pages.problem(request, 404, "There is no such call. It may have been deleted.")
        raw = [CALL_EVENT.dump_json(event, indent=None).decode() for event in record.events]
        return pages.show(
            request,
            "record.html",
            record=record,
            row=record.row,
            story=tell(record.events),
            audio=_recording(record) is not None,
            raw=list(zip(record.events, raw, strict=True)),
        )

    @made.api_route("/calls/{call_id}/audio", methods=["GET", "HEAD"])
    async def audio(call_id: str) -> Response:
        record = await _find(store, call_id)
        recording = _recording(record) if record else None
        if recording is None:
            raise HTTPException(404)
        return FileResponse(recording, media_type="audio/wav", content_disposition_type="inline")

    @made.get("/api/calls/{call_id}/state")
    async def state(call_id: str) -> JSONResponse:
        record = await _find(store, call_id)
        return JSONResponse({"state": _WITH.get(record.row.handoff or "", "bot") if record else "bot"})

    return made


async def _find(store: Store, call_id: str) -> CallRecord | None:
    try:
        record = await store.call(call_id)
    except RecordsError:
        if len(call_id) < 32:  # an abbreviated id that fits several calls
            return None
        raise
    return record


def _recording(record: CallRecord) -> Path | None:
    path = Path(record.row.recording) if record.row.recording else None
    return path if path and path.is_file() else None
