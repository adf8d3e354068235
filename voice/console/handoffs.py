"""The written summary, for a person who has five seconds."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from voice.console.pages import Pages
from voice.console.store import Store

LAST_WORDS = 6
"""Lines of the conversation that are shown at once; the rest unfolds."""


def router(pages: Pages, store: Store) -> APIRouter:
    """`/handoffs/<id>`."""
    made = APIRouter()

    @made.get("/handoffs/{handoff_id}")
    async def handoff(request: Request, handoff_id: str) -> HTMLResponse:
        brief = await store.handoff(handoff_id)
        if brief is None:
            return pages.problem(request, 404, "There is no such hand-over. It may have been deleted.")
        lines = list(brief.get("transcript") or [])
        return pages.show(
            request,
            "handoff.html",
            brief=brief,
            earlier=lines[:-LAST_WORDS],
            last=lines[-LAST_WORDS:],
            mood=brief.get("assessment") or {},
            outcomes=await store.outcomes(handoff_id),
        )

    return made
