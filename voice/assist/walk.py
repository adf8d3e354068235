"""What the plan would answer to a request, with what is known: walked without a caller, changing nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from voice.dialplan.model import PERSON, Dialplan, Step
from voice.dialplan.text import Text

MOST_STEPS = 50


@dataclass(frozen=True, slots=True)
class Answer:
    """How far the plan gets by itself."""

    says: tuple[tuple[str, Text], ...] = ()
    """Step and text of all that it says on the way, and of the question at which it stops."""
    asked: tuple[str, ...] = ()
    """Slots that it asks for on the way, and that are known."""
    wants: str | None = None
    """Slot that must be asked for."""
    needs: str | None = None
    """Lookup that must be done."""
    done: bool = False
    """The request is served with that."""


def answer(plan: Dialplan, request: str, values: Mapping[str, str], searched: Mapping[str, str]) -> Answer:
    """Walk from a request's first step. `searched` tells of each lookup done: found, none or failed."""
    intent = plan.intents.get(request)
    at: str | None = intent.goto if intent is not None else None
    known, says, asked = dict(values), list[tuple[str, Text]](), list[str]()
    for _ in range(MOST_STEPS):
        if at is None or at == PERSON or at not in plan.steps:
            break
        name, step = at, plan.steps[at]
        # What the bot says before it hands over or looks something up is not for a person to say.
        if step.say is not None and not step.hands_over and not step.lookup:
            says.append((name, step.say))
        known.update(step.set_)
        for slot in step.forget:
            known.pop(slot, None)
        if step.ask is not None and step.slot is not None:
            if not known.get(step.slot):
                return Answer((*says, (name, step.ask)), tuple(asked), wants=step.slot)
            asked.append(step.slot)
        if step.lookup and step.lookup not in searched:
            return Answer(tuple(says), tuple(asked), needs=step.lookup)
        if step.done:
            return Answer(tuple(says), tuple(asked), done=True)
        at = _onward(step, known, searched)
    return Answer(tuple(says), tuple(asked))


def _onward(step: Step, values: Mapping[str, str], searched: Mapping[str, str]) -> str | None:
    if step.lookup:
        return {"found": step.goto, "none": step.none, "failed": step.failed}[searched[step.lookup]]
    if step.branches:
        return next((branch.goto for branch in step.branches if branch.when.holds(values)), step.otherwise)
    return None if step.hands_over else step.goto
