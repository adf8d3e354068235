"""Actions that are neither said nor waited for: each is an event, written down when its turn comes."""

from __future__ import annotations

from voice.conversation.memory import ALLOWED
from voice.events import (
    CallbackAgreed,
    CallbackRequested,
    CallEvent,
    PlanEntered,
    RecordingSettled,
    RequestNoted,
    SurveyAnswered,
)
from voice.turn import AgreeCallback, AnswerSurvey, Consent, EnterPlan, NoteRequest, RequestCallback

Noted = RequestCallback | AgreeCallback | NoteRequest | AnswerSurvey | EnterPlan | Consent


def event_of(action: Noted, at: float) -> CallEvent:
    """What is written down of an action."""
    match action:
        case RequestCallback(number, full):
            return CallbackRequested(at=at, number=number, full=full)
        case AgreeCallback(time):
            return CallbackAgreed(at=at, start=time.start, end=time.end)
        case NoteRequest(title, values):
            return RequestNoted(at=at, title=dict(title), values=dict(values))
        case AnswerSurvey(survey, title, mark, least, most):
            return SurveyAnswered(at=at, survey=survey, title=dict(title), mark=mark, least=least, most=most)
        case EnterPlan(plan, sha, version):
            return PlanEntered(at=at, plan=plan, plan_sha=sha, plan_version=version)
        case Consent(answer):
            return RecordingSettled(at=at, answer=answer, recorded=answer in ALLOWED)
