"""Which step leads to which."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Set

from voice.dialplan.model import PlanFile

Edges = Mapping[str, Set[str]]


def leads(plan: PlanFile) -> dict[str, set[str]]:
    """Every step with the steps that it names."""
    return {name: {target for _, target in step.exits} for name, step in plan.steps.items()}


def closure(edges: Edges, starts: Iterable[str]) -> list[str]:
    """Everything that can be come to, the starts first."""
    seen: dict[str, None] = {}
    waiting = deque(starts)
    while waiting:
        name = waiting.popleft()
        if name not in seen:
            seen[name] = None
            waiting.extend(sorted(edges.get(name, ())))
    return list(seen)


def within(edges: Edges, names: Set[str]) -> dict[str, set[str]]:
    """The ways between some steps only."""
    return {name: set(edges[name]) & names for name in edges if name in names}


def knots(edges: Edges) -> Iterator[list[str]]:
    """Groups of steps that all lead to each other (strongly connected components), in the order of edges."""
    for names in _components(edges):
        if len(names) > 1 or names[0] in edges[names[0]]:
            yield names


def shortest_round(edges: Edges, start: str) -> list[str]:
    """The shortest way from a step back to itself, which must exist."""
    came: dict[str, str] = {}
    waiting = deque([start])
    while waiting:
        name = waiting.popleft()
        for target in sorted(edges[name]):
            if target == start:
                way = [name]
                while way[0] != start:
                    way.insert(0, came[way[0]])
                return way
            if target not in came:
                came[target] = name
                waiting.append(target)
    return [start]


def _components(edges: Edges) -> list[list[str]]:
    """Tarjan's strongly connected components (1972), without recursion."""
    number: dict[str, int] = {}
    lowest: dict[str, int] = {}
    open_: dict[str, None] = {}
    found: list[list[str]] = []
    for root in edges:
        work = [] if root in number else [(root, iter(sorted(edges[root])))]
        while work:
            name, targets = work[-1]
            if name not in number:
                number[name] = lowest[name] = len(number)
                open_[name] = None
            target = next(targets, None)
            if target is None:
                work.pop()
                if work:
                    lowest[work[-1][0]] = min(lowest[work[-1][0]], lowest[name])
                if lowest[name] == number[name]:
                    found.append(_closed(name, open_))
            elif target not in number:
                work.append((target, iter(sorted(edges[target]))))
            elif target in open_:
                lowest[name] = min(lowest[name], number[target])
    order = {name: index for index, name in enumerate(edges)}
    ordered = [sorted(names, key=order.__getitem__) for names in found]
    return sorted(ordered, key=lambda names: order[names[0]])


def _closed(root: str, open_: dict[str, None]) -> list[str]:
    """A whole component, taken out of the steps that are still open."""
    names: list[str] = []
    while not names or names[-1] != root:
        names.append(open_.popitem()[0])
    return names
