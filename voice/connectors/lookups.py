"""Carries out a Lookup of the dialogue with the connector its data calls for."""

from __future__ import annotations

import os

from voice.connectors import sql
from voice.dialplan.model import Dialplan
from voice.errors import LookupFailed
from voice.turn import Lookup


async def look_up(plan: Dialplan, lookup: Lookup) -> list[dict[str, str]]:
    """Rows of a plan's lookup, as text by column; only the columns that the plan names.

    Raises LookupFailed when the database does not answer in time or refuses.
    """
    spec = plan.lookups[lookup.name]
    rows = await sql.look_up(_address(spec.data), spec, lookup.parameters)
    missing = [column for column in spec.gives if rows and column not in rows[0]]
    if missing:
        raise LookupFailed(
            f"lookup {lookup.name} gives no column {missing[0]}; mend its SELECT or its gives:"
        )
    return [{column: row[column] for column in spec.gives} for row in rows]


def _address(data: str) -> str:
    """The database URL; env:NAME is read now, so that secrets stay out of plans."""
    if not data.startswith("env:"):
        return data
    name = data.removeprefix("env:")
    address = os.environ.get(name, "")
    if not address:
        raise LookupFailed(f"the environment variable {name} is not set; it must hold the database URL")
    return address
