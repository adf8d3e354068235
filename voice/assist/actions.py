"""What the agent can have looked up: the lookups of the plan, with the values known."""

from __future__ import annotations

from collections.abc import Iterator

from voice.assist.situation import Situation
from voice.assist.suggestions import Action, Field, Suggestion
from voice.assist.texts import shown
from voice.assist.walk import MOST_STEPS
from voice.assist.words import say
from voice.dialplan.model import Dialplan
from voice.handoff.facts import title_of

MOST = 6
OF_THE_CALL = frozenset({"caller", "dialled"})
"""Parameters that nobody gives."""


def actions(here: Situation) -> tuple[Action, ...]:
    """Those that the requests of this call use first, then the others."""
    wanted = [name for request in reversed(here.requests) for name in _used(here.plan, request)]
    needed = {found.needs for request in here.requests if (found := here.answer(request)).needs}
    names = list(dict.fromkeys([*wanted, *here.plan.lookups]))[:MOST]
    return tuple(_action(here, name, name in needed) for name in names)


def _used(plan: Dialplan, request: str) -> Iterator[str]:
    """Lookups on the ways from a request's first step."""
    waiting, seen = [plan.intents[request].goto], set[str]()
    while waiting and len(seen) < MOST_STEPS:
        name = waiting.pop(0)
        if name in seen or name not in plan.steps:
            continue
        seen.add(name)
        step = plan.steps[name]
        if step.lookup:
            yield step.lookup
        waiting.extend(goto for _, goto in step.exits)


def _action(here: Situation, name: str, needed: bool) -> Action:
    spec = here.plan.lookups[name]
    fields = tuple(_field(here, slot) for slot in spec.parameters if slot not in OF_THE_CALL)
    text = say("look_up", here.agent_language, name=name.replace("_", " "))
    result = here.searched.get(name, "")
    columns = spec.gives if result == "found" else ()
    shown_found = (
        (
            column.replace("_", " "),
            shown(
                here.plan,
                f"{name}.{column}",
                here.values.get(f"{name}.{column}", ""),
                here.agent_language,
                here.hide,
            ),
        )
        for column in columns
    )
    found = tuple((column, here.hide.text(value)) for column, value in shown_found if value)
    ready = all(field.known for field in fields)
    return Action(Suggestion("lookup", text, f"lookup:{name}"), name, fields, needed and ready, result, found)


def _field(here: Situation, slot: str) -> Field:
    spec, value = here.plan.slots.get(slot), here.values.get(slot, "")
    title = title_of(spec.title, here.agent_language) if spec is not None else slot
    hidden = spec is not None and spec.sensitive
    return Field(slot, title, "" if hidden else value, bool(value))
