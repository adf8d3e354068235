"""Where a rehearsed lookup finds its data: in the database file beside the plan, and nowhere else."""

from __future__ import annotations

from collections.abc import Mapping

from voice.administration.rehearsal.play import Rows, Ungiven
from voice.connectors.lookups import look_up
from voice.dialplan.model import Dialplan
from voice.turn import Lookup


class FilesBeside:
    """Reads SQLite files; the same question is asked once. Everything else must be given by the test."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, str, tuple[tuple[str, str], ...]], Rows] = {}

    async def __call__(self, plan: Dialplan, lookup: Lookup) -> Rows:
        """Rows of a lookup. Raises LookupFailed, and Ungiven for data beyond this machine's files."""
        address = str(getattr(plan.lookups[lookup.name], "data", ""))
        if not address.startswith("sqlite"):
            raise Ungiven(
                f"lookup {lookup.name} asks beyond this machine's files, which a test never does; "
                f"give what it finds under lookups: {lookup.name}:"
            )
        key = plan.sha, lookup.name, _sorted(lookup.parameters)
        if key not in self._known:
            self._known[key] = await look_up(plan, lookup)
        return self._known[key]


def _sorted(parameters: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple(sorted(parameters.items()))
