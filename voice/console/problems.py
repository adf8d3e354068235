"""What a page is answered when something cannot be: why, in the reader's language, and what to do."""

from __future__ import annotations

import traceback
from pathlib import Path

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, PlainTextResponse, Response
from loguru import logger
from starlette.exceptions import HTTPException

from voice.console.pages import Pages, words_of
from voice.desk.refusals import Refusal
from voice.errors import RecordsError

OURS = Path(__file__).resolve().parents[1]
FAILED = "Something of the gateway's own failed, and its log says where. Calls go on; try again."
MALFORMED = "The page asked for something that cannot be. Reload it and try again."
NO_RECORDS = "The records cannot be read right now. Calls go on; try again in a minute."


def answer_problems(app: FastAPI, pages: Pages) -> None:
    """Let the application answer every error: with a page, or as JSON where a script asks."""

    @app.exception_handler(HTTPException)
    async def refused(request: Request, error: HTTPException) -> Response:
        if _asks_a_script(request):
            return JSONResponse({"code": "refused", "message": error.detail}, error.status_code)
        known = {404: "There is no such page."}
        return pages.problem(
            request, error.status_code, known.get(error.status_code, "This page cannot be shown.")
        )

    @app.exception_handler(RequestValidationError)
    async def malformed(request: Request, error: RequestValidationError) -> Response:
        """What was sent is not sent back: it may be a caller's."""
        if _asks_a_script(request):
            return JSONResponse({"code": "malformed", "message": words_of(request)(MALFORMED)}, 422)
        return pages.problem(request, 422, MALFORMED)

    @app.exception_handler(Refusal)
    async def not_for_the_agent(request: Request, error: Refusal) -> Response:
        why = words_of(request).known(error.text).format(**error.values)
        status = {"not_here": 403, "not_yours": 409}.get(error.code, 422)
        return JSONResponse({"code": error.code, "message": why}, status)

    @app.exception_handler(RecordsError)
    async def no_records(request: Request, error: RecordsError) -> Response:
        if _asks_a_script(request):
            return JSONResponse({"code": error.code, "message": words_of(request)(NO_RECORDS)}, 503)
        return pages.problem(request, 503, NO_RECORDS)

    @app.exception_handler(Exception)
    async def failed(request: Request, error: Exception) -> Response:
        """A mistake of ours. Plain, since it may be the pages that are broken."""
        log_failure(error)
        headers = {"x-content-type-options": "nosniff", "cache-control": "no-store"}
        why = words_of(request)(FAILED)
        if _asks_a_script(request):
            return JSONResponse({"code": "failed", "message": why}, 500, headers)
        return PlainTextResponse(why, 500, headers)


def log_failure(error: Exception) -> None:
    """What kind of error and where; its text may quote a caller."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if OURS in Path(frame.filename).parents]
    place = f"{Path(ours[-1].filename).relative_to(OURS)}:{ours[-1].lineno}" if ours else "a library"
    logger.error("a page failed: {} in {}", type(error).__name__, place)


def _asks_a_script(request: Request) -> bool:
    return request.url.path.startswith("/api/")
