"""Going on with another plan in the middle of a call: what is remembered, and what is not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from voice.conversation.memory import Memory
from voice.dialplan.model import Dialplan, SlotSpec

_TOGETHER = ("intents", "lookups", "steps", "must_say", "agent_replies")
"""Parts of earlier plans that a summary, or an agent, still needs."""


def may_enter(memory: Memory, name: str) -> bool:
    """True for a plan that is there and that this call has not been in: so no call circles between plans."""
    return name in memory.plans and all(plan.name != name for plan in memory.entered)


def enter(memory: Memory, plan: Dialplan) -> None:
    """Make `plan` the plan of this conversation.

    Who calls, the language, the pace, the mood, all turns and what was said about recording stay; values stay
    where the new plan has a slot of the same name and shape. A request of the same name is served there at
    once; all else begins anew.
    """
    kept = {
        name: value
        for name, value in memory.slots.items()
        if name in plan.slots and _same(plan.slots[name], memory.plan.slots.get(name))
    }
    if memory.language not in plan.languages:
        memory.language, memory.settled = None, False
    if len(plan.languages) == 1:
        memory.language, memory.settled = plan.languages[0], True
    memory.plan = plan
    memory.entered.append(plan)
    memory.slots = kept
    memory.found, memory.candidate, memory.trail, memory.which = {}, "", [], ()
    memory.guessed, memory.unplaced = "", ""
    memory.pending = [name for name in memory.pending if name in plan.intents]
    memory.served = []
    memory.begun = len(memory.turns) + 1
    memory.limits_met, memory.deep = set(), False
    if memory.request not in plan.intents:
        memory.request = None
    memory.entry = plan.intents[memory.request].goto if memory.request else plan.start
    memory.at = memory.entry
    memory.progress()


def together(plans: Sequence[Dialplan]) -> Dialplan:
    """The last of these plans with all that the earlier ones knew of requests, values and steps.

    What tells of the whole call needs it; what is sensitive in one stays so.
    """
    *earlier, plan = plans
    if not earlier:
        return plan
    slots: dict[str, SlotSpec] = {}
    for one in plans:
        for name, slot in one.slots.items():
            sensitive = slot.sensitive or (name in slots and slots[name].sensitive)
            slots[name] = slot.model_copy(update={"sensitive": sensitive})
    every = {key: _merged(getattr(one, key) for one in plans) for key in _TOGETHER}
    return plan.model_copy(update={"slots": slots, **every})


def _merged(parts: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    return {name: value for part in parts for name, value in part.items()}


def _same(one: SlotSpec, other: SlotSpec | None) -> bool:
    """True when a value of one is a value of the other."""
    if other is None:
        return False
    return (one.type, one.pattern, one.least, one.most, set(one.choices)) == (
        other.type,
        other.pattern,
        other.least,
        other.most,
        set(other.choices),
    )
