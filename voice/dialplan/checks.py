"""What a plan must be beyond its shape: names lead somewhere, steps do one thing, nothing circles."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from typing import get_args

from voice.dialplan.builtin import CALL_VALUES, SENTENCES
from voice.dialplan.model import PERSON, BuiltInDemand, PlanFile, Step, ValueType
from voice.dialplan.source import Document, Location
from voice.dialplan.text import values_in

RESERVED = ("anything_else", "handoff", "callback", "voicemail", "goodbye", "ended")
"""Names of the places that the bot brings itself."""
OWN_VALUES = ("requests", "house", "caller", "dialled", "open", "language")
"""Values that are always there."""


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """A hint for a name that is not known; empty when nothing is close."""
    close = get_close_matches(name, list(known), n=1, cutoff=0.6)
    return f"did you mean {close[0]}?" if close else ""


def check(plan: PlanFile, document: Document) -> None:
    """Note every problem of a well-formed plan in its document."""
    _Checker(plan, document).run()


class _Checker:
    def __init__(self, plan: PlanFile, document: Document) -> None:
        self.plan = plan
        self.document = document
        self.values = {*OWN_VALUES, *plan.slots}
        for name, lookup in plan.lookups.items():
            self.values.update(f"{name}.{column}" for column in lookup.gives)

    def run(self) -> None:
        self.known("step", self.plan.start, self.plan.steps, ("start",))
        if len(set(self.plan.languages)) < len(self.plan.languages):
            self.document.problem(("languages",), "language", "a language stands here twice")
        self.intents()
        self.slots()
        self.lookups()
        self.people()
        self.prompts()
        for name, step in self.plan.steps.items():
            self.step(name, step)
        if not any(problem.level == "error" for problem in self.document.problems):
            self.circles()
            self.reachable()

    def known(self, kind: str, name: str, among: Iterable[str], location: Location) -> bool:
        names = list(among)
        if name in names:
            return True
        self.document.problem(
            location, f"unknown_{kind}", f"there is no {kind} {name}", did_you_mean(name, names)
        )
        return False

    def intents(self) -> None:
        for name, intent in self.plan.intents.items():
            place: Location = ("intents", name)
            self.known("step", intent.goto, self.plan.steps, (*place, "goto"))
            for index, limit in enumerate(intent.limits):
                self.known("step", limit.goto, self.plan.steps, (*place, "limits", index, "goto"))
            for language in self.plan.languages:
                if len(intent.examples.get(language, ())) < 3:
                    message = f"{name} needs at least 3 examples in {language}; 8 or more make it sure"
                    self.document.problem((*place, "examples", language), "examples", message)
            for language in {*intent.examples, *intent.keywords} - {*self.plan.languages}:
                self.document.problem(
                    (*place, "examples", language), "language", f"{language} is not spoken here"
                )

    def slots(self) -> None:
        for name, slot in self.plan.slots.items():
            place: Location = ("slots", name)
            if name in self.plan.lookups or name in OWN_VALUES:
                self.document.problem(place, "name", f"{name} is taken; choose another name")
            if slot.type is ValueType.IDENTIFIER and not slot.pattern:
                self.document.problem(place, "slot", "an identifier needs a pattern, as A9999")
            if slot.pattern and slot.type not in (ValueType.IDENTIFIER, ValueType.DIGITS):
                self.document.problem((*place, "pattern"), "slot", f"a {slot.type} has no pattern")
            if slot.type is ValueType.DIGITS and any(set(mask) - {*"0123456789"} for mask in slot.pattern):
                self.document.problem((*place, "pattern"), "slot", "digits have only 9 in their pattern")
            if slot.most < slot.least:
                self.document.problem((*place, "most"), "slot", "most is smaller than least")
            if (slot.type is ValueType.CHOICE) != bool(slot.choices):
                self.document.problem(place, "slot", "choices belong to a choice, and a choice needs them")

    def lookups(self) -> None:
        for name, lookup in self.plan.lookups.items():
            place: Location = ("lookups", name)
            words = lookup.sql.strip().rstrip(";").split()
            if lookup.sql and (
                not words
                or words[0].lower() not in ("select", "with")
                or ";" in lookup.sql.strip().rstrip(";")
            ):
                self.document.problem((*place, "sql"), "sql", "a lookup is one SELECT and changes nothing")
            for parameter in lookup.parameters:
                if parameter not in ("caller", "dialled"):
                    self.known("slot", parameter, self.plan.slots, (*place, "sql"))
            if lookup.sql and not (lookup.data or self.plan.data):
                self.document.problem(place, "data", "no database: give data: here or for the whole plan")

    @property
    def people_known(self) -> set[str]:
        """Names that calls can be given to."""
        return {*self.plan.target_specs, *self.plan.queues}

    def people(self) -> None:
        for place, names in (
            (("handoff", "to"), self.plan.handoff.to),
            (("escalation", "to"), self.plan.escalation.to),
        ):
            for name in names:
                self.known("target", name, self.people_known, place)
        for name, queue in self.plan.queues.items():
            if name in self.plan.target_specs:
                message = f"{name} is a target already; choose another name"
                self.document.problem(("queues", name), "name", message)
            for target in queue.to:
                self.known("target", target, self.plan.target_specs, ("queues", name, "to"))
        self.demands()
        if not self.people_known:
            message = "no person can be reached: callers can only ask to be called back or leave a message"
            self.document.warn(("targets",), "no_target", message)

    def demands(self) -> None:
        taken = {"asked_for_person", "danger", *get_args(BuiltInDemand)}
        for index, demand in enumerate(self.plan.escalation.demands):
            place: Location = ("escalation", "demands", index)
            if demand.name in taken:
                self.document.problem(
                    (*place, "name"), "name", f"{demand.name} is taken; choose another name"
                )
            taken.add(demand.name)
            for language in self.plan.languages:
                if not demand.words.get(language):
                    message = f"{demand.name} needs words in {language}"
                    self.document.problem((*place, "words"), "language", message)
            for phrase in (phrase for phrases in demand.words.values() for phrase in phrases):
                if len(phrase.replace("*", "").strip()) < 3:
                    self.document.problem((*place, "words"), "words", f"{phrase!r} would be found everywhere")

    def prompts(self) -> None:
        for name, texts in self.plan.prompts.items():
            place: Location = ("prompts", name)
            if not self.known("prompt", name, SENTENCES, place):
                continue
            allowed = {"requests", "house", *CALL_VALUES.get(name, ())}
            for index, text in enumerate(texts):
                for said in text.values():
                    for value in values_in(said):
                        self.known("value", value, allowed, (*place, index))

    def step(self, name: str, step: Step) -> None:
        place: Location = ("steps", name)
        if name in RESERVED:
            self.document.problem(
                place, "name", f"{name} is a place the bot brings itself; choose another name"
            )
        acts = step.acts
        if len(acts) != 1:
            what = f"does {' and '.join(acts)}; it must do one thing" if acts else "leads nowhere"
            hint = "" if acts else "add goto, listen, ask, lookup, if, done, transfer or hang_up"
            self.document.problem(place, "step", f"{name} {what}", hint)
        for where, target in step.exits:
            self.known("step", target, self.plan.steps, (*place, *where))
        for where, text in step.texts:
            for said in text.values():
                for value in values_in(said):
                    self.known("value", value, self.values, (*place, *where))
        self.step_needs(place, step)
        self.step_names(place, step)

    def step_needs(self, place: Location, step: Step) -> None:
        needs: list[tuple[bool, str, str]] = [
            (step.ask is not None and not step.slot, "step", "ask needs a slot"),
            (step.slot is not None and step.ask is None, "step", "a slot needs an ask"),
            (step.ask is not None and not step.goto, "step", "ask needs goto, for when the value is known"),
            (step.lookup is not None and not step.goto, "step", "lookup needs goto, for what was found"),
            (
                step.lookup is not None and not step.none,
                "step",
                "lookup needs none, for when nothing was found",
            ),
            (bool(step.branches) and not step.otherwise, "step", "if needs else, for when no branch holds"),
            (bool(step.none or step.failed) and step.lookup is None, "step", "none and failed need a lookup"),
            (bool(step.when) and not step.listen, "step", "when needs listen"),
            (
                bool(step.noinput or step.nomatch) and not step.waits,
                "step",
                "re-prompts need listen or ask",
            ),
        ]
        for wrong, code, message in needs:
            if wrong:
                self.document.problem(place, code, message)

    def step_names(self, place: Location, step: Step) -> None:
        if step.slot:
            self.known("slot", step.slot, self.plan.slots, (*place, "slot"))
        if step.lookup:
            self.known("lookup", step.lookup, self.plan.lookups, (*place, "lookup"))
        for intent in step.when:
            self.known("intent", intent, self.plan.intents, (*place, "when", intent))
        noted = step.note.slots if step.note else ()
        for key, names in (("set", tuple(step.set_)), ("forget", step.forget), ("note", noted)):
            for slot in names:
                self.known("slot", slot, self.plan.slots, (*place, key))
        for index, branch in enumerate(step.branches):
            for value in sorted(branch.when.names):
                self.known("value", value, self.values, (*place, "if", index, "when"))
        if step.queue is not None:
            self.known("queue", step.queue.name, self.plan.queues, (*place, "queue"))
        if not isinstance(step.transfer, bool):
            for target in step.transfer:
                self.known("target", target, self.people_known, (*place, "transfer"))

    def circles(self) -> None:
        """A chain of steps that never waits would never end."""
        ahead = {name: _ahead(step) for name, step in self.plan.steps.items()}
        for name in ahead:
            if name in _reach(ahead, ahead[name]):
                message = f"{name} leads back to itself without ever waiting for the caller"
                self.document.problem(("steps", name), "circle", message)

    def reachable(self) -> None:
        exits = {name: [target for _, target in step.exits] for name, step in self.plan.steps.items()}
        starts = [self.plan.start, *(intent.goto for intent in self.plan.intents.values())]
        for name in self.plan.steps.keys() - {PERSON} - _reach(exits, starts):
            self.document.warn(("steps", name), "unreachable", f"nothing leads to {name}")


def _ahead(step: Step) -> list[str]:
    """Steps that follow without the caller saying anything; a question whose value is known is skipped."""
    if step.listen or step.menu:
        return []
    if step.ask is not None:
        return []
    return [target for _, target in step.exits]


def _reach(exits: Mapping[str, list[str]], starts: Iterable[str]) -> set[str]:
    seen: set[str] = set()
    waiting = list(starts)
    while waiting:
        name = waiting.pop()
        if name not in seen:
            seen.add(name)
            waiting.extend(exits.get(name, ()))
    return seen
