"""Walks every fact of a summary back to the events of the call, without the code that made the summary."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from voice.dialplan.model import Dialplan
from voice.events import (
    AgentSpoke,
    Assessed,
    BotSpoke,
    Broke,
    CallEnded,
    CallerSpoke,
    CallEvent,
    CallStarted,
    HandoffAccepted,
    HandoffFailed,
    HandoffStarted,
    LookedUp,
    TurnTaken,
)
from voice.handoff.brief import EarlierCall, Failed, HandoffBrief, Request, SlotValue
from voice.handoff.words import FAILURES, PROMPT, SENTENCES, WHY
from voice.turn import Outcome

Events = Sequence[CallEvent]


def untraced(
    brief: HandoffBrief, plan: Dialplan, events: Events, earlier: Sequence[Events] = ()
) -> list[str]:
    """What the summary says and no event does; empty for an honest one."""
    return list(_untraced(brief, plan, events, earlier))


def _untraced(
    brief: HandoffBrief, plan: Dialplan, events: Events, earlier: Sequence[Events]
) -> Iterator[str]:
    starts = [event for event in events if isinstance(event, CallStarted)]
    if not any(
        (brief.call_id, brief.caller, brief.dialled) == (s.call_id, s.caller, s.dialled) for s in starts
    ):
        yield "who called"
    yield from (f"request {item.name}" for item in brief.requests if not _request(item, plan, events))
    yield from (f"slot {item.name}" for item in brief.slots if not _slot(item, events))
    yield from (f"confirmed {item.name}" for item in brief.slots if item.confirmed and not _yes(item, events))
    said = {(event.text, event.cut) for event in events if isinstance(event, BotSpoke)}
    found = [(e.name, e.found) for e in events if isinstance(e, LookedUp) and e.ok and e.rows]
    yield from (f"done {item.lookup}" for item in brief.done if (item.lookup, item.found) not in found)
    told = [text for item in brief.done for text in item.told]
    yield from (f"told {text}" for text in told if text not in {text for text, _ in said})
    yield from (f"told {item.text}" for item in brief.told if (item.text, item.cut) not in said)
    yield from (f"failed {item.what}" for item in brief.failed if not _failed(item, events))
    if brief.assessment != _last_assessment(events):
        yield "assessment"
    lines = set(_lines(events))
    yield from (
        f"line {line.text}" for line in brief.transcript if (line.who, line.at, line.text) not in lines
    )
    if [call.call_id for call in brief.earlier] != [_id(call) for call in earlier]:
        yield "earlier calls"
    for call, then in zip(brief.earlier, earlier, strict=False):
        yield from _earlier(call, plan, then)
    yield from _words_of_nobody(brief, plan, [*events, *(event for call in earlier for event in call)])


def _turns(events: Events) -> list[TurnTaken]:
    return [event for event in events if isinstance(event, TurnTaken)]


def _request(request: Request, plan: Dialplan, events: Events) -> bool:
    for event in _turns(events):
        sure = {intent.name: intent.confidence for intent in event.turn.understood.intents}
        by_key = request.sure is None and plan.intents[request.name].goto == event.step
        if by_key or sure.get(request.name) == request.sure is not None:
            return True
    return False


def _slot(slot: SlotValue, events: Events) -> bool:
    giving = [event.turn for event in _turns(events) if slot.name in event.turn.understood.slots]
    same = next((turn for turn in giving if turn.number == slot.turn), None)
    if same is None or same.heard is None or giving[-1].understood.slots[slot.name] != slot.value:
        return False
    return same.understood.slots[slot.name] == slot.value and same.heard.confidence == slot.sure


def _yes(slot: SlotValue, events: Events) -> bool:
    """The value was said by the bot, and the next thing the caller said was a yes."""
    said = ""
    for event in events:
        if isinstance(event, BotSpoke):
            said += re.sub(r"\W", "", event.text).casefold()
        elif isinstance(event, TurnTaken):
            yes = event.turn.heard is not None and event.turn.heard.text.startswith("yes")
            if yes and event.turn.number > slot.turn and slot.value.casefold() in said:
                return True
            said = ""
    return False


def _failed(failed: Failed, events: Events) -> bool:
    match failed.what:
        case "lookup":
            return any(isinstance(e, LookedUp) and e.name == failed.name and not e.ok for e in events)
        case "nothing_found":
            lookups = [e for e in events if isinstance(e, LookedUp) and e.name == failed.name]
            return bool(lookups) and lookups[-1].ok and not lookups[-1].rows
        case "not_understood":
            return any(event.turn.outcome is Outcome.NO_MATCH for event in _turns(events))
        case "silence":
            return any(event.turn.outcome is Outcome.NO_INPUT for event in _turns(events))
        case "part":
            return any(isinstance(e, Broke) and e.part == failed.name for e in events)
        case _:
            return any(isinstance(e, HandoffFailed) and e.target == failed.name for e in events)


def _last_assessment(events: Events) -> Any:
    weighed = [e.assessment for e in events if isinstance(e, TurnTaken | Assessed) and e.assessment]
    return weighed[-1] if weighed else None


def _lines(events: Events) -> Iterator[tuple[str, float, str]]:
    for event in events:
        match event:
            case BotSpoke() | AgentSpoke() | CallerSpoke():
                yield event.kind.removesuffix("_spoke"), event.at, event.text
            case TurnTaken() if event.turn.heard is not None:
                yield "caller", event.turn.heard.started, event.turn.heard.text
            case _:
                pass


def _id(call: Events) -> str:
    return next(event.call_id for event in call if isinstance(event, CallStarted))


def _earlier(call: EarlierCall, plan: Dialplan, events: Events) -> Iterator[str]:
    started = next(event for event in events if isinstance(event, CallStarted))
    reasons = [event.reason for event in events if isinstance(event, HandoffStarted)]
    ends = [event.reason for event in events if isinstance(event, CallEnded)]
    moods = [e.assessment.emotion for e in _turns(events) if e.assessment]
    names = {intent.name for e in _turns(events) for intent in e.turn.understood.intents}
    checks = {
        "when": (call.started, call.plan) == (started.started, started.plan),
        "why": {request.name for request in call.requests} <= names,
        "reason": call.reason == (reasons[-1] if reasons else None),
        "taken": call.taken == any(isinstance(event, HandoffAccepted) for event in events),
        "ended": call.ended == (ends[-1] if ends else None),
        "mood": call.emotion == max(moods, default=0.0),
    }
    yield from (f"earlier call's {what}" for what, right in checks.items() if not right)


def _words_of_nobody(brief: HandoffBrief, plan: Dialplan, events: Events) -> Iterator[str]:
    """Words of its sentences that are neither a template's, nor the plan's, nor an event's."""
    first = brief.first_sentence
    sentences = [
        *brief.summary,
        brief.spoken,
        brief.next_step,
        *(item.text for item in brief.failed),
        *([first.text, first.meaning] if first else []),
    ]
    templates = [
        *(
            text
            for texts in (*SENTENCES.values(), *WHY.values(), *FAILURES.values())
            for text in texts.values()
        ),
        *PROMPT.values(),
    ]
    ours = _words([re.sub(r"\{\w+\}", " ", text) for text in templates])
    titles = [plan.title, *(i.title for i in plan.intents.values()), *(s.title for s in plan.slots.values())]
    known = ours | _words(text for title in titles for text in title.values())
    known |= _words(event.model_dump_json() for event in events)
    outcomes = [event.turn.outcome for event in _turns(events)]
    known |= {str(outcomes.count(outcome)) for outcome in (Outcome.NO_MATCH, Outcome.NO_INPUT)}
    for value in {value for e in _turns(events) for value in e.turn.understood.slots.values()}:
        known |= set(value.casefold())
    known |= {digit for event in events if isinstance(event, CallStarted) for digit in event.caller}
    yield from (f"word {word}" for word in sorted(_words(sentences) - known))


def _words(texts: Iterable[str]) -> set[str]:
    return {word for text in texts for word in re.findall(r"\w+", text.casefold())}
