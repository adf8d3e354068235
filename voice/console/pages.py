"""How a page is made: templates, languages, times and numbers."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse
from fastapi.templating import Jinja2Templates
from markupsafe import Markup, escape

from voice.console.words import Words, accepted

HERE = Path(__file__).parent


class Pages:
    """Renders the templates of this folder; everything that comes from a call is escaped."""

    def __init__(self, *, browser: bool, users: bool, desk: bool = False, quality: bool = False) -> None:
        self._templates = Jinja2Templates(HERE / "templates")
        environment = self._templates.env
        environment.trim_blocks = environment.lstrip_blocks = True
        environment.filters |= {"moment": moment, "clock": clock, "percent": percent, "label": label}
        environment.globals |= {"browser": browser, "users": users, "has_desk": desk}
        environment.globals |= {"has_quality": quality}

    def show(self, request: Request, name: str, status: int = 200, **values: Any) -> HTMLResponse:
        """One page in the reader's language."""
        words = words_of(request)
        values |= {"t": words, "lang": words.language, "user": getattr(request.state, "user", None)}
        values |= {"judges": getattr(request.state, "quality", False)}
        return self._templates.TemplateResponse(
            request,
            name,
            values,
            status,
            headers={"content-language": words.language, "vary": "Accept-Language"},
        )

    def problem(self, request: Request, status: int, text: str) -> HTMLResponse:
        """A page that says what is wrong; `text` is one of the sentences in words.py."""
        return self.show(request, "problem.html", status, text=text)


def words_of(request: Request) -> Words:
    """The texts in the language that the browser asks for."""
    return Words(accepted(request.headers.get("accept-language", "")))


def moment(value: datetime | str | None) -> Markup:
    """A point in time; the page's script shows it in the reader's own time zone."""
    if isinstance(value, str):
        try:
            value = datetime.fromisoformat(value)
        except ValueError:
            return escape(value)
    if not isinstance(value, datetime):
        return Markup("")
    local = value.astimezone()
    return Markup('<time datetime="{}">{}</time>').format(local.isoformat(), local.strftime("%Y-%m-%d %H:%M"))


def clock(seconds: float | None) -> str:
    """Seconds as minutes and seconds: 75 is 1:15."""
    if seconds is None:
        return ""
    whole = max(0, int(seconds))
    return f"{whole // 60}:{whole % 60:02d}"


def percent(share: float | None) -> str:
    """A share of one as whole percent."""
    return str(round(100 * (share or 0.0)))


def label(item: object) -> str:
    """What to call one item of a summary: its text, title or name, or the item itself."""
    if isinstance(item, dict):
        return str(item.get("text") or item.get("title") or item.get("name") or "")
    return str(item)
