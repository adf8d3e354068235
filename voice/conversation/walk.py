"""Going from step to step of the plan until something must be waited for."""

from __future__ import annotations

from collections.abc import Iterable

from voice.conversation.bounds import Bounds
from voice.conversation.memory import Asked, Memory, Mode
from voice.conversation.person import Person
from voice.conversation.plans import enter, may_enter
from voice.conversation.wording import Wording
from voice.dialplan.model import PERSON, Channel, Step
from voice.turn import (
    Action,
    Consent,
    EndReason,
    EnterPlan,
    ErrandOutcome,
    HangUp,
    Listen,
    Lookup,
    NoteRequest,
    Say,
    TransferReason,
)

MOST_STEPS = 50
"""Steps in a row without waiting after which a plan is taken to be circling."""


class Walk:
    """Carries out steps. Every method returns actions that end in one that waits."""

    def __init__(self, memory: Memory, wording: Wording, person: Person) -> None:
        self._memory = memory
        self._wording = wording
        self._person = person
        self._bounds = Bounds(memory)

    def enter(self) -> list[Action]:
        """Begin the plan, with what it owes its callers before they are recorded."""
        memory, wording = self._memory, self._wording
        consent = memory.plan.recording.consent
        if consent == "asked" and not memory.consented and memory.recorded is not False:
            memory.progress()
            memory.mode, memory.asked_consent = Mode.CONSENT, True
            return [*wording.sentence("recording_asked"), wording.listen(Listen(expects="yes_no"))]
        said: list[Action] = []
        if consent == "never" and memory.recorded is not False:
            memory.settle("never")
            said = [Consent("never")]
        elif consent == "announced" and memory.recorded is None:
            memory.settle("announced")
            said = [Consent("announced"), *wording.sentence("recording_announced")]
        return [*said, *self.to(memory.entry)]

    def to(self, name: str) -> list[Action]:
        """Go to a step and on, as far as it leads without the caller or data."""
        memory, said = self._memory, []
        memory.mode = Mode.STEP
        for _ in range(MOST_STEPS):
            name = self._bounds.met(self.values()) or name
            memory.at = name
            said += self._note(memory.step)
            said += self._wording.text(memory.step.say, interruptible=memory.step.interruptible)
            self._change(memory.step)
            onward = self._onward(memory.step)
            if not isinstance(onward, str):
                return [*said, *onward]
            name = onward
        return [*said, *self._person.begin(TransferReason.ENGINE_FAILED)]

    def _note(self, step: Step) -> list[Action]:
        """What a colleague is to do, with the values it takes."""
        memory = self._memory
        if step.note is None:
            return []
        first = memory.plan.languages[0]
        known = {
            memory.plan.slots[name].title[first]: memory.slots[name]
            for name in step.note.slots
            if name in memory.slots
        }
        return [NoteRequest(step.note.title, known)]

    def _change(self, step: Step) -> None:
        self._memory.slots.update(step.set_)
        for slot in step.forget:
            self._memory.slots.pop(slot, None)

    def _onward(self, step: Step) -> str | list[Action]:
        """The next step's name, or actions that wait."""
        memory = self._memory
        if step.ask is not None:
            return self._ask(step)
        if step.listen or step.menu:
            self._mark()
            return [self._wording.listen_here()]
        if step.lookup:
            return self._look_up(step.lookup)
        if step.survey:
            return self._ask_opinion(step.survey)
        if step.branches:
            return self._taken(step)
        if step.goto:
            return step.goto
        if step.hands_over or self._bounds.owes_person(step):
            return self._hand_over(step)
        if step.plan:
            return self._change_plan(step.plan)
        if step.callback:
            return self._person.call_back()
        if step.voicemail:
            return self._person.voicemail()
        if step.hang_up and not self._person.errands.comes_back:
            memory.mode = Mode.ENDED
            return [HangUp(EndReason.COMPLETED)]
        return self.done()

    def _hand_over(self, step: Step) -> list[Action]:
        """To those whom the step names, else to those of `handoff`."""
        memory = self._memory
        reason = TransferReason.LIMIT if memory.limits_met or memory.deep else TransferReason.PLAN
        if step.queue:
            return self._person.wait_in(step.queue, reason)
        names = () if isinstance(step.transfer, bool) else step.transfer
        return self._person.begin(reason, names)

    def _change_plan(self, name: str) -> list[Action]:
        """Go on with another plan; to a person where that is not there, or would be a second time."""
        memory = self._memory
        if memory.on_errand or not may_enter(memory, name):
            return self._person.begin(TransferReason.PLAN)
        plan = memory.plans[name]
        enter(memory, plan)
        return [EnterPlan(plan.name, plan.sha, plan.version), *self.enter()]

    def _ask_opinion(self, name: str) -> list[Action]:
        memory = self._memory
        memory.progress()
        memory.mode = Mode.SURVEY
        asked = self._wording.text(memory.plan.surveys[name].ask)
        return [*asked, self._wording.listen(Listen(expects="number"))]

    def beyond(self) -> list[Action]:
        """Where the request goes that has taken too many exchanges; empty while it has not."""
        name = self._bounds.too_deep()
        return self.to(name) if name else []

    def _ask(self, step: Step) -> str | list[Action]:
        errand = self._memory.errand
        if step.slot and self._memory.on_errand and errand is not None and errand.afresh:
            errand.afresh = False
            self._memory.slots.pop(step.slot, None)
        if step.slot in self._memory.slots and step.goto:
            return step.goto
        self._mark()
        return [*self._wording.text(step.ask, interruptible=step.interruptible), self._wording.listen_here()]

    def _mark(self) -> None:
        """Remember that the caller is waited for here."""
        memory = self._memory
        here = Asked(memory.at, memory.request)
        if here not in memory.trail[-1:]:
            memory.trail.append(here)

    def back(self) -> bool:
        """Go to the question before, and forget what was given there; False when there is none."""
        memory = self._memory
        asking = memory.mode is Mode.STEP
        if memory.mode is Mode.CONFIRM:
            before = memory.trail[-1:]
        else:
            before = memory.trail[: len(memory.trail) - asking][-1:]
        if not before:
            return False
        if asking:
            memory.trail.pop()
        memory.at, memory.request, memory.mode = before[0].at, before[0].request, Mode.STEP
        memory.candidate = ""
        if memory.step.slot:
            memory.slots.pop(memory.step.slot, None)
        return True

    def _look_up(self, name: str) -> list[Action]:
        memory = self._memory
        memory.mode = Mode.LOOKUP
        known = {**memory.slots, "caller": memory.caller, "dialled": memory.dialled}
        parameters = {slot: known.get(slot, "") for slot in memory.plan.lookups[name].parameters}
        return [Lookup(name, parameters, self._while_waiting(name))]

    def _while_waiting(self, name: str) -> tuple[tuple[Say, ...], ...]:
        """What is said while it takes long: the lookup's own words or the built-in ones, then those again."""
        own = self._wording.text(self._memory.plan.lookups[name].waiting)
        says = (own or self._wording.sentence("waiting", 0), self._wording.sentence("waiting", 1))
        return tuple(tuple(say for say in said if isinstance(say, Say)) for said in says)

    def values(self) -> dict[str, str]:
        """What conditions read."""
        memory = self._memory
        return {
            **memory.found,
            **memory.slots,
            "caller": memory.caller,
            "dialled": memory.dialled,
            "language": memory.tongue,
            "open": "true" if memory.people_there else "",
            **{
                f"{name}.open": "true" if hours.open_at(memory.now) else ""
                for name, hours in memory.plan.hours.items()
            },
        }

    # -- requests --

    def serve(self, names: Iterable[str], given: Iterable[str]) -> list[Action]:
        """Serve the first of these requests and remember the rest; `given` names the slots just heard."""
        memory = self._memory
        if memory.on_errand:
            return self._person.errands.over(ErrandOutcome.OTHER_REQUEST)
        first, *rest = names
        memory.progress()
        memory.guessed, memory.unplaced, memory.which, memory.commented = "", "", (), False
        if first in memory.served:
            self._forget_all_but(set(given))
        memory.pending = list(dict.fromkeys([*rest, *(name for name in memory.pending if name != first)]))
        memory.request, memory.begun = first, len(memory.turns) + 1
        memory.limits_met, memory.deep, memory.repeated = set(), False, False
        said: list[Action] = []
        if rest and len(memory.speaks) == 1:
            titles = [memory.plan.intents[name].title[memory.tongue] for name in (first, rest[0])]
            said = self._wording.sentence("first_then", first=titles[0], second=titles[1])
        step = memory.step if memory.mode is Mode.STEP else None
        goto = step.when.get(first) if step else None
        return [*said, *self.to(goto or memory.plan.intents[first].goto)]

    def choose(self, name: str) -> list[Action]:
        """Go where a key leads; a step that serves a request is served as that request."""
        plan, step = self._memory.plan, self._memory.step
        for request, intent in plan.intents.items():
            if name != PERSON and not self._memory.on_errand and step.when.get(request, intent.goto) == name:
                return self.serve([request], ())
        return self.to(name)

    def _forget_all_but(self, given: set[str]) -> None:
        for slot in set(self._memory.slots) - given:
            del self._memory.slots[slot]

    def in_passing(self, name: str) -> list[Action]:
        """The answer to a request that takes nothing but being said; empty for all others."""
        plan, said = self._memory.plan, list[Action]()
        if plan.intents[name].channel is Channel.HUMAN:
            return []
        at: str | None = plan.intents[name].goto
        for _ in range(MOST_STEPS):
            step = plan.steps[at] if at else None
            if step is None or step.set_ or step.forget or step.note:
                return []
            said += self._wording.text(step.say, interruptible=step.interruptible)
            if step.done:
                return said
            at = self._taken(step) if step.branches else step.goto if step.acts == ["goto"] else None
        return []

    def _taken(self, step: Step) -> str:
        """Where the first branch that holds leads."""
        values = self.values()
        taken = (branch.goto for branch in step.branches if branch.when.holds(values))
        return next(taken, step.otherwise or self._memory.plan.start)

    def done(self) -> list[Action]:
        """The request is served: on to the next one heard, or ask for another."""
        memory = self._memory
        if memory.on_errand:
            back = self._person.errands.comes_back
            return self._person.errands.over(ErrandOutcome.DONE) if back else self.goodbye()
        if memory.request:
            memory.served.append(memory.request)
        memory.unmet, memory.answered = False, True
        memory.request = None
        memory.pending = [name for name in memory.pending if name not in memory.served[-1:]]
        return self.offer() if memory.pending else self.more()

    def more(self) -> list[Action]:
        """Ask whether there is anything else."""
        if self._memory.on_errand:
            return self.goodbye()
        self._memory.mode = Mode.MORE
        return [*self._wording.sentence("anything_else"), self._wording.listen_open()]

    def offer(self) -> list[Action]:
        """Ask whether to go on with a request heard earlier."""
        self._memory.mode = Mode.OFFER
        return [*self.offer_question(), self._wording.listen(Listen(expects="yes_no"))]

    def offer_question(self) -> list[Action]:
        """The question of an offer."""
        memory = self._memory
        title = memory.plan.intents[memory.pending[0]].title[memory.tongue]
        return self._wording.sentence("offer_pending", title=title)

    def goodbye(self) -> list[Action]:
        """End the call; on an errand from which the caller comes back, only that."""
        if self._person.errands.comes_back:
            return self._person.errands.over(ErrandOutcome.STOPPED)
        self._memory.mode = Mode.ENDED
        reason = EndReason.UNREACHABLE_PERSON if self._memory.unmet else EndReason.COMPLETED
        return [*self._wording.sentence("goodbye"), HangUp(reason)]
