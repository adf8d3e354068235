"""Assist at the desk: what the agent is shown during the talk and after it, and what he does with it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field

from voice.assist.after import Draft
from voice.assist.suggestions import Action, Assist, Suggestion
from voice.call.assistant import CallAssist
from voice.call.live_desk import LiveDesk, Ticket
from voice.call.write_up import Writing
from voice.desk.refusals import NotYours
from voice.handoff.after_call import Channel, Result
from voice.handoff.facts import title_of
from voice.turn import Language

MOST_TEXT = 4000
TEXT = Field(max_length=MOST_TEXT)


class _Body(BaseModel):
    model_config = ConfigDict(extra="forbid")


class UseBody(_Body):
    """What the agent did with a suggestion."""

    id: str = Field(min_length=1, max_length=64)
    did: Literal["accepted", "dismissed"]
    text: str | None = Field(default=None, max_length=MOST_TEXT)
    """As he said it, where he changed it."""


class LookUpBody(_Body):
    """A lookup of the plan, with values that the agent typed."""

    name: str = Field(min_length=1, max_length=60)
    values: dict[str, str] = Field(default_factory=dict, max_length=30)


class WrittenBody(_Body):
    """Summary and reply as the agent wants them; null where he wants none."""

    summary: str | None = TEXT
    channel: Channel
    to: str = Field(default="", max_length=320)
    subject: str = Field(default="", max_length=300)
    reply: str | None = TEXT
    meant: str = Field(default="", max_length=60)

    def writing(self, outcome: Result, note: str) -> Writing:
        """With what became of the call."""
        return Writing(
            outcome, note, self.meant, self.summary, self.channel, self.to, self.subject, self.reply
        )


def router(live: LiveDesk, who: Callable[[Request], str]) -> APIRouter:
    """`/api/desk/assist/…`; `who` tells which agent asks."""
    made = APIRouter(prefix="/api/desk/assist")

    @made.post("/use")
    async def use(request: Request, body: UseBody) -> JSONResponse:
        agent, helper = _talk(live, who(request))
        helper.use(agent, body.id, body.did, body.text)
        live.changed()
        return JSONResponse({})

    @made.post("/look-up")
    async def look_up(request: Request, body: LookUpBody) -> JSONResponse:
        agent, helper = _talk(live, who(request))
        await helper.look_up(agent, body.name, body.values)
        live.changed()
        return JSONResponse({})

    return made


def _talk(live: LiveDesk, name: str) -> tuple[str, CallAssist]:
    """The agent as colleagues read him, and the help for the call that he has. Raises NotYours, NotHere."""
    assist = live.talk_of(name).assist
    if assist is None:
        raise NotYours("You are not in a call.")
    return live.desk.agent(name).known_as, assist


async def assist_state(live: LiveDesk, ticket: Ticket, name: str, *, talking: bool) -> dict[str, Any]:
    """What the page shows of it: `assist` during the talk of this agent, `after` once it is over."""
    helper = ticket.assist
    if helper is None:
        return {}
    title = live.desk.agent(name).known_as
    if not talking:
        made = await helper.draft(title)
        return {"after": _draft(made, helper, _language(ticket))} if made is not None else {}
    shown = await helper.shown()
    talk = live.desk.talk_with(name)
    if ticket.bridge is not None and talk is not None and talk.caller.id == ticket.id:
        helper.note_offered(shown, title)
    return {"assist": _shown(shown, ticket)}


def _language(ticket: Ticket) -> Language:
    return ticket.brief.agent_language if ticket.brief is not None else "en"


def _shown(shown: Assist, ticket: Ticket) -> dict[str, Any]:
    return {
        "language": ticket.brief.language if ticket.brief is not None else "",
        "replies": [_suggestion(reply) for reply in shown.replies],
        "actions": [_action(action) for action in shown.actions],
        "reminders": [_suggestion(line) for line in shown.reminders],
        "warnings": [_suggestion(warning) for warning in shown.warnings],
    }


def _suggestion(suggestion: Suggestion) -> dict[str, Any]:
    return {
        "id": suggestion.id,
        "text": suggestion.text,
        "meaning": suggestion.meaning,
        "evidence": suggestion.evidence,
        "source": suggestion.source.partition(":")[0],
        "strong": suggestion.strong,
        "said": suggestion.said,
    }


def _action(action: Action) -> dict[str, Any]:
    return {
        "id": action.suggestion.id,
        "text": action.suggestion.text,
        "name": action.name,
        "next": action.next,
        "result": action.result,
        "found": [list(pair) for pair in action.found],
        "fields": [
            {"name": field.name, "title": field.title, "value": field.value, "known": field.known}
            for field in action.fields
        ],
    }


def _draft(draft: Draft, helper: CallAssist, language: Language) -> dict[str, Any]:
    intents = helper.plan.intents.items()
    return {
        "summary": draft.summary,
        "channel": draft.channel,
        "to": dict(draft.to),
        "subject": draft.subject,
        "replies": {channel: dict(replies) for channel, replies in draft.replies.items()},
        "unsaid": list(draft.unsaid),
        "requests": [[name, title_of(intent.title, language)] for name, intent in intents],
    }
