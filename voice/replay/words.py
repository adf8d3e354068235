"""A recorded call without its sound: the words, keys and silences of each turn through the same conversation.

Hundreds of calls a second. What hangs on sound and time (recognition, interruptions, how long a silence was)
stays as it was then; `voice.replay.runner` replays that too.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping, Sequence

from voice.call.noted import Noted, event_of
from voice.connectors.lookups import look_up
from voice.conversation import Conversation
from voice.dialplan.model import Dialplan
from voice.errors import LookupFailed
from voice.events import (
    Assessed,
    BotSpoke,
    CallEnded,
    CallEvent,
    CallStarted,
    HandoffAccepted,
    HandoffFailed,
    HandoffOffered,
    HandoffStarted,
    LanguageFound,
    LookedUp,
    TurnTaken,
    VoicemailLeft,
)
from voice.replay.recorded import Recorded
from voice.replay.then import Then, agreed_then
from voice.turn import (
    Decision,
    EndReason,
    HandoffFailure,
    HangUp,
    Lookup,
    Record,
    Say,
    Transfer,
)

HANDOFF = "handoff"
_MOST_ACTIONS = 200
"""Decisions without a word of the caller, after which a call is ended: a plan may go round in circles."""


def replay_words(
    recorded: Recorded, plan: Dialplan, plans: Mapping[str, Dialplan] | None = None
) -> tuple[list[CallEvent], bool]:
    """The events of the replay, and whether data was asked for that is not in the record.

    `plans` are those that a step can go on with, by name.
    """
    call = _Call(recorded, plan, plans or {})
    return call.run(), call.asked


class _Call:
    def __init__(self, recorded: Recorded, plan: Dialplan, plans: Mapping[str, Dialplan]) -> None:
        self._recorded = recorded
        self._plan = plan
        self._then = Then(recorded.events)
        self._talk = Conversation(
            plan,
            caller=recorded.caller,
            dialled=recorded.dialled,
            now=recorded.at,
            plans=plans,
            agreed=agreed_then(recorded.events),
        )
        self._heard = _heard(recorded.events)
        self._messages = [event for event in recorded.events if isinstance(event, VoicemailLeft)]
        self._events: list[CallEvent] = []
        self._at = 0.0
        self._left = False
        self.asked = False

    def run(self) -> list[CallEvent]:
        """From the opening to the end."""
        self._add(self._started())
        decision: Decision | None = self._talk.open()
        for _ in range(_MOST_ACTIONS):
            if decision is None:
                break
            self._write_down(decision)
            decision = self._next(decision)
        if not isinstance(self._events[-1], CallEnded):
            self._add(CallEnded(at=self._at, reason=EndReason.CALLER_HUNG_UP))
        return self._events

    def _add(self, event: CallEvent) -> None:
        self._events.append(event)
        self._then.watch(event)

    def _started(self) -> CallStarted:
        recorded = self._recorded
        return CallStarted(
            at=0.0,
            call_id=recorded.id,
            door="tape",
            caller=recorded.caller,
            dialled=recorded.dialled,
            plan=self._plan.name,
            plan_sha=self._plan.sha,
            languages=self._plan.languages,
            models={},
            started=recorded.at,
        )

    def _next(self, decision: Decision) -> Decision | None:
        match decision.actions[-1]:
            case Lookup() as lookup:
                return self._look_up(lookup)
            case HangUp(reason):
                self._add(CallEnded(at=self._at, reason=reason))
                return None
            case Transfer() as transfer:
                return self._transfer(transfer)
            case Record():
                return self._record()
            case _:
                return self._caller()

    def _caller(self) -> Decision | None:
        event = next(self._heard, None)
        while isinstance(event, LanguageFound):
            self._talk.language_found(event.language)
            event = next(self._heard, None)
        if event is None:
            return None
        self._at, heard = event.at, event.turn.heard
        if heard is None:
            return self._talk.silence(event.at)
        return self._talk.keys(heard.digits, heard) if heard.digits else self._talk.hear(heard)

    def _look_up(self, lookup: Lookup) -> Decision:
        found = self._then.found(lookup)
        rows: Sequence[Mapping[str, str]]
        try:
            if found is None:
                self.asked = True
                rows = asyncio.run(look_up(self._talk.plan, lookup))
            elif not found.ok:
                raise LookupFailed("As it was then.")
            else:
                rows = [found.found, *({} for _ in range(found.rows - 1))] if found.rows else []
        except LookupFailed:
            self._looked_up(lookup, (), ok=False)
            return self._talk.lookup_failed()
        self._looked_up(lookup, rows, ok=True)
        return self._talk.looked_up(rows)

    def _looked_up(self, lookup: Lookup, rows: Sequence[Mapping[str, str]], *, ok: bool) -> None:
        found = dict(rows[0]) if rows else {}
        self._add(LookedUp(at=self._at, name=lookup.name, ok=ok, rows=len(rows), seconds=0.0, found=found))

    def _transfer(self, transfer: Transfer) -> Decision | None:
        if not self._left:
            self._left = True
            self._add(HandoffStarted(at=self._at, handoff_id=HANDOFF, reason=transfer.reason))
        name = transfer.target.name
        self._add(HandoffOffered(at=self._at, handoff_id=HANDOFF, target=name, attempt=transfer.attempt))
        attempt = self._then.attempt(name)
        if attempt is None or attempt.failure is None:
            self._add(HandoffAccepted(at=self._at, handoff_id=HANDOFF, target=name))
            self._add(CallEnded(at=self._at, reason=EndReason.AGENT_HUNG_UP))
            return None
        failure = attempt.failure
        self._add(HandoffFailed(at=self._at, handoff_id=HANDOFF, target=name, failure=failure))
        if failure is HandoffFailure.CALLER_HUNG_UP:
            return None
        return self._talk.handoff_failed(failure)

    def _record(self) -> Decision | None:
        if not self._messages:
            return None
        message = self._messages.pop(0)
        self._add(message)
        return self._talk.recorded(message.ended - message.at)

    def _write_down(self, decision: Decision) -> None:
        if decision.turn is not None:
            self._add(
                TurnTaken(
                    at=self._at,
                    turn=decision.turn,
                    assessment=decision.assessment,
                    step=decision.step,
                    why=decision.why,
                )
            )
        elif decision.assessment is not None:
            self._add(
                Assessed(at=self._at, assessment=decision.assessment, step=decision.step, why=decision.why)
            )
        for action in decision.actions:
            if isinstance(action, Say):
                spoke = BotSpoke(
                    at=self._at, step=decision.step, text=action.text, language=action.language, seconds=0.0
                )
                self._add(spoke)
            elif isinstance(action, Noted):
                self._add(event_of(action, self._at))


def _heard(events: Sequence[CallEvent]) -> Iterator[TurnTaken | LanguageFound]:
    for event in events:
        if isinstance(event, TurnTaken | LanguageFound):
            yield event
