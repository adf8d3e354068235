"""Names that a plan may hold, made of whatever stands in a foreign file."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Hashable
from dataclasses import dataclass, field

from voice.dialplan.checks.steps import RESERVED

MOST = 50
"""Letters of a name."""


def plain_name(text: str, otherwise: str) -> str:
    """Small letters, digits and _, beginning with a letter."""
    letters = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    name = re.sub(r"[^a-z0-9]+", "_", letters).strip("_")[:MOST]
    if not name:
        return otherwise
    return name if name[0].isalpha() else f"{otherwise}_{name}"


@dataclass(slots=True)
class Names:
    """Gives each thing a name of its own, and the same thing the same name."""

    _given: dict[Hashable, str] = field(default_factory=dict)
    _taken: set[str] = field(default_factory=lambda: set(RESERVED))

    def of(self, thing: Hashable, wanted: str, otherwise: str) -> str:
        """The name of a thing, like `wanted` where that is free."""
        if thing not in self._given:
            base = plain_name(wanted, otherwise)
            name, number = base, 1
            while name in self._taken:
                number += 1
                name = f"{base}_{number}"
            self._taken.add(name)
            self._given[thing] = name
        return self._given[thing]
