"""A recorded call as a conversation that `voice test` holds: what the caller did, and what was decided.

Pure but for the lookups of the plan's own files. Expected are the decisions (step, outcome, request, values,
lookups, hand-over, end), not the bot's sentences, which may be worded anew.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import takewhile
from typing import Any

from voice.administration.rehearsal.came import Came
from voice.administration.rehearsal.model import Scene
from voice.administration.rehearsal.play import Data, play
from voice.dialplan.model import Dialplan
from voice.errors import PinError
from voice.events import (
    CallEvent,
    HandoffAccepted,
    HandoffFailed,
    LanguageFound,
    LookedUp,
    TurnTaken,
    VoicemailLeft,
)
from voice.replay.recorded import Recorded
from voice.replay.standins import CALLER, StandIns
from voice.turn import HandoffFailure, Outcome


async def pinned(
    recorded: Recorded, plan: Dialplan, data: Data, *, keep_values: bool = False, words: bool = False
) -> dict[str, Any]:
    """The conversation as plain values, in the form of the plan's tests.

    `keep_values` leaves the caller's own numbers and names in it; `words` also expects the bot's sentences.
    Raises PinError when the call says nothing to test, or does not work with stand-ins.
    """
    stand_ins = None if keep_values else StandIns(plan, recorded.events)
    scene = _scene(recorded, plan, stand_ins)
    if not scene["lines"]:
        raise PinError("in this call nobody said or pressed anything; there is nothing to pin")
    played = await play(plan, Scene.model_validate(scene), data)
    greeting, *came = played.came
    if len(came) < len(scene["lines"]):
        why = played.failures[0].mismatch if played.failures else "it ends before"
        raise PinError(f"the call cannot be held again with its words alone: {why}")
    if stand_ins is not None and _outcomes(came) != _live(recorded.events):
        raise PinError(
            "with other values in the place of the caller's own this call is decided otherwise; pin it with"
            " --keep-values if those may be kept beside the plan"
        )
    for line, one in zip(scene["lines"], came, strict=True):
        line |= _expected(line, one, greeting, words=words)
        greeting = one
    return scene


def _scene(recorded: Recorded, plan: Dialplan, stand_ins: StandIns | None) -> dict[str, Any]:
    scene: dict[str, Any] = {"name": f"call {recorded.id[:12]}"}
    if language := _language(recorded.events, plan):
        scene["language"] = language
    if recorded.caller:
        scene["caller"] = recorded.caller if stand_ins is None else CALLER
    else:
        scene["caller"] = ""
    scene["dialled"] = recorded.dialled
    scene["at"] = recorded.at.isoformat()
    if lookups := _lookups(recorded.events, plan, stand_ins):
        scene["lookups"] = lookups
    scene["lines"] = list(_deeds(recorded.events, stand_ins))
    return scene


def _language(events: Sequence[CallEvent], plan: Dialplan) -> str | None:
    found: list[str] = [event.language for event in events if isinstance(event, LanguageFound)]
    found += [
        event.turn.heard.language
        for event in events
        if isinstance(event, TurnTaken) and event.turn.heard is not None and event.turn.heard.language
    ]
    return found[0] if found and found[0] in plan.languages else None


def _lookups(events: Sequence[CallEvent], plan: Dialplan, stand_ins: StandIns | None) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for event in events:
        if isinstance(event, LookedUp) and event.name in plan.lookups:
            found.setdefault(event.name, []).append(_answer(event, plan, stand_ins))
    return found


def _answer(event: LookedUp, plan: Dialplan, stand_ins: StandIns | None) -> Any:
    if not event.ok:
        return "fails"
    columns = plan.lookups[event.name].gives
    row = {name: value for name, value in event.found.items() if name in columns}
    if not event.rows or not row:
        return "nothing"
    return row if stand_ins is None else {name: stand_ins.value(value) for name, value in row.items()}


def _deeds(events: Sequence[CallEvent], stand_ins: StandIns | None) -> Iterator[dict[str, Any]]:
    for event in events:
        match event:
            case TurnTaken():
                yield _turn(event, stand_ins)
            case VoicemailLeft():
                yield {"message": round(event.ended - event.at, 1)}
            case HandoffFailed(failure=failure) if not event.agent:
                if failure is HandoffFailure.CALLER_HUNG_UP or failure is HandoffFailure.CLOSED:
                    return
                yield {"person": failure.value}
            case HandoffAccepted():
                yield {"person": "answers"}
                return
            case _:
                pass


def _turn(event: TurnTaken, stand_ins: StandIns | None) -> dict[str, Any]:
    heard, slots = event.turn.heard, event.turn.understood.slots
    if heard is None:
        return {"silent": True}
    if heard.digits:
        return {"presses": heard.digits if stand_ins is None else stand_ins.keys(heard.digits)}
    said = heard.text if stand_ins is None else stand_ins.said(heard.text, slots)
    line: dict[str, Any] = {"says": said}
    return line | {"confidence": round(heard.confidence, 2)} if heard.confidence < 1 else line


def _expected(line: dict[str, Any], came: Came, before: Came, *, words: bool) -> dict[str, Any]:
    expected: dict[str, Any] = {"step": came.step}
    if came.turn is not None:
        expected["outcome"] = came.turn.outcome.value
        if "says" in line:
            expected["request"] = came.request
    slots = {name: value for name, value in came.slots.items() if before.slots.get(name) != value}
    if slots:
        expected["slots"] = slots
    if came.looked_up:
        expected["looks_up"] = came.looked_up
    if came.transfer is not None:
        expected["transfer"] = {"reason": came.transfer.reason.value, "target": came.transfer.target.name}
    elif "person" not in line:
        expected["transfer"] = False
    if came.callback is not None:
        expected["callback"] = came.callback
    if came.ends is not None:
        expected["ends"] = came.ends.value
    if words and came.said:
        expected["hears"] = [came.said]
    return expected


def _outcomes(came: Sequence[Came]) -> list[tuple[Outcome, tuple[str, ...]]]:
    return [
        (one.turn.outcome, tuple(intent.name for intent in one.turn.understood.intents))
        for one in came
        if one.turn is not None
    ]


def _live(events: Sequence[CallEvent]) -> list[tuple[Outcome, tuple[str, ...]]]:
    """Up to a person's taking the call; what he then gave to the bot is none of the bot's decisions."""
    before = takewhile(lambda event: not isinstance(event, HandoffAccepted), events)
    return [
        (event.turn.outcome, tuple(intent.name for intent in event.turn.understood.intents))
        for event in before
        if isinstance(event, TurnTaken)
    ]
