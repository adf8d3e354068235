"""Signing in and out."""

from __future__ import annotations

import time
from urllib.parse import parse_qs

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from voice.console.auth import COOKIE, SESSION_SECONDS, Sessions, Users, address_of
from voice.console.pages import Pages
from voice.settings import WebSettings


def router(pages: Pages, web: WebSettings, users: Users, sessions: Sessions) -> APIRouter:
    """`/sign-in` and `/sign-out`."""
    made = APIRouter()

    @made.get("/sign-in")
    async def form(request: Request) -> HTMLResponse:
        return pages.show(request, "sign_in.html", then=request.query_params.get("next", "/"))

    @made.post("/sign-in")
    async def sign_in(request: Request) -> Response:
        fields = parse_qs((await request.body()).decode("utf-8", "replace"))
        name, password, then = (fields.get(key, [""])[0] for key in ("name", "password", "next"))
        right = await users.check(name, password, address_of(request.scope))
        if right:
            secure = request.url.scheme == "https" or web.public_url.startswith("https://")
            response = RedirectResponse(_inside(then), 303)
            response.set_cookie(
                COOKIE,
                sessions.issue(name, time.time()),
                max_age=SESSION_SECONDS,
                httponly=True,
                samesite="lax",
                secure=secure,
            )
            return response
        if right is None:
            page = pages.show(
                request, "sign_in.html", 429, then=then, wrong="Too many attempts. Wait a minute."
            )
            page.headers["retry-after"] = "60"
            return page
        wrong = "This name and password do not go together."
        return pages.show(request, "sign_in.html", 401, then=then, wrong=wrong)

    @made.post("/sign-out")
    async def sign_out() -> Response:
        response = RedirectResponse("/sign-in", 303)
        response.delete_cookie(COOKIE)
        return response

    return made


def _inside(path: str) -> str:
    """The path when it stays on these pages, else the overview."""
    inside = path.startswith("/") and not path.startswith("//") and "\\" not in path and path.isprintable()
    return path if inside else "/"
