"""Each step by itself: it does one thing, and the names in it lead somewhere."""

from __future__ import annotations

from voice.dialplan.checks.notes import Notes
from voice.dialplan.model import PERSON, Step, ValueType
from voice.dialplan.source import Location

RESERVED = (PERSON, "anything_else", "handoff", "callback", "voicemail", "goodbye", "ended", "consent")
"""Names of the places that the bot brings itself."""


def check(notes: Notes) -> None:
    """Every step that the plan writes."""
    for name, step in notes.plan.steps.items():
        place: Location = ("steps", name)
        if name in RESERVED and place in notes.document.places:
            message = f"{name} is a place the bot brings itself; choose another name"
            notes.problem(place, "name", message)
        elif name != PERSON:
            _step(notes, place, name, step)
    refused = notes.plan.recording.refused
    if refused:
        notes.known("step", refused, notes.plan.steps, ("recording", "refused"))
        if notes.plan.recording.consent != "asked":
            notes.problem(("recording", "refused"), "recording", "refused needs consent: asked")


def _step(notes: Notes, place: Location, name: str, step: Step) -> None:
    acts = step.acts
    if len(acts) != 1:
        what = f"does {' and '.join(acts)}; it must do one thing" if acts else "leads nowhere"
        hint = "" if acts else "add goto, listen, ask, lookup, if, done, transfer or hang_up"
        notes.problem(place, "step", f"{name} {what}", hint)
    for where, target in step.exits:
        notes.known("step", target, notes.plan.steps, (*place, *where))
    _needs(notes, place, step)
    _names(notes, place, step)
    _conditions(notes, place, step)


def _needs(notes: Notes, place: Location, step: Step) -> None:
    ask, lookup = step.ask is not None, step.lookup is not None
    needs: list[tuple[bool, str]] = [
        (ask and not step.slot, "ask needs a slot"),
        (step.slot is not None and not ask, "a slot needs an ask"),
        (ask and not step.goto, "ask needs goto, for when the value is known"),
        (lookup and not step.goto, "lookup needs goto, for what was found"),
        (lookup and not step.none, "lookup needs none, for when nothing was found"),
        (step.survey is not None and not step.goto, "survey needs goto, for when it was answered or not"),
        (bool(step.branches) and not step.otherwise, "if needs else, for when no branch holds"),
        (bool(step.none or step.failed) and not lookup, "none and failed need a lookup"),
        (bool(step.when) and not step.listen, "when needs listen"),
        (bool(step.noinput or step.nomatch) and not step.waits, "noinput and nomatch need listen or ask"),
        (step.help is not None and not step.waits, "help needs listen or ask"),
        (step.timeout is not None and not step.waits, "timeout needs listen or ask"),
        (step.retries is not None and not step.waits, "retries need listen or ask"),
        (
            step.otherwise is not None and not (step.branches or step.waits),
            "else needs if, listen or ask",
        ),
        (
            step.goto is not None and (step.listen or bool(step.menu)),
            "a step that listens goes on by what is asked for; leave goto out",
        ),
        (
            step.goto is not None and (step.done or step.hands_over or step.hang_up or step.plan is not None),
            "nothing follows here; leave goto out",
        ),
    ]
    for wrong, message in needs:
        if wrong:
            notes.problem(place, "step", message)


def _names(notes: Notes, place: Location, step: Step) -> None:
    plan = notes.plan
    if step.slot:
        notes.known("slot", step.slot, plan.slots, (*place, "slot"))
    if step.lookup:
        notes.known("lookup", step.lookup, plan.lookups, (*place, "lookup"))
    if step.survey:
        notes.known("survey", step.survey, plan.surveys, (*place, "survey"))
    if step.queue:
        notes.known("queue", step.queue.name, plan.queues, (*place, "queue"))
    if step.plan and step.plan == notes.folder.name:
        message = "a plan cannot go on in itself"
        notes.problem((*place, "plan"), "circle", message, f"write goto: {plan.start}")
    elif step.plan and notes.plans:
        notes.known("plan", step.plan, notes.plans, (*place, "plan"))
    for intent in step.when:
        notes.known("intent", intent, plan.intents, (*place, "when", intent))
    noted = step.note.slots if step.note else ()
    for key, names in (("set", tuple(step.set_)), ("forget", step.forget), ("note", noted)):
        for slot in names:
            notes.known("slot", slot, plan.slots, (*place, key))
    for target in () if isinstance(step.transfer, bool) else step.transfer:
        if target in plan.slots:
            message = f"{target} is what a caller says: whoever calls would choose the number that is dialled"
            notes.problem((*place, "transfer"), "dialled_by_caller", message, "name one of targets")
        else:
            notes.known("target", target, notes.people, (*place, "transfer"))


def _conditions(notes: Notes, place: Location, step: Step) -> None:
    for index, branch in enumerate(step.branches):
        where = (*place, "if", index, "when")
        if not branch.when.names:
            notes.problem(where, "condition", "this reads no value: it is always the same")
        for value in sorted(branch.when.names):
            notes.known("value", value, notes.asked, where)
        for value, text in branch.when.equalities:
            _comparable(notes, where, value, text)


def _comparable(notes: Notes, where: Location, value: str, text: str) -> None:
    """A comparison with what a value can never be is never true."""
    slot = notes.plan.slots.get(value)
    lookup, _, column = value.partition(".")
    spec = notes.plan.lookups.get(lookup)
    field = spec.gives.get(column) if spec else None
    kind = slot.type if slot else field.type if field else None
    can_be: tuple[str, ...] = ()
    if slot and slot.type is ValueType.CHOICE:
        can_be = tuple(slot.choices)
    elif kind is ValueType.YES_NO:
        can_be = ("yes", "no")
    if can_be and text and text not in can_be:
        message = f"{value} is never {text!r}; it can be {', '.join(can_be)}"
        notes.problem(where, "condition", message)
