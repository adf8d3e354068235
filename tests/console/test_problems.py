"""Whatever fails behind a page is told in the reader's language, and in the log without a caller's words."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from loguru import logger

from tests.console.desk_floor import floor
from tests.console.test_desk import ask, asking, seated
from tests.console.test_desk_assist import in_a_talk
from voice.console import desk as desk_page
from voice.console.desk import _stream
from voice.console.problems import FAILED, MALFORMED
from voice.console.sentences import FRENCH
from voice.console.words import Words

SECRET = "my card is 4711"


def breaks(*_: object, **__: object) -> Any:
    raise ValueError(SECRET)


@pytest.fixture
def log() -> Iterator[list[str]]:
    lines: list[str] = []
    sink = logger.add(lines.append, format="{message}{exception}", backtrace=False, diagnose=False)
    yield lines
    logger.remove(sink)


@pytest.mark.parametrize(("language", "why"), [("en", FAILED), ("fr", FRENCH[FAILED])])
async def test_a_mistake_of_ours_is_told_honestly_and_logged_with_its_place(
    language: str, why: str, log: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    made = floor()
    seated(made, "marie")
    monkeypatch.setattr(made.store, "recent_calls", breaks)
    monkeypatch.setattr(made.live, "talk_of", breaks)
    async with asking(made) as web:
        web.headers["accept-language"] = language
        page = await web.get("/")
        answer = await ask(web, "give-back", errand="order")
    assert (page.status_code, page.text) == (500, why)
    assert (answer.status_code, answer.json()) == (500, {"code": "failed", "message": why})
    told = "".join(log)
    assert "ValueError in console/app.py:" in told and "ValueError in console/desk_errands.py:" in told
    assert SECRET not in told + page.text + answer.text


async def test_what_cannot_be_read_is_refused_without_saying_it_again() -> None:
    made = floor()
    seated(made, "marie")
    async with asking(made) as web:
        answer = await ask(web, "outcome", handoff="h", outcome=SECRET)
        page = await web.post("/callbacks/none/done")
    assert (answer.status_code, answer.json()) == (422, {"code": "malformed", "message": MALFORMED})
    assert page.status_code == 422 and MALFORMED in page.text


async def test_an_agent_whose_talk_cannot_be_shown_can_still_end_it(
    log: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    made = floor()
    seats = seated(made, "marie")
    in_a_talk(made)
    monkeypatch.setattr(desk_page, "talk_state", breaks)
    stream = _stream(made.live, seats, "marie", Words("en"))
    first = await anext(stream)
    assert json.loads(first.partition("data: ")[2])["talk"]["id"] == "a"
    made.live.changed()
    made.live.act(lambda desk, now: desk.finished("a", now))
    assert "event: desk" in await anext(stream)
    await stream.aclose()  # type: ignore[attr-defined]
    assert len([line for line in log if "ValueError in" in line]) == 1 and SECRET not in "".join(log)
