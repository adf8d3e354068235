"""A call's events without secrets, and where in the recording they were spoken.

Hidden are values of slots that the plan calls sensitive, of names, telephone numbers and e-mail addresses,
in every form in which the bot says them; the words in which the caller gave them; payment cards, IBANs,
telephone numbers and e-mail addresses anywhere; and the caller's number. Where the plan is not known any
more every slot counts as sensitive. Pure; the original is not touched.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from voice.dialplan.model import Dialplan
from voice.dialplan.values import ValueType
from voice.events import (
    CALL_EVENT,
    AgentLookedUp,
    AgentSpoke,
    BotSpoke,
    CallbackRequested,
    CallerSpoke,
    CallEvent,
    KeyPressed,
    LookedUp,
    TurnTaken,
)
from voice.handoff.facts import Value, forms
from voice.handoff.patterns import spelled, without_patterns
from voice.handoff.redaction import HIDDEN

PERSONAL = frozenset({ValueType.NAME, ValueType.EMAIL, ValueType.PHONE})
_SHORTEST = 3
_AROUND = 0.3
"""Seconds hidden before and after words whose moments are not exact."""
_KEEP = frozenset(
    {
        "kind",
        "call_id",
        "handoff_id",
        "plan",
        "plan_sha",
        "plan_version",
        "door",
        "step",
        "outcome",
        "language",
        "languages",
        "started",
        "name",
        "side",
        "reason",
        "target",
        "decided_by",
        "failure",
        "part",
        "code",
        "queue",
        "agent",
        "models",
    }
)
"""Fields that hold no words of a caller."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Part of the recording that is to be silent."""

    start: float
    end: float
    """Seconds."""
    caller: bool
    """True: the caller's channel; False: that of bot and person."""


def _is_long(form: str) -> bool:
    """Whether it can be looked for: shorter ones would be cut out of the middle of other words."""
    return sum(char.isalnum() for char in form) >= _SHORTEST


class Redacted:
    """Knows every secret of one call."""

    def __init__(self, events: Sequence[CallEvent], plan: Dialplan | None) -> None:
        self._events = events
        self._plan = plan
        self._forms = [spelled(form) for form in sorted(set(self._secrets()), key=len, reverse=True)]
        self._turns = {
            event.turn.number for event in events if isinstance(event, TurnTaken) and self._gives(event)
        }
        self.stretches = tuple(self._stretches())

    def events(self) -> list[CallEvent]:
        """The events, hidden where need be."""
        return [CALL_EVENT.validate_python(self._hidden(event)) for event in self._events]

    def text(self, text: str) -> str:
        """Without any secret, in whichever form."""
        for form in self._forms:
            text = form.sub(HIDDEN, text)
        return without_patterns(text, HIDDEN)

    def _sensitive(self, name: str) -> bool:
        if self._plan is None or name not in self._plan.slots:
            return True
        slot = self._plan.slots[name]
        return slot.sensitive or slot.type in PERSONAL

    def _secrets(self) -> Iterator[str]:
        for event in self._events:
            if isinstance(event, AgentLookedUp):
                yield from self._forms_of(event.given)
            if isinstance(event, LookedUp | AgentLookedUp):
                secret = (value for name, value in event.found.items() if self._is_personal(event.name, name))
                yield from (value for value in secret if _is_long(value))
            if not isinstance(event, TurnTaken):
                continue
            yield from self._forms_of(event.turn.understood.slots)

    def _forms_of(self, slots: Mapping[str, str]) -> Iterator[str]:
        """The ways in which the sensitive ones of these values can be said."""
        for name, value in slots.items():
            if self._sensitive(name):
                known = self._plan is not None and name in self._plan.slots
                said = forms(self._plan, Value(name, value, 0)) if known and self._plan else {value}
                yield from (form for form in said if _is_long(form))

    def _is_personal(self, lookup: str, column: str) -> bool:
        """Whether a column that was looked up names somebody; any does when the plan is not known."""
        spec = self._plan.lookups.get(lookup) if self._plan is not None else None
        field = spec.gives.get(column) if spec is not None else None
        return field is None or field.type in PERSONAL

    def _gives(self, event: TurnTaken) -> bool:
        """Whether the caller gave a secret in this turn."""
        heard = event.turn.heard
        if any(self._sensitive(name) for name in event.turn.understood.slots):
            return True
        return heard is not None and bool(heard.text) and self.text(heard.text) != heard.text

    def _stretches(self) -> Iterator[Stretch]:
        for event in self._events:
            match event:
                case TurnTaken(turn=turn) if turn.number in self._turns and turn.heard is not None:
                    yield Stretch(turn.heard.started - _AROUND, turn.heard.ended + _AROUND, caller=True)
                case BotSpoke() if self.text(event.text) != event.text:
                    yield Stretch(event.at - _AROUND, event.at + event.seconds + _AROUND, caller=False)
                case AgentSpoke() if self.text(event.text) != event.text:
                    yield Stretch(event.at - _AROUND, event.ended + _AROUND, caller=False)
                case CallerSpoke() if self.text(event.text) != event.text:
                    yield Stretch(event.at - _AROUND, event.ended + _AROUND, caller=True)
                case _:
                    pass

    def _hidden(self, event: CallEvent) -> dict[str, Any]:
        body: dict[str, Any] = CALL_EVENT.dump_python(event, mode="json")
        if "caller" in body:
            body["caller"] = HIDDEN if body["caller"] else ""
        if isinstance(event, CallbackRequested):
            body["number"] = HIDDEN
        if isinstance(event, AgentLookedUp):
            body["given"] = {
                name: HIDDEN if self._sensitive(name) else self.text(value)
                for name, value in event.given.items()
            }
        if isinstance(event, LookedUp | AgentLookedUp):
            body["found"] = {
                name: HIDDEN if self._is_personal(event.name, name) else self.text(value)
                for name, value in event.found.items()
            }
            return body
        if isinstance(event, KeyPressed) and self._is_secret_key(event):
            body["key"] = "•"
        if isinstance(event, TurnTaken):
            self._hide_turn(event, body)
        for signal in (body.get("assessment") or {}).get("signals", ()):
            if signal["turn"] in self._turns:
                signal["evidence"] = HIDDEN
        return {name: value if name in _KEEP else self._walk(value) for name, value in body.items()}

    def _hide_turn(self, event: TurnTaken, body: dict[str, Any]) -> None:
        slots = body["turn"]["understood"]["slots"]
        for name in slots:
            if self._sensitive(name):
                slots[name] = HIDDEN
        if event.turn.number in self._turns and body["turn"]["heard"] is not None:
            heard = body["turn"]["heard"]
            heard["text"] = HIDDEN if heard["text"] else ""
            heard["digits"] = "•" * len(heard["digits"])
            body["why"] = HIDDEN if body["why"] else ""

    def _is_secret_key(self, event: KeyPressed) -> bool:
        return any(stretch.caller and stretch.start <= event.at <= stretch.end for stretch in self.stretches)

    def _walk(self, value: Any) -> Any:
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, list):
            return [self._walk(item) for item in value]
        if isinstance(value, dict):
            return {key: item if key in _KEEP else self._walk(item) for key, item in value.items()}
        return value
