"""What quality people write on the pages: judgements, remarks, criteria; and the replays they ask for."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import parse_qs, quote

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from voice.console.auth import SESSION_SECONDS
from voice.console.pages import Pages
from voice.console.quality.replays import Asked
from voice.console.quality.room import RATER, Room, rater
from voice.records.labels import MOODS, OUTCOMES, Label
from voice.records.reviews import BOUNDS, Comment, Criterion, Scale
from voice.records.rows import CallRecord

_LONGEST_COMMENT = 4000
_LONGEST_TITLE = 200
_NO_CALL = "There is no such call. It may have been deleted."
_REFUSED = "This cannot be saved as it was sent. Go back and look over the form."


def router(pages: Pages, room: Room) -> APIRouter:
    """What the forms of the quality pages post."""
    made = APIRouter(prefix="/quality")

    @made.post("/calls/{call_id}/judgement")
    async def judge(request: Request, call_id: str) -> Response:
        fields, record = await _fields(request), await room.call(call_id)
        if record is None:
            return pages.problem(request, 404, _NO_CALL)
        me = rater(request, fields)
        criteria = [one for one in await room.store.reviews.criteria() if not one.retired]
        label, marks = _label(fields, record, me), _marks(fields, criteria)
        if label is None or marks is None:
            return pages.problem(request, 400, _REFUSED)
        await room.store.labels.replace(label)
        await room.store.reviews.mark(record.id, me, marks)
        return _back(request, record.id, "judgement", me)

    @made.post("/calls/{call_id}/comments")
    async def comment(request: Request, call_id: str) -> Response:
        fields, record = await _fields(request), await room.call(call_id)
        if record is None:
            return pages.problem(request, 404, _NO_CALL)
        text = fields.get("text", "").strip()[:_LONGEST_COMMENT]
        me = rater(request, fields)
        if text:
            at = _number(fields.get("at", ""))
            await room.store.reviews.comment(Comment(record.id, me, text, at))
        return _back(request, record.id, "comments", me)

    @made.post("/calls/{call_id}/comments/{comment_id}/remove")
    async def remove(request: Request, call_id: str, comment_id: int) -> Response:
        await room.store.reviews.remove_comment(comment_id, call_id, rater(request))
        return _back(request, call_id, "comments")

    @made.post("/calls/{call_id}/replay")
    async def replay(request: Request, call_id: str) -> Response:
        fields, record = await _fields(request), await room.call(call_id)
        if record is None:
            return pages.problem(request, 404, _NO_CALL)
        offered = {choice.value for choice in await room.choices(record.row.plan)}
        plan = fields.get("plan", "")
        if plan not in offered:
            return pages.problem(request, 400, _REFUSED)
        if not room.replays.start(Asked(record.id, plan, fields.get("sound") == "yes")):
            return pages.problem(request, 503, "Too many replays are waiting. Try again in a minute.")
        return _back(request, record.id, "replay")

    return made


def criteria_router(pages: Pages, room: Room) -> APIRouter:
    """`/quality/criteria`: what calls are marked for."""
    made = APIRouter(prefix="/quality")

    @made.get("/criteria")
    async def criteria(request: Request) -> HTMLResponse:
        all_of_them = await room.store.reviews.criteria()
        return pages.show(request, "quality_criteria.html", criteria=all_of_them, scales=tuple(BOUNDS))

    @made.post("/criteria")
    async def save(request: Request) -> Response:
        criterion = _criterion(await _fields(request))
        if criterion is None or not await room.store.reviews.save_criterion(criterion):
            return pages.problem(request, 400, _REFUSED)
        return RedirectResponse("/quality/criteria", 303)

    return made


async def _fields(request: Request) -> dict[str, str]:
    sent = parse_qs((await request.body()).decode("utf-8", "replace"))
    return {name: values[0] for name, values in sent.items()}


def _back(request: Request, call_id: str, part: str, me: str = "") -> Response:
    query = f"?{request.url.query}" if request.url.query else ""
    response = RedirectResponse(f"/quality/calls/{quote(call_id, safe='')}{query}#{part}", 303)
    if me and not getattr(request.state, "user", None):
        response.set_cookie(RATER, quote(me), max_age=SESSION_SECONDS, httponly=True, samesite="lax")
    return response


def _label(fields: Mapping[str, str], record: CallRecord, me: str) -> Label | None:
    """The judgement that was sent; None when no form of ours sends such a one."""
    transfer = {"": None, "yes": True, "no": False}
    chosen, turn = fields.get("transfer", ""), fields.get("turn", "") or "0"
    mood, outcome = fields.get("mood") or None, fields.get("outcome") or None
    if chosen not in transfer or mood not in (None, *MOODS) or outcome not in (None, *OUTCOMES):
        return None
    if not turn.isdecimal() or int(turn) > record.row.turns:
        return None
    by = int(turn) if chosen == "yes" and int(turn) else None
    return Label(record.id, me, transfer[chosen], by, mood, outcome)


def _marks(fields: Mapping[str, str], criteria: list[Criterion]) -> dict[int, int | None] | None:
    marks: dict[int, int | None] = {}
    for criterion in criteria:
        text = fields.get(f"criterion-{criterion.id}", "")
        marks[criterion.id] = int(text) if text.isdecimal() else None
        if text and marks[criterion.id] not in criterion.marks:
            return None
    return marks


def _criterion(fields: Mapping[str, str]) -> Criterion | None:
    title = " ".join(fields.get("title", "").split())[:_LONGEST_TITLE]
    scale: Scale = "one_to_five" if fields.get("scale") == "one_to_five" else "yes_no"
    number, weight = fields.get("id", "0"), fields.get("weight", "1")
    if not title or not number.isdecimal() or not weight.isdecimal() or int(weight) > 10:
        return None
    return Criterion(int(number), title, scale, int(weight), fields.get("retired") == "yes")


def _number(text: str) -> float | None:
    try:
        at = float(text)
    except ValueError:
        return None
    return at if 0 <= at < 1e6 else None
