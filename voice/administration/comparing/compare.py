"""What changes for callers between two plans, or two whole sets of them."""

from __future__ import annotations

import filecmp
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from voice.administration.comparing.flat import ORDER, Value, flat
from voice.administration.references import Side
from voice.dialplan.model import Dialplan
from voice.turn import LANGUAGES


class Group(Enum):
    """What a change is about, in the order in which changes are told."""

    NUMBERS = "Numbers"
    PLAN = "The plan"
    REQUESTS = "Requests"
    STEPS = "Steps"
    SAID = "What is said"
    PEOPLE = "Persons and queues"
    HOURS = "Opening hours"
    ESCALATION = "When a person takes over"
    DATA = "Data"
    VALUES = "Values that callers give"
    MANNER = "Voice, waiting, recording"


class Kind(Enum):
    """What became of something."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Change:
    """One difference."""

    group: Group
    item: str
    """What it belongs to: a step, a request, a target …; empty for the plan itself."""
    key: str
    """The setting, as say.fr or goto; empty when the whole item came or went."""
    kind: Kind
    before: Value = ""
    after: Value = ""


@dataclass(frozen=True, slots=True)
class Compared:
    """The differences of one plan, or of the numbers."""

    plan: str
    """Empty: the numbers."""
    changes: tuple[Change, ...]


_GROUPS = {
    "intents": Group.REQUESTS,
    "steps": Group.STEPS,
    "prompts": Group.SAID,
    "must_say": Group.SAID,
    "agent_replies": Group.SAID,
    "surveys": Group.SAID,
    "errands": Group.PEOPLE,
    "targets": Group.PEOPLE,
    "handoff": Group.PEOPLE,
    "queues": Group.PEOPLE,
    "hours": Group.HOURS,
    "escalation": Group.ESCALATION,
    "lookups": Group.DATA,
    "data": Group.DATA,
    "slots": Group.VALUES,
    "voices": Group.MANNER,
    "recording": Group.MANNER,
    "retries": Group.MANNER,
    "timeouts": Group.MANNER,
    "confirm_below": Group.MANNER,
}
_NAMED = frozenset(
    {"intents", "steps", "prompts", "surveys", "targets", "queues", "hours", "lookups", "slots", "voices"}
    | {"must_say", "agent_replies", "errands"}
)
"""Parts that hold named items."""
_SAID = frozenset({"say", "ask", "help", "noinput", "nomatch", "waiting", "thanks"})


def compare_sides(before: Side, after: Side) -> list[Compared]:
    """All differences; plans are matched by name, two single plans whatever they are called."""
    if before.is_one_plan and after.is_one_plan:
        (old,), (new,) = before.plans.values(), after.plans.values()
        return [Compared(new.name, tuple(compare(old, new)))]
    if before.is_one_plan or after.is_one_plan:
        (name,) = (before if before.is_one_plan else after).plans
        names = [name]
    else:
        names = sorted({*before.plans, *after.plans})
    plans = (Compared(name, tuple(_plan(before.plans.get(name), after.plans.get(name)))) for name in names)
    numbers = Compared("", tuple(_numbers(before, after)))
    return [one for one in (numbers, *plans) if one.changes]


def _numbers(before: Side, after: Side) -> Iterator[Change]:
    if before.routes is None or after.routes is None:
        return
    for number in sorted({*before.routes, *after.routes}):
        old, new = before.routes.get(number, ""), after.routes.get(number, "")
        if old != new:
            yield Change(Group.NUMBERS, number, "", _kind(old, new), old, new)


def _plan(before: Dialplan | None, after: Dialplan | None) -> Iterator[Change]:
    if before and after:
        yield from compare(before, after)
    elif after:
        yield Change(Group.PLAN, "", "", Kind.ADDED, after=after.title[after.languages[0]])
    elif before:
        yield Change(Group.PLAN, "", "", Kind.REMOVED, before=before.title[before.languages[0]])


def compare(before: Dialplan, after: Dialplan) -> list[Change]:
    """Every setting that differs, by what it is about."""
    changes = [*_settings(before, after), *_recordings(before, after)]
    order = list(Group)
    return sorted(changes, key=lambda change: order.index(change.group))


def _settings(before: Dialplan, after: Dialplan) -> Iterator[Change]:
    old, new = flat(before), flat(after)
    items = {path[:2] for path in (*old, *new) if path[0] in _NAMED}
    had, has = ({path[:2] for path in side} for side in (old, new))
    for item in sorted(items):
        if item not in had or item not in has:
            side = new if item in has else old
            yield _whole(item, side, Kind.ADDED if item in has else Kind.REMOVED)
    for path in dict.fromkeys((*old, *new)):
        one, other = old.get(path, ""), new.get(path, "")
        whole = path[0] in _NAMED and not (path[:2] in had and path[:2] in has)
        only_order = path[-1] == ORDER and set(one) != set(other)
        if one != other and not whole and not only_order:
            yield _change(path, one, other)


def _whole(item: tuple[str, ...], side: dict[tuple[str, ...], Value], kind: Kind) -> Change:
    """A named item that came or went, with all its settings in a few words."""
    settings = [(path[2:], value) for path, value in side.items() if path[:2] == item]
    told = tuple(
        f"{'.'.join(path)}: {value if isinstance(value, str) else ', '.join(value)}"
        for path, value in settings
    )
    group = _GROUPS[item[0]]
    return Change(group, item[1], "", kind, *((told, "") if kind is Kind.REMOVED else ("", told)))


def _change(path: tuple[str, ...], before: Value, after: Value) -> Change:
    part, *rest = path
    named = part in _NAMED
    item = rest[0] if named else "" if part in ("title", "languages", "start") else part
    key = ".".join(rest[1:] if named else rest if item else path)
    return Change(_group(path), item, key, _kind(before, after), before, after)


def _group(path: tuple[str, ...]) -> Group:
    words = (
        len(path) > 3 and path[0] in ("steps", "lookups", "must_say", "agent_replies") and path[2] in _SAID
    )
    return Group.SAID if words else _GROUPS.get(path[0], Group.PLAN)


def _kind(before: Value, after: Value) -> Kind:
    if not before:
        return Kind.ADDED
    return Kind.CHANGED if after else Kind.REMOVED


def _recordings(before: Dialplan, after: Dialplan) -> Iterator[Change]:
    """Sound files of the same name with another content."""
    files = {
        text.audio[language]
        for plan in (before, after)
        for text in plan.own_texts
        for language in LANGUAGES
        if language in text.audio
    }
    for file in sorted(files):
        old, new = Path(before.folder, file), Path(after.folder, file)
        if old.is_file() and new.is_file() and not filecmp.cmp(old, new, shallow=False):
            yield Change(Group.SAID, file, "recording", Kind.CHANGED, "as it was", "another recording")
