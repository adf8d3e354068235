"""The quality pages: finding calls, and one call with everything about it."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from voice.console.pages import Pages, words_of
from voice.console.quality import filters
from voice.console.quality.assisted import counted, suggested
from voice.console.quality.curves import curves
from voice.console.quality.filters import Filters
from voice.console.quality.room import Room, rater
from voice.console.quality.scorecard import as_csv, judgements, pairs, total
from voice.console.quality.timeline import timeline
from voice.console.quality.why import because, in_words
from voice.records.labels import MOODS, OUTCOMES
from voice.records.query import ENDED, JUDGED
from voice.records.rows import CallRecord, CallRow
from voice.records.search import Hits
from voice.turn import Side

PAGE_CALLS = 50
_MOST_EXPORTED = 10_000


def router(pages: Pages, room: Room) -> APIRouter:
    """`/quality`, its table for spreadsheets, and `/quality/calls/<id>`."""
    made = APIRouter(prefix="/quality")

    @made.get("")
    async def search(request: Request) -> HTMLResponse:
        asked = _filters(request, room)
        hits = Hits(())
        if not asked.problems:
            hits = await room.store.search.find(asked.query, before=asked.before, limit=PAGE_CALLS)
        return pages.show(
            request,
            "quality.html",
            200 if not asked.problems else 400,
            asked=asked,
            hits=hits,
            older=asked.older_than(hits.next) if hits.next else "",
            plans=await room.store.search.plans(),
            ends=ENDED,
            judged=JUDGED,
            can_search_words=room.settings.search_words,
        )

    @made.get("/scorecards.csv")
    async def scorecards(request: Request) -> Response:
        asked = _filters(request, room)
        if asked.problems:
            return pages.problem(request, 400, next(iter(asked.problems.values())))
        rows = await _all(room, asked)
        text = ""
        for start in range(0, max(len(rows), 1), PAGE_CALLS):
            some = rows[start : start + PAGE_CALLS]
            lines = await _lines(room, some)
            text += lines if not start else lines.partition("\r\n")[2]
        headers = {"content-disposition": 'attachment; filename="scorecards.csv"'}
        return Response("\ufeff" + text, media_type="text/csv; charset=utf-8", headers=headers)

    @made.get("/calls/{call_id}")
    async def call(request: Request, call_id: str) -> HTMLResponse:
        record = await room.call(call_id)
        if record is None:
            return pages.problem(request, 404, "There is no such call. It may have been deleted.")
        asked = _filters(request, room)
        return pages.show(
            request,
            "quality_call.html",
            record=record,
            row=record.row,
            asked=asked,
            **await _heard(request, room, record),
            **await _judged(request, room, record),
            replays=room.replays.of_call(record.id),
            choices=await room.choices(record.row.plan),
        )

    @made.get("/calls/{call_id}/next")
    async def following(request: Request, call_id: str) -> Response:
        record, asked = await room.call(call_id), _filters(request, room)
        if record is None or record.row.started is None or asked.problems:
            return RedirectResponse(f"/quality{asked.address}", 303)
        before = (record.row.started, record.id)
        found = await room.store.search.find(asked.query, before=before, limit=1)
        if found.calls:
            return RedirectResponse(f"/quality/calls/{found.calls[0].row.id}{asked.address}", 303)
        rest = asked.older_than(found.next) if found.next else asked.address
        return RedirectResponse(f"/quality{rest}", 303)

    return made


def _filters(request: Request, room: Room) -> Filters:
    return filters.read(request.query_params, words=room.settings.search_words)


async def _lines(room: Room, rows: list[CallRow]) -> str:
    ids = [row.id for row in rows]
    reviews = room.store.reviews
    said = judgements(await room.store.labels.of_calls(ids), await reviews.marks(ids))
    return as_csv(rows, await reviews.criteria(), said, await reviews.comments(ids))


async def _all(room: Room, asked: Filters) -> list[CallRow]:
    """Every call that the filters mean, up to the most that one table holds."""
    rows: list[CallRow] = []
    before = None
    while len(rows) < _MOST_EXPORTED:
        hits = await room.store.search.find(asked.query, before=before, limit=_MOST_EXPORTED - len(rows))
        rows += [hit.row for hit in hits.calls]
        before = hits.next
        if before is None:
            break
    return rows


async def _heard(request: Request, room: Room, record: CallRecord) -> dict[str, Any]:
    """What happened in the call."""
    words = words_of(request)
    loud = await room.loudness(record)
    line = timeline(record.events, loud.seconds if loud else 0.0)
    return {
        "line": line,
        "drawn": curves(line, loud),
        "audio": loud is not None,
        "because": {one.number: because(words, one.told) for one in line.lines},
        "suggestions": (shown := suggested(record.events)),
        "suggestions_by_end": counted(shown),
        "in_words": lambda sentence: in_words(words, sentence),
        "sides": tuple(Side),
    }


async def _judged(request: Request, room: Room, record: CallRecord) -> dict[str, Any]:
    """What people say about the call."""
    me = rater(request)
    reviews = room.store.reviews
    criteria = await reviews.criteria()
    said = judgements(await room.store.labels.of_call(record.id), await reviews.marks([record.id]))
    of_plan = judgements(
        await room.store.labels.of_plan(record.row.plan), await reviews.marks_of_plan(record.row.plan)
    )
    return {
        "me": me,
        "criteria": criteria,
        "said": said,
        "mine": next((one for one in said if one.rater == me), None),
        "totals": {one.rater: total(criteria, one.marks) for one in said},
        "pairs": pairs(criteria, of_plan),
        "comments": await reviews.comments([record.id]),
        "moods": MOODS,
        "outcomes_of_calls": OUTCOMES,
    }
