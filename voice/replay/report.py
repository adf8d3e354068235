"""A call's events as one JSON object: what was heard, understood, decided and said, turn by turn."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pydantic import TypeAdapter

from voice.events import (
    Assessed,
    BotSpoke,
    CallEnded,
    CallEvent,
    CallStarted,
    HandoffAccepted,
    HandoffOffered,
    HandoffStarted,
    TurnTaken,
)
from voice.handoff.brief import HandoffBrief
from voice.handoff.words import WHY
from voice.turn import Assessment, EndReason, Heard, Language, Understanding

_HEARD = TypeAdapter(Heard)
_UNDERSTOOD = TypeAdapter(Understanding)
_ASSESSMENT = TypeAdapter(Assessment)


def call_report(events: Sequence[CallEvent], brief: HandoffBrief | None) -> dict[str, Any]:
    """The object that `voice replay --json` prints."""
    started = next(event for event in events if isinstance(event, CallStarted))
    spoken = [event for event in events if isinstance(event, BotSpoke)]
    turns = _turns(events)
    language = spoken[-1].language if spoken else started.languages[0]
    return {
        "call": {
            "id": started.call_id,
            "plan": started.plan,
            "plan_sha": started.plan_sha,
            "language": language,
        },
        "opening": turns.pop(0)["said"],
        "turns": turns,
        "handoff": _handoff(events, brief, language),
        "ended": {"reason": _ended(events)},
    }


def _turns(events: Sequence[CallEvent]) -> list[dict[str, Any]]:
    """One object per turn, before them one that holds only what was said at the opening."""
    turns: list[dict[str, Any]] = [{"said": []}]
    for event in events:
        if isinstance(event, BotSpoke):
            turns[-1]["said"].append(event.text)
        elif isinstance(event, TurnTaken):
            turns.append(_turn(event))
        elif isinstance(event, Assessed) and len(turns) > 1:
            turns[-1] |= {"step": event.step, "why": event.why, "assessment": _assessment(event.assessment)}
    return turns


def _turn(event: TurnTaken) -> dict[str, Any]:
    turn = event.turn
    return {
        "number": turn.number,
        "heard": None if turn.heard is None else _HEARD.dump_python(turn.heard, mode="json"),
        "understood": _UNDERSTOOD.dump_python(turn.understood, mode="json"),
        "outcome": turn.outcome.value,
        "step": event.step,
        "said": [],
        "assessment": _assessment(event.assessment),
        "why": event.why,
    }


def _assessment(assessment: Assessment | None) -> Any:
    return None if assessment is None else _ASSESSMENT.dump_python(assessment, mode="json")


def _handoff(
    events: Sequence[CallEvent], brief: HandoffBrief | None, language: Language
) -> dict[str, Any] | None:
    started = next((event for event in events if isinstance(event, HandoffStarted)), None)
    offered = [event for event in events if isinstance(event, HandoffOffered)]
    if started is None or not offered:
        return None
    return {
        "to": offered[-1].target,
        "reason": started.reason.value,
        "why": WHY[started.reason][language],
        "spoken": brief.spoken if brief is not None else None,
        "written": brief.model_dump(mode="json") if brief is not None else None,
    }


def _ended(events: Sequence[CallEvent]) -> str:
    if any(isinstance(event, HandoffAccepted) for event in events):
        return EndReason.TRANSFERRED.value
    ended = next((event for event in reversed(events) if isinstance(event, CallEnded)), None)
    return ended.reason.value if ended is not None else EndReason.FAILED.value


def as_text(report: dict[str, Any]) -> str:
    """The same report for reading in a terminal."""
    call = report["call"]
    lines = [f"plan {call['plan']} ({call['plan_sha'][:12]}), language {call['language']}"]
    lines += [f"  bot     {text}" for text in report["opening"]]
    for turn in report["turns"]:
        heard = turn["heard"]
        said = "(silence)" if heard is None else heard["text"] or f"[keys {heard['digits']}]"
        lines.append(f"{turn['number']:>3}. caller  {said}")
        lines.append(f"     {turn['outcome']} → {turn['step']}  {_scores(turn['assessment'])}")
        if turn["why"]:
            lines.append(f"     {turn['why']}")
        lines += [f"  bot     {text}" for text in turn["said"]]
    if report["handoff"]:
        handoff = report["handoff"]
        lines.append(f"handed to {handoff['to']}: {handoff['reason']}. {handoff['why']}")
        lines.append(f"  spoken  {handoff['spoken']}")
    lines.append(f"ended: {report['ended']['reason']}")
    return "\n".join(lines)


def _scores(assessment: dict[str, Any] | None) -> str:
    if assessment is None:
        return ""
    limits = assessment["thresholds"]
    scores = ", ".join(f"{side} {assessment[side]:.2f} of {limits[side]:.2f}" for side in limits)
    evidence = "; ".join(f"{signal['name']}: {signal['evidence']}" for signal in assessment["signals"])
    return f"{scores}{' — ' + evidence if evidence else ''}"
