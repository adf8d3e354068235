"""The web application: every page, health and metrics, behind one guard."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from fastapi import APIRouter, FastAPI, Request
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from fastapi.staticfiles import StaticFiles
from starlette.middleware.trustedhost import TrustedHostMiddleware

from voice.call.live_desk import LiveDesk
from voice.console import call_page, calls, desk, handoffs, sign_in
from voice.console.auth import Guard, Sessions, Users, check_binding, check_quality, hosts
from voice.console.metrics import Metrics
from voice.console.numbers import Number
from voice.console.pages import HERE, Pages
from voice.console.problems import answer_problems
from voice.console.quality import judging, routes
from voice.console.quality.room import Room
from voice.console.seats import Seats
from voice.console.store import Store
from voice.settings import DeskSettings, WebSettings
from voice.telephony.webrtc import BrowserDoor
from voice.telephony.webrtc_agent import AgentDoor

Numbers = Callable[[], Sequence[Number]]
"""Gives every number that can be dialled, as they stand now."""
Status = Callable[[], Mapping[str, Any]]
"""Gives how the gateway is: `status` (ok, draining or anything else for broken), and, where known, `sip`
(host:port to call), `active_calls` and `version`."""


def create_app(
    *,
    web: WebSettings,
    browser: BrowserDoor | None,
    store: Store,
    numbers: Numbers,
    status: Status,
    metrics: Metrics | None = None,
    live: LiveDesk | None = None,
    agents: DeskSettings | None = None,
    door: AgentDoor | None = None,
    quality: Room | None = None,
) -> FastAPI:
    """The pages, ready for a server. Raises SettingsError when they would be open to strangers.

    `browser` None: nobody can phone in from these pages. `live` None: there is no desk; else `agents` are
    the people at it, and `door` takes the sound of their browsers. `quality` None: there are no pages for
    judging calls.
    """
    check_binding(web)
    if quality is not None:
        check_quality(web, quality.settings)
    app = FastAPI(title="Voice gateway", docs_url=None, redoc_url=None, openapi_url=None)
    users, sessions = Users(web.users), Sessions()
    agents = agents or DeskSettings()
    pages = Pages(
        browser=browser is not None,
        users=bool(users),
        desk=live is not None and bool(agents.agents),
        quality=quality is not None,
    )
    app.include_router(_overview(pages, store, numbers, status))
    app.include_router(_machines(status, metrics or Metrics(), live, private=bool(users)))
    app.include_router(call_page.router(pages, browser, numbers))
    app.include_router(calls.router(pages, store))
    app.include_router(handoffs.router(pages, store))
    if live is not None:
        station = desk.Station(live, Seats(live, agents), door or AgentDoor(), store)
        app.include_router(desk.router(pages, station, agents, users=bool(users)))
    if quality is not None:
        app.include_router(routes.router(pages, quality))
        app.include_router(judging.router(pages, quality))
        app.include_router(judging.criteria_router(pages, quality))
    if users:
        app.include_router(sign_in.router(pages, web, users, sessions))
    app.mount("/static", StaticFiles(directory=HERE / "static"))
    answer_problems(app, pages)
    desk_only = frozenset(name for name, agent in agents.agents.items() if agent.desk_only)
    judges = frozenset(quality.settings.users if quality is not None else ())
    app.add_middleware(Guard, web=web, users=users, sessions=sessions, desk_only=desk_only, quality=judges)
    app.add_middleware(TrustedHostMiddleware, allowed_hosts=hosts(web), www_redirect=False)
    return app


def _overview(pages: Pages, store: Store, numbers: Numbers, status: Status) -> APIRouter:
    router = APIRouter()

    @router.get("/")
    async def overview(request: Request) -> HTMLResponse:
        return pages.show(
            request,
            "overview.html",
            numbers=numbers(),
            gateway=status(),
            calls=await store.recent_calls(limit=10),
            handoffs=await store.recent_handoffs(limit=5),
            callbacks=await store.callbacks(),
            notes=await store.notes(),
        )

    @router.post("/callbacks/{callback_id}/done")
    async def callback_done(callback_id: int) -> Response:
        await store.finish_callback(callback_id)
        return RedirectResponse("/", 303)

    @router.post("/notes/{note_id}/done")
    async def note_done(note_id: int) -> Response:
        await store.finish_note(note_id)
        return RedirectResponse("/", 303)

    return router


def _machines(status: Status, metrics: Metrics, live: LiveDesk | None, *, private: bool) -> APIRouter:
    router = APIRouter()

    @router.get("/healthz")
    async def health(request: Request) -> JSONResponse:
        now = status()
        state = now.get("status", "ok")
        known = not private or getattr(request.state, "user", None)
        return JSONResponse(dict(now) if known else {"status": state}, 200 if state == "ok" else 503)

    @router.get("/metrics")
    async def scrape() -> Response:
        if live is not None:
            metrics.desk(*live.counts())
        return Response(metrics.render(), media_type=metrics.content_type)

    return router
