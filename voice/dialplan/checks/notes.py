"""Where checks write down what they find."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property
from pathlib import Path

from voice.dialplan.model import PlanFile
from voice.dialplan.source import Document, Location

OWN_VALUES = ("requests", "house", "caller", "dialled", "open", "language")
"""Values that are always there."""


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """A hint for a name that is not known; empty when nothing is close."""
    close = get_close_matches(name, list(known), n=1, cutoff=0.6)
    return f"did you mean {close[0]}?" if close else ""


@dataclass(frozen=True)
class Notes:
    """A plan under check, and the document in which problems are noted."""

    plan: PlanFile
    document: Document
    folder: Path
    plans: frozenset[str]
    """Names of the plans beside it."""

    @cached_property
    def found(self) -> frozenset[str]:
        """Values that lookups find, as lookup.column."""
        lookups = self.plan.lookups.items()
        return frozenset(f"{name}.{column}" for name, lookup in lookups for column in lookup.gives)

    @cached_property
    def spoken(self) -> frozenset[str]:
        """Values that a text may hold."""
        return frozenset({*OWN_VALUES, *self.plan.slots, *self.found})

    @property
    def people(self) -> frozenset[str]:
        """Names that calls can be given to."""
        return frozenset({*self.plan.target_specs, *self.plan.queues})

    @cached_property
    def asked(self) -> frozenset[str]:
        """Values that a condition may ask."""
        return self.spoken | {f"{name}.open" for name in self.plan.hours}

    def problem(self, location: Location, code: str, message: str, hint: str = "") -> None:
        """Note an error."""
        self.document.problem(location, code, message, hint)

    def warn(self, location: Location, code: str, message: str, hint: str = "") -> None:
        """Note what works but is hardly meant."""
        self.document.warn(location, code, message, hint)

    def own(self, location: Location) -> bool:
        """True for what stands in the plan's own file, not in a shared piece."""
        return self.document.place(location).file == self.document.path

    def known(self, kind: str, name: str, among: Iterable[str], location: Location) -> bool:
        """Note a name that leads nowhere; True when it leads somewhere."""
        names = list(among)
        if name in names:
            return True
        self.problem(location, f"unknown_{kind}", f"there is no {kind} {name}", did_you_mean(name, names))
        return False
