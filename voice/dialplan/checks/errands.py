"""What agents may give to the bot: steps that take or tell something, and come to an end by themselves."""

from __future__ import annotations

from collections.abc import Iterator

from voice.dialplan.checks.notes import Notes
from voice.dialplan.checks.ways import closure, leads
from voice.dialplan.model import PERSON, Step


def check(notes: Notes) -> None:
    """The first step of every errand is there."""
    for name, errand in notes.plan.errands.items():
        place = ("errands", name, "goto")
        if errand.goto == PERSON:
            notes.problem(
                place, "errand", "the agent has the caller already", "name a step that does something"
            )
        else:
            notes.known("step", errand.goto, notes.plan.steps, place)


def check_ways(notes: Notes) -> None:
    """What can be come to in an errand; only for plans whose names all lead somewhere."""
    for name, errand in notes.plan.errands.items():
        steps = {step: notes.plan.steps[step] for step in closure(leads(notes.plan), [errand.goto])}
        for step, spec in steps.items():
            for message, hint in _unfit(step, spec):
                notes.problem(("errands", name, "goto"), "errand", message, hint)
        if not any(spec.done or spec.hang_up for spec in steps.values()):
            message = f"{name} comes to no end: none of its steps is done"
            notes.problem(("errands", name, "goto"), "errand", message, "let its last step say done: true")
        if errand.then == "back":
            for step in (step for step, spec in steps.items() if spec.hang_up):
                message = f"{step} ends the call, but the caller is to come back to the agent"
                hint = "write done: true there, or then: end here"
                notes.problem(("errands", name, "goto"), "errand", message, hint)


def _unfit(name: str, step: Step) -> Iterator[tuple[str, str]]:
    if step.listen:
        yield f"{name} listens for a request, which is not for an errand", "ask for a value, or use a menu"
    if step.plan:
        yield f"{name} goes on with another plan, which is not for an errand", "end it with done: true"
    if step.callback or step.voicemail:
        yield f"{name} is for callers whom nobody can take, but an agent has this one", "lead it to person"
