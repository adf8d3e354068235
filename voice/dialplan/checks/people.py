"""Whom calls go to and when: targets, hours, queues, demands, thresholds."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from typing import Any, get_args

from voice.dialplan.checks.notes import Notes
from voice.dialplan.escalation import COMPLEXITY, EMOTION, SOUND
from voice.dialplan.hours import Hours
from voice.dialplan.model import BuiltInDemand
from voice.dialplan.source import Location

OFTEN = 2
"""How often one call shows the same sign at most, as a rule."""
_ADDRESS = re.compile(r"\b(?:sips?|tel):\S", re.IGNORECASE)


def check(notes: Notes) -> None:
    """Everything about people."""
    plan = notes.plan
    chains: list[tuple[Location, tuple[str, ...]]] = [
        (("handoff", "to"), plan.handoff.to),
        (("escalation", "to"), plan.escalation.to),
        *((("queues", name, "to"), queue.to) for name, queue in plan.queues.items()),
    ]
    for place, names in chains:
        among = plan.target_specs if place[0] == "queues" else notes.people
        for name in names:
            notes.known("target", name, among, place)
    for name in plan.queues.keys() & plan.target_specs.keys():
        notes.problem(("queues", name), "name", f"{name} is a target already; choose another name")
    _hours(notes)
    _demands(notes)
    _thresholds(notes)
    for where in _addresses(notes.document.data, ()):
        message = "a number or SIP address stands under targets only"
        notes.problem(where, "address", message, "give it a name there, and write the name here")
    if not notes.people:
        message = "no person can be reached: callers can only ask to be called back or leave a message"
        notes.warn(("targets",), "no_target", message)


def _addresses(data: Any, place: Location) -> Iterator[Location]:
    """Places of SIP and tel: addresses outside targets."""
    if isinstance(data, str) and _ADDRESS.search(data):
        yield place
    if isinstance(data, dict):
        for key, value in data.items():
            if place or key != "targets":
                yield from _addresses(value, (*place, key))
    elif isinstance(data, list):
        for index, value in enumerate(data):
            yield from _addresses(value, (*place, index))


def _hours(notes: Notes) -> None:
    plan = notes.plan
    used: list[tuple[Location, Hours | str | None]] = [(("handoff", "hours"), plan.handoff.hours)]
    used.append((("callback", "hours"), plan.callback.hours))
    used += [(("targets", name, "hours"), spec.hours) for name, spec in plan.target_specs.items()]
    closed = []
    for place, hours in used:
        if isinstance(hours, str) and not notes.known("hours", hours, plan.hours, place):
            return
        found = plan.hours_of(hours)
        if found and found.never:
            closed.append(place)
    for name, hours in plan.hours.items():
        if hours.never and not closed:
            notes.warn(("hours", name), "never_open", f"{name} is never open")
    for place in closed:
        message = "nobody is ever there by these hours: callers can never reach this person"
        notes.problem(place, "never_open", message, "give at least one day its hours")


def _demands(notes: Notes) -> None:
    taken = {"asked_for_person", "danger", *get_args(BuiltInDemand)}
    for index, demand in enumerate(notes.plan.escalation.demands):
        place: Location = ("escalation", "demands", index)
        if demand.name in taken:
            notes.problem((*place, "name"), "name", f"{demand.name} is taken; choose another name")
        taken.add(demand.name)
        for language in notes.plan.languages:
            if not demand.words.get(language):
                message = f"{demand.name} needs words in {language}"
                notes.problem((*place, "words"), "language", message)
        for phrase in (phrase for phrases in demand.words.values() for phrase in phrases):
            if len(phrase.replace("*", "").strip()) < 3:
                notes.problem((*place, "words"), "words", f"{phrase!r} would be found everywhere")


def _thresholds(notes: Notes) -> None:
    """A score is 1 - prod(1 - weight * strength) over all that was seen, highest with all strong."""
    spec = notes.plan.escalation
    weights = spec.weights.model_dump()
    for side, signals in (("emotion", EMOTION), ("complexity", COMPLEXITY)):
        threshold: float = getattr(spec, side)
        highest = 1 - math.prod((1 - weights[signal]) ** OFTEN for signal in signals)
        place: Location = ("escalation", side)
        if threshold and not any(weights[signal] for signal in signals if signal not in SOUND):
            message = f"{side} can never reach {threshold:g}: the weights of all that counts are 0"
            notes.problem(place, "threshold", message, "give one of them a weight")
        elif threshold > round(highest, 3):
            message = (
                f"{side} hardly ever reaches {threshold:g}: {highest:.2f} with everything seen {OFTEN} times"
            )
            notes.warn(place, "threshold", message, "lower the threshold or raise weights")
        elif threshold == 0:
            notes.warn(place, "threshold", f"with {side}: 0 every call goes to a person at once")
