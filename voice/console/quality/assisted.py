"""What was suggested to the agent during a talk, and what the agent did with it. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace

from voice.events import AssistOffered, AssistUsed, CallEvent

LEFT = "left"
"""What the agent did with a suggestion that nobody answered and that was not said."""


@dataclass(frozen=True, slots=True)
class Suggested:
    """One suggestion and what became of it."""

    at: float
    """Seconds since the call was answered at which it was shown."""
    agent: str
    what: str
    """reply, lookup, reminder or warning."""
    text: str
    """As it was shown."""
    did: str = LEFT
    """accepted, edited, dismissed, heard, or `LEFT`."""
    after: float | None = None
    """Seconds until that; None when it was left."""
    used: str = ""
    """The agent's own words, where they are others."""


def suggested(events: Iterable[CallEvent]) -> list[Suggested]:
    """Every suggestion, first one first. Whoever takes the call next is shown his own."""
    found: list[Suggested] = []
    places: dict[tuple[str, str], int] = {}
    for event in events:
        if isinstance(event, AssistOffered):
            places[event.agent, event.id] = len(found)
            found.append(Suggested(event.at, event.agent, event.what, event.text))
        elif isinstance(event, AssistUsed) and (event.agent, event.id) in places:
            place = places[event.agent, event.id]
            shown = found[place]
            other = event.text if event.text != shown.text else ""
            found[place] = replace(shown, did=event.did, after=event.at - shown.at, used=other)
    return found


def counted(all_of_them: Iterable[Suggested]) -> list[tuple[str, int]]:
    """How many suggestions met which end, the commonest first."""
    return Counter(one.did for one in all_of_them).most_common()
