"""The way through the steps: all is reachable, nothing goes round for ever, and a person can be had.

In every state where the bot listens, asking for a person and key 0 work, and so do a call back and a message
where there is nobody. What can keep a caller from them is a plan that never listens, or that comes back to
the same place again and again without anybody having said anything that was understood.
"""

from __future__ import annotations

from collections.abc import Iterable

from voice.dialplan.checks.notes import Notes
from voice.dialplan.checks.ways import closure, knots, leads, shortest_round, within
from voice.dialplan.model import PERSON, PlanFile, Step

MOST_SEARCHED = 500
"""Parts of a plan that are looked at for rounds; real plans need a few."""


def check(notes: Notes) -> None:
    """The whole graph; only for plans whose names all lead somewhere."""
    _unreachable(notes)
    _unused(notes)
    if _rounds(notes):
        return
    _mute(notes)
    _no_exit(notes)


def starts(plan: PlanFile) -> list[str]:
    """Steps that are come to from outside of the steps."""
    found = [plan.start]
    for intent in plan.intents.values():
        found += [intent.goto, intent.beyond, *(limit.goto for limit in intent.limits)]
    found += [errand.goto for errand in plan.errands.values()]
    if plan.recording.refused:
        found.append(plan.recording.refused)
    return found


def _unreachable(notes: Notes) -> None:
    for name in notes.plan.steps.keys() - {PERSON} - set(closure(leads(notes.plan), starts(notes.plan))):
        if notes.own(("steps", name)):
            notes.warn(("steps", name), "unreachable", f"nothing leads to {name}")


def _unused(notes: Notes) -> None:
    """What is written down and never used; shared pieces may hold more than one plan needs."""
    plan, steps = notes.plan, notes.plan.steps.values()
    slots = {step.slot for step in steps} | {name for step in steps for name in step.set_}
    named: set[str | None] = {*plan.handoff.to, *plan.escalation.to}
    named.update(step.queue.name for step in steps if step.queue)
    named.update(name for step in steps if not isinstance(step.transfer, bool) for name in step.transfer)
    used: dict[str, tuple[Iterable[str], set[str | None]]] = {
        "slots": (plan.slots, slots),
        "lookups": (plan.lookups, {step.lookup for step in steps}),
        "surveys": (plan.surveys, {step.survey for step in steps}),
        "queues": (plan.queues, named),
    }
    for part, (names, needed) in used.items():
        for name in names:
            if name not in needed and notes.own((part, name)):
                notes.warn((part, name), "unused", f"no step uses {name}")


def _rounds(notes: Notes) -> bool:
    """Steps that go round without the caller; true when there are some."""
    found = False
    for names in _without_caller(notes.plan):
        found = True
        message = f"{_shown(names)} goes round without ever waiting for the caller"
        hint = "let one of these steps listen, or end"
        if any(notes.plan.steps[name].ask for name in names):
            hint = "a question whose value is known is skipped: forget the value on the way"
        notes.problem(("steps", names[0]), "circle", message, hint)
    missed = {name: _misunderstood(step) for name, step in notes.plan.steps.items()}
    for knot in knots(missed):
        if not any(notes.plan.steps[name].waits for name in knot):
            continue
        found = True
        message = "who is not understood, or says nothing, goes round here and reaches nobody: "
        place = next((name for name in knot if notes.plan.steps[name].otherwise), knot[0])
        way = _shown(shortest_round(within(missed, set(knot)), place))
        notes.problem(
            ("steps", place, "else"), "no_person", message + way, "leave else out there, or write person"
        )
    return found


def _without_caller(plan: PlanFile) -> list[list[str]]:
    """Rounds that are gone while the caller says nothing new: every value that is asked for is known.

    A question stops a round only when its value is forgotten on it. So a bad round has, of each value, either
    no question or no step that forgets it; both are looked for.
    """
    edges = {
        name: {step.goto} if step.ask and step.goto else _onward(step) for name, step in plan.steps.items()
    }
    found: list[list[str]] = []
    waiting = [set(edges)]
    for _ in range(MOST_SEARCHED):
        if not waiting:
            break
        inside = within(edges, waiting.pop())
        for knot in knots(inside):
            asks = {name: slot for name in knot if (slot := plan.steps[name].slot)}
            forgotten = {slot for name in knot for slot in plan.steps[name].forget} & set(asks.values())
            if not forgotten:
                found.append(shortest_round(within(inside, set(knot)), knot[0]))
                continue
            slot = min(forgotten)
            waiting.append({name for name in knot if asks.get(name) != slot})
            waiting.append({name for name in knot if slot not in plan.steps[name].forget})
    return [list(way) for way in dict.fromkeys(map(tuple, found))]


def _onward(step: Step) -> set[str]:
    if step.waits or step.done or step.hands_over:
        return {step.goto} if step.survey and step.goto else set()
    return {target for _, target in step.exits}


def _misunderstood(step: Step) -> set[str]:
    """Where a step leads when nothing that the caller says is understood, and nothing is found."""
    if step.survey and step.goto:
        return {step.goto}
    if step.waits:
        return {step.otherwise} if step.otherwise else set()
    return _onward(step)


def _mute(notes: Notes) -> None:
    """Calls that end without the bot having listened once: nobody could have asked for a person."""
    plan = notes.plan
    before = closure({name: _onward(step) for name, step in plan.steps.items()}, [plan.start])
    for name in before:
        if plan.steps[name].hang_up:
            message = f"a call can end at {name} without the bot having listened once: no way to a person"
            hint = "let the caller speak, or offer callback or voicemail"
            notes.problem(("steps", name), "no_person", message, hint)


def _no_exit(notes: Notes) -> None:
    """Places from which no step ever ends what the caller came for."""
    plan = notes.plan
    edges = leads(plan)
    requests = {intent.goto for intent in plan.intents.values()}
    for name, step in plan.steps.items():
        if step.listen:
            edges[name] |= requests
    ends = {name for name, step in plan.steps.items() if _ends(step)}
    for knot in knots(leads(plan)):
        if not ends.intersection(closure(edges, knot)):
            way = _shown(shortest_round(leads(plan), knot[0]))
            message = f"nothing leads out of {way}: callers go round until they ask for a person"
            notes.problem(("steps", knot[0]), "loop", message, "lead one of these steps to an end")


def _ends(step: Step) -> bool:
    return step.done or step.hands_over or step.callback or step.voicemail or step.hang_up or bool(step.plan)


def _shown(names: list[str]) -> str:
    return " → ".join([*names, names[0]])
